"""By when an order must have left, in words: for the list, the drawer and the warehouse; the limits and presales behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_standing
from paidang.contracts.queries.terms import terms_of
from paidang.kit.period import SHANGHAI, day_of
from paidang.kit.written import whole_in
from paidang.orders import actions
from paidang.orders.actions import UnableToPresell
from paidang.orders.models import OrderLine
from paidang.orders.queries.deadlines import TERM, due_of, limit_on, list_presales, presale_of
from paidang.orders.rules.deadlines import (
    CONTRACT,
    IN_TIME,
    LATE,
    PLATFORM_RULES,
    SOON,
    Limit,
    Promise,
    must_leave_by,
    urgency_of,
)
from paidang.portal.queries.order import Order
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_from, person_of

LOOKS = {LATE: "bad", SOON: "warn", IN_TIME: ""}


@dataclass(frozen=True, slots=True)
class Clock:
    """By when something must have left, how that looks (`bad`, `warn`, ""), and in words how far away it is."""

    ship_by: datetime
    look: str
    words: str
    why: str = ""
    clause: str = ""


def clock_of(ship_by: datetime, now: datetime) -> Clock:
    """The moment as people read it: `还剩 3 小时`, `晚了 2 天`."""
    urgency = urgency_of(ship_by, now)
    span = _span(abs(ship_by - now))
    words = _("晚了 %(span)s") if urgency == LATE else _("还剩 %(span)s")
    return Clock(ship_by, LOOKS[urgency], words % {"span": span})


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    if minutes >= 2 * 24 * 60:
        return ngettext("%(n)s 天", "%(n)s 天", minutes // 1440) % {"n": minutes // 1440}
    if minutes >= 60:
        return _("%(n)s 小时") % {"n": minutes // 60}
    return _("%(n)s 分钟") % {"n": minutes}


def clocks_of(
    contract_ids: Sequence[int], order_ids: Sequence[str], now: datetime
) -> dict[tuple[int, str], Clock]:
    """The clocks of those of the orders that have not left, by contract and order."""
    return {key: clock_of(ship_by, now) for key, ship_by in due_of(contract_ids, order_ids).items()}


def clock_of_order(found: Order, now: datetime) -> Clock | None:
    """The order's clock with who set it; None once it has left, or where nobody limits it."""
    contract = found.contract
    ship_by = due_of([contract.pk], [found.order_id]).get((contract.pk, found.order_id))
    if ship_by is None:
        return None
    clock = clock_of(ship_by, now)
    for line in found.lines:
        limit = limit_on(contract.pk, line.channel, line.paid_at)
        days = presale_of(contract.pk, line.store, [line.sku], line.paid_at).get(line.sku)
        if must_leave_by(line.paid_at, limit, presale_days=days) == ship_by:
            why, source = _reason(contract, line, limit, days)
            return replace(clock, why=why, clause=source)
    return clock


def _reason(contract: Contract, line: OrderLine, limit: Limit | None, days: int | None) -> tuple[str, str]:
    """Who set the moment, in words, and the clause where it is the contract."""
    if days is not None or limit is None:
        return ngettext("预售：付款后 %(days)s 天内", "预售：付款后 %(days)s 天内", days or 0) % {
            "days": days
        }, ""
    if limit.source == CONTRACT:
        words = _("合同：付款后 %(hours)s 小时内") % {"hours": limit.hours}
        return words, _clause_of(contract, line.paid_at)
    platform = worded(PLATFORM_RULES[line.channel].name)
    return _("%(platform)s：付款后 %(hours)s 小时内") % {"platform": platform, "hours": limit.hours}, ""


def _clause_of(contract: Contract, at: datetime) -> str:
    return terms_of(get_standing(contract), day_of(at)).read.clause(TERM)


def limits_context(contract: Contract, today: date) -> dict[str, Any]:
    """The limits as a table, the contract's own and the presales."""
    read = terms_of(get_standing(contract), today).read
    return {
        "platform_rules": [
            {
                "name": worded(one.name),
                "hours": one.hours,
                "days": one.presale_days,
            }
            for one in PLATFORM_RULES.values()
        ],
        "unchecked_rules": not all(one.is_checked for one in PLATFORM_RULES.values()),
        "own_hours": read.stated(TERM),
        "own_clause": read.clause(TERM),
        "presales": [
            {"presale": one, "last_on": day_of(one.paid_until - timedelta(seconds=1))}
            for one in list_presales(contract.pk)
        ],
    }


@login_required
@require_POST
def order_presale(request: HttpRequest, code: str) -> HttpResponse:
    """Put a presale down, or take one back."""
    person, now, asked = person_of(request), timezone.now(), request.POST
    url = f"{reverse('portal:order_rules')}?contract={code}#clock"
    if number := asked.get("end", ""):
        presale_id = whole_in(number)
        actions.end_presale(person=person, at=now, code=code, presale_id=presale_id)
        messages.success(request, _("预售撤掉了，照平时的时限算。"))
        return redirect(url)
    first = day_from(asked.get("from", ""), UnableToPresell) or day_of(now)
    last = day_from(asked.get("to", ""), UnableToPresell) or first
    days = asked.get("days", "").strip()
    promise = Promise(
        asked.get("store", ""), asked.get("sku", "").strip(), datetime.combine(first, time(), SHANGHAI),
        datetime.combine(last + timedelta(days=1), time(), SHANGHAI),
        whole_in(days, digits=3),
    )  # fmt: skip
    actions.set_presale(person=person, at=now, code=code, promise=promise)
    messages.success(request, _("预售记下了，发货期限照它算。"))
    return redirect(url)
