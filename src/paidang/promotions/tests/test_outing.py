"""Prices of promotions through a store's interface, at the sandbox: out at the start, seen, back at the end, never twice."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.cast import Party, acting, come_in
from tests.goods import AT

from paidang.catalog.models import FactoryPrice, Listing, RetailPrice
from paidang.catalog.queries.guard import Shop
from paidang.channels.sandbox.server import SandboxServer
from paidang.channels.sandbox.world import World, build_world
from paidang.contracts.models import Contract
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.promotions.actions import (
    UnableToPromote,
    approve_promotion,
    ask_brand,
    change_promotion,
    register_promotion,
    retry_prices,
    tend_prices,
    withdraw_promotion,
)
from paidang.promotions.models import Promotion, PromotionPrice
from paidang.promotions.queries.check import Asked, Plan
from paidang.promotions.queries.outing import digest_now, list_outings
from paidang.promotions.rules.states import OWN
from paidang.stores import actions as stores
from paidang.stores.actions import tending
from paidang.stores.models import OutgoingAct, StoreLink
from paidang.stores.queries import get_link
from paidang.stores.tests.test_acts import given

START, END = AT + timedelta(hours=10), AT + timedelta(hours=14)
MINUTE = timedelta(minutes=1)


class Stage:
    """A JD shop of the sandbox with two goods in a promotion that the brand approved, and a clock."""

    def __init__(
        self, world: World, link: StoreLink, now: list[datetime], agency: Party, brand: Party
    ) -> None:
        self.world, self.link, self.now, self.agency, self.brand = world, link, now, agency, brand
        self.contract = link.contract
        self.goods = list(world.stalls["jd"].platform.shop.goods.values())[:2]
        self.before = [one.price_fen for one in self.goods]
        self.prices = [fen - 1000 for fen in self.before]

    def tend(self) -> None:
        stores.tend_store(link_id=self.link.pk, org_id=self.contract.agency_id, clock=lambda: self.now[0])

    def turn(self, number: int = 1) -> None:
        """What a minute's jobs do."""
        with acting(self.agency.manager):
            tend_prices(self.contract, number, at=self.now[0])

    def listed(self) -> list[int]:
        goods = self.world.stalls["jd"].platform.shop.goods
        return [goods[one.sku_id].price_fen for one in self.goods]

    def states(self, number: int = 1) -> list[str]:
        with acting(self.brand.manager):
            promotion = Promotion.objects.select_related("offer").get(contract=self.contract, number=number)
            return [one.state for one in list_outings(promotion, self.now[0])]

    def owed(self) -> set[str]:
        with acting(self.agency.manager):
            return set(
                Duty.objects.filter(contract_id=self.contract.pk, closed_at=None).values_list(
                    "kind", flat=True
                )
            )

    def page(self) -> str:
        """What the brand reads of it."""
        client, path = Client(), f"/contracts/{self.contract.code}/promotions/1"
        with patch("django.utils.timezone.now", lambda: self.now[0]):
            return come_in(client, self.brand.manager).get(path).content.decode()

    def sending(self) -> str:
        """The page from which the agency sends suggested prices."""
        client, path = Client(), f"/prices/send?contract={self.contract.code}"
        with patch("django.utils.timezone.now", lambda: self.now[0]):
            return come_in(client, self.agency.manager).get(path).content.decode()

    def acts(self) -> list[str]:
        with acting(self.agency.manager):
            found = Entry.objects.filter(chain=self.contract.chain_id).order_by("seq")
            return [one.act for one in found if one.act.startswith(("promotions.prices", "stores.price"))]

    def plan(self, **more: Any) -> Plan:
        asked = [Asked(one.sku, fen, 20) for one, fen in zip(self.goods, self.prices, strict=True)]
        whole = {"starts_at": START, "ends_at": END, "answer_by": START, "lines": asked, "by_link": True}
        return Plan(Shop("jd", self.link.store), **(whole | more))

    def approve(self, plan: Plan, number: int = 1) -> None:
        with acting(self.agency.manager):
            register_promotion(
                person=self.agency.manager, at=AT, code=self.contract.code, lane=OWN, title="店庆", plan=plan
            )
            assert not ask_brand(
                person=self.agency.manager, at=AT, code=self.contract.code, number=number
            ).violations
        with acting(self.brand.manager):
            digest = digest_now(Promotion.objects.get(contract=self.contract, number=number))
            approve_promotion(
                person=self.brand.manager, at=AT, code=self.contract.code, number=number, digest=digest
            )


