"""Measure closing a month inside the running product, and taking its facts out of PostgreSQL.

    python -m paidang.site.with_database --durable python bench/closing.py --lines 10000 --export-lines 1000000

`engine`: the facts checked and settled into a bundle, without its copies for people; `closing`: all that the button does,
the snapshot, the PDF, the workbook and the bundle's place in the database with it. `export`: the snapshot of a contract as
Parquet, set against COPY of the same tables' columns as they stand to text, without a condition; by the clock, and in
processor seconds of Python and the server together. The database is dropped at the end.
"""

import argparse
import os
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

BENCH = Path(__file__).parent
sys.path[:0] = [str(BENCH.parent), str(BENCH.parent / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
from batch import MONTH, fill  # noqa: E402
from intake import cpu_s  # noqa: E402

ENGINE_SECONDS_MAX, EXPORT_MIN = 0.3, 0.5
TABLES = {
    "order_lines": "line_id, order_id, channel, store, sku, quantity, unit_price_fen, merchant_discount_fen,"
    " platform_discount_fen, paid_at, shipped_at, completed_at, gift from orders_orderline",
    "refunds": "refund_id, line_id, quantity, amount_fen, cause, restocked, refunded_at from orders_refund",
    "costs": "sku, factory_price_fen, valid_from from catalog_factoryprice",
    "logistics": "charge_id, order_id, kind, amount_fen, paid_by, charged_at, borne_by from orders_logisticscharge",
    "platform_fees": "fee_id, order_id, kind, amount_fen, charged_at from orders_platformfee",
}


def main() -> None:
    """Agree, fill, close, export, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--export-lines", type=int, default=1_000_000)
    parser.add_argument("--turns", type=int, default=5)
    asked = parser.parse_args()
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        from django.conf import settings
        from tests.cast import agree_on, register

        from paidang.settlement.tests.many import more_contracts
        from paidang.settlement.tests.month import fill_march

        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        brand = register(name="青岚茶器", kind="brand", code="qinglan")
        agency = register(name="拾舟电商", kind="agency", code="shizhou")
        first = agree_on(brand=brand, agency=agency)
        fill_march(first, brand, agency)
        [second] = more_contracts(first, brand, agency, 1)
        fill([first], agency.manager, asked.lines)
        measure_closing(first, agency, asked.lines, asked.turns)
        fill([second], agency.manager, asked.export_lines)
        measure_export(second, agency, asked.export_lines, asked.turns)
    finally:
        teardown_databases(made, verbosity=0)


def measure_closing(contract: Any, agency: Any, lines: int, turns: int) -> None:
    """The first turn is not counted: it imports what a running product has imported."""
    from django.utils import timezone
    from tests.cast import acting

    from paidang.settlement.actions import close_month
    from paidang.settlement.bundle import settle_folder
    from paidang.settlement.queries.basis import get_basis

    took: dict[str, list[float]] = {"export": [], "engine": [], "closing": []}
    for _turn in range(turns + 1):
        with TemporaryDirectory() as temporary, acting(agency.finance):
            folder = Path(temporary)
            took["export"].append(seconds_of(lambda folder=folder: export(contract, folder)))
            terms = get_basis(contract, MONTH).terms
            settling = {"terms": terms, "facts": folder, "month": MONTH, "out": folder / "out"}
            took["engine"].append(seconds_of(lambda settling=settling: settle_folder(**settling)))
        with acting(agency.finance):
            contract.statements.all().delete()
        with acting(agency.finance):
            took["closing"].append(
                seconds_of(
                    lambda: close_month(
                        person=agency.finance, at=timezone.now(), code=contract.code, month=MONTH
                    )
                )
            )
    for name, seconds in took.items():
        target = f" (target {ENGINE_SECONDS_MAX})" if name == "engine" else ""
        print(f"{name} of {lines:,} lines in process: {median(seconds[1:]):.2f} s{target}")


def measure_export(contract: Any, agency: Any, lines: int, turns: int) -> None:
    """Taken in turns; the best of each."""
    from tests.cast import acting

    exports, copies = [], []
    for _turn in range(turns):
        with TemporaryDirectory() as temporary, acting(agency.finance):
            exports.append(both_of(lambda temporary=temporary: export(contract, Path(temporary))))
            copies.append(both_of(lambda temporary=temporary: copy(Path(temporary))))
    exported, exported_cpu = map(min, zip(*exports, strict=True))
    copied, copied_cpu = map(min, zip(*copies, strict=True))
    print(
        f"export of {lines:,} lines: {exported:.2f} s, at {copied / exported:.2f} of the speed of COPY TO"
        f" ({copied:.2f} s, target {EXPORT_MIN}); processor {exported_cpu:.2f} s, {copied_cpu / exported_cpu:.2f}"
    )


def export(contract: Any, folder: Path) -> None:
    """The facts of a closing, as closing takes them."""
    from paidang.settlement.queries.basis import get_basis
    from paidang.settlement.queries.snapshot import export_snapshot

    export_snapshot(contract, folder, term=get_basis(contract, MONTH).term, replaced=None)


def copy(folder: Path) -> None:
    """Every row of the five tables that this person may see, to files."""
    from django.db import connection

    for name, columns in TABLES.items():
        query = f"copy (select {columns}) to stdout (format csv)"
        with (
            (folder / f"{name}.copy").open("wb") as out,
            connection.cursor() as cursor,
            cursor.copy(query) as rows,
        ):
            for row in rows:
                out.write(row)


def both_of(act: Any) -> tuple[float, float]:
    """How long it takes; of them processor seconds."""
    cpu = cpu_s()
    return seconds_of(act), cpu_s() - cpu


def seconds_of(act: Any) -> float:
    """How long it takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
