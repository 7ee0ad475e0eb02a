"""Writing a proposal, new or its next version; and spend from a table: read first, then written."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.kit.money import yuan, yuan_text
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.marketing.actions import UnableToMarket, ask_approval, import_spends, try_spends, write_proposal
from paidang.marketing.actions.spending import FILE_MAX
from paidang.marketing.queries.proposals import get_proposal, latest_of
from paidang.marketing.rules.proposing import Plan
from paidang.marketing.rules.spend_rows import COLUMNS, SpendRow
from paidang.marketing.rules.states import EVENT, KINDS
from paidang.orders.models import Store
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_from, fen_from, person_of
from paidang.portal.views.marketing import code_of

SALT = "paidang.marketing.spends"
HELD_SECONDS = 3600
BAD_SHOWN, ROWS_SHOWN = 50, 10


@login_required
@require_http_methods(["GET", "POST"])
def marketing_write(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
    """The form of a proposal; sent, a draft, or asked at once."""
    contract = get_contract(code)
    if request.method == "POST":
        return _write(request, code, number)
    proposal = get_proposal(contract, number) if number else None
    version = latest_of(proposal) if proposal else None
    context = {
        "contract": contract,
        "proposal": proposal,
        "number": code_of(number) if number else "",
        "version": version,
        "budget": yuan_text(version.budget_fen) if version else "",
        "goal_sales": yuan_text(version.goal_sales_fen) if version and version.goal_sales_fen else "",
        "skus": "\n".join(version.skus) if version else "",
        "kinds": [(key, worded(word)) for key, word in KINDS.items()],
        "event": EVENT,
        "stores": _stores(contract),
    }
    return render(request, "portal/marketing_write.html", context)


def _stores(contract: Contract) -> Sequence[str]:
    return sorted(set(Store.objects.filter(contract=contract).values_list("name", flat=True)))


def _write(request: HttpRequest, code: str, number: int) -> HttpResponse:
    person, at, said = person_of(request), timezone.now(), request.POST
    made = write_proposal(
        person=person, at=at, code=code, plan=_plan(request), kind=said.get("kind", ""), number=number
    )
    if said.get("act") == "ask":
        ask_approval(person=person, at=at, code=code, number=made.number, today=day_of(at))
        messages.success(request, _("已提交，甲方答复前可以收回。"))
    return redirect("portal:marketing_proposal", code, made.number)


def _plan(request: HttpRequest) -> Plan:
    said = request.POST
    count = said.get("goal_count", "").strip()
    return Plan(
        title=said.get("title", ""), plan=said.get("plan", ""), place=said.get("place", ""), store=said.get("store", ""),
        budget_fen=fen_from(said.get("budget", ""), UnableToMarket) or 0, since=_day(said.get("since", "")),
        until=_day(said.get("until", "")), goal_sales_fen=fen_from(said.get("goal_sales", ""), UnableToMarket),
        goal_count=whole_in(count, None, digits=9), goal_unit=said.get("goal_unit", ""),
        skus=said.get("skus", "").split(),
    )  # fmt: skip


def _day(text: str) -> date:
    day = day_from(text, UnableToMarket)
    if day is None:
        raise UnableToMarket(say("起止日没有写全"), code="DAYS_MISSING", remedy=say("写成 2026-09-30 这样。"))
    return day


@login_required
@require_http_methods(["GET", "POST"])
def marketing_import(request: HttpRequest, code: str) -> HttpResponse:
    """Spend from a table. A file is only read; what was read, sent again with the button, is written."""
    contract, person = get_contract(code), person_of(request)
    context: dict[str, Any] = {"contract": contract, "columns": list(COLUMNS)}
    if request.method == "POST" and (held := request.POST.get("rows")):
        made = import_spends(person=person, at=timezone.now(), code=code, rows=_opened(held, code))
        total = yuan(sum(one.amount_fen for one in made))
        messages.success(request, _("写入 %(n)s 笔花费，%(fen)s。") % {"n": len(made), "fen": total})
        return redirect(f"{reverse('portal:marketing')}?contract={code}")
    if request.method == "POST":
        upload = request.FILES.get("file")
        content = upload.read(FILE_MAX + 1) if upload else b""
        tried = try_spends(
            person=person, code=code, name=upload.name or "" if upload else "", content=content
        )
        context |= {
            "tried": tried,
            "name": upload.name if upload else "",
            "total_fen": sum(one.amount_fen for one in tried.fresh),
            "fresh": [(code_of(one.proposal), one) for one in tried.fresh[:ROWS_SHOWN]],
            "more": max(len(tried.fresh) - ROWS_SHOWN, 0),
            "bad": [(one, worded(one.reason)) for one in tried.bad[:BAD_SHOWN]],
            "more_bad": max(len(tried.bad) - BAD_SHOWN, 0),
            "held": _held(tried.fresh, code),
        }
    return render(request, "portal/marketing_import.html", context)


def _held(rows: Sequence[SpendRow], code: str) -> str:
    """What was read, signed, so that what is written is what was read."""
    return signing.dumps(
        [[one.row, one.proposal, one.day.isoformat(), one.amount_fen, one.supplier, one.what, one.nth] for one in rows],
        salt=f"{SALT}.{code}", compress=True,
    )  # fmt: skip


def _opened(held: str, code: str) -> list[SpendRow]:
    try:
        rows = signing.loads(held, salt=f"{SALT}.{code}", max_age=HELD_SECONDS)
    except signing.BadSignature:
        raise UnableToMarket(
            say("试读的结果过期了"), code="READ_EXPIRED", remedy=say("请重新选文件。")
        ) from None
    return [
        SpendRow(row, proposal, date.fromisoformat(day), fen, supplier, what, nth)
        for row, proposal, day, fen, supplier, what, nth in rows
    ]
