"""What the slices above contracts know of a contract's life: months without a statement, late and open payments."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from paidang.contracts.queries import Living
from paidang.contracts.rules.ending import (
    CLEARANCE,
    DONE,
    FINAL_STATEMENT,
    MATERIAL,
    OPEN,
    PAYMENT,
    follow_ups,
)
from paidang.contracts.rules.life import ENDED, Life, last_day, state_of
from paidang.contracts.rules.notices import CLAIM, IMMEDIATE, REMINDER, TERMINATION
from paidang.contracts.rules.rights import (
    GROUNDS,
    LATE_STATEMENT,
    OVERDUE,
    Known,
    LatePayment,
    Right,
    UnsentStatement,
    rights_of,
)
from paidang.duties.rules.wording import wording
from paidang.kit import sentence
from paidang.kit.period import day_end_at, day_of, month_of, next_month, previous_month
from paidang.portal.queries.grounds import Ground
from paidang.portal.queries.items import ItemMaker
from paidang.portal.rules.worklist import Item
from paidang.settlement.models import CLOSED, CONFIRMED
from paidang.settlement.queries.accounts import FEE_TERMS
from paidang.settlement.rules.dates import StatementDates, statement_dates
from paidang.settlement.rules.paying import Debt, Position
from paidang.settlement.rules.read_terms import read_terms


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


def known_of(ground: Ground, now: datetime) -> Known:
    """What settlement knows of the contract at this moment, out of what was read already."""
    if not ground.standing.in_force:
        return Known()
    sent = sorted((one for one in ground.statements if one.state != CLOSED), key=lambda one: one.month)
    open_ones = [one for one in ground.account.positions(now) if one.open and not one.debt.waits]
    months = months_due(ground.living.life, ground.open_month, now)
    end = last_day(ground.living.life, day_of(now))
    final = _dates_of(ground, f"{end:%Y-%m}") if end else None
    return Known(
        late_payments=_late_payments(open_ones),
        unsent=[UnsentStatement(month, _dates_of(ground, month).statement_due) for month in months],
        unconfirmed=[one.month for one in sent if one.state != CONFIRMED],
        unpaid=sorted({_about(one.debt) for one in open_ones}),
        unclaimed=ground.unclaimed,
        has_statements=bool(ground.living.terms.terms.get("components")),
        final_due_on=final.statement_due if final else None,
        final_pay_by=final.window_end if final else None,
    )


def _late_payments(open_ones: Sequence[Position]) -> list[LatePayment]:
    """One for each fee, and for each month and payer, also where its statement is owed in two parts: late since the earlier of them."""
    found: dict[tuple[str, str], list[Position]] = {}
    for one in open_ones:
        if one.days_late:
            found.setdefault((_about(one.debt), one.debt.payer), []).append(one)
    return [_late_payment(late) for late in found.values()]


def _about(debt: Debt) -> str:
    """As `rights.LatePayment.about` names it: both parts of a statement by its month."""
    return debt.month or f"{FEE_TERMS[debt.kind]}:{debt.number}"


def _late_payment(late: Sequence[Position]) -> LatePayment:
    debt = late[0].debt
    return LatePayment(
        month=debt.month,
        due_on=min(one.debt.due_on for one in late if one.debt.due_on),
        payer=debt.payer,
        amount_fen=sum(one.open for one in late),
        late_fee_fen=sum(one.fee_open for one in late) if debt.late_fee else None,
        fee=FEE_TERMS.get(debt.kind, ""),
        nth=debt.number,
    )


def _dates_of(ground: Ground, month: str) -> StatementDates:
    return statement_dates(read_terms(ground.terms_of(month).terms).statement, month)


DUTY_OF = {MATERIAL: "return_material", CLEARANCE: "clear_contract"}


def iter_life_items(ground: Ground, make: ItemMaker, now: datetime) -> Iterator[Item]:
    """What the life of a contract puts on the worklist by itself: one's own rights, and what its end leaves to do."""
    living, known = ground.living, known_of(ground, now)
    yield from _rights(living, known, make, now)
    if state_of(living.life, day_of(now)) == ENDED:
        yield from _left_by_the_end(living, known, make, now)


RIGHT_KINDS = {IMMEDIATE: "may_end", TERMINATION: "may_end", REMINDER: "may_remind", CLAIM: "may_claim"}


def place_of(right: Right) -> str:
    """Where on the page of a contract's life a right stands: with its month, where a statement did not come."""
    of_month = right.kind == REMINDER or right.ground == LATE_STATEMENT
    return f"unsent-{right.about}" if of_month else "rights"


def _ground(right: Right) -> str:
    """What a right rests on, with its month where it has one: several months may be late."""
    word = sentence.worded(GROUNDS[right.ground], _) if right.ground else ""
    month = right.facts.get("month")
    return _("%(ground)s（%(month)s）") % {"ground": word, "month": month} if month else word


def _rights(living: Living, known: Known, make: ItemMaker, now: datetime) -> Iterator[Item]:
    """The other side's rights are not in, nor claims for a late fee: they stand on the contract's own page."""
    contract = living.contract
    url = reverse("portal:contract_life", args=(contract.code,))
    for right in rights_of(living.read, living.life, known, day=day_of(now)):
        if right.side != contract.side_of(make.person.org_id) or right.ground == OVERDUE:
            continue  # a late fee grows by itself, on the page of payments; claimed on its first day it would stop there
        kind = RIGHT_KINDS[right.kind]
        title = wording(kind, {"ground": _ground(right), "month": right.about}, get_language() or "zh")
        yield make.item(
            contract, kind=kind, key=f"{kind}:{right.key}", side=right.side, title=title, url=f"{url}#{place_of(right)}",
            clause=right.clause, raised_at=day_end_at(right.since),
        )  # fmt: skip


def _left_by_the_end(living: Living, known: Known, make: ItemMaker, now: datetime) -> Iterator[Item]:
    """What no other list names: the material, and the clearance at last."""
    contract = living.contract
    found = follow_ups(living.read, living.life, known, day=day_of(now))
    left = [
        each for each in found if each.state != DONE and each.kind in (FINAL_STATEMENT, PAYMENT, MATERIAL)
    ]
    url = reverse("portal:contract_life", args=(contract.code,)) + "#follow-ups"
    end = last_day(living.life, day_of(now))
    for each in found:
        if each.state == OPEN and (each.kind == MATERIAL or (each.kind == CLEARANCE and not left)):
            kind = DUTY_OF[each.kind]
            due_at = day_end_at(each.due_on) if each.due_on else None
            title = wording(kind, {}, get_language() or "zh")
            yield make.item(
                contract, kind=kind, key=kind, side=each.side, title=title, url=url, clause=each.clause, due_at=due_at,
                raised_at=day_end_at(end) if end else None,
            )  # fmt: skip
