"""Training: who learns what, both sides' word on each skill, lessons planned and held."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router

from paidang.api.views.files import Csv, Given, binary, download, proof_of
from paidang.api.views.paging import page
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import (
    Asked,
    Code,
    Cursor,
    Done,
    Id,
    Limit,
    Named,
    Number,
    Row,
    Sha256,
    Shape,
    said,
    word_of,
)
from paidang.api.views.token import who
from paidang.contracts.queries import get_contract
from paidang.kit.period import day_of
from paidang.training import actions
from paidang.training.actions.lesson_file import TABLE_BYTES_MAX
from paidang.training.models import FILE_BYTES_MAX, TEXT_MAX, Lesson
from paidang.training.queries import (
    get_course,
    get_lesson,
    get_team,
    lessons_of,
    list_answers,
    list_materials,
)
from paidang.training.queries import get_material as find_material
from paidang.training.queries.handover import list_missing
from paidang.training.rules.curriculum import HEADINGS, SKILLS
from paidang.training.rules.ladder import STATE_WORDS, STEPS, state_of
from paidang.training.rules.quiz import QUESTIONS_MAX, Question
from paidang.training.rules.readiness import radar
from paidang.training.rules.words import LESSON_KINDS

router = Router(tags=["training"])
LISTING = "lessons"
TEACH, FOLLOW = ["teach"], ["follow_training"]
LESSON = "/contracts/{code}/lessons/{int:number}"
LATE = "CONTRACT_NOT_IN_FORCE"
WORDY = ("WORDS_MISSING", "TOO_LONG", LATE)
Words = Annotated[str, Field(max_length=TEXT_MAX)]
SKILL_WORDS = {key: one.word for key, one in SKILLS.items()}
Skill = Annotated[str, Field(max_length=20, description=", ".join(SKILLS))]


class SkillOut(Shape):
    """Both sides' word on one skill of one person, 0 to 3; what counts is the lower."""

    skill: str
    skill_word = word_of("skill", SKILL_WORDS)
    a: int
    a_word = word_of("a", STEPS)
    b: int
    b_word = word_of("b", STEPS)
    state: str = Field(description=", ".join(STATE_WORDS))
    state_word = word_of("state", STATE_WORDS)


class TraineeOut(Shape):
    """One of the brand's people who learns."""

    id: int
    person: str
    person_id: int
    job: str
    skills: list[SkillOut]


class HeadingOut(Shape):
    """How ready the team is under a heading, in percent."""

    heading: str
    heading_word = word_of("heading", HEADINGS)
    percent: int


class TrainingOut(Shape):
    """How far the training is. `missing`: what stands before the hand-over."""

    starts_on: date | None
    months: int | None
    trainees: list[TraineeOut]
    ready: list[HeadingOut]
    missing: list[str]


class MaterialOut(Shape):
    """A file of a lesson."""

    name: str
    sha256: str
    size_bytes: int


class QuestionOut(Shape):
    """A question as who answers sees it; `many`: more than one choice is right."""

    text: str
    choices: list[str]
    many: bool


class ScoreOut(Shape):
    """What a trainee's answers to the quiz came to, of 100."""

    person: Named
    score: int


class LessonRow(Shape):
    """A lesson as the list has it; `present` are ids of people."""

    number: int
    kind: str = Field(description="lesson (the agency's), product (the brand's)")
    kind_word = word_of("kind", LESSON_KINDS)
    skill: str
    skill_word = word_of("skill", SKILL_WORDS)
    title: str
    planned_on: date
    teacher: Named
    held_on: date | None
    present: list[int]


class Lessons(Shape):
    """A page, the highest number first."""

    items: list[LessonRow]
    next_cursor: str | None


class LessonOut(LessonRow):
    """A lesson with its files, and its quiz without what is right."""

    words: str
    materials: list[MaterialOut]
    questions: list[QuestionOut]
    scores: list[ScoreOut]


class CourseIn(Asked):
    starts_on: date | None = Field(None, description="today without it")


class TraineeIn(Asked):
    person_id: Row
    job: str = Field(min_length=1, max_length=40)
    skills: list[Skill] = Field(min_length=1, max_length=50)


class WordIn(Asked):
    level: int = Field(ge=0, le=3, description="0 nothing, 1 shadow, 2 assisted, 3 alone")
    reason: Words = ""


class LessonIn(Asked):
    skill: Skill
    title: str = Field(max_length=100)
    planned_on: date


class MoveIn(Asked):
    planned_on: date
    teacher_id: Row


