"""A set leaves by its parts: they are fetched and scanned, while the parcel's lines count sets."""

import pytest
from django.db import transaction
from tests.cast import acting, signed_in

from paidang.catalog.models import Listing, ListingPart, Sku
from paidang.catalog.queries.names import titles_of
from paidang.fulfilment import actions
from paidang.fulfilment.models import PackPart
from paidang.fulfilment.queries.freight import list_unbooked
from paidang.fulfilment.queries.ready import list_ready
from paidang.fulfilment.queries.sets import list_not_whole
from paidang.fulfilment.queries.waves import picks_of
from paidang.fulfilment.tests.packing import AT, packs_of, scan, ship, warehouse_of, wave, waybill
from paidang.intake.tests.goods import COUNTED, HOUSE, back, books, declare, order, refund, sell
from paidang.orders.actions import UnableToPack
from paidang.orders.queries.parcels import list_parcels
from paidang.orders.rules.packing import Packed


@pytest.fixture
def boxed(contract_in_force, brand, agency):
    """BOX is two of QL-1 and one of QL-2; L1 sells three of it, L2 one and a QL-1 beside it, L3 one FAR, whose parts lie in two warehouses."""
    declare(
        brand.manager,
        contract_in_force,
        f"{HOUSE},QL-1,20",
        f"{HOUSE},QL-2,9",
        "二号仓,QL-3,5",
        f"{HOUSE},QL-4,5",
    )
    made_of = {"BOX": {"QL-1": 2, "QL-2": 1}, "FAR": {"QL-4": 1, "QL-3": 1}}
    with acting(brand.manager):
        for name, parts in made_of.items():
            listing = Listing.objects.create(
                contract=contract_in_force, channel="jd", store="青岚京东旗舰店", platform_sku=name, title=f"{name} 套装",
                seller_code=name, told_at=COUNTED,
            )  # fmt: skip
            for code, units in parts.items():
                sku, _new = Sku.objects.get_or_create(
                    contract=contract_in_force, code=code, defaults={"weight_g": 100}
                )
                ListingPart.objects.create(
                    contract=contract_in_force, listing=listing, sku=sku, quantity=units
                )
    sell(
        agency.people["agency_operator"], contract_in_force, order("L1", 3, sku="BOX"), order("L2", 1, sku="BOX", order_id="O-2"),
        order("L2b", 1, order_id="O-2"), order("L3", 1, sku="FAR"),
    )  # fmt: skip
    return contract_in_force


def test_a_set_is_fetched_and_scanned_by_its_parts_split_whole_and_shipped(boxed, brand, agency):
    person = warehouse_of(brand)
    with acting(person):
        ready = {
            one.order_id: [(line.sku, line.quantity, line.parts) for line in one.lines]
            for one in list_ready(boxed.pk)
        }
    assert ready == {
        "O-L1": [("BOX", 3, (("QL-1", 6), ("QL-2", 3)))],
        "O-2": [("QL-1", 1, ()), ("BOX", 1, (("QL-1", 2), ("QL-2", 1)))],
    }, "a set whose parts are in two warehouses waits for somebody to bring them together"
    made = wave(person, boxed)
    with acting(person):
        assert titles_of(boxed, ["BOX", "QL-8"]) == {"BOX": "BOX 套装"}
        assert picks_of(made) == [("", "QL-1", 9), ("", "QL-2", 4)]
        assert list_ready(boxed.pk) == []
    three, mixed = sorted(packs_of(person, made), key=lambda pack: pack.orders, reverse=True)
    assert [scan(person, three, read).outcome for read in ("QL-1", "QL-1")] == ["counted"] * 2
    split = {"person": person, "at": AT, "code": boxed.code, "pack_id": three.pk}
    with acting(person), pytest.raises(actions.UnableToFulfil) as no:
        actions.split_pack(**split)
    assert no.value.code == "SET_NOT_WHOLE"
    assert scan(person, three, "BOX").outcome == "wrong", "of a set each part is scanned"
    assert scan(person, three, three.code).outcome == "opened"
    assert scan(person, three, "QL-2").outcome == "counted"
    with acting(person):
        rest = actions.split_pack(**split)
        assert [(one.sku, one.quantity, one.scanned) for one in rest.contents] == [
            ("QL-1", 4, 0),
            ("QL-2", 2, 0),
        ]
        held = [
            (p.code, [(one.sku, one.quantity, one.scanned) for one in p.lines.all()])
            for p in list_parcels(boxed.pk, "O-L1")
        ]
        assert sorted(held) == [(three.code, [("BOX", 1, 1)]), (rest.code, [("BOX", 2, 0)])]
    reads = ["QL-1"] * 3 + ["QL-2"]
    assert [scan(person, mixed, read).outcome for read in reads] == ["counted"] * 3 + ["complete"]
    assert scan(person, rest, "QL-2").outcome == "counted"
    assert scan(person, rest, "QL-2").outcome == "counted"
    assert scan(person, rest, "QL-2").outcome == "over"
    assert scan(person, rest, rest.code).outcome == "opened"
    assert [scan(person, rest, "QL-1").outcome for _ in range(4)] == ["counted"] * 3 + ["complete"]
    packs = packs_of(person, made)
    for number, pack in enumerate(packs):
        waybill(person, pack, f"SF100000000{number}")
    assert ship(person, *packs_of(person, made)).left_behind == {}
    with acting(person):
        assert sorted(one.weight_g for one in list_unbooked(boxed.pk)) == [300, 400, 600]


