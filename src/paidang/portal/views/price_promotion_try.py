"""What if: other prices, units, length or budget of a promotion, by sliders. Nothing is kept until it is taken over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.queries import get_contract
from paidang.kit.money import yuan_text
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.portal.rules.sliders import Slider, slider
from paidang.portal.views.asking import fen_from, person_of, whole_from
from paidang.portal.views.price_promotions import may_make
from paidang.promotions.actions import UnableToPromote, change_promotion
from paidang.promotions.queries.check import Asked, Plan, check_plan, plan_of
from paidang.promotions.queries.forecast import forecast_plan
from paidang.promotions.queries.outing import digest_now
from paidang.promotions.queries.promotions import get_promotion
from paidang.promotions.rules.forecast import Forecast
from paidang.promotions.rules.readiness import Readiness, SkuVerdict
from paidang.promotions.rules.states import CHANGEABLE
from paidang.stock.models import UNITS_MAX

SLIDERS_MOST = 12
"""So many SKUs have sliders, the largest first; the rest stay as they are planned."""
DAY_HOURS = 24
HOURS_MOST = 31 * DAY_HOURS
PRICE, UNITS, HOURS, LIMIT, BUDGET, FORM = "price.", "units.", "hours", "limit", "budget", "form"


@dataclass(frozen=True, slots=True)
class Row:
    """One SKU as it is tried: what is said of it, its forecast, its two sliders (None: it stays as planned)."""

    verdict: SkuVerdict
    forecast: Forecast
    price: Slider | None
    units: Slider | None

    @property
    def left(self) -> int | None:
        """Units that may still be sold after it; below zero: so many are missing."""
        have = self.verdict.wanted.available
        return None if have is None else have - self.verdict.wanted.units


@login_required
@require_GET
def price_promotion_try(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The sliders and what they come to. The address holds what is tried, so that it can be shared."""
    contract, now = get_contract(code), timezone.now()
    promotion = get_promotion(contract, number)
    if promotion.state_at(now) not in CHANGEABLE:
        return redirect("portal:price_promotion", code, number)
    planned = plan_of(promotion)
    tried = tried_plan(planned, request.GET)
    was = check_plan(contract, planned, now)
    ready = was if tried == planned else check_plan(contract, tried, now)
    forecasts = forecast_plan(contract, tried, day_of(now))
    rows = _rows(planned, ready, forecasts.rows)
    lefts = [row.left for row in rows if row.left is not None]
    fee, kept = ready.fee, ready.left
    context: dict[str, Any] = {
        "contract": contract,
        "promotion": promotion,
        "was": was,
        "ready": ready,
        "rows": rows,
        "rest": sum(row.price is None for row in rows),
        "swapped": ",".join(["#key", *(f"#f-{n}" for n, row in enumerate(rows, 1) if row.price)]),
        "nearest": min((one.wanted.gap_fen for one in ready.skus if one.wanted.gap_fen is not None), default=None),
        "fee": fee,
        "fee_a": -fee.borne.a if fee else None,
        "fee_b": -fee.borne.b if fee else None,
        "net_a": kept[0] if kept else None,
        "net_b": kept[1] if kept else None,
        "left": sum(max(0, one) for one in lefts) if lefts else None,
        "missing": sum(max(0, -one) for one in lefts),
        "length": _length(planned, tried),
        "budget": _budget(tried, was),
        "tried": tried,
        "is_changed": tried != planned,
        "taken": _as_fields(planned, tried),
        "suggested": _suggested(planned, tried, rows),
        "digest": digest_now(promotion),
        "may_take": may_make(request, contract),
    }  # fmt: skip
    return render(request, "portal/price_promotion_try.html", context)


