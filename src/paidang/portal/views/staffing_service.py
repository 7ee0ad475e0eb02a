"""Customer service in figures: response and resolution against the agreed norms, the brand's samples (OP-4-B-5)."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.aftersales.queries.cases import norm_on
from paidang.aftersales.rules.clocks import RESPOND
from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.orders.queries.listing import list_stores
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.price_tabs import choose, contract_of
from paidang.staffing.actions import (
    UnableToStaff,
    answer_sample,
    decide_sample,
    hand_in_days,
    sample_service,
    set_sheet,
)
from paidang.staffing.actions.service import FILE_BYTES_MAX
from paidang.staffing.models import QualitySample, ServiceDay
from paidang.staffing.queries import get_sheet, list_samples, list_service_days
from paidang.staffing.rules.service import CRITERIA_MAX, HEADER, HEADER_ZH, MARKS, Criterion, Day, measure
from paidang.team.models import Person

WEEKS = 4
ROWS = 6
SHOWN = 20
WAITING = ("open", "contested")


@login_required
@require_GET
def staffing_service(request: HttpRequest) -> HttpResponse:
    """Each store week by week, the score sheet, the latest samples."""
    contract = contract_of(request)
    if contract is None:
        return choose(request, _("客服质量"), reason=_("合同生效后，甲方在这里抽检客服。"), icon="people")
    person, today = person_of(request), day_of(timezone.now())
    is_alive, side = contract.state == IN_FORCE, contract.side_of(person.org_id)
    norm = norm_on(contract.pk, today)
    seconds = norm.figures[RESPOND] * 60 if norm else None
    sheet, samples = get_sheet(contract), list_samples(contract)
    shown = [one for nth, one in enumerate(samples) if nth < SHOWN or state_of(one) in WAITING]
    return render(
        request,
        "portal/staffing_service.html",
        {
            "contract": contract,
            "contract_url": reverse("portal:contract", args=[contract.code]),
            "norm": norm,
            "norm_minutes": norm.figures[RESPOND] if norm else None,
            "stores": _stores(contract, today, seconds),
            "names": list_stores([contract.pk]),
            "columns": worded(HEADER_ZH if (get_language() or "zh").startswith("zh") else HEADER),
            "sheet": sheet,
            "criteria": list(enumerate(sheet.criteria)) if sheet else [],
            "samples": [_sample(one) for one in shown],
            "all_samples": len(samples),
            "more_samples": len(samples) > len(shown),
            "trend": _trend(samples),
            "marks": list(MARKS)[::-1],
            "mark_max": max(MARKS),
            "rows": range(ROWS),
            "hands_in": is_alive and side == "b" and person.may("hand_in_service"),
            "samples_it": is_alive and side == "a" and person.may("sample_service"),
        },
    )


def _stores(contract: Contract, today: date, seconds: int | None) -> list[dict[str, Any]]:
    """Each store with its last weeks, the oldest first."""
    first = today - timedelta(days=7 * WEEKS - 1)
    days = list_service_days(contract, first, today)
    found = []
    for store in sorted({one.store for one in days}):
        weeks = []
        for nth in range(WEEKS):
            since = first + timedelta(days=7 * nth)
            within = [
                one for one in days if one.store == store and since <= one.day < since + timedelta(days=7)
            ]
            weeks.append({"since": since, "is": measure([_plain(one) for one in within], seconds)})
        whole = measure([_plain(one) for one in days if one.store == store], seconds)
        found.append({"store": store, "weeks": weeks, "whole": whole})
    return found


def _plain(one: ServiceDay) -> Day:
    return Day(one.day, one.store, one.conversations, one.first_response_seconds, one.resolved)


def state_of(one: QualitySample) -> str:
    """What a sample waits for: the agency's answer, the brand's decision; or what became of it."""
    answer = one.answered
    if answer is None:
        return "open"
    if not answer.contested:
        return "agreed"
    return "decided" if answer.decided_at else "contested"


def _sample(one: QualitySample) -> dict[str, Any]:
    """A sample with a line for each criterion, and what the agency and then the brand said of it."""
    answer = one.answered
    now = answer.marks if answer and answer.marks else one.marks
    marks = [
        {
            "nth": nth, "text": each["text"], "mark": mark, "now": now[nth],
            "is_contested": bool(answer and nth in answer.contested), "higher": range(mark, max(MARKS) + 1),
        }
        for nth, (each, mark) in enumerate(zip(one.sheet.criteria, one.marks, strict=True))
    ]  # fmt: skip
    return {"it": one, "marks": marks, "answer": answer, "state": state_of(one)}


def _trend(samples: list[QualitySample]) -> list[dict[str, Any]]:
    """The mean score of each month with samples, the oldest first, at most twelve."""
    months: dict[str, list[int]] = {}
    for one in reversed(samples):
        months.setdefault(f"{day_of(one.sampled_at):%Y-%m}", []).append(one.score_now)
    return [
        {"month": month, "count": len(scores), "mean": sum(scores) // len(scores)}
        for month, scores in list(months.items())[-12:]
    ]


def _days(request: HttpRequest, person: Person, code: str) -> str:
    file = request.FILES.get("file")
    if file is None:
        raise UnableToStaff(say("没有选文件"), code="FILE_MISSING")
    count = hand_in_days(
        person=person, at=timezone.now(), code=code, content=file.read(FILE_BYTES_MAX + 1),
        stores=list_stores([get_contract(code).pk]),
    )  # fmt: skip
    if not count:
        return _("这个文件已经写入过，没有变化。")
    return ngettext("写入 %(n)d 行。", "写入 %(n)d 行。", count) % {"n": count}


def _sheet(request: HttpRequest, person: Person, code: str) -> str:
    asked = request.POST
    criteria = [
        Criterion(text=text, weight=whole_in(asked.get(f"weight-{nth}", "")))
        for nth in range(ROWS)
        if (text := asked.get(f"text-{nth}", "").strip()[:100])
    ]
    sheet = set_sheet(person=person, at=timezone.now(), code=code, criteria=criteria)
    return _("评分表第 %(n)d 版，从现在起用。") % {"n": sheet.number}


def _take_sample(request: HttpRequest, person: Person, code: str) -> str:
    asked = request.POST
    marks = {
        nth: whole_in(text)
        for nth in range(CRITERIA_MAX)
        if (text := asked.get(f"mark-{nth}", "")).isdecimal()
    }
    sample = sample_service(
        person=person, at=timezone.now(), code=code, store=asked.get("store", ""), about=asked.get("about", ""),
        marks=marks, words=asked.get("words", ""),
    )  # fmt: skip
    return _("已记下：%(n)d 分。") % {"n": sample.score}


def _answer_sample(request: HttpRequest, person: Person, code: str) -> str:
    asked = request.POST
    contests = asked.get("verdict") == "contest"
    contested = [whole_in(text) for text in asked.getlist("contested")] if contests else []
    if contests and not contested:
        raise UnableToStaff(
            say("没有勾选有异议的条目"), code="MARKS_WRONG", remedy=say("请勾选哪几条，再写理由。")
        )
    answer_sample(
        person=person, at=timezone.now(), code=code, number=whole_in(asked.get("number", "")), contested=contested,
        words=asked.get("words", ""),
    )  # fmt: skip
    return _("异议已记下，等甲方决定。") if contests else _("已认可，记入存证。")


def _decide_sample(request: HttpRequest, person: Person, code: str) -> str:
    asked = request.POST
    to = {
        nth: whole_in(text)
        for nth in range(CRITERIA_MAX)
        if (text := asked.get(f"mark-{nth}", "")).isdecimal()
    }
    answer = decide_sample(
        person=person, at=timezone.now(), code=code, number=whole_in(asked.get("number", "")), to=to,
        words=asked.get("words", ""),
    )  # fmt: skip
    return _("已决定：%(n)d 分。") % {"n": answer.score}


ACTS = {
    "days": _days,
    "sheet": _sheet,
    "sample": _take_sample,
    "answer": _answer_sample,
    "decide": _decide_sample,
}


@login_required
@require_POST
def staffing_service_act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Hand figures in, set the sheet, or sample."""
    if act not in ACTS:
        raise NotFound(say("没有这个操作"), remedy=say("请从客服质量页操作。"))
    messages.success(request, ACTS[act](request, person_of(request), code))
    return redirect(f"{reverse('portal:staffing_service')}?contract={code}")
