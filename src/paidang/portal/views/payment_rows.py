"""Debts, late fees and ledger lines as the page of payments shows them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paidang.contracts.models import Contract
from paidang.contracts.queries import living_of, terms_of
from paidang.contracts.rules.rights import counted_days, day_after
from paidang.kit.money import percent
from paidang.portal.templatetags.paidang import day_text, worded
from paidang.portal.views.statement_lines import called
from paidang.settlement.models import Payment
from paidang.settlement.queries.accounts import Account
from paidang.settlement.queries.ledger import LedgerLine, list_ledger
from paidang.settlement.queries.reimbursed import Reimbursed
from paidang.settlement.rules import ledger
from paidang.settlement.rules.arithmetic import RATE_ONE, round_ratio
from paidang.settlement.rules.ledger import Entry
from paidang.settlement.rules.ledger_words import debt_words
from paidang.settlement.rules.paying import (
    CONFIRMATION,
    INVOICE,
    Debt,
    Position,
)

CAMPAIGN = re.compile(r"M-(\d{1,9}) ")
"""How a reimbursement names its proposal."""
LATE, OPEN, DONE, WAITS = "late", "open", "done", "waits"


@dataclass(frozen=True, slots=True)
class PaidBack:
    """What of a statement's amount is a reimbursement: the campaign, its vouchers, its page."""

    words: str
    vouchers: str
    amount_fen: int
    url: str


@dataclass(frozen=True, slots=True)
class DebtRow:
    """One debt of the list: what, by when, how much is open, and whether the person's side receives it."""

    account: Account
    position: Position
    word: str
    mine: bool
    group: str
    state: tuple[str, str]
    due_hint: str
    url: str
    statement_url: str
    paid_back: Sequence["PaidBack"] = ()

    @property
    def contract(self) -> Contract:
        return self.account.contract

    @property
    def contract_url(self) -> str:
        return reverse("portal:contract", args=[self.contract.code])

    @property
    def key(self) -> str:
        return f"{self.contract.code}:{self.position.debt.key}"


def debt_word(debt: Debt, *, is_fee: bool = False) -> str:
    """What a debt, or its late fee, is called."""
    return worded(debt_words(debt, is_fee=is_fee))


def paid_back(contract: Contract, lines: Sequence[Reimbursed]) -> list[PaidBack]:
    """The reimbursements of a statement, each named by its campaign and opening it."""
    found = []
    for one in lines:
        campaign = CAMPAIGN.match(one.reason)
        url = reverse("portal:marketing_proposal", args=[contract.code, int(campaign[1])]) if campaign else ""
        found.append(PaidBack(one.reason, "、".join(one.rows), one.amount_fen, url))
    return found


def debt_rows(
    account: Account,
    positions: Sequence[Position],
    side: str,
    reimbursed: Mapping[tuple[int, str], Sequence[Reimbursed]] | None = None,
    only: str = "",
) -> Iterator[DebtRow]:
    """The debts of a contract for somebody of one side; `reimbursed`: what statements pay back, by contract and month.
    `only`: the code of the contract that the page is narrowed to.
    """
    for one in positions:
        if one.debt.principal <= 0 and not one.paid:
            continue
        debt, code = one.debt, account.contract.code
        mine = debt.payer != side
        group = (
            WAITS
            if debt.waits
            else DONE
            if one.open <= 0 and not one.fee_open
            else LATE
            if one.days_late or one.fee_open
            else OPEN
        )
        yield DebtRow(
            account, one, debt_word(debt), mine, group, _state(one, group, account.contract, mine), _due_hint(one, account.contract),
            page_url(contract=only, debt=f"{code}:{debt.key}") + "#fee",
            reverse("portal:statement", args=[code, debt.month]) if debt.month else "",
            paid_back(account.contract, (reimbursed or {}).get((account.contract.pk, debt.month), ())),
        )  # fmt: skip


def page_url(**query: str) -> str:
    """The page of payments, at one debt or one bank line."""
    asked = {key: value for key, value in query.items() if value}
    return reverse("portal:payments") + (f"?{urlencode(asked)}" if asked else "")


