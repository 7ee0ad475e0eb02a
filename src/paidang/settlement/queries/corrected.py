"""Facts of settled rows that were corrected afterwards: they enter no statement; the difference is an adjustment to propose (SPEC §7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from paidang.catalog.queries import list_agreed_prices
from paidang.settlement.engines.mending import COLUMNS, Mended
from paidang.settlement.models import AGREED, WAITING_ANSWER, Statement
from paidang.settlement.queries import get_open_month
from paidang.settlement.queries.repriced import as_repriced, correct_months
from paidang.settlement.queries.rows import open_rows
from paidang.settlement.rules.adjusting import ROWS_MAX
from paidang.settlement.rules.errors import BadInput

KINDS = {
    "order_lines": "line",
    "refunds": "refund",
    "logistics": "logistics",
    "platform_fees": "platform_fee",
}

_CHANGED = """exists (select from orders_history h where h.contract_id = f.contract_id and h."table" = '{table}'
    and h.row_id = f.{id} and h.at > %(closed_at)s)"""
_SETTLED = """join settlement_settledrow s
    on s.contract_id = f.contract_id and s.kind = '{kind}' and s.row_id = f.{id} and s.statement_id = %(statement)s"""


def _query(source: str, table: str, id_: str, columns: str) -> str:
    joined = _SETTLED.format(kind=KINDS[table], id=id_)
    changed = _CHANGED.format(table=table, id=id_)
    return (
        f"select f.{id_}, {columns} from {source} f {joined} where f.contract_id = %(contract)s and {changed}"
    )


_QUERIES = {
    "order_lines": _query(
        "orders_orderline", "order_lines", "line_id",
        "f.quantity, f.unit_price_fen, f.merchant_discount_fen, f.platform_discount_fen",
    ),
    "refunds": _query("orders_refund", "refunds", "refund_id", "f.quantity, f.amount_fen"),
    "logistics": _query("orders_logisticscharge", "logistics", "charge_id", "f.amount_fen, f.paid_by, f.borne_by"),
    "platform_fees": _query("orders_platformfee", "platform_fees", "fee_id", "f.amount_fen"),
}  # fmt: skip

# The same columns of a settled row as its statement has them.
_WAS = {
    "order_lines": "quantity, unit_price, merchant_discount, platform_discount",
    "refunds": "quantity, refund_amount",
    "logistics": "charge_amount, paid_by, borne_by",
    "platform_fees": "platform_fee",
}


@dataclass(frozen=True, slots=True)
class Corrected:
    """The settled rows of a statement that say something else now, and what that comes to in the agency's favour, later
    months included; None where the corrected facts contradict each other.
    """

    rows: Sequence[str]
    amount_fen: int | None


def find_corrected(statement: Statement) -> Corrected | None:
    """What is not yet proposed or agreed to of it; None where nothing of a settled row was corrected."""
    mended = _mended(statement)
    if not mended:
        return None
    rows = [f"{KINDS[table]}:{name}" for table, of_table in mended.items() for name in sorted(of_table)]
    contract, prices = statement.contract, as_repriced(list_agreed_prices(statement.contract_id))
    month = get_open_month(contract)
    try:
        right = correct_months(contract, month, prices, {}, {statement.month: mended})
    except BadInput:
        return Corrected(rows[:ROWS_MAX], None)
    without = correct_months(contract, month, prices, {}) if prices else {}
    return Corrected(rows[:ROWS_MAX], sum(right.values()) - sum(without.values()))


def _mended(statement: Statement) -> Mended:
    """By table the rows whose figures differ now, without those that a proposal which waits or holds already names."""
    values: dict[str, Any] = {
        "contract": statement.contract_id, "statement": statement.pk, "closed_at": statement.closed_at,
    }  # fmt: skip
    now: dict[str, dict[str, tuple[Any, ...]]] = {}
    with connection.cursor() as cursor:
        for table, query in _QUERIES.items():
            cursor.execute(query, values)
            if found := {row[0]: tuple(row[1:]) for row in cursor.fetchall()}:
                now[table] = found
    if not now:
        return {}
    said = statement.contract.adjustments.filter(
        statement__month=statement.month, state__in=[WAITING_ANSWER, AGREED]
    )
    named = {row for rows in said.values_list("rows", flat=True) for row in rows}
    mended = {}
    with open_rows(statement) as engine:
        for table, rows in now.items():
            was = engine.execute(
                f"select row_id, {_WAS[table]} from detail where not is_held and kind = $kind"
                " and row_id in (select unnest($ids::varchar[]))",
                {"kind": KINDS[table], "ids": list(rows)},
            ).fetchall()
            differs = {
                name: rows[name]
                for name, *before in was
                if tuple(before) != rows[name] and f"{KINDS[table]}:{name}" not in named
            }
            if differs:
                mended[table] = differs
    assert all(len(row) == len(COLUMNS[table]) for table, found in mended.items() for row in found.values())
    return mended
