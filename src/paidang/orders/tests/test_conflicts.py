"""Checks that need the database, on files in which nearly every row is bad."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import acting, shanghai

from paidang.catalog.models import FactoryPrice
from paidang.contracts.models import Contract
from paidang.orders.actions import create_stages, register_stores
from paidang.orders.queries import conflicts
from paidang.orders.queries.conflicts import find_conflicts
from paidang.team.models import Person

AT = shanghai("2026-04-02 10:00")


def stage(*rows: tuple[str, str]) -> None:
    """Lines of (store, SKU)."""
    create_stages()
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into stage_orderline (n, line_id, order_id, channel, store, sku, quantity, unit_price,"
            " merchant_discount, platform_discount, paid_at) values (%s, %s, %s, 'jd', %s, %s, 1, 1, 0, 0, now())",
            [(at, f"L{at}", f"O{at}", *row) for at, row in enumerate(rows, start=2)],
        )


def test_any_number_of_foreign_stores_is_one_look(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    def asked(count: int) -> int:
        stage(*((f"店{at}", "A") for at in range(count)))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = list(find_conflicts("order_lines", contract_id=contract_in_force.pk, keeps_times=False))
        assert [one.code for one in found] == ["unknown_store"] * count
        return len(queries)

    with acting(agency_operator):
        register_stores(contract_in_force.pk, [("jd", "自己的店")], at=AT)
        assert asked(2) == asked(20)


def test_a_hint_is_looked_for_once_a_sku(
    contract_in_force: Contract,
    agency_operator: Person,
    brand_manager: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[str] = []

    def nearest(sku: str, known: object) -> str:
        looked.append(sku)
        return "QL-1"

    monkeypatch.setattr(conflicts, "nearest", nearest)
    monkeypatch.setattr(conflicts, "HINTS_MAX", 2)
    with acting(brand_manager):
        FactoryPrice.objects.create(
            contract=contract_in_force, sku="QL-1", valid_from="2026-01-01", factory_price_fen=1,
            declared_by=brand_manager, declared_at=AT,
        )  # fmt: skip
        stage(*(("店", f"QL-{letter}") for letter in "IIIJK"))
        found = list(find_conflicts("order_lines", contract_id=contract_in_force.pk, keeps_times=False))
    assert looked == ["QL-I", "QL-J"]
    assert ["最接近" in one.reason for one in found] == [True, True, True, True, False]
