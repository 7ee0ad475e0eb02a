"""A store's project on paper: how it stands, tasks, who owes what, deliverables with digests and words, papers with expiry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from .statement_words import labels
from .typesetting import typeset

WORDS: dict[str, tuple[str, str]] = {
    "title": ("店铺项目", "Store project"),
    "tasks": ("工期", "Schedule"),
    "tasks_note": (
        "工作日；原定、双方现在约定的应交、照现在看的预计",
        "working days; as first planned, due as both sides agreed, and as it looks now",
    ),
    "number": ("编号", "No."),
    "task": ("事", "Task"),
    "by": ("由谁做", "By"),
    "planned": ("原定", "Planned"),
    "agreed": ("约定应交", "Due"),
    "expected": ("预计", "Expected"),
    "state": ("状态", "State"),
    "owed": ("谁欠谁", "Who owes what"),
    "deliveries": ("交付与确认", "Deliverables and words"),
    "deliveries_note": (
        "书面确认是一条署名的数据电文（民法典 469 条），对着内容的摘要（SHA-256）",
        "a written confirmation is a signed data message (Civil Code 469) on the digest of the content (SHA-256)",
    ),
    "changed": ("改过的日子", "Dates that moved"),
    "papers": ("证照", "Papers"),
    "nothing": ("没有", "None"),
}


@dataclass(frozen=True, slots=True)
class ProjectPaper:
    """What is printed, in words already. `tasks` rows: number, task, by, planned, agreed, expected, state; `owed`: side, then what and
    by when; `deliveries`: title, then name and words; `changed`: task and words; `papers`: name and words. Files themselves are NOT in: their digests are.
    """

    name: str
    mark: str
    facts: Sequence[tuple[str, str]]
    tasks: Sequence[Sequence[str]]
    owed: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    deliveries: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    changed: Sequence[tuple[str, str]]
    papers: Sequence[tuple[str, str]]
    made_at: datetime


def project_pdf(paper: ProjectPaper, meta: Mapping[str, str]) -> bytes:
    """Set the project on A4, PDF/A-2b; the same input gives the same bytes. `meta` as in `dispute.dispute_pdf`."""
    english = meta.get("lang") == "en"
    t = labels(meta) | {key: pair[english] for key, pair in WORDS.items()}
    parties = [[t["brand"], meta["brand"]], [t["agency"], meta["agency"]]]
    data: dict[str, object] = {
        "t": t,
        "lang": meta.get("lang") or "zh",
        "title": paper.name,
        "contract_line": f"{t['title']} · {meta['contract_title']} · {meta['contract_code']}",
        "parties": parties[::-1] if meta.get("brand_is") == "乙方" else parties,
        "running": [paper.name, paper.mark],
        "mark": paper.mark,
        "facts": [list(row) for row in paper.facts],
        "tasks": [list(row) for row in paper.tasks],
        "owed": [[side, [list(row) for row in rows]] for side, rows in paper.owed],
        "deliveries": [[title, [list(row) for row in rows]] for title, rows in paper.deliveries],
        "changed": [list(row) for row in paper.changed],
        "papers": [list(row) for row in paper.papers],
    }
    return typeset("project", data, paper.made_at)
