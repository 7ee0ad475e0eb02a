"""Carrying out the law's SQL on an engine that understands it: the rows are written, then added up."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from paidang.settlement.engines.law_sql import CHARGE_SUMS, ROW_SUMS, amounts_need_width, law_queries
from paidang.settlement.rules.statement import LateMonth, Sums
from paidang.settlement.rules.terms import Terms


class SqlEngine(ABC):
    """What the law needs of an engine in which the fact tables, and REFUNDED_LINES, stand by their names."""

    @abstractmethod
    def prepare(self, month: str, *, wide: bool) -> str:
        """Define the functions that `law_sql` leaves to the engine; the type of amounts, 64 bits or `wide`.

        No row is later than `month`.
        """

    @abstractmethod
    def create_view(self, name: str, query: str) -> None: ...

    @abstractmethod
    def query(self, query: str) -> Sequence[Sequence[Any]]: ...

    @abstractmethod
    def write_rows(self) -> None:
        """Write the view `settled_rows` to rows.parquet and make that the view `rows`."""


def run_law(engine: SqlEngine, terms: Terms, month: str, *, keeps_rows: bool = True) -> Sums:
    """Write rows.parquet and add it up, or add the rows up without writing them."""
    law = law_queries(terms, month, amount=engine.prepare(month, wide=_needs_width(engine, terms)))
    for name, query in law.views.items():
        engine.create_view(name, query)
    if keeps_rows:
        engine.write_rows()
    else:
        engine.create_view("rows", "SELECT * FROM settled_rows")
    [charges] = engine.query(law.charge_sums)
    by_kind = engine.query(ROW_SUMS)
    settled = sum(rows for kind, _month, rows, *_sums in by_kind if kind == "line")
    [[counted]] = engine.query(law.lines_counted)
    held = engine.query("SELECT row_id, reason FROM held ORDER BY row_id") if counted != settled else []
    return _sums(by_kind, dict(zip(CHARGE_SUMS, map(int, charges), strict=True)), held, month)


def _needs_width(engine: SqlEngine, terms: Terms) -> bool:
    """Whether 64 bits are perhaps too few on the way to some amount of this month.

    Of the greatest of each column, each asked for alone: a file's own statistics tell it without reading a row.
    """
    columns = {
        "quantity": "order_lines",
        "unit_price": "order_lines",
        "settled_price": "order_lines",
        "factory_price": "costs",
    }
    greatest = (f"coalesce((SELECT max({column}) FROM {table}), 0)" for column, table in columns.items())
    [[quantity, unit_price, settled_price, price]] = engine.query(f"SELECT {', '.join(greatest)}")
    return amounts_need_width(
        terms, full_price_max=quantity * unit_price, cost_max=quantity * max(price, settled_price)
    )


def _sums(by_kind: Sequence[Any], charges: dict[str, int], held: Sequence[Any], month: str) -> Sums:
    totals: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    late: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for kind, own_month, rows, revenue, cost, tax, fee, profit in by_kind:
        figures = {"rows": rows, "revenue": revenue, "cost": cost, "tax": tax, "platform_fee": fee}
        for name, value in figures.items():
            totals[kind][name] += int(value)
            totals["all"][name] += int(value)
        if own_month < month:
            late[own_month] = [
                total + int(value)
                for total, value in zip(late[own_month], (revenue, profit, rows), strict=True)
            ]
    return Sums(
        gross_sales=totals["line"]["revenue"],
        refunded=totals["refund"]["revenue"],
        cost=totals["all"]["cost"],
        tax=totals["all"]["tax"],
        platform_fees=totals["all"]["platform_fee"],
        lines=totals["line"]["rows"],
        refunds=totals["refund"]["rows"],
        late=tuple(LateMonth(own_month, *sums) for own_month, sums in sorted(late.items())),
        held=tuple((str(row_id), str(reason)) for row_id, reason in held),
        **charges,
    )
