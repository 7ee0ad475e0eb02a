"""One order with everything that hangs on it: lines, refunds, charges, fees, breaches, what files changed, its money."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from paidang.catalog.models import FactoryPrice
from paidang.catalog.queries.names import titles_of
from paidang.contracts.models import Contract, TermsInForce
from paidang.contracts.queries import get_terms
from paidang.intake.models import ImportFile
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of, month_of
from paidang.kit.sentence import say
from paidang.orders.models import Breach, History, LogisticsCharge, OrderLine, PlatformFee, Refund
from paidang.portal.rules.order_money import Money, reckon
from paidang.settlement.models import SettledRow, Statement
from paidang.settlement.rules import facts as rules
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.rows import KIND_OF
from paidang.settlement.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Order:
    """The facts of one order. `statements` by `kind:row_id`: which sent statement has settled the row."""

    contract: Contract
    order_id: str
    lines: list[OrderLine]
    refunds: list[Refund]
    charges: list[LogisticsCharge]
    fees: list[PlatformFee]
    breaches: list[Breach]
    history: list[History]
    files: dict[int, ImportFile]
    statements: dict[str, Statement]
    costs: list[rules.Cost]
    titles: dict[str, str]
    in_force: TermsInForce | None
    terms: Terms | None
    money: Money | None

    @property
    def store(self) -> str:
        return self.lines[0].store

    @property
    def paid_at(self) -> datetime:
        return max(line.paid_at for line in self.lines)

    def called(self, sku: str) -> str:
        """The goods as people call them; the SKU where nobody told."""
        return self.titles.get(sku, sku)


def get_order(contract: Contract, order_id: str) -> Order:
    """The order; NotFound if the contract has none of that id."""
    lines = list(OrderLine.objects.filter(contract=contract, order_id=order_id).order_by("line_id"))
    if not lines:
        raise NotFound(
            say("合同 {code} 下没有订单 {order_id}", code=contract.code, order_id=order_id),
            remedy=say("请核对订单号；隔离的行修好后才成为订单。"),
        )
    line_ids = [line.line_id for line in lines]
    refunds = list(
        Refund.objects.filter(contract=contract, line_id__in=line_ids).order_by("refunded_at", "refund_id")
    )
    charges = list(
        LogisticsCharge.objects.filter(contract=contract, order_id=order_id).order_by(
            "charged_at", "charge_id"
        )
    )
    fees = list(
        PlatformFee.objects.filter(contract=contract, order_id=order_id).order_by("charged_at", "fee_id")
    )
    ids = {
        "order_lines": line_ids,
        "refunds": [row.refund_id for row in refunds],
        "logistics": [row.charge_id for row in charges],
        "platform_fees": [row.fee_id for row in fees],
    }
    history = [
        row
        for table, row_ids in ids.items()
        for row in History.objects.filter(contract=contract, table=table, row_id__in=row_ids)
    ]
    rows = [*lines, *refunds, *charges, *fees, *history]
    names = {cast("Any", row).import_id for row in rows} | {row.before.get("import_id") for row in history}
    costs = [
        rules.Cost(row.sku, row.factory_price_fen, row.valid_from)
        for row in FactoryPrice.objects.filter(contract=contract, sku__in={line.sku for line in lines})
    ]
    in_force, terms = _terms(contract, month_of(lines[0].paid_at))
    return Order(
        contract=contract,
        order_id=order_id,
        lines=lines,
        refunds=refunds,
        charges=charges,
        fees=fees,
        breaches=list(
            Breach.objects.filter(contract=contract, order_id=order_id, withdrawn_at=None).order_by("line_id")
        ),
        history=sorted(history, key=lambda row: (row.at, row.pk), reverse=True),
        files=ImportFile.objects.in_bulk([name for name in names if name]),
        statements=_statements(contract, ids),
        costs=costs,
        titles=titles_of(contract, {line.sku for line in lines}),
        in_force=in_force,
        terms=terms,
        money=reckon(terms, _facts(lines, refunds, charges, fees, costs)) if terms else None,
    )


def _terms(contract: Contract, month: str) -> tuple[TermsInForce | None, Terms | None]:
    try:
        in_force = get_terms(contract, month)
    except NotFound:
        return None, None
    return in_force, read_terms(in_force.terms)


def _statements(contract: Contract, ids: dict[str, list[str]]) -> dict[str, Statement]:
    settled = {
        f"{row.kind}:{row.row_id}": row.statement_id
        for table, row_ids in ids.items()
        for row in SettledRow.objects.filter(contract=contract, kind=KIND_OF[table], row_id__in=row_ids)
    }
    known = Statement.objects.in_bulk(set(settled.values()))
    return {name: known[pk] for name, pk in settled.items() if pk in known}


def _facts(
    lines: list[OrderLine],
    refunds: list[Refund],
    charges: list[LogisticsCharge],
    fees: list[PlatformFee],
    costs: list[rules.Cost],
) -> rules.Facts:
    """The order in the form of the rules."""
    return rules.Facts(
        order_lines=tuple(
            rules.OrderLine(
                line_id=row.line_id, order_id=row.order_id, channel=row.channel, store=row.store, sku=row.sku,
                quantity=row.quantity, unit_price=row.unit_price_fen, merchant_discount=row.merchant_discount_fen,
                platform_discount=row.platform_discount_fen, paid_at=row.paid_at, shipped_at=row.shipped_at,
                completed_at=row.completed_at, gift=row.gift, settled_in=None, settled_price=None,
                refunded_quantity=None, refunded_amount=None,
            )
            for row in lines
        ),
        refunds=tuple(
            rules.Refund(
                row.refund_id, row.line_id, row.quantity, row.amount_fen, row.cause, row.restocked, row.refunded_at
            )
            for row in refunds
        ),
        costs=tuple(costs),
        logistics=tuple(
            rules.Charge(
                row.charge_id, row.order_id, row.kind, row.amount_fen, row.paid_by, row.charged_at, row.borne_by
            )
            for row in charges
        ),
        platform_fees=tuple(
            rules.PlatformFee(row.fee_id, row.order_id, row.kind, row.amount_fen, row.charged_at) for row in fees
        ),
    )  # fmt: skip


def price_day(order: Order, line: OrderLine) -> Any:
    """Since when the factory price of the line's day of payment holds; None where none was declared by then."""
    known = [
        cost.valid_from
        for cost in order.costs
        if cost.sku == line.sku and cost.valid_from <= day_of(line.paid_at)
    ]
    return max(known, default=None)
