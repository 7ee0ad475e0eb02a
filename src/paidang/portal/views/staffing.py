"""团队与客服: who holds which role, the rota, sub-contractors with the brand's consent, one's own people's workload."""

from collections.abc import Callable
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

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import list_contracts
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.written import whole_in, wholes_in
from paidang.orders.queries.listing import list_stores
from paidang.portal.queries import list_living
from paidang.portal.rules.worklist import ACT_OF_KIND
from paidang.portal.templatetags.paidang import weekday_text, worded
from paidang.portal.views.asking import day_from, day_in, person_of
from paidang.portal.views.price_tabs import contract_of
from paidang.staffing.actions import (
    UnableToStaff,
    answer_consent,
    ask_consent,
    drop_shift,
    name_post,
    note_withdrawal,
    put_rota,
    put_shifts,
    say_away,
    take_over,
    withdraw_consent,
)
from paidang.staffing.actions.shifts import FILE_BYTES_MAX
from paidang.staffing.models import Subcontractor
from paidang.staffing.queries import (
    Held,
    count_shifts_from,
    count_workload,
    list_firms,
    list_held,
    list_shifts,
    roles_held,
)
from paidang.staffing.rules.roles import ROLES
from paidang.staffing.rules.rota import HEADER_ZH
from paidang.team.models import Person
from paidang.team.queries import list_people
from paidang.team.rules.roles import act_label

WEEK = 7
SHOWN_DAYS = 400
"""How far back and ahead the rota can be looked at."""


@login_required
@require_GET
def staffing(request: HttpRequest) -> HttpResponse:
    """The page of one contract; without one, the contracts to choose from."""
    contract = contract_of(request)
    if contract is None:
        living = list_living(request)
        return render(request, "portal/staffing.html", {"contracts": living})
    person, today = person_of(request), day_of(timezone.now())
    first = _first_day(request, today)
    is_alive, side = contract.state == IN_FORCE, contract.side_of(person.org_id)
    held, firms = list_held(contract, today), list_firms(contract)
    shifts_from = count_shifts_from(contract, today)
    people = [one for one in list_people(person.org_id) if one.is_active]
    work = count_workload(person.org_id, list_contracts(), today)
    return render(
        request,
        "portal/staffing.html",
        {
            "contract": contract,
            "contract_url": reverse("portal:contract", args=[contract.code]),
            "side": side,
            "seats": [_seat(one, person) for one in held],
            "open_count": sum(not one.is_filled for one in held),
            "days": [(first + timedelta(days=n), weekday_text(first + timedelta(days=n))) for n in range(WEEK)],
            "rota": _rota(contract, first, side, is_alive and person.may("plan_shifts"), today),
            "is_this_week": first == today,
            "earlier": first - timedelta(days=WEEK),
            "later": first + timedelta(days=WEEK),
            "firms": [_firm(contract, one, today, shifts_from[one.pk]) for one in firms],
            "consented": [one for one in firms if one.may_work_on(today)],
            "people": people,
            "work": sorted(((one, work[one.pk]) for one in people), key=lambda pair: -pair[1]),
            "names": is_alive and person.may("name_team"),
            "plans": is_alive and person.may("plan_shifts"),
            "roles": [(key, worded(role.word)) for key, role in ROLES.items() if side in role.sides],
            "stores": list_stores([contract.pk]),
            "weekdays": [(n, weekday_text(date(2026, 6, n))) for n in range(1, 8)],
            "columns": "、".join(HEADER_ZH),
            "today": today,
            "week_end": today + timedelta(days=WEEK - 1),
        },
    )  # fmt: skip


def _first_day(request: HttpRequest, today: date) -> date:
    """The first day of the rota that is shown: `?from=2026-12-07`, else today."""
    asked = day_in(request.GET.get("from", ""))
    return asked if asked and abs(asked - today) < timedelta(days=SHOWN_DAYS) else today


