"""Parcels: one of several orders, several of one, a part of a line; never more than was sold, never of a held order."""

from collections.abc import Sequence

import pytest
from django.core.cache import cache
from tests.cast import Party, acting, shanghai
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.orders import actions
from paidang.orders.actions import UnableToPack
from paidang.orders.models import OrderAct, OrderHold, OrderLine, OrderPerson, Parcel, Refund
from paidang.orders.queries import listing
from paidang.orders.queries.listing import NEAR_LINES, iter_lines, list_orders
from paidang.orders.queries.matching import Wanted
from paidang.orders.queries.parcels import list_parcels, open_lines
from paidang.orders.queries.standing import known_of
from paidang.orders.rules.packing import Packed
from paidang.orders.rules.states import state_of
from paidang.orders.tests.held import held_orders
from paidang.team.models import Person

AT = shanghai("2026-04-02 10:00")
PAID = shanghai("2026-04-01 10:00")


def sold(contract: Contract, order_id: str, *units: int, channel: str = "jd", same: str = "") -> None:
    """An order with a line of each number of units, waiting to be shipped; `same`: whose it is."""
    OrderLine.objects.bulk_create(
        OrderLine(
            contract=contract, line_id=f"{order_id}-{n}", order_id=order_id, channel=channel, store="青岚京东旗舰店",
            sku=f"QL-{n}", quantity=quantity, unit_price_fen=12_900, merchant_discount_fen=0, platform_discount_fen=0,
            paid_at=PAID,
        )
        for n, quantity in enumerate(units, start=1)
    )  # fmt: skip
    if same:
        OrderPerson.objects.create(contract=contract, order_id=order_id, same=same)


@kept
def with_orders(contract_in_force: Contract, agency: Party) -> Contract:
    """A (2 and 3 units) and B of one person, C of another, D of nobody known."""
    with acting(agency.manager):
        for order_id, units, same in (
            ("A", (2, 3), "x"),
            ("B", (1,), "x"),
            ("C", (1,), "y"),
            ("D", (4,), ""),
        ):
            sold(contract_in_force, order_id, *units, same=same)
    return contract_in_force


def pack(person: Person, contract: Contract, *lines: tuple[str, int], parcel_code: str = "") -> Parcel:
    """Lines as (`A-1`, units)."""
    packed = [Packed(line_id.partition("-")[0], line_id, units) for line_id, units in lines]
    with acting(person):
        return actions.pack_parcel(
            person=person, at=AT, code=contract.code, lines=packed, parcel_code=parcel_code
        )


def ship(person: Person, contract: Contract, parcel: Parcel, waybill: str = "SF1000000001") -> Parcel:
    with acting(person):
        return actions.ship_parcel(
            person=person, at=AT, code=contract.code, parcel_code=parcel.code, carrier="467", waybill=waybill,
            weight_g=820, freight_fen=800,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "PARCEL_EMPTY"),
        ([("A-1", 3)], "PARCEL_TOO_MANY"),
        ([("A-1", 0)], "PARCEL_LINE_UNKNOWN"),
        ([("A-9", 1)], "PARCEL_LINE_UNKNOWN"),
        ([("A-1", 1), ("C-1", 1)], "PARCEL_OF_SEVERAL"),
        ([("A-1", 1), ("D-1", 1)], "PARCEL_OF_SEVERAL"),
    ],
)
def test_what_does_not_belong_together_is_not_packed(
    with_orders: Contract, brand_warehouse: Person, lines: Sequence[tuple[str, int]], code: str
) -> None:
    with pytest.raises(UnableToPack) as refused:
        pack(brand_warehouse, with_orders, *lines)
    assert refused.value.code == code
    with acting(brand_warehouse):
        assert not Parcel.objects.exists()


