"""Stock follows the orders: what is reserved, out, back or short, whatever order the files come in."""

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import acting

from paidang.duties.queries import list_open
from paidang.intake.tests.goods import HOUSE, LATER, back, books, declare, holds, order, refund, sell
from paidang.stock.actions import follow_orders
from paidang.stock.models import Reservation, StockEntry, StockLevel
from paidang.stock.queries.levels import find_unproven


def counted_queries(run) -> int:
    with connection.execute_wrapper(lambda execute, *asked: asks.append(1) or execute(*asked)):
        asks: list[int] = []
        run()
        return len(asks)


def test_what_is_not_declared_is_not_followed_and_costs_one_query(contract_in_force, agency_operator, brand):
    sell(agency_operator, contract_in_force, order("L1", 2))
    with acting(agency_operator), transaction.atomic():
        # the savepoint of the action, its question, the savepoint's end
        assert counted_queries(lambda: follow_orders(contract_in_force.pk, at=LATER)) == 3
    assert holds(brand, contract_in_force) == {}
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-2,5")
    sell(agency_operator, contract_in_force, order("L2", 1))
    assert holds(brand, contract_in_force) == {}


def test_a_line_is_reserved_shipped_and_comes_back(
    contract_in_force, agency_operator, brand, brand_warehouse
):
    declare(brand_warehouse, contract_in_force, f"{HOUSE},QL-1,10", f"{HOUSE},GIFT-1,3")
    gift = order("G", 1, sku="GIFT-1", gift="true").replace(",12900,0,0,", ",12900,12900,0,")
    sell(agency_operator, contract_in_force, order("L1", 4), gift)
    assert (books(brand, contract_in_force), books(brand, contract_in_force, "GIFT-1")) == (
        (10, 4, 0),
        (3, 1, 0),
    )
    sell(agency_operator, contract_in_force, order("L1", 4, shipped="03-22 09:00"))
    assert books(brand, contract_in_force) == (6, 0, 0)
    refund(agency_operator, contract_in_force, back("L1", 1))
    assert books(brand, contract_in_force) == (7, 0, 0)
    unfit = back("L1", 1, fit=False, cause="quality").replace("R-L1", "R2")
    lost = back("L1", 1, fit=False, cause="lost").replace("R-L1", "R3")
    refund(agency_operator, contract_in_force, unfit, lost)
    assert books(brand, contract_in_force) == (7, 0, 1)
    with acting(brand_warehouse):
        before = StockEntry.objects.count()
        assert follow_orders(contract_in_force.pk, at=LATER) == 0
        assert StockEntry.objects.count() == before
        assert {entry.by_id for entry in StockEntry.objects.exclude(kind="opening")} == {None}


def test_what_is_cancelled_is_for_who_waits_the_oldest_first(contract_in_force, agency_operator, brand):
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,5")
    sell(
        agency_operator,
        contract_in_force,
        order("L1", 3, paid="03-21 09:00"),
        order("L3", 2, paid="03-21 11:00"),
    )
    sell(
        agency_operator,
        contract_in_force,
        order("L4", 2, paid="03-22 10:00"),
        order("L2", 3, paid="03-21 10:00"),
    )
    assert holds(brand, contract_in_force) == {
        "L1": (3, 0, 0, 0), "L2": (0, 3, 0, 0), "L3": (2, 0, 0, 0), "L4": (0, 2, 0, 0),
    }  # fmt: skip
    with acting(brand.manager):
        [duty] = [duty for duty in list_open() if duty.kind == "cover_shortage"]
        assert (duty.side, duty.clause, duty.facts) == ("a", "OP-2-A-3", {"count": 2, "units": 5})
    refund(agency_operator, contract_in_force, back("L1", 3))
    assert holds(brand, contract_in_force)["L2"] == (3, 0, 0, 0)
    assert books(brand, contract_in_force) == (5, 5, 0)
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,9", at=LATER, name="more.csv")
    assert [hold[1] for hold in holds(brand, contract_in_force).values()] == [0, 0, 0, 0]
    with acting(brand.manager):
        assert [duty for duty in list_open() if duty.kind == "cover_shortage"] == []