@pytest.fixture(scope="module")
def shop() -> Iterator[tuple[World, str, list[datetime]]]:
    now = [AT]
    world = build_world(3, AT, lambda: now[0], days=1, orders=0)
    server = SandboxServer(0, world)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield world, server.base_url, now
    server.shutdown()
    server.server_close()


@pytest.fixture
def stage(shop, contract_in_force: Contract, agency: Party, brand: Party, settings: Any) -> Iterator[Stage]:
    world, base_url, now = shop
    now[0] = AT
    settings.STORE_ADDRESSES = [base_url]
    world.stalls["jd"].faults.faults.clear()
    with acting(agency.manager):
        whole = given(base_url=base_url, credentials=dict(world.stalls["jd"].platform.credentials()))
        made = stores.connect_store(
            person=agency.manager, at=AT, code=contract_in_force.code, given=whole, since=AT - timedelta(minutes=1)
        )  # fmt: skip
        link = get_link(made.pk)
    found = Stage(world, link, now, agency, brand)
    with acting(brand.manager):
        for one in found.goods:
            day, by = AT.date() - timedelta(days=9), {"declared_by": brand.manager, "declared_at": AT}
            FactoryPrice.objects.create(
                contract=contract_in_force, sku=one.sku, valid_from=day, factory_price_fen=100, **by
            )
            RetailPrice.objects.create(
                contract=contract_in_force, sku=one.sku, valid_from=day, min_retail_price_fen=200,
                suggested_price_fen=one.price_fen, **by,
            )  # fmt: skip
    found.tend()  # reads what it lists
    yield found
    for one, fen in zip(found.goods, found.before, strict=True):
        world.stalls["jd"].platform.shop.goods[one.sku_id].price_fen = fen


def test_prices_go_out_at_the_start_are_seen_and_come_back_at_the_end(stage: Stage):
    stage.approve(stage.plan())
    assert stage.owed() & {"put_out_promotion"} == set(), "nobody has to press anything"
    stage.now[0] = START - MINUTE
    stage.turn(), stage.tend()
    assert (stage.states(), stage.listed()) == ([], stage.before), "not a minute before its start"
    stage.now[0] = START
    stage.turn(), stage.turn()
    assert stage.states() == ["waits", "waits"]
    stage.tend()
    stage.turn()
    assert (stage.listed(), stage.states()) == (stage.prices, ["live", "live"])
    assert "平台上是活动价" in stage.page() and "到点自动改价" in stage.page()
    sending = stage.sending()
    assert sending.count("提前结束了这个价") == 2 and "checked" not in sending, (
        "nobody is led to end it early"
    )
    stage.now[0] = END - MINUTE
    stage.turn(), stage.tend()
    assert stage.listed() == stage.prices
    stage.now[0] = END
    stage.turn(), stage.turn()
    assert stage.states() == ["back_waits", "back_waits"]
    stage.tend()
    stage.now[0] = END + MINUTE
    stage.turn(), stage.tend(), stage.turn()
    assert (stage.listed(), stage.states()) == (stage.before, ["back", "back"])
    with acting(stage.agency.manager):
        assert OutgoingAct.objects.count() == 4, "each price once out and once back"
    assert not stage.owed() & {"put_out_promotion", "take_back_prices"}
    out = (
        ["stores.price_asked"] * 2
        + ["promotions.prices_out"]
        + ["stores.priced"] * 2
        + ["promotions.prices_seen"]
    )
    back = (
        ["stores.price_asked"] * 2
        + ["promotions.prices_back"]
        + ["stores.priced"] * 2
        + ["promotions.prices_seen"]
    )
    assert stage.acts() == out + back


