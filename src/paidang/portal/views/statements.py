"""All statements of the contract in view, or of all contracts; and the month that is still open."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET

from paidang.aftersales.queries.cases import count_open_cases
from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_terms
from paidang.contracts.queries.kept import kept
from paidang.duties.queries import list_open
from paidang.kit.period import day_of, month_end_at, previous_month
from paidang.orders.queries.bills import count_open, has_bills
from paidang.portal.queries import get_switcher
from paidang.portal.views.orders import contracts_of
from paidang.portal.views.statement_lines import called, month_words, statement_url
from paidang.portal.views.statement_past import left_until, pay_span, state_of
from paidang.printing.statement_lines import profit_counts
from paidang.settlement.models import CLOSED, CONFIRMED, QUESTIONED, SENT, Statement
from paidang.settlement.queries import get_open_month, list_statements
from paidang.settlement.queries.readiness import Readiness, count_without_logistics, get_readiness
from paidang.settlement.rules.dates import statement_dates
from paidang.settlement.rules.figure_clauses import figure_clauses
from paidang.settlement.rules.read_terms import read_terms
from paidang.team.models import Person

VIEWS = {"all": None, "confirm": (SENT,), "pay": (CONFIRMED,), "question": (QUESTIONED,)}


@dataclass(frozen=True, slots=True)
class OpenMonth:
    """The month whose turn it is under one contract, and what a closing would find."""

    contract: Contract
    month: str
    word: str
    over_on: date
    is_over: bool
    has_begun: bool
    due_on: date | None
    unsent: Statement | None
    checks: list[dict[str, Any]] = field(default_factory=list)
    is_empty: bool = False
    is_after_end: bool = False
    today: date = date.min

    @property
    def is_late(self) -> bool:
        """Whether the day by which it was to be sent is over."""
        return bool(self.due_on and self.due_on < self.today)

    @property
    def close_url(self) -> str:
        return reverse("portal:statement_close", args=[self.contract.code, self.month])

    @property
    def trial_url(self) -> str:
        return reverse("portal:statement_trial", args=[self.contract.code])


@login_required
@require_GET
def statements(request: HttpRequest) -> HttpResponse:
    """The list with its saved views; beside it the open month, or instead of it why there is none yet."""
    person, now = request.user, timezone.now()
    assert isinstance(person, Person)
    contracts = contracts_of(request)
    everything = [one for contract in contracts for one in list_statements(contract)]
    everything.sort(key=lambda one: (one.month, one.contract_id), reverse=True)
    view = request.GET.get("view", "all")
    view = view if view in VIEWS else "all"
    months = [open_month(contract, now) for contract in contracts if contract.state == IN_FORCE]
    months = [one for one in months if not (one.is_after_end and one.is_empty)]
    context = {
        "contracts": contracts,
        "picked": contracts[0] if len(contracts) == 1 else None,
        "views": _views(everything, view, request.GET.get("contract", "")),
        "view": view,
        "rows": [_row(one, day_of(now)) for one in everything if _is_in(one, view)],
        "any": bool(everything),
        "months": months,
        "month": months[0] if len(months) == 1 else None,
        "may_close": person.org.kind == "agency" and person.may("close_month"),
        "is_agency": person.org.kind == "agency",
        "batch_url": _batch_url(request, person),
        "imports_url": _url("imports"),
        "orders_url": _url("orders"),
        "contracts_url": _url("contracts"),
    }
    return render(request, "portal/statements.html", context)


def _batch_url(request: HttpRequest, person: Person) -> str:
    """Where an agency with several contracts closes them at once."""
    is_asked_for = person.org.kind == "agency" and get_switcher(request).in_force > 1
    return reverse("portal:statements_batch") if is_asked_for else ""


def _url(name: str) -> str:
    try:
        return reverse(f"portal:{name}")
    except NoReverseMatch:
        return ""


def _is_in(one: Statement, view: str) -> bool:
    states = VIEWS[view]
    if states is None:
        return True
    return one.state in states and (view != "pay" or bool(one.figures["payer"] and not one.is_paid))


def _views(everything: list[Statement], view: str, code: str) -> list[dict[str, Any]]:
    """The saved views; `code` is the contract that the address names."""
    named = {"contract": code} if code else {}
    words = {"all": _("全部"), "confirm": _("待确认"), "pay": _("待付款"), "question": _("有疑问")}
    return [
        {
            "word": word,
            "url": f"?{urlencode(named | ({} if key == 'all' else {'view': key}))}",
            "n": sum(_is_in(one, key) for one in everything),
            "bad": False,
            "current": key == view,
        }
        for key, word in words.items()
    ]


def _row(one: Statement, today: date) -> dict[str, Any]:
    """One line of the list: what, how much, from whom, and by when the next thing is due."""
    payer = one.figures["payer"]
    first_last = pay_span(one, today)
    next_day = {SENT: one.confirm_by, CONFIRMED: first_last[1] if payer and not one.is_paid else None}.get(
        one.state
    )
    if one.state == CLOSED:
        due = one.figures["dates"]["statement_due"]
        next_day = date.fromisoformat(due) if due else None
    return {
        "statement": one,
        "url": statement_url(one),
        "month": month_words(one.month),
        "state": state_of(one),
        "payer": payer,
        "payer_word": called(payer, one.contract) if payer else "",
        "fen": one.figures["amount_due"],
        "next_day": next_day,
        "left": left_until(next_day, today) if next_day else "",
        "is_late": bool(next_day and next_day < today),
        "held": one.figures["counts"]["held"],
        "late": one.figures["counts"]["late"],
    }


# The open month


def open_month(contract: Contract, now: datetime) -> OpenMonth:
    """What stands ready for the month whose turn it is."""
    month = get_open_month(contract)
    terms = get_terms(contract, month)
    over_at = month_end_at(month)
    counts_profit = profit_counts(terms.terms)
    ready = kept(
        [contract.pk],
        ("readiness", month, counts_profit),
        lambda: get_readiness(contract, month, terms.terms, profit_counts=counts_profit),
        rows=lambda found: found.lines,
    )
    unsent = contract.statements.filter(month=month, state=CLOSED).first()
    clauses = figure_clauses(terms.terms, terms.sources)
    return OpenMonth(
        contract=contract,
        month=month,
        word=month_words(month),
        over_on=day_of(over_at),
        is_over=now >= over_at,
        has_begun=now >= month_end_at(previous_month(month)),
        due_on=statement_dates(read_terms(terms.terms).statement, month).statement_due,
        unsent=unsent,
        checks=_checks(contract, month, ready, now >= over_at, clauses),
        is_empty=ready.is_empty,
        today=day_of(now),
        is_after_end=str(terms.terms["term"]["end"])[:7] < month,
    )


def _checks(
    contract: Contract, month: str, ready: Readiness, is_over: bool, clauses: dict[str, str]
) -> list[dict[str, Any]]:
    """Contract, orders, the other tables, prices, quarantine, the month itself: each ready or what it lacks."""
    words = {"month": month_words(month)}
    checks: list[dict[str, Any]] = [
        {"kind": "ok", "text": _("合同已生效，约定齐全"), "at": contract.in_force_at}
    ]
    checks.append(_orders_check(ready, words))
    if ready.waiting:
        text = _("还有 %(n)s 单没到计入的时候") % {"n": f"{ready.waiting:,}"}
        checks.append({"kind": "wait", "text": text, "clause": clauses["gross_sales"]})
    for n, word in (
        (ready.refunds, pgettext("表", "退款")),
        (ready.charges, _("物流费")),
        (ready.fees, _("平台扣费")),
    ):
        checks.append(_table_check(n, word))
    if ready.unpriced:
        text = ngettext(
            "%(n)s 个商品没有出厂价，%(rows)s 行会挂起",
            "%(n)s 个商品没有出厂价，%(rows)s 行会挂起",
            ready.unpriced,
        ) % {
            "n": f"{ready.unpriced:,}",
            "rows": f"{ready.unpriced_lines:,}",
        }
        checks.append({"kind": "warn", "text": text, "clause": clauses["no_price"]})
    for duty in list_open([contract.pk]):
        if duty.kind == "mend_rows":
            text = _("%(file)s 里隔离了 %(count)s 行，不在账里")
            known = {"file": duty.facts.get("file", ""), "count": duty.facts.get("count", "")}
            checks.append({"kind": "warn", "text": text % known, "url": duty.page, "word": _("去修正")})
        if duty.kind == "answer_prices":
            text = _("申报 %(number)s 里过去日子的 %(count)s 个出厂价等乙方答复，先按原来的算")
            checks.append({"kind": "warn", "text": text % duty.facts, "url": duty.page, "word": _("去看")})
    checks += _unfinished_checks(contract, month)
    checks.append(_bills_check(contract, month))
    over_on = day_of(month_end_at(month))
    checks.append(
        {"kind": "ok", "text": _("%(month)s已过完") % words}
        if is_over
        else {
            "kind": "wait",
            "text": _("%(month)s还没过完") % words,
            "hint": _("%(day)s 起可关账") % {"day": f"{over_on:%m-%d}"},
        }
    )
    return checks


def _unfinished_checks(contract: Contract, month: str) -> list[dict[str, Any]]:
    """What the month's facts may still lack though nothing of it is wrong: charges of orders, outcomes of cases."""
    found: list[dict[str, Any]] = []
    without = kept(
        [contract.pk],
        ("without_logistics", month),
        lambda: count_without_logistics(contract, month, get_terms(contract, month).terms),
        rows=lambda n: n,
    )
    if without:
        text = _("%(n)s 单还没有物流费") % {"n": f"{without:,}"}
        found.append({"kind": "wait", "text": text, "url": reverse("portal:imports"), "word": _("去导入")})
    if n := count_open_cases(contract.pk, month_end_at(month)):
        text = ngettext(
            "%(n)s 件售后还没处理完，结论可能改动退款", "%(n)s 件售后还没处理完，结论可能改动退款", n
        ) % {"n": f"{n:,}"}
        url = f"{reverse('portal:cases')}?{urlencode({'contract': contract.code})}"
        found.append({"kind": "wait", "text": text, "url": url, "word": _("去看")})
    return found


