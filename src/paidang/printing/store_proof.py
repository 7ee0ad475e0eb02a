"""A month's proof of how a contract's stores were open (店铺运行证明): each against the norms that held, each failure's time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paidang.kit.period import month_end_at

from .notice import WORDS
from .statement_words import labels
from .typesetting import typeset

Verdict = tuple[str, str, str, str]
"""Measure, found, wanted, look: ok, bad, or "" where nothing was measured."""
Part = tuple[str, str, Sequence[Verdict]]
"""Span and version, the norms in words, the verdicts."""
Store = tuple[str, str, int, Sequence[Part], Sequence[tuple[str, str]]]
"""Name, address of its page, how often it was opened, parts of the month, failures: when and why."""

OWN: dict[str, tuple[str, str]] = {
    "sentence": (
        "拍档每 5 分钟像买家一样打开一次店铺首页，记下答复、用时和证书。下表把这个月测到的与双方同意的技术规范对照。",
        "Paidang opens each store's front page every 5 minutes as a buyer would, and keeps the answer, its time and the"
        " certificate. What was measured in the month stands beside the technical norms that both sides agreed.",
    ),
    "unfinished": (
        "这个月还没有过完，数字到制作时为止。",
        "The month is not over: the figures go up to now.",
    ),
    "none": ("没有店铺留下要检查的网址。", "No store has a page that is checked."),
    "measure": ("项目", "Measure"),
    "found": ("测到", "Measured"),
    "wanted": ("要求", "Norm"),
    "verdict": ("结论", "Verdict"),
    "ok": ("达到", "kept"),
    "bad": ("没有达到", "not kept"),
    "": ("—", "—"),
    "failures": ("没打开的时间", "When it did not open"),
    "no_failures": ("打开 {n} 次，次次打开了。", "Checks: {n}, each opened."),
    "unchecked": ("这个月没有检查过。", "It was not checked in this month."),
}


@dataclass(frozen=True, slots=True)
class StorePaper:
    """What is printed, in the reader's language. `entries`: numbers and hashes of the chain's entries on the norms."""

    title: str
    month: str
    stores: Sequence[Store]
    entries: Sequence[tuple[int, str]]
    is_over: bool


def proof_pdf(paper: StorePaper, meta: Mapping[str, str]) -> bytes:
    """Set the proof on A4, PDF/A-2b; the same input gives the same bytes. `meta` is that of a notice (`printing.notice`)."""
    english = meta.get("lang") == "en"
    t = labels(meta) | {key: pair[english] for key, pair in (WORDS | OWN).items()}
    parties = [[t["brand"], meta["brand"]], [t["agency"], meta["agency"]]]
    data: dict[str, object] = {
        "t": t,
        "lang": meta.get("lang") or "zh",
        "mark": meta.get("mark", ""),
        "title": paper.title,
        "contract_line": f"{meta['contract_title']} · {meta['contract_code']}",
        "parties": parties[::-1] if meta.get("brand_is") == "乙方" else parties,
        "running": [paper.title, meta["contract_code"]],
        "sentence": t["sentence"] + ("" if paper.is_over else " " * english + t["unfinished"]),
        "stores": [
            {
                "name": name,
                "url": url,
                "parts": [
                    {"span": span, "norms": norms, "rows": [[one, found, wanted, t[look]] for one, found, wanted, look in rows]}
                    for span, norms, rows in parts
                ],
                "failures": [list(one) for one in failures],
                "note": t["no_failures"].format(n=f"{checks:,}") if checks else t["unchecked"],
            }
            for name, url, checks, parts, failures in paper.stores
        ],
        "proof": [[t["entry"].format(n=f"{seq:,}"), digest] for seq, digest in paper.entries],
    }  # fmt: skip
    return typeset("store_proof", data, month_end_at(paper.month))
