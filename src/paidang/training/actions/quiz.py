"""A lesson's quiz: entered by the agency, answered once by each trainee."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.queries import get_contract
from paidang.kit.clause import clause
from paidang.kit.outcome import NotAllowed
from paidang.kit.sentence import say
from paidang.team.models import Person
from paidang.training.actions.lessons import get_lesson
from paidang.training.actions.recording import B, UnableToTrain, contract_for
from paidang.training.models import Lesson, QuizAnswer, Trainee
from paidang.training.rules.quiz import QUESTIONS_MAX, Question, is_sane, score


@clause("TC-3-5")
@transaction.atomic
def set_quiz(
    *, person: Person, at: datetime, code: str, number: int, questions: Sequence[Question]
) -> Lesson:
    """Enter a lesson's questions, all of them; nobody may have answered yet."""
    contract = contract_for(person, code, "teach", side=B)
    lesson = get_lesson(contract, number)
    if QuizAnswer.objects.filter(lesson=lesson).exists():
        raise UnableToTrain(
            say("已经有人答过，题目不能再改"), code="ANSWERED", remedy=say("请在下一课出新题。")
        )
    if len(questions) > QUESTIONS_MAX or not all(is_sane(one) for one in questions):
        raise UnableToTrain(
            say("题目没有写对"), code="QUIZ_WRONG", remedy=say("每题 2 到 6 个不同的选项，至少一个对、一个错。")
        )  # fmt: skip
    lesson.questions = [dict(one) for one in questions]
    lesson.save(update_fields=["questions"])
    record(
        contract, person, at, "training.quiz_set",
        {"number": number, "skill": lesson.skill, "count": len(questions)},
    )  # fmt: skip
    return lesson


@clause("TC-3-5")
@transaction.atomic
def answer_quiz(
    *, person: Person, at: datetime, code: str, number: int, given: Mapping[int, Sequence[int]]
) -> QuizAnswer:
    """A trainee's answers, once: the page shows afterwards what was right, so a second try would prove nothing."""
    contract = get_contract(code, lock=True)
    if not Trainee.objects.filter(contract=contract, person=person).exists():
        raise NotAllowed(say("测验由学的人自己答"), remedy=say("请甲方先把他加进培训。"))
    lesson = get_lesson(contract, number)
    if not lesson.questions:
        raise UnableToTrain(say("这一课没有测验"), code="NO_QUIZ")
    if QuizAnswer.objects.filter(lesson=lesson, person=person).exists():
        raise UnableToTrain(say("已经答过，只答一次"), code="ANSWERED", remedy=say("成绩在这一课的页面上。"))
    if set(given) != set(range(len(lesson.questions))):
        raise UnableToTrain(
            say("还有题没有答"), code="QUIZ_INCOMPLETE", remedy=say("每题至少选一项，再交卷。")
        )
    answer = QuizAnswer.objects.create(
        contract=contract, lesson=lesson, person=person, given={str(nth): sorted(ticked) for nth, ticked in given.items()},
        score=score(lesson.questions, given), answered_at=at,
    )  # fmt: skip
    record(
        contract, person, at, "training.quiz_answered",
        {"number": number, "skill": lesson.skill, "score": answer.score},
    )  # fmt: skip
    return answer
