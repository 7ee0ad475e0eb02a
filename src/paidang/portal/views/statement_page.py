"""One month's statement: amount, steps, waterfall, reckoning, stores, what stands apart, who did what."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.contracts.models import IN_FORCE
from paidang.contracts.queries import get_contract
from paidang.contracts.queries.kept import kept
from paidang.kit.money import percent
from paidang.kit.period import day_of
from paidang.kit.written import whole_in
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.opening import note_opening, when_looked_at
from paidang.portal.views.payment_rows import page_url
from paidang.portal.views.statement_compare import comparison_of
from paidang.portal.views.statement_corrected import corrected_words
from paidang.portal.views.statement_lines import (
    Lines,
    called,
    month_words,
    rows_url,
    statement_url,
)
from paidang.portal.views.statement_parts import Parts, parts_of
from paidang.portal.views.statement_past import (
    events_of,
    parse_day,
    pay_span,
    people_of,
    state_of,
    steps_of,
    verdict_of,
)
from paidang.settlement.actions import why_not_sendable
from paidang.settlement.models import CLOSED, CONFIRMED, QUESTIONED, SENT, Attachment, Question, Statement
from paidang.settlement.queries import get_rules_version, get_statement, list_entries, list_versions
from paidang.settlement.queries.accounts import get_account
from paidang.settlement.queries.adjusting import is_to_adjust, list_proposed
from paidang.settlement.queries.corrected import Corrected, find_corrected
from paidang.settlement.queries.past_prices import on_paper
from paidang.settlement.queries.rows import Breakdown, get_breakdown
from paidang.settlement.rules.paying import STATEMENT
from paidang.team.models import Person
from paidang.team.rules.roles import who_may


@login_required
@require_GET
@when_looked_at
def statement(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """The page of the current version, or of `?version=`; `?store=` shows one store's part in the chart."""
    found = get_statement(get_contract(code), month, version_of(request))
    note_opening(request, found, "page")
    return render(request, "portal/statement.html", page_context(request, found))


def version_of(request: HttpRequest) -> int | None:
    """The version asked for in the address or the form."""
    text = request.GET.get("version") or request.POST.get("version") or ""
    return whole_in(text, None, digits=5)


def contract_page(code: str) -> str:
    """Where clauses are read, once there is such a page."""
    try:
        return reverse("portal:contract", args=[code])
    except NoReverseMatch:
        return ""


def page_context(request: HttpRequest, found: Statement) -> dict[str, Any]:
    """Everything the statement's page shows."""
    person, contract = request.user, found.contract
    assert isinstance(person, Person)
    today, breakdown, entries = day_of(timezone.now()), get_breakdown(found), list_entries(found)
    pay = _pay(found, today)
    lines = Lines(found, breakdown)
    store, corrected = _store(request, breakdown), corrected_of(person, found)
    parts = parts_of(found, today)
    title = _("%(month)s对账单") % {"month": month_words(found.month)}
    return {
        "statement": found,
        "figures": found.figures,
        "contract": contract,
        "contract_url": contract_page(contract.code),
        "title": title,
        "month": month_words(found.month),
        "state": state_of(found),
        "side": contract.side_of(person.org_id),
        "called": {"a": called("a", contract), "b": called("b", contract)},
        "unsendable": why_not_sendable(found) if found.state == CLOSED else None,
        "steps": _steps(found, today, parts, pay),
        "due": lines.due(),
        "parts": [line for line in lines.parts() if line.fen],
        "lines": lines.reckoning(),
        "outside": lines.outside(),
        "chart": lines.chart(store),
        "chart_title": _("从销售额到双方所得") if lines.counts_profit else _("销售额与净收入"),
        "counts_profit": lines.counts_profit,
        "deducts_fees": found.terms.get("platform_fees") == "deducted",
        "store_views": _store_views(found, breakdown, store),
        "stores": _stores(found, breakdown, lines),
        "apart": apart(found.figures, lines),
        "comparison": comparison_of(found, lines),
        "debts": _debts(found, lines),
        "adjustments": found.terms.get("adjustments") or [],
        "past_prices": past_prices(found),
        "verdict": verdict_of(found, entries, person.org_id),
        "rules": get_rules_version(found),
        "events": events_of(found, people_of(entries), today),
        "questions": _questions(found),
        "proposed": list_proposed(found),
        "corrected": corrected_words(corrected, lines),
        "versions": _versions(found),
        "links": _links(found),
        "may": _may(person, found),
        "pay": pay,
        "split": parts,
        "parts_due": parts if parts and parts.is_due and parts.fen > 0 and not parts.rest_due_on else None,
        "today": today,
    }


