"""价目表与底价: what the brand lets its goods be sold for, beside what they are listed at and could be sold for."""

from dataclasses import replace
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

from paidang.catalog.actions.price_list import export_price_list
from paidang.catalog.queries.guard import Shop
from paidang.catalog.queries.names import titles_of
from paidang.catalog.queries.price_list import (
    ALL,
    BELOW,
    NO_FACTORY,
    NO_FLOOR,
    PriceLine,
    list_market,
    list_price_page,
    list_shops,
)
from paidang.catalog.rules.refusing import tell
from paidang.contracts.models import IN_FORCE, Contract
from paidang.duties.queries import is_open
from paidang.incidents.actions.looks import note_opening
from paidang.intake.actions import UnableToSetPrices, set_retail_prices
from paidang.intake.actions.price_duty import KEY as PRICE_DUTY
from paidang.kit.cells import yuan_cell
from paidang.kit.period import day_of
from paidang.orders.queries.unpriced import list_unpriced
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_from, person_of
from paidang.portal.views.copies import XLSX, table_copy
from paidang.portal.views.price_editions import (
    Shown,
    draft_state,
    rows_from,
    segments,
    shown_edition,
    timeline,
)
from paidang.portal.views.price_simulator import simulator
from paidang.portal.views.price_tabs import choose, contract_of, in_order, shop_word, tabs
from paidang.portal.views.prices import declare_url
from paidang.printing.tables import Cell
from paidang.team.rules.roles import who_may

SHOWN_MAX = 100
SHOPS_MAX = 4
UNPRICED_SHOWN = 5
MARKET_SHOWN = 3


@login_required
@require_GET
def price_list(request: HttpRequest) -> HttpResponse:
    """The page. `?contract=`, `?view=` a saved view, `?q=` SKUs or titles, `?after=` where the page begins.

    `?edition=` or `?draft=` what is shown, `?edit=1` as a grid to type into; `?sku=`, `?shop=`, `?use=` what is simulated.
    """
    contract = contract_of(request)
    if contract is None:
        return choose(request, _("价目表与底价"))
    today = day_of(timezone.now())
    person = person_of(request)
    note_opening(person=person, at=timezone.now(), contract=contract, what="prices")
    shown = shown_edition(request, contract, today)
    view, q = request.GET.get("view", ALL), request.GET.get("q", "").strip()[:120]
    page = list_price_page(
        contract, shown.day, view=view, text=q, after=request.GET.get("after", ""), most=SHOWN_MAX
    )
    asked = {"contract": contract.code, "view": view, "q": q}
    titles = titles_of(contract, [line.sku for line in page.lines if not line.title])
    side = contract.side_of(person.org_id)
    lives = contract.state == IN_FORCE
    may_set = side == "a" and lives and person.may("declare_price")
    may_offer = side == "b" and lives and person.may("make_offer")
    shops = in_order(list_shops(contract))[:SHOPS_MAX]
    context = {
        "contract": contract,
        "tabs": tabs(contract, "price_list"),
        "today": today,
        "my_side": side,
        "shown": shown,
        "segments": segments(shown, today, {"contract": contract.code}),
        "draft_state": draft_state(shown.draft) if shown.draft else None,
        "rows": [
            _row(replace(line, title=line.title or titles.get(line.sku, "")), shown, shops)
            for line in page.lines
        ],
        "shops": [shop_word(shop) for shop in shops],
        "total": page.total,
        "next_url": f"?{urlencode({**asked, 'after': page.next_after})}" if page.next_after else "",
        "first_url": f"?{urlencode(asked)}" if request.GET.get("after") else "",
        "here_url": f"?{urlencode(asked)}",
        "views": _views(asked),
        "view": view,
        "q": q,
        "may_set": may_set,
        "may_propose": may_offer,
        "may_withdraw": shown.draft is not None
        and shown.draft.made_by.org_id == person.org_id
        and (may_set or may_offer),
        "edits": bool(request.GET.get("edit"))
        and shown.draft is None
        and not shown.is_past
        and (may_set or may_offer),
        "who": worded(who_may("declare_price")),
        "unpriced": _unpriced(contract),
        "market": list_market(contract, open_only=False, most=MARKET_SHOWN),
        "time": timeline(contract, shown, today) if shown.editions or shown.drafts else None,
        "sim": simulator(request, contract, page.lines, today, may_offer=may_offer),
    }
    return render(request, "portal/price_list.html", context)


