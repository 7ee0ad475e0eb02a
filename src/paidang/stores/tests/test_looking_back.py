"""What a platform told late is found by asking once more, on each of the three days after it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from tests.cast import acting

from paidang.channels.jd.documents import map_document
from paidang.channels.link.documents import Document
from paidang.orders.models import OrderLine
from paidang.stores.actions import tending
from paidang.stores.actions.working import Tended
from paidang.stores.models import LinkDay, StoreLink
from paidang.stores.rules.looking import windows_back
from paidang.stores.tests.jd import order
from paidang.stores.tests.test_take_in import AT, link

__all__ = ["link"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_each_hour_comes_again_on_three_days() -> None:
    began = AT - 30 * DAY
    asked = [
        window
        for n in range(100)
        for window in windows_back(AT + n * HOUR, looked_at=AT + (n - 1) * HOUR, since=began)
    ]
    for hour in range(24):
        moment = AT + hour * HOUR + timedelta(minutes=30)
        assert sum(window.since <= moment < window.until for window in asked) == 3


@pytest.mark.parametrize(
    ("looked", "since", "hours"),
    [
        (None, 30, [1, 1, 1]),
        (5, 30, [5, 5, 5]),
        (100, 30, [24, 24, 24]),
        (1, 2, [1]),
        (1, 0, []),
    ],
)  # fmt: skip
def test_since_the_last_look_and_not_before_the_store_was_connected(
    looked: int | None, since: int, hours: list[int]
) -> None:
    looked_at = None if looked is None else AT - looked * HOUR
    found = windows_back(AT, looked_at=looked_at, since=AT - since * DAY)
    assert [(one.until - one.since) // HOUR for one in found] == hours


def test_an_order_that_was_told_late_comes_in_and_what_was_there_changes_nothing(link: StoreLink) -> None:
    asked: list[datetime] = []

    def pull_orders(since: datetime, until: datetime) -> Iterator[Document]:
        asked.append(since)
        yield order()

    def now() -> datetime:
        return link.connected_at + 4 * DAY

    channel = SimpleNamespace(pull_orders=pull_orders, pull_cases=lambda since, until: [], map=map_document)
    tended = Tended(link, link.connected_by, channel, now)  # type: ignore[arg-type]
    tending._look_back(tended, now())
    assert len(asked) == 3
    with acting(link.connected_by):
        assert OrderLine.objects.filter(order_id="3001").count() == 1
        assert LinkDay.objects.get(link=link).documents == 1
