"""The sandbox's days: the same for the same seed, and lawful, whatever the seed."""

from collections import Counter
from dataclasses import asdict
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paidang.channels.link.channel import Deal
from paidang.channels.link.documents import (
    CANCELLED,
    DONE,
    EXCHANGE,
    HELD,
    PAID,
    PART_SHIPPED,
    REFUND_ONLY,
    REFUNDED,
    REFUSED,
    RESEND,
    RETURN_GOODS,
    RETURNED,
    RETURNING,
    SHIPPED,
    SPLIT,
    UNPAID,
    Parcel,
)
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.buyers import STOCK, Buyers
from paidang.channels.sandbox.faults import ENVELOPES
from paidang.channels.sandbox.http import Request
from paidang.channels.sandbox.platforms import SELLERS, load_platforms
from paidang.channels.sandbox.shop import Shop
from paidang.channels.sandbox.world import Limits, build_world
from paidang.channels.taobao.sandbox_call import Memory
from paidang.channels.taobao.sandbox_records import asked_fen, cases_of_line, refunds_of, trade_of
from paidang.kit.period import SHANGHAI

UNTIL = datetime(2026, 11, 28, 12, 0, tzinfo=SHANGHAI)


def made(seed: int, orders: int = 150, days: int = 10, **more: object) -> Buyers:
    buyers = Buyers(Shop("jd", "青岚"), seed, splits=True, **more)
    buyers.make_days(UNTIL, days, orders)
    buyers.let_come(UNTIL)
    return buyers


def test_the_same_seed_makes_the_same_world_and_another_seed_another() -> None:
    worlds = [build_world(seed, UNTIL, lambda: UNTIL) for seed in (7, 7, 8)]
    first, again, other = (
        [asdict(stall.platform.shop) for stall in world.stalls.values()] for world in worlds
    )
    assert first == again
    assert first != other
    assert worlds[0].credentials() == worlds[2].credentials()


def test_a_world_of_a_later_start_repeats_no_order_of_the_one_before() -> None:
    started = int(UNTIL.timestamp())
    worlds = [build_world(seed, UNTIL, lambda: UNTIL, days=1, orders=8) for seed in (started, started + 60)]
    before, after = (world.stalls["taobao"].platform.shop.orders.keys() for world in worlds)
    assert before and after and before.isdisjoint(after)


def test_the_days_show_everything_that_a_store_meets() -> None:
    shop = made(7).shop
    orders, cases = list(shop.orders.values()), list(shop.cases.values())
    states = Counter(order.state for order in orders)
    assert {UNPAID, PAID, SHIPPED, DONE, CANCELLED, SPLIT} <= set(states)
    kinds = Counter((case.kind, case.state) for case in cases)
    for kind in (REFUND_ONLY, RETURN_GOODS, EXCHANGE, RESEND):
        assert kinds[kind, REFUNDED], kind
    assert kinds[RETURN_GOODS, REFUSED]
    assert any(len(order.parcels) == 2 and order.state in (SHIPPED, DONE) for order in orders)
    before = [case for case in cases if shop.orders[case.order_id].shipped_at is None]
    assert {bool(case.line_id) for case in before} >= {False}
    assert any(order.postage_fen for order in orders)
    assert any(line.platform_discount_fen for order in orders for line in order.lines)
    assert any(not line.unit_price_fen for order in orders for line in order.lines), "gifts"
    assert any(order.invoice for order in orders)
    rushed = [order for order in orders if any(line.own_discount_fen for line in order.lines)]
    (sudden,) = (deal for deal in shop.deals.values() if deal.price_fen)
    assert sudden.state == acts.ENDED
    for order in rushed:
        assert sudden.starts_at <= order.created_at.isoformat() < sudden.ends_at or order.parent_id
    assert len(rushed) > 10


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 90), st.integers(1, 30))
def test_whatever_the_seed_nothing_is_unlawful(seed: int, wanted: int, days: int) -> None:
    shop = made(seed, wanted, days).shop
    children = [order for order in shop.orders.values() if order.parent_id]
    assert len(shop.orders) - len(children) == wanted
    for order in shop.orders.values():
        assert all(line.paid_fen >= 0 and line.quantity >= 1 for line in order.lines)
        times = [order.created_at, order.paid_at, order.shipped_at, order.completed_at]
        known = [at for at in times if at]
        assert known == sorted(known) and known[-1] <= order.modified_at <= UNTIL
        assert bool(order.shipped_at) == (order.state in (SHIPPED, DONE))
        assert bool(order.completed_at) == (order.state == DONE)
        assert bool(order.paid_at) or order.state in (UNPAID, CANCELLED)
        back = sum(case.amount_fen for case in shop.cases.values() if case.order_id == order.order_id and case.state == REFUNDED)  # fmt: skip
        assert back <= order.paid_fen
    for parent_id in {order.parent_id for order in children}:
        parent, of_it = shop.orders[parent_id], [order for order in children if order.parent_id == parent_id]
        assert parent.state == SPLIT
        assert sum(order.paid_fen for order in of_it) == parent.paid_fen
    sold: Counter[str] = Counter()
    for order in shop.orders.values():
        if order.paid_at and order.state != CANCELLED and not order.parent_id:
            for line in order.lines:
                sold[line.goods.sku_id] += line.quantity
    gone = [order for order in children if order.state == CANCELLED]
    if not gone:
        assert {
            sku_id: STOCK - goods.quantity for sku_id, goods in shop.goods.items() if goods.quantity != STOCK
        } == sold


