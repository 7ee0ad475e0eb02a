"""Intake of a million order lines, the whole path, as a share of COPY alone into a bare table. One run, one machine.

    PAIDANG_DB_ROLE=owner .venv/bin/python bench/intake.py [--lines 1000000] [--shuffled]

COPY alone: the same file into a table with the same columns and nothing else: no key, no check, no index. The whole
path: receive the bytes, parse, validate, COPY into the staging table, check references, merge with keys, indexes,
row-level security and price floors. Everything is written to a database of its own, which is dropped at the end.
"""

import argparse
import contextlib
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

DATABASE = "paidang_bench_intake"
SKUS = 300


def make_file(path: Path, lines: int, *, shuffled: bool) -> None:
    """A month of orders, two lines each, 300 SKUs; `shuffled`: the rows in random order."""
    import duckdb

    order = "order by hash(i)" if shuffled else ""
    duckdb.connect().execute(
        f"""copy (select 'L' || lpad(i::varchar, 12, '0') as line_id, (2290417735000000000 + (i // 2) * 7)::varchar as order_id,
          'tmall' as channel, '青岚茶器旗舰店' as store, 'QL-' || lpad((i % {SKUS})::varchar, 4, '0') as sku,
          1 + i % 3 as quantity, 12900 + (i % {SKUS}) * 10 as unit_price, (i % 7) * 100 as merchant_discount,
          (i % 5) * 50 as platform_discount,
          strftime(timestamp '2026-09-01' + interval (i * 2) second, '%Y-%m-%dT%H:%M:%S+08:00') as paid_at,
          strftime(timestamp '2026-09-02' + interval (i * 2) second, '%Y-%m-%dT%H:%M:%S+08:00') as shipped_at,
          case when i % 10 < 8 then strftime(timestamp '2026-09-06' + interval (i * 2) second, '%Y-%m-%dT%H:%M:%S+08:00') end
            as completed_at, 'false' as gift
        from range({lines}) t(i) {order}) to '{path}' (header, delimiter ',')"""
    )


def cpu_s() -> float:
    """Processor seconds of this process and its connection's so far: on a busy machine they tell more than the clock."""
    from django.db import connection

    connection.ensure_connection()
    fields = (
        Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    )
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def copy_alone_s(path: Path) -> tuple[float, float]:
    """Seconds that COPY takes into a bare table, committed; of them processor seconds."""
    from django.db import connection

    columns = (
        "line_id text, order_id text, channel text, store text, sku text, quantity bigint, unit_price bigint,"
        " merchant_discount bigint, platform_discount bigint, paid_at timestamptz, shipped_at timestamptz,"
        " completed_at timestamptz, gift boolean"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"drop table if exists bare; create table bare ({columns})")
        start, cpu = time.perf_counter(), cpu_s()
        with path.open("rb") as file, cursor.copy("copy bare from stdin (format csv, header)") as copy:
            while block := file.read(2**20):
                copy.write(block)
        took = time.perf_counter() - start, cpu_s() - cpu
        cursor.execute("drop table bare")
    return took


def make_contract() -> tuple[int, int, str]:
    """Two organisations, one contract, a price list; returns the agency, its operator and the contract's code."""
    from datetime import UTC, date, datetime

    from tests.cast import acting, agree_on, register

    from paidang.catalog.models import RetailPrice

    at = datetime(2026, 8, 1, tzinfo=UTC)
    brand = register(name="青岚茶器", kind="brand", code="qinglan")
    agency = register(name="拾舟电商", kind="agency", code="shizhou")
    contract = agree_on(brand=brand, agency=agency)
    with acting(brand.manager):
        RetailPrice.objects.bulk_create(
            RetailPrice(
                contract=contract, sku=f"QL-{number:04d}", valid_from=date(2026, 8, 1), min_retail_price_fen=12_900 + number * 10 - (599 if number % 50 == 0 else 700),
                declared_by=brand.manager, declared_at=at,
            )
            for number in range(SKUS)
        )  # fmt: skip
    return agency.org.pk, agency.manager.pk, contract.code


