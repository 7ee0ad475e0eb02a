"""Two shops of one platform under one contract: each has its own orders, its part of the stock and its prices."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from tests.cast import acting

from paidang.channels.link.channel import Item
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.server import SandboxServer
from paidang.channels.sandbox.shop import ORDER, Shop
from paidang.channels.sandbox.world import World, build_world
from paidang.contracts.models import Contract
from paidang.intake.tests.files import hand_in, table
from paidang.intake.tests.goods import declare as declare_stock
from paidang.orders.models import OrderLine
from paidang.stock.models import SyncWish
from paidang.stores import actions
from paidang.stores.models import OutgoingAct, StoreLink
from paidang.stores.tests.test_acts import AT, clock, given
from paidang.team.models import Person

NAMES = ("青岚京东旗舰店", "青岚京东二店")


@contextmanager
def served(first_order: int) -> Iterator[tuple[World, str]]:
    """A JD shop with nothing but goods, whose orders are numbered from another one on."""
    world = build_world(3, AT, clock, days=1, orders=0)
    world.stalls["jd"].platform.shop.numbered[ORDER] = first_order
    server = SandboxServer(0, world)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield world, server.base_url
    server.shutdown()
    server.server_close()


@pytest.fixture
def shops(
    contract_in_force: Contract, agency_operator: Person, settings: Any
) -> Iterator[list[tuple[Shop, StoreLink]]]:
    with ExitStack() as stack:
        worlds = [stack.enter_context(served(first)) for first in (0, 500)]
        settings.STORE_ADDRESSES = [address for _world, address in worlds]
        found = []
        for (world, address), name in zip(worlds, NAMES, strict=True):
            stall = world.stalls["jd"]
            whole = given(store=name, base_url=address, credentials=dict(stall.platform.credentials()))
            with acting(agency_operator):
                link = actions.connect_store(
                    person=agency_operator, at=AT, code=contract_in_force.code, given=whole, since=AT - timedelta(days=1)
                )  # fmt: skip
            found.append((stall.platform.shop, link))
            bought = stall.buyers.buy(AT - timedelta(minutes=9))
            acts.pay(stall.platform.shop, bought, AT - timedelta(minutes=8))
        yield found


def test_each_shop_has_its_orders_its_part_of_the_stock_and_its_prices(
    shops: list[tuple[Shop, StoreLink]],
    contract_in_force: Contract,
    agency_operator: Person,
    brand_manager: Person,
) -> None:
    goods = [next(iter(shop.goods.values())) for shop, _link in shops]
    sku = goods[0].sku
    skus = sorted(one.sku for one in shops[0][0].goods.values())
    for head, fen in (("factory_price", 100), ("min_retail_price", 200)):
        rows = [f"{one},2026-03-01,{fen}" for one in skus]
        hand_in(brand_manager, contract_in_force, table(f"sku,valid_from,{head}", *rows), f"{head}.csv")
    declare_stock(brand_manager, contract_in_force, f"余杭仓,{sku},101", at=AT)
    for _shop, link in shops:
        actions.tend_store(link_id=link.pk, org_id=agency_operator.org_id, clock=clock)
    with acting(agency_operator):
        by_store = {
            name: set(OrderLine.objects.filter(store=name).values_list("order_id", flat=True))
            for name in NAMES
        }
        assert [by_store[name] for name in NAMES] == [set(shop.orders) for shop, _link in shops]
        wished = dict(SyncWish.objects.filter(sku=sku).values_list("store__name", "quantity"))
    assert [one.quantity for one in goods] == [wished[name] for name in NAMES] and sum(wished.values()) in (
        100,
        101,
    )
    with acting(agency_operator):
        for n, ((_shop, link), one) in enumerate(zip(shops, goods, strict=True)):
            act, refused = actions.set_price(
                person=agency_operator, at=AT, link_id=link.pk, item=Item(one.item_id, one.sku_id, sku), price_fen=15_000 + n
            )  # fmt: skip
            assert act and not refused
    for _shop, link in shops:
        actions.tend_store(link_id=link.pk, org_id=agency_operator.org_id, clock=clock)
    assert [one.price_fen for one in goods] == [15_000, 15_001]
    with acting(agency_operator):
        assert {act.state for act in OutgoingAct.objects.all()} == {"done"}
