"""What history says of a plan while it is typed: nothing is written, nothing refused."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from paidang.contracts.queries import get_contract
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_of
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.price_offers import shop_from
from paidang.portal.views.price_promotion_form import cells_of_file, moment_from
from paidang.portal.views.price_promotion_goods import GOODS_AT_ONCE
from paidang.promotions.queries.check import Asked, Plan
from paidang.promotions.queries.forecast import Forecasts, forecast_plan
from paidang.promotions.rules.forecast import Forecast
from paidang.promotions.rules.goods import LINES_MAX, NotAGood, cells_of, read_good


@login_required
@require_POST
def price_promotion_typed(request: HttpRequest, code: str) -> HttpResponse:
    """The forecast of what stands in the form and its file so far: of goods without a price what they sell anyhow."""
    contract, now, asked = get_contract(code), timezone.now(), request.POST
    forecasts, fault = None, ""
    cells = list(cells_of(asked.get("lines", "")))
    try:
        cells += [line for _row, line in cells_of_file(request)]
    except UnableTo as no:
        fault = worded(no.message)
    lines = _typed(cells)
    try:
        shop, since, until = shop_from(asked), moment_from(asked, "starts"), moment_from(asked, "ends")
    except UnableTo:
        lines = []  # said when it is sent; until then there is nothing to tell
    if lines and since < until:
        plan = Plan(shop, since, until, since, lines)
        forecasts = _without_price(forecast_plan(contract, plan, day_of(min(now, since))), lines)
    context = {
        "contract": contract,
        "forecasts": forecasts,
        "fault": fault,
        "goods": {"slice": f":{GOODS_AT_ONCE}", "most": GOODS_AT_ONCE},
    }
    return render(request, "portal/_promotion_typed.html", context)


def _typed(cells: Sequence[tuple[str, str, str]]) -> list[Asked]:
    """The goods, each once, as far as they are typed: no price or no units are 0."""
    found: dict[str, Asked] = {}
    for sku, price, units in cells[:LINES_MAX]:
        try:
            found[sku] = Asked(*read_good(sku, price, units or "0"))
        except NotAGood:
            found[sku] = Asked(sku, 0, 0)
    return [one for sku, one in found.items() if sku]


def _without_price(forecasts: Forecasts, lines: Sequence[Asked]) -> Forecasts:
    """Without a price there is no discount, and nothing to compare it with."""
    rows: list[Forecast] = [
        one if line.price_fen else replace(one, discount=None, lift=None)
        for one, line in zip(forecasts.rows, lines, strict=True)
    ]
    return replace(forecasts, rows=rows)
