"""What settled rows that were corrected afterwards come to: they enter no statement; the difference is an adjustment to propose (SPEC §7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from paidang.catalog.queries import list_agreed_prices
from paidang.settlement.models import Statement
from paidang.settlement.queries import get_open_month
from paidang.settlement.queries.corrected_facts import Months, list_lives
from paidang.settlement.queries.corrected_told import Row, list_rows, list_told
from paidang.settlement.queries.repriced import as_repriced, settle_again
from paidang.settlement.queries.reruled import list_ruled_later
from paidang.settlement.rules.adjusting import ROWS_MAX
from paidang.settlement.rules.corrected_months import Mended
from paidang.settlement.rules.corrected_rows import RowChange, find_stale
from paidang.settlement.rules.corrections import Difference, SentMonth, compare
from paidang.settlement.rules.errors import BadInput

TOLD = "told"
"""Why a row is not reckoned with the others: an adjustment named it before its data were corrected, and may mean just that."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The settled rows of a statement that say something else than as settled, or than when an adjustment was made for them.

    `parts`: month by month what those in `reckoned` come to; None where the corrected facts contradict each other.
    `waits`: by name why a row cannot be reckoned whole yet; `waiting_parts`: what those come to in the months sent so far.
    `told`: by name the last adjustment that stands for a row: what changed after it is reckoned. `stale`: the proposals that
    wait for what their rows no longer say; their rows are reckoned anew, for a proposal in their place. `refunded_since`:
    lines as an adjustment was made for them, of which a later month has settled refunds at the frozen price.
    """

    changes: Sequence[RowChange]
    reckoned: Sequence[str] = ()
    parts: Sequence[Difference] | None = ()
    waits: Mapping[str, str] = field(default_factory=dict)
    waiting_parts: Sequence[Difference] = ()
    told: Mapping[str, int] = field(default_factory=dict)
    stale: Sequence[int] = ()
    refunded_since: frozenset[str] = frozenset()

    @property
    def amount_fen(self) -> int | None:
        """In the agency's favour, later months and the loss carried through them included."""
        return None if self.parts is None else sum(part.amount for part in self.parts)

    @property
    def size_fen(self) -> int:
        """The amount without its sign."""
        return abs(self.amount_fen or 0)


def find_corrected(statement: Statement) -> Corrected | None:
    """What is not yet proposed or agreed to of it; None where nothing of a settled row was corrected since."""
    lives = list_lives(statement)
    if not lives:
        return None
    told = list_told(statement)
    stale = find_stale(lives, told)
    rows = list_rows(statement, lives, [one for one in told if one.number not in stale])
    moving = [row for row in rows if row.moves or row.stood]
    months = Months(statement, [row.life for row in moving]) if moving else None
    reached = _reached(statement, months, moving) if months else []
    changes = [one for row in rows if (one := row.in_all() if row in reached else row.since())]
    if not changes and not stale:
        return None
    known = Corrected(
        changes,
        told={row.life.name: row.told.number for row in rows if row.told},
        stale=stale,
        refunded_since=frozenset(row.life.name for row in reached),
    )
    asked = [row for row in moving if row.moves or row in reached]
    return _reckon(known, statement, months, moving, asked) if months and asked else known


def _reached(statement: Statement, months: Months, moving: Sequence[Row]) -> list[Row]:
    """The rows as an adjustment was made for them that months sent since came to otherwise by: refunds, or the loss brought in."""
    stood = [row for row in moving if row.stood and not row.told_since(months.last)]
    if not stood:
        return []
    refunded = [row for row in stood if months.has_later_refunds(row.base)]
    before = months.plan([row.base for row in moving if row.stood]).months
    try:
        moved = any(part.amount for part in _differences(statement, before, before, _through(moving)))
    except BadInput:
        moved = False
    found = stood if moved else refunded
    return [row for row in found if not row.moves]


def _through(moving: Sequence[Row]) -> str:
    """The last month that was sent when the latest adjustment was made for any of them."""
    return max((row.base.through for row in moving if row.stood), default="9999-12")


def _reckon(
    known: Corrected, statement: Statement, months: Months, moving: Sequence[Row], asked: Sequence[Row]
) -> Corrected:
    """`moving`: all that money is made of now or was by an adjustment; `asked`: those of them that are to be reckoned."""
    right = months.plan([row.now for row in moving])
    waits = {row.life.name: TOLD for row in asked if row.is_told_before}
    waits |= {
        row.life.name: why for row in asked if (why := right.waits.get((row.life.table, row.life.row_id)))
    }
    reckoned = [row for row in asked if row.life.name not in waits][:ROWS_MAX]
    before = months.plan([row.base for row in moving if row.stood]).months
    whole = months.plan(
        [row.now if row in reckoned else row.base for row in moving if row in reckoned or row.stood]
    ).months
    names = [row.life.name for row in reckoned]
    try:
        parts = _differences(statement, before, whole, _through(moving)) if reckoned else []
        rest = _differences(statement, whole, right.months) if waits else []
    except BadInput:
        return replace(known, reckoned=names, parts=None, waits=waits)
    return replace(known, reckoned=names, parts=parts, waits=waits, waiting_parts=rest)


def _differences(
    statement: Statement,
    before: Mapping[str, Mended],
    after: Mapping[str, Mended],
    through: str = "9999-12",
) -> list[Difference]:
    """What the months come to with the one rather than the other, beside what agreed prices and cases have changed."""
    after = {month: after.get(month, Mended()) for month in {**before, **after}}
    if not after:
        return []
    contract, month = statement.contract, get_open_month(statement.contract)
    also = as_repriced(list_agreed_prices(contract.pk)), list_ruled_later(contract, month)

    def settled(mended: Mapping[str, Mended]) -> list[SentMonth]:
        return settle_again(contract, month, *also, mended)

    return compare(settled(before), settled(after), through)
