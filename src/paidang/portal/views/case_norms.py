"""客服规范: the living document both sides agree on, its past with what changed, the limits of each store."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from paidang.aftersales.actions import UnableToServe
from paidang.aftersales.actions.norms import answer_norms, propose_norms, set_limit
from paidang.aftersales.models import ServiceNorm
from paidang.aftersales.queries.cases import norm_on
from paidang.aftersales.queries.norms import (
    COMING,
    DECLINED,
    NORM_STATES,
    PAST,
    REPLACED,
    WAITS,
    list_norms,
    list_store_limits,
    state_of,
)
from paidang.aftersales.queries.norms import IN_FORCE as STANDS
from paidang.aftersales.rules.clocks import ACTS, NORM_ACTS, NORM_MINUTES, PACE, SOURCES
from paidang.aftersales.rules.comparing import compare
from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.portal.queries import list_living
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_from, person_of
from paidang.portal.views.cases import units_from
from paidang.portal.views.fact_words import channel_word
from paidang.portal.views.price_tabs import contract_of

TONES = {WAITS: "warn", STANDS: "ok", COMING: "info", REPLACED: "", DECLINED: "bad", PAST: ""}


@login_required
@require_GET
def case_norms(request: HttpRequest) -> HttpResponse:
    """The page of one contract; without one, the contracts to choose from."""
    contract = contract_of(request)
    if contract is None:
        living = list_living(request)
        return render(request, "portal/case_norms.html", {"contracts": living})
    person, today = person_of(request), day_of(timezone.now())
    versions = list_norms(contract.pk)
    standing = norm_on(contract.pk, today)
    waiting = next((one for one in versions if one.agreed is None), None)
    keeps = contract.state == IN_FORCE and person.may("keep_norms")
    is_ours = waiting is not None and waiting.proposed_by.org_id == person.org_id  # type: ignore[union-attr]
    base = waiting if is_ours else standing or waiting
    return render(
        request,
        "portal/case_norms.html",
        {
            "contract": contract,
            "contract_url": reverse("portal:contract", args=[contract.code]),
            "standing": standing,
            "standing_figures": _figures(standing.figures) if standing else [],
            "waiting": waiting,
            "waiting_figures": _changes(standing, waiting) if waiting else [],
            "changed": compare(standing.text if standing else "", waiting.text) if waiting else [],
            "is_ours": is_ours,
            "versions": [_version(one, versions, standing) for one in versions],
            "fields": [
                (act, worded(ACTS[act]), (base.figures if base else NORM_MINUTES)[act]) for act in NORM_ACTS
            ],
            "pace_fields": [
                (key, worded(word), base.figures.get(key, "") if base else "") for key, word in PACE.items()
            ],
            "text": base.text if base else "",
            "today": today,
            "may": {"propose": keeps and (waiting is None or is_ours), "answer": keeps and waiting is not None and not is_ours, "limit": keeps},
            "acts": [(act, worded(word)) for act, word in ACTS.items()],
            "stores": [
                (one.channel, channel_word(one.channel), one.store, [(worded(ACTS[act]), minutes_words(limit.minutes), worded(SOURCES[limit.source])) for act, limit in sorted(one.limits.items(), key=lambda each: list(ACTS).index(each[0]))])
                for one in list_store_limits(contract.pk, today)
            ],
        },
    )  # fmt: skip


def minutes_words(minutes: int) -> str:
    """`90 分钟`, `48 小时`, `10 天`."""
    if minutes % 1440 == 0 and minutes > 2880:
        days = minutes // 1440
        return ngettext("%(n)d 天", "%(n)d 天", days) % {"n": days}
    if minutes % 60 == 0:
        hours = minutes // 60
        return ngettext("%(n)d 小时", "%(n)d 小时", hours) % {"n": hours}
    return ngettext("%(n)d 分钟", "%(n)d 分钟", minutes) % {"n": minutes}


def _figures(figures: dict[str, int]) -> list[tuple[str, str]]:
    limits = [(worded(ACTS[act]), minutes_words(figures[act])) for act in NORM_ACTS]
    return limits + [(worded(word), str(figures[key])) for key, word in PACE.items() if key in figures]


def _changes(standing: ServiceNorm | None, waiting: ServiceNorm) -> list[tuple[str, str, str]]:
    """Each figure as it is and as it would be."""
    before = standing.figures if standing else {}
    return [
        (
            worded(ACTS[act]),
            minutes_words(before[act]) if act in before and before[act] != waiting.figures[act] else "",
            minutes_words(waiting.figures[act]),
        )
        for act in NORM_ACTS
    ] + [
        (worded(word), str(before[key]) if key in before and before[key] != waiting.figures.get(key) else "", str(waiting.figures.get(key, "—")))
        for key, word in PACE.items()
        if key in before or key in waiting.figures
    ]  # fmt: skip


def _version(one: ServiceNorm, versions: list[ServiceNorm], standing: ServiceNorm | None) -> dict[str, Any]:
    before = next((each for each in versions if each.number < one.number and each.agreed), None)
    state = state_of(one, standing, day_of(timezone.now()))
    return {
        "norm": one,
        "state": (TONES[state], worded(NORM_STATES[state])),
        "changed": compare(before.text if before else "", one.text),
        "figures": _figures(one.figures),
    }


def _back(contract: Contract) -> HttpResponse:
    return redirect(f"{reverse('portal:case_norms')}?{urlencode({'contract': contract.code})}")


@login_required
@require_POST
def case_norms_propose(request: HttpRequest, code: str) -> HttpResponse:
    """Propose the next version."""
    asked, now = request.POST, timezone.now()
    day: date = day_from(asked.get("from_day", ""), UnableToServe) or day_of(now)
    figures = {act: units_from(asked.get(act, "")) for act in NORM_ACTS}
    figures |= {key: units_from(text) for key in PACE if (text := asked.get(key, "").strip())}
    norm = propose_norms(
        person=person_of(request),
        at=now,
        code=code,
        text=asked.get("text", ""),
        figures=figures,
        from_day=day,
    )
    messages.success(request, _("第 %(number)d 版已交给对方答复。") % {"number": norm.number})
    return _back(get_contract(code))


@login_required
@require_POST
def case_norms_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Agree to the version that waits, or say why not."""
    agrees = request.POST.get("verdict") == "agree"
    norm = answer_norms(
        person=person_of(request), at=timezone.now(), code=code, number=number, agrees=agrees,
        reason=request.POST.get("reason", ""),
    )  # fmt: skip
    if agrees:
        messages.success(
            request, _("已同意，%(day)s 起生效，时限随之更新。") % {"day": f"{norm.from_day:%m-%d}"}
        )
    else:
        messages.success(request, _("已答复不同意。"))
    return _back(get_contract(code))


@login_required
@require_POST
def case_limit(request: HttpRequest, code: str) -> HttpResponse:
    """Set or take back the limit of one store."""
    asked = request.POST
    channel, _dot, store = asked.get("store", "").partition("|")
    hours = asked.get("minutes", "").strip()
    if hours and not hours.isdecimal():
        raise UnableToServe(say("“{text}”不是分钟数", text=hours[:20]), code="LIMIT_WRONG")
    set_limit(
        person=person_of(request), at=timezone.now(), code=code, channel=channel, store=store, act=asked.get("act", ""),
        minutes=int(hours[:9]) if hours else None,
    )  # fmt: skip
    messages.success(request, _("时限已改，未了结的售后随之更新。"))
    return _back(get_contract(code))
