"""Annexes of a contract: files that both sides sign with it, of equal force (OP 7 B, TC 7)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from paidang.kit.clause import clause
from paidang.kit.outcome import Violation
from paidang.kit.sentence import Sentence, say

KINDS: dict[str, Sentence] = {
    "price_list": say("价格表"),
    "norms": say("技术规范"),
    "fee_table": say("费用表"),
    "other": say("其他附件"),
}
BYTES_MAX = 20 * 2**20
COUNT_MAX = 20
NAME_MAX = 200
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\\/:*?\"<>|]")


@dataclass(frozen=True, slots=True)
class Annexed:
    """An annex as the signed document names it; the digest is that of its bytes, `size` is in bytes."""

    kind: str
    title: str
    name: str
    sha256: str
    size: int


@clause("OP-7-B", "TC-7-3")
def annex_lines(annexes: Iterable[Annexed]) -> list[list[str]]:
    """What acceptance and signature cover of the annexes, in one order whatever order they were added in."""
    return sorted([one.kind, one.title, one.name, one.sha256] for one in annexes)


def safe_name(name: str) -> str:
    """A file's name without folders and without characters that hide or mean something to a shell.

    >>> safe_name("../../价格\\u202e表.xlsx")
    '价格表.xlsx'
    """
    kept = UNSEEN.sub("", re.split(r"[\\/]", name)[-1]).strip(" .")
    return kept[-NAME_MAX:] or "file"


def annex_fault(kind: str, title: str, size: int, count: int) -> Violation | None:
    """Why a file cannot be added to a contract that has `count` annexes already; None where it can."""
    if kind not in KINDS:
        return Violation("ANNEX_KIND", say("没有这种附件"), remedy=say("请从列出的种类里选一种。"))
    if not title.strip():
        return Violation(
            "ANNEX_TITLE", say("附件没有写名称"), remedy=say("写合同里叫它什么，例如：附件一 价格表。")
        )
    if not 0 < size <= BYTES_MAX:
        return Violation("ANNEX_SIZE", say("附件是空的，或超过 20 MB"), remedy=say("请换一份，或拆成几份。"))
    if count >= COUNT_MAX:
        return Violation(
            "TOO_MANY_ANNEXES",
            say("附件已有 {count} 份", count=count),
            remedy=say("请先移除一份，或合并后再传。"),
        )
    return None
