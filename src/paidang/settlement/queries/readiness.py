"""What a closing would find: facts at hand, prices missing, what waits for later."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from paidang.contracts.models import Contract
from paidang.kit.period import month_end_at, term_period
from paidang.settlement.queries.snapshot import IN_TERM, ORDER_IS_OURS, OURS

RECOGNISED_AT = {"paid": "l.paid_at", "shipped": "l.shipped_at", "completed": "l.completed_at"}


@dataclass(frozen=True, slots=True)
class Readiness:
    """Open facts up to the end of a month. `waiting`: orders whose time has not come; `unpriced`: SKUs without a price."""

    orders: int
    lines: int
    waiting: int
    refunds: int
    charges: int
    fees: int
    unpriced: int
    unpriced_lines: int

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.refunds or self.charges or self.fees)


def _unsettled(alias: str, kind: str, column: str) -> str:
    return (
        f"not exists (select from settlement_settledrow s where s.contract_id = {alias}.contract_id"
        f" and s.kind = '{kind}' and s.row_id = {alias}.{column})"
    )


# What is still to be settled by the end of the month.
_OPEN_LINES = f"""
    orders_orderline l where {IN_TERM} and {_unsettled("l", "line", "line_id")} and l.paid_at < %(end_at)s"""
_OPEN_CHARGES = f"""
    orders_logisticscharge c where c.contract_id = %(contract)s and c.charged_at < %(end_at)s
    and (c.order_id is null or {ORDER_IS_OURS.format("c")}) and {_unsettled("c", "logistics", "charge_id")}"""
_OPEN_FEES = f"""
    orders_platformfee f where f.contract_id = %(contract)s and f.charged_at < %(end_at)s
    and (f.order_id is null or {ORDER_IS_OURS.format("f")}) and {_unsettled("f", "platform_fee", "fee_id")}"""


def _query(recognised_at: str) -> str:
    return f"""
        with open_lines as (
            select l.order_id, l.sku, l.gift, (l.paid_at at time zone 'Asia/Shanghai')::date as paid_on,
                   coalesce({recognised_at} < %(end_at)s, false) as counts
            from {_OPEN_LINES}
        ), unpriced as (
            select sku from open_lines o where counts and not gift and not exists (
                select from catalog_factoryprice p
                where p.contract_id = %(contract)s and p.sku = o.sku and p.valid_from <= o.paid_on)
        )
        select (select count(distinct order_id) from open_lines where counts),
               (select count(*) from open_lines where counts),
               (select count(distinct order_id) from open_lines where not counts),
               (select count(*) from orders_refund r where r.contract_id = %(contract)s and r.refunded_at < %(end_at)s
                and exists (select from orders_orderline l where {OURS} and l.line_id = r.line_id)
                and {_unsettled("r", "refund", "refund_id")}),
               (select count(*) from {_OPEN_CHARGES}),
               (select count(*) from {_OPEN_FEES}),
               (select count(distinct sku) from unpriced), (select count(*) from unpriced)"""


def get_readiness(contract: Contract, month: str, terms: dict[str, Any], *, profit_counts: bool) -> Readiness:
    """Count what a closing of the month would take in now."""
    with connection.cursor() as cursor:
        cursor.execute(_query(RECOGNISED_AT[terms["recognition"]]), _values(contract, month, terms))
        counts = cursor.fetchone()
    assert counts is not None
    if not profit_counts:  # then nothing waits for a price
        counts = (*counts[:6], 0, 0)
    return Readiness(*counts)


@dataclass(frozen=True, slots=True)
class AtHand:
    """Whether any open order line, logistics charge, platform fee is at hand up to the end of a month."""

    lines: bool
    charges: bool
    fees: bool


# The latest first: what is open is at the end of what was settled.
_AT_HAND = f"""
    select (select true from {_OPEN_LINES} order by l.paid_at desc limit 1) is not null,
           (select true from {_OPEN_CHARGES} order by c.charged_at desc limit 1) is not null,
           (select true from {_OPEN_FEES} order by f.charged_at desc limit 1) is not null"""


def find_at_hand(contract: Contract, month: str, terms: dict[str, Any]) -> AtHand:
    """What of the month's facts has come; nothing is counted."""
    with connection.cursor() as cursor:
        cursor.execute(_AT_HAND, _values(contract, month, terms))
        row = cursor.fetchone()
    assert row is not None
    return AtHand(*row)


def count_without_logistics(contract: Contract, month: str, terms: dict[str, Any]) -> int:
    """Orders that a closing of the month would count and for which no logistics charge is known.

    None is shipped or completed before it is paid, so that those paid by then are all there are to look at.
    """
    query = f"""
        select count(distinct l.order_id) from orders_orderline l
        where {IN_TERM} and {_unsettled("l", "line", "line_id")}
          and l.paid_at < %(end_at)s and {RECOGNISED_AT[terms["recognition"]]} < %(end_at)s
          and not exists (select from orders_logisticscharge c where c.contract_id = l.contract_id and c.order_id = l.order_id)"""
    with connection.cursor() as cursor:
        cursor.execute(query, _values(contract, month, terms))
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def _values(contract: Contract, month: str, terms: dict[str, Any]) -> dict[str, Any]:
    term = term_period(date.fromisoformat(terms["term"]["start"]), date.fromisoformat(terms["term"]["end"]))
    return {
        "contract": contract.pk,
        "start": term.start,
        "end": term.end,
        "end_at": month_end_at(month),
        "replaced": 0,
    }
