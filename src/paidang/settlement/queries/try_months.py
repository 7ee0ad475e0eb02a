"""The last settled months reckoned again by other terms or other factory prices. Nothing is stored."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from paidang.contracts.models import Contract
from paidang.settlement.engines import settle_only
from paidang.settlement.models import Statement
from paidang.settlement.queries import only_sent, unpack_bundle
from paidang.settlement.rules.errors import BadInput
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.trying import Value, carried_on, changed

MONTHS = 3
LINES_MAX = 300_000
"""Months of more order lines than this are not reckoned again while somebody waits for a page."""
SKUS_SHOWN = 10

# The price that holds at the end of the facts, of the SKUs that cost most.
_DEAREST = """
    with last as (select sku, arg_max(factory_price, valid_from) as price from costs group by sku)
    select sku, price from last join order_lines using (sku) where not gift
    group by sku, price order by sum(quantity) * price desc, sku limit $most"""
# Every price of a SKU, whenever it holds. What was settled in one of these months was settled by the new price then.
_NEW_PRICE = "coalesce(n.price, cast(round(cast({old} as decimal(20, 0)) * (100 + $percent::decimal(9, 4)) / 100) as bigint))"
_COSTS = f"""
    select c.* replace ({_NEW_PRICE.format(old="factory_price")} as factory_price)
    from costs c left join new_prices n using (sku)"""
_LINES = f"""
    select l.* replace (case when list_contains($months, settled_in)
                        then {_NEW_PRICE.format(old="settled_price")} else settled_price end as settled_price)
    from order_lines l left join new_prices n using (sku)"""


@dataclass(frozen=True, slots=True)
class Prices:
    """Factory prices to try: new ones of some SKUs in fen, and by how many percent all others change."""

    by_sku: Mapping[str, int] = field(default_factory=dict)
    percent: Decimal = Decimal(0)

    def __bool__(self) -> bool:
        return bool(self.by_sku or self.percent)


def list_last_months(contract: Contract) -> list[Statement]:
    """The latest sent statements of the contract, the earliest first; fewer where the months are too large together."""
    sent = only_sent(contract.statements).order_by("-month")[:MONTHS]
    found: list[Statement] = []
    for statement in sent:
        found.insert(0, statement)
        if sum(one.figures["counts"]["lines"] for one in found) > LINES_MAX:
            return found[1:]
    return found


@contextmanager
def months_at_hand(statements: Sequence[Statement]) -> Iterator["Months"]:
    """The bundles of the statements, unpacked for as long as they are tried."""
    with TemporaryDirectory(prefix="paidang-try-") as temporary:
        folders = {}
        for statement in statements:
            folders[statement.month] = Path(temporary) / statement.month
            unpack_bundle(statement, folders[statement.month])
        yield Months(statements, folders, Path(temporary))


@dataclass(frozen=True, slots=True)
class Months:
    """Settled months with their bundles."""

    statements: Sequence[Statement]
    folders: Mapping[str, Path]
    room: Path

    def list_dearest(self) -> list[tuple[str, int]]:
        """SKU and factory price in fen of what cost most in the last month."""
        from paidang.settlement.engines.duckdb_session import open_duckdb

        facts = self.folders[self.statements[-1].month] / "facts"
        with open_duckdb() as engine:
            for table in ("costs", "order_lines"):
                engine.execute(f"create view {table} as from read_parquet('{facts}/{table}.parquet')")
            return engine.execute(_DEAREST, {"most": SKUS_SHOWN}).fetchall()

    def reckon(self, tried: Mapping[str, Value], prices: Prices) -> list[Mapping[str, Any] | None]:
        """The figures of each month with these values and prices, a loss carried on; None from where they do not fit."""
        found: list[Mapping[str, Any] | None] = []
        carried: int | None = None
        for statement in self.statements:
            terms = changed(statement.terms, tried)
            if carried is not None:
                terms = carried_on(terms, carried)
            if prices:
                self._reprice(statement.month, prices)
            figures = self._settle(statement.month, terms)
            found.append(figures)
            if figures is None:
                break
            carried = figures["carried_out"]
        return found + [None] * (len(self.statements) - len(found))

    def _settle(self, month: str, terms: Mapping[str, Any]) -> Mapping[str, Any] | None:
        try:
            return settle_only(read_terms(terms, month), self.folders[month] / "facts", month)
        except BadInput:
            return None

    def _reprice(self, month: str, prices: Prices) -> None:
        from paidang.settlement.engines.duckdb_session import open_duckdb

        facts = self.folders[month] / "facts"
        with open_duckdb(self.room / "spill") as engine:
            engine.execute("create table new_prices (sku varchar, price bigint)")
            if prices.by_sku:
                engine.executemany("insert into new_prices values (?, ?)", list(prices.by_sku.items()))
            values = {"percent": prices.percent, "months": list(self.folders)}
            for table, query in (("costs", _COSTS), ("order_lines", _LINES)):
                path = facts / f"{table}.parquet"
                engine.execute(f"create view {table} as from read_parquet('{path}')")
                used = {name: value for name, value in values.items() if f"${name}" in query}
                engine.execute(f"copy ({query}) to '{path}.new' (format parquet)", used)
                path.with_suffix(".parquet.new").replace(path)
