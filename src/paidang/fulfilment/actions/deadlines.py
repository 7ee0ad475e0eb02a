"""What each side owes before orders are late: the brand to ship, the agency to free or refund what it holds."""

from datetime import datetime

from paidang.contracts.models import Contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.fulfilment.queries.deadlines import Due, list_urgent
from paidang.kit.clause import clause

CLAUSE = "OP-4-B-4"


@clause("OP-4-B-4")
def set_ship_duties(contract: Contract, *, at: datetime) -> None:
    """Raise, renew or close both duties as the open orders are now; due when the first of them is."""
    urgent = list_urgent([contract.pk], now=at)
    _set(contract, "ship_orders", "a", [one for one in urgent if not one.is_held], at)
    _set(contract, "free_orders", "b", [one for one in urgent if one.is_held], at)


def _set(contract: Contract, kind: str, side: str, owed: list[Due], at: datetime) -> None:
    if not owed:
        close_duty(contract.pk, key=kind, at=at)
        return
    page = f"/orders?contract={contract.code}&view={'unshipped' if side == 'a' else 'on_hold'}&sort=due"
    raise_duty(
        contract.pk, key=kind, kind=kind, side=side, page=page, at=at, due_at=owed[0].ship_by, clause=CLAUSE,
        facts={"count": len(owed)},
    )  # fmt: skip
