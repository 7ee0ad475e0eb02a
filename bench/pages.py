"""Measure the pages of a contract with a million orders and 100,000 SKUs, and its long files in and out.

    python -m paidang.site.with_database --durable python bench/pages.py [--skus 100000] [--orders 1000000]

The stock and both price lists go in by file, the orders are inserted as they are. Each page is opened 20 times after a first
one that is not counted. A database of its own, which is dropped at the end.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
TIMES, TARGET_MS = 20, 150
PAGES = {
    "brand": ("/", "/stock", "/stock?view=low", "/stock?sort=left", "/prices/list", "/imports"),
    "agency": (
        "/", "/orders", "/orders?view=unshipped", "/orders?view=refunded", "/orders?view=below_floor", "/orders?q=O0123456",
        "/orders/{code}/O0123456", "/orders?sort=-amount", "/stock", "/stock/{code}/sku/QL-5000", "/prices", "/prices/list",
        "/prices/list?q=QL-99", "/prices/goods", "/imports", "/settings/stores",
    ),
}  # fmt: skip
LINES = """
    insert into orders_orderline (contract_id, line_id, order_id, channel, store, sku, quantity, unit_price_fen,
        merchant_discount_fen, platform_discount_fen, paid_at, shipped_at, completed_at, gift)
    select %(contract)s, 'O' || lpad(i::text, 7, '0') || '-1', 'O' || lpad(i::text, 7, '0'), %(channel)s, %(store)s,
        'QL-' || 1 + i %% %(skus)s, 1 + i %% 3, 12900, 0, 0, paid_at,
        case when i <= %(orders)s * 0.99 then paid_at + interval '20 hours' end,
        case when i <= %(orders)s * 0.95 then paid_at + interval '5 days' end, false
    from (select i, %(until)s::timestamptz - (%(orders)s - i) * interval '90 days' / %(orders)s as paid_at
          from generate_series(1, %(orders)s) i) x"""
HEADS = """
    insert into stores_storeorder (contract_id, link_id, order_id, state, platform_state, created_at, modified_at, paid_at,
        shipped_at, completed_at, parent_id, parcels, sealed, asks_invoice)
    select contract_id, %(link)s, order_id, case when completed_at is not null then 'done' when shipped_at is not null then 'shipped'
        else 'paid' end, '', paid_at, paid_at, paid_at, shipped_at, completed_at, '', '[]', '', false from orders_orderline"""


def main() -> None:
    """Fill, look, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--skus", type=int, default=100_000)
    parser.add_argument("--orders", type=int, default=1_000_000)
    asked = parser.parse_args()
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        measure(*make_world(asked.skus, asked.orders))
    finally:
        teardown_databases(made, verbosity=0)


def make_world(skus: int, orders: int) -> tuple[Any, Any, Any]:
    """Brand, agency and contract, with a connected shop; how long its long files took is printed."""
    from django.db import connection
    from django.utils import timezone
    from tests.cast import acting, agree_on, register

    from paidang.channels.tests.shop import SECRET
    from paidang.intake.tests.files import hand_in, table
    from paidang.stock.actions import follow_orders
    from paidang.stores.actions import Given, connect_store

    now = timezone.now()
    brand = register(name="青岚茶器", kind="brand", code="qinglan")
    agency = register(name="拾舟电商", kind="agency", code="shizhou")
    contract = agree_on(brand=brand, agency=agency)
    names = [f"QL-{n}" for n in range(1, skus + 1)]
    files = {
        "stock.csv": table("warehouse,sku,quantity", *(f"余杭仓,{sku},1000" for sku in names)),
        "costs.csv": table("sku,factory_price,valid_from", *(f"{sku},6000,2026-01-01" for sku in names)),
        "prices.csv": table(
            "sku,valid_from,min_retail_price,suggested_price",
            *(f"{sku},2026-01-01,9900,15900" for sku in names),
        ),
    }
    at = now - timedelta(days=91)
    for name, content in files.items():
        changed = content.replace(b",1000\n", b",1001\n").replace(b"00,", b"01,")
        for word, one in (("in", content), ("in again, all changed", changed)):
            timed(f"{name} {word}", partial(hand_in, brand.manager, contract, one, name, at=at))
    with acting(agency.manager):
        link = connect_store(
            person=agency.manager, at=at, code=contract.code, given=Given("shop", "青岚商城", "", {"secret": SECRET})
        )  # fmt: skip
        values = {
            "contract": contract.pk, "link": link.pk, "skus": skus, "orders": orders, "until": now, "channel": link.channel,
            "store": link.store,
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(LINES, values)
            cursor.execute(HEADS, values)
        timed(f"stock follows {orders:,} orders", lambda: follow_orders(contract.pk, at=now))
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    return brand, agency, contract


def measure(brand: Any, agency: Any, contract: Any) -> None:
    """Each page as the side sees it whose work it is, then the lists as files."""
    from django.conf import settings
    from django.test import Client
    from tests.cast import come_in

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    slow = 0
    for side, party in (("brand", brand), ("agency", agency)):
        client = come_in(Client(), party.manager)
        for page in PAGES[side]:
            p95 = p95_ms(client, page.format(code=contract.code))
            slow += p95 > TARGET_MS
            print(f"{side:7} {page:34} p95 {p95:6.0f} ms{'  slow' * (p95 > TARGET_MS)}", flush=True)
    for path in (f"/stock/{contract.code}/export/csv", f"/contracts/{contract.code}/prices/list/export"):
        timed(path, partial(download, client, path))
    print(f"{slow} pages are slower than {TARGET_MS} ms")


def download(client: Any, path: str) -> bytes:
    return b"".join(client.get(path))


def p95_ms(client: Any, page: str) -> float:
    took = []
    for _again in range(TIMES + 1):
        start = time.perf_counter()
        answer = client.get(page)
        assert answer.status_code == 200, (page, answer.status_code)
        took.append((time.perf_counter() - start) * 1000)
    return sorted(took[1:])[int(TIMES * 0.95) - 1]


def timed(word: str, run: Callable[[], Any]) -> Any:
    """Run it, print how long it took."""
    begun = time.perf_counter()
    found = run()
    print(f"{word:50} {time.perf_counter() - begun:8.2f} s", flush=True)
    return found


if __name__ == "__main__":
    main()
