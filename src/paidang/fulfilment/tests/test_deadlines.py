"""Orders with a clock: which are late or urgent, what stops it, whose duty that is, and that the database reckons as the rule."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.cast import Party, acting, come_in, shanghai
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.duties.queries import list_open
from paidang.fulfilment.actions.deadlines import set_ship_duties
from paidang.fulfilment.queries.deadlines import list_urgent
from paidang.fulfilment.queries.ready import list_ready
from paidang.fulfilment.tests.packing import packs_of, scan, ship, warehouse_of, wave, waybill
from paidang.intake.tests.goods import HOUSE, declare, order, refund, sell
from paidang.kit.outcome import NotAllowed, UnableTo
from paidang.orders import actions as orders
from paidang.orders.models import OrderLine, Presale
from paidang.orders.queries.deadlines import due_of, limit_on, list_limits
from paidang.orders.queries.listing import list_orders
from paidang.orders.queries.matching import Wanted
from paidang.orders.rules.deadlines import Promise, must_leave_by
from paidang.team.models import Person

JD, MALL = "青岚京东旗舰店", "青岚小店"
NOW = shanghai("2026-03-23 20:00")


@kept
def clocked(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    """At NOW: L1, L2 are late, L3 is urgent, L4 has time; M1 is of a mall that no platform limits; L5 has left, L6 is refunded."""
    declare(brand.people["brand_warehouse"], contract_in_force, f"{HOUSE},QL-1,20", f"{HOUSE},QL-2,5")
    sell(
        agency.people["agency_operator"], contract_in_force, order("L1", paid="03-21 09:00"), order("L2", paid="03-21 10:00"),
        order("L3", sku="QL-2", paid="03-22 06:00"), order("L4", paid="03-23 12:00"),
        order("M1", paid="03-20 19:00", channel="renren_mall", store=MALL),
        order("L5", paid="03-21 11:00", shipped="03-24 11:00"), order("L6", paid="03-21 12:00"),
    )  # fmt: skip
    refund(
        agency.people["agency_operator"],
        contract_in_force,
        "R-L6,L6,1,100,no_reason,true,2026-03-22T10:00:00+08:00",
    )
    return contract_in_force


def late_of(contract: Contract, person: Person) -> list[str]:
    with acting(person):
        return [one.order_id for one in list_urgent([contract.pk], now=NOW, within_h=0)]


def test_late_and_urgent_orders_by_the_platforms_limit(clocked: Contract, agency_operator: Person) -> None:
    with acting(agency_operator):
        urgent = list_urgent([clocked.pk], now=NOW)
        assert [one.order_id for one in urgent] == ["O-L1", "O-L2", "O-L3"]
        assert urgent[0].ship_by == shanghai("2026-03-23 09:00")
        assert limit_on(clocked.pk, "renren_mall", NOW) is None
    assert late_of(clocked, agency_operator) == ["O-L1", "O-L2"]


def test_the_list_is_sorted_by_deadline_page_by_page(clocked: Contract, agency_operator: Person) -> None:
    wanted = Wanted([clocked.pk], view="unshipped", by_deadline=True)
    with acting(agency_operator):
        first = list_orders(wanted, most=3)
        rest = list_orders(wanted, after=first.rows[-1].key, first=3, most=3)
        back = list_orders(wanted, before=rest.rows[0].key, first=3, most=3)
    assert [row.order_id for row in first.rows] == ["O-L1", "O-L2", "O-L3"]
    assert [row.order_id for row in rest.rows] == ["O-L4", "O-M1"]  # what nobody limits comes last
    assert [row.order_id for row in back.rows] == ["O-L1", "O-L2", "O-L3"]
    assert (first.total, first.has_next, rest.has_next) == (5, True, False)


def test_a_hold_of_ours_does_not_stop_the_clock_but_is_the_agencys_to_free(
    clocked: Contract, agency_operator: Person, brand_manager: Person
) -> None:
    with acting(agency_operator):
        orders.hold_orders(
            person=agency_operator, at=NOW, code=clocked.code, order_ids=["O-L1"], reason="等买家"
        )
        set_ship_duties(clocked, at=NOW)
        set_ship_duties(clocked, at=NOW)
    with acting(brand_manager):
        owed = {
            duty.kind: (duty.side, duty.facts, duty.due_at)
            for duty in list_open()
            if duty.kind in ("ship_orders", "free_orders")
        }
    assert owed == {
        "ship_orders": ("a", {"count": 2}, shanghai("2026-03-23 10:00")),
        "free_orders": ("b", {"count": 1}, shanghai("2026-03-23 09:00")),
    }
    assert late_of(clocked, agency_operator) == ["O-L1", "O-L2"]


def test_what_left_in_a_parcel_of_ours_is_not_late_and_ends_the_duty(
    clocked: Contract, brand: Party, agency_operator: Person
) -> None:
    person = warehouse_of(brand)
    with acting(agency_operator):
        set_ship_duties(clocked, at=NOW)
    made = wave(person, clocked, at=NOW, due_before=NOW + timedelta(hours=12))
    packs = packs_of(person, made)
    assert sorted(pack.orders[0] for pack in packs) == ["O-L1", "O-L2", "O-L3"]
    for n, pack in enumerate(packs):
        scan(person, pack, "QL-2" if pack.orders[0] == "O-L3" else "QL-1", at=NOW)
        waybill(person, pack, f"SF90000{n}")
    ship(person, *packs_of(person, made), at=NOW)
    with acting(agency_operator):
        set_ship_duties(clocked, at=NOW)
        assert [duty for duty in list_open() if duty.kind == "ship_orders"] == []
    assert late_of(clocked, agency_operator) == []


def test_a_wave_that_is_too_small_takes_the_most_urgent(clocked: Contract, brand: Party) -> None:
    person = warehouse_of(brand)
    with acting(person):
        assert {one.order_id: one.ship_by for one in list_ready(clocked.pk)}["O-M1"] is None
    made = wave(person, clocked, at=NOW, most=2)
    assert sorted(pack.orders[0] for pack in packs_of(person, made)) == ["O-L1", "O-L2"]


def test_a_presale_moves_the_deadline_and_is_put_down_once(
    clocked: Contract, agency_operator: Person, brand: Party
) -> None:
    promise = Promise(JD, "QL-1", shanghai("2026-03-21 00:00"), shanghai("2026-03-22 00:00"), 7)
    told = {"person": agency_operator, "at": NOW, "code": clocked.code}
    with acting(agency_operator):
        presale = orders.set_presale(**told, promise=promise)
        assert orders.set_presale(**told, promise=promise).pk == presale.pk
    assert late_of(clocked, agency_operator) == []
    with acting(agency_operator):
        due = due_of([clocked.pk], ["O-L1"])
        assert due == {(clocked.pk, "O-L1"): shanghai("2026-03-28 09:00")}
        for other, expected in ((promise, UnableTo), (Promise("无此店", "QL-1", *_day(), 3), UnableTo)):
            wrong = Promise(other.store, other.sku, other.paid_from, other.paid_until, other.days + 1)
            try:
                orders.set_presale(**told, promise=wrong)
                raise AssertionError("it was put down")
            except expected:
                pass
        orders.end_presale(**told, presale_id=presale.pk)
        orders.end_presale(**told, presale_id=presale.pk)
    assert late_of(clocked, agency_operator) == ["O-L1", "O-L2"]
    for person in (warehouse_of(brand), brand.people["brand_finance"]):
        with acting(person):
            try:
                orders.set_presale(person=person, at=NOW, code=clocked.code, promise=promise)
                raise AssertionError("the brand put a presale down")
            except (UnableTo, NotAllowed):
                assert Presale.objects.filter(withdrawn_at=None).count() == 0


def test_the_pages_tell_what_is_late_why_and_let_a_presale_be_put_down(
    clocked: Contract, agency_operator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    client = come_in(Client(), agency_operator)

    def read(url: str, **asked: str) -> str:
        answer = client.post(url, asked, follow=True) if asked else client.get(url)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))

    late = read("/orders?view=late")
    assert late.index("O-L1") < late.index("O-L2") and "O-L3" not in late and "晚了 11 小时" in late
    assert "03-23 09:00 前发出" in late
    assert "还剩 10 小时" in read("/orders?view=urgent")
    listed = read("/orders?view=unshipped&sort=due")
    assert listed.index("O-L1") < listed.index("O-L3") < listed.index("O-M1")
    drawer = read(f"/orders/{clocked.code}/O-L1")
    assert "03-23 09:00 前发出" in drawer and "京东：付款后 48 小时内" in drawer
    form = {"store": JD, "sku": "QL-1", "from": "2026-03-21", "to": "2026-03-21", "days": "7"}
    put = f"/orders/rules/{clocked.code}/presale"
    assert "预售记下了" in read(put, **form)
    assert "在这些天里已经有预售了" in read(put, **(form | {"days": "8"}))
    assert "预售：付款后 7 天内" in read(f"/orders/{clocked.code}/O-L1")
    assert "03-21 至 03-21 付款的，7 天内发货" in read(f"/orders/rules?contract={clocked.code}")


def _day():
    return shanghai("2026-03-21 00:00"), shanghai("2026-03-22 00:00")


def test_the_database_reckons_as_the_rule(clocked: Contract, agency_operator: Person) -> None:
    """Limits that change on days, presales beside them: each line's moment is the rule's."""
    with acting(agency_operator):
        orders.set_presale(
            person=agency_operator, at=NOW, code=clocked.code, promise=Promise(JD, "QL-2", *_day(), 3)
        )
        limits = {span.channel: span.limit for span in list_limits([clocked.pk])}
        found = due_of([clocked.pk], [f"O-L{n}" for n in range(1, 7)] + ["O-M1"])
        expected = {}
        for line in OrderLine.objects.filter(contract=clocked, shipped_at=None).exclude(line_id="L6"):
            in_presale = line.sku == "QL-2" and _day()[0] <= line.paid_at < _day()[1]
            ship_by = must_leave_by(
                line.paid_at, limits.get(line.channel), presale_days=3 if in_presale else None
            )
            if ship_by:
                expected[clocked.pk, line.order_id] = ship_by
    assert found == expected
