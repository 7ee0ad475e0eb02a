"""A few days of a store on each platform but JD, over HTTP: what the shop knows comes in, and what we say goes out."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from paidang.catalog.models import Listing
from paidang.catalog.rules.declaring import TRUTH, Price
from paidang.channels.link.channel import Item
from paidang.channels.link.documents import CANCELLED, SPLIT, UNPAID, Parcel
from paidang.channels.platforms import PLATFORMS
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.server import SandboxServer
from paidang.channels.sandbox.shop import Order
from paidang.channels.sandbox.world import Stall, build_world
from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.evidence.queries import verify_chain
from paidang.intake.actions import declare_price
from paidang.intake.models import ImportFile, QuarantineRow
from paidang.orders.models import BillLine, OrderLine, Refund
from paidang.stock.actions.declare import count_goods
from paidang.stores import actions
from paidang.stores.models import OutgoingAct, StoreCase, StoreLink, StoreOrder
from paidang.stores.queries import get_link
from tests.cast import Party, acting, shanghai

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BEGIN, MADE = shanghai("2026-03-20 12:00"), shanghai("2026-03-15 00:00")
STOCKED = 9_000
MONEY = ("refund_only", "return_goods")


@dataclass
class There:
    """A platform with its shop, and everybody's clock."""

    name: str
    base_url: str
    stall: Stall
    now: list[datetime] = field(default_factory=lambda: [BEGIN])

    @property
    def shop(self) -> Any:
        return self.stall.platform.shop

    def wait(self, **span: int) -> datetime:
        self.now[0] += timedelta(**span)
        with self.stall.lock:
            self.stall.buyers.go_on(self.now[0])
        return self.now[0]

    def given(self, **changed: str) -> actions.Given:
        values = {**self.stall.platform.credentials(), **changed}
        return actions.Given(self.name, f"青岚{self.name}店", self.base_url, values)

    def tend(self, link: StoreLink) -> None:
        actions.tend_store(link_id=link.pk, org_id=link.contract.agency_id, clock=lambda: self.now[0])
        with acting(link.connected_by):
            assert get_link(link.pk).problem is None

    def bought(self) -> Order:
        """An order of one line that was just paid."""
        while len((order := self.stall.buyers.buy(self.now[0] - timedelta(minutes=4))).lines) > 1:
            pass
        acts.pay(self.shop, order, self.now[0] - timedelta(minutes=3))
        return order

    def sold(self) -> list[Order]:
        """Orders that money went for."""
        return [one for one in self.shop.orders.values() if one.paid_at and one.state not in (UNPAID, SPLIT)]


@pytest.fixture(params=["tmall", "wechat", "renren"])
def there(request: pytest.FixtureRequest, settings: Any) -> Iterator[There]:
    now = [BEGIN]
    world = build_world(7, BEGIN, lambda: now[0], days=4, orders=15)
    server = SandboxServer(0, world)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.STORE_ADDRESSES = [server.base_url]
    yield There(request.param, server.base_url, world.stalls[PLATFORMS[request.param].folder], now)
    server.shutdown()
    server.server_close()


@pytest.fixture
def link(there: There, contract_in_force: Contract, agency: Party, brand: Party) -> StoreLink:
    """Prices and stock are declared; a wrong secret is told, the right one connects."""
    person, code = agency.people["agency_operator"], contract_in_force.code
    with acting(brand.manager):
        for goods in there.shop.goods.values():
            price = Price(goods.sku, date(2026, 3, 1), goods.cost_fen)
            declare_price(person=brand.manager, at=BEGIN, code=code, price=price, words=TRUTH)
            count_goods(
                person=brand.manager, at=shanghai("2026-03-01 09:00"), code=code, warehouse="总仓", sku=goods.sku, quantity=STOCKED,
            )  # fmt: skip
    wrong = {"tmall": "app_secret", "wechat": "secret", "renren": "password"}[there.name]
    with acting(person):
        asked = {"person": person, "contract": contract_in_force, "at": BEGIN}
        assert "不对" in str(actions.try_store(**asked, given=there.given(**{wrong: "ill-typed"})))
        assert actions.try_store(**asked, given=there.given()) is None
        if there.name == "tmall":
            there.bought()
            said = actions.try_store(**asked, given=replace(there.given(), platform="taobao"))
            assert "这是天猫店的订单，店铺是按淘宝店连接的" in str(said)
        return actions.connect_store(person=person, at=BEGIN, code=code, given=there.given(), since=MADE)


