"""Two hundred buyers at once, one unit: one gets it, nobody else, and nothing goes below zero."""

from itertools import count

import pytest
from django.db import connection, transaction
from tests.at_once import at_once
from tests.cast import acting

from paidang.intake.tests.goods import HOUSE, LATER, books, declare
from paidang.stock.actions import follow_orders, move_goods
from paidang.stock.models import Reservation

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS, BUYERS_EACH = 50, 4


def write_line(contract_id: int, line_id: str, sku: str) -> None:
    """One unit of a SKU, paid and not shipped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into orders_orderline (contract_id, line_id, order_id, channel, store, sku, quantity, unit_price_fen,"
            " merchant_discount_fen, platform_discount_fen, paid_at, gift)"
            " values (%s, %s, %s, 'jd', 's', %s, 1, 100, 0, 0, %s, false)",
            [contract_id, line_id, line_id, sku, LATER],
        )


def buy(contract_id: int, line_id: str) -> None:
    """A message of one paid order: its line is written and stock follows it, in one transaction."""
    with transaction.atomic():
        write_line(contract_id, line_id, "QL-1")
        follow_orders(contract_id, at=LATER, order_ids=[line_id])


def test_one_unit_is_sold_once(contract_in_force, agency_operator, brand):
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,1")
    numbers = count(1)

    def worker() -> None:
        with acting(agency_operator):
            for _ in range(BUYERS_EACH):
                buy(contract_in_force.pk, f"B{next(numbers)}")

    at_once(*[worker] * WORKERS)
    assert books(brand, contract_in_force) == (1, 1, 0)
    with acting(brand.manager):
        held = list(Reservation.objects.values_list("reserved", "short"))
    assert sorted(held) == [(0, 1)] * (WORKERS * BUYERS_EACH - 1) + [(1, 0)]


def test_whoever_moves_several_skus_waits_and_never_in_a_circle(contract_in_force, agency_operator, brand):
    """Two orders with the same goods the other way round, a count and a whole import beside them."""
    declare(brand.manager, contract_in_force, *(f"{HOUSE},QL-{n},5" for n in (3, 1, 2)))
    numbers = count(1)

    def order_of(*skus: str) -> None:
        with acting(agency_operator), transaction.atomic():
            for sku in skus * 3:
                write_line(contract_in_force.pk, f"B{next(numbers)}", sku)
            follow_orders(contract_in_force.pk, at=LATER)

    def damage(sku: str) -> None:
        with acting(brand.manager):
            move_goods(
                person=brand.manager, at=LATER, code=contract_in_force.code, kind="damaged", warehouse=HOUSE, sku=sku,
                quantity=1, reason="碰碎",
            )  # fmt: skip

    at_once(
        lambda: order_of("QL-1", "QL-2"), lambda: order_of("QL-2", "QL-1"), lambda: order_of("QL-3", "QL-1"),
        lambda: damage("QL-1"), lambda: damage("QL-2"),
    )  # fmt: skip
    with acting(brand.manager):
        follow_orders(contract_in_force.pk, at=LATER)
    assert books(brand, contract_in_force, "QL-1") == (4, 4, 1)
    assert books(brand, contract_in_force, "QL-2") == (4, 4, 1)
