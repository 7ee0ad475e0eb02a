"""Measure stock: a list of 100,000 SKUs, a million lines followed at once, again, one order at a time, and the page.

    python -m paidang.site.with_database --durable python bench/stock.py --skus 100000 --lines 1000000

Every SKU is in one warehouse; of the lines one in twenty has not left yet. A database of its own.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")

LINES = """
    insert into orders_orderline (contract_id, line_id, order_id, channel, store, sku, quantity, unit_price_fen,
        merchant_discount_fen, platform_discount_fen, paid_at, shipped_at, gift)
    select %(contract)s, %(mark)s || i, %(mark)s || i, 'jd', 'jd store ' || i %% 3, 'QL-' || 1 + i %% %(skus)s, 1, 12900, 0, 0,
        timestamptz '2026-09-01 00:00+08' + i * interval '2 second',
        case when i %% 20 > 0 then timestamptz '2026-09-02 00:00+08' + i * interval '2 second' end, false
    from generate_series(1, %(lines)s) i"""


def main() -> None:
    """Fill, follow, look, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--skus", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=1_000_000)
    asked = parser.parse_args()
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        measure(asked.skus, asked.lines)
    finally:
        teardown_databases(made, verbosity=0)


def measure(skus: int, lines: int) -> None:
    """The list, all lines as new, again without change, single orders, the page."""
    from django.db import connection, transaction
    from tests.cast import acting, agree_on, register

    from paidang.kit.period import SHANGHAI
    from paidang.orders.models import Store
    from paidang.stock.actions import declare_counts, follow_orders
    from paidang.stock.queries.levels import find_unproven
    from paidang.stock.queries.listing import StockWanted, list_stock
    from paidang.stock.rules.counting import Count

    brand = register(name="青岚茶器", kind="brand", code="qinglan")
    agency = register(name="拾舟电商", kind="agency", code="shizhou")
    contract = agree_on(brand=brand, agency=agency)
    pk, counted_at = contract.pk, datetime(2026, 8, 31, 18, tzinfo=SHANGHAI)
    with acting(brand.manager):
        for name in ("甲", "乙", "丙"):
            Store.objects.create(contract=contract, channel="jd", name=name, declared_at=counted_at)
        counts = [Count("余杭仓", f"QL-{n}", 1_000, counted_at) for n in range(1, skus + 1)]
        at = counted_at + timedelta(hours=1)
        with transaction.atomic():
            timed(
                f"list of {skus:,} SKUs",
                lambda: declare_counts(counts, contract=contract, person=brand.manager, at=at),
            )
        with connection.cursor() as cursor:
            cursor.execute(LINES, {"contract": pk, "mark": "L", "skus": skus, "lines": lines})
            cursor.execute("analyze orders_orderline")
        timed(f"{lines:,} lines, all new", lambda: follow_orders(pk, at=at))
        timed("again, nothing to do", lambda: follow_orders(pk, at=at))
        with connection.cursor() as cursor:
            cursor.execute(LINES, {"contract": pk, "mark": "S", "skus": skus, "lines": 500})
        orders = [f"S{n}" for n in range(1, 501)]
        timed(
            "500 orders, one at a time", lambda: [follow_orders(pk, at=at, order_ids=[one]) for one in orders]
        )
        for sort, view in (("sku", ""), ("left", ""), ("left", "low")):
            timed(f"page by {sort} {view}", partial(list_stock, StockWanted(pk, sort=sort, view=view)))
        timed("page in the middle", lambda: list_stock(StockWanted(pk), after="0~QL-50000"))
        assert timed("proof of all balances", lambda: find_unproven(pk)) == []


def timed(word: str, run: Callable[[], Any]) -> Any:
    """Run it, print how long it took."""
    begun = time.perf_counter()
    found = run()
    print(f"{word:40} {time.perf_counter() - begun:8.2f} s", flush=True)
    return found


if __name__ == "__main__":
    main()
