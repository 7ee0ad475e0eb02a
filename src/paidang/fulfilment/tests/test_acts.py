"""From a paid order to freight in the facts, by orders that came by file: who may, when, once, and what goes wrong."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.cast import Party, acting, shanghai
from tests.worlds import kept

from paidang.catalog.models import Product, Sku
from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.fulfilment import actions
from paidang.fulfilment.models import CarrierBill, Pack, Scan, Wave
from paidang.fulfilment.queries.freight import booked_of, list_unbooked
from paidang.fulfilment.queries.ready import list_ready
from paidang.fulfilment.queries.waves import find_pack, list_waves, picks_of
from paidang.fulfilment.rules.freight import Rate
from paidang.fulfilment.tests.packing import AT, packs_of, scan, ship, warehouse_of, wave, waybill
from paidang.intake.models import ImportFile
from paidang.intake.tests.goods import HOUSE, back, declare, order, refund, sell
from paidang.kit.outcome import NotAllowed, NotFound, UnableTo
from paidang.orders.actions import pack_parcel, unpack_parcel
from paidang.orders.models import History, LogisticsCharge, OrderPerson, Parcel
from paidang.orders.queries.parcels import list_parcels
from paidang.orders.rules.packing import Packed
from paidang.stores.actions import ship_packed
from paidang.team.models import Person

RATE = Rate("sf", None, "", date(2026, 3, 1), 1000, 800, 1000, 200)


@kept
def stocked(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    """Four orders wait to leave: L1, L2 of QL-1, L3 of two of QL-2, L4 of one SKU in two lines; L5 is short, L6 has left."""
    declare(
        brand.people["brand_warehouse"],
        contract_in_force,
        f"{HOUSE},QL-1,9",
        f"{HOUSE},QL-2,9",
        f"{HOUSE},QL-3,1",
    )
    with acting(brand.manager):
        pot = Product.objects.create(contract=contract_in_force, title="侧把急须壶")
        for code, barcode, grams in (("QL-1", "6901", 600), ("QL-2", "6902", 700)):
            Sku.objects.create(
                contract=contract_in_force, product=pot, code=code, barcode=barcode, weight_g=grams
            )
    sell(
        agency.people["agency_operator"], contract_in_force, order("L1", 1), order("L2", 1, paid="03-21 11:00", store="乙店"),
        order("L3", 2, sku="QL-2", paid="03-21 12:00"), order("L4", 1, order_id="O-L4", paid="03-21 13:00"),
        order("L4b", 1, sku="QL-2", order_id="O-L4", paid="03-21 13:00"), order("L5", 2, sku="QL-3"),
        order("L6", 1, shipped="03-22 09:00"),
    )  # fmt: skip
    return contract_in_force


def acts_of(person: Person, contract: Contract) -> list[str]:
    with acting(person):
        found = Entry.objects.filter(chain=contract.chain_id, act__startswith="fulfilment.").order_by("seq")
        return [act.removeprefix("fulfilment.") for act in found.values_list("act", flat=True)]


def packed(person: Person, contract: Contract) -> list[Pack]:
    """Every parcel of a wave, checked, with a waybill."""
    for number, pack in enumerate(packs_of(person, made := wave(person, contract))):
        waybill(person, pack, f"SF100000000{number}")
        for item in pack.lines:
            for _ in range(item.quantity):
                scan(person, pack, item.sku)
    return packs_of(person, made)


def test_a_wave_takes_what_may_leave_once_and_its_list_is_along_the_shelves(stocked, brand, agency):
    person = warehouse_of(brand)
    with acting(person):
        assert [one.order_id for one in list_ready(stocked.pk)] == ["O-L1", "O-L2", "O-L3", "O-L4"]
        places = {"QL-1": "B-2", "QL-2": "A-1", "QL-9": ""}
        for changed in (2, 0):
            assert (
                actions.set_places(person=person, at=AT, code=stocked.code, warehouse=HOUSE, places=places)
                == changed
            )
    first = wave(person, stocked, kind="single")
    assert [pack.orders[0] for pack in packs_of(person, first)] == ["O-L1", "O-L2", "O-L3"]
    assert [pack.code for pack in packs_of(person, first)] == [f"P-260403-01-00{n}" for n in (1, 2, 3)]
    second = wave(person, stocked)
    assert [pack.orders[0] for pack in packs_of(person, second)] == ["O-L4"]
    with pytest.raises(actions.UnableToFulfil) as no:
        wave(person, stocked)
    assert no.value.code == "NOTHING_TO_PICK"
    with acting(person):
        assert picks_of(first) == [("A-1", "QL-2", 2), ("B-2", "QL-1", 2)]
        actions.release_wave(person=person, at=AT, code=stocked.code, wave_code=first.code)
        assert picks_of(first) == []
        assert [one.order_id for one in list_ready(stocked.pk)] == ["O-L1", "O-L2", "O-L3"]
        assert [(one.code, one.parcels) for one in list_waves(stocked.pk)] == [
            (second.code, 1),
            (first.code, 0),
        ]
    with acting(agency.manager):
        assert Wave.objects.count() == 2, "the agency looks on"


def test_who_may_not_and_what_is_not_there(stocked, brand, agency, outsider):
    made = wave(warehouse_of(brand), stocked)
    [pack, *_] = packs_of(warehouse_of(brand), made)
    for person, refusal in (
        (agency.people["agency_operator"], NotAllowed), (brand.finance, NotAllowed), (outsider.manager, NotFound),
    ):  # fmt: skip
        for act in (
            lambda person=person: wave(person, stocked),
            lambda person=person: scan(person, pack, "QL-1"),
            lambda person=person: ship(person, pack),
        ):
            with pytest.raises(refusal):
                act()
    for wish, code in (
        ({"carrier": "pigeon"}, "CARRIER_UNKNOWN"), ({"stores": frozenset({"丙店"})}, "NOTHING_TO_PICK"),
        ({"paid_before": shanghai("2026-03-01 00:00")}, "NOTHING_TO_PICK"),
    ):  # fmt: skip
        with pytest.raises(actions.UnableToFulfil) as no:
            wave(warehouse_of(brand), stocked, **wish)
        assert no.value.code == code
    with acting(warehouse_of(brand)), pytest.raises(NotFound):
        actions.set_aside(person=warehouse_of(brand), at=AT, code=stocked.code, pack_id=10**9, reason="x")
    with acting(outsider.manager):
        assert not Pack.objects.exists() and not Scan.objects.exists()


def test_a_wrong_scan_stops_and_only_putting_back_goes_on(stocked, brand):
    person = warehouse_of(brand)
    pack = packs_of(person, wave(person, stocked))[0]
    assert pack.orders[0] == "O-L1"
    assert scan(person, pack, pack.code).outcome == "opened"
    wrong = scan(person, pack, "6902", key="same")
    assert (wrong.outcome, wrong.sku, wrong.state) == ("wrong", "QL-2", "stopped")
    assert scan(person, pack, "QL-1", key="same").pk == wrong.pk, "sent again by a bad network"
    assert scan(person, pack, "6901").outcome == "still_stopped"
    [now] = packs_of(person, pack.wave)[:1]
    assert now.stop == {"code": "6902", "sku": "QL-2", "outcome": "wrong"}
    with acting(person):
        for _ in range(2):
            assert (
                actions.put_back(person=person, at=AT, code=stocked.code, pack_id=pack.pk).state == "packing"
            )
    assert scan(person, pack, "6901").outcome == "complete"
    with pytest.raises(actions.UnableToFulfil) as no:
        scan(person, pack, "6901")
    assert no.value.code == "PACK_WRONG_STATE"
    assert acts_of(person, stocked) == ["wave_made", "stopped", "put_back", "packed"]


def test_what_was_refunded_meanwhile_does_not_leave(stocked, brand, agency):
    person = warehouse_of(brand)
    one, two, *_ = packed(person, stocked)
    waiting = packs_of(person, one.wave)[2]
    refund(agency.people["agency_operator"], stocked, back("L1", 1))
    done = ship(person, one, two)
    assert [pack.code for pack in done.packs] == [two.code] and list(done.left_behind) == [one.code]
    with acting(person):
        assert Pack.objects.get(pk=one.pk).state == "cancelled"
        assert Pack.objects.get(pk=one.pk).parcel.unpacked_at
        assert Pack.objects.get(pk=waiting.pk).state == "packed"


def test_a_refund_before_checking_ends_the_parcel_at_its_first_scan(stocked, brand, agency):
    person = warehouse_of(brand)
    pack = packs_of(person, wave(person, stocked))[0]
    refund(agency.people["agency_operator"], stocked, back("L1", 1))
    found = scan(person, pack, pack.code)
    assert (found.outcome, found.state) == ("gone", "cancelled")


def test_waybills_come_by_file_and_one_is_one_parcels(stocked, brand):
    person = warehouse_of(brand)
    packs = packs_of(person, wave(person, stocked))
    text = f"订单号,快递公司,运单号\nO-L1,顺丰,sf1000000001\n{packs[1].code},,SF1000000002\nO-L3,鸽子,X12345\nO-L4,,SF1000000001\nO-L4,,??\nO-X,,SF1\n,,\n,,SF9\n"
    with acting(person):
        for given, unchanged in ((2, 0), (0, 2)):
            taken = actions.give_waybill_file(
                person=person, at=AT, code=stocked.code, name="w.csv", content=text.encode("gb18030")
            )
            assert (taken.given, taken.unchanged) == (given, unchanged)
            assert [what for what, _why in taken.refused] == ["O-L3", "O-L4", "O-L4", "O-X", "第 9 行"]
        assert find_pack(stocked.pk, " sf1000000001") == packs[0]
        assert find_pack(stocked.pk, packs[1].code.lower()) == packs[1]
        assert find_pack(stocked.pk, "") is None
        with pytest.raises(actions.UnableToFulfil) as no:
            actions.give_waybill_file(
                person=person, at=AT, code=stocked.code, name="w.csv", content=b"a,b\n1,2\n"
            )
        assert no.value.code == "COLUMN_MISSING"


def test_what_left_has_its_freight_in_the_facts_once(stocked, brand, agency):
    person = warehouse_of(brand)
    packs = packed(person, stocked)
    with acting(person):
        assert ship_without_waybill(person, stocked, packs[0]) == "还没有运单号"
    done = ship(person, *packs)
    assert len(done.packs) == 4 and done.links == []
    assert ship(person, *packs).packs == [], "left already"
    with acting(person):
        assert actions.book_freight(person=person, at=AT, code=stocked.code).parcels == 0, "no table yet"
        for new in (2, 0):
            rates = [RATE, replace(RATE, carrier="own", first_fen=0)]
            assert actions.set_rates(person=person, at=AT, code=stocked.code, rates=rates) == new
        for wrong in (replace(RATE, first_fen=1), replace(RATE, step_g=0), replace(RATE, warehouse=10**9)):
            with pytest.raises(actions.UnableToFulfil):
                actions.set_rates(person=person, at=AT, code=stocked.code, rates=[wrong])
        assert [one.fen for one in list_unbooked(stocked.pk)] == [800, 800, 1000, 1000]
        booked = actions.book_freight(person=person, at=AT, code=stocked.code)
        assert (booked.parcels, booked.fen) == (4, 3600) == booked_of(stocked.pk)
        assert actions.book_freight(person=person, at=AT, code=stocked.code).parcels == 0
        charge = LogisticsCharge.objects.get(contract=stocked, charge_id=f"freight-{packs[0].code}")
        assert (charge.order_id, charge.kind, charge.paid_by, charge.borne_by) == (
            "O-L1",
            "outbound",
            "a",
            "shared",
        )
        assert LogisticsCharge.objects.count() == 4
        files = ImportFile.objects.count()
        # the carrier asks for other amounts: the same charges, corrected
        bill = f"运单号,运费\n{packs[0].parcel.waybill},9.00\n{packs[1].parcel.waybill},8\nZZ99999,1\n{packs[2].parcel.waybill},x\n".encode()
        done = actions.book_bill(person=person, at=AT, code=stocked.code, name="bill.csv", content=bill)
        assert (done.parcels, done.fen, done.unknown, [row.number for row in done.bad]) == (
            1,
            900,
            ["ZZ99999"],
            [5],
        )
        assert (
            actions.book_bill(person=person, at=AT, code=stocked.code, name="bill.csv", content=bill).parcels
            == 0
        )
        Parcel.objects.filter(pk=packs[3].parcel_id).update(
            waybill="ZZ99999"
        )  # as if it had left after the bill came
        again = actions.book_bill(person=person, at=AT, code=stocked.code, name="bill.csv", content=bill)
        assert (again.parcels, again.fen, again.unknown, again.is_again) == (1, 100, [], True)
        charge.refresh_from_db()
        assert charge.amount_fen == 900 and LogisticsCharge.objects.count() == 4
        corrected = set(History.objects.filter(table="logistics").values_list("row_id", flat=True))
        assert corrected == {charge.charge_id, f"freight-{packs[3].code}"}
        assert ImportFile.objects.count() == files + 2 and CarrierBill.objects.count() == 1
    for other in (agency.finance, brand.manager):
        with acting(other), pytest.raises(UnableTo):
            actions.book_freight(person=other, at=AT, code=stocked.code)


def ship_without_waybill(person: Person, contract: Contract, pack: Pack) -> str:
    """Why a parcel without a waybill stays; taken back."""
    Parcel.objects.filter(pack=pack).update(waybill="")
    done = actions.ship_packs(person=person, at=AT, code=contract.code, pack_ids=[pack.pk])
    Parcel.objects.filter(pack=pack).update(waybill=pack.parcel.waybill)
    return done.left_behind[pack.code]


def test_the_brands_own_delivery_needs_no_carrier(stocked, brand):
    person = warehouse_of(brand)
    pack = packed(person, stocked)[0]
    with acting(person):
        Parcel.objects.filter(pack=pack).update(carrier="own", waybill="")
        with pytest.raises(actions.UnableToFulfil):
            actions.mark_delivered(person=person, at=AT, code=stocked.code, pack_id=pack.pk)
    ship(person, pack)
    with acting(person):
        for hours in (1, 2):
            done = actions.mark_delivered(
                person=person, at=AT + timedelta(hours=hours), code=stocked.code, pack_id=pack.pk
            )
            assert done.parcel.delivered_at == AT + timedelta(hours=1) and done.parcel.waybill == pack.code


def of_one_buyer(contract, person, *order_ids: str) -> None:
    with acting(person):
        for order_id in order_ids:
            OrderPerson.objects.create(contract=contract, order_id=order_id, same="one")


def test_orders_of_one_buyer_go_in_one_parcel_which_each_of_them_shows(stocked, brand, agency):
    """O-L1 and O-L4 are of one person and store; O-L2, of that person too, is of another store."""
    person, operator = warehouse_of(brand), agency.people["agency_operator"]
    of_one_buyer(stocked, operator, "O-L1", "O-L2", "O-L4")
    packs = packs_of(person, wave(person, stocked))
    assert sorted(pack.orders for pack in packs) == [["O-L1", "O-L4"], ["O-L2"], ["O-L3"]]
    both = next(pack for pack in packs if len(pack.orders) == 2)
    for read in ("QL-1", "QL-1", "QL-2"):
        scan(person, both, read)
    waybill(person, both, "SF1230000009")
    done = ship(person, both)
    assert [pack.code for pack in done.packs] == [both.code]
    with acting(person):
        assert {order_id: [one.waybill for one in list_parcels(stocked.pk, order_id)] for order_id in both.orders} == {
            "O-L1": ["SF1230000009"], "O-L4": ["SF1230000009"],
        }  # fmt: skip
        actions.set_rates(person=person, at=AT, code=stocked.code, rates=[RATE])
        assert [(one.parcel.code, one.order_id) for one in list_unbooked(stocked.pk)] == [(both.code, "O-L1")]


def test_without_merging_each_order_has_its_own(stocked, brand, agency):
    person = warehouse_of(brand)
    of_one_buyer(stocked, agency.people["agency_operator"], "O-L1", "O-L4")
    packs = packs_of(person, wave(person, stocked, merges=False))
    assert sorted(pack.orders for pack in packs) == [["O-L1"], ["O-L2"], ["O-L3"], ["O-L4"]]


def test_what_does_not_fit_goes_into_a_parcel_of_its_own(stocked, brand):
    """O-L3 has two units: one is in, the other gets a label of its own, and both are handed over."""
    person = warehouse_of(brand)
    made = wave(person, stocked)
    pack = next(pack for pack in packs_of(person, made) if pack.orders == ["O-L3"])
    with acting(person), pytest.raises(actions.UnableToFulfil):  # nothing is in yet
        actions.split_pack(person=person, at=AT, code=stocked.code, pack_id=pack.pk)
    scan(person, pack, "QL-2")
    with acting(person):
        rest = actions.split_pack(person=person, at=AT, code=stocked.code, pack_id=pack.pk)
        assert (rest.number, rest.state, [line.quantity for line in rest.lines]) == (5, "waiting", [1])
        first = Pack.objects.get(pk=pack.pk)
        assert (first.state, [(line.quantity, line.scanned) for line in first.lines]) == ("packed", [(1, 1)])
        assert list_ready(stocked.pk) == [], "nothing of it is free for another wave"
    scan(person, rest, "QL-2")
    for one, number in ((pack, "SF1230000001"), (rest, "SF1230000002")):
        waybill(person, one, number)
    done = ship(person, pack, rest)
    assert len(done.packs) == 2 and not done.left_behind
    with acting(person):
        assert len(list_parcels(stocked.pk, "O-L3")) == 2


def test_a_parcel_packed_by_hand_stands_in_the_same_table(stocked, brand, agency):
    """Half of O-L3 is packed on the orders' page: the wave gets the other half; waybills and freight know both."""
    person, operator = warehouse_of(brand), agency.people["agency_operator"]
    with acting(operator):
        by_hand = pack_parcel(
            person=operator, at=AT, code=stocked.code, lines=[Packed("O-L3", "L3", 1)], weight_g=700
        )
    made = wave(person, stocked)
    pack = next(pack for pack in packs_of(person, made) if pack.orders == ["O-L3"])
    assert [line.quantity for line in pack.lines] == [1]
    with acting(operator), pytest.raises(UnableTo):  # all of it is in parcels
        pack_parcel(person=operator, at=AT, code=stocked.code, lines=[Packed("O-L3", "L3", 1)])
    with acting(operator), pytest.raises(UnableTo):  # the wave's own is not taken apart by hand
        unpack_parcel(person=operator, at=AT, code=stocked.code, parcel_code=pack.code)
    with acting(person):
        taken = actions.give_waybills(
            person=person,
            at=AT,
            code=stocked.code,
            rows=[actions.Given(by_hand.code, "顺丰", "SF1230000077")],
        )
        assert (taken.given, taken.refused) == (1, [])
        ship_packed(
            person=person, at=AT, code=stocked.code, parcel_code=by_hand.code, carrier="顺丰速运", waybill="SF1230000077"
        )  # fmt: skip
        actions.set_rates(person=person, at=AT, code=stocked.code, rates=[RATE])
        booked = actions.book_freight(person=person, at=AT, code=stocked.code)
        assert (booked.parcels, booked.fen) == (1, 800)
        assert actions.book_freight(person=person, at=AT, code=stocked.code).parcels == 0
        assert Parcel.objects.get(pk=by_hand.pk).carrier == "sf"
