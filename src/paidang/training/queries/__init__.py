"""Reads of training: the course, who learns, what both sides say, lessons, advice."""

from dataclasses import dataclass, field

from paidang.contracts.models import Contract
from paidang.training.models import (
    Advice,
    Course,
    Criterion,
    HandoverItem,
    Lesson,
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
    found = Lesson.objects.filter(contract=contract, kind=kind).select_related("teacher")
    return list(found.order_by("planned_on", "number"))


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
    people = ("asked_by", "advised_by", "decided_by", "result_by")
    return list(Advice.objects.filter(contract=contract).select_related(*people).order_by("-number"))