def _seat(held: Held, person: Person) -> dict[str, Any]:
    """A role of a side: what it does, who holds it, who covers, who comes next."""
    role, post = ROLES[held.seat.role], held.post
    if not held.is_filled:
        state = ("bad", _("没有人"))
    elif held.is_cover:
        state = ("warn", _("顶班"))
    elif post and post.person_id and not post.taken_at and post.named_by_id != post.person_id:
        state = ("warn", _("等接手"))
    else:
        state = ("ok", _("在岗"))
    return {
        "held": held,
        "word": worded(role.word),
        "does": worded(role.sides[held.seat.side]),
        "state": state,
        "takes": post.pk
        if post and post.person_id == person.pk and not post.taken_at and state[0] == "warn"
        else 0,
        "cannot": _cannot(held, person),
        "next": next((one for one in reversed(held.posts) if post is None or one.since > post.since), None),
        "past": [one for one in held.posts if post and one.since < post.since],
    }


def _cannot(held: Held, person: Person) -> list[str]:
    """What the role's duties ask for and its holder, a colleague, may not do by the roles they have here (permission follows
    role); of the other side's people nothing is said."""
    who = held.post.person if held.post and held.is_filled else None
    if held.is_cover:
        who = next(one.cover for one in held.absences if one.cover_id == held.holder)
    if who is None or who.org_id != person.org_id:
        return []
    kinds = ROLES[held.seat.role].kinds.get(held.seat.side, ())
    acts = dict.fromkeys(ACT_OF_KIND[kind] for kind in kinds if kind in ACT_OF_KIND)
    return [act_label(act, get_language() or "zh") for act in acts if not who.may(act)]


def _firm(contract: Contract, firm: Subcontractor, today: date, shifts: int) -> dict[str, Any]:
    """An outside firm, and what the brand would take off the rota by withdrawing its consent today."""
    roles = roles_held(contract, firm, today) if firm.may_work_on(today) else []
    return {
        "it": firm,
        "may_work": firm.may_work_on(today),
        "roles": [worded(ROLES[one.role].word) for one in roles],
        "shifts": shifts,
    }


def _rota(contract: Contract, first: date, side: str, may_drop: bool, today: date) -> list[dict[str, Any]]:
    """A line for each role with shifts in these days: what stands on each; what is over is not dropped any more."""
    shifts = list_shifts(contract, first, first + timedelta(days=WEEK - 1))
    keys = [
        (role, of) for role in ROLES for of in "ba" if any((s.role, s.side) == (role, of) for s in shifts)
    ]
    return [
        {
            "word": worded(ROLES[role].word),
            "side": of,
            "days": [
                [
                    (one, may_drop and of == side and one.day >= today)
                    for one in shifts
                    if (one.role, one.side) == (role, of) and one.day == first + timedelta(days=n)
                ]
                for n in range(WEEK)
            ],
        }
        for role, of in keys
    ]


def _name(request: HttpRequest, person: Person, code: str) -> str:
    asked, now = request.POST, timezone.now()
    who = asked.get("who", "")
    post = name_post(
        person=person, at=now, code=code, role=asked.get("role", ""), words=asked.get("words", ""),
        since=day_from(asked.get("since", ""), UnableToStaff) or day_of(now), **_given(who),
    )  # fmt: skip
    return _("已定：%(role)s，%(day)s 起。") % {
        "role": worded(ROLES[post.role].word), "day": post.since.isoformat(),
    }  # fmt: skip


def _given(who: str) -> dict[str, int]:
    """A colleague (`12`) or an outside firm (`firm-3`), as chosen."""
    if who.startswith("firm-"):
        return {"firm": whole_in(who.removeprefix("firm-"))}
    return {"person_id": whole_in(who)}


def _away(request: HttpRequest, person: Person, code: str) -> str:
    asked, now = request.POST, timezone.now()
    absence = say_away(
        person=person, at=now, code=code, role=asked.get("role", ""), cover_id=whole_in(asked.get("cover", "")),
        since=day_from(asked.get("since", ""), UnableToStaff) or day_of(now),
        until=day_from(asked.get("until", ""), UnableToStaff) or day_of(now),
    )  # fmt: skip
    return _("%(name)s 顶班，待办随之转过去。") % {"name": absence.cover.name}


