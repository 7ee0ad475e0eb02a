"""What was laid out for the other side and is brought in by a statement, each once (SPEC §5, ADR 0050)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from paidang.contracts.models import Contract
from paidang.settlement.models import Reimbursement, Statement
from paidang.settlement.queries import only_sent

PREFIX = "reimbursement-"


def list_reimbursements(contract: Contract, month: str) -> list[dict[str, Any]]:
    """The adjustments of the month's statement for what was claimed and stands in no statement of another month."""
    elsewhere = {number for number, one in find_statements(contract).items() if one != month}
    found = Reimbursement.objects.filter(contract=contract).exclude(number__in=elsewhere).order_by("number")
    return [
        {
            "id": f"{PREFIX}{one.number}", "kind": one.kind, "amount": one.amount_fen, "reason": one.reason,
            "clause": one.clause, "rows": one.rows,
        }
        for one in found
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reimbursed:
    """One reimbursement within a sent statement: what it is for, the vouchers behind it, its amount in fen (in b's favour)."""

    reason: str
    rows: Sequence[str]
    amount_fen: int


def list_reimbursed(contract_ids: Sequence[int]) -> dict[tuple[int, str], list[Reimbursed]]:
    """By contract and month, what each sent statement pays back."""
    found: dict[tuple[int, str], list[Reimbursed]] = {}
    asked = only_sent(Statement.objects.filter(contract__in=list(contract_ids)))
    for pk, month, adjustments in asked.values_list("contract_id", "month", "terms__adjustments"):
        for one in adjustments or []:
            if one["id"].startswith(PREFIX):
                line = Reimbursed(one["reason"], one.get("rows") or [], one["amount"])
                found.setdefault((pk, month), []).append(line)
    return found


def find_statements(contract: Contract) -> dict[int, str]:
    """By number of a reimbursement, the month of the sent statement that stands and brings it in."""
    return {
        int(adjustment["id"].removeprefix(PREFIX)): month
        for month, terms in only_sent(contract.statements).values_list("month", "terms")
        for adjustment in terms.get("adjustments") or []
        if adjustment["id"].startswith(PREFIX)
    }
