"""Finding orders among many, and pages of the list, in process:

    python -m paidang.site.with_database python bench/orders.py --orders 1000000

One line an order, a fifth of them with a person, a tenth with a waybill, a fiftieth with a remark, 1,000 SKUs with titles.
Each question is asked several times, with nothing kept in between; the median is told. A database of its own.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")

TIMES = 7
FILL = """
insert into orders_orderline (contract_id, line_id, order_id, channel, store, sku, quantity, unit_price_fen,
    merchant_discount_fen, platform_discount_fen, paid_at, shipped_at, completed_at, gift)
select %(contract)s, n || '-1', (300000000000 + n * 37)::text, 'jd', '京东旗舰店', 'QL-' || n %% 1000, 1, 12900, 0, 0,
    '2026-01-01 00:00+08'::timestamptz + n * interval '20 seconds',
    case when n < %(orders)s - 2000 then '2026-01-01 00:00+08'::timestamptz + n * interval '20 seconds' + interval '1 day' end,
    case when n < %(orders)s - 20000 then '2026-01-01 00:00+08'::timestamptz + n * interval '20 seconds' + interval '3 days' end,
    false from generate_series(1, %(orders)s) n;
insert into catalog_product (contract_id, title) select %(contract)s, '茶器第 ' || n || ' 号' from generate_series(0, 999) n;
insert into catalog_sku (contract_id, product_id, code, barcode, is_gift)
select contract_id, id, 'QL-' || substring(title from '[0-9]+'), '', false from catalog_product where contract_id = %(contract)s;
insert into orders_orderwaybill (contract_id, order_id, waybill)
select %(contract)s, (300000000000 + n * 37)::text, 'SF' || (1000000000 + n) from generate_series(1, %(orders)s, 10) n;
insert into orders_orderperson (contract_id, order_id, province, city, name, phone, last_four, same)
select %(contract)s, (300000000000 + n * 37)::text, '浙江', '杭州', md5('n' || n %% 50000), md5('p' || n), md5('f' || n %% 10000), md5('s' || n)
from generate_series(1, %(orders)s, 5) n;
update orders_orderperson set name = %(name)s where contract_id = %(contract)s and name = md5('n501');
update orders_orderperson set last_four = %(four)s where contract_id = %(contract)s and last_four = md5('f501');
insert into orders_remark (contract_id, order_id, text, by_id, at)
select %(contract)s, (300000000000 + n * 37)::text, '周末送，放门口 ' || n, %(person)s, now() from generate_series(1, %(orders)s, 50) n;
insert into orders_orderhold (contract_id, order_id, kind, why, raised_at, reason)
select %(contract)s, (300000000000 + n * 37)::text, 'hand', '"x"', now(), '' from generate_series(%(orders)s - 300, %(orders)s) n"""


def main() -> None:
    """Fill, ask, print."""
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
    """Each way of finding an order, and the page of those that are held."""
    from django.db import connection
    from tests.cast import acting, agree_on, register

    from paidang.orders.queries.listing import list_orders
    from paidang.orders.queries.matching import Wanted
    from paidang.orders.queries.sealed import found_by

    brand = register(name="青岚茶器", kind="brand", code="qinglan")
    agency = register(name="拾舟电商", kind="agency", code="shizhou")
    contract = agree_on(brand=brand, agency=agency)
    with acting(agency.manager):
        values = {
            "contract": contract.pk,
            "person": agency.manager.pk,
            "orders": orders,
            "name": found_by(contract.pk, "name", "王小茶"),
            "four": found_by(contract.pk, "last_four", "5678"),
        }
        with connection.cursor() as cursor:
            for statement in FILL.split(";\n"):
                cursor.execute(statement, values)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    middle = str(300_000_000_000 + orders // 2 * 37)
    questions = {
        "a whole number": {"text": middle},
        "the end of a number": {"text": middle[-5:]},
        "a waybill": {"text": f"SF{1_000_000_000 + orders // 2 + 1}"},
        "a SKU": {"text": "QL-777"},
        "words of one title": {"text": "第 777 号"},
        "a word of many titles": {"text": "茶器"},
        "a name": {"text": "王小茶"},
        "the last four of a phone": {"text": "5678"},
        "a word of a remark": {"text": f"放门口 {orders // 2 + 1}"},
        "nothing there": {"text": "没有这个"},
        "a page of what is held": {"view": "on_hold"},
        "a page by deadline": {"view": "unshipped", "by_deadline": True},
    }
    with acting(agency.manager):
        for words, asked in questions.items():
            wanted = Wanted([contract.pk], **asked)  # type: ignore[arg-type]
            found, median = ask(partial(list_orders, wanted))
            print(f"{words}: {median * 1000:.0f} ms, {found:,} orders", flush=True)
        late, median = ask_late(contract.pk, datetime.now(UTC))
        print(f"what is late or urgent: {median * 1000:.0f} ms, {late:,} orders", flush=True)


def ask_late(contract_id: int, now: datetime) -> tuple[int, float]:
    """How many orders are late or urgent, at most 2,000, and the median of how long finding them took, in seconds."""
    from paidang.fulfilment.queries.deadlines import list_urgent

    took, found = [], 0
    for _again in range(TIMES):
        began = time.perf_counter()
        found = len(list_urgent([contract_id], now=now))
        took.append(time.perf_counter() - began)
    return found, statistics.median(took)


def ask(question: Callable[[], object]) -> tuple[int, float]:
    """How many it found, and the median of how long it took, in seconds."""
    from django.core.cache import cache

    took, found = [], 0
    for _again in range(TIMES):
        cache.clear()
        began = time.perf_counter()
        found = question().total  # type: ignore[attr-defined]
        took.append(time.perf_counter() - began)
    return found, statistics.median(took)


if __name__ == "__main__":
    main()