def _store(request: HttpRequest, breakdown: Breakdown) -> str | None:
    wanted = request.GET.get("store")
    return wanted if wanted in {one.store for one in breakdown.stores} else None


def _store_word(store: str) -> str:
    return store or _("不分店铺")


def _store_views(found: Statement, breakdown: Breakdown, store: str | None) -> list[dict[str, Any]]:
    """The switch above the chart: all, then up to four stores."""
    stores = [one.store for one in breakdown.stores if one.store][:4]
    if len(stores) < 2:
        return []
    return [
        {"word": _("全部"), "url": f"{statement_url(found)}#chart", "current": store is None},
        *(
            {"word": one, "url": f"{statement_url(found, store=one)}#chart", "current": one == store}
            for one in stores
        ),
    ]


def _stores(found: Statement, breakdown: Breakdown, lines: Lines) -> dict[str, Any]:
    """The table by store: a row's figures, each a door, and their sums."""
    keys = (
        ["revenue", "cost", "tax", "logistics"]
        if lines.counts_profit
        else ["gross_sales", "refunded", "revenue"]
    )
    if lines.counts_profit:
        keys += ["fees_off"] if found.terms.get("platform_fees") == "deducted" else []
        keys += ["profit"]
    word = {"fees_off": "platform_fees"}
    rows = [
        {
            "store": _store_word(one.store),
            "rows": one.rows,
            "cells": [(key, one.fen[key], rows_url(found, key, store=one.store)) for key in keys],
        }
        for one in breakdown.stores
        if one.rows or any(one.fen[key] for key in keys)
    ]
    return {
        "heads": [(key, lines.words[word.get(key, key)]) for key in keys],
        "rows": rows,
        "count": sum(one.rows for one in breakdown.stores),
        "sums": [(key, sum(one.fen[key] for one in breakdown.stores)) for key in keys],
    }


def apart(figures: Mapping[str, Any], lines: Lines) -> list[dict[str, Any]]:
    """Late rows by month and held rows by SKU, each with what it means."""
    late = [
        {
            "is_late": True,
            "text": _("%(month)s的 %(n)s 行，关账后才得知，计入本月")
            % {"month": month_words(one["month"]), "n": f"{one['rows']:,}"},
            "fen_hint": one["revenue"],
            "clause": lines.clause("late"),
            "fen": one["profit"] if lines.counts_profit else one["revenue"],
            "url": lines.url("late" if lines.counts_profit else "late_revenue", month=one["month"]),
        }
        for one in figures["late"]
    ]
    held = [
        {
            "is_late": False,
            "text": _("%(sku)s 的 %(n)s 行没有出厂价，哪里都不计") % {"sku": sku, "n": f"{rows:,}"},
            "clause": lines.clause("no_price"),
            "fen": fen,
            "url": lines.url("held", q=sku),
        }
        for sku, rows, fen in lines.breakdown.held
    ]
    return late + held


def past_prices(found: Statement) -> list[dict[str, Any]]:
    """The factory prices for days past that the statement names."""
    return [
        row
        | {name: parse_day(row[name]) for name in ("since", "last")}
        | {name: datetime.fromisoformat(row[name]) for name in ("declared_at", "agreed_at")}
        for row in on_paper(found.contract, found.past_prices)
    ]


def _debts(found: Statement, lines: Lines) -> list[dict[str, Any]]:
    return [
        {
            "word": lines.words.get(debt["kind"], debt["kind"]),
            "clause": debt["clause"],
            "fen": debt["amount"],
            "due_on": parse_day(debt["due_on"]),
            "provisional": debt["provisional"],
        }
        for debt in found.figures["dated_debts"]
    ]


def _questions(found: Statement) -> list[dict[str, Any]]:
    """What was asked about any version of this month, the open ones first, each with its rows."""
    asked = Question.objects.filter(statement__contract=found.contract, statement__month=found.month)
    newest = (
        asked.select_related("asked_by__org", "answered_by__org", "statement__contract")
        .prefetch_related(Prefetch("files", Attachment.objects.defer("content").order_by("pk")))
        .order_by("-asked_at")
    )
    return [
        {"asked": question, "rows_url": rows_url(question.statement, "rows", question=question.pk)}
        for question in sorted(newest, key=lambda question: question.answered_at is not None)
    ]


def _versions(found: Statement) -> list[dict[str, Any]]:
    versions = list_versions(found)
    if len(versions) < 2:
        return []
    return [
        {
            "number": one.version,
            "state": state_of(one),
            "url": f"{statement_url(found, version=one.version)}",
            "current": one.pk == found.pk,
        }
        for one in versions
    ]


