"""培训到独立: who can do what by both sides' word, the lessons, the brand's product training, how far the hand-over is."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract, get_living, list_planned
from paidang.duties.queries import list_done
from paidang.duties.rules.ics import Event, calendar
from paidang.kit.period import EVER, day_of
from paidang.kit.written import whole_in, wholes_in
from paidang.portal.queries import list_living
from paidang.portal.rules.radar import radar_of
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_from, person_of
from paidang.portal.views.given_file import given_file
from paidang.portal.views.price_tabs import contract_of
from paidang.team.models import Person
from paidang.team.queries import list_people
from paidang.training.actions import UnableToTrain, add_trainee, begin_course, hold_product_training
from paidang.training.models import Course
from paidang.training.queries import (
    Team,
    count_all,
    get_course,
    get_team,
    list_advice,
    list_answers,
    list_criteria,
    list_lessons,
)
from paidang.training.queries.handover import get_handover, list_items
from paidang.training.rules.curriculum import HEADINGS, LESSONS, MONTHS, SKILLS
from paidang.training.rules.ladder import ALONE, DIFFERS, IS_ALONE, STATE_WORDS, UNTOUCHED, Words, state_of
from paidang.training.rules.planning import last_day, month_at
from paidang.training.rules.readiness import missing, radar
from paidang.training.rules.words import ITEM_KINDS, LESSON, PRODUCT

SHOWN = 6


@login_required
@require_GET
def training(request: HttpRequest) -> HttpResponse:
    """The page of one contract; without one, the contracts to choose from."""
    contract = contract_of(request)
    if contract is None:
        living = list_living(request)
        return render(request, "portal/training.html", {"contracts": living})
    person, course, team = person_of(request), get_course(contract), get_team(contract)
    of_skill, counted, today = team.of_skill(), count_all(contract), day_of(timezone.now())
    return render(
        request,
        "portal/training.html",
        {
            "contract": contract,
            "contract_url": reverse("portal:contract", args=[contract.code]),
            "course": course,
            "time": _time(course, today) if course else None,
            "skills": [(key, worded(skill.word)) for key, skill in SKILLS.items()],
            "rows": [_row(contract, team, one) for one in team.trainees],
            "alone": [_alone(of_skill[key]) for key in SKILLS],
            "alone_count": sum(_alone(of_skill[key]) > 0 for key in SKILLS),
            "differing": _differing(team),
            "missing": missing(of_skill, counted),
            "counted": counted,
            "criteria": list_criteria(contract),
            "kinds": _kinds(contract),
            "handover": get_handover(contract),
            "radar": _radar(of_skill),
            **_lessons(contract, today),
            "product": _product(contract),
            "advice": list_advice(contract)[:3],
            "today": today,
            "lesson_count": len(LESSONS),
            "months": MONTHS,
            **_forms(contract, person),
        },
    )


def _forms(contract: Contract, person: Person) -> dict[str, Any]:
    """What this person may do here, and whom they choose from."""
    is_alive, side = contract.state == IN_FORCE, contract.side_of(person.org_id)
    teaches = is_alive and side == "b" and person.may("teach")
    follows = is_alive and side == "a" and person.may("follow_training")
    return {
        "teaches": teaches,
        "follows": follows,
        "own_people": [one for one in list_people(person.org_id) if one.is_active] if follows else [],
        "agency_people": [one for one in list_people(contract.agency_id) if one.is_active]
        if follows and contract.agency_id
        else [],
    }


def _time(course: Course, today: Any) -> dict[str, Any]:
    return {
        "month": min(max(month_at(course.starts_on, course.months, today), 0), course.months),
        "months": course.months,
        "end": last_day(course.starts_on, course.months),
    }


def _row(contract: Contract, team: Team, trainee: Any) -> dict[str, Any]:
    """A line of the table: a trainee and a cell for each skill, None where it is not learned."""
    return {
        "trainee": trainee,
        "cells": [
            cell_of(contract, trainee.pk, key, team.words[trainee.pk, key]) if key in trainee.skills else None
            for key in SKILLS
        ],
    }


def cell_of(contract: Contract, trainee_id: int, skill: str, words: Words) -> dict[str, Any]:
    """One skill of one person: both words as bars, what they come to, and the address where a word is said."""
    state = state_of(words)
    return {
        "url": reverse("portal:training_skill", args=[contract.code, trainee_id, skill]),
        "b": [nth < words.b for nth in range(ALONE)],
        "a": [nth < words.a for nth in range(ALONE)],
        "said": _("乙方 %(b)d，甲方 %(a)d") % {"b": words.b, "a": words.a},
        "word": worded(STATE_WORDS[state]),
        "look": {IS_ALONE: "ok", DIFFERS: "df"}.get(state, ""),
        "is_untouched": state == UNTOUCHED,
    }


def _alone(words: list[Words]) -> int:
    return sum(state_of(one) == IS_ALONE for one in words)


def _differing(team: Team) -> list[str]:
    """Whose skills both sides see differently, in words."""
    return [
        f"{one.person.name} {worded(SKILLS[key].word)}"
        for one in team.trainees
        for key in SKILLS
        if key in one.skills and state_of(team.words[one.pk, key]) == DIFFERS
    ]


def _radar(of_skill: dict[str, list[Words]]) -> dict[str, Any]:
    shares = radar(of_skill)
    drawn = radar_of(list(shares.values()))
    rows = [(worded(HEADINGS[key]), int(share * 100)) for key, share in shares.items()]
    return {
        "drawn": drawn,
        "rows": rows,
        "words": list(zip(drawn.words, [word for word, _n in rows], strict=True)),
    }


def _lessons(contract: Contract, today: Any) -> dict[str, Any]:
    """The lessons with their quizzes: those whose quiz is out first, then what comes, then what was."""
    lessons, answers = list_lessons(contract, LESSON), list_answers(contract)
    rows: list[dict[str, Any]] = []
    for one in lessons:
        given = answers.get(one.pk, [])
        wait = one.held_on is not None and one.questions and len(given) < len(one.present)
        rows.append(
            {
                "lesson": one,
                "quiz": wait,
                "given": len(given),
                "late": one.held_on is None and one.planned_on < today,
                "mean": sum(each.score for each in given) // len(given) if given else None,
            }
        )
    held = [row for row in rows if row["lesson"].held_on and not row["quiz"]]
    shown = [row for row in rows if row["quiz"]] + [row for row in rows if not row["lesson"].held_on]
    return {
        "lessons": (shown + held[::-1])[:SHOWN],
        "more_lessons": (shown + held[::-1])[SHOWN:],
        "held_count": sum(one.held_on is not None for one in lessons),
        "planned_count": len(lessons),
    }


def _kinds(contract: Contract) -> list[dict[str, Any]]:
    items = list_items(contract)
    return [
        {
            "word": worded(word),
            "about": worded(about),
            "count": sum(item.kind == kind for item in items),
            "given": sum(item.kind == kind and item.given_at is not None for item in items),
            "received": sum(item.kind == kind and item.received_at is not None for item in items),
        }
        for kind, (word, about) in ITEM_KINDS.items()
    ]


def _product(contract: Contract) -> dict[str, Any]:
    """The brand's product training: what is due next by the contract, what was held (TC-5-4)."""
    today, done = day_of(timezone.now()), list_done(contract.pk)
    planned = [
        one
        for one in list_planned(get_living(contract, today), EVER, on=today)
        if one.kind == "train_product"
    ]
    open_ = [one for one in planned if one.key not in done]
    return {
        "is_agreed": bool(planned),
        "next": open_[0] if open_ else None,
        "is_late": bool(open_) and open_[0].due_on < today,
        "held": list_lessons(contract, PRODUCT)[::-1],
    }