def test_orders_share_a_parcel_and_one_is_spread_over_two(
    with_orders: Contract, brand_warehouse: Person, agency_operator: Person
) -> None:
    shared = pack(brand_warehouse, with_orders, ("A-1", 2), ("A-2", 1), ("B-1", 1))
    with acting(brand_warehouse):
        units = {line: one.units for line, one in open_lines(with_orders.pk, ["A", "B"]).items()}
    assert units == {"A-1": 0, "A-2": 2, "B-1": 0}
    rest = pack(agency_operator, with_orders, ("A-2", 2), parcel_code="P-1")
    assert pack(agency_operator, with_orders, ("A-2", 2), parcel_code="P-1").pk == rest.pk
    with pytest.raises(UnableToPack) as refused:
        pack(agency_operator, with_orders, ("D-1", 1), parcel_code="P-1")
    assert refused.value.code == "PARCEL_WRONG_STATE"
    assert ship(brand_warehouse, with_orders, shared).freight_fen == 800
    assert ship(brand_warehouse, with_orders, shared).shipped_at == AT
    with pytest.raises(UnableToPack) as refused:
        ship(brand_warehouse, with_orders, rest)
    assert refused.value.code == "WAYBILL_TAKEN"
    for waybill in ("SF1000000002", "x"):
        with pytest.raises(UnableToPack) as refused:
            ship(brand_warehouse, with_orders, shared if waybill != "x" else rest, waybill)
        assert refused.value.code == ("WAYBILL_WRONG" if waybill == "x" else "PARCEL_WRONG_STATE")
    with acting(brand_warehouse):
        assert [one.code for one in list_parcels(with_orders.pk, "A")] == [shared.code, "P-1"]
        kinds = OrderAct.objects.filter(order_id="A").order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["packed", "packed", "shipped"]
        assert Entry.objects.filter(act="orders.shipped").count() == 1
        # JD has not said so yet: its order is what its platform says
        assert not OrderLine.objects.filter(order_id="A", shipped_at__isnull=False).exists()


def test_what_is_unpacked_can_be_packed_again_until_it_has_left(
    with_orders: Contract, brand_warehouse: Person
) -> None:
    first = pack(brand_warehouse, with_orders, ("B-1", 1))
    with acting(brand_warehouse):
        for _twice in range(2):
            actions.unpack_parcel(
                person=brand_warehouse, at=AT, code=with_orders.code, parcel_code=first.code
            )
        assert Entry.objects.filter(act="orders.unpacked").count() == 1
    with pytest.raises(UnableToPack):
        ship(brand_warehouse, with_orders, first)
    again = ship(brand_warehouse, with_orders, pack(brand_warehouse, with_orders, ("B-1", 1)))
    with acting(brand_warehouse), pytest.raises(UnableToPack) as refused:
        actions.unpack_parcel(person=brand_warehouse, at=AT, code=with_orders.code, parcel_code=again.code)
    assert refused.value.code == "PARCEL_WRONG_STATE"


def test_refunded_units_are_not_packed_and_direct_orders_count_as_shipped(
    with_orders: Contract, brand_warehouse: Person
) -> None:
    with acting(brand_warehouse):
        sold(with_orders, "E", 2, channel="direct")
        Refund.objects.create(
            contract=with_orders, refund_id="R", line_id="D-1", quantity=3, amount_fen=1, cause="no_reason",
            restocked=True, refunded_at=AT,
        )  # fmt: skip
    with pytest.raises(UnableToPack):
        pack(brand_warehouse, with_orders, ("D-1", 2))
    for waybill, is_whole in (("SF1000000001", False), ("SF1000000002", True)):
        ship(brand_warehouse, with_orders, pack(brand_warehouse, with_orders, ("E-1", 1)), waybill)
        with acting(brand_warehouse):
            assert (OrderLine.objects.get(order_id="E").shipped_at is not None) == is_whole


