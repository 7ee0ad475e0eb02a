"""What the brand owes for its stock: cover what is sold and not there, bring what will not last."""

from datetime import datetime

from paidang.contracts.models import Contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.clause import clause
from paidang.stock.queries.listing import count_low
from paidang.stock.queries.shortages import count_short

CLAUSE = "OP-2-A-3"


@clause("OP-2-A-3")
def set_stock_duties(contract_id: int, *, at: datetime) -> None:
    """Raise, renew or close both duties as the balances are now."""
    page = f"/stock?contract={Contract.objects.values_list('code', flat=True).get(pk=contract_id)}"
    lines, units = count_short(contract_id)
    low = count_low(contract_id)
    _set(contract_id, "cover_shortage", lines > 0, {"count": lines, "units": units}, f"{page}&view=short", at)
    _set(contract_id, "restock", low > 0, {"count": low}, f"{page}&view=low", at)


def _set(
    contract_id: int, kind: str, is_owed: bool, facts: dict[str, object], page: str, at: datetime
) -> None:
    if is_owed:
        raise_duty(contract_id, key=kind, kind=kind, side="a", page=page, at=at, clause=CLAUSE, facts=facts)
    else:
        close_duty(contract_id, key=kind, at=at)
