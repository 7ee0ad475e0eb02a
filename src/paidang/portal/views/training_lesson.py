"""One lesson: when and by whom, who was present, its files, its quiz."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.models import IN_FORCE
from paidang.contracts.queries import get_contract
from paidang.duties.actions import Proof
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.written import whole_in, wholes_in
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_from, person_of
from paidang.portal.views.given_file import given_file
from paidang.portal.views.training import back
from paidang.team.models import Person
from paidang.team.queries import list_people
from paidang.training.actions import (
    UnableToTrain,
    add_lesson,
    add_lessons,
    add_material,
    answer_quiz,
    hold_lesson,
    move_lesson,
    set_quiz,
)
from paidang.training.actions.lesson_file import TABLE_BYTES_MAX
from paidang.training.models import FILE_BYTES_MAX, Lesson, QuizAnswer
from paidang.training.queries import get_lesson, get_material, get_team, list_materials
from paidang.training.rules.curriculum import SKILLS
from paidang.training.rules.quiz import CHOICES_MAX, PASSED, Question, is_right
from paidang.training.rules.words import LESSON


@login_required
@require_POST
def training_lesson_add(request: HttpRequest, code: str) -> HttpResponse:
    """Plan one lesson more."""
    asked, now = request.POST, timezone.now()
    lesson = add_lesson(
        person=person_of(request), at=now, code=code, skill=asked.get("skill", ""), title=asked.get("title", ""),
        planned_on=day_from(asked.get("planned_on", ""), UnableToTrain) or day_of(now),
    )  # fmt: skip
    messages.success(request, _("第 %(n)d 课已排。") % {"n": lesson.number})
    return back(code)


@login_required
@require_POST
def training_lessons_file(request: HttpRequest, code: str) -> HttpResponse:
    """Plan the lessons of a table."""
    file = request.FILES.get("file")
    if file is None:
        raise UnableToTrain(say("没有选文件"), code="FILE_MISSING")
    proof = Proof(str(file.name), file.read(TABLE_BYTES_MAX + 1))
    lessons = add_lessons(person=person_of(request), at=timezone.now(), code=code, file=proof)
    messages.success(request, _("已排 %(n)d 课。") % {"n": len(lessons)})
    return back(code)


@login_required
@require_GET
def training_lesson(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The lesson's page; what is right in its quiz is in it only for who has answered, and for the agency."""
    contract, person = get_contract(code), person_of(request)
    lesson = get_lesson(contract, number)
    team = get_team(contract)
    answers = list(lesson.answers.select_related("person").order_by("answered_at"))
    own = next((one for one in answers if one.person_id == person.pk), None)
    side = contract.side_of(person.org_id)
    teaches = contract.state == IN_FORCE and side == "b" and person.may("teach")
    is_trainee = any(one.person_id == person.pk for one in team.trainees)
    return render(
        request,
        "portal/training_lesson.html",
        {
            "contract": contract,
            "contract_url": reverse("portal:contract", args=[contract.code]),
            "lesson": lesson,
            "skill": worded(SKILLS[lesson.skill].word),
            "trainees": [one for one in team.trainees if lesson.skill in one.skills] or team.trainees,
            "present": Person.objects.filter(pk__in=lesson.present).order_by("name"),
            "materials": list_materials(lesson),
            "answers": answers,
            "own": own,
            "passed": PASSED,
            "quiz": _quiz(lesson, own, sees_right=own is not None or side == "b"),
            "may": {
                "hold": teaches and lesson.held_on is None and lesson.kind == LESSON,
                "teach": teaches,
                "quiz": teaches and not answers,
                "answer": is_trainee
                and bool(lesson.questions)
                and own is None
                and contract.state == IN_FORCE,
            },
            "own_people": [one for one in list_people(person.org_id) if one.is_active] if teaches else [],
            "choice_places": range(CHOICES_MAX),
            "today": day_of(timezone.now()),
        },
    )


