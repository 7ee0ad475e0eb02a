"""One declaration of factory prices: the words, what reaches into days past and what that is worth; the answer; the files."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.catalog.actions import UnableToAttach, attach_invoice, decline_past, open_invoice, withdraw_past
from paidang.catalog.models import AGREED, DECLINED, WAITING, WITHDRAWN, PastPrice, PriceDeclaration
from paidang.catalog.queries import get_declaration, list_invoices
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.duties.actions import Proof
from paidang.kit.cells import yuan_cell
from paidang.kit.written import whole_in
from paidang.orders.actions import export_cost_differences
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_from, person_of
from paidang.portal.views.copies import XLSX, table_copy
from paidang.portal.views.given_file import given_file
from paidang.portal.views.prices import prices_url
from paidang.portal.views.statement_lines import month_words
from paidang.printing.tables import Cell
from paidang.settlement.actions import agree_past
from paidang.settlement.queries import get_open_month, list_statements
from paidang.settlement.queries.past_worth import get_open_worth
from paidang.settlement.queries.repriced import get_worth
from paidang.team.rules.roles import who_may

ROWS_SHOWN = 500
STATE_KINDS = {"": "ok", WAITING: "warn", AGREED: "ok"}


@login_required
@require_GET
def price_declaration(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The page of one declaration, for both sides."""
    person, contract = person_of(request), get_contract(code)
    declaration = get_declaration(contract, number)
    past = list(declaration.past.order_by("sku", "since"))
    side, waits = contract.side_of(person.org_id), declaration.state == WAITING
    invoices = list_invoices(contract.pk)
    named_in = [
        (one, month_words(one.month)) for one in list_statements(contract) if number in one.past_prices
    ]
    context: dict[str, Any] = {
        "contract": contract,
        "prices_url": prices_url(contract),
        "declaration": declaration,
        "state": (
            STATE_KINDS.get(declaration.state, ""), worded(declaration.get_state_display()), "clock" if waits else ""
        ),
        "rows": [
            (one, one.until - timedelta(days=1), _cost_change(one), invoices.get((one.sku, one.since), ()))
            for one in past[:ROWS_SHOWN]
        ],
        "more": max(0, len(past) - ROWS_SHOWN),
        "units": sum(one.units for one in past),
        "cost": sum(_cost_change(one) or 0 for one in past),
        "held": any(one.old_fen is None for one in past),
        "worth": _worth(contract, declaration) if waits else None,
        "unmoved": declaration.state in (DECLINED, WITHDRAWN),
        "named_in": named_in,
        "not_named": declaration.state == AGREED and not named_in,
        "statements_url": f"{reverse('portal:statements')}?{urlencode({'contract': code})}",
        "may": {
            "answer": waits and side == "b" and person.may("answer_prices"),
            "withdraw": waits and side == "a" and person.may("declare_price"),
            "attach": side == "a" and person.may("declare_price"),
        },
        "ask": worded(who_may("answer_prices")) if waits and side == "b" and not person.may("answer_prices") else "",
    }  # fmt: skip
    return render(request, "portal/price_declaration.html", context)


def _cost_change(one: PastPrice) -> int | None:
    """What the units sold cost more; None where there was no price."""
    return None if one.old_fen is None else one.units * (one.new_fen - one.old_fen)


def _worth(contract: Contract, declaration: PriceDeclaration) -> dict[str, Any]:
    """In yuan for the agency's part: by sent month, exactly; of what is not settled, as known now."""
    sent = get_worth(contract, get_open_month(contract), declaration)
    still_open = get_open_worth(contract, declaration, timezone.now())
    return {
        "sent": [(month_words(month), amount) for month, amount in sent.items()],
        "sent_fen": sum(sent.values()),
        "open_fen": still_open,
        "all_fen": sum(sent.values()) + (still_open or 0),
    }


@login_required
@require_POST
def price_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The agency agrees or declines, the brand withdraws."""
    person, now, verdict = person_of(request), timezone.now(), request.POST.get("verdict", "")
    if verdict == "agree":
        seen = request.POST.get("seen", "")
        seen_fen = -whole_in(seen[1:]) if seen.startswith("-") else whole_in(seen)
        agree_past(person=person, at=now, code=code, number=number, seen_fen=seen_fen)
        messages.success(request, _("已同意，价格从此按它结算；已结月份的差额记入下一张对账单的调整。"))
    elif verdict == "withdraw":
        withdraw_past(person=person, at=now, code=code, number=number)
        messages.success(request, _("已撤回，过去的日子仍按原来的价格。"))
    else:
        decline_past(person=person, at=now, code=code, number=number, reason=request.POST.get("reason", ""))
        messages.success(request, _("已答复不同意，过去的日子仍按原来的价格。"))
    return redirect("portal:price_declaration", code, number)


# Files


@login_required
@require_POST
def price_invoice_add(request: HttpRequest, code: str) -> HttpResponse:
    """Attach a supplier's invoice to a price."""
    upload, asked = request.FILES.get("file"), request.POST
    since, _bar, sku = asked.get("price", "").partition("|")
    attach_invoice(
        person=person_of(request), at=timezone.now(), code=code, sku=sku, valid_from=day_from(since, UnableToAttach),
        file=Proof(upload.name or "", upload.read()) if upload else None,
    )  # fmt: skip
    messages.success(request, _("发票已附上，摘要记入存证，双方都能打开。"))
    if number := whole_in(asked.get("declaration", ""), digits=8):
        return redirect("portal:price_declaration", code, number)
    return redirect(prices_url(get_contract(code)))


@login_required
@require_GET
def price_invoice(request: HttpRequest, code: str, invoice_id: int) -> HttpResponse:
    """A supplier's invoice as it was given; who opened it is on record."""
    invoice = open_invoice(person=person_of(request), at=timezone.now(), code=code, invoice_id=invoice_id)
    return given_file(invoice.file_name, bytes(invoice.content))


@login_required
@require_GET
def price_differences(request: HttpRequest, code: str) -> FileResponse:
    """Declared prices beside what the platforms state, as a table that can go with a notice; taking it is on record."""
    found = export_cost_differences(person=person_of(request), at=timezone.now(), code=code)
    head = [
        _("商品"),
        _("店铺"),
        _("从"),
        _("到"),
        _("申报的出厂价"),
        _("平台成本字段"),
        _("差"),
        _("行"),
        _("件"),
    ]
    rows: list[list[Cell]] = [
        [
            one.sku, one.store, one.first_day.isoformat(), one.last_day.isoformat(), yuan_cell(one.declared_fen),
            yuan_cell(one.stated_fen), yuan_cell(one.stated_fen - one.declared_fen), one.lines, one.units,
        ]
        for one in found
    ]  # fmt: skip
    title = _("出厂价与平台成本")
    return table_copy(request, f"{code} {title}", head, rows, XLSX, sheet=title)
