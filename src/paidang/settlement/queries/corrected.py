"""What settled rows that were corrected afterwards come to: they enter no statement; the difference is an adjustment to propose (SPEC §7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paidang.catalog.queries import list_agreed_prices
from paidang.settlement.models import Statement
from paidang.settlement.queries import get_open_month
from paidang.settlement.queries.corrected_facts import get_plan, list_changes
from paidang.settlement.queries.repriced import as_repriced, settle_again
from paidang.settlement.queries.reruled import list_ruled_later
from paidang.settlement.rules.adjusting import ROWS_MAX
from paidang.settlement.rules.corrected_months import Mended
from paidang.settlement.rules.corrected_rows import RowChange
from paidang.settlement.rules.corrections import Difference, SentMonth, compare
from paidang.settlement.rules.errors import BadInput


@dataclass(frozen=True, slots=True)
class Corrected:
    """The settled rows of a statement that say something else now.

    `parts`: month by month what those in `reckoned` come to; None where the corrected facts contradict each other.
    `waits`: by name why a row cannot be reckoned whole yet; `waiting_parts`: what those come to in the months sent so far.
    """

    changes: Sequence[RowChange]
    reckoned: Sequence[str]
    parts: Sequence[Difference] | None
    waits: Mapping[str, str]
    waiting_parts: Sequence[Difference] = ()

    @property
    def amount_fen(self) -> int | None:
        """In the agency's favour, later months and the loss carried through them included."""
        return None if self.parts is None else sum(part.amount for part in self.parts)

    @property
    def size_fen(self) -> int:
        """The amount without its sign."""
        return abs(self.amount_fen or 0)


def find_corrected(statement: Statement) -> Corrected | None:
    """What is not yet proposed or agreed to of it; None where nothing of a settled row was corrected."""
    changes = list_changes(statement)
    if not changes:
        return None
    moving = [change for change in changes if change.row.moves_money]
    rows = [change.row for change in changes]
    if not moving:
        return Corrected(rows, [], [], {})
    plan = get_plan(statement, moving)
    names = {(one.row.table, one.row.row_id): one.row.name for one in moving}
    waits = {names[name]: why for name, why in plan.waits.items()}
    reckoned = [name for name in names.values() if name not in waits][:ROWS_MAX]
    try:
        whole = _differences(statement, {}, plan.whole)
        rest = _differences(statement, plan.whole, plan.all) if waits else ()
    except BadInput:
        return Corrected(rows, reckoned, None, waits)
    return Corrected(rows, reckoned, whole, waits, rest)


def _differences(
    statement: Statement, before: Mapping[str, Mended], after: Mapping[str, Mended]
) -> list[Difference]:
    """What the months come to with the one rather than the other, beside what agreed prices and cases have changed."""
    if not after:
        return []
    contract, month = statement.contract, get_open_month(statement.contract)
    also = as_repriced(list_agreed_prices(contract.pk)), list_ruled_later(contract, month)

    def settled(mended: Mapping[str, Mended]) -> list[SentMonth]:
        return settle_again(contract, month, *also, mended)

    return compare(settled(before), settled(after))