@login_required
@require_POST
def price_promotion_take(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Write what was tried into the plan: a draft again, as after any change of it."""
    promotion = get_promotion(get_contract(code), number)
    if request.POST.get("digest") != digest_now(promotion):
        raise UnableToPromote(
            say("促销 {number} 与您看到的不一样了", number=promotion.number),
            code="NOT_WHAT_WAS_SEEN",
            remedy=say("请刷新页面，再试一次。"),
        )
    plan = tried_plan(plan_of(promotion), request.POST)
    change_promotion(
        person=person_of(request), at=timezone.now(), code=code, number=number, title=promotion.title, plan=plan,
        words=promotion.words,
    )  # fmt: skip
    messages.success(request, _("已写进计划，是草案了；要再报给甲方。"))
    return redirect("portal:price_promotion", code, number)


def tried_plan(planned: Plan, asked: Mapping[str, str]) -> Plan:
    """The plan with what is tried; UnableToPromote where a value is none of its kind."""
    lines = []
    for line in planned.lines:
        fen = fen_from(asked.get(PRICE + line.sku, ""), UnableToPromote)
        units = whole_from(asked.get(UNITS + line.sku, ""), UnableToPromote, most=UNITS_MAX)
        lines.append(Asked(line.sku, fen or line.price_fen, units or line.units))
    hours = whole_from(asked.get(HOURS, ""), UnableToPromote, most=366 * DAY_HOURS)
    is_longer = hours is not None and hours != _hours(planned)
    ends_at = planned.starts_at + timedelta(hours=hours or 0) if is_longer else planned.ends_at
    budget_fen = planned.budget_fen
    if FORM in asked:  # a box that is not ticked is not sent
        budget_fen = fen_from(asked.get(BUDGET, ""), UnableToPromote) if asked.get(LIMIT) else None
    return replace(planned, lines=lines, ends_at=ends_at, budget_fen=budget_fen)


def _rows(planned: Plan, ready: Readiness, forecasts: Sequence[Forecast]) -> list[Row]:
    largest = sorted(planned.lines, key=lambda one: -one.units)[:SLIDERS_MOST]
    moved = {one.sku for one in largest}
    rows = []
    for line, verdict, forecast in zip(planned.lines, ready.skus, forecasts, strict=True):
        both = _sliders(line, verdict, forecast) if line.sku in moved else (None, None)
        rows.append(Row(verdict, forecast, *both))
    return rows


def _sliders(line: Asked, verdict: SkuVerdict, forecast: Forecast) -> tuple[Slider, Slider]:
    """A price from a little below the floor to the list price; units up to what is there, planned or forecast."""
    wanted = verdict.wanted
    floor = min(wanted.floor_fen or line.price_fen, line.price_fen)
    price = slider(
        wanted.price_fen,
        low=max(1, floor * 9 // 10),
        high=max(wanted.list_fen or 0, line.price_fen * 11 // 10),
    )
    most = min(max(2 * line.units, wanted.available or 0), 4 * line.units + 100)
    units = slider(wanted.units, low=1, high=max(most, (forecast.expected or 0) * 3 // 2))
    return price, units


def _length(planned: Plan, tried: Plan) -> Slider:
    """How long it is on, in hours: by the hour up to three days, else by the day."""
    step = 1 if _hours(planned) <= 2 * DAY_HOURS else DAY_HOURS
    return slider(_hours(tried), low=step, high=3 * DAY_HOURS if step == 1 else HOURS_MOST, step=step)


def _hours(plan: Plan) -> int:
    return max(1, (plan.ends_at - plan.starts_at) // timedelta(hours=1))


def _budget(tried: Plan, was: Readiness) -> Slider:
    """Up to twice of what is given away as planned; where there is none it stands at that."""
    now = was.given_fen // 100_00 * 100_00 if tried.budget_fen is None else tried.budget_fen
    return slider(now, low=0, high=max(2 * was.given_fen, 100_00))


def _as_fields(planned: Plan, tried: Plan) -> dict[str, str]:
    """What is tried, as the form would send it: what is taken over is what was shown."""
    fields = {FORM: "1", HOURS: f"{_hours(tried)}"}
    for before, one in zip(planned.lines, tried.lines, strict=True):
        fields |= {} if one.price_fen == before.price_fen else {PRICE + one.sku: yuan_text(one.price_fen)}
        fields |= {} if one.units == before.units else {UNITS + one.sku: f"{one.units}"}
    if tried.budget_fen is not None:
        fields |= {LIMIT: "1", BUDGET: yuan_text(tried.budget_fen)}
    return fields


def _suggested(planned: Plan, tried: Plan, rows: Sequence[Row]) -> str:
    """The query that sets the units to what is forecast; empty where nothing is, or they are so already."""
    units = {row.forecast.sku: row.forecast.expected for row in rows if row.units}
    lines = [replace(one, units=units.get(one.sku) or one.units) for one in tried.lines]
    return "" if lines == list(tried.lines) else urlencode(_as_fields(planned, replace(tried, lines=lines)))
