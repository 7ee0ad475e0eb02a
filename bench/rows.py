"""Measure opening the rows behind a figure of a large statement: the first time, the next times, the last page, a search.

    python -m paidang.site.with_database --durable python bench/rows.py --lines 1000000

The month is that of `bench/world.py`; its bundle stands in a database of its own, which is dropped at the end.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

BENCH = Path(__file__).parent
sys.path[:0] = [str(BENCH), str(BENCH.parent), str(BENCH.parent / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")


def main() -> None:
    """Settle, keep, open, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=1_000_000)
    lines = parser.parse_args().lines
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        with TemporaryDirectory(prefix="paidang-bench-") as temporary:
            settings.KEPT_ROWS = Path(temporary) / "rows"
            measure(Path(temporary), lines)
    finally:
        teardown_databases(made, verbosity=0)


def measure(folder: Path, lines: int) -> None:
    """Open pages of the same statement one after the other."""
    from tests.cast import acting, agree_on, register

    from paidang.settlement.queries.rows import Wanted, get_breakdown, list_rows

    brand = register(name="青岚茶器", kind="brand", code="qinglan")
    agency = register(name="拾舟电商", kind="agency", code="shizhou")
    contract = agree_on(brand=brand, agency=agency)
    with acting(agency.finance):
        statement = make_statement(folder, contract, agency.finance, lines)
        profit = Wanted("profit")
        said("first opening", lambda: list_rows(statement, profit))
        said("opened again", lambda: list_rows(statement, profit))
        page = list_rows(statement, profit)
        said("next page", lambda: list_rows(statement, profit, after=page.rows[-1]["place"]))
        said("last page", lambda: list_rows(statement, profit, before=10**12))
        said("search", lambda: list_rows(statement, Wanted("profit", text="00012345")))
        said("one store", lambda: list_rows(statement, Wanted("tax", store="flagship")))
        said("breakdown", lambda: get_breakdown(statement))
    for path in settings_rows().iterdir():
        print(f"kept: {path.stat().st_size / 1e6:.0f} MB")


def settings_rows() -> Path:
    """Where the rows are kept."""
    from django.conf import settings

    return Path(settings.KEPT_ROWS)


def said(what: str, act: Callable[[], Any]) -> None:
    """Run it once and print how long it took."""
    start = time.perf_counter()
    act()
    print(f"{what}: {(time.perf_counter() - start) * 1000:,.0f} ms")


def make_statement(folder: Path, contract: Any, person: Any, lines: int) -> Any:
    """Settle the world and store its bundle as a closing does."""
    from django.utils import timezone
    from world import MONTH, TERMS, generate

    from paidang.settlement.bundle import settle_folder
    from paidang.settlement.models import BundleFile, Statement

    generate(folder / "facts", lines)
    done = settle_folder(
        terms=json.loads(json.dumps(TERMS)), facts=folder / "facts", month=MONTH, out=folder / "out"
    )
    statement = Statement.objects.create(
        contract=contract, month=MONTH, version=1, figures=done.statement, terms=done.terms, sources={},
        digest=done.digest, closed_by=person, closed_at=timezone.now(),
    )  # fmt: skip
    for name, sha256 in done.files.items():
        content = (done.folder / name).read_bytes()
        BundleFile.objects.create(
            statement=statement, contract=contract, name=name, sha256=sha256, content=content
        )
    print(
        f"{lines:,} lines, {len(done.statement['held']):,} held, {sum(path.stat().st_size for path in done.folder.rglob('*.parquet')) / 1e6:.0f} MB of Parquet"
    )
    return statement


if __name__ == "__main__":
    main()
