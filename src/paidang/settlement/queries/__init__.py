"""Reads for the month's work: the snapshot of facts that a closing takes, statements, their rows."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection

from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.period import Period, next_month
from paidang.settlement.models import CLOSED, REPLACED, Statement


def _time(column: str) -> str:
    """A time as SPEC §1 wants it: ISO 8601 with an offset."""
    return f"to_char({column} at time zone 'Asia/Shanghai', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '+08:00' as {column.split('.')[1]}"


def _open(alias: str, kind: str, column: str) -> str:
    """That no sent statement has settled the row; the one that this closing replaces does not count."""
    return (
        f"not exists (select from settlement_settledrow s where s.contract_id = {alias}.contract_id"
        f" and s.kind = '{kind}' and s.row_id = {alias}.{column} and s.statement_id <> %(replaced)s)"
    )


IN_TERM = (
    "l.contract_id = %(contract)s and l.paid_at >= %(start)s::timestamp at time zone 'Asia/Shanghai'"
    " and l.paid_at < %(end)s::timestamp at time zone 'Asia/Shanghai'"
)
ORDER_IN_TERM = f"exists (select from orders_orderline l where {IN_TERM} and l.order_id = {{0}}.order_id)"

SNAPSHOT_SQL = {
    "order_lines": f"""
        with settled as (
            select row_id, month, price_fen from settlement_settledrow
            where contract_id = %(contract)s and kind = 'line' and statement_id <> %(replaced)s
        ), refunded as (
            select line_id, sum(quantity)::bigint as quantity, sum(amount_fen)::bigint as amount from settlement_settledrow
            where contract_id = %(contract)s and kind = 'refund' and statement_id <> %(replaced)s group by line_id
        ), wanted_orders as (
            select order_id from orders_logisticscharge c where contract_id = %(contract)s and {_open("c", "logistics", "charge_id")}
            union
            select order_id from orders_platformfee f where contract_id = %(contract)s and {_open("f", "platform_fee", "fee_id")}
        ), wanted_lines as (
            select line_id from orders_refund r where contract_id = %(contract)s and {_open("r", "refund", "refund_id")}
        )
        select l.line_id, l.order_id, l.channel, l.store, l.sku, l.quantity, l.unit_price_fen as unit_price,
               l.merchant_discount_fen as merchant_discount, l.platform_discount_fen as platform_discount,
               {_time("l.paid_at")}, {_time("l.shipped_at")}, {_time("l.completed_at")},
               case when l.gift then 'true' else 'false' end as gift,
               settled.month as settled_in, settled.price_fen as settled_price,
               coalesce(refunded.quantity, 0) as refunded_quantity, coalesce(refunded.amount, 0) as refunded_amount
        from orders_orderline l
        left join settled on settled.row_id = l.line_id
        left join refunded on refunded.line_id = l.line_id
        where {IN_TERM} and (settled.row_id is null
            or l.order_id in (select order_id from wanted_orders) or l.line_id in (select line_id from wanted_lines))
        order by l.line_id""",
    "refunds": f"""
        select r.refund_id, r.line_id, r.quantity, r.amount_fen as amount, r.cause,
               case when r.restocked then 'true' else 'false' end as restocked, {_time("r.refunded_at")}
        from orders_refund r join orders_orderline l on l.contract_id = r.contract_id and l.line_id = r.line_id
        where {IN_TERM} and {_open("r", "refund", "refund_id")} order by r.refund_id""",
    "costs": """
        select sku, factory_price_fen as factory_price, to_char(valid_from, 'YYYY-MM-DD') as valid_from
        from catalog_factoryprice where contract_id = %(contract)s order by sku, valid_from""",
    "logistics": f"""
        select c.charge_id, c.order_id, c.kind, c.amount_fen as amount, c.paid_by, {_time("c.charged_at")}, c.borne_by
        from orders_logisticscharge c where c.contract_id = %(contract)s and {_open("c", "logistics", "charge_id")}
          and (c.order_id is null or {ORDER_IN_TERM.format("c")}) order by c.charge_id""",
    "platform_fees": f"""
        select f.fee_id, f.order_id, f.kind, f.amount_fen as amount, {_time("f.charged_at")}
        from orders_platformfee f where f.contract_id = %(contract)s and {_open("f", "platform_fee", "fee_id")}
          and (f.order_id is null or {ORDER_IN_TERM.format("f")}) order by f.fee_id""",
}


def export_snapshot(contract: Contract, folder: Path, *, term: Period, replaced: Statement | None) -> None:
    """Write the facts of a closing (SPEC §1) as CSV into the folder: all that no sent statement has settled, with context.

    Only orders paid within the term, only this contract's. Runs in the caller's transaction: one moment for all tables.
    """
    values = {
        "contract": contract.pk,
        "start": term.start,
        "end": term.end,
        "replaced": replaced.pk if replaced else 0,
    }
    with connection.cursor() as cursor:
        for table, query in SNAPSHOT_SQL.items():
            with (
                (folder / f"{table}.csv").open("wb") as file,
                cursor.copy(f"copy ({query}) to stdout (format csv, header)", values) as copy,
            ):
                for block in copy:
                    file.write(block)


def list_statements(contract: Contract) -> list[Statement]:
    """A contract's statements, the newest month first; what is not sent yet is the agency's own (the database sees to it)."""
    return list(contract.statements.exclude(state=REPLACED).order_by("-month", "-version"))


def get_statement(
    contract: Contract, month: str, version: int | None = None, *, lock: bool = False
) -> Statement:
    """The current version of a month's statement, or the version asked for; NotFound if there is none to be seen."""
    found = contract.statements.filter(month=month)
    found = found.filter(version=version) if version else found.exclude(state=REPLACED)
    if lock:
        found = found.select_for_update(of=("self",))
    statement = found.order_by("-version").first()
    if statement is None:
        raise NotFound(f"没有 {month} 的对账单", remedy="乙方关账、发出后，双方都能看到。")
    return statement


