"""A 微信小店: one that answers with an order's goods twice, and one whose goods cost a call each, a set among them."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.cast import acting

from paidang.catalog.models import Listing, ListingPart, Sku
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.faults import make_fault
from paidang.channels.sandbox.server import SandboxServer
from paidang.channels.sandbox.world import World, build_world
from paidang.channels.wechat.client import Client
from paidang.contracts.models import Contract
from paidang.duties.queries import is_open
from paidang.intake.models import QuarantineRow
from paidang.intake.tests.files import hand_in, table
from paidang.intake.tests.goods import declare
from paidang.orders.models import OrderLine
from paidang.stores import actions
from paidang.stores.models import StoreLink
from paidang.stores.tests.test_acts import AT, clock, given
from paidang.team.models import Person


@pytest.fixture
def shop(
    contract_in_force: Contract, agency_operator: Person, settings: Any
) -> Iterator[tuple[World, StoreLink]]:
    world = build_world(3, AT, clock, days=1, orders=0)
    server = SandboxServer(0, world)
    settings.STORE_ADDRESSES = [server.base_url]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    stall = world.stalls["wechat"]
    keys = {name: str(stall.platform.credentials()[name]) for name in ("appid", "secret")}
    whole = given(platform="wechat", store="青岚小店", base_url=server.base_url, credentials=keys)
    with acting(agency_operator):
        link = actions.connect_store(
            person=agency_operator, at=AT, code=contract_in_force.code, given=whole, since=AT - timedelta(hours=1)
        )  # fmt: skip
    yield world, link
    server.shutdown()
    server.server_close()


def test_a_doubled_order_waits_until_it_comes_whole_again(shop: tuple[World, StoreLink]) -> None:
    world, link = shop
    stall = world.stalls["wechat"]
    acts.pay(stall.platform.shop, stall.buyers.buy(AT - timedelta(minutes=5)), AT - timedelta(minutes=4))

    def tend(minutes: int, *faults: str) -> list[tuple[str, bool]]:
        """Pulled so many minutes later, with faults of one call; the rows' states, and whether somebody is to mend them."""
        for name in faults:
            world.add_fault("wechat", make_fault({"name": name, "on": "/order/get"}))
        at = AT + timedelta(minutes=minutes)
        stall.skew = timedelta(minutes=minutes)
        actions.tend_store(link_id=link.pk, org_id=link.contract.agency_id, clock=lambda: at)
        with acting(link.connected_by):
            owed = is_open(link.contract_id, f"mend_rows:store:{link.store}")
            return [(row.state, owed) for row in QuarantineRow.objects.order_by("pk")]

    assert tend(0) == []
    assert tend(1, "duplicated_rows") == [("open", True)]
    assert tend(2, "out_of_order") == tend(3) == [("discarded", False)]
    # one that comes doubled as long as its changes are asked for: the next hour's look asks for it once more
    acts.pay(stall.platform.shop, stall.buyers.buy(AT + timedelta(minutes=17)), AT + timedelta(minutes=18))
    world.add_fault("wechat", make_fault({"name": "duplicated_rows", "share": 1, "on": "/order/get"}))
    assert tend(20)[1:] == tend(29)[1:] == [("open", True)]
    stall.faults.faults.clear()
    assert tend(41)[1:] == [("open", True)] and tend(61)[1:] == [("discarded", False)]
    with acting(link.connected_by):
        assert OrderLine.objects.values("order_id").distinct().count() == 2


def test_a_change_of_stock_looks_at_the_products_concerned_alone_and_a_set_follows_its_parts(
    shop: tuple[World, StoreLink], brand_manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, link = shop
    store = world.stalls["wechat"].platform.shop
    first, second, third, *_others = store.goods.values()
    asked: list[str] = []
    ask = Client._items_of
    monkeypatch.setattr(
        Client, "_items_of", lambda self, item_id: asked.append(item_id) or ask(self, item_id)
    )

    def tend(minutes: int) -> int:
        """So many minutes later; how many products were asked for."""
        asked.clear()
        at = AT + timedelta(minutes=minutes)
        world.stalls["wechat"].skew = timedelta(minutes=minutes)
        actions.tend_store(link_id=link.pk, org_id=link.contract.agency_id, clock=lambda: at)
        return len(asked)

    for head in ("factory_price", "min_retail_price"):
        rows = [f"{one.sku},2026-03-01,100" for one in store.goods.values()]
        hand_in(brand_manager, link.contract, table(f"sku,valid_from,{head}", *rows), f"{head}.csv")
    declare(
        brand_manager,
        link.contract,
        f"余杭仓,{first.sku},20",
        f"余杭仓,{second.sku},9",
        at=AT - timedelta(hours=1),
    )
    assert tend(0) == len({one.item_id for one in store.goods.values()}) and first.quantity == 20
    with acting(link.connected_by):  # somebody says that the third is two of the first and one of the second
        listing = Listing.objects.get(platform_sku=third.sku_id)
        listing.parts.all().delete()
        for good, n in ((first, 2), (second, 1)):
            sku = Sku.objects.get(code=good.sku)
            ListingPart.objects.create(contract=link.contract, listing=listing, sku=sku, quantity=n)
    assert tend(1) == 0
    declare(brand_manager, link.contract, f"余杭仓,{second.sku},6", at=AT + timedelta(minutes=1))
    assert 0 < tend(2) <= 3
    # three of the second for the set, three alone; the set takes six of the first, of which the rest is sold alone
    assert (third.quantity, second.quantity, first.quantity) == (3, 3, 14)
    third.quantity = 50
    tend(62)
    assert third.quantity == 3, "a set that offers more than its parts allow is set right at the next look"