def _links(found: Statement) -> dict[str, str]:
    names = (
        "pdf",
        "xlsx",
        "bundle",
        "receipt",
        "close",
        "send",
        "recompute",
        "confirm",
        "question",
        "answer",
        "adjust",
    )
    path = {name: statement_url(found, f"statement_{name}") for name in names}
    if len(list_versions(found)) > 1:  # a copy is of the version one looks at
        for name in ("pdf", "xlsx", "bundle", "receipt"):
            path[name] = statement_url(found, f"statement_{name}", version=found.version)
    path["all_rows"] = rows_url(found, "profit" if found.figures["components"] else "revenue")
    return path


def _may(person: Person, found: Statement) -> dict[str, Any]:
    """What this person can do with the statement now; and whom to ask where the role does not include it."""
    side = found.contract.side_of(person.org_id)
    open_to_brand = side == "a" and found.state in (SENT, QUESTIONED)
    agency = side == "b"
    answers, sends, closes = (
        person.may(act) for act in ("answer_statement", "send_statement", "close_month")
    )
    ask = ""
    if open_to_brand and not answers:
        ask = worded(who_may("answer_statement"))
    elif agency and found.state in (CLOSED, QUESTIONED) and not sends:
        ask = worded(who_may("send_statement"))
    return {
        "send": agency and found.state == CLOSED and sends,
        "close": agency and found.state in (CLOSED, QUESTIONED) and closes,
        "answer": agency and sends,
        "confirm": open_to_brand and answers,
        "adjust": may_adjust(person, found),
        "agree_adjustment": person.may("agree_adjustment"),
        "question": open_to_brand and answers,
        "receipt": found.state == CONFIRMED,
        "record_payment": side != found.figures["payer"] and person.may("record_payment"),
        "ask": ask,
    }


def may_adjust(person: Person, found: Statement) -> bool:
    """Whether this person may propose what the next statement is to set right of this one."""
    in_force = found.contract.state == IN_FORCE and found.state in (SENT, QUESTIONED, CONFIRMED)
    return in_force and person.may("agree_adjustment") and is_to_adjust(found, timezone.now())


def corrected_of(person: Person, found: Statement) -> Corrected | None:
    """Rows corrected after this statement settled them, for whoever may propose the difference; nothing while it is not fixed."""
    if not may_adjust(person, found):
        return None
    lines = found.figures["counts"]["lines"]
    return kept(
        [found.contract_id], ("corrected", found.digest), lambda: (find_corrected(found),), rows=lambda _found: lines
    )[0]  # fmt: skip


def _after_window(last: date | None, window_end: date | None) -> date | None:
    """The window's last day, where the days after the confirmation end later: the schedule contradicts itself."""
    return window_end if last and window_end and last > window_end else None


def _steps(
    found: Statement, today: date, parts: Parts | None, pay: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The steps; that of paying tells what it waits for where the invoice is not there yet."""
    steps = steps_of(found, today, parts)
    if pay["waits"]:
        steps[3]["lines"] = [_("等发票")]
    return steps


def _invoice_of(found: Statement) -> tuple[bool, date | None]:
    """Whether the days of payment of a confirmed statement count from the agency's invoice, and the day they end (None: it waits)."""
    if found.state != CONFIRMED or found.figures["payer"] != "a":
        return False, None
    account = get_account(found.contract)
    if not account.asks_for_invoice(found.month):
        return False, None
    owed = [one.debt.due_on for one in account.positions(timezone.now()) if one.debt.month == found.month]
    return True, next(iter(owed), None)


def _pay(found: Statement, today: date) -> dict[str, Any]:
    """What the dialogs say of payment: when, what a day's delay costs, from when."""
    first, last = pay_span(found, today)
    invoice, invoiced_due = _invoice_of(found)
    last = invoiced_due if invoice else last
    fee = found.terms.get("late_fee") or {}
    dates = found.figures["dates"]
    names = {"a": found.contract.brand, "b": found.contract.agency}
    payer = found.figures["payer"]
    return {
        "url": page_url(
            contract=found.contract.code, debt=f"{found.contract.code}:{STATEMENT}-{found.month}"
        ),
        "first": first,
        "last": last,
        "waits": invoice and not last,
        "rate": percent(fee["rate_per_day"]) if fee and fee.get("party") == payer else "",
        "late_from": last + timedelta(days=1) if last else None,
        "late_clause": found.sources.get("late_fee", ""),
        "clause": found.sources.get("statement", ""),
        "after_window": _after_window(last, parse_day(dates["window_end"])),
        "payer": names.get(payer),
        "payee": names.get({"a": "b", "b": "a"}.get(payer or "", "")),
        "due_on": parse_day(dates["statement_due"]),
        "provisional": dates["provisional"],
        "silence": (found.terms.get("statement") or {}).get("silence"),
        "silent": found.state == SENT and found.confirm_by is not None and today > found.confirm_by,
    }
