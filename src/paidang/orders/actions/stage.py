"""Staging tables and the merge: a file's good rows become facts in one statement per table.

The same rows again change nothing; a row that says something else updates, and what was before goes to `History` in
the same statement. COPY into a table with row-level security is refused by PostgreSQL, and would not merge anyway:
so COPY fills a temporary table, and MERGE, which row-level security does check, takes it from there.
"""

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper

from paidang.orders.queries.conflicts import others_have_lines
from paidang.orders.rules.tables import STORED, StoredTable


@dataclass(frozen=True, slots=True)
class Merged:
    """How many staged rows were new, changed a fact, or said nothing new."""

    new: int
    changed: int
    unchanged: int


def create_stages(extra_columns: Sequence[str] = ()) -> None:
    """Make the staging tables, empty. `n` is the row's number in the file; `x0`, `x1` … are columns nobody knows, kept
    beside the facts unless their name is empty.
    """
    _widen_buffers()
    with connection.cursor() as cursor:
        cursor.execute("create temporary sequence if not exists stage_row cache 1000")
        for stored in STORED.values():
            columns = ", ".join(f"{name} {type_}" for name, (_, type_) in stored.columns.items())
            extra = "".join(f", x{at} text" for at in range(len(extra_columns)))
            cursor.execute(
                f"drop table if exists {stored.stage};"
                f"create temporary table {stored.stage}"
                f" (n bigint not null default nextval('stage_row'), {columns}{extra}, booked boolean) on commit drop"
            )


def _widen_buffers() -> None:
    """More memory for temporary tables: a fifth faster. Refused in a session that has used one already: no matter."""
    with contextlib.suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set temp_buffers = '64MB'")


def drop_from_stage(table: str, row_numbers: Iterable[int]) -> None:
    """Take rows out of the staging table: they turned out to be bad."""
    with connection.cursor() as cursor:
        cursor.execute(f"delete from {STORED[table].stage} where n = any(%s)", [list(row_numbers)])


def drop_bill_lines_of_others(contract_id: int) -> int:
    """Take bill lines out whose order is another contract's: one account may serve several brands, and none sees another's.

    Returns how many orders that were.
    """
    if not others_have_lines(contract_id):
        return 0
    sql = """
        with dropped as (
            delete from stage_billline s using (
                select distinct b.order_id from stage_billline b
                join orders_orderline o on o.order_id = b.order_id and o.contract_id <> %(contract)s
                where not exists (select from orders_orderline m where m.contract_id = %(contract)s and m.order_id = b.order_id)
            ) other where s.order_id = other.order_id returning s.order_id)
        select count(distinct order_id) from dropped"""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"contract": contract_id})
        return int(cursor.fetchone()[0])


def merge_stage(
    table: str,
    *,
    contract_id: int,
    import_id: int,
    at: datetime,
    extra_columns: Sequence[str] = (),
    keeps_times: bool = False,
) -> Merged:
    """Write the staged rows of one table to the contract's facts; no id may be staged twice.

    `keeps_times`: the source does not know every time of a line, so one that it leaves empty stays as it was.
    """
    stored = STORED[table]
    columns = [stored_name for stored_name, _ in stored.columns.values()]
    sql = f"""
        with merged as (
            merge into {stored.name} t using {_source(stored, extra_columns)} s
            on t.contract_id = %(contract)s and t.{stored.key} = s.{stored.key}
            when matched and {_differs(stored, keeps_times, bool(extra_columns))} then update set
                {", ".join(f"{c} = {_taken(stored, c, keeps_times)}" for c in columns if c != stored.key)},
                extra = {_EXTRA}, import_id = %(import)s
            when not matched then insert (contract_id, {", ".join(columns)}, extra, import_id)
                values (%(contract)s, {", ".join(_inserted(stored, c) for c in columns)}, s.extra, %(import)s)
            returning merge_action() as act,
                case merge_action() when 'UPDATE' then to_jsonb(old) - 'contract_id' - 'order_end' end as before
        ), kept as (
            insert into orders_history (contract_id, "table", row_id, before, import_id, at)
            select %(contract)s, %(table)s, before ->> %(key)s, before, %(import)s, %(at)s
            from merged where act = 'UPDATE'
        )
        select count(*) filter (where act = 'INSERT'), count(*) filter (where act = 'UPDATE') from merged"""
    values: dict[str, Any] = {
        "contract": contract_id,
        "import": import_id,
        "at": at,
        "table": table,
        "key": stored.key,
    }
    with connection.cursor() as cursor:
        _prepare(cursor, table, contract_id)
        cursor.execute(sql, {**values, **_extra_values(extra_columns)})
        new, changed = cursor.fetchone()
        cursor.execute(f"select count(*) from {stored.stage}")
        return Merged(new, changed, cursor.fetchone()[0] - new - changed)


