"""Setting a contract for signing."""

from typing import Any

from paidang.printing.typesetting import typeset

from .model import ContractPaper
from .words import labels


def compose(paper: ContractPaper) -> bytes:
    """See `compose_contract`."""
    t = labels(paper.language)
    data: dict[str, Any] = {
        "t": t,
        "lang": paper.language,
        "title": paper.title,
        "running": [paper.title, paper.code],
        "lines": paper.text.splitlines(),
    }
    return typeset("contract_signed", data, paper.made_at)
