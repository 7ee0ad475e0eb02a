"""What the slices above contracts know of a contract's life: months without a statement, late and open payments."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import get_language

from paidang.contracts.models import Contract
from paidang.contracts.queries import Living, get_terms
from paidang.contracts.rules.ending import CLEARANCE, DONE, MATERIAL, OPEN, SECRECY, follow_ups
from paidang.contracts.rules.life import ENDED, Life, last_day, state_of
from paidang.contracts.rules.rights import Known, LatePayment, UnsentStatement
from paidang.duties.rules.wording import wording
from paidang.kit.period import day_end_at, day_of, month_of, next_month, previous_month
from paidang.portal.queries.items import ItemMaker
from paidang.portal.rules.worklist import Item
from paidang.settlement.models import CLOSED, CONFIRMED, REPLACED, Statement
from paidang.settlement.queries import get_open_month
from paidang.settlement.rules.dates import late_fee, statement_dates
from paidang.settlement.rules.read_terms import read_terms


def list_months_due(contract: Contract, life: Life, now: datetime) -> list[str]:
    """`months_due` of a contract by itself."""
    first = contract.terms.order_by("from_month").values_list("from_month", flat=True).first()
    return months_due(life, get_open_month(contract, first), now) if first else []


def months_due(life: Life, open_month: str, now: datetime) -> list[str]:
    """The months of the term that have no sent statement, in their order: those that are over, and the last one once the contract has ended."""
    last, end = previous_month(month_of(now)), last_day(life, day_of(now))
    if end and end.strftime("%Y-%m") <= month_of(now):
        last = end.strftime("%Y-%m") if end < day_of(now) else min(last, end.strftime("%Y-%m"))
    month, months = open_month, []
    while month <= last:
        months.append(month)
        month = next_month(month)
    return months


def get_known(living: Living, now: datetime) -> Known:
    """What settlement knows of the contract at this moment."""
    contract, today = living.contract, day_of(now)
    unsent = [
        UnsentStatement(month, _due_on(contract, month))
        for month in list_months_due(contract, living.life, now)
    ]
    sent = (
        contract.statements.exclude(state__in=[CLOSED, REPLACED]).select_related("payment").order_by("month")
    )
    unpaid = [one for one in sent if one.state == CONFIRMED and one.figures["payer"] and not one.paid]
    return Known(
        late_payments=[_late(one, today) for one in unpaid if one.pay_by and one.pay_by < today],
        unsent=unsent,
        unconfirmed=[one.month for one in sent if one.state != CONFIRMED],
        unpaid=[one.month for one in unpaid],
    )


def _due_on(contract: Contract, month: str) -> date | None:
    return statement_dates(read_terms(get_terms(contract, month).terms).statement, month).statement_due


def _late(one: Statement, today: date) -> LatePayment:
    terms, principal = read_terms(one.terms).late_fee, abs(int(one.figures["amount_due"]))
    assert one.pay_by, "only what has a day of payment is late"
    owes = terms is not None and terms.party in (one.figures["payer"], "both")
    fee = late_fee(terms, principal=principal, due_on=one.pay_by, paid_on=today) if terms and owes else None
    return LatePayment(one.month, one.pay_by, one.figures["payer"], principal, fee)


def list_unpaid(contract: Contract, side: str) -> Sequence[Statement]:
    """The confirmed statements that nobody has recorded as paid and whose money a side is to receive."""
    found = contract.statements.filter(state=CONFIRMED, payment=None).order_by("month")
    return [one for one in found if one.figures["payer"] and one.figures["payer"] != side]


DUTY_OF = {MATERIAL: "return_material", CLEARANCE: "clear_contract"}


def iter_ending_items(living: Living, make: ItemMaker, now: datetime) -> Iterator[Item]:
    """What the end of a contract leaves to each side and no other list names: the material, and the clearance at last."""
    contract, day = living.contract, day_of(now)
    if state_of(living.life, day) != ENDED:
        return
    found = follow_ups(living.read, living.life, get_known(living, now), day=day)
    left = [each for each in found if each.state != DONE and each.kind not in (SECRECY, CLEARANCE)]
    url = reverse("portal:contract_life", args=(contract.code,)) + "#follow-ups"
    for each in found:
        if (
            each.kind == MATERIAL
            and each.state == OPEN
            or each.kind == CLEARANCE
            and each.state == OPEN
            and not left
        ):
            kind = DUTY_OF[each.kind]
            due_at = day_end_at(each.due_on) if each.due_on else None
            title = wording(kind, {}, get_language() or "zh")
            yield make.item(
                contract, kind=kind, key=kind, side=each.side, title=title, url=url, clause=each.clause, due_at=due_at,
                raised_at=contract.in_force_at,
            )  # fmt: skip