def test_a_set_that_was_refunded_does_not_leave_and_its_parts_are_free_again(boxed, brand, agency):
    person = warehouse_of(brand)
    made = wave(person, boxed)
    refund(agency.people["agency_operator"], boxed, back("L1", 1))
    assert (books(brand, boxed), books(brand, boxed, "QL-2")) == ((20, 7, 0), (9, 3, 0))
    three = next(pack for pack in packs_of(person, made) if pack.orders == ["O-L1"])
    assert scan(person, three, "QL-1").outcome == "gone"
    again = packs_of(person, wave(person, boxed))
    assert [[(one.sku, one.quantity) for one in pack.contents] for pack in again] == [
        [("QL-1", 4), ("QL-2", 2)]
    ]
    with acting(agency.manager):
        assert PackPart.objects.count() == 6, "the agency looks on"


def test_a_set_in_two_warehouses_says_so_and_is_packed_by_hand_once_somebody_has_all_of_it(boxed, brand):
    person = warehouse_of(brand)
    with acting(person):
        assert [(one.order_id, str(one.why)) for one in list_not_whole(boxed.pk)] == [
            ("O-L3", f"套装 FAR 的货不在一个仓：二号仓有 QL-3、{HOUSE}有 QL-4")
        ]
        assert list_not_whole(boxed.pk, ["O-L1"]) == []
    drawer, waves = (
        signed_in(person).get(path).content.decode()
        for path in (f"/orders/{boxed.code}/O-L3", f"/fulfilment?contract={boxed.code}")
    )
    assert "套装 FAR 的货不在一个仓" in drawer and 'name="together"' in drawer
    assert "套装 FAR 的货不在一个仓" in waves
    with acting(person):
        pack = {"person": person, "at": AT, "code": boxed.code, "lines": [Packed("O-L3", "L3", 1)]}
        with pytest.raises(UnableToPack) as no, transaction.atomic():
            actions.pack_by_hand(**pack)
        assert no.value.code == "SET_NOT_WHOLE" and list_parcels(boxed.pk, "O-L3") == []
        assert actions.pack_by_hand(**pack, is_together=True).packed_at == AT


def test_a_parcel_whose_goods_are_to_come_from_another_warehouse_by_now_is_not_packed(boxed, brand):
    person = warehouse_of(brand)
    three = next(pack for pack in packs_of(person, wave(person, boxed)) if pack.orders == ["O-L1"])
    declare(brand.manager, boxed, "二号仓,QL-2,9", f"{HOUSE},QL-2,0", name="moved.csv")
    assert scan(person, three, "QL-1").outcome == "gone"
