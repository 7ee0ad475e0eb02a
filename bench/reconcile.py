"""Measure setting a million bill lines against a million orders, doing it again, and the pages that show it.

    python -m paidang.site.with_database --durable python bench/reconcile.py --orders 1000000

One line per order, one payment per order in the bills, 2 in 1,000 of them different; a database of its own.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
MONTH = "2026-09"

LINES = """
    insert into orders_orderline (contract_id, line_id, order_id, channel, store, sku, quantity, unit_price_fen,
        merchant_discount_fen, platform_discount_fen, paid_at, completed_at, gift)
    select %(contract)s, 'L' || i, 'O' || i, 'jd', 'jd store ' || i %% 3, 'QL-1', 1, 12900, 0, 0,
        timestamptz '2026-09-01 00:00+08' + i * interval '2 second',
        case when i %% 20 > 0 then timestamptz '2026-09-04 00:00+08' + i * interval '2 second' end, false
    from generate_series(1, %(orders)s) i"""
BILLS = """
    insert into orders_billline (contract_id, entry_id, channel, store, order_id, kind, item, amount_fen, booked_at)
    select %(contract)s, 'E' || i, 'jd', 'jd store ' || i %% 3, 'O' || i, 'payment', '货款', case when i %% 500 = 0 then 12000 else 12900 end,
        timestamptz '2026-09-05 00:00+08' + i * interval '2 second'
    from generate_series(1, %(orders)s) i where i %% 20 > 0"""


def main() -> None:
    """Fill, reconcile, look, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--orders", type=int, default=1_000_000)
    orders = parser.parse_args().orders
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        measure(orders)
    finally:
        teardown_databases(made, verbosity=0)


def measure(orders: int) -> None:
    """The same facts reconciled as new, without change, with one change; then the queries of the page."""
    from django.db import connection
    from tests.cast import acting, agree_on, register

    from paidang.orders.actions import reconcile_bills
    from paidang.orders.models import BillLine
    from paidang.orders.queries.bills import (
        count_open,
        items_of,
        list_fees,
        list_matched,
        sum_items,
        sum_month,
    )

    brand = register(name="青岚茶器", kind="brand", code="qinglan")
    agency = register(name="拾舟电商", kind="agency", code="shizhou")
    contract = agree_on(brand=brand, agency=agency)
    with acting(agency.finance), connection.cursor() as cursor:
        for sql in (LINES, BILLS):
            cursor.execute(sql, {"contract": contract.pk, "orders": orders})
        said("reconciled, before the database knows the tables' sizes", lambda: reconcile_bills(contract.pk))
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    with acting(agency.finance):
        said("reconciled again, nothing changed", lambda: reconcile_bills(contract.pk))
        BillLine.objects.filter(contract=contract, entry_id="E1").update(amount_fen=1)
        said("reconciled again, one line changed", lambda: reconcile_bills(contract.pk))
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    with acting(agency.finance):
        for number in (1, 2):
            print(f"-- look {number}")
            said("sums of the month", lambda: sum_month(contract.pk, MONTH))
            said(
                "sum of what is explained", lambda: sum_items(items_of(contract.pk, MONTH, state="explained"))
            )
            said("what is open, counted", lambda: count_open(contract.pk, until_month=MONTH))
            for state in ("open", "waiting"):
                said(
                    f"a page of {state}",
                    lambda state=state: list(items_of(contract.pk, MONTH, state=state)[:50]),
                )
            said("fees", lambda: list_fees(contract.pk, MONTH))
            said("a page of what agrees", lambda: list_matched(contract.pk, MONTH))
        print(
            {state: sums.items for state, sums in sum_month(contract.pk, MONTH)["jd", "jd store 0"].items()}
        )


def said(what: str, act: Callable[[], Any]) -> None:
    """Run it once and print how long it took."""
    start = time.perf_counter()
    act()
    print(f"{what}: {(time.perf_counter() - start) * 1000:,.0f} ms", flush=True)


if __name__ == "__main__":
    main()