class HeldIn(Asked):
    present: list[Row] = Field(max_length=200, description="ids of trainees")
    words: Words = ""


class QuestionIn(Asked):
    text: str = Field(max_length=300)
    choices: list[Annotated[str, Field(max_length=200)]] = Field(max_length=6)
    right: list[int] = Field(max_length=6, description="places in `choices`, from 0")


class QuizIn(Asked):
    questions: list[QuestionIn] = Field(max_length=QUESTIONS_MAX)


class AnswersIn(Asked):
    answers: list[Annotated[list[int], Field(min_length=1, max_length=6)]] = Field(
        max_length=QUESTIONS_MAX, description="for each question in turn, places in its `choices`, from 0"
    )


def training_out(code: str) -> TrainingOut:
    """How far the training is, as it is answered."""
    contract = get_contract(code)
    course, team = get_course(contract), get_team(contract)
    trainees = []
    for one in team.trainees:
        words = {skill: team.words[one.pk, skill] for skill in SKILLS if skill in one.skills}
        skills = [
            SkillOut(skill=key, a=each.a, b=each.b, state=state_of(each)) for key, each in words.items()
        ]
        trainees.append(
            TraineeOut(id=one.pk, person=one.person.name, person_id=one.person_id, job=one.job, skills=skills)
        )
    shares = radar(team.of_skill())
    return TrainingOut(
        starts_on=course.starts_on if course else None,
        months=course.months if course else None,
        trainees=trainees,
        ready=[HeadingOut(heading=key, percent=int(share * 100)) for key, share in shares.items()],
        missing=[said(one) for one in list_missing(contract)],
    )


def lesson_out(code: str, number: int) -> LessonOut:
    """A lesson as it is answered."""
    contract = get_contract(code)
    lesson = get_lesson(contract, number)
    return LessonOut(
        **LessonRow.from_orm(lesson).model_dump(),
        words=lesson.words,
        materials=[MaterialOut.from_orm(one) for one in list_materials(lesson)],
        questions=[
            QuestionOut(text=one["text"], choices=one["choices"], many=len(one["right"]) > 1)
            for one in lesson.questions
        ],
        scores=[ScoreOut.from_orm(one) for one in list_answers(contract).get(lesson.pk, [])],
    )


def _lesson(code: str, lesson: Lesson) -> LessonOut:
    return lesson_out(code, lesson.number)


@reads(router, "/contracts/{code}/training", TrainingOut)
def get_training(request: HttpRequest, code: Code) -> TrainingOut:
    """Who learns what, both sides' word on each skill, how ready the team is, what is missing."""
    return training_out(code)


@acts(
    router,
    "/contracts/{code}/training",
    TrainingOut,
    verbs=TEACH,
    act=actions.begin_course,
    errors=("BEGUN", LATE),
)
def begin_training(request: HttpRequest, code: Code, body: CourseIn) -> TrainingOut:
    """Begin the training: its lessons by the curriculum, over the months that the contract names."""
    told = who(request, code)
    actions.begin_course(**told, starts_on=body.starts_on or day_of(told["at"]))
    return training_out(code)


@acts(
    router, "/contracts/{code}/training/trainees", TrainingOut, verbs=FOLLOW, act=actions.add_trainee,
    errors=("NOT_BEGUN", "SKILLS_MISSING", *WORDY),
)  # fmt: skip
def add_one_trainee(request: HttpRequest, code: Code, body: TraineeIn) -> TrainingOut:
    """The brand says which of its people learns what; once more with the same person changes job and skills."""
    actions.add_trainee(**who(request, code), **body.model_dump())
    return training_out(code)


@acts(
    router, "/contracts/{code}/training/trainees/{trainee_id}/skills/{skill}", TrainingOut, verbs=["judge_skill"],
    act=actions.say_skill, errors=("STEP_WRONG", *WORDY),
)  # fmt: skip
def say_word_on_skill(
    request: HttpRequest, code: Code, trainee_id: Id, skill: Skill, body: WordIn
) -> TrainingOut:
    """One side's word on which step somebody has reached; a step counts once both have said it."""
    actions.say_skill(**who(request, code, trainee_id=trainee_id, skill=skill), **body.model_dump())
    return training_out(code)


@reads(router, "/contracts/{code}/lessons", Lessons, errors=("422 CURSOR_UNKNOWN",))
def list_all_lessons(request: HttpRequest, code: Code, cursor: Cursor = "", limit: Limit = 50) -> Lessons:
    """The lessons, planned and held."""
    rows, more = page(LISTING, lessons_of(get_contract(code)), cursor, limit)
    return Lessons(items=[LessonRow.from_orm(one) for one in rows], next_cursor=more)


