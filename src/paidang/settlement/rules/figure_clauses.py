"""Which clause causes each figure of a statement."""

from collections.abc import Mapping
from typing import Any

# figure -> the agreed term that decides it; every other figure is there because of the component it serves.
DECIDED_BY = {
    "gross_sales": "recognition",
    "late": "recognition",
    "tax": "tax",
    "tax_paid": "tax",
    "fees_off": "platform_fees",
    "platform_fees": "platform_fees",
    "logistics_a": "faults_borne_by",
    "carried_in": "loss",
    "carried_out": "loss",
    "held_by_collector": "collector",
    "set_off": "collector",
    "held": "collector",
    "due": "statement",
}
OF_THE_COMPONENT = (
    "refunded", "revenue", "cost", "logistics", "logistics_b", "postage", "profit", "advanced_b", "no_price",
)  # fmt: skip


def figure_clauses(terms: Mapping[str, Any], sources: Mapping[str, str]) -> dict[str, str]:
    """Name each figure's clause: of the term that decides it, else of the share or commission it is computed for.

    >>> figure_clauses({"components": [{"kind": "profit_share", "clause": "第三章 D"}]}, {"tax": "补充约定 2"})["tax"]
    '补充约定 2'
    """
    parts = terms.get("components") or []
    serving = next((part for part in parts if part["kind"] in ("profit_share", "commission")), None)
    served = str((serving or (parts[0] if parts else {})).get("clause") or "")
    clauses = {figure: served for figure in OF_THE_COMPONENT}
    return clauses | {figure: sources.get(term) or served for figure, term in DECIDED_BY.items()}
