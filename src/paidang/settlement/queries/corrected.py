"""Facts of settled rows that were corrected afterwards: they enter no statement; the difference is an adjustment to propose (SPEC §7)."""

import json
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
from paidang.settlement.rules.corrected_rows import RowChange, change_of
from paidang.settlement.rules.errors import BadInput

KINDS = {
    "order_lines": "line",
    "refunds": "refund",
    "logistics": "logistics",
    "platform_fees": "platform_fee",
}

IDS = {"order_lines": "line_id", "refunds": "refund_id", "logistics": "charge_id", "platform_fees": "fee_id"}
_SOURCES = {
    "order_lines": "orders_orderline", "refunds": "orders_refund", "logistics": "orders_logisticscharge",
    "platform_fees": "orders_platformfee",
}  # fmt: skip

# What a settled row was before it was first corrected, and what it is now.
_QUERY = """
    select first.row_id, first.before, to_jsonb(f),
           exists (select from orders_refundruling r where r.contract_id = f.contract_id and r.refund_id = first.row_id
                   and r.ruled_at > %(closed_at)s) and '{table}' = 'refunds'
    from (select distinct on (row_id) row_id, before from orders_history
          where contract_id = %(contract)s and "table" = '{table}' and at > %(closed_at)s order by row_id, at, id) first
    join settlement_settledrow s on s.contract_id = %(contract)s and s.kind = '{kind}' and s.row_id = first.row_id
        and s.statement_id = %(statement)s
    join {source} f on f.contract_id = %(contract)s and f.{id} = first.row_id
    order by first.row_id"""

# The columns that are settled anew (`mending.COLUMNS`), as the row has them now and as its statement has them.
_NOW = {
    "order_lines": ("quantity", "unit_price_fen", "merchant_discount_fen", "platform_discount_fen"),
    "refunds": ("quantity", "amount_fen"),
    "logistics": ("amount_fen", "paid_by", "borne_by"),
    "platform_fees": ("amount_fen",),
}
_WAS = {
    "order_lines": "quantity, unit_price, merchant_discount, platform_discount",
    "refunds": "quantity, refund_amount",
    "logistics": "charge_amount, paid_by, borne_by",
    "platform_fees": "platform_fee",
}
Now = dict[str, dict[str, tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Corrected:
    """The settled rows of a statement that say something else now, and what those in `reckoned` come to in the agency's
    favour, later months included; None where the corrected facts contradict each other.
    """

    changes: Sequence[RowChange]
    reckoned: Sequence[str]
    amount_fen: int | None

    @property
    def size_fen(self) -> int:
        """The amount without its sign."""
        return abs(self.amount_fen or 0)

    @property
    def has_unreckoned(self) -> bool:
        """Whether a change may move money that `amount_fen` does not say: of times, goods or causes."""
        return not all(one.is_reckoned for one in self.changes)


def find_corrected(statement: Statement) -> Corrected | None:
    """What is not yet proposed or agreed to of it; None where nothing of a settled row was corrected."""
    changes, now = _changed(statement)
    if not changes:
        return None
    mended = _mended(statement, now)
    rows = [f"{KINDS[table]}:{name}" for table, of_table in mended.items() for name in sorted(of_table)]
    if not rows:
        return Corrected(changes, [], 0)
    contract, prices = statement.contract, as_repriced(list_agreed_prices(statement.contract_id))
    month = get_open_month(contract)
    try:
        right = correct_months(contract, month, prices, {}, {statement.month: mended})
    except BadInput:
        return Corrected(changes, rows[:ROWS_MAX], None)
    without = correct_months(contract, month, prices, {}) if prices else {}
    return Corrected(changes, rows[:ROWS_MAX], sum(right.values()) - sum(without.values()))


def _changed(statement: Statement) -> tuple[list[RowChange], Now]:
    """The rows that differ, without those that a proposal which waits or holds names; by table what they are now."""
    values: dict[str, Any] = {
        "contract": statement.contract_id, "statement": statement.pk, "closed_at": statement.closed_at,
    }  # fmt: skip
    said = statement.contract.adjustments.filter(
        statement__month=statement.month, state__in=[WAITING_ANSWER, AGREED]
    )
    named = {row for rows in said.values_list("rows", flat=True) for row in rows}
    changes, now = [], Now()
    with connection.cursor() as cursor:
        for table, kind in KINDS.items():
            cursor.execute(
                _QUERY.format(table=table, kind=kind, source=_SOURCES[table], id=IDS[table]), values
            )
            for row_id, was, is_now, is_ruled in cursor.fetchall():
                change = change_of(table, kind, row_id, _object(was), _object(is_now), is_ruled=is_ruled)
                if change and change.name not in named:
                    changes.append(change)
                    now.setdefault(table, {})[row_id] = tuple(_object(is_now)[name] for name in _NOW[table])
    return changes, now


def _object(stored: Any) -> dict[str, Any]:
    """Django's cursors hand jsonb out as its text."""
    return dict(json.loads(stored) if isinstance(stored, str) else stored)


def _mended(statement: Statement, now: Now) -> Mended:
    """By table the rows whose figures differ from those that the statement has."""
    mended = {}
    with open_rows(statement) as engine:
        for table, rows in now.items():
            was = engine.execute(
                f"select row_id, {_WAS[table]} from detail where not is_held and kind = $kind"
                " and row_id in (select unnest($ids::varchar[]))",
                {"kind": KINDS[table], "ids": list(rows)},
            ).fetchall()
            differs = {name: rows[name] for name, *before in was if tuple(before) != rows[name]}
            if differs:
                mended[table] = differs
    assert all(len(row) == len(COLUMNS[table]) for table, found in mended.items() for row in found.values())
    return mended
