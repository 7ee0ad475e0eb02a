"""A JD store's days, through its platform's interface over HTTP: orders come in, stock is kept, parcels leave, money goes back.

The platform is the sandbox's, whose shop nobody of ours writes. What the month's statement says is checked against a sum over
that shop, made here by hand.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from paidang.catalog.rules.declaring import TRUTH, Price
from paidang.channels.link.documents import CANCELLED, REFUNDED, SPLIT, UNPAID, Parcel
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.server import SandboxServer
from paidang.channels.sandbox.shop import Order, Shop
from paidang.channels.sandbox.world import World, build_world
from paidang.contracts.models import Contract
from paidang.evidence.queries import verify_chain
from paidang.intake.actions import declare_price
from paidang.intake.models import ImportFile, QuarantineRow
from paidang.kit.period import SHANGHAI
from paidang.orders.models import OrderLine, Refund
from paidang.settlement.actions import close_month
from paidang.stock.actions.declare import count_goods
from paidang.stock.models import StockLevel
from paidang.stores.actions import Given, connect_store, ship_order, tend_store, try_store
from paidang.stores.models import LinkDay, OutgoingAct, StoreCase, StoreLink, StoreOrder
from paidang.stores.queries import get_link
from tests.cast import Party, acting, shanghai

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BEGIN, CLOSED = shanghai("2026-03-20 12:00"), shanghai("2026-04-02 18:00")
STORE = "青岚茶器京东旗舰店"
STOCKED = 9_000
MADE = shanghai("2026-03-10 00:00")
"""Nothing happened before."""


@dataclass
class Clock:
    """Everybody's: the platform's, the worker's, the people's."""

    now: datetime = BEGIN

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Jd:
    """The platform: where it answers, and its shop, as only the sandbox sees it."""

    base_url: str
    world: World
    clock: Clock
    values: dict[str, str] = field(default_factory=dict)

    @property
    def shop(self) -> Shop:
        return self.world.stalls["jd"].platform.shop

    def wait(self, **span: int) -> None:
        self.clock.now += timedelta(**span)
        stall = self.world.stalls["jd"]
        with stall.lock:
            stall.buyers.go_on(self.clock.now)


@pytest.fixture
def jd(settings: Any) -> Iterator[Jd]:
    clock = Clock()
    world = build_world(7, BEGIN, clock, days=10, orders=60)
    server = SandboxServer(0, world)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    settings.STORE_ADDRESSES = [server.base_url]
    yield Jd(server.base_url, world, clock, dict(world.stalls["jd"].platform.credentials()))
    server.shutdown()
    server.server_close()


@pytest.fixture
def link(jd: Jd, contract_in_force: Contract, agency: Party, brand: Party) -> StoreLink:
    """Prices and stock are declared, the store is tried and connected."""
    person = agency.people["agency_operator"]
    with acting(brand.manager):
        for goods in jd.shop.goods.values():
            price = Price(goods.sku, date(2026, 3, 1), goods.cost_fen)
            declare_price(
                person=brand.manager, at=BEGIN, code=contract_in_force.code, price=price, words=TRUTH
            )
            count_goods(
                person=brand.manager, at=shanghai("2026-03-01 09:00"), code=contract_in_force.code, warehouse="总仓",
                sku=goods.sku, quantity=STOCKED,
            )  # fmt: skip
    given = Given("jd", STORE, jd.base_url, jd.values)
    with acting(person):
        assert try_store(person=person, contract=contract_in_force, at=BEGIN, given=given) is None
        return connect_store(person=person, at=BEGIN, code=contract_in_force.code, given=given, since=MADE)


def tend(link: StoreLink, jd: Jd) -> None:
    tend_store(link_id=link.pk, org_id=link.contract.agency_id, clock=jd.clock)
    with acting(link.connected_by):
        assert get_link(link.pk).problem is None


def counted(shop: Shop) -> list[Order]:
    """Orders that money went for."""
    return [order for order in shop.orders.values() if order.paid_at and order.state not in (UNPAID, SPLIT)]


def revenue_fen(order: Order) -> int:
    return sum(line.unit_price_fen * line.quantity - line.merchant_discount_fen for line in order.lines)


def test_a_month_of_a_store(jd: Jd, link: StoreLink, contract_in_force: Contract, agency: Party) -> None:
    operator, contract = agency.people["agency_operator"], contract_in_force
    tend(link, jd)
    with acting(operator):
        assert set(OrderLine.objects.values_list("order_id", flat=True)) == {
            order.order_id for order in counted(jd.shop)
        }
        assert StoreOrder.objects.count() == len(jd.shop.orders)
        waiting = {row.group for row in QuarantineRow.objects.all()}
        assert waiting <= _not_attributable(
            jd.shop
        )  # JD does not say which line: a person does, where no sum fits
        assert set(StoreCase.objects.values_list("case_id", flat=True)) == set(jd.shop.cases) - waiting
        files = ImportFile.objects.count()
    reserved = {}
    for order in counted(jd.shop):
        for line in order.lines if not order.shipped_at and order.state != CANCELLED else ():
            reserved[line.goods.sku] = reserved.get(line.goods.sku, 0) + line.quantity
    with acting(operator):
        assert {level.sku: level.reserved for level in StockLevel.objects.all() if level.reserved} == reserved

    tend(link, jd)  # nothing happened meanwhile: the overlap is read again and changes nothing
    with acting(operator):
        assert ImportFile.objects.count() == files

    # a parcel leaves: the platform sees the waybill, and tells it
    order = next(order for order in counted(jd.shop) if order.state == "paid" and not _cases(jd, order))
    jd.wait(minutes=5)
    parcel = Parcel("467", "sf1234567890")
    with acting(operator):
        act = ship_order(
            person=operator, at=jd.clock(), code=contract.code, order_id=order.order_id, parcel=parcel
        )
        again = ship_order(
            person=operator, at=jd.clock(), code=contract.code, order_id=order.order_id, parcel=parcel
        )
        assert act.pk == again.pk and act.state == "waiting" and not order.parcels
    tend(link, jd)
    assert [each.waybill for each in order.parcels] == ["SF1234567890"]
    tend(link, jd)
    assert (
        len(order.parcels) == 1 and [change for change in jd.shop.changes if change.act == "ship"][1:] == []
    )
    with acting(operator):
        assert OutgoingAct.objects.get().state == "done"
        head = StoreOrder.objects.get(order_id=order.order_id)
        lines = OrderLine.objects.filter(order_id=order.order_id)
        assert head.state == "shipped" and {line.shipped_at for line in lines} == {head.shipped_at}
        assert head.parcels[0]["waybill"] == "SF1234567890" and head.shipped_at == jd.clock()

    # the buyer has it, and wants the money of one line back
    jd.wait(hours=30)
    acts.complete(jd.shop, order, jd.clock())
    line = order.lines[0]
    case = acts.ask(jd.shop, order, jd.clock(), line_id=line.line_id, reason="颜色不喜欢")
    jd.wait(minutes=30)
    tend(link, jd)
    with acting(operator):
        told = StoreCase.objects.get(case_id=case.case_id)
        assert (told.state, told.kind, told.amount_fen) == ("asked", "return_goods", case.amount_fen)
        assert not Refund.objects.filter(line_id__startswith=order.order_id).exists()
    acts.agree(jd.shop, case, jd.clock())
    jd.wait(hours=20)
    acts.send_back(jd.shop, case, jd.clock(), Parcel("1499", "ZTO0000000001"))
    acts.refund(jd.shop, case, jd.clock())
    jd.wait(hours=1)
    tend(link, jd)
    with acting(operator):
        refund = Refund.objects.get(line_id__startswith=order.order_id)
        assert refund.amount_fen == line.unit_price_fen * line.quantity - line.merchant_discount_fen

    # the month is over: what the statement says is what the shop says
    jd.clock.now = CLOSED
    jd.wait(seconds=0)
    tend(link, jd)
    with acting(agency.manager):
        statement = close_month(person=agency.manager, at=CLOSED, code=contract.code, month="2026-03")
        assert {row.group for row in QuarantineRow.objects.filter(state="open")} == waiting
        sold, back = _by_the_shop(jd.shop, waiting)
        totals = statement.figures["totals"]
        assert (totals["gross_sales"], totals["refunded"]) == (sold, -back)
        assert verify_chain(contract.chain_id).is_unaltered
        assert sum(day.pulls for day in LinkDay.objects.all()) > 0


def _cases(jd: Jd, order: Order) -> list[Any]:
    return [case for case in jd.shop.cases.values() if case.order_id == order.order_id]


def _not_attributable(shop: Shop) -> set[str]:
    """Refunds before shipping of one line of several, of which JD says the sum alone."""
    return {
        case.case_id
        for case in shop.cases.values()
        if case.state == REFUNDED and case.kind == "refund_only" and case.line_id
        and len((order := shop.orders[case.order_id]).lines) > 1
        and (order.shipped_at is None or case.asked_at < order.shipped_at)
    }  # fmt: skip


def _by_the_shop(shop: Shop, waiting: set[str]) -> tuple[int, int]:
    """What was sold and given back of orders that were done, or called off after payment, by the end of March."""
    end = datetime(2026, 4, 1, tzinfo=SHANGHAI)
    done = [order for order in counted(shop) if order.completed_at and order.completed_at < end]
    sold = sum(revenue_fen(order) for order in done)
    back = 0
    for case in shop.cases.values():
        order = shop.orders[case.order_id]
        if case.case_id in waiting:
            continue
        if (
            case.state == REFUNDED
            and case.refunded_at
            and case.refunded_at < end
            and order in done
            and case.amount_fen
        ):
            [line] = [line for line in order.lines if line.line_id == case.line_id]
            revenue = line.unit_price_fen * line.quantity - line.merchant_discount_fen
            back += (
                revenue
                if case.amount_fen >= line.paid_fen
                else (case.amount_fen + line.platform_discount_fen * case.amount_fen // line.paid_fen)
            )
    return sold, back
