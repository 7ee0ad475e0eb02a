"""Reads of training: the course, who learns, what both sides say, lessons, advice."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.training.models import (
    Advice,
    Course,
    Criterion,
    HandoverItem,
    Lesson,
    Material,
    QuizAnswer,
    SkillWord,
    Trainee,
)
from paidang.training.rules.curriculum import SKILLS
from paidang.training.rules.ladder import Words
from paidang.training.rules.readiness import Counted


@dataclass(frozen=True, slots=True)
class Team:
    """Who learns, and the two words of each of their skills by trainee and skill."""

    trainees: list[Trainee]
    words: dict[tuple[int, str], Words] = field(default_factory=dict)

    def of_skill(self) -> dict[str, list[Words]]:
        """The words of all who learn a skill, by skill."""
        return {
            skill: [self.words[one.pk, skill] for one in self.trainees if skill in one.skills]
            for skill in SKILLS
        }


def get_course(contract: Contract) -> Course | None:
    """The training of the contract, if it has begun."""
    return Course.objects.filter(contract=contract).first()


def get_team(contract: Contract) -> Team:
    """Everybody who learns under the contract, with what both sides say."""
    trainees = list(
        Trainee.objects.filter(contract=contract).select_related("person").order_by("added_at", "pk")
    )
    latest: dict[tuple[int, str, str], int] = {}
    said = SkillWord.objects.filter(contract=contract).order_by("said_at", "pk")
    for trainee_id, skill, side, level in said.values_list("trainee_id", "skill", "side", "level"):
        latest[trainee_id, skill, side] = level
    words = {
        (one.pk, skill): Words(a=latest.get((one.pk, skill, "a"), 0), b=latest.get((one.pk, skill, "b"), 0))
        for one in trainees
        for skill in SKILLS
    }
    return Team(trainees, words)


def words_of(trainee: Trainee, skill: str) -> Words:
    """The two words of one trainee's skill."""
    latest: dict[str, int] = {}
    for side, level in (
        trainee.said.filter(skill=skill).order_by("said_at", "pk").values_list("side", "level")
    ):
        latest[side] = level
    return Words(a=latest.get("a", 0), b=latest.get("b", 0))


def list_said(trainee: Trainee, skill: str) -> list[SkillWord]:
    """All that was said of a skill, the latest first."""
    return list(trainee.said.filter(skill=skill).select_related("said_by__org").order_by("-said_at", "-pk"))


def count_all(contract: Contract) -> Counted:
    """How far criteria and list are."""
    criteria, items = (
        Criterion.objects.filter(contract=contract),
        HandoverItem.objects.filter(contract=contract),
    )
    return Counted(
        criteria=criteria.filter(agreed_at__isnull=False).count(),
        criteria_met=criteria.filter(confirmed_at__isnull=False).count(),
        items=items.count(),
        items_received=items.filter(received_at__isnull=False).count(),
    )


def list_lessons(contract: Contract, kind: str) -> list[Lesson]:
    """The lessons of one kind in the order of their days."""
    return list(lessons_of(contract).filter(kind=kind).order_by("planned_on", "number"))


def lessons_of(contract: Contract) -> QuerySet[Lesson]:
    """The lessons of every kind."""
    return Lesson.objects.filter(contract=contract).select_related("teacher", "held_by")


def get_lesson(contract: Contract, number: int) -> Lesson:
    """One lesson; NotFound where the contract has none of that number."""
    lesson = lessons_of(contract).filter(number=number).first()
    if lesson is None:
        raise NotFound(say("没有第 {number} 课", number=number), remedy=say("请从培训页打开。"))
    return lesson


def list_materials(lesson: Lesson) -> list[Material]:
    """The files of a lesson, without their bytes."""
    return list(lesson.materials.select_related("added_by").defer("content").order_by("pk"))


def get_material(lesson: Lesson, sha256: str) -> Material:
    """One file of a lesson; NotFound where it has none of that digest."""
    found = lesson.materials.filter(sha256=sha256).first()
    if found is None:
        raise NotFound(say("没有这个文件"), remedy=say("请从这一课的页面打开。"))
    return found


def list_answers(contract: Contract) -> dict[int, list[QuizAnswer]]:
    """Who has answered the quizzes, by lesson."""
    found: dict[int, list[QuizAnswer]] = {}
    for answer in (
        QuizAnswer.objects.filter(contract=contract).select_related("person").order_by("answered_at")
    ):
        found.setdefault(answer.lesson_id, []).append(answer)
    return found


def list_criteria(contract: Contract) -> list[Criterion]:
    """The criteria of independence by number."""
    people = ("proposed_by", "agreed_by", "met_by", "confirmed_by")
    return list(Criterion.objects.filter(contract=contract).select_related(*people).order_by("number"))


def list_advice(contract: Contract) -> list[Advice]:
    """The advice log, the latest first."""
    return list(advice_of(contract).order_by("-number"))


def advice_of(contract: Contract) -> QuerySet[Advice]:
    """Every entry of the advice log."""
    people = ("asked_by", "advised_by", "decided_by", "result_by")
    return Advice.objects.filter(contract=contract).select_related(*people)
