"""The snapshot of facts that a closing takes (SPEC §1)."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection
from psycopg.errors import error_from_result

from paidang.contracts.models import Contract
from paidang.kit.ahead import taken_ahead
from paidang.kit.facts import FACT_TABLES
from paidang.kit.period import Period
from paidang.settlement.engines.duckdb_session import SQL_TYPES, open_duckdb, sql_literal
from paidang.settlement.engines.parquet_stream import ParquetStream
from paidang.settlement.models import Statement

# Times in UTC: none gets an offset that Shanghai had long ago, with seconds in it. One process: rows come in their order.
# Room for the orders of a million open charges, which settled lines are looked up among; with more PostgreSQL would rather
# sort the lines than read them in their order.
_BEFORE = (
    "set local time zone 'UTC'; set local max_parallel_workers_per_gather = 0; set local work_mem = '32MB'"
)
_AFTER = "set local time zone '{zone}'; set local max_parallel_workers_per_gather to default; set local work_mem to default"


def _open(alias: str, kind: str, column: str) -> str:
    """That no sent statement has settled the row; the one that this closing replaces does not count."""
    return (
        f"not exists (select from settlement_settledrow s where s.contract_id = {alias}.contract_id"
        f" and s.kind = '{kind}' and s.row_id = {alias}.{column} and s.statement_id <> %(replaced)s)"
    )


def _kept(column: str) -> str:
    """A line's cell as it was settled; as it is now where no statement has settled it (or did before it was kept)."""
    return f"coalesce(settled.{column}, l.{column})"


# The price at which a settled line stands: the one it was settled at, or what both sides agreed to for its day since;
# the next statement adjusts the difference, and refunds that come later take the price of the line they reverse.
_STANDS_AT = """case when settled.price_fen is not null then coalesce((
    select p.new_fen from catalog_pastprice p join catalog_pricedeclaration d on d.id = p.declaration_id
    where p.contract_id = l.contract_id and p.sku = settled.sku and d.state = 'agreed'
      and (l.paid_at at time zone 'Asia/Shanghai')::date >= p.since
      and (l.paid_at at time zone 'Asia/Shanghai')::date < p.until
    order by d.answered_at desc, d.number desc limit 1), settled.price_fen) end"""

IN_TERM = (
    "l.contract_id = %(contract)s and l.paid_at >= %(start)s::timestamp at time zone 'Asia/Shanghai'"
    " and l.paid_at < %(end)s::timestamp at time zone 'Asia/Shanghai'"
)
# What was settled stays in, also if a correction has moved its payment out of the term.
OURS = f"({IN_TERM} or l.contract_id = %(contract)s and not {_open('l', 'line', 'line_id')})"
ORDER_IS_OURS = f"exists (select from orders_orderline l where {OURS} and l.order_id = {{0}}.order_id)"

SNAPSHOT_SQL = {
    "order_lines": f"""
        with settled as (
            select * from settlement_settledrow
            where contract_id = %(contract)s and kind = 'line' and statement_id <> %(replaced)s
        ), refunded as (
            select line_id, sum(quantity)::bigint as quantity, sum(amount_fen)::bigint as amount from settlement_settledrow
            where contract_id = %(contract)s and kind = 'refund' and statement_id <> %(replaced)s group by line_id
        ), wanted_orders as (
            select order_id::text from orders_logisticscharge c where contract_id = %(contract)s and {_open("c", "logistics", "charge_id")}
            union
            select order_id::text from orders_platformfee f where contract_id = %(contract)s and {_open("f", "platform_fee", "fee_id")}
        ), wanted_lines as (
            select line_id::text from orders_refund r where contract_id = %(contract)s and {_open("r", "refund", "refund_id")}
        )
        select l.line_id, l.order_id, l.channel, l.store, {_kept("sku")} as sku, {_kept("quantity")} as quantity,
               {_kept("unit_price_fen")} as unit_price, {_kept("merchant_discount_fen")} as merchant_discount,
               {_kept("platform_discount_fen")} as platform_discount,
               l.paid_at, l.shipped_at, l.completed_at,
               {_kept("gift")} as gift,
               settled.month as settled_in, {_STANDS_AT} as settled_price,
               coalesce(refunded.quantity, 0) as refunded_quantity, coalesce(refunded.amount, 0) as refunded_amount
        from orders_orderline l
        left join settled on settled.row_id = l.line_id
        left join refunded on refunded.line_id = l.line_id
        where {OURS} and (settled.row_id is null
            or l.order_id in (select order_id from wanted_orders) or l.line_id in (select line_id from wanted_lines))
        order by l.line_id""",
    "refunds": f"""
        select r.refund_id, r.line_id, r.quantity, r.amount_fen as amount, r.cause,
               r.restocked, r.refunded_at
        from orders_refund r join orders_orderline l on l.contract_id = r.contract_id and l.line_id = r.line_id
        where {OURS} and {_open("r", "refund", "refund_id")} order by r.refund_id""",
    "costs": """
        select sku, factory_price_fen as factory_price, to_char(valid_from, 'YYYY-MM-DD') as valid_from
        from catalog_factoryprice where contract_id = %(contract)s order by sku, valid_from""",
    "platform_fees": f"""
        select f.fee_id, f.order_id, f.kind, f.amount_fen as amount, f.charged_at
        from orders_platformfee f where f.contract_id = %(contract)s and {_open("f", "platform_fee", "fee_id")} order by f.fee_id""",
    "logistics": f"""
        select c.charge_id, c.order_id, c.kind, c.amount_fen as amount, c.paid_by, c.charged_at, c.borne_by
        from orders_logisticscharge c where c.contract_id = %(contract)s and {_open("c", "logistics", "charge_id")} order by c.charge_id""",
}

