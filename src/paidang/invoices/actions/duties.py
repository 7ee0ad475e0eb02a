"""What the side that invoices owes: issue what buyers asked for in its days, take back what was refunded."""

from datetime import datetime

from paidang.contracts.models import Contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.invoices.actions.recording import CLAUSE, issuer_of
from paidang.invoices.queries.listing import count_open, first_due
from paidang.invoices.queries.money import list_red_due
from paidang.kit.clause import clause
from paidang.kit.period import day_end_at

ISSUE, TAKE_BACK = "issue_invoices", "take_back_invoices"


@clause("OP-3-A")
def set_invoice_duties(contract: Contract, *, at: datetime) -> None:
    """Raise, renew or close both duties as the requests and the refunds are now."""
    page = f"/invoices?contract={contract.code}"
    side = issuer_of(contract, at)
    first = first_due(contract.pk)
    if first is None:
        close_duty(contract.pk, key=ISSUE, at=at)
    else:
        raise_duty(
            contract.pk, key=ISSUE, kind=ISSUE, side=side, page=page, at=at, clause=CLAUSE,
            due_at=day_end_at(first.due_on), facts={"count": count_open(contract.pk)},
        )  # fmt: skip
    red = list_red_due(contract.pk)
    if not red:
        close_duty(contract.pk, key=TAKE_BACK, at=at)
    else:
        raise_duty(
            contract.pk, key=TAKE_BACK, kind=TAKE_BACK, side=side, page=f"{page}&view=red", at=at, clause=CLAUSE,
            facts={"count": len(red)},
        )  # fmt: skip
