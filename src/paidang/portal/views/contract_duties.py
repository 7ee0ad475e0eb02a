"""All that a contract makes its two sides do, for its page: by when, who, by which clause; and what was done, with its proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paidang.contracts.models import DRAFT, Contract
from paidang.duties.models import Duty
from paidang.duties.queries import list_done
from paidang.kit.period import day_of
from paidang.portal.queries.grounds import load_grounds
from paidang.portal.queries.planned import address_of, title_of
from paidang.portal.queries.worklist import list_items
from paidang.portal.rules.worklist import SOON_DAYS, Item
from paidang.portal.templatetags.paidang import day_text
from paidang.team.models import Person


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One thing that is owed, its page, and its day in words with the colour they are shown in."""

    item: Item
    url: str
    when: str
    kind: str


@dataclass(frozen=True, slots=True)
class DoneRow:
    """One thing that somebody has declared done."""

    duty: Duty
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Duties:
    """What is owed, the nearest day first, and what was done, the latest first."""

    owed: Sequence[DutyRow]
    done: Sequence[DoneRow]

    @property
    def late(self) -> int:
        return sum(row.kind == "bad" for row in self.owed)


def duties_of(contract: Contract, person: Person) -> Duties | None:
    """The duties of a contract in force, as far as they are known; None for a draft, which binds nobody yet."""
    if contract.state == DRAFT:
        return None
    now = timezone.now()
    today = day_of(now)
    items = list_items(person=person, grounds=load_grounds([contract], today), now=now, ahead=None)
    done = sorted(list_done(contract.pk).values(), key=lambda duty: (duty.closed_at, duty.pk), reverse=True)
    return Duties(
        owed=[DutyRow(item, address_of(contract, item.key), *_when(item, today)) for item in items],
        done=[
            DoneRow(duty, title_of(duty.kind, duty.facts), address_of(contract, duty.key)) for duty in done
        ],
    )


def _when(item: Item, today: date) -> tuple[str, str]:
    if item.due_on is None:
        return _("%(day)s 起") % {"day": day_text(item.raised_at)} if item.raised_at else "", ""
    days = (today - item.due_on).days
    if days > 0:
        return ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", days) % {"n": days}, "bad"
    return day_text(item.due_on), "warn" if -days <= SOON_DAYS else ""
