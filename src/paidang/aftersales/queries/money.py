"""A case's lines as settlement knows them, and what each verdict would come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from paidang.aftersales.models import Case, CaseLine
from paidang.aftersales.rules.guide import Outcome, freight_borne_by, in_seven_days, outcome_of
from paidang.aftersales.rules.reckoning import Effect, effect_of
from paidang.aftersales.rules.words import BUYER, FINDINGS, PRICE_PROTECTION, SHARED
from paidang.catalog.models import FactoryPrice
from paidang.contracts.queries import get_terms
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of, month_of
from paidang.orders.models import OrderLine, Refund
from paidang.settlement.models import SettledRow
from paidang.settlement.rules import facts
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class CaseMoney:
    """What a case is reckoned from. `terms` is None where none held in the month of payment."""

    lines: dict[str, OrderLine]
    refunds: dict[str, Refund]
    terms: Terms | None
    sources: dict[str, str]
    known: tuple[facts.OrderLine, ...]
    costs: tuple[facts.Cost, ...]

    @property
    def faults_borne_by(self) -> str:
        """Who bears what a fault costs; the contract's own words (OP-3-E-3) where its terms leave it out: the brand."""
        return (self.terms.faults_borne_by if self.terms else None) or "a"


def load_money(case: Case, lines: Sequence[CaseLine]) -> CaseMoney:
    """Everything that a case's reckoning needs."""
    ids = [line.line_id for line in lines]
    sold = {row.line_id: row for row in OrderLine.objects.filter(contract=case.contract_id, line_id__in=ids)}
    refunds = Refund.objects.filter(contract=case.contract_id, line_id__in=ids)
    terms, sources = _terms(case, sold)
    settled = {
        row.row_id: row
        for row in SettledRow.objects.filter(contract=case.contract_id, kind="line", row_id__in=ids)
    }
    costs = FactoryPrice.objects.filter(contract=case.contract_id, sku__in={row.sku for row in sold.values()})
    return CaseMoney(
        lines=sold,
        refunds={row.refund_id: row for row in refunds},
        terms=terms,
        sources=sources,
        known=tuple(_as_fact(row, settled.get(row.line_id)) for row in sold.values()),
        costs=tuple(facts.Cost(row.sku, row.factory_price_fen, row.valid_from) for row in costs),
    )


def _terms(case: Case, sold: dict[str, OrderLine]) -> tuple[Terms | None, dict[str, str]]:
    try:
        row = get_terms(case.contract, month_of(min(line.paid_at for line in sold.values())))
    except NotFound:
        return None, {}
    return read_terms(row.terms), dict(row.sources)


def _as_fact(row: OrderLine, settled: SettledRow | None) -> facts.OrderLine:
    return facts.OrderLine(
        line_id=row.line_id, order_id=row.order_id, channel=row.channel, store=row.store, sku=row.sku,
        quantity=row.quantity, unit_price=row.unit_price_fen, merchant_discount=row.merchant_discount_fen,
        platform_discount=row.platform_discount_fen, paid_at=row.paid_at, shipped_at=row.shipped_at,
        completed_at=row.completed_at, gift=row.gift, settled_in=settled.month if settled else None,
        settled_price=settled.price_fen if settled else None, refunded_quantity=None, refunded_amount=None,
    )  # fmt: skip


def outcome_for(case: Case, line: CaseLine, money: CaseMoney, finding: str | None = None) -> Outcome:
    """What the contract says of a line by its finding, or by another one."""
    sold = money.lines[line.line_id]
    arrived_on = day_of(sold.completed_at) if sold.completed_at else None
    return outcome_of(
        case.reason,
        line.finding if finding is None else finding,
        faults_borne_by=money.faults_borne_by,
        in_seven_days=in_seven_days(arrived_on, day_of(case.asked_at)),
    )


def borne_by(case: Case, lines: Sequence[CaseLine], money: CaseMoney) -> str:
    """Who answers for the case's carriage, by what was found of its lines."""
    return freight_borne_by(outcome_for(case, line, money) for line in lines)


