"""What a platform has of a store comes in: what changed since the cursor, what waits in quarantine, and days past once more."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from paidang.channels.link.channel import Recalling
from paidang.channels.link.documents import Document
from paidang.channels.link.errors import QuotaSpent, Refused
from paidang.channels.platforms import PLATFORMS
from paidang.stores.actions.documents import context_of, take_in
from paidang.stores.actions.room import list_waiting_cases, list_waiting_orders
from paidang.stores.actions.working import Tended
from paidang.stores.queries import get_link
from paidang.stores.rules.looking import moment_window, windows_back
from paidang.stores.rules.states import LOOK_EVERY, OVERLAP, STEP, next_step


def take(
    tended: Tended, documents: Sequence[Document], *, kind: str = "", until: datetime | None = None
) -> None:
    """Take documents in, in the name of who connected the store."""
    with tended.acting():
        take_in(
            person=tended.person, at=tended.clock(), link_id=tended.link.pk, documents=documents,
            map_document=tended.channel.map, kind=kind, until=until,
        )  # fmt: skip


def pull_orders(tended: Tended) -> None:
    """Orders from their cursor up to now."""
    _pull(tended, "order")


def pull_cases(tended: Tended) -> None:
    """Cases from their cursor up to now; then the store is left alone for its platform's while."""
    _pull(tended, "case")


def _pull(tended: Tended, kind: str) -> None:
    """Step by step from the cursor to now; each step is in before the next one is asked for."""
    now, step = tended.clock(), STEP
    while (since := _cursor(tended, kind)) < now:
        until = min(since + step, now)
        pull = tended.channel.pull_orders if kind == "order" else tended.channel.pull_cases
        documents = _as_many_as_come(tended, pull(since - OVERLAP, until))
        take(tended, documents, kind=kind, until=until)
        step = next_step(step, len(documents))
    with tended.acting():
        link = get_link(tended.link.pk, lock=True)
        link.next_at = now + PLATFORMS[link.platform].every
        link.save(update_fields=["next_at"])


def _as_many_as_come(tended: Tended, coming: Iterable[Document]) -> list[Document]:
    """All of them; those that came before the day's calls were spent are in already, though the cursor stays before them."""
    found: list[Document] = []
    try:
        for document in coming:
            found.append(document)
    except QuotaSpent:
        take(tended, found)
        raise
    return found


def _cursor(tended: Tended, kind: str) -> datetime:
    with tended.acting():
        link = get_link(tended.link.pk)
        return link.orders_until if kind == "order" else link.cases_until


def look_again(tended: Tended) -> None:
    """Each hour once: what waits in quarantine, as it is now, and what changed in these hours one, two and three days ago.

    It has a cursor of its own, moved to the moment it was asked for: no hour is lost where a look comes late or breaks off.
    """
    at = tended.clock()
    with tended.acting():
        link = get_link(tended.link.pk)
    asked_until = link.back_until or link.looked_at
    is_turn = asked_until is None or at - asked_until >= LOOK_EVERY
    if is_turn or link.listed_at is None:  # somebody has just said what a listing is
        _ask_again(tended)
    if not is_turn:
        return
    for window in windows_back(at, looked_at=asked_until, since=link.connected_at):
        for pull in (tended.channel.pull_orders, tended.channel.pull_cases):
            take(tended, _as_many_as_come(tended, pull(window.since, window.until)))
    with tended.acting():
        link = get_link(tended.link.pk, lock=True)
        link.back_until = at
        link.save(update_fields=["back_until"])


def _ask_again(tended: Tended) -> None:
    """The orders and cases that wait in quarantine: what was broken on its way here is whole the next time."""
    channel = tended.channel
    with tended.acting():
        numbers = list_waiting_orders(tended.link)
        cases = list_waiting_cases(tended.link, channel.map, context_of(tended.link, tended.clock()))
    for number in numbers:
        with suppress(Refused):
            take(tended, [channel.get_order(number)])
    for number, changed_at in cases:
        with suppress(Refused):
            if isinstance(channel, Recalling):
                take(tended, [channel.get_case(number)])
            elif window := moment_window(changed_at):
                take(tended, _of_moment(channel.pull_cases(window.since, window.until), number))


def _of_moment(documents: Iterable[Document], number: str) -> list[Document]:
    return [one for one in documents if one.id == number]
