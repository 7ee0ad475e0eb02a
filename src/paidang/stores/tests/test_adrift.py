"""What a store offers is looked at after it was told: what somebody changed at the platform is found, said, and set right."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from tests.cast import acting

from paidang.channels.link.channel import Item
from paidang.channels.link.errors import Refused
from paidang.channels.sandbox.shop import Goods
from paidang.channels.sandbox.world import World
from paidang.evidence.models import Entry
from paidang.intake.tests.goods import declare
from paidang.stock.queries.pushes import Adrift, Push, list_adrift
from paidang.stores import actions
from paidang.stores.actions import tending
from paidang.stores.actions.offering import amounts_of, places_of, seen_in
from paidang.stores.actions.working import Tended
from paidang.stores.models import StoreLink
from paidang.stores.queries.telling import find_to_tell
from paidang.stores.tests.test_acts import AT, at_shop, shop
from paidang.team.models import Person

__all__ = ["at_shop", "shop"]
Look = Callable[[int], list[Adrift]]


@pytest.fixture
def offered(at_shop: tuple[World, StoreLink], brand_manager: Person) -> tuple[Goods, Look]:
    """One of the shop's goods, of which there are 120, told; and a look at it so many minutes later: what is adrift then."""
    world, link = at_shop
    goods = next(iter(world.stalls["jd"].platform.shop.goods.values()))
    declare(brand_manager, link.contract, f"余杭仓,{goods.sku},120", at=AT - timedelta(hours=1))

    def look(minutes: int) -> list[Adrift]:
        at = AT + timedelta(minutes=minutes)
        world.stalls["jd"].skew = timedelta(minutes=minutes)
        actions.tend_store(link_id=link.pk, org_id=link.contract.agency_id, clock=lambda: at)
        with acting(link.connected_by):
            return list_adrift(link.contract_id, at)

    assert look(0) == [] and goods.quantity == 120
    return goods, look


def test_more_than_was_told_is_set_right_at_once_and_said_until_it_agrees(
    offered: tuple[Goods, Look],
) -> None:
    goods, look = offered
    goods.quantity = 500
    assert look(30) == [] and goods.quantity == 500, "nobody looks yet"
    [found] = look(61)
    assert (found.sku, found.told, found.seen) == (goods.sku, 120, 500) and goods.quantity == 120
    goods.quantity = 400
    [found] = look(62)
    assert found.seen == 400 and found.since == AT + timedelta(minutes=61) and goods.quantity == 120
    assert look(63) == [] and goods.quantity == 120


def test_a_change_is_told_before_the_next_pull_and_no_list_is_asked_for(
    offered: tuple[Goods, Look],
    at_shop: tuple[World, StoreLink],
    brand_manager: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    goods, _look = offered
    world, link = at_shop
    counted = AT + timedelta(minutes=1)
    declare(brand_manager, link.contract, f"余杭仓,{goods.sku},80", at=counted, name="2.csv")
    with acting(link.connected_by):
        assert [one.pk for one in find_to_tell(link.contract.agency_id)] == [link.pk]
    monkeypatch.setattr("paidang.channels.jd.client.Jd.list_items", None)
    world.stalls["jd"].skew = timedelta(minutes=1)
    actions.tell_store(link_id=link.pk, org_id=link.contract.agency_id, clock=lambda: counted)
    assert goods.quantity == 80
    with acting(link.connected_by):
        assert find_to_tell(link.contract.agency_id) == []


def test_less_is_left_alone_while_buyers_may_still_pay(offered: tuple[Goods, Look]) -> None:
    goods, look = offered
    goods.quantity = 90
    assert look(61) == [] and goods.quantity == 90
    [found] = look(122)
    assert found.seen == 90 and goods.quantity == 120
    assert look(183) == []


def test_the_first_time_goes_on_record(offered: tuple[Goods, Look], at_shop: tuple[World, StoreLink]) -> None:
    goods, look = offered
    for minutes in (61, 122):
        goods.quantity = 500
        look(minutes)
    with acting(at_shop[1].connected_by):
        [entry] = Entry.objects.filter(act="stores.stock_raised")
    assert entry.facts == {"platform": "jd", "skus": 1, "sku": goods.sku, "seen": 500, "told": 120}


def test_one_sku_that_the_platform_refuses_keeps_no_other_waiting(at_shop: tuple[World, StoreLink]) -> None:
    _world, link = at_shop
    told: list[str] = []

    def push_stock(item: Item, quantity: int) -> None:
        if item.sku == "A":
            raise Refused("商品已删除", platform_code="67")
        told.append(item.sku)

    def now() -> datetime:
        return AT

    pushes = [Push(0, "jd", link.store, sku, 5, AT, None) for sku in "AB"]
    tended = Tended(link, link.connected_by, SimpleNamespace(push_stock=push_stock), now)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="A 的库存没有改成：商品已删除"):
        tending._offer(tended, pushes, places_of([Item("1", sku, sku) for sku in "AB"], {}))
    assert told == ["B"]


def test_a_sku_on_sale_in_two_places_of_a_store_is_shared_out_and_off_the_shelves_left_alone() -> None:
    first, second, off = Item("1", "11", "A"), Item("2", "21", "A"), Item("3", "31", "A", is_listed=False)
    alone = Item("4", "41", "B", is_listed=False)
    own, pair = Item("6", "61", "OWN-6"), Item("7", "71", "A")
    people = {"61": {"C": 1}, "71": {"A": 2}}
    places = places_of([first, off, second, alone, Item("5", "51", ""), own, pair], people)
    assert [item for item in places.items.values()] == [pair, first, second, alone, own]
    assert amounts_of(places, {"A": 7, "B": 7}) == {"7~71": 1, "1~11": 3, "2~21": 2, "4~41": 7}
    assert seen_in(places_of([first, replace(pair, quantity=3)], people)) == {"A": 6}