def charges_of(case: Case, borne_by: str, at: datetime) -> list[facts.Charge]:
    """What was paid to carry the goods back, and what the carrier pays for lost ones, as settlement takes it.

    What the buyer has paid is no charge; what the buyer should bear and one of the sides has paid is shared.
    """
    whose = SHARED if borne_by == BUYER else borne_by
    found = []
    if case.freight_fen and case.freight_paid_by != BUYER:
        found.append(_charge(case, "return", case.freight_fen, case.freight_paid_by, at, whose))
    if case.compensation_fen:
        found.append(_charge(case, "compensation", -case.compensation_fen, case.compensation_to, at, SHARED))
    return found


def _charge(case: Case, kind: str, fen: int, paid_by: str, at: datetime, borne_by: str) -> facts.Charge:
    return facts.Charge(f"{case.code}-{kind}", case.order_id, kind, fen, paid_by, at, borne_by)


def resend_charge(case: Case, borne_by: str, *, fen: int, paid_by: str, at: datetime) -> facts.Charge:
    """The carriage of what leaves in exchange or once more."""
    return _charge(case, "resend", fen, paid_by, at, SHARED if borne_by == BUYER else borne_by)


@dataclass(frozen=True, slots=True)
class Choice:
    """One finding with what follows: the outcome of the first line that could have it, and the money of them all."""

    finding: str
    outcome: Outcome
    effect: Effect | None
    units: int
    refund_fen: int


def list_choices(case: Case, lines: Sequence[CaseLine], money: CaseMoney, at: datetime) -> list[Choice]:
    """What each finding would cost whom, if all lines had it, before anybody chooses it."""
    return [_choice(case, lines, money, at, finding) for finding in FINDINGS]


def _choice(case: Case, lines: Sequence[CaseLine], money: CaseMoney, at: datetime, finding: str) -> Choice:
    outcomes = {line.line_id: outcome_for(case, line, money, finding) for line in lines}
    given = [line for line in lines if outcomes[line.line_id].gives]
    wanted = [
        refund_fact(line, outcomes[line.line_id], units_back(case, line), line.asked_fen, at, money)
        for line in given
    ]
    first, borne = outcomes[lines[0].line_id], freight_borne_by(outcomes.values())
    return Choice(
        finding, first, reckon(money, wanted, charges_of(case, borne, at)),
        sum(units_back(case, line) for line in given), sum(line.asked_fen for line in given),
    )  # fmt: skip


def units_back(case: Case, line: CaseLine) -> int:
    """How many units a refund of all that was asked for takes off the line: none where only the price was too high."""
    return 0 if case.reason == PRICE_PROTECTION else line.quantity


def refund_fact(
    line: CaseLine, outcome: Outcome, quantity: int, fen: int, at: datetime, money: CaseMoney
) -> facts.Refund:
    """The refund of a line as settlement would know it; one that is known already keeps its moment."""
    known = money.refunds.get(line.refund_id)
    moment = known.refunded_at if known else at
    return facts.Refund(
        line.refund_id or f"{line.case_id}-{line.line_id}", line.line_id, quantity, fen, outcome.cause, outcome.restocked, moment
    )  # fmt: skip


def reckon(
    money: CaseMoney, refunds: Sequence[facts.Refund], charges: Sequence[facts.Charge]
) -> Effect | None:
    """What these come to; None where no terms held."""
    if money.terms is None or not money.known:
        return None
    return effect_of(money.terms, money.known, money.costs, refunds, charges)


def decided(case: Case, lines: Sequence[CaseLine], money: CaseMoney) -> Effect | None:
    """What the case's verdict comes to, as it was written to the facts."""
    if case.decided_at is None:
        return None
    moment: Any = case.decided_at
    refunds = [
        facts.Refund(
            line.refund_id, line.line_id, line.refund_quantity or 0, line.refund_fen or 0, line.cause,
            bool(line.restocked), money.refunds[line.refund_id].refunded_at if line.refund_id in money.refunds else moment,
        )
        for line in lines
        if line.refund_fen or line.refund_quantity
    ]  # fmt: skip
    return reckon(money, refunds, charges_of(case, borne_by(case, lines, money), moment))
