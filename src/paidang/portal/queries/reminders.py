"""Whom of an organisation to remind of what: its worklist, and the step that each duty has come to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import translation

from paidang.contracts.queries import list_contracts
from paidang.duties.rules.reminders import ASKED, ASKED_OF, ESCALATED, Wanted, step_of
from paidang.kit.period import day_of
from paidang.portal.queries.grounds import Ground, load_grounds
from paidang.portal.queries.worklist import list_items
from paidang.portal.rules.worklist import Item
from paidang.team.models import Person
from paidang.team.queries import list_people
from paidang.team.rules.mail import OFF


@dataclass(frozen=True, slots=True)
class Due:
    """A duty at the step it has come to, in its reader's language; `title` is the contract's."""

    item: Item
    step: str
    due_on: date
    title: str
    is_doer: bool


def list_due(org_id: int, now: datetime) -> dict[Wanted, tuple[Person, Due]]:
    """All reminders that are due in an organisation at this moment, each with its person, sent or not."""
    people = [one for one in list_people(org_id) if one.is_active and one.account.mail != OFF]
    grounds = load_grounds(list_contracts(), day_of(now))
    found: dict[Wanted, tuple[Person, Due]] = {}
    for language, readers in _by_language(people).items():
        with translation.override(language):
            found |= _of_readers(readers, grounds, now)
    return found


def _by_language(people: Iterable[Person]) -> Mapping[str, list[Person]]:
    groups: dict[str, list[Person]] = {}
    for person in people:
        groups.setdefault(person.account.language, []).append(person)
    return groups


def _of_readers(
    readers: list[Person], grounds: Mapping[int, Ground], now: datetime
) -> dict[Wanted, tuple[Person, Due]]:
    """For people of one organisation and one language; the worklist is the same for all of them."""
    found: dict[Wanted, tuple[Person, Due]] = {}
    for item in list_items(person=readers[0], grounds=grounds, now=now):
        step, day = _step(item, day_of(now)) if item.mine else (None, None)
        if step is None or day is None:
            continue
        for person in readers:
            is_doer = person.pk in item.doers
            is_told = person.may("assign_duty") and (step in ESCALATED or not item.doers)
            if is_doer or is_told:
                wanted = Wanted(item.contract_id, item.key, day, step, person.pk)
                found[wanted] = (
                    person,
                    Due(item, step, day, grounds[item.contract_id].contract.title, is_doer),
                )
    return found


def _step(item: Item, today: date) -> tuple[str | None, date | None]:
    """The step that an item has come to, and its day; for what waits for somebody's word, and is not near yet, the day it was raised."""
    if item.due_on and (step := step_of(item.due_on, today)):
        return step, item.due_on
    if item.kind in ASKED_OF and item.raised_at:
        return ASKED, day_of(item.raised_at)
    return None, None