def _take(request: HttpRequest, person: Person, code: str) -> str:
    take_over(person=person, at=timezone.now(), code=code, post_id=whole_in(request.POST.get("post", "")))
    return _("已接手。")


def _shift(request: HttpRequest, person: Person, code: str) -> str:
    asked, now = request.POST, timezone.now()
    shifts = put_shifts(
        person=person, at=now, code=code, role=asked.get("role", ""), store=asked.get("store", ""),
        first=day_from(asked.get("first", ""), UnableToStaff) or day_of(now),
        last=day_from(asked.get("last", ""), UnableToStaff) or day_of(now),
        weekdays=wholes_in(asked.getlist("weekday")), from_hour=whole_in(asked.get("from_hour", "")),
        until_hour=whole_in(asked.get("until_hour", "")), **_given(asked.get("who", "")),
    )  # fmt: skip
    return ngettext("已排 %(n)d 个班。", "已排 %(n)d 个班。", len(shifts)) % {"n": len(shifts)}


def _rota_file(request: HttpRequest, person: Person, code: str) -> str:
    file = request.FILES.get("file")
    if file is None:
        raise UnableToStaff(say("没有选文件"), code="FILE_MISSING")
    shifts = put_rota(person=person, at=timezone.now(), code=code, content=file.read(FILE_BYTES_MAX + 1))
    return ngettext("已排 %(n)d 个班。", "已排 %(n)d 个班。", len(shifts)) % {"n": len(shifts)}


def _drop(request: HttpRequest, person: Person, code: str) -> str:
    drop_shift(person=person, at=timezone.now(), code=code, shift_id=whole_in(request.POST.get("shift", "")))
    return _("已取消这个班。")


def _ask(request: HttpRequest, person: Person, code: str) -> str:
    asked = request.POST
    ask_consent(
        person=person, at=timezone.now(), code=code, name=asked.get("name", ""), scope=asked.get("scope", "")
    )
    return _("已请甲方书面同意；同意之前不能派活。")


def _answer(request: HttpRequest, person: Person, code: str) -> str:
    asked = request.POST
    firm = answer_consent(
        person=person, at=timezone.now(), code=code, number=whole_in(asked.get("number", "")),
        consents=asked.get("verdict") == "consent", sha256=asked.get("sha256", ""), reason=asked.get("reason", ""),
    )  # fmt: skip
    return _("已书面同意，记入存证。") if firm.consents else _("已答复不同意。")


def _withdraw(request: HttpRequest, person: Person, code: str) -> str:
    asked, now = request.POST, timezone.now()
    firm = withdraw_consent(
        person=person, at=now, code=code, number=whole_in(asked.get("number", "")), reason=asked.get("reason", ""),
        ends_on=day_from(asked.get("ends_on", ""), UnableToStaff) or day_of(now),
    )  # fmt: skip
    return _("已撤回对“%(name)s”的同意，%(day)s 起；已告知乙方。") % {
        "name": firm.name, "day": f"{firm.ends_on}",
    }  # fmt: skip


def _note(request: HttpRequest, person: Person, code: str) -> str:
    note_withdrawal(
        person=person, at=timezone.now(), code=code, number=whole_in(request.POST.get("number", ""))
    )
    return _("已记下：知悉撤回。请给空出的角色定人、补班。")


ACTS: dict[str, Callable[[HttpRequest, Person, str], str]] = {
    "name": _name, "away": _away, "take": _take, "shift": _shift, "rota": _rota_file, "drop": _drop, "ask": _ask, "answer": _answer,
    "withdraw": _withdraw, "note": _note,
}  # fmt: skip


@login_required
@require_POST
def staffing_act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """One act on roles, rota or sub-contractors."""
    if act not in ACTS:
        raise NotFound(say("没有这个操作"), remedy=say("请从团队页操作。"))
    messages.success(request, ACTS[act](request, person_of(request), code))
    return redirect(f"{reverse('portal:staffing')}?contract={code}")