def _unpriced(contract: Contract) -> list[tuple[str, int, str]]:
    """The goods without a factory price by what they are called, each with its held lines and where it is declared."""
    found = list_unpriced(contract, UNPRICED_SHOWN) if is_open(contract.pk, PRICE_DUTY) else []
    titles = titles_of(contract, [sku for sku, _lines in found])
    return [(titles.get(sku, sku), lines, declare_url(contract, sku)) for sku, lines in found]


def _row(line: PriceLine, shown: Shown, shops: list[Shop]) -> dict[str, Any]:
    """A line of the grid: what is listed in each of the stores, and what a draft makes of it."""
    at = {one.shop: one.price_fen for one in line.listed}
    floor, suggested = shown.changes.get(line.sku, (line.floor_fen, line.suggested_fen))
    lowest = line.lowest
    return {
        "line": line,
        "told": tell(lowest.worst) if lowest else (),
        "at": [at.get(shop) for shop in shops],
        "floor_fen": floor,
        "suggested_fen": suggested,
        "is_new": line.sku in shown.changes and floor != line.floor_fen,
        "gap_fen": None if floor is None or lowest is None else lowest.worst.price_fen - floor,
    }


def _views(asked: dict[str, str]) -> list[dict[str, Any]]:
    words = {ALL: _("全部"), BELOW: _("会低于底价"), NO_FLOOR: _("没有底价"), NO_FACTORY: _("没有出厂价")}
    return [
        {
            "word": word,
            "url": f"?{urlencode({**asked, 'view': key})}",
            "n": None,
            "current": key == asked["view"],
        }
        for key, word in words.items()
    ]


@login_required
@require_POST
def price_list_set(request: HttpRequest, code: str) -> HttpResponse:
    """Set the prices that were changed in the grid, or all of a pasted block, from one day on."""
    person, now = person_of(request), timezone.now()
    since = day_from(request.POST.get("since", ""), UnableToSetPrices) or day_of(now)
    rows = rows_from(request, since)
    done = set_retail_prices(person=person, at=now, code=code, rows=rows)
    if done.skus:
        messages.success(
            request,
            _("%(count)s 个价格从 %(day)s 起生效，记入存证。")
            % {"count": done.new + done.changed, "day": since.isoformat()},
        )
    else:
        messages.info(request, _("那天起已是这些价格，没有变化。"))
    return redirect(list_url(code))


def list_url(code: str) -> str:
    """The price list of a contract."""
    return f"{reverse('portal:price_list')}?{urlencode({'contract': code})}"


@login_required
@require_GET
def price_list_export(request: HttpRequest, code: str) -> FileResponse:
    """The whole list as a workbook, amounts in yuan; on record like every copy."""
    lines = export_price_list(person=person_of(request), at=timezone.now(), code=code)
    head = [
        _("商品编码"), _("商品"), _("底价"), _("底价自"), _("建议零售价"), _("出厂价"), _("挂牌价"), _("最低到手价"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            line.sku, line.title, yuan_cell(line.floor_fen), line.since.isoformat() if line.since else None,
            yuan_cell(line.suggested_fen), yuan_cell(line.factory_fen),
            yuan_cell(line.lowest.price_fen if line.lowest else None),
            yuan_cell(line.lowest.worst.price_fen if line.lowest else None),
        ]
        for line in lines
    ]  # fmt: skip
    return table_copy(request, _("价目表"), head, rows, XLSX)
