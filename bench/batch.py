"""Measure closing and sending a month of many contracts at once: the list, the closing, the same again, the sending.

    python -m paidang.site.with_database --durable python bench/batch.py --contracts 50 --lines 10000

The contracts are copies of one that was agreed through the product's own actions; the database is dropped at the end.
"""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

BENCH = Path(__file__).parent
sys.path[:0] = [str(BENCH.parent), str(BENCH.parent / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
MONTH = "2026-03"
LINES = """
    insert into orders_orderline (contract_id, line_id, order_id, channel, store, sku, quantity, unit_price_fen,
        merchant_discount_fen, platform_discount_fen, paid_at, shipped_at, completed_at, gift)
    select %(contract)s, 'B' || i, 'BO' || i / 2, 'jd', '京东旗舰店', 'CUP', 1 + i %% 5, 5000 + i %% 30000, i %% 900, i %% 500,
        paid_at, paid_at + interval '20 hours', paid_at + interval '4 days', false
    from (select i, timestamptz '2026-03-01 00:00+08' + i * interval '25 days' / %(lines)s as paid_at
        from generate_series(1, %(lines)s) i) lines"""
CHARGES = """
    insert into orders_logisticscharge (contract_id, charge_id, order_id, kind, amount_fen, paid_by, charged_at, borne_by)
    select distinct on (order_id) contract_id, 'G' || order_id, order_id, 'outbound', 800, 'b', shipped_at, 'shared'
    from orders_orderline where contract_id = %(contract)s and line_id like 'B%%' order by order_id, line_id"""


def main() -> None:
    """Agree, copy, fill, close, send, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--contracts", type=int, default=50)
    parser.add_argument("--lines", type=int, default=10_000)
    asked = parser.parse_args()
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        measure(asked.contracts, asked.lines)
    finally:
        teardown_databases(made, verbosity=0)


def measure(contracts: int, lines: int) -> None:
    """Each step once, one after the other."""
    from django.conf import settings
    from django.test import Client
    from tests.cast import agree_on, come_in, register

    from paidang.settlement.tests.many import more_contracts
    from paidang.settlement.tests.month import fill_march

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    brand = register(name="青岚茶器", kind="brand", code="qinglan")
    agency = register(name="拾舟电商", kind="agency", code="shizhou")
    first = agree_on(brand=brand, agency=agency)
    fill_march(first, brand, agency)
    made = [first, *more_contracts(first, brand, agency, contracts - 1)]
    fill(made, agency.manager, lines)
    client = come_in(Client(), agency.finance)
    page = f"/statements/batch?month={MONTH}"
    timed("the list, open", lambda: client.get(page))
    for what, kind in (("closing", "close"), ("the same again", "close"), ("sending", "send")):
        timed(what, lambda kind=kind: carry_out(agency.finance, made, kind))
    timed("the list, sent", lambda: client.get(page))


def fill(contracts: list[Any], person: Any, lines: int) -> None:
    """A month of order lines with a charge for each order."""
    from django.db import connection
    from tests.cast import acting

    for contract in contracts:
        with acting(person), connection.cursor() as cursor:
            for query in (LINES, CHARGES):
                cursor.execute(query, {"contract": contract.pk, "lines": lines})
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def carry_out(person: Any, contracts: list[Any], kind: str) -> None:
    """As the page and the worker do it."""
    from django.utils import timezone
    from tests.cast import acting

    from paidang.settlement import tasks
    from paidang.settlement.actions import start_batch
    from paidang.settlement.models import Statement
    from paidang.settlement.queries.batches import count_items

    with acting(person):
        digests = dict(Statement.objects.filter(month=MONTH).values_list("contract__code", "digest"))
        picks = {one.code: digests.get(one.code, "") for one in contracts}
        batch, _new = start_batch(person=person, at=timezone.now(), kind=kind, month=MONTH, picks=picks)
    tasks.carry_out(batch_id=batch.pk, org_id=person.org_id, person_id=person.pk)
    with acting(person):
        print(f"  {count_items(batch)}")


def timed(what: str, act: Any) -> None:
    start = time.perf_counter()
    act()
    print(f"{what}: {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
