"""A folder of facts as it would be by other factory prices: `costs`, and the price that settled lines stand at."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from paidang.settlement.engines.duckdb_session import open_duckdb

PAID_ON = "(paid_at::timestamptz at time zone 'Asia/Shanghai')::date"


@dataclass(frozen=True, slots=True)
class Repriced:
    """The factory price of a SKU for the days from `since` until before `until`, in fen a unit."""

    sku: str
    since: date
    until: date
    fen: int


def reprice(facts: Path, prices: Sequence[Repriced], *, releases_held: bool) -> None:
    """Rewrite the folder's prices; of two for one day the later counts.

    Without `releases_held` a day that has no price gets none: its lines are held, and a later statement takes them.
    """
    _reprice_costs(facts, prices, releases_held)
    _reprice_settled(facts, prices)


def files_of(facts: Path, table: str) -> list[Path]:
    """The files of one table of facts."""
    return sorted(
        [*facts.glob(f"{table}.csv"), *facts.glob(f"{table}.parquet"), *facts.glob(f"{table}.*.parquet")]
    )


def scan(files: Sequence[Path]) -> str:
    """How DuckDB reads them, as the source of a select."""
    names = ", ".join(f"'{file}'" for file in files)
    reader = (
        "read_csv([{}], all_varchar = true, header = true)"
        if files[0].suffix == ".csv"
        else "read_parquet([{}])"
    )
    return reader.format(names)


def _reprice_costs(facts: Path, prices: Sequence[Repriced], releases_held: bool) -> None:
    known: dict[str, dict[date, int]] = {}
    if files := files_of(facts, "costs"):
        with open_duckdb() as engine:
            rows = engine.execute(
                f"select sku, valid_from::varchar, factory_price::bigint from {scan(files)}"
            ).fetchall()
        for sku, day, fen in rows:
            known.setdefault(sku, {})[date.fromisoformat(day)] = fen
    for price in prices:
        of_sku = known.setdefault(price.sku, {})
        known[price.sku] = dict(_with(of_sku, price, releases_held))
    for file in files:
        file.unlink()
    with (facts / "costs.csv").open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(("sku", "factory_price", "valid_from"))
        writer.writerows(
            (sku, fen, day.isoformat())
            for sku, of_sku in known.items()
            for day, fen in sorted(of_sku.items())
        )


def _with(of_sku: dict[date, int], price: Repriced, releases_held: bool) -> Iterator[tuple[date, int]]:
    """A SKU's prices with another one for some days; what held from their end on holds on."""
    since = price.since
    if not releases_held:
        since = max(since, min(of_sku, default=date.max))
    if since >= price.until:
        yield from of_sku.items()
        return
    after = _latest(of_sku, price.until)
    yield from ((day, fen) for day, fen in of_sku.items() if not since <= day < price.until)
    yield since, price.fen
    if after is not None and price.until not in of_sku:
        yield price.until, of_sku[after]


def _latest(days: Iterable[date], day: date) -> date | None:
    return max((each for each in days if each <= day), default=None)


def _reprice_settled(facts: Path, prices: Sequence[Repriced]) -> None:
    """Give settled lines (context) of the days the price that their refunds are to take."""
    files = files_of(facts, "order_lines")
    with open_duckdb() as engine:
        engine.execute(
            "create table repriced (sku varchar, since date, until date, fen bigint, place integer)"
        )
        engine.executemany(
            "insert into repriced values (?, ?, ?, ?, ?)",
            [(one.sku, one.since, one.until, one.fen, place) for place, one in enumerate(prices)],
        )
        engine.execute(f"create view lines as from {scan(files)}")
        columns = {name for name, *_ in engine.execute("describe lines").fetchall()}
        if "settled_price" not in columns:
            return
        price = f"(select arg_max(fen, place) from repriced r where r.sku = lines.sku and {PAID_ON} >= since and {PAID_ON} < until)"
        is_context = "nullif(settled_price::varchar, '') is not null"
        hits = engine.execute(
            f"select 1 from lines where {is_context} and {price} is not null limit 1"
        ).fetchall()
        if not hits:
            return
        made = facts / ".order_lines.made"
        type_ = "varchar" if files[0].suffix == ".csv" else "bigint"
        engine.execute(
            f"copy (select * replace (case when {is_context} then coalesce({price}::{type_}, settled_price)"
            f" else settled_price end as settled_price) from lines) to '{made}' (format parquet)"
        )
    for file in files:
        file.unlink()
    made.rename(facts / "order_lines.parquet")
