"""The rows behind a figure of the scorecard: duties with their days, lines that left late, days of customer service."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.kit.outcome import NotFound
from paidang.kit.period import check_month, month_of, next_month
from paidang.kit.sentence import say
from paidang.portal.queries.planned import title_of
from paidang.portal.templatetags.paidang import day_text, moment_text, worded
from paidang.portal.views.scorecard import scorecard_url
from paidang.portal.views.statement_lines import month_words
from paidang.scorecards.queries.rows import (
    LISTED,
    ROWS_MAX,
    DutyRow,
    list_duty_rows,
    list_late_lines,
    list_service_rows,
)
from paidang.scorecards.rules.measures import MEASURES, RESOLVED, RESPONSE, SHIPPED

MONTHS_MAX = 12


@login_required
@require_GET
def scorecard_rows(request: HttpRequest, code: str) -> HttpResponse:
    """The page: `?measure=` which figure, `?from=` and `?to=` its first and last month, `?store=` one store's."""
    contract, now, asked = get_contract(code), timezone.now(), request.GET
    measure, store = asked.get("measure", ""), asked.get("store", "")[:200]
    if measure not in LISTED:
        raise NotFound(say("没有这个指标的明细"), remedy=say("请从评分卡打开。"))
    months = _months(asked.get("from", ""), asked.get("to", ""), now)
    head, rows = _table(contract, measure, store, months, now)
    return render(
        request,
        "portal/scorecard_rows.html",
        {
            "contract": contract,
            "measure": MEASURES[measure],
            "store": store,
            "span": " – ".join(dict.fromkeys([month_words(months[0]), month_words(months[-1])])),
            "back_url": scorecard_url(contract, months[-1]),
            "head": head,
            "rows": rows,
            "is_late": measure == SHIPPED,
            "is_cut": len(rows) == ROWS_MAX,
            "most": ROWS_MAX,
        },
    )


def _months(first: str, last: str, now: datetime) -> list[str]:
    check_month(first, NotFound)
    check_month(last, NotFound)
    last, months = min(last, month_of(now)), [first]
    while months[-1] < last and len(months) < MONTHS_MAX:
        months.append(next_month(months[-1]))
    return months


Table = tuple[list[str], list[dict[str, Any]]]


def _table(contract: Contract, measure: str, store: str, months: Sequence[str], now: datetime) -> Table:
    if measure == SHIPPED:
        head = [_("订单"), _("店铺"), _("付款"), _("发出")]
        return head, [
            {
                "url": reverse("portal:order", args=(contract.code, one.order_id)),
                "cells": [one.order_id, one.store, moment_text(one.paid_at), _moment(one.shipped_at)],
                "look": "warn" if one.shipped_at else "bad",
            }
            for one in list_late_lines(contract, store, months, now)
        ]
    if measure in (RESPONSE, RESOLVED):
        head = [_("日期"), _("店铺"), _("会话"), _("首次响应（秒）"), _("解决")]
        return head, [
            {
                "url": f"{reverse('portal:staffing_service')}?contract={contract.code}",
                "cells": [
                    day_text(one.day), one.store, f"{one.conversations:,}", str(one.first_response_seconds), f"{one.resolved:,}",
                ],
                "look": "",
            }
            for one in list_service_rows(contract, store, months)
        ]  # fmt: skip
    head = [_("该做的事"), _("到期"), _("做完"), _("结论")]
    return head, [_duty(contract, one) for one in list_duty_rows(contract, measure, months, now)]


def _duty(contract: Contract, one: DutyRow) -> dict[str, Any]:
    look, word = (
        ("ok", _("按时")) if one.in_time else ("warn", _("晚了")) if one.closed_at else ("bad", _("没有做"))
    )
    return {
        "url": one.page or reverse("portal:duty", args=(contract.code, one.key)),
        "cells": [title_of(one.kind, one.facts), moment_text(one.due_at), _moment(one.closed_at), word],
        "look": look,
    }


def _moment(at: datetime | None) -> str:
    return moment_text(at) if at else worded("—")
