"""A dispute file on paper: forum, notices, incidents, statements and payments, chronology, the files with their digests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from .statement_words import labels
from .typesetting import typeset

WORDS: dict[str, tuple[str, str]] = {
    "title": ("争议卷宗", "Dispute file"),
    "chronology": ("经过", "Chronology"),
    "notices": ("通知", "Notices"),
    "incidents": ("违约与证据", "Incidents and evidence"),
    "penalties": ("平台处罚", "Platform penalties"),
    "statements": ("对账单", "Statements"),
    "payments": ("收付款", "Payments"),
    "files": ("文件与摘要（SHA-256）", "Files and digests (SHA-256)"),
    "nothing": ("没有", "None"),
    "proof": ("凭据", "Proof"),
    "verify": (
        "存证链随卷宗附上，任何一方可以用 paidang evidence verify 核对",
        "the evidence chain comes with the file; either side can check it with paidang evidence verify",
    ),
    "no_advice": (
        "本卷宗只汇集双方在系统里的记录，不是法律意见。",
        "This file only gathers what both sides have on record; it is no legal advice.",
    ),
}


@dataclass(frozen=True, slots=True)
class DisputePaper:
    """What is printed, in words already. `mark`: who took it along, when. `head`: the chain's entry and hash.

    `chronology` rows: when, who, what, entry; the other lists: name and words; `files`: path and digest.
    """

    mark: str
    facts: Sequence[tuple[str, str]]
    chronology: Sequence[tuple[str, str, str, str]]
    chronology_note: str
    notices: Sequence[tuple[str, str]]
    incidents: Sequence[tuple[str, str]]
    penalties: Sequence[tuple[str, str]]
    statements: Sequence[tuple[str, str]]
    payments: Sequence[tuple[str, str]]
    files: Sequence[tuple[str, str]]
    files_note: str
    head: tuple[str, str]
    made_at: datetime


def dispute_pdf(paper: DisputePaper, meta: Mapping[str, str]) -> bytes:
    """Set the file on A4, PDF/A-2b; the same input gives the same bytes.

    `meta`: lang, contract_title, contract_code, brand, agency, and what the text calls the brand (`brand_is`).
    """
    english = meta.get("lang") == "en"
    t = labels(meta) | {key: pair[english] for key, pair in WORDS.items()}
    parties = [[t["brand"], meta["brand"]], [t["agency"], meta["agency"]]]
    lists = ("notices", "incidents", "penalties", "statements", "payments")
    data: dict[str, object] = {
        "t": t,
        "lang": meta.get("lang") or "zh",
        "title": t["title"],
        "contract_line": f"{meta['contract_title']} · {meta['contract_code']}",
        "parties": parties[::-1] if meta.get("brand_is") == "乙方" else parties,
        "running": [f"{t['title']} {meta['contract_code']}", paper.mark],
        "mark": paper.mark,
        "facts": [list(row) for row in paper.facts],
        "chronology": [list(row) for row in paper.chronology],
        "chronology_note": paper.chronology_note,
        "lists": [[t[name], [list(row) for row in getattr(paper, name)]] for name in lists],
        "files": [list(row) for row in paper.files],
        "files_note": paper.files_note,
        "head": list(paper.head),
    }
    return typeset("dispute", data, paper.made_at)
