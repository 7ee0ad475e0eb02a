"""Setting a contract for signing."""

from dataclasses import asdict
from typing import Any

from paidang.printing.typesetting import clock, typeset

from .layout import blocks_of
from .model import ContractPaper
from .words import filed_as, labels


def compose(paper: ContractPaper) -> bytes:
    """See `compose_contract`."""
    t = labels(paper.language)
    filed = filed_as(paper.code, paper.supplement, t)
    t["figures_digest"] = t["text_digest"].format(code=filed)
    if paper.effective_on:
        t["n.changes"] = t["n.changes"].format(day=paper.effective_on.isoformat())
    data: dict[str, Any] = {
        "t": t,
        "lang": paper.language,
        "title": paper.title,
        "number": filed if paper.supplement else f"{paper.code} · {t['version'].format(n=paper.version)}",
        "running": [paper.title, filed],
        "digest_short": paper.text_sha256,
        "parties": [[party.role, party.name] for party in paper.parties],
        "blocks": [asdict(block) for block in blocks_of(paper.text)],
        "changes": [list(row) for row in paper.changes],
        "addenda": [
            [t["addendum"].format(n=one.number), one.words, one.value, t["agreed"].format(at=clock(one.agreed_at.isoformat()))]
            for one in paper.addenda
        ],
        "annexes": [[one.title, one.name, f"{one.size:,}", one.sha256] for one in paper.annexes],
        "digests": [[t["text"], paper.text_sha256], [t["terms"], paper.terms_sha256]],
        "order": paper.order,
    }  # fmt: skip
    return typeset("contract_signed", data, paper.made_at)