def _quiz(lesson: Lesson, own: QuizAnswer | None, *, sees_right: bool) -> list[dict[str, Any]]:
    """The questions as they are shown; `right` and `ticked` only where they may be seen."""
    shown = []
    for nth, question in enumerate(lesson.questions):
        ticked = own.given.get(str(nth), []) if own else []
        shown.append(
            {
                "nth": nth,
                "text": question["text"],
                "many": len(question["right"]) > 1,
                "hit": is_right(question, ticked) if own else None,
                "choices": [
                    {
                        "place": place,
                        "text": choice,
                        "right": sees_right and place in question["right"],
                        "ticked": place in ticked,
                    }
                    for place, choice in enumerate(question["choices"])
                ],
            }
        )
    return shown


@login_required
@require_POST
def training_lesson_act(request: HttpRequest, code: str, number: int, act: str) -> HttpResponse:
    """One act on a lesson."""
    if act not in ACTS:
        raise NotFound(say("没有这个操作"), remedy=say("请从这一课的页面操作。"))
    messages.success(request, ACTS[act](request, code, number))
    return redirect("portal:training_lesson", code, number)


def _hold(request: HttpRequest, code: str, number: int) -> str:
    lesson = hold_lesson(
        person=person_of(request), at=timezone.now(), code=code, number=number,
        present=wholes_in(request.POST.getlist("present")), words=request.POST.get("words", ""),
    )  # fmt: skip
    return _("已记下，%(n)d 人到场。") % {"n": len(lesson.present)}


def _move(request: HttpRequest, code: str, number: int) -> str:
    now = timezone.now()
    lesson = move_lesson(
        person=person_of(request), at=now, code=code, number=number,
        planned_on=day_from(request.POST.get("planned_on", ""), UnableToTrain) or day_of(now),
        teacher_id=whole_in(request.POST.get("teacher", "")),
    )  # fmt: skip
    return _("已改到 %(day)s。") % {"day": lesson.planned_on.isoformat()}


def _file(request: HttpRequest, code: str, number: int) -> str:
    file = request.FILES.get("file")
    if file is None:
        raise UnableToTrain(say("没有选文件"), code="FILE_MISSING")
    material = add_material(
        person=person_of(request), at=timezone.now(), code=code, number=number, name=str(file.name),
        content=file.read(FILE_BYTES_MAX + 1),
    )  # fmt: skip
    return _("已存下 %(name)s。") % {"name": material.name}


def _set_quiz(request: HttpRequest, code: str, number: int) -> str:
    """One question more, at the end, or one less."""
    asked, kept_questions = request.POST, list(get_lesson(get_contract(code), number).questions)
    if "drop" in asked:
        dropped = whole_in(asked["drop"])
        questions = [one for nth, one in enumerate(kept_questions) if nth != dropped]
    else:
        questions = [*kept_questions, _typed(asked)]
    set_quiz(person=person_of(request), at=timezone.now(), code=code, number=number, questions=questions)
    return ngettext("已有 %(n)d 题。", "已有 %(n)d 题。", len(questions)) % {"n": len(questions)}


def _typed(asked: QueryDict) -> Question:
    """The question that was typed: its choices without the empty ones."""
    typed = [(place, asked.get(f"choice-{place}", "").strip()) for place in range(CHOICES_MAX)]
    kept = [(place, text) for place, text in typed if text]
    return Question(
        text=asked.get("text", "").strip()[:300],
        choices=[text[:200] for _place, text in kept],
        right=[nth for nth, (place, _text) in enumerate(kept) if asked.get(f"right-{place}")],
    )


def _answer(request: HttpRequest, code: str, number: int) -> str:
    lesson = get_lesson(get_contract(code), number)
    given = {nth: wholes_in(request.POST.getlist(f"q-{nth}")) for nth in range(len(lesson.questions))}
    answer = answer_quiz(
        person=person_of(request), at=timezone.now(), code=code, number=number,
        given={nth: ticked for nth, ticked in given.items() if ticked},
    )  # fmt: skip
    return _("得分 %(score)d。") % {"score": answer.score}


ACTS: dict[str, Callable[[HttpRequest, str, int], str]] = {
    "hold": _hold, "move": _move, "file": _file, "quiz": _set_quiz, "answer": _answer,
}  # fmt: skip


@login_required
@require_GET
def training_material(request: HttpRequest, code: str, number: int, sha256: str) -> HttpResponse:
    """A file of a lesson, to save."""
    found = get_material(get_lesson(get_contract(code), number), sha256)
    return given_file(found.name, bytes(found.content))