def _orders_check(ready: Readiness, words: dict[str, str]) -> dict[str, Any]:
    if ready.orders:
        text = _("可计入 %(orders)s 单，%(lines)s 行")
        return {"kind": "ok", "text": text % {"orders": f"{ready.orders:,}", "lines": f"{ready.lines:,}"}}
    link = {"url": _url("imports"), "word": _("去导入")} if _url("imports") else {}
    return {"kind": "warn", "text": _("%(month)s还没有可计入的订单") % words, **link}


def _bills_check(contract: Contract, month: str) -> dict[str, Any]:
    """The platforms' bills: a caution, since no figure of a statement comes from them."""
    if not has_bills(contract.pk):
        text = _("还没有平台账单可以核对")
        return {"kind": "wait", "text": text, "url": _url("imports"), "word": _("去导入")}
    url = reverse("portal:statement_reconcile", args=[contract.code, month])
    if n := count_open(contract.pk, until_month=month):
        text = _("平台账单有 %(n)s 单对不上，还没有说明") % {"n": f"{n:,}"}
        return {"kind": "warn", "text": text, "url": url, "word": _("去核对")}
    return {"kind": "ok", "text": _("平台账单都对上了，或已说明"), "url": url, "word": _("去看")}


def _table_check(n: int, word: str) -> dict[str, Any]:
    if n:
        return {"kind": "ok", "text": _("%(word)s %(n)s 笔") % {"word": word, "n": f"{n:,}"}}
    link = {"url": _url("imports"), "word": _("去导入")} if _url("imports") else {}
    return {"kind": "wait", "text": _("还没有%(word)s") % {"word": word}, **link}
