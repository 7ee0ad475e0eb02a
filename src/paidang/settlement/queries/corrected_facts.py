"""The facts behind what corrections of settled rows come to: each row as settled, as last agreed on, and now; its refunds, lines, prices."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from paidang.catalog.queries import list_agreed_prices
from paidang.kit.facts import FACT_TABLES
from paidang.kit.period import day_of
from paidang.orders.rules.tables import STORED
from paidang.settlement.models import SettledRow, Statement
from paidang.settlement.queries import get_open_month
from paidang.settlement.queries.repriced import list_sent
from paidang.settlement.rules.corrected_months import Cells, Plan, RuledMonth, SettledFact, plan_months
from paidang.settlement.rules.corrected_rows import Life
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.rows import KIND_OF

# The settled rows of a statement that were corrected since: what each was before every correction, and what it is now.
_QUERY = """
    select h.row_id, h.entries, to_jsonb(f),
           exists (select from orders_refundruling r where r.contract_id = f.contract_id and r.refund_id = h.row_id
                   and r.ruled_at > %(closed_at)s) and '{table}' = 'refunds'
    from (select row_id, jsonb_agg(jsonb_build_array(at, before) order by at, id) as entries from orders_history
          where contract_id = %(contract)s and "table" = '{table}' and at > %(closed_at)s group by row_id) h
    join settlement_settledrow s on s.contract_id = %(contract)s and s.kind = '{kind}' and s.row_id = h.row_id
        and s.statement_id = %(statement)s
    join {source} f on f.contract_id = %(contract)s and f.{id} = h.row_id
    order by h.row_id"""

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
class AsIf:
    """A corrected row as if it said this; `through`: the last month that was sent when that was reckoned."""

    life: Life
    stored: Cells
    through: str = "9999-12"


class Months:
    """The months sent from a statement's on, and the settled facts around its corrected rows, to plan them again."""

    def __init__(self, statement: Statement, lives: Sequence[Life]) -> None:
        self.contract, self.month = statement.contract, statement.month
        sent = [
            one
            for one in list_sent(self.contract, get_open_month(self.contract))
            if one.month >= statement.month
        ]
        terms = [(one.month, read_terms(one.terms, one.month)) for one in sent]
        self.ruled = [RuledMonth(month, f"{one.recognition}_at", one.profit_counts) for month, one in terms]
        self.last = max((month for month, _one in terms), default=statement.month)
        lines = [one.row_id for one in lives if one.table == "order_lines"]
        of_refunds = {one.now["line_id"] for one in lives if one.table == "refunds"}
        self.refunds = _settled(self.contract.pk, "refunds", "s.line_id", lines)
        self.lines = {
            line.row_id: line for line in _settled(self.contract.pk, "order_lines", "s.row_id", of_refunds)
        }

    def plan(self, rows: Sequence[AsIf]) -> Plan:
        """Which months are to be settled again with what, so that these rows are settled so."""
        cells = {(one.life.table, one.life.row_id): _fact(one.life.table, one.stored) for one in rows}
        lines = {row_id: now for (table, row_id), now in cells.items() if table == "order_lines"}
        prices = _prices(self.contract.pk, lines) if lines else {}
        corrected = [
            SettledFact(
                one.life.table, one.life.row_id, self.month, _fact(one.life.table, one.life.settled),
                cells[one.life.table, one.life.row_id],
                prices.get(one.life.row_id) if one.life.table == "order_lines" else None, one.through,
            )
            for one in rows
        ]  # fmt: skip
        refunds = defaultdict(list)
        for refund in self.refunds:
            now = cells.get(refund.name, refund.now)
            refunds[refund.now["line_id"]].append(SettledFact(*refund.name, refund.month, refund.was, now))
        return plan_months(corrected, refunds, self.lines, self.ruled)

    def has_later_refunds(self, line: AsIf) -> bool:
        """Whether refunds of a line were settled, since it was reckoned so, that take another price by it."""
        if not any(
            one.now["line_id"] == line.life.row_id and one.month > line.through for one in self.refunds
        ):
            return False
        return self.plan([line]).months != self.plan([AsIf(line.life, line.stored)]).months


def list_lives(statement: Statement) -> list[Life]:
    """The settled rows of a statement whose facts were written again since it was closed."""
    values: dict[str, Any] = {
        "contract": statement.contract_id, "statement": statement.pk, "closed_at": statement.closed_at,
    }  # fmt: skip
    lives = []
    with connection.cursor() as cursor:
        for table, kind in KIND_OF.items():
            cursor.execute(_QUERY.format(table=table, kind=kind, **_source(table)), values)
            for row_id, entries, now, is_ruled in cursor.fetchall():
                was = [(datetime.fromisoformat(at), before) for at, before in _json(entries)]
                lives.append(Life(table, kind, row_id, was, _json(now), is_ruled))
    return lives


def _settled(contract_id: int, table: str, wanted: str, ids: Collection[str]) -> list[SettledFact]:
    """Of a settled line goods and money are as they were settled, whatever became of them."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _SETTLED.format(kind=KIND_OF[table], wanted=wanted, **_source(table)), [contract_id, list(ids)]
        )
        found = cursor.fetchall()
    facts = [(row_id, month, price, _fact(table, _json(stored))) for row_id, month, price, stored in found]
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


def _json(stored: Any) -> Any:
    """Django's cursors hand jsonb out as its text."""
    return json.loads(stored) if isinstance(stored, str) else stored


def _fact(table: str, stored: Mapping[str, Any]) -> Cells:
    """A stored row by the columns of its table; what only a snapshot says of it is empty."""
    cells = {}
    for column in FACT_TABLES[table].columns:
        cell = stored.get(column.name, stored.get(f"{column.name}_fen"))
        cells[column.name] = datetime.fromisoformat(cell) if column.type == "time" and cell else cell
    return cells
