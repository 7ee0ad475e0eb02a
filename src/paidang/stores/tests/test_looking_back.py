"""What a platform told late is found by asking once more, on each of the three days after it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from tests.cast import acting, shanghai

from paidang.channels.jd.documents import map_document
from paidang.channels.link.documents import Document
from paidang.channels.link.errors import Unreachable
from paidang.channels.wechat.errors import error_of
from paidang.intake.models import QuarantineRow
from paidang.orders.models import OrderLine
from paidang.stores.actions import tending
from paidang.stores.actions.pulling import look_again, take
from paidang.stores.actions.working import Tended
from paidang.stores.models import LinkDay, StoreCase, StoreLink
from paidang.stores.rules.looking import windows_back
from paidang.stores.rules.states import CASES, ORDERS
from paidang.stores.tests.jd import order, refund
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


def test_an_order_that_was_told_late_comes_in_each_hour_is_asked_for_and_a_broken_look_loses_none(
    link: StoreLink,
) -> None:
    asked: list[datetime] = []
    now = [link.connected_at + 4 * DAY]

    def pull_orders(since: datetime, until: datetime) -> Iterator[Document]:
        if len(asked) == 4:
            asked.append(since)
            raise Unreachable("x")
        asked.append(since)
        yield order()

    channel = SimpleNamespace(pull_orders=pull_orders, pull_cases=lambda since, until: [], map=map_document)
    tended = Tended(link, link.connected_by, channel, lambda: now[0])  # type: ignore[arg-type]
    began = now[0]
    look_again(tended)
    assert asked == [began - n * DAY - HOUR for n in (1, 2, 3)]
    look_again(tended)
    now[0] += timedelta(minutes=80)
    with pytest.raises(Unreachable):
        look_again(tended)
    now[0] += timedelta(minutes=5)
    look_again(tended)
    assert asked[5:] == [began - n * DAY for n in (1, 2, 3)], "from where the last whole look ended"
    with acting(link.connected_by):
        assert OrderLine.objects.filter(order_id="3001").count() == 1
        assert LinkDay.objects.get(link=link).documents == 1
        assert StoreLink.objects.get(pk=link.pk).back_until == now[0]


@pytest.mark.parametrize("has_get", [True, False])
def test_a_case_that_waits_in_quarantine_is_asked_for_again_as_orders_are(
    link: StoreLink, has_get: bool
) -> None:
    half = refund()
    broken = refund(applyRefundSum="x")

    def now() -> datetime:
        return link.connected_at + HOUR

    def pull_cases(since: datetime, until: datetime) -> Iterator[Document]:
        yield from (half, refund("502", "3002")) if until - since == timedelta(seconds=1) else ()

    more = {"get_case": lambda number: half} if has_get else {}
    channel = SimpleNamespace(
        pull_orders=lambda since, until: [], pull_cases=pull_cases, map=map_document, get_order=lambda number: order(), **more
    )  # fmt: skip
    tended = Tended(link, link.connected_by, channel, now)  # type: ignore[arg-type]
    take(tended, [order(), broken])
    with acting(link.connected_by):
        assert not StoreCase.objects.exists() and QuarantineRow.objects.filter(state="open").count() == 1
    look_again(tended)
    with acting(link.connected_by):
        assert [one.case_id for one in StoreCase.objects.all()] == ["501"]
        assert not QuarantineRow.objects.filter(state="open").exists()


def test_spent_calls_end_one_step_until_midnight_what_came_is_in_and_the_rest_goes_on(
    link: StoreLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, cases = [shanghai("2026-04-02 22:00")], []

    def pull_orders(since: datetime, until: datetime) -> Iterator[Document]:
        yield order()
        raise error_of("45009", "reach max api daily quota limit rid: x", at[0])

    def pull_cases(since: datetime, until: datetime) -> Iterator[Document]:
        cases.append(since)
        return iter(())

    channel = SimpleNamespace(pull_orders=pull_orders, pull_cases=pull_cases, map=map_document)
    tended = Tended(link, link.connected_by, channel, lambda: at[0])  # type: ignore[arg-type]
    with acting(link.connected_by):
        before = StoreLink.objects.get(pk=link.pk)
    assert tending._is_through(tended, ORDERS, CASES) and len(cases) >= 1
    with acting(link.connected_by):
        after = StoreLink.objects.get(pk=link.pk)
        assert after.orders_until == before.orders_until and after.cases_until == at[0]
        assert (after.failures, after.problem) == (0, None)
        assert after.spent == {ORDERS: "2026-04-03T00:00:00+08:00"}
        assert OrderLine.objects.filter(order_id="3001").exists(), "what came before is in"
    monkeypatch.setattr(channel, "pull_orders", lambda since, until: iter(()))
    at[0] = shanghai("2026-04-02 23:59")
    tending._is_through(tended, ORDERS)
    with acting(link.connected_by):
        assert StoreLink.objects.get(pk=link.pk).orders_until == before.orders_until
    at[0] = shanghai("2026-04-03 00:01")
    tending._is_through(tended, ORDERS)
    with acting(link.connected_by):
        assert StoreLink.objects.get(pk=link.pk).orders_until == at[0]