def compare_stage(
    table: str, *, contract_id: int, extra_columns: Sequence[str] = (), keeps_times: bool = False
) -> Merged:
    """What `merge_stage` would do, without doing it."""
    stored = STORED[table]
    sql = f"""
        select count(*) filter (where t.contract_id is null),
               count(*) filter (where t.contract_id is not null and {_differs(stored, keeps_times, bool(extra_columns))}),
               count(*)
        from {_source(stored, extra_columns)} s
        left join {stored.name} t on t.contract_id = %(contract)s and t.{stored.key} = s.{stored.key}"""
    with connection.cursor() as cursor:
        _prepare(cursor, table, contract_id)
        cursor.execute(sql, {"contract": contract_id, **_extra_values(extra_columns)})
        new, changed, total = cursor.fetchone()
    return Merged(new, changed, total - new - changed)


_EXTRA = "coalesce(s.extra, t.extra)"


def _prepare(cursor: CursorWrapper, table: str, contract_id: int) -> None:
    """Room for one hash table of the file's ids; refunds as cases have ruled on them.

    Statistics for the planner were made when conflicts were looked for.
    """
    cursor.execute("set local work_mem = '64MB'")
    if table == "refunds":
        cursor.execute(
            f"update {STORED[table].stage} s set cause = r.cause, restocked = r.restocked from orders_refundruling r"
            " where r.contract_id = %s and r.refund_id = s.refund_id"
            " and (s.cause, s.restocked) is distinct from (r.cause, r.restocked)",
            [contract_id],
        )


def _source(stored: StoredTable, extra_columns: Sequence[str]) -> str:
    columns = ", ".join(f"{name} as {stored_name}" for name, (stored_name, _) in stored.columns.items())
    pairs = ", ".join(f"%(x{at})s::text, x{at}" for at, name in enumerate(extra_columns) if name)
    bag = f"nullif(jsonb_strip_nulls(jsonb_build_object({pairs})), '{{}}')" if pairs else "null::jsonb"
    return f"(select {columns}, {bag} as extra from {stored.stage})"


def _extra_values(extra_columns: Sequence[str]) -> dict[str, str]:
    return {f"x{at}": name for at, name in enumerate(extra_columns)}


def _taken(stored: StoredTable, column: str, keeps_times: bool) -> str:
    """A value on update; what a file does not say about an optional column stays as it was."""
    may_stay = column in stored.absent or (keeps_times and column in ("shipped_at", "completed_at"))
    return f"coalesce(s.{column}, t.{column})" if may_stay else f"s.{column}"


def _inserted(stored: StoredTable, column: str) -> str:
    return f"coalesce(s.{column}, {stored.absent[column]})" if column in stored.absent else f"s.{column}"


def _differs(stored: StoredTable, keeps_times: bool, has_extra: bool) -> str:
    columns = [name for name, _ in stored.columns.values() if name != stored.key]
    old = [f"t.{column}" for column in columns] + (["t.extra"] if has_extra else [])
    new = [_taken(stored, column, keeps_times) for column in columns] + ([_EXTRA] if has_extra else [])
    return f"({', '.join(old)}) is distinct from ({', '.join(new)})"


def staged_orders(contract_id: int, *, most: int) -> list[str] | None:
    """The orders that the staged lines and refunds are about; None if there are more than so many."""
    lines, refunds = STORED["order_lines"].stage, STORED["refunds"].stage
    with connection.cursor() as cursor:
        cursor.execute(
            f"select order_id from {lines} union select l.order_id from {refunds} r"
            " join orders_orderline l on l.contract_id = %s and l.line_id = r.line_id limit %s",
            [contract_id, most + 1],
        )
        found = [order_id for (order_id,) in cursor.fetchall()]
    return found if len(found) <= most else None
