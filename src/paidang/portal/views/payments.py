"""收付款: what each side owes, what was paid, what lateness costs, the ledger; and the bank lines that wait for a person."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.kit.period import day_of, month_of_day
from paidang.portal.queries import get_switcher
from paidang.portal.templatetags.paidang import weekday_text
from paidang.portal.views.asking import person_of
from paidang.portal.views.payment_rows import (
    DONE,
    LATE,
    OPEN,
    WAITS,
    DebtRow,
    debt_rows,
    debt_word,
    fee_lines,
    ledger_rows,
    may_end_from,
    page_url,
    rate_text,
)
from paidang.portal.views.statement_lines import month_words
from paidang.settlement.models import Invoice, Payment
from paidang.settlement.queries.accounts import Account, list_accounts
from paidang.settlement.queries.bank import Waiting, list_set_aside, list_waiting
from paidang.settlement.queries.reimbursed import list_reimbursed
from paidang.settlement.rules.ledger import LATE_FEE
from paidang.settlement.rules.matching import MATCHED, UNMATCHED
from paidang.settlement.rules.paying import FEE, INVOICE
from paidang.team.models import Person
from paidang.team.rules.roles import AGENCY

VIEWS = ("all", LATE, OPEN, DONE, WAITS, "other")


@login_required
@require_GET
def payments(request: HttpRequest) -> HttpResponse:
    """The page. `?contract=` one contract's debts, `?view=` a saved view, `?debt=CODE:KEY` the debt looked at, `?line=` the bank line."""
    person, now = person_of(request), timezone.now()
    switch = get_switcher(request)
    named = get_contract(request.GET["contract"]) if request.GET.get("contract") else None
    within = [switch.picked] if switch.picked and named in (None, switch.picked) else switch.contracts
    everything = list_accounts(within)
    accounts = [one for one in everything if named in (None, one.contract)]
    reimbursed = list_reimbursed([account.contract.pk for account in everything])
    receives, only = person.org.kind == AGENCY, named.code if named else ""
    all_rows = [
        row
        for account in everything
        for row in debt_rows(
            account, account.positions(now), account.contract.side_of(person.org_id), reimbursed, only
        )
    ]
    all_rows.sort(key=lambda row: _order(row, receives))
    rows = [row for row in all_rows if not only or row.contract.code == only]
    view = request.GET.get("view", "all")
    view = view if view in VIEWS else "all"
    chosen = _chosen(rows, request.GET.get("debt", ""))
    may_record = person.may("record_payment")
    lines = list_waiting(everything, now, person.org_id) if may_record else []
    context = {
        "contracts": within,
        "picked": named or switch.picked,
        "alike": _alike(within) if not (named or switch.picked) else set(),
        "all_url": page_url() if named and len(everything) > 1 else "",
        "today": day_of(now),
        "weekday": weekday_text(day_of(now)),
        "receives": receives,
        "rows": [row for row in rows if _is_in(row, view, receives)],
        "any": bool(rows),
        "views": _views(rows, view, receives, only),
        "urls": {key: _view_url(key, only) for key in VIEWS},
        "figs": _figs(rows, accounts, receives, person.org_id, now),
        "waiting_rows": [row for row in rows if row.group == WAITS],
        "chosen": chosen,
        "fee": _fee(chosen) if chosen else None,
        "ledgers": _ledgers(chosen.account, person, now) if chosen else [],
        "may_record": may_record,
        "may_import": may_record and any(row.mine for row in rows),
        "growing": _growing(chosen, now) if chosen else 0,
        "reversible": _reversible(chosen, person) if chosen and may_record else [],
        "record": _record(chosen) if chosen and may_record else None,
        "bank": _bank(lines, request.GET.get("line", ""), all_rows) if lines else None,
        "matched": _matched(lines),
        "matched_fen": sum(one.left for one in lines if one.match.state == MATCHED),
        "unknown": [one for one in lines if one.match.state == UNMATCHED],
        "set_aside": list_set_aside() if may_record else [],
        "invoices": _invoices(accounts, rows),
        "voucher_months": _voucher_months(accounts, now),
        "may_invoice": receives and person.may("send_statement"),
    }
    return render(request, "portal/payments.html", context)