def _state(one: Position, group: str, contract: Contract, mine: bool) -> tuple[str, str]:
    """Colour and word."""
    if one.debt.waits == CONFIRMATION:
        return "info", _("待%(who)s确认") % {"who": called("a", contract)}
    if one.debt.waits == INVOICE:
        return "warn", _("等发票")
    if group == DONE:
        words = _("已收 %(day)s") if mine else _("已付 %(day)s")
        return "ok", words % {"day": day_text(one.paid_on)}
    if group == LATE and one.open <= 0:
        return "bad", _("欠违约金")
    if group == LATE:
        return "bad", _("部分逾期") if one.paid else _("已逾期")
    if one.paid:
        return "warn", _("收了一部分") if mine else _("付了一部分")
    if not one.is_due:
        return "", _("未到期")
    return "", _("待收") if mine else _("待付")


def _due_hint(one: Position, contract: Contract) -> str:
    debt = one.debt
    if one.open <= 0:
        return ""
    if debt.waits == CONFIRMATION:
        return _("确认后才有应付日")
    if debt.waits == INVOICE:
        return _("发票送达后才有应付日")
    if one.days_late:
        return ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", one.days_late) % {"n": one.days_late}
    if debt.provisional:
        return _("暂定，当年的放假安排还没公布")
    if debt.due_on is None:
        return _("合同没有写应付日")
    return _("%(who)s付") % {"who": called(debt.payer, contract)}


# The late fee


def rate_text(one: Position) -> str:
    """`0.3%`, a day."""
    fee = one.debt.late_fee
    return percent(Decimal(fee.rate_per_day) / RATE_ONE) if fee else ""


def fee_lines(one: Position, account: Account) -> list[dict[str, Any]]:
    """The segments with the payments between them, and what each further day costs."""
    lines: list[dict[str, Any]] = []
    repaid: dict[date, int] = {}
    for part in account.parts():
        if part.debt == one.debt.key and not part.is_fee:
            repaid[part.paid_on] = repaid.get(part.paid_on, 0) + part.amount
    for segment in one.segments:
        lines.append({"kind": "segment", "one": segment})
        if amount := repaid.pop(segment.last, 0):
            lines.append({"kind": "paid", "day": segment.last, "amount": amount})
    fee = one.debt.late_fee
    tomorrow = one.on + timedelta(days=1)
    is_excused = any(
        tomorrow in period and period.start <= (one.debt.due_on or tomorrow)
        for period in one.debt.force_majeure
    )
    if (
        one.open > 0
        and fee
        and one.days_late
        and not is_excused
        and not (one.segments and one.segments[-1].is_capped)
    ):
        daily = round_ratio(one.open * fee.rate_per_day, RATE_ONE)
        lines.append({"kind": "next", "day": tomorrow, "principal": one.open, "amount": daily})
    return lines


def may_end_from(account: Account, one: Position) -> tuple[int, date] | None:
    """After how many days of late payment the payee may end the contract, and from which day on.

    None too while force majeure excuses the delay and nobody knows when it is over.
    """
    days = terms_of(account.standing, one.on).read.stated("termination.late_payment_days")
    if not (isinstance(days, int) and one.days_late and one.debt.due_on and one.debt.month):
        return None
    life = living_of(account.standing, one.on).life
    found = day_after(one.debt.due_on, days, life, one.on + timedelta(days=days + 1))
    return (days, found) if counted_days(one.debt.due_on, found, life) > days else None


# The ledger


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One entry with the balance after it; `payment` where the record can be taken back or has a receipt."""

    entry: Entry
    word: str
    added: int | None
    taken: int | None
    balance: int
    payment: Payment | None
    is_reversed: bool


def ledger_rows(account: Account, payer: str, now: datetime) -> list[LedgerRow]:
    """The entries of what one side owes, the oldest first."""
    return [_ledger_row(one) for one in list_ledger(account, now) if one.entry.payer == payer]


def _ledger_row(one: LedgerLine) -> LedgerRow:
    entry, is_paid = one.entry, one.entry.kind in (ledger.PAYMENT, ledger.REVERSAL)
    return LedgerRow(
        entry, worded(one.words), None if is_paid else entry.amount, -entry.amount if is_paid else None, one.balance,
        one.payment if entry.kind == ledger.PAYMENT else None, hasattr(one.payment, "reversal"),
    )  # fmt: skip
