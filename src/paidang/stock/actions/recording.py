"""Who may do something with a contract's stock, and its entry in the contract's chain."""

from datetime import datetime
from functools import partial

from paidang.contracts.actions.acting import contract_in_force
from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.models import Person


class UnableToKeepStock(UnableTo):
    code = "STOCK_NOT_KEPT"


check_may_keep = partial(
    contract_in_force, unable=UnableToKeepStock, remedy=say("履行中的合同才记库存。"), lock=False
)


def record_export(contract: Contract, *, person: Person, at: datetime, rows: int) -> None:
    """Put on record that somebody took a copy of the stock."""
    record(contract, person, at, "stock.exported", {"rows": rows})