def _alike(contracts: Sequence[Contract]) -> set[int]:
    """The contracts that the name of the other side does not tell apart, by id: beside it stands their code."""
    parties = Counter((one.brand_id, one.agency_id) for one in contracts)
    return {one.pk for one in contracts if parties[one.brand_id, one.agency_id] > 1}


def _order(row: DebtRow, receives: bool) -> tuple[bool, int, date, str]:
    place = (LATE, OPEN, WAITS, DONE).index(row.group)
    day = row.position.debt.due_on or date.max
    if row.group == DONE:  # the latest first
        day = date.fromordinal(date.max.toordinal() - (row.position.paid_on or day).toordinal() + 1)
    return row.mine is not receives, place, day, row.key


def _is_in(row: DebtRow, view: str, receives: bool) -> bool:
    if view == "all":
        return True
    if view == "other":
        return row.mine is not receives
    return row.mine is receives and row.group == view


def _view_url(view: str, only: str) -> str:
    return page_url(contract=only, view="" if view == "all" else view)


def _views(rows: list[DebtRow], view: str, receives: bool, only: str) -> list[dict[str, Any]]:
    words = {
        "all": _("全部"),
        LATE: _("逾期"),
        OPEN: _("待收") if receives else _("待付"),
        DONE: _("结清"),
        WAITS: _("还不能收") if receives else _("还不用付"),
        "other": _("应付") if receives else _("应收"),
    }
    return [
        {
            "word": words[key],
            "url": _view_url(key, only),
            "n": sum(_is_in(row, key, receives) for row in rows),
            "bad": key == LATE,
            "current": key == view,
        }
        for key in VIEWS
    ]


def _figs(
    rows: list[DebtRow], accounts: list[Account], receives: bool, org_id: int, now: datetime
) -> dict[str, Any]:
    """Overdue, due on the next day on which anything is, later, and what came in this month."""
    mine = [row for row in rows if row.mine is receives and row.group != WAITS]
    late = [row for row in mine if row.group == LATE]
    ahead = [row for row in mine if row.group == OPEN]
    next_day = min((row.position.debt.due_on for row in ahead if row.position.debt.due_on), default=None)
    soon = [row for row in ahead if next_day and row.position.debt.due_on == next_day]
    later = [row for row in ahead if row not in soon]
    today = day_of(now)
    paid = [
        payment
        for account in accounts
        for payment in account.payments
        if not hasattr(payment, "reversal") and payment.paid_on.replace(day=1) == today.replace(day=1)
        if (payment.payer != account.contract.side_of(org_id)) is receives
    ]
    return {
        "late": sum(row.position.open for row in late),
        "fee": sum(row.position.fee_open for row in late),
        "next_day": next_day,
        "soon": sum(row.position.open for row in soon),
        "soon_n": len(soon),
        "later": sum(row.position.open for row in later),
        "later_n": len(later),
        "month": month_words(f"{today:%Y-%m}"),
        "paid": sum(payment.amount_fen for payment in paid),
        "paid_n": len(paid),
    }


def _chosen(rows: list[DebtRow], key: str) -> DebtRow | None:
    """The debt asked for, else the first of those that matter to this side, else the first of all."""
    return next((row for row in rows if row.key == key), rows[0] if rows else None)


def _fee(row: DebtRow) -> dict[str, Any]:
    return {
        "lines": fee_lines(row.position, row.account),
        "rate": rate_text(row.position),
        "clause": row.position.debt.late_clause,
        "end": may_end_from(row.account, row.position),
    }


def _growing(row: DebtRow, now: datetime) -> int:
    """What of the late fee is not in the ledger yet, since no payment has ended its segment."""
    entries = row.account.entries(now)
    booked = sum(one.amount for one in entries if one.kind == LATE_FEE and one.debt == row.position.debt.key)
    return row.position.fee - booked


def _ledgers(account: Account, person: Person, now: datetime) -> list[dict[str, Any]]:
    """The contract's book for each direction in which anything was owed."""
    side = account.contract.side_of(person.org_id)
    found = [
        {"payer": payer, "mine": payer != side, "rows": ledger_rows(account, payer, now)}
        for payer in ("a", "b")
    ]
    return [one for one in found if one["rows"]]


def _reversible(row: DebtRow, person: Person) -> list[Payment]:
    """The payments to this side under the contract looked at that stand."""
    side = row.contract.side_of(person.org_id)
    return [one for one in row.account.payments if one.payer != side and not hasattr(one, "reversal")]


