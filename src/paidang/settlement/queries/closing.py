"""How every contract stands in one month: what would be closed, is closed or sent already, waits, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Min, QuerySet

from paidang.contracts.models import IN_FORCE, Contract, TermsInForce
from paidang.contracts.queries import get_terms
from paidang.intake.queries import count_open_by_contract
from paidang.kit.period import month_end_at, next_month
from paidang.settlement.models import CLOSED, REPLACED, BatchItem, Statement
from paidang.settlement.queries import CURRENT_FIRST, only_sent
from paidang.settlement.queries.batches import list_parked
from paidang.settlement.queries.readiness import Readiness, get_readiness
from paidang.settlement.rules.read_terms import read_terms

READY, LOOK, MADE, SENT_OUT, NOT_NOW = "ready", "look", "made", "sent", "not_now"


@dataclass(frozen=True, slots=True)
class ContractMonth:
    """One contract in one month. `place`: ready to close; to be looked at first; closed, not sent; sent; not to be closed now.

    `turn` is the month that this contract closes next; `before` the statement sent last before the month.
    """

    contract: Contract
    place: str
    turn: str
    statement: Statement | None = None
    before: Statement | None = None
    ready: Readiness | None = None
    quarantined: int = 0
    parked: BatchItem | None = None

    @property
    def change_fen(self) -> int | None:
        """What the agency is due by this statement more than by the one before; None where one of them is missing."""
        if self.statement is None or self.before is None:
            return None
        return int(self.statement.figures["due_b"] - self.before.figures["due_b"])


def list_contract_months(contracts: Sequence[Contract], month: str, at: datetime) -> list[ContractMonth]:
    """All that are in force, by title."""
    contracts = sorted(
        (one for one in contracts if one.state == IN_FORCE), key=lambda one: (one.title, one.code)
    )
    of_month = _by_contract(
        Statement.objects.filter(contract__in=contracts, month=month)
        .exclude(state=REPLACED)
        .order_by("contract_id", *CURRENT_FIRST)
    )
    sent = only_sent(Statement.objects.filter(contract__in=contracts))
    latest = _by_contract(sent.order_by("contract_id", "-month"))
    before = _by_contract(sent.filter(month__lt=month).order_by("contract_id", "-month"))
    first = dict(
        TermsInForce.objects.filter(contract__in=contracts)
        .values_list("contract_id")
        .annotate(first=Min("from_day"))
    )
    waiting = count_open_by_contract([one.pk for one in contracts])
    parked = list_parked(month, [one.pk for one in contracts])
    is_over = at >= month_end_at(month)
    found = []
    for contract in contracts:
        last, statement = latest.get(contract.pk), of_month.get(contract.pk)
        turn = next_month(last.month) if last else f"{first[contract.pk]:%Y-%m}"
        known = ContractMonth(contract, NOT_NOW, turn, statement, before.get(contract.pk))
        if statement:
            place = MADE if statement.state == CLOSED else SENT_OUT
            found.append(replace(known, place=place, parked=parked.get(contract.pk)))
        elif turn != month or not is_over:
            found.append(known)
        else:
            found.append(_unclosed(known, month, waiting.get(contract.pk, 0), parked.get(contract.pk)))
    return found


def _by_contract(statements: QuerySet[Statement]) -> dict[int, Statement]:
    return {one.contract_id: one for one in statements.distinct("contract_id")}


def _unclosed(known: ContractMonth, month: str, quarantined: int, parked: BatchItem | None) -> ContractMonth:
    """Ready only where nothing is missing and something is there: the rest wants a person's eye first."""
    terms = get_terms(known.contract, month).terms
    ready = get_readiness(known.contract, month, terms, profit_counts=read_terms(terms).profit_counts)
    if ready.is_empty and str(terms["term"]["end"])[:7] < month:
        return known
    is_whole = ready.orders and not (ready.unpriced or quarantined or parked)
    return replace(
        known, place=READY if is_whole else LOOK, ready=ready, quarantined=quarantined, parked=parked
    )
