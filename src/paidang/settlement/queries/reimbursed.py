"""What was laid out for the other side and is brought in by a statement, each once (SPEC §5, ADR 0050)."""

from typing import Any

from paidang.contracts.models import Contract
from paidang.settlement.models import Reimbursement
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


def find_statements(contract: Contract) -> dict[int, str]:
    """By number of a reimbursement, the month of the sent statement that stands and brings it in."""
    return {
        int(adjustment["id"].removeprefix(PREFIX)): month
        for month, terms in only_sent(contract.statements).values_list("month", "terms")
        for adjustment in terms.get("adjustments") or []
        if adjustment["id"].startswith(PREFIX)
    }
