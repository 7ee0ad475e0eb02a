"""出厂价: what the brand declared, what changed against the month before, what waits, what a platform states otherwise."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.catalog.actions.declare import WORDS_MAX
from paidang.catalog.models import WAITING
from paidang.catalog.queries import list_declarations
from paidang.catalog.rules.declaring import TRUTH, Price
from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract, get_living
from paidang.contracts.rules.rights import FALSE_PRICE, causes_for
from paidang.incidents.actions.looks import note_opening
from paidang.intake.actions import UnableToDeclarePrice, declare_price
from paidang.kit.period import (
    NotAMonth,
    asked_month,
    day_of,
    month_of,
    next_month,
    previous_month,
)
from paidang.kit.written import whole_in
from paidang.orders.queries.platform_costs import list_cost_differences
from paidang.portal.queries import list_living
from paidang.portal.queries.prices import ALL, CHANGED, DIFFERS, NO_PRICE, PriceRow, list_price_page
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_from, fen_from, person_of
from paidang.portal.views.price_tabs import contract_of, tabs
from paidang.portal.views.statement_lines import month_words
from paidang.team.rules.roles import who_may

SHOWN_MAX = 100
DECLARATIONS_SHOWN = 8


@login_required
@require_GET
def prices(request: HttpRequest) -> HttpResponse:
    """The page. `?contract=`, `?month=` which month is compared with the one before, `?view=` a saved view, `?q=` SKUs."""
    contract = contract_of(request)
    if contract is None:
        context: dict[str, Any] = {"contracts": list_living(request)}
        return render(request, "portal/prices.html", context)
    note_opening(person=person_of(request), at=timezone.now(), contract=contract, what="prices")
    return render(request, "portal/prices.html", _page(request, contract))


def prices_url(contract: Contract, **more: str) -> str:
    """The page of a contract."""
    return f"{reverse('portal:prices')}?{urlencode({'contract': contract.code, **more})}"


def declare_url(contract: Contract, sku: str) -> str:
    """Where the brand declares the factory price of these goods: the form opens with them in it."""
    return f"{prices_url(contract, sku=sku, view=NO_PRICE)}#declare"


def _month_of(request: HttpRequest, today: str) -> str:
    asked = request.GET.get("month", "")
    try:
        asked_month(asked)
    except NotAMonth:
        return today
    return min(asked, today)


def _page(request: HttpRequest, contract: Contract) -> dict[str, Any]:
    person, now = person_of(request), timezone.now()
    today, this_month = day_of(now), month_of(now)
    month = _month_of(request, this_month)
    differences = list_cost_differences(contract)
    view, q, asked = (
        request.GET.get("view", ALL),
        request.GET.get("q", "").strip()[:255],
        request.GET.get("page", ""),
    )
    number = whole_in(asked, 1, digits=5)
    first = (max(number, 1) - 1) * SHOWN_MAX
    page = list_price_page(
        contract, month, today, differing={one.sku for one in differences}, view=view, text=q, first=first, most=SHOWN_MAX
    )  # fmt: skip
    rows, last = page.rows, first + len(page.rows)
    declarations = list(list_declarations(contract)[:DECLARATIONS_SHOWN])
    side = contract.side_of(person.org_id)
    return {
        "contract": contract,
        "my_side": side,
        "today": today,
        "month": month,
        "month_word": month_words(month),
        "before_word": month_words(previous_month(month)),
        "earlier_url": prices_url(contract, month=previous_month(month)),
        "later_url": prices_url(contract, month=next_month(month)) if month < this_month else "",
        "views": _views(contract, month, view, page.counts),
        "view": view,
        "q": q,
        "asked_sku": request.GET.get("sku", "")[:255],
        "tabs": tabs(contract, "prices"),
        "rows": [(row, change_text(row)) for row in rows],
        "first": first + 1,
        "last": last,
        "total": page.total,
        "previous_url": _page_url(request, number - 1) if first else "",
        "next_url": _page_url(request, number + 1) if last < page.total else "",
        "any": bool(page.counts[ALL]),
        "priced": [row for row in rows if row.since is not None],
        "changed": page.counts[CHANGED],
        "effect": page.effect_fen,
        "differences": [(one, one.stated_fen - one.declared_fen) for one in differences[:SHOWN_MAX]],
        "false_price_url": _false_price_url(contract, side, today) if differences else "",
        "declarations": declarations,
        "waiting": [one for one in declarations if one.state == WAITING],
        "may": {"declare": side == "a" and contract.state == IN_FORCE and person.may("declare_price")},
        "who": worded(who_may("declare_price")),
        "words": worded(TRUTH),
        "words_max": WORDS_MAX,
    }


def _page_url(request: HttpRequest, number: int) -> str:
    asked = request.GET.copy()
    asked["page"] = str(number)
    return f"?{asked.urlencode()}"


def _views(contract: Contract, month: str, view: str, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    words = {ALL: _("全部"), CHANGED: _("有变化"), NO_PRICE: _("没有出厂价"), DIFFERS: _("与平台不同")}
    return [
        {
            "word": word,
            "url": prices_url(contract, month=month, view=key),
            "n": counts[key],
            "current": key == view or (key == ALL and view not in words),
        }
        for key, word in words.items()
    ]


def change_text(row: PriceRow) -> str:
    """By how much a price changed, in percent of the old one: ``+12.5%``."""
    if not row.is_changed or not row.old_fen or row.new_fen is None:
        return ""
    percent = (Decimal(row.new_fen - row.old_fen) * 100 / row.old_fen).quantize(Decimal("0.1"))
    return f"{percent:+}%".replace("-", "−")


def _false_price_url(contract: Contract, side: str, today: date) -> str:
    """Where the agency puts a false factory price on record, where its contract attaches an end to that."""
    if side != "b" or FALSE_PRICE not in causes_for(get_living(contract, today).read, side):
        return ""
    return f"{reverse('portal:contract_life', args=[contract.code])}#offers"


@login_required
@require_POST
def price_declare(request: HttpRequest, code: str) -> HttpResponse:
    """Declare one price that was typed, with the word that it is true."""
    asked = request.POST
    since = day_from(asked.get("since", ""), UnableToDeclarePrice)
    fen = fen_from(asked.get("price", ""), UnableToDeclarePrice)
    sku = asked.get("sku", "").strip()
    price = Price(sku, since, fen) if since is not None and fen is not None else None
    done = declare_price(
        person=person_of(request), at=timezone.now(), code=code, price=price, words=asked.get("words", "")
    )
    if not done.number:
        messages.info(request, _("%(sku)s 从那天起已是这个价，没有变化。") % {"sku": sku})
    elif done.waiting:
        messages.success(
            request,
            _("已申报（%(number)s）。过去卖出的日子等乙方同意，之前按原来的结算；今天起的已经生效。")
            % {"number": done.number},
        )
    else:
        messages.success(request, _("已申报并生效（%(number)s），声明记入存证。") % {"number": done.number})
    return redirect(prices_url(get_contract(code)))