def test_new_orders_come_as_time_passes_and_nobody_ships_them() -> None:
    quiet, busy = made(7), made(7, per_minute=30.0)
    before = len(busy.shop.orders)
    for buyers in (quiet, busy):
        buyers.go_on(UNTIL + timedelta(minutes=10))
    assert len(quiet.shop.orders) == before
    come = [order for order in busy.shop.orders.values() if order.created_at > UNTIL and not order.parent_id]
    assert 200 < len(come) < 400
    busy.go_on(UNTIL + timedelta(hours=1))
    assert {order.state for order in busy.shop.orders.values() if order.created_at > UNTIL} <= {UNPAID, PAID, CANCELLED, HELD, SPLIT}  # fmt: skip
    steps = made(7, per_minute=30.0)
    for minute in range(61):
        steps.go_on(UNTIL + timedelta(minutes=minute))
    assert asdict(steps.shop) == asdict(busy.shop), "how often somebody looks changes nothing"


def test_nobody_buys_what_is_not_on_sale_and_they_come_again_when_it_is() -> None:
    buyers = made(7, orders=0, per_minute=30.0)
    shop = buyers.shop
    for goods in shop.goods.values():
        acts.set_stock(shop, goods, UNTIL, 0)
    with pytest.raises(acts.NotNow):
        buyers.buy(UNTIL)
    buyers.go_on(UNTIL + timedelta(minutes=5))
    assert not shop.orders
    goods = next(iter(shop.goods.values()))
    acts.set_stock(shop, goods, UNTIL, 1)
    with pytest.raises(acts.NotNow):
        buyers.buy(UNTIL, several=True)
    buyers.go_on(UNTIL + timedelta(minutes=6))
    assert {(line.goods.sku_id, line.quantity) for order in shop.orders.values() for line in order.lines if line.unit_price_fen} == {(goods.sku_id, 1)}  # fmt: skip


def test_acts_fit_a_state_or_change_nothing() -> None:
    buyers = made(7)
    shop, at = buyers.shop, UNTIL + timedelta(hours=1)
    order = buyers.buy(at, several=True)
    parcel = Parcel("SF", "SF1")
    for act in (acts.complete, acts.hold, acts.release, acts.split):
        with pytest.raises(acts.NotNow):
            act(shop, order, at)
    with pytest.raises(acts.NotNow):
        acts.ship(shop, order, at, [parcel])
    acts.pay(shop, order, at)
    with pytest.raises(acts.NotNow):
        acts.pay(shop, order, at)
    first = Parcel("SF", "SF1", (order.lines[0].line_id,))
    acts.ship(shop, order, at, [first])
    assert order.state == PART_SHIPPED
    with pytest.raises(acts.NotNow):
        acts.cancel(shop, order, at)
    acts.ship(shop, order, at, [first])
    assert len(shop.changes) == 1, "the same parcel again is nothing new"
    acts.ship(shop, order, at, [parcel])
    acts.complete(shop, order, at)
    assert order.state == DONE

    line = order.lines[0]
    for amount in (-1, line.paid_fen + 1):
        with pytest.raises(acts.NotNow):
            acts.ask(shop, order, at, line_id=line.line_id, amount_fen=amount)
    with pytest.raises(acts.NotNow):
        acts.ask(shop, order, at, line_id="none")
    case = acts.ask(shop, order, at, line_id=line.line_id)
    assert (case.kind, case.amount_fen, case.quantity) == (RETURN_GOODS, line.paid_fen, line.quantity)
    with pytest.raises(acts.NotNow):
        acts.ask(shop, order, at, line_id=line.line_id, amount_fen=1)
    acts.agree(shop, case, at)
    assert case.state == RETURNING
    with pytest.raises(acts.NotNow):
        acts.refund(shop, case, at)
    acts.send_back(shop, case, at, Parcel("ZTO", "Z1"))
    assert case.state == RETURNED
    acts.refund(shop, case, at)
    assert (case.state, case.refunded_at) == (REFUNDED, at)
    assert order.state == DONE

    held = buyers.buy(at)
    acts.pay(shop, held, at)
    stock = held.lines[0].goods.quantity
    acts.hold(shop, held, at)
    acts.agree(shop, acts.ask(shop, held, at), at)
    assert held.state == CANCELLED, "all of the money went back before anything left"
    assert held.lines[0].goods.quantity == stock + held.lines[0].quantity
    goods = held.lines[0].goods
    for quantity, price in ((-1, 0),):
        with pytest.raises(acts.NotNow):
            acts.set_stock(shop, goods, at, quantity)
        with pytest.raises(acts.NotNow):
            acts.set_price(shop, goods, at, price)


