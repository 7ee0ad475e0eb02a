"""Connecting, pausing, shipping, pricing: who may, when, once; what a platform's answer does; that nothing happens twice."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.cast import Party, acting, shanghai
from tests.worlds import kept

from paidang.channels.jd.documents import map_document
from paidang.channels.link.channel import Item
from paidang.channels.link.documents import Parcel
from paidang.channels.link.errors import (
    ChannelError,
    ClockSkewed,
    Refused,
    Throttled,
    TokenExpired,
    Unreachable,
    WrongSecret,
)
from paidang.channels.sandbox.server import SandboxServer
from paidang.channels.sandbox.world import World, build_world
from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.intake.tests.files import hand_in
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.orders.models import Store
from paidang.stores import actions
from paidang.stores.actions import tending
from paidang.stores.models import LinkDay, OutgoingAct, StoreLink, StoreSecret
from paidang.stores.queries import find_due, get_link, health_of, read_credentials
from paidang.stores.rules.states import CONNECTED, DISCONNECTED, EXPIRED, PAUSED, REFUSED
from paidang.stores.rules.wording import problem_of
from paidang.stores.tests.jd import order, shipped
from paidang.team.models import Person

AT = shanghai("2026-03-07 10:00")
PARCEL = Parcel("467", "SF1000000001")
ADDRESS = "https://api.jd.com"


def given(**changes: Any) -> actions.Given:
    values = {"app_key": "KEY", "app_secret": "SECRET", "access_token": "TOKEN"}
    return actions.Given(
        **{"platform": "jd", "store": "青岚京东旗舰店", "base_url": ADDRESS, "credentials": values, **changes}
    )


@kept
def link(contract_in_force: Contract, agency: Party) -> StoreLink:
    """A connected store with one order that waits to be shipped, up to date."""
    person = agency.people["agency_operator"]
    with acting(person):
        made = actions.connect_store(
            person=person, at=AT, code=contract_in_force.code, given=given(), since=AT
        )
        actions.take_in(person=person, at=AT, link_id=made.pk, documents=[order()], map_document=map_document)
        return get_link(made.pk)


def acts_of(link: StoreLink) -> list[str]:
    return list(
        Entry.objects.filter(chain=link.contract.chain_id, act__startswith="stores.")
        .order_by("seq")
        .values_list("act", flat=True)
    )


def ship(person: Person, link: StoreLink, parcel: Parcel = PARCEL, order_id: str = "3001") -> OutgoingAct:
    with acting(person):
        return actions.ship_order(
            person=person, at=AT, code=link.contract.code, order_id=order_id, parcel=parcel
        )


# Connecting


@pytest.mark.parametrize(
    "changes",
    [
        {"platform": "amazon"}, {"store": "  "}, {"base_url": "http://169.254.169.254"}, {"base_url": "http://127.0.0.1:1"},
        {"credentials": {"app_key": "KEY", "app_secret": "SECRET"}},
    ],
)  # fmt: skip
def test_what_is_not_whole_or_not_allowed_connects_nothing(
    contract_in_force: Contract, agency_operator: Person, changes: dict[str, Any]
) -> None:
    with acting(agency_operator), pytest.raises(actions.UnableToConnect) as no:
        actions.connect_store(
            person=agency_operator, at=AT, code=contract_in_force.code, given=given(**changes)
        )
    assert no.value.code == "STORE_INCOMPLETE"
    with acting(agency_operator):
        assert not StoreLink.objects.exists() and not Store.objects.exists()


def test_who_may_not_connect(
    contract_in_force: Contract, agency_finance: Person, brand_manager: Person, outsider_manager: Person
) -> None:
    for person, refusal in (
        (agency_finance, NotAllowed),
        (brand_manager, NotAllowed),
        (outsider_manager, NotFound),
    ):
        with acting(person), pytest.raises(refusal):
            actions.connect_store(person=person, at=AT, code=contract_in_force.code, given=given())
    with acting(agency_finance):
        assert not StoreLink.objects.exists()


def test_a_store_is_connected_again_goes_on_and_is_let_go(
    link: StoreLink, agency_operator: Person, brand_manager: Person, outsider_manager: Person
) -> None:
    person = agency_operator
    other = given(credentials={"app_key": "KEY", "app_secret": "NEW", "access_token": "T2"})
    with acting(person):
        again = actions.connect_store(person=person, at=AT, code=link.contract.code, given=other)
        assert again.pk == link.pk and again.orders_until == link.orders_until
        assert read_credentials(again).values["app_secret"] == "NEW"
        for _ in range(2):
            assert actions.pause_store(person=person, at=AT, link_id=link.pk).state == PAUSED
        assert find_due(person.org_id, AT) == []
        with pytest.raises(actions.UnableToConnect, match="已暂停"):
            actions.ask_pull(person=person, at=AT, link_id=link.pk)
        for _ in range(2):
            assert actions.resume_store(person=person, at=AT, link_id=link.pk).state == CONNECTED
        assert [one.pk for one in find_due(person.org_id, AT)] == [link.pk]
    for viewer in (brand_manager, agency_operator):
        with acting(viewer):
            assert StoreLink.objects.count() == 1
            assert StoreSecret.objects.count() == (viewer == agency_operator)
    with acting(brand_manager):
        assert health_of(link, AT).link == link
        for act in (actions.pause_store, actions.disconnect_store, actions.ask_pull):
            with pytest.raises(NotAllowed):
                act(person=brand_manager, at=AT, link_id=link.pk)
    with acting(outsider_manager), pytest.raises(NotFound):
        actions.pause_store(person=outsider_manager, at=AT, link_id=link.pk)
    with acting(person):
        for _ in range(2):
            assert actions.disconnect_store(person=person, at=AT, link_id=link.pk).state == DISCONNECTED
        assert not StoreSecret.objects.exists()
        with pytest.raises(actions.UnableToConnect, match="已断开"):
            actions.resume_store(person=person, at=AT, link_id=link.pk)
        assert acts_of(link) == [
            "stores.connected", "stores.pulled", "stores.reconnected", "stores.paused", "stores.resumed", "stores.disconnected",
        ]  # fmt: skip


# What goes wrong


@pytest.mark.parametrize(
    ("error", "state", "wait", "words"),
    [
        (Unreachable("x"), CONNECTED, timedelta(minutes=1), "自动再试"),
        (Throttled("x", retry_after_s=900), CONNECTED, timedelta(minutes=15), "900 秒"),
        (ClockSkewed("x", skew_s=701), CONNECTED, timedelta(minutes=1), "701 秒"),
        (Refused("x", platform_code="67"), CONNECTED, timedelta(minutes=1), "67"),
        (TokenExpired("x"), EXPIRED, timedelta(minutes=1), "重新授权"),
        (WrongSecret("x"), REFUSED, timedelta(minutes=1), "密钥"),
    ],
)
def test_each_failure_says_what_to_do_and_waits_or_stops(
    link: StoreLink, agency_operator: Person, error: ChannelError, state: str, wait: timedelta, words: str
) -> None:
    from paidang.stores.actions.recording import note_failure

    with acting(agency_operator):
        note_failure(get_link(link.pk, lock=True), agency_operator, AT, error)
        found = get_link(link.pk)
        assert (found.state, found.next_at - AT, found.failures) == (state, wait, 1)
        assert found.problem["code"] == error.code and words in str(found.problem["reason"])
        assert LinkDay.objects.get().failures == {error.code: 1}
        assert ("stores.stopped" in acts_of(link)) == (state != CONNECTED)
        assert (found in find_due(agency_operator.org_id, AT + wait)) == (state == CONNECTED)
    assert words in problem_of(error)


# Shipping


def test_who_may_ship_what_and_when(
    link: StoreLink,
    agency_operator: Person,
    agency_finance: Person,
    brand_warehouse: Person,
    outsider_manager: Person,
) -> None:
    for person, refusal in (
        (agency_finance, NotAllowed),
        (brand_warehouse, NotAllowed),
        (outsider_manager, NotFound),
    ):
        with pytest.raises(refusal):
            ship(person, link)
    for parcel, order_id, refusal, code in (
        (Parcel("467", "SF 1"), "3001", actions.UnableToShip, "WAYBILL_WRONG"),
        (Parcel("", "SF1000000001"), "3001", actions.UnableToShip, "WAYBILL_WRONG"),
        (PARCEL, "9999", NotFound, "NOT_FOUND"),
    ):
        with pytest.raises(refusal) as no:
            ship(agency_operator, link, parcel, order_id)
        assert no.value.code == code
    with acting(agency_operator):
        actions.pause_store(person=agency_operator, at=AT, link_id=link.pk)
    with pytest.raises(actions.UnableToShip, match="已暂停"):
        ship(agency_operator, link)
    with acting(agency_operator):
        actions.resume_store(person=agency_operator, at=AT, link_id=link.pk)
        assert not OutgoingAct.objects.exists()
    first, again = ship(agency_operator, link), ship(agency_operator, link, Parcel("467", "sf1000000001"))
    assert first.pk == again.pk
    with acting(agency_operator):
        actions.take_in(
            person=agency_operator, at=AT, link_id=link.pk, documents=[shipped()], map_document=map_document
        )
        assert acts_of(link).count("stores.ship_asked") == 1
    with pytest.raises(actions.UnableToShip) as no:
        ship(agency_operator, link, Parcel("467", "SF2000000002"))
    assert no.value.code == "ORDER_WRONG_STATE"


def test_an_answer_is_taken_down_once(link: StoreLink, agency_operator: Person) -> None:
    act = ship(agency_operator, link)
    with acting(agency_operator):
        down = actions.note_not_sent(person=agency_operator, at=AT, act_id=act.pk, error=Unreachable("x"))
        assert (down.state, down.attempts, down.next_at) == ("waiting", 1, AT + timedelta(minutes=1))
        for _ in range(2):
            assert actions.note_sent(person=agency_operator, at=AT, act_id=act.pk).state == "done"
        assert (
            actions.note_not_sent(person=agency_operator, at=AT, act_id=act.pk, error=Refused("x")).state
            == "done"
        )
        assert acts_of(link).count("stores.shipped") == 1
    other = ship(agency_operator, link, Parcel("467", "SF2000000002"))
    with acting(agency_operator):
        assert (
            actions.note_not_sent(
                person=agency_operator, at=AT, act_id=other.pk, error=Refused("没有权限")
            ).state
            == "failed"
        )
    third = ship(agency_operator, link, Parcel("467", "SF2000000002"))
    assert third.pk != other.pk  # what was refused may be asked for again


# At the platform


@pytest.fixture(scope="module")
def shop() -> Iterator[tuple[World, str]]:
    """A JD shop of the sandbox with nothing but goods and what a test buys, behind HTTP, at this time."""
    now = [AT]
    world = build_world(3, AT, lambda: now[0], days=1, orders=0)
    server = SandboxServer(0, world)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield world, server.base_url
    server.shutdown()
    server.server_close()


@pytest.fixture
def at_shop(
    shop: tuple[World, str], contract_in_force: Contract, agency_operator: Person, settings: Any
) -> tuple[World, StoreLink]:
    world, base_url = shop
    settings.STORE_ADDRESSES = [base_url]
    world.stalls["jd"].faults.faults.clear()
    values = dict(world.stalls["jd"].platform.credentials())
    whole = given(base_url=base_url, credentials=values)
    with acting(agency_operator):
        made = actions.connect_store(
            person=agency_operator,
            at=AT,
            code=contract_in_force.code,
            given=whole,
            since=AT - timedelta(days=1),
        )
        return world, get_link(made.pk)


def clock() -> datetime:
    return AT


def tend(link: StoreLink) -> None:
    actions.tend_store(link_id=link.pk, org_id=link.contract.agency_id, clock=clock)


def buy(world: World) -> Any:
    from paidang.channels.sandbox import acts

    stall = world.stalls["jd"]
    bought = stall.buyers.buy(AT - timedelta(minutes=9))
    acts.pay(stall.platform.shop, bought, AT - timedelta(minutes=8))
    return bought


def test_killed_between_the_call_and_its_entry_the_parcel_is_there_once(
    at_shop: tuple[World, StoreLink], agency_operator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, link = at_shop
    bought = buy(world)
    tend(link)
    ship(agency_operator, link, order_id=bought.order_id)

    def die(**_: object) -> None:
        raise SystemExit("killed")

    with monkeypatch.context() as patch:
        patch.setattr(tending, "note_sent", die)
        with pytest.raises(SystemExit):
            tend(link)
    assert [parcel.waybill for parcel in bought.parcels] == ["SF1000000001"]
    with acting(agency_operator):
        assert OutgoingAct.objects.get().state == "waiting"
    tend(link)
    tend(link)
    assert [parcel.waybill for parcel in bought.parcels] == ["SF1000000001"]
    with acting(agency_operator):
        assert OutgoingAct.objects.get().state == "done" and acts_of(link).count("stores.shipped") == 1


def test_wrong_credentials_are_told_before_anything_is_kept(
    at_shop: tuple[World, StoreLink], contract_in_force: Contract, agency_operator: Person
) -> None:
    _world, link = at_shop
    good = {"app_key": "", "app_secret": "", "access_token": ""} | read_in(agency_operator, link)
    with acting(agency_operator):
        for name, words in (("app_secret", "密钥不对"), ("access_token", "授权过期")):
            wrong = given(base_url=link.base_url, credentials=good | {name: "wrong", "refresh_token": ""})
            said = actions.try_store(person=agency_operator, contract=contract_in_force, at=AT, given=wrong)
            assert said and words in said
        late = actions.try_store(
            person=agency_operator, contract=contract_in_force, at=AT + timedelta(hours=1),
            given=given(base_url=link.base_url, credentials=good),
        )  # fmt: skip
        assert late and "时钟" in late


def read_in(person: Person, link: StoreLink) -> dict[str, str]:
    with acting(person):
        return read_credentials(link).values


def declare(contract: Contract, brand_manager: Person, what: str, sku: str) -> None:
    """A factory price, or the minimum retail price, of 100 yuan."""
    hand_in(
        brand_manager,
        contract,
        (
            f"sku,valid_from,factory_price\n{sku},2026-03-01,10000\n"
            if what == "declare"
            else f"sku,valid_from,min_retail_price,suggested_price\n{sku},2026-03-01,10000,\n"
        ).encode(),
    )


def test_a_price_goes_out_through_the_guard_alone(
    at_shop: tuple[World, StoreLink], agency_operator: Person, brand_manager: Person
) -> None:
    world, link = at_shop
    goods = next(iter(world.stalls["jd"].platform.shop.goods.values()))
    item = Item(goods.item_id, goods.sku_id, goods.sku)
    with acting(agency_operator):
        act, found = actions.set_price(
            person=agency_operator, at=AT, link_id=link.pk, item=item, price_fen=100
        )
        assert act is None and found and not OutgoingAct.objects.exists()  # nobody has said yet what it is
        assert "guard.refused" in Entry.objects.values_list("act", flat=True)
    with acting(brand_manager):
        for price in ("declare", "floor"):
            declare(link.contract, brand_manager, price, goods.sku)
    tend(link)  # its goods are listed by that
    with acting(agency_operator):
        act, found = actions.set_price(
            person=agency_operator, at=AT, link_id=link.pk, item=item, price_fen=goods.price_fen + 100
        )
        assert act and not found
    tend(link)
    assert next(iter(world.stalls["jd"].platform.shop.goods.values())).price_fen == act.body["value"]
    with acting(agency_operator):
        assert OutgoingAct.objects.get().state == "done"