def _record(row: DebtRow) -> dict[str, Any] | None:
    """The form in which the payee says that money of this contract arrived, by hand."""
    one = row.position
    if not row.mine or row.group in (WAITS, DONE):
        return None
    named = [(one.debt.key, row.word, one.open)] if one.open > 0 else []
    if one.fee_open:
        named.append((one.debt.key + FEE, _("%(debt)s的违约金") % {"debt": row.word}, one.fee_open))
    return {"named": named, "amount": named[0][2], "key": uuid4().hex}


def _bank(lines: list[Waiting], wanted: str, rows: list[DebtRow]) -> dict[str, Any] | None:
    """The bank line to look at: the one asked for, else the oldest that may be for something; with its choices."""
    asked = next((one for one in lines if str(one.line.pk) == wanted), None)
    known = [one for one in lines if one.match.state != UNMATCHED]
    one = asked or (known[0] if known else None)
    if one is None:
        return None
    claimable = [row for row in rows if row.mine and row.group in (LATE, OPEN)]
    found = one.match.candidate
    proposed = f"{found.contract}:{found.key}" if found else ""
    claimable.sort(key=lambda row: row.key != proposed.removesuffix(FEE))
    if found and not asked:
        claimable = _of_payer(claimable, found.contract, alone=one.match.state == MATCHED)
    choices = [
        {
            "value": value,
            "word": word,
            "hint": " · ".join(filter(None, [row.contract.title, row.contract.code, row.due_hint])),
            "amount": min(one.left, fen),
            "left": max(fen - one.left, 0),
            "checked": value == proposed,
        }
        for row in claimable
        for value, word, fen in (
            (row.key, row.word, row.position.open),
            (row.key + FEE, debt_word(row.position.debt, is_fee=True), row.position.fee_open),
        )
        if fen > 0
    ]
    following = known.index(one) + 1 if one in known else None
    return {"one": one, "choices": choices, "at": following, "of": len(known), "key": uuid4().hex}


def _of_payer(rows: list[DebtRow], code: str, *, alone: bool) -> list[DebtRow]:
    """The debts of that contract, and where it is in doubt whether it is meant, of the same two parties' others too."""
    parties = {(row.contract.brand_id, row.contract.agency_id) for row in rows if row.contract.code == code}
    return [
        row
        for row in rows
        if row.contract.code == code
        or not alone
        and (row.contract.brand_id, row.contract.agency_id) in parties
    ]


def _voucher_months(accounts: Sequence[Account], now: datetime) -> list[tuple[str, str]]:
    """The months that have entries, the newest first."""
    found = {month_of_day(entry.day) for account in accounts for entry in account.entries(now)}
    return [(month, month_words(month)) for month in sorted(found, reverse=True)]


def _matched(lines: list[Waiting]) -> list[dict[str, Any]]:
    """The lines against which nothing speaks, where there are several: one confirmation may do for all of them."""
    found = [
        (one, one.match.candidate) for one in lines if one.match.state == MATCHED and one.match.candidate
    ]
    if len(found) < 2:
        return []
    return [
        {
            "one": one,
            "word": debt_word(of.debt, is_fee=of.is_fee),
            "contract": of.contract,
            "value": f"{one.line.pk}|{one.left}|{of.contract}:{of.key}|{uuid4().hex}",
        }
        for one, of in found
    ]


def _invoices(accounts: list[Account], rows: list[DebtRow]) -> list[dict[str, Any]]:
    """The fee invoices: those that a debt waits for, then those delivered, the latest first."""
    waiting = [
        {"row": row, "contract": row.contract, "word": row.word, "amount": row.position.debt.principal}
        for row in rows
        if row.position.debt.waits == INVOICE
    ]
    delivered = Invoice.objects.filter(contract__in=[account.contract.pk for account in accounts])
    delivered = (
        delivered.select_related("statement", "contract", "replaced_by")
        .defer("content")
        .order_by("-delivered_at")
    )
    return [
        *waiting,
        *(
            {
                "invoice": one,
                "contract": one.contract,
                "word": month_words(one.statement.month),
                "amount": one.amount_fen,
                "replaced_by": getattr(one, "replaced_by", None),
            }
            for one in delivered[:12]
        ),
    ]