def whole_path(path: Path, org_id: int, person_id: int, code: str) -> dict[str, float]:
    """Seconds of receiving and of writing a file, committed, with its counts."""
    from datetime import UTC, datetime

    from paidang.intake import actions
    from paidang.team.context import act_as
    from paidang.team.models import Person

    at = datetime.now(UTC)
    start = time.perf_counter()
    with act_as(org_id=org_id, person_id=person_id), path.open("rb") as file:
        person = Person.objects.get(pk=person_id)
        received = actions.receive_file(person=person, at=at, code=code, name=path.name, content=file)
    received_s = time.perf_counter() - start
    start, cpu = time.perf_counter(), cpu_s()
    with act_as(org_id=org_id, person_id=person_id):
        done = actions.write_now(person=person, at=at, import_id=received.pk)
    counts = done.counts
    return {
        "receive": received_s,
        "write": time.perf_counter() - start,
        "cpu": cpu_s() - cpu,
        **{key: counts[key] for key in ("new", "changed", "unchanged", "bad", "breaches")},
    }


def empty_tables() -> None:
    """Forget the round before."""
    from django.db import connection

    tables = "orders_orderline, orders_breach, orders_store, orders_history, intake_halt, intake_quarantinerow, intake_importpart, intake_importfile"
    with connection.cursor() as cursor:
        cursor.execute(f"truncate {tables} cascade")


def peak_mib() -> int:
    # not ru_maxrss: that one is inherited from the process that started this one
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def measure_memory(lines: int, shuffled: bool) -> int:
    """The peak memory of a process of its own that imports so many lines."""
    arguments = [sys.executable, __file__, "--lines", str(lines), "--only-import"]
    arguments += ["--shuffled"] if shuffled else []
    out = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout
    return int(out.strip().splitlines()[-1])


def set_up() -> None:
    """Django on a database of its own, made anew."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
    os.environ["PAIDANG_DB_ROLE"] = "owner"
    django.setup()
    for statement in (f"drop database if exists {DATABASE}", f"create database {DATABASE}"):
        with connection.cursor() as cursor:
            cursor.execute(statement)
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = DATABASE
    call_command("migrate", verbosity=0, skip_checks=True)


def drop_database() -> None:
    from django.db import OperationalError, connection

    connection.close()
    connection.settings_dict["NAME"] = "paidang"
    for _ in range(60):  # autovacuum may be in it, and an owner may not send it away
        with contextlib.suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute(f"drop database if exists {DATABASE}")
            return
        time.sleep(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--shuffled", action="store_true")
    parser.add_argument("--only-import", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "order_lines.csv"
        # in a process of its own, so that its memory is not taken for that of the import
        maker = multiprocessing.get_context("spawn").Process(
            target=make_file, args=(path, asked.lines), kwargs={"shuffled": asked.shuffled}
        )
        maker.start()
        maker.join()
        set_up()
        try:
            org_id, person_id, code = make_contract()
            if asked.only_import:
                whole_path(path, org_id, person_id, code)
                print(peak_mib())
                return
            rounds = []
            for _ in range(asked.rounds):
                empty_tables()
                rounds.append((copy_alone_s(path), whole_path(path, org_id, person_id, code)))
            with path.open("ab") as file:
                file.write(b"\n")  # other bytes, the same rows
            again = whole_path(path, org_id, person_id, code)
        finally:
            drop_database()
    print(f"{asked.lines:,} lines, {'shuffled' if asked.shuffled else 'in order'}")
    for (bare, bare_cpu), done in rounds:
        whole = done["receive"] + done["write"]
        print(
            f"COPY alone {bare:5.2f} s; parse, validate, COPY, merge {done['write']:5.2f} s: share {bare / done['write']:.3f};"
            f" with receiving and keeping the bytes {whole:5.2f} s: share {bare / whole:.3f};"
            f" processor {bare_cpu:.2f} s of {done['cpu']:.2f} s: share {bare_cpu / done['cpu']:.3f}"
        )
    share = statistics.median(bare / done["write"] for (bare, _cpu), done in rounds)
    print(f"median share {share:.3f}; {rounds[-1][1]}")
    print(f"the same rows again {again['write']:.2f} s {again}")
    small, large = (
        measure_memory(asked.lines // 5, asked.shuffled),
        measure_memory(asked.lines, asked.shuffled),
    )
    print(f"peak memory {small} MiB at {asked.lines // 5:,} lines, {large} MiB at {asked.lines:,}")


if __name__ == "__main__":
    main()
