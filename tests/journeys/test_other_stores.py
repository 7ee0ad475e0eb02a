"""A few days of a store on each platform but JD, over HTTP: what the shop knows comes in, and what we say goes out."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
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
from paidang.evidence.queries import verify_chain
from paidang.intake.actions import declare_price
from paidang.intake.models import ImportFile, QuarantineRow
from paidang.orders.models import OrderLine, Refund
from paidang.stock.actions.declare import count_goods
from paidang.stores import actions
from paidang.stores.models import OutgoingAct, StoreCase, StoreLink, StoreOrder, StoreSecret
from paidang.stores.queries import get_link
from tests.cast import Party, acting, shanghai

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BEGIN, MADE = shanghai("2026-03-20 12:00"), shanghai("2026-03-15 00:00")
STOCKED = 9_000


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
        return actions.connect_store(person=person, at=BEGIN, code=code, given=there.given(), since=MADE)


def test_some_days_of_a_store(there: There, link: StoreLink, agency_operator: Any, contract_in_force: Contract) -> None:
    there.tend(link)
    with acting(agency_operator):
        assert {one.order_id for one in StoreOrder.objects.all()} == set(there.shop.orders)
        waiting = {row.group: row.problems for row in QuarantineRow.objects.all()}
        print(there.name, waiting)
        lines = {one.order_id: 0 for one in OrderLine.objects.all()}
        for line in OrderLine.objects.all():
            lines[line.order_id] += line.unit_price_fen * line.quantity - line.merchant_discount_fen
            assert line.channel == PLATFORMS[there.name].channel
        expected = {
            one.order_id: sum(line.unit_price_fen * line.quantity - line.merchant_discount_fen for line in one.lines)
            for one in there.sold()
        }
        print({k: (lines.get(k), expected.get(k)) for k in {*lines, *expected} if lines.get(k) != expected.get(k)})
        assert lines == expected
        print(sorted(StoreCase.objects.values_list("case_id", flat=True)), sorted(there.shop.cases))
        print(Listing.objects.values_list("platform_sku", "problem")[:5])
        files = ImportFile.objects.count()
    there.tend(link)
    with acting(agency_operator):
        assert ImportFile.objects.count() == files