def test_one_order_alone_is_followed_and_what_it_frees_is_given_on(contract_in_force, agency_operator, brand):
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,1")
    sell(agency_operator, contract_in_force, order("L1"), order("L2", paid="03-21 11:00"))
    with acting(brand.manager), connection.cursor() as cursor:
        cursor.execute("update orders_orderline set quantity = 1, shipped_at = null where line_id = 'L1'")
        cursor.execute(
            "insert into orders_refund (contract_id, refund_id, line_id, quantity, amount_fen, cause, restocked, refunded_at)"
            " values (%s, 'R', 'L1', 1, 1, 'no_reason', true, '2026-03-22')",
            [contract_in_force.pk],
        )
        assert follow_orders(contract_in_force.pk, at=LATER, order_ids=["O-L2"]) == 0
        assert follow_orders(contract_in_force.pk, at=LATER, order_ids=["O-L1"]) == 2
    assert holds(brand, contract_in_force) == {"L1": (0, 0, 0, 0), "L2": (1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("first", "then", "expected", "balances"),
    [
        ("shipped 1 of none", "", (0, 0, 0, 1), (0, 0, 0)),
        ("shipped 1 of none", "count 4", (0, 0, 1, 0), (4, 0, 0)),
        ("left before the count", "count 4", (0, 0, 1, 0), (4, 0, 0)),
        ("paid long ago", "", None, (0, 0, 0)),
        ("left before the opening", "", None, (0, 0, 0)),
    ],
)  # fmt: skip
def test_what_left_beside_the_books(
    contract_in_force, agency_operator, brand, first, then, expected, balances
):
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,0")
    if first == "left before the count":  # known only after it
        declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,4", at=LATER, name="count.csv")
    row = {
        "paid long ago": order("L1", paid="02-01 10:00"),
        "left before the opening": order("L1", paid="03-19 10:00", shipped="03-20 09:00"),
    }.get(first, order("L1", shipped="03-22 09:00"))
    sell(agency_operator, contract_in_force, row)
    if then and first != "left before the count":
        declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,4", at=LATER, name="count.csv")
    assert holds(brand, contract_in_force).get("L1") == expected
    assert books(brand, contract_in_force) == balances


def test_corrected_facts_are_followed(contract_in_force, agency_operator, brand):
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,5", f"{HOUSE},QL-2,5")
    sell(agency_operator, contract_in_force, order("L1", 3, shipped="03-22 09:00"))
    assert books(brand, contract_in_force) == (2, 0, 0)
    sell(agency_operator, contract_in_force, order("L1", 1, shipped="03-22 09:00"))
    assert books(brand, contract_in_force) == (4, 0, 0)
    sell(agency_operator, contract_in_force, order("L1", 1, sku="QL-2"))
    assert (books(brand, contract_in_force), books(brand, contract_in_force, "QL-2")) == (
        (5, 0, 0),
        (5, 1, 0),
    )


def test_a_line_goes_to_the_warehouse_that_has_all_of_it(contract_in_force, agency_operator, brand):
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,2", "萧山仓,QL-1,3")
    sell(agency_operator, contract_in_force, order("L1", 3), order("L2", 3, paid="03-21 11:00"))
    with acting(brand.manager):
        of = {one.line_id: (one.warehouse.name, one.reserved, one.short) for one in Reservation.objects.all()}
        assert of == {"L1": ("萧山仓", 3, 0), "L2": (HOUSE, 2, 1)}
        assert find_unproven(contract_in_force.pk) == []


def test_the_table_refuses_what_must_not_be(contract_in_force, agency_operator, brand):
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,2")
    sell(agency_operator, contract_in_force, order("L1", 2))
    for change in ("on_hand = 1", "on_hand = -1", "reserved = 3", "reserved = -1", "damaged = -1"):
        with (
            acting(brand.manager),
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"update stock_stocklevel set {change}")
    with acting(brand.manager):
        level = StockLevel.objects.get()
        StockLevel.objects.update(on_hand=3)
        assert find_unproven(contract_in_force.pk) == [(level.warehouse_id, "QL-1")]
