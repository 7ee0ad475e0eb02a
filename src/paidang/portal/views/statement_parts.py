"""The two parts of a statement that is questioned in part: what no question touches and the rest, each with its day."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from paidang.portal.templatetags.paidang import day
from paidang.settlement.models import QUESTIONED, Statement
from paidang.settlement.queries import pay_by_of
from paidang.settlement.queries.accounts import get_account
from paidang.settlement.rules.paying import STATEMENT


@dataclass(frozen=True, slots=True)
class Parts:
    """`fen` is still open of the part that is not questioned, by `due_on`; of the rest `rest_fen`, by `rest_due_on` (None: it waits)."""

    fen: int
    due_on: date
    is_late: bool
    rest_fen: int
    rest_due_on: date | None
    is_due: bool

    def words(self) -> list[str]:
        """For the step of paying: one line a part."""
        first = _("无疑问的 %(day)s 前") % {"day": day(self.due_on)} if self.fen > 0 else _("无疑问的已付")
        if self.rest_due_on:
            return [first, _("其余 %(day)s 前") % {"day": day(self.rest_due_on)}]
        return [first, _("其余确认后定")]


def parts_of(found: Statement, today: date) -> Parts | None:
    """None where all of it, or nothing, is questioned."""
    if not found.questions.exists():
        return None
    stand = [
        one
        for one in get_account(found.contract).positions(timezone.now())
        if one.debt.month == found.month and one.debt.kind == STATEMENT
    ]
    if len(stand) > 1:
        owed, rest = stand[0], stand[1]
        if owed.debt.waits or owed.debt.due_on is None:
            return None
        return Parts(
            owed.open,
            owed.debt.due_on,
            owed.days_late > 0,
            rest.debt.principal,
            rest.debt.due_on,
            is_due=True,
        )
    return _to_come(found, today)


def _to_come(found: Statement, today: date) -> Parts | None:
    """Before the days to confirm are over: the part that falls due with them, unless the question is answered by then."""
    if found.state != QUESTIONED or found.confirm_by is None or today > found.confirm_by:
        return None
    undisputed = min((one.undisputed_fen for one in found.questions.all()), default=0)
    due_on = pay_by_of(found, found.confirm_by)
    if not undisputed or due_on is None:
        return None
    rest = found.figures["amount_due"] - undisputed
    return Parts(undisputed, due_on, False, rest, None, is_due=False)