_BYTES_AT_ONCE = 1 << 18
_HELD_MAX = 128  # 32 MB: PostgreSQL goes on while a row group is written
_END = ord("9")
"""The number of the last row, of no table."""
_NONE: tuple[int | None, Iterable[tuple[int, bytearray]]] = (None, ())

# Each table's rows come in the columns of this one, each cell in the first free column of its type.
_WIDEST = FACT_TABLES["order_lines"].columns


def _places(table: str) -> dict[str, int]:
    """Which of the widest table's columns each column of a table comes in; days and months are text."""
    free = {at: SQL_TYPES[column.type] for at, column in enumerate(_WIDEST)}
    places: dict[str, int] = {}
    for column in FACT_TABLES[table].columns:
        places[column.name] = next(at for at, type_ in free.items() if type_ == SQL_TYPES[column.type])
        del free[places[column.name]]
    return places


def _in_widest(number: int, table: str) -> str:
    """A table's rows behind its number, in the columns of the widest, so that all tables fit into one query."""
    names = {at: name for name, at in _places(table).items()}
    cells = ", ".join(names.get(at, "null") for at in range(len(_WIDEST)))
    return f"(select {number}, {cells} from ({SNAPSHOT_SQL[table]}) t)"


def _select(table: str, folder: Path) -> str:
    """The table out of rows as they come; of charges and fees only those whose order is ours.

    Our lines of each of their orders are in the snapshot, so these tell: PostgreSQL would need a fifth of its time for it.
    """
    columns = ", ".join(f"c{at} as {name}" for name, at in _places(table).items())
    if table not in ("logistics", "platform_fees"):
        return f"select {columns} from rows"
    lines = f"select order_id from read_parquet({sql_literal(str(folder / 'order_lines.parquet'))})"
    return f"from (select {columns} from rows) where order_id is null or order_id in ({lines})"


def export_snapshot(contract: Contract, folder: Path, *, term: Period, replaced: Statement | None) -> None:
    """Write the facts of a closing (SPEC §1) as Parquet into the folder: all that no sent statement has settled, with context.

    Context is as it was settled, but for its order, by which charges find it. Only orders paid within the term, only
    this contract's. One query for all tables, since each query sees what was committed before it: an import that ends
    meanwhile is in all tables or in none. Within a transaction, or settings do not hold.
    """
    values = {
        "contract": contract.pk,
        "start": term.start,
        "end": term.end,
        "replaced": replaced.pk if replaced else 0,
    }
    tables = [_in_widest(number, table) for number, table in enumerate(SNAPSHOT_SQL)]
    query = " union all ".join([*tables, f"(select {chr(_END)}{', null' * len(_WIDEST)})"])
    with TemporaryDirectory() as spill, open_duckdb(Path(spill)) as engine, connection.cursor() as cursor:
        engine.execute(
            "set threads = 1"
        )  # beside the one that takes rows out of PostgreSQL and PostgreSQL itself
        cursor.execute(_BEFORE)
        with (
            cursor.copy(f"copy ({query}) to stdout (format csv)", values) as copy,
            taken_ahead(_gather(copy), count_max=_HELD_MAX) as rows,
        ):
            _write_tables(rows, engine, folder)
        cursor.execute(_AFTER.format(zone=connection.timezone_name))


def _write_tables(rows: Iterator[tuple[int, bytearray]], engine: Any, folder: Path) -> None:
    """Each table's rows into its file, also where there are none. A table's rows come after the table's before it."""
    columns = {"number": "UTINYINT"} | {f"c{at}": SQL_TYPES[column.type] for at, column in enumerate(_WIDEST)}
    tables = groupby(rows, itemgetter(0))
    number, parts = next(tables, _NONE)
    for each, table in enumerate(SNAPSHOT_SQL):
        out = folder / f"{table}.parquet"
        with ParquetStream(engine, columns=columns, select=_select(table, folder), out=out) as stream:
            if number == ord(str(each)):
                for _number, part in parts:
                    stream.write(part)
                number, parts = next(tables, _NONE)
    assert number is None


def _gather(copy: Any) -> Iterator[tuple[int, bytearray]]:
    """Rows of one table together, many at once, behind the first byte of each: its table's number.

    Not as a list of rows, which the collector of garbage would look through. What has arrived is taken from libpq at once:
    psycopg's own way takes a third of a second for a million rows and waits where nothing is to be waited for. It is asked
    when there is no row, and after the last one, for how it ended.
    """
    number, rows, pgconn = 0, bytearray(), copy.connection.pgconn
    get_row = pgconn.get_copy_data
    while row := copy.read():
        size = len(row)
        while size > 0:
            if row[0] != number or len(rows) > _BYTES_AT_ONCE:
                if rows:
                    yield number, rows
                number, rows = row[0], bytearray()
                if number == _END:
                    break
            rows += row
            size, row = get_row(1)
        if size < 0:
            failed, *_rest = iter(
                pgconn.get_result, None
            )  # to the last, which is none, or the connection stays busy
            raise error_from_result(failed)
    if rows:
        yield number, rows