def back(code: str, name: str = "training") -> HttpResponse:
    """To the page of the contract."""
    return redirect(f"{reverse(f'portal:{name}')}?contract={code}")


@login_required
@require_POST
def training_begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the training from a day."""
    now = timezone.now()
    day = day_from(request.POST.get("starts_on", ""), UnableToTrain) or day_of(now)
    course = begin_course(person=person_of(request), at=now, code=code, starts_on=day)
    messages.success(request, _("已排 %(n)d 课，到 %(day)s。") % {
        "n": len(LESSONS), "day": last_day(course.starts_on, course.months).isoformat(),
    })  # fmt: skip
    return back(code)


@login_required
@require_POST
def training_trainee(request: HttpRequest, code: str) -> HttpResponse:
    """Say who learns what."""
    asked = request.POST
    trainee = add_trainee(
        person=person_of(request), at=timezone.now(), code=code, person_id=whole_in(asked.get("person", "")),
        job=asked.get("job", ""), skills=asked.getlist("skill"),
    )  # fmt: skip
    messages.success(request, _("%(name)s 已在表里。") % {"name": trainee.person.name})
    return back(code)


@login_required
@require_POST
def training_product(request: HttpRequest, code: str) -> HttpResponse:
    """Put on record that the brand held its product training."""
    asked = request.POST
    hold_product_training(
        person=person_of(request), at=timezone.now(), code=code, key=asked.get("key", ""), title=asked.get("title", ""),
        present=wholes_in(asked.getlist("present")), words=asked.get("words", ""),
    )  # fmt: skip
    messages.success(request, _("产品培训已登记，这一期的待办随之完成。"))
    return back(code)


@login_required
@require_GET
def training_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The lessons to come, as a calendar file."""
    contract, now = get_contract(code), timezone.now()
    site = request.build_absolute_uri("/").rstrip("/")
    events = [
        Event(
            name=f"lesson:{code}:{one.number}", day=one.planned_on,
            title=_("第 %(n)d 课 %(title)s") % {"n": one.number, "title": worded(one.title_words)}, about=contract.title,
            url=site + reverse("portal:training_lesson", args=[code, one.number]),
        )
        for one in list_lessons(contract, LESSON)
        if one.held_on is None and one.planned_on >= day_of(now) - timedelta(days=1)
    ]  # fmt: skip
    return given_file(f"{code}.ics", calendar(contract.title, events, at=now))
