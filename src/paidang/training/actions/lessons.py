"""Lessons: planned, moved, held with who was present, with files by their hash; the brand's product training too."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from paidang.contracts.actions import complete_duty
from paidang.contracts.actions.given import hand_over
from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_living, list_planned
from paidang.contracts.queries.numbers import next_number
from paidang.contracts.rules.annexes import safe_name
from paidang.duties.queries import list_done
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.period import EVER, day_of
from paidang.kit.sentence import say
from paidang.team.models import Person
from paidang.training.actions.recording import (
    A,
    B,
    UnableToTrain,
    contract_for,
    text_of,
)
from paidang.training.models import FILE_BYTES_MAX, Course, Lesson, Material, Trainee
from paidang.training.rules.curriculum import SKILLS
from paidang.training.rules.words import LESSON, PRODUCT


@clause("TC-3-5")
@transaction.atomic
def add_lesson(
    *, person: Person, at: datetime, code: str, skill: str, title: str, planned_on: date
) -> Lesson:
    """Plan one lesson more."""
    contract = contract_for(person, code, "teach", side=B)
    if not Course.objects.filter(contract=contract).exists():
        raise UnableToTrain(say("培训还没有开始"), code="NOT_BEGUN", remedy=say("请乙方先定从哪天开始。"))
    if skill not in SKILLS or planned_on < day_of(at):
        raise UnableToTrain(say("技能没有选对，或日子已经过去"), code="LESSON_WRONG")
    lesson = Lesson.objects.create(
        contract=contract, number=next_number(Lesson, contract=contract), skill=skill,
        title=text_of(title, say("课名"), most=100), planned_on=planned_on, teacher=person,
    )  # fmt: skip
    record(
        contract,
        person,
        at,
        "training.lesson_planned",
        {"number": lesson.number, "skill": skill, "day": planned_on.isoformat()},
    )
    return lesson


@clause("TC-3-5")
@transaction.atomic
def move_lesson(
    *, person: Person, at: datetime, code: str, number: int, planned_on: date, teacher_id: int
) -> Lesson:
    """Plan a lesson that has not been held for another day or another teacher of the agency."""
    contract = contract_for(person, code, "teach", side=B)
    lesson = _to_come(contract, number)
    teacher = Person.objects.filter(pk=teacher_id, org_id=person.org_id, is_active=True).first()
    if planned_on < day_of(at) or teacher is None:
        raise UnableToTrain(say("日子已经过去，或没有这个讲课的人"), code="LESSON_WRONG")
    lesson.planned_on, lesson.teacher = planned_on, teacher
    lesson.save(update_fields=["planned_on", "teacher"])
    record(
        contract, person, at, "training.lesson_planned",
        {"number": number, "skill": lesson.skill, "day": planned_on.isoformat()},
    )  # fmt: skip
    return lesson


@clause("TC-3-1", "TC-3-3", "TC-3-5")
@transaction.atomic
def hold_lesson(
    *, person: Person, at: datetime, code: str, number: int, present: Sequence[int], words: str = ""
) -> Lesson:
    """Put on record that a lesson was held today, and which trainees were present."""
    contract = contract_for(person, code, "teach", side=B)
    lesson = _to_come(contract, number)
    known = set(Trainee.objects.filter(contract=contract).values_list("person_id", flat=True))
    came = sorted(known & set(present))
    if not came:
        raise UnableToTrain(
            say("没有勾选到场的人"), code="NOBODY_PRESENT", remedy=say("一个人也没来，就把课改到别的日子。")
        )
    lesson.present, lesson.held_on, lesson.held_by = came, day_of(at), person
    lesson.words = text_of(words, say("课上记要"), is_needed=False)
    lesson.save()
    record(
        contract, person, at, "training.lesson_held",
        {"number": number, "skill": lesson.skill, "present": came, "count": len(came)},
    )  # fmt: skip
    return lesson


@transaction.atomic
def add_material(
    *, person: Person, at: datetime, code: str, number: int, name: str, content: bytes
) -> Material:
    """Keep a file of a lesson by its hash; the same bytes again are the same file."""
    contract = contract_for(person, code, "teach", side=B)
    lesson = get_lesson(contract, number)
    if not 0 < len(content) <= FILE_BYTES_MAX:
        raise UnableToTrain(
            say("文件是空的，或超过 {most} MB", most=FILE_BYTES_MAX // 2**20), code="FILE_NOT_TAKEN"
        )
    sha256 = hashlib.sha256(content).hexdigest()
    if known := Material.objects.filter(lesson=lesson, sha256=sha256).first():
        return known
    hand_over(contract, person, at, files={sha256: safe_name(name)}, unable=UnableToTrain)
    material = Material.objects.create(
        contract=contract, lesson=lesson, name=safe_name(name), sha256=sha256, size_bytes=len(content), content=content,
        added_by=person, added_at=at,
    )  # fmt: skip
    record(
        contract,
        person,
        at,
        "training.material_added",
        {"number": number, "skill": lesson.skill, "sha256": sha256},
    )
    return material


@clause("TC-5-4")
@transaction.atomic
def hold_product_training(
    *, person: Person, at: datetime, code: str, key: str, title: str, present: Sequence[int], words: str
) -> Lesson:
    """The brand has trained the agency's people in its products: a session, and the duty of that quarter is done with it."""
    contract = contract_for(person, code, "follow_training", side=A)
    day = day_of(at)
    planned = next(
        (one for one in list_planned(get_living(contract, day), EVER, on=day) if one.key == key), None
    )
    if planned is None or planned.kind != "train_product" or key in list_done(contract.pk):
        raise UnableToTrain(
            say("这一期的产品培训不用登记，或已经登记"), code="NOT_DUE", remedy=say("请刷新页面。")
        )
    agency = Person.objects.filter(org_id=contract.agency_id, is_active=True).values_list("pk", flat=True)
    came = sorted(set(agency) & set(present))
    if not came:
        raise UnableToTrain(
            say("没有勾选乙方到场的人"), code="NOBODY_PRESENT", remedy=say("请勾选听课的人。")
        )
    title, words = text_of(title, say("讲了什么"), most=100), text_of(words, say("记要"), is_needed=False)
    complete_duty(person=person, at=at, code=code, key=key, note=title)
    lesson = Lesson.objects.create(
        contract=contract, number=next_number(Lesson, contract=contract),
        kind=PRODUCT, skill="goods", title=title, planned_on=day,
        teacher=person, present=came, held_on=day, held_by=person, words=words, of_duty=key,
    )  # fmt: skip
    record(
        contract, person, at, "training.product_held",
        {"number": lesson.number, "present": came, "count": len(came), "words_sha256": text_digest(words)},
    )  # fmt: skip
    return lesson


def get_lesson(contract: Contract, number: int) -> Lesson:
    """The lesson, locked; NotFound where the contract has none of that number."""
    lesson = Lesson.objects.select_for_update().filter(contract=contract, number=number).first()
    if lesson is None:
        raise NotFound(say("没有第 {number} 课", number=number), remedy=say("请从培训页打开。"))
    return lesson


def _to_come(contract: Contract, number: int) -> Lesson:
    lesson = get_lesson(contract, number)
    if lesson.held_on is not None or lesson.kind != LESSON:
        raise UnableToTrain(
            say("第 {number} 课已经上过", number=number), code="WRONG_STATE", remedy=say("请刷新页面。")
        )
    return lesson
