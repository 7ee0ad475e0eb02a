"""A notice on paper: who told whom what, what was answered, and what proves it. A confirmed return is its certificate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from paidang.kit.sides import other_side

from .statement_words import labels
from .typesetting import clock, typeset

WORDS: dict[str, tuple[str, str]] = {
    "certificate.returned": ("保密材料归还证明", "Certificate of return of confidential material"),
    "certificate.destroyed": ("保密材料销毁证明", "Certificate of destruction of confidential material"),
    "served": (
        "{who}代表{side}于{at}向{other}送达本通知。",
        "{who} served this notice for {side} on {other} on {at}.",
    ),
    "certified": (
        "{who}代表{side}于{at}声明如下；{other}已核对并确认。",
        "{who} declared the following for {side} on {at}; {other} has checked and confirmed it.",
    ),
    "number": ("编号", "Number"),
    "by_clause": ("合同条款", "Clause"),
    "deadline": ("期限", "Deadline"),
    "last_day": ("合同最后一天", "Last day of the contract"),
    "answer": ("答复与了结", "Answer and close"),
    "held": ("所持清单", "What is held"),
    "held_more": ("另有 {n} 项，见清单文件", "and {n} more, in the list's file"),
    "files": ("文件与摘要（SHA-256）", "Files and digests (SHA-256)"),
    "proof": ("凭据", "Proof"),
    "verify": (
        "存证链里的记录，任何一方可以用 paidang evidence verify 核对",
        "entries of the evidence chain; either side can check them with paidang evidence verify",
    ),
    "entry": ("第 {n} 条存证", "Evidence entry {n}"),
}


HELD_MAX = 300


@dataclass(frozen=True, slots=True)
class NoticePaper:
    """What is printed. `certificate`: returned or destroyed, where the other side has confirmed it, else empty.

    `held`: rows of the list of what the side holds: kind, name, about, digest. `answer`: names and sentences; `files`: names and digests; `entries`: numbers and hashes of the chain's entries.
    """

    kind: str
    number: int
    side: str
    who: str
    served_at: datetime
    clause: str
    grounds: str
    facts: Sequence[tuple[str, str]]
    answer: Sequence[tuple[str, str]]
    files: Sequence[tuple[str, str]]
    entries: Sequence[tuple[int, str]]
    deadline: str = ""
    last_day: str = ""
    certificate: str = ""
    held: Sequence[Sequence[str]] = ()


def notice_pdf(paper: NoticePaper, meta: Mapping[str, str]) -> bytes:
    """Set a notice on A4, PDF/A-2b; the same input gives the same bytes.

    `meta`: lang, contract_title, contract_code, brand, agency, and what the text calls the brand (`brand_is`).
    """
    english = meta.get("lang") == "en"
    t = labels(meta) | {key: pair[english] for key, pair in WORDS.items()}
    sides = {side: t[f"late.{side}"] for side in "ab"}
    other = other_side(paper.side)
    title = t[f"certificate.{paper.certificate}"] if paper.certificate else paper.kind
    sentence = t["certified" if paper.certificate else "served"].format(
        who=paper.who, side=sides[paper.side], other=sides[other], at=clock(paper.served_at.isoformat())
    )
    parties = [[t["brand"], meta["brand"]], [t["agency"], meta["agency"]]]
    dated = [("by_clause", paper.clause), ("deadline", paper.deadline), ("last_day", paper.last_day)]
    data: dict[str, object] = {
        "t": t,
        "lang": meta.get("lang") or "zh",
        "mark": meta.get("mark", ""),
        "title": title,
        "contract_line": f"{meta['contract_title']} · {meta['contract_code']}",
        "parties": parties[::-1] if meta.get("brand_is") == "乙方" else parties,
        "running": [title, meta["contract_code"]],
        "sentence": sentence,
        "grounds": paper.grounds.splitlines(),
        "facts": [[t["number"], str(paper.number)], *([t[name], value] for name, value in dated if value), *map(list, paper.facts)],
        "answer": [list(pair) for pair in paper.answer],
        "held": [
            [row[0], "  ".join(part for part in (row[1], row[2], row[3][:16]) if part)] for row in paper.held[:HELD_MAX]
        ],
        "held_more": t["held_more"].format(n=len(paper.held) - HELD_MAX) if len(paper.held) > HELD_MAX else "",
        "files": [list(pair) for pair in paper.files],
        "proof": [[t["entry"].format(n=f"{seq:,}"), digest] for seq, digest in paper.entries],
    }  # fmt: skip
    return typeset("notice", data, paper.served_at)
