"""The facts behind what corrections of settled rows come to: each row before and now, its refunds, lines and prices."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from paidang.catalog.queries import list_agreed_prices
from paidang.kit.facts import FACT_TABLES
from paidang.kit.period import day_of
from paidang.orders.rules.tables import STORED
from paidang.settlement.models import AGREED, WAITING_ANSWER, SettledRow, Statement
from paidang.settlement.queries import get_open_month
from paidang.settlement.queries.repriced import list_sent
from paidang.settlement.rules.corrected_months import Cells, Plan, RuledMonth, SettledFact, plan_months
from paidang.settlement.rules.corrected_rows import RowChange, change_of
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.rows import KIND_OF

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

# Settled rows of a kind with their facts as they are now.
_SETTLED = """
    select s.row_id, s.month, s.price_fen, to_jsonb(f) from settlement_settledrow s
    join {source} f on f.contract_id = s.contract_id and f.{id} = s.row_id
    where s.contract_id = %s and s.kind = '{kind}' and {wanted} = any(%s) order by s.row_id"""

_PRICE = """
    select w.line_id, (select factory_price_fen from catalog_factoryprice p where p.contract_id = %s and p.sku = w.sku
                       and p.valid_from <= w.day order by p.valid_from desc limit 1)
    from unnest(%s::text[], %s::text[], %s::date[]) as w (line_id, sku, day)"""


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in a row, and its whole fact before and now by the columns of its table."""

    row: RowChange
    was: Cells
    now: Cells


def list_changes(statement: Statement) -> list[Change]:
    """The settled rows that say something else now, without those that a proposal which waits or holds names."""
    values: dict[str, Any] = {
        "contract": statement.contract_id, "statement": statement.pk, "closed_at": statement.closed_at,
    }  # fmt: skip
    said = statement.contract.adjustments.filter(
        statement__month=statement.month, state__in=[WAITING_ANSWER, AGREED]
    )
    named = {row for rows in said.values_list("rows", flat=True) for row in rows}
    changes = []
    with connection.cursor() as cursor:
        for table, kind in KIND_OF.items():
            cursor.execute(_QUERY.format(table=table, kind=kind, **_source(table)), values)
            for row_id, was, now, is_ruled in cursor.fetchall():
                before, after = _object(was), _object(now)
                change = change_of(table, kind, row_id, before, after, is_ruled=is_ruled)
                if change and change.name not in named:
                    changes.append(Change(change, _fact(table, {**after, **before}), _fact(table, after)))
    return changes


def get_plan(statement: Statement, changes: Sequence[Change]) -> Plan:
    """Which sent months are to be settled again with what, so that these rows are settled as they are now."""
    contract = statement.contract
    sent = [one for one in list_sent(contract, get_open_month(contract)) if one.month >= statement.month]
    terms = [(one.month, read_terms(one.terms, one.month)) for one in sent]
    months = [RuledMonth(month, f"{one.recognition}_at", one.profit_counts) for month, one in terms]
    now = {change.row.row_id: change.now for change in changes if change.row.table == "order_lines"}
    prices = _prices(contract.pk, now)
    corrected = [
        SettledFact(
            one.row.table, one.row.row_id, statement.month, one.was, one.now,
            prices.get(one.row.row_id) if one.row.table == "order_lines" else None,
        )
        for one in changes
    ]  # fmt: skip
    refunds = defaultdict(list)
    for refund in _settled(contract.pk, "refunds", "s.line_id", now):
        refunds[refund.now["line_id"]].append(refund)
    of_refunds = {change.now["line_id"] for change in changes if change.row.table == "refunds"}
    lines = _settled(contract.pk, "order_lines", "s.row_id", of_refunds)
    return plan_months(corrected, refunds, {line.row_id: line for line in lines}, months)


def _settled(contract_id: int, table: str, wanted: str, ids: Collection[str]) -> list[SettledFact]:
    """Of a settled line goods and money are as they were settled, whatever became of them."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _SETTLED.format(kind=KIND_OF[table], wanted=wanted, **_source(table)), [contract_id, list(ids)]
        )
        found = cursor.fetchall()
    facts = [(row_id, month, price, _fact(table, _object(stored))) for row_id, month, price, stored in found]
    kept = {}
    if table == "order_lines":
        rows = SettledRow.objects.filter(contract_id=contract_id, kind="line", row_id__in=ids)
        names = ("sku", "gift", "quantity", "unit_price", "merchant_discount", "platform_discount")
        for row in rows:
            values = {name: getattr(row, name, getattr(row, f"{name}_fen", None)) for name in names}
            kept[row.row_id] = {name: value for name, value in values.items() if value is not None}
    return [
        SettledFact(table, row_id, month, {**fact, **kept.get(row_id, {})}, fact, price)
        for row_id, month, price, fact in facts
    ]


def _prices(contract_id: int, lines: dict[str, Cells]) -> dict[str, int]:
    """The factory price of each line's goods on its day as it is known now, what both sides agreed to for days past included."""
    days = {name: day_of(cells["paid_at"]) for name, cells in lines.items()}
    with connection.cursor() as cursor:
        skus = [cells["sku"] for cells in lines.values()]
        cursor.execute(_PRICE, [contract_id, list(lines), skus, list(days.values())])
        found = {name: fen for name, fen in cursor.fetchall() if fen is not None}
    for price in list_agreed_prices(contract_id):
        for name, cells in lines.items():
            if cells["sku"] == price.sku and price.since <= days[name] < price.until:
                found[name] = price.new_fen
    return found


def _source(table: str) -> dict[str, str]:
    return {"source": STORED[table].name, "id": STORED[table].key}


def _object(stored: Any) -> dict[str, Any]:
    """Django's cursors hand jsonb out as its text."""
    return dict(json.loads(stored) if isinstance(stored, str) else stored)


def _fact(table: str, stored: dict[str, Any]) -> Cells:
    """A stored row by the columns of its table; what only a snapshot says of it is empty."""
    cells = {}
    for column in FACT_TABLES[table].columns:
        cell = stored.get(column.name, stored.get(f"{column.name}_fen"))
        cells[column.name] = datetime.fromisoformat(cell) if column.type == "time" and cell else cell
    return cells