def test_what_our_parcels_took_along_has_left_in_list_counts_export_and_drawer_alike(
    with_orders: Contract, brand_warehouse: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Orders by file, and those whose platform was not told yet, say the same everywhere though their facts know no parcel."""
    with acting(brand_warehouse):
        Refund.objects.create(
            contract=with_orders, refund_id="R", line_id="D-1", quantity=1, amount_fen=1, cause="no_reason",
            restocked=True, refunded_at=AT,
        )  # fmt: skip
    ship(brand_warehouse, with_orders, pack(brand_warehouse, with_orders, ("A-1", 2), ("A-2", 2)))
    ship(brand_warehouse, with_orders, pack(brand_warehouse, with_orders, ("B-1", 1)), "SF1000000002")
    pack(brand_warehouse, with_orders, ("C-1", 1))

    def shown(view: str) -> dict[str, str]:
        page = list_orders(Wanted([with_orders.pk], view=view))
        assert page.total == len(page.rows) == page.counts[view]
        return {row.order_id: row.state for row in page.rows}

    said = {"A": "part_shipped", "B": "moving", "C": "unshipped"}
    for near in (NEAR_LINES, ()):
        cache.clear()
        monkeypatch.setattr(listing, "NEAR_LINES", near)
        with acting(brand_warehouse):
            assert shown("") == {**said, "D": "part_refunded"}
            assert {order_id: state_of(known_of(with_orders.pk, order_id)) for order_id in said} == said
            assert (shown("unshipped"), shown("moving")) == (
                {"A": said["A"], "C": said["C"]},
                {"B": "moving"},
            )
            lines = {line[2]: (line[11], line[-1]) for line in iter_lines(Wanted([with_orders.pk]))}
            assert lines["A-1"] == (AT, "part_shipped") and lines["A-2"] == (None, "part_shipped")
            assert lines["B-1"] == (AT, "moving")
    ship(brand_warehouse, with_orders, pack(brand_warehouse, with_orders, ("A-2", 1)), "SF1000000003")
    with acting(brand_warehouse):
        assert shown("moving") == {"A": "moving", "B": "moving"}


def test_a_held_order_is_neither_packed_nor_shipped_until_it_is_released(
    with_orders: Contract, brand_warehouse: Person, agency_operator: Person
) -> None:
    packed = pack(brand_warehouse, with_orders, ("B-1", 1))
    with acting(agency_operator):
        for _twice in range(2):
            actions.hold_orders(
                person=agency_operator, at=AT, code=with_orders.code, order_ids=["A", "B"], reason="等买家"
            )
        assert held_orders(with_orders) == {"A", "B"}
        assert OrderHold.objects.count() == 2
    for do in (
        lambda: pack(brand_warehouse, with_orders, ("A-1", 1)),
        lambda: ship(brand_warehouse, with_orders, packed),
    ):
        with pytest.raises(UnableToPack, match="人工拦截") as refused:
            do()
        assert refused.value.code == "ORDER_HELD"
    with acting(brand_warehouse):
        for text in (" ", "买家已确认", "买家已确认"):
            give = {"person": brand_warehouse, "at": AT, "code": with_orders.code, "order_ids": ["A", "B"]}
            if not text.strip():
                with pytest.raises(actions.UnableToHold) as empty:
                    actions.release_orders(**give, reason=text)
                assert empty.value.code == "HOLD_WITHOUT_REASON"
            else:
                actions.release_orders(**give, reason=text)
        assert held_orders(with_orders) == set()
        assert Entry.objects.filter(act__in=["orders.held", "orders.released"]).count() == 2
    ship(brand_warehouse, with_orders, packed)


def test_who_may(
    with_orders: Contract, agency_finance: Person, brand_finance: Person, outsider_manager: Person
) -> None:
    for person, refusal in (
        (agency_finance, NotAllowed),
        (brand_finance, NotAllowed),
        (outsider_manager, NotFound),
    ):
        with pytest.raises(refusal):
            pack(person, with_orders, ("B-1", 1))
        with acting(person), pytest.raises(refusal):
            actions.hold_orders(person=person, at=AT, code=with_orders.code, order_ids=["A"], reason="看看")