def test_a_deal_that_the_seller_makes_is_what_buyers_pay() -> None:
    buyers = made(7, orders=0)
    shop, at = buyers.shop, UNTIL + timedelta(hours=1)
    goods = next(goods for goods in shop.goods.values() if goods.sku == "QL-GD300")
    until = (at + timedelta(days=1)).isoformat()
    acts.put_deal(
        shop,
        Deal("1", "直降", "item_price", at.isoformat(), until, (goods.sku_id,), 49_00, state=acts.RUNNING),
        at,
    )
    bought = [line for _ in range(60) for line in buyers.buy(at).lines if line.goods is goods]
    assert bought
    assert {line.own_discount_fen for line in bought} == {10_00 * line.quantity for line in bought}
    later = [
        line for _ in range(60) for line in buyers.buy(at + timedelta(days=1)).lines if line.goods is goods
    ]
    assert {line.own_discount_fen for line in later} == {0}


def test_calls_are_counted_by_minute_and_by_day() -> None:
    limits = Limits(per_minute=2, per_day=5)
    told = [limits.are_passed(UNTIL + timedelta(seconds=second)) for second in (0, 1, 59, 60, 61, 180, 181)]
    assert told == [False, False, True, False, False, True, True]
    assert not limits.are_passed(UNTIL + timedelta(days=1))
    free = Limits()
    assert not any(free.are_passed(UNTIL) for _ in range(100))


PLATFORMS = load_platforms()
PATHS = [path for platform in PLATFORMS.values() for path in platform.prefixes]
TEXTS = st.dictionaries(st.sampled_from(["method", "sign", "timestamp", "app_key", "access_token", "session", "x"]), st.text(max_size=30), max_size=6)  # fmt: skip


def test_every_platform_has_credentials_paths_of_its_own_and_words_for_each_refusal() -> None:
    assert list(PLATFORMS) == [name for name in SELLERS if name in PLATFORMS]
    assert len(set(PATHS)) == len(PATHS)
    for platform in PLATFORMS.values():
        assert all(path.startswith("/") and not path.startswith("/_sandbox") for path in platform.prefixes)
        known = platform.credentials()
        assert known and all(isinstance(value, str) and value for value in known.values())
        told = {platform.fault(name, request(platform.prefixes[0])).body for name in ENVELOPES}
        assert len(told) == len(ENVELOPES), "four refusals, four answers"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PATHS), st.text(max_size=20), TEXTS, TEXTS, st.binary(max_size=200))
def test_every_platform_answers_whatever_comes(
    path: str, rest: str, query: dict[str, str], form: dict[str, str], body: bytes
) -> None:
    for platform in PLATFORMS.values():
        if path in platform.prefixes:
            for target in (path, f"{path.rstrip('/')}/{rest}"):
                answer = platform.answer(request(target, query, form, body), UNTIL)
                assert 200 <= answer.status < 600 and isinstance(answer.body, bytes)


def request(
    path: str, query: dict[str, str] | None = None, form: dict[str, str] | None = None, body: bytes = b""
) -> Request:
    return Request("POST", path, urlencode(query or {}, errors="replace"), query or {}, form or {}, body, {})


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_whatever_the_seed_taobao_tells_of_every_order_and_case(seed: int) -> None:
    """A gift in an order of which all came back has no part in the money: it has none to give."""
    shop, memory = made(seed, 80).shop, Memory(sessions={})
    for order in shop.orders.values():
        trade_of(shop, order, memory)
        for line in order.lines:
            assert all(
                line.line_id == case.line_id or line.paid_fen for case in cases_of_line(shop, order, line)
            )
    for case in shop.cases.values():
        lines = [line for line in shop.orders[case.order_id].lines if case in cases_of_line(shop, shop.orders[case.order_id], line)]  # fmt: skip
        assert sum(asked_fen(shop, case, line) for line in lines) == case.amount_fen
        assert len(refunds_of(shop, case)) == len(lines)