@reads(router, LESSON, LessonOut)
def get_one_lesson(request: HttpRequest, code: Code, number: Number) -> LessonOut:
    """A lesson with who was present, its files, its quiz and the scores."""
    return lesson_out(code, number)


@reads(router, f"{LESSON}/materials/{{sha256}}", None, **binary())
def download_material(request: HttpRequest, code: Code, number: Number, sha256: Sha256) -> HttpResponse:
    """A file of a lesson."""
    found = find_material(get_lesson(get_contract(code), number), sha256)
    return download(bytes(found.content), found.name)


@acts(
    router, "/contracts/{code}/lessons", LessonOut, verbs=TEACH, act=actions.add_lesson,
    errors=("NOT_BEGUN", "LESSON_WRONG", *WORDY),
)  # fmt: skip
def plan_one_lesson(request: HttpRequest, code: Code, body: LessonIn) -> LessonOut:
    """Plan one lesson more."""
    return _lesson(code, actions.add_lesson(**who(request, code), **body.model_dump()))


@acts(
    router, "/contracts/{code}/lessons/file", Done, verbs=TEACH, act=actions.add_lessons,
    errors=("FILE_NOT_TAKEN", "ROW_WRONG", LATE),
)  # fmt: skip
def import_lessons(request: HttpRequest, code: Code, file: Csv) -> Done:
    """Plan every lesson of a table (日期, 技能, 课名), all rows or none. `count`: lessons that are new."""
    return Done(count=len(actions.add_lessons(**who(request, code), file=proof_of(file, TABLE_BYTES_MAX))))


@acts(
    router,
    f"{LESSON}/move",
    LessonOut,
    verbs=TEACH,
    act=actions.move_lesson,
    errors=("WRONG_STATE", "LESSON_WRONG", LATE),
)
def move_one_lesson(request: HttpRequest, code: Code, number: Number, body: MoveIn) -> LessonOut:
    """Plan a lesson for another day or another teacher of the agency."""
    return _lesson(code, actions.move_lesson(**who(request, code, number=number), **body.model_dump()))


@acts(
    router, f"{LESSON}/hold", LessonOut, verbs=TEACH, act=actions.hold_lesson,
    errors=("WRONG_STATE", "NOBODY_PRESENT", *WORDY),
)  # fmt: skip
def hold_one_lesson(request: HttpRequest, code: Code, number: Number, body: HeldIn) -> LessonOut:
    """Put on record that a lesson was held today, and who was present."""
    return _lesson(code, actions.hold_lesson(**who(request, code, number=number), **body.model_dump()))


@acts(
    router,
    f"{LESSON}/materials",
    LessonOut,
    verbs=TEACH,
    act=actions.add_material,
    errors=("FILE_NOT_TAKEN", "OF_ANOTHER_CONTRACT", LATE),
)
def add_one_material(request: HttpRequest, code: Code, number: Number, file: Given) -> LessonOut:
    """Keep a file of a lesson; the same bytes again are the same file."""
    given = proof_of(file, FILE_BYTES_MAX)
    actions.add_material(**who(request, code, number=number), name=given.name, content=given.content)
    return lesson_out(code, number)


@acts(
    router,
    f"{LESSON}/quiz",
    LessonOut,
    verbs=TEACH,
    act=actions.set_quiz,
    errors=("QUIZ_WRONG", "ANSWERED", LATE),
)
def set_lesson_quiz(request: HttpRequest, code: Code, number: Number, body: QuizIn) -> LessonOut:
    """Enter a lesson's questions, all of them; nobody may have answered yet."""
    questions: list[Question] = [
        Question(text=one.text, choices=one.choices, right=one.right) for one in body.questions
    ]
    return _lesson(code, actions.set_quiz(**who(request, code, number=number), questions=questions))


@acts(
    router, f"{LESSON}/answers", LessonOut, verbs=["answer_quiz"], act=actions.answer_quiz,
    errors=("NO_QUIZ", "ANSWERED", "QUIZ_INCOMPLETE"),
)  # fmt: skip
def answer_lesson_quiz(request: HttpRequest, code: Code, number: Number, body: AnswersIn) -> LessonOut:
    """A trainee hands in the own answers, once; `scores` says what they came to."""
    actions.answer_quiz(**who(request, code, number=number), given=dict(enumerate(body.answers)))
    return lesson_out(code, number)