def by_order(there: There) -> dict[str, int]:
    """What each order brought in by the shop. 人人商城 tells what was paid alone, and of a closed order nothing."""
    is_renren = there.name == "renren"
    return {
        one.order_id: sum(
            line.unit_price_fen * line.quantity
            - line.merchant_discount_fen
            - is_renren * line.platform_discount_fen
            for line in one.lines
        )
        for one in there.sold()
        if not (is_renren and one.state == CANCELLED)
    }


def test_some_days_of_a_store(
    there: There, link: StoreLink, agency_operator: Any, contract_in_force: Contract
) -> None:
    person, code, platform = agency_operator, contract_in_force.code, PLATFORMS[there.name]
    there.tend(link)
    with acting(person):
        assert {one.order_id for one in StoreOrder.objects.all()} == set(there.shop.orders)
        assert not QuarantineRow.objects.exists()
        lines = dict.fromkeys(OrderLine.objects.values_list("order_id", flat=True), 0)
        for line in OrderLine.objects.all():
            lines[line.order_id] += line.unit_price_fen * line.quantity - line.merchant_discount_fen
            assert line.channel == platform.channel
        assert lines == by_order(there)
        if there.name != "renren":  # Taobao has a case for each line of one, WeChat knows no exchanges
            told = set(StoreCase.objects.values_list("case_id", flat=True))
            assert {case for case in there.shop.cases if any(one.startswith(case) for one in told)} == {
                one.case_id for one in there.shop.cases.values() if there.name == "tmall" or one.kind in MONEY
            }
        if there.name == "wechat":  # WeChat Pay's bill of each day that is over
            days = Entry.objects.filter(act="stores.billed").values_list("facts__day", "facts__state")
            assert ("2026-03-19", "written") in days and {state for _, state in days} == {"written"}
            assert BillLine.objects.filter(store=link.store).exists()
        goods = next(iter(there.shop.goods.values()))
        assert goods.quantity <= STOCKED, "what may be sold was told"
        files = ImportFile.objects.count()
    there.tend(link)  # nothing happened meanwhile
    with acting(person):
        assert ImportFile.objects.count() == files

    # a price goes out through the guard, a parcel by the outbox, where the platform takes them
    there.wait(minutes=5)
    order = there.bought()
    there.tend(link)
    parcel = Parcel(next(iter(platform.carriers), "SF"), "SF1234567890")
    with acting(person):
        listing = Listing.objects.get(said_sku=goods.sku)
        item = Item(listing.item_id, listing.platform_sku, goods.sku)
        asked = {"person": person, "at": there.now[0], "link_id": link.pk, "item": item}
        if platform.sets_prices:
            act, found = actions.set_price(**asked, price_fen=goods.price_fen + 100)
            assert act is not None and not found
        else:
            with pytest.raises(actions.UnableToSetPrice):
                actions.set_price(**asked, price_fen=goods.price_fen + 100)
        wish = {
            "person": person,
            "at": there.now[0],
            "code": code,
            "order_id": order.order_id,
            "parcel": parcel,
        }
        if platform.carriers:
            actions.ship_order(**wish)
        else:
            with pytest.raises(actions.UnableToShip):
                actions.ship_order(**wish)
    dear = goods.price_fen
    there.tend(link)
    there.tend(link)
    assert goods.price_fen == dear + 100 * platform.sets_prices
    assert [each.waybill for each in order.parcels] == ["SF1234567890"] * bool(platform.carriers)
    with acting(person):
        assert set(OutgoingAct.objects.values_list("state", flat=True)) == {"done"}
        head = StoreOrder.objects.get(order_id=order.order_id)
        assert head.state == ("shipped" if platform.carriers else "paid")
        assert "SF1234567890" in str(head.parcels) or not platform.carriers
    if there.name == "renren":
        return  # its interface knows no refunds

    # the buyer wants the money back
    acts.complete(there.shop, order, there.wait(hours=30))
    case = acts.ask(there.shop, order, there.now[0], line_id=order.lines[0].line_id, reason="颜色不喜欢")
    acts.agree(there.shop, case, there.wait(minutes=5))
    acts.send_back(there.shop, case, there.wait(hours=20), Parcel("ZTO", "ZTO0000000001"))
    acts.refund(there.shop, case, there.now[0])
    there.wait(hours=1)
    there.tend(link)
    with acting(person):
        told = StoreCase.objects.get(case_id__startswith=case.case_id)
        assert (told.state, told.kind, told.amount_fen) == ("refunded", "return_goods", case.amount_fen)
        [line] = OrderLine.objects.filter(order_id=order.order_id)
        assert Refund.objects.get(line_id=line.line_id).amount_fen == by_order(there)[order.order_id]
        assert verify_chain(contract_in_force.chain_id).is_unaltered