def get_previous(contract: Contract, month: str) -> Statement | None:
    """The latest sent statement of an earlier month: its digest and its carried loss go into this one."""
    return (
        contract.statements.exclude(state__in=[CLOSED, REPLACED])
        .filter(month__lt=month)
        .order_by("-month")
        .first()
    )


def get_open_month(contract: Contract, first_month: str) -> str:
    """The month whose turn it is: the one after the last sent statement, else the first of the term."""
    last = contract.statements.exclude(state__in=[CLOSED, REPLACED]).order_by("-month").first()
    return next_month(last.month) if last else first_month


def unpack_bundle(statement: Statement, folder: Path) -> None:
    """Write the bundle's files (SPEC §8) into the folder."""
    for file in statement.files.all():
        target = folder / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(bytes(file.content))


SETTLED_COLUMNS = (
    "contract_id",
    "kind",
    "row_id",
    "statement_id",
    "month",
    "price_fen",
    "line_id",
    "quantity",
    "amount_fen",
)


def iter_settled(statement: Statement) -> Iterator[tuple[object, ...]]:
    """The rows a statement settles, for `SettledRow`: from its own bundle, so that nothing else can slip in."""
    import duckdb

    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        unpack_bundle(statement, folder)
        has_refunds = (folder / "facts" / "refunds.parquet").exists()
        refunds = (
            f"(select refund_id, line_id, quantity, amount from '{folder}/facts/refunds.parquet')"
            if has_refunds
            else "(select null::varchar as refund_id, null::varchar as line_id, null::bigint as quantity, null::bigint as amount where false)"
        )
        query = f"""
            select r.kind, r.row_id, case when r.kind = 'line' and not coalesce(l.gift, false) then r.cost // l.quantity end as price,
                   f.line_id, f.quantity, f.amount
            from '{folder}/rows.parquet' r
            left join '{folder}/facts/order_lines.parquet' l on r.kind = 'line' and l.line_id = r.row_id
            left join {refunds} f on r.kind = 'refund' and f.refund_id = r.row_id"""
        with duckdb.connect() as engine:
            cursor = engine.execute(query)
            while block := cursor.fetchmany(10_000):
                for kind, row_id, price, line_id, quantity, amount in block:
                    yield (
                        statement.contract_id,
                        kind,
                        row_id,
                        statement.pk,
                        statement.month,
                        price,
                        line_id,
                        quantity,
                        amount,
                    )