def test_killed_anywhere_nothing_is_lost_or_sent_twice(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    stage.approve(stage.plan())
    stage.now[0] = START

    def die(*_: object, **__: object) -> None:
        raise SystemExit("killed")

    with monkeypatch.context() as at_it:
        at_it.setattr("paidang.promotions.actions.outing.PromotionPrice.objects.bulk_create", die)
        with pytest.raises(SystemExit):
            stage.turn()
    with acting(stage.agency.manager):
        assert not OutgoingAct.objects.exists() and not PromotionPrice.objects.exists(), (
            "all of it or nothing"
        )
    stage.turn()
    with monkeypatch.context() as at_it:
        at_it.setattr(tending, "note_sent", die)
        with pytest.raises(SystemExit):
            stage.tend()
    assert stage.states() == ["waits", "waits"]
    stage.turn(), stage.tend(), stage.turn(), stage.tend()
    assert (stage.listed(), stage.states()) == (stage.prices, ["live", "live"])
    with acting(stage.agency.manager):
        assert OutgoingAct.objects.count() == 2


def test_a_price_in_a_workers_hands_at_the_end_is_taken_back_all_the_same(stage: Stage, monkeypatch):
    """The end comes while the worker sends: what it sent late is followed by the price before."""
    stage.approve(stage.plan())
    stage.now[0] = START
    stage.turn()
    sent = tending._send

    def end_meanwhile(channel: Any, act: OutgoingAct) -> None:
        if stage.now[0] == START:
            stage.now[0] = END
            stage.turn()
        sent(channel, act)

    with monkeypatch.context() as at_it:
        at_it.setattr(tending, "_send", end_meanwhile)
        stage.tend()
    assert stage.listed() == stage.prices
    stage.now[0] = END + MINUTE
    for _twice in range(2):
        stage.turn(), stage.tend()
    stage.turn()
    assert (stage.listed(), stage.states()) == (stage.before, ["back", "back"])


def test_nothing_goes_out_but_what_the_brand_said_yes_to(stage: Stage):
    agency, brand, code = stage.agency.manager, stage.brand.manager, stage.contract.code
    with acting(agency):
        register_promotion(person=agency, at=AT, code=code, lane=OWN, title="店庆", plan=stage.plan())
        ask_brand(person=agency, at=AT, code=code, number=1)
        seen = digest_now(Promotion.objects.get())
        lower = [Asked(one.sku, one.price_fen - 100, one.units) for one in stage.plan().lines]
        change_promotion(
            person=agency, at=AT, code=code, number=1, title="店庆", plan=stage.plan(lines=lower)
        )
        ask_brand(person=agency, at=AT, code=code, number=1)
    with acting(brand), pytest.raises(UnableToPromote) as no:
        approve_promotion(person=brand, at=AT, code=code, number=1, digest=seen)
    assert no.value.code == "NOT_WHAT_WAS_SEEN"
    stage.now[0] = START - MINUTE
    with acting(brand):
        digest = digest_now(Promotion.objects.get())
        approve_promotion(person=brand, at=AT, code=code, number=1, digest=digest)
    with acting(agency):
        Promotion.objects.update(title="别的")
    stage.now[0] = START
    stage.turn()
    assert stage.states() == [] and stage.owed() >= {"put_out_promotion"}, (
        "not what was approved: a person looks"
    )
    with acting(agency):
        promotion = Promotion.objects.get()
        row = {
            "contract": stage.contract,
            "promotion": promotion,
            "link": stage.link,
            "made_at": AT,
            "before_fen": 9,
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            PromotionPrice.objects.create(sku=stage.goods[0].sku, platform_sku="x", price_fen=1, **row)


def test_what_is_refused_says_why_is_owed_and_may_be_sent_again(stage: Stage):
    stage.approve(stage.plan())
    stage.now[0] = START
    stage.turn()
    with acting(stage.agency.manager):
        first = PromotionPrice.objects.order_by("pk").first()
        from paidang.channels.link.errors import Refused

        stores.note_not_sent(
            person=stage.agency.manager, at=START, act_id=first.out_id, error=Refused("活动期间不能改价")
        )
    stage.turn()
    assert sorted(stage.states()) == ["refused", "waits"] and "put_out_promotion" in stage.owed()
    with acting(stage.agency.manager):
        [bad] = [one for one in list_outings(Promotion.objects.get(), START) if one.state == "refused"]
        assert "活动期间不能改价" in bad.why
        assert retry_prices(person=stage.agency.manager, at=START, code=stage.contract.code, number=1) == 1
        assert retry_prices(person=stage.agency.manager, at=START, code=stage.contract.code, number=1) == 0
    stage.tend(), stage.turn()
    assert stage.states() == ["live", "live"] and "put_out_promotion" not in stage.owed()
    # somebody changes one in the back office: seen within the hour
    stage.world.stalls["jd"].platform.shop.goods[stage.goods[0].sku_id].price_fen += 500
    stage.now[0] = START + timedelta(hours=1)
    stage.turn(), stage.tend(), stage.turn()
    assert sorted(stage.states()) == ["differs", "live"] and "put_out_promotion" in stage.owed()
    # taken back early: by withdrawing, and a floor that rose keeps one from coming back
    with acting(stage.brand.manager):
        RetailPrice.objects.create(
            contract=stage.contract, sku=stage.goods[1].sku, valid_from=AT.date(), declared_at=AT,
            min_retail_price_fen=stage.before[1] + 1, declared_by=stage.brand.manager,
        )  # fmt: skip
    with acting(stage.agency.manager):
        withdraw_promotion(person=stage.agency.manager, at=stage.now[0], code=stage.contract.code, number=1)
    stage.turn(), stage.tend(), stage.turn()
    assert stage.listed()[0] == stage.before[0] and stage.listed()[1] == stage.prices[1]
    assert "take_back_prices" in stage.owed() and "back_refused" in stage.states()


def test_a_store_that_does_not_answer_waits_and_two_at_once_are_refused(stage: Stage):
    agency, code = stage.agency.manager, stage.contract.code
    stage.approve(stage.plan())
    with acting(agency):
        register_promotion(person=agency, at=AT, code=code, lane=OWN, title="撞", plan=stage.plan())
        with pytest.raises(UnableToPromote) as twice:
            ask_brand(person=agency, at=AT, code=code, number=2)
        assert twice.value.code == "PROMOTION_OVERLAP"
        stores.pause_store(person=agency, at=AT, link_id=stage.link.pk)
        other = stage.plan(starts_at=END, ends_at=END + timedelta(hours=1))
        register_promotion(person=agency, at=AT, code=code, lane=OWN, title="停", plan=other)
        with pytest.raises(UnableToPromote) as off:
            ask_brand(person=agency, at=AT, code=code, number=3)
        assert off.value.code == "NO_INTERFACE"
    stage.now[0] = START
    stage.turn()
    assert stage.states() == [] and "put_out_promotion" in stage.owed()
    with acting(agency):
        stores.resume_store(person=agency, at=START, link_id=stage.link.pk)
        ask_brand(person=agency, at=AT, code=code, number=3)
    with acting(stage.brand.manager):
        digest = digest_now(Promotion.objects.get(number=3))
        approve_promotion(person=stage.brand.manager, at=AT, code=code, number=3, digest=digest)
    stage.turn(), stage.tend(), stage.turn()
    assert stage.states() == ["live", "live"] and "put_out_promotion" not in stage.owed()
    # one ends as the other begins: the price before is the first one's, not a promotion's
    stage.now[0] = END
    stage.turn(1), stage.turn(3), stage.tend()
    with acting(agency):
        assert [
            one.before_fen for one in PromotionPrice.objects.filter(promotion__number=3).order_by("pk")
        ] == [one.before_fen for one in PromotionPrice.objects.filter(promotion__number=1).order_by("pk")]
    assert stage.listed() == stage.prices
    stage.now[0] = END + timedelta(hours=1)
    stage.turn(3), stage.tend()
    assert stage.listed() == stage.before
    with acting(agency):
        assert Listing.objects.count()
