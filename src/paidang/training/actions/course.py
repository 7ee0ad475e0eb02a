"""The course of a contract and who learns in it (TC-3-1, TC-3-5)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.queries import get_terms_of
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.team.models import Person
from paidang.training.actions.recording import A, B, UnableToTrain, contract_for, text_of
from paidang.training.models import Course, Lesson, Trainee
from paidang.training.rules.curriculum import LESSONS, MONTHS, SKILLS
from paidang.training.rules.planning import lesson_days


@clause("TC-3-1", "TC-3-5")
@transaction.atomic
def begin_course(*, person: Person, at: datetime, code: str, starts_on: date) -> Course:
    """Begin the training: its lessons by the curriculum, spread over the months that the contract names (else six)."""
    contract = contract_for(person, code, "teach", side=B)
    if Course.objects.filter(contract=contract).exists():
        raise UnableToTrain(say("培训已经开始"), code="BEGUN", remedy=say("请在课表里改课。"))
    stated = get_terms_of(contract, starts_on).read.stated("training.months")
    months = stated if isinstance(stated, int) and 1 <= stated <= 36 else MONTHS
    course = Course.objects.create(
        contract=contract, starts_on=starts_on, months=months, begun_by=person, begun_at=at
    )
    days = lesson_days(starts_on, months, len(LESSONS))
    Lesson.objects.bulk_create(
        Lesson(contract=contract, number=nth, skill=skill, title=str(title), planned_on=day, teacher=person)
        for nth, ((skill, title), day) in enumerate(zip(LESSONS, days, strict=True), 1)
    )
    record(
        contract, person, at, "training.begun",
        {"from": starts_on.isoformat(), "months": months, "lessons": len(days)},
    )  # fmt: skip
    return course


@clause("TC-3-5")
@transaction.atomic
def add_trainee(
    *, person: Person, at: datetime, code: str, person_id: int, job: str, skills: Sequence[str]
) -> Trainee:
    """The brand says which of its people learns what; once more with the same person changes job and skills."""
    contract = contract_for(person, code, "follow_training", side=A)
    learner = Person.objects.filter(pk=person_id, org_id=person.org_id, is_active=True).first()
    if learner is None:
        raise NotFound(say("甲方没有这个人"), remedy=say("请先在设置里邀请他。"))
    chosen = [key for key in SKILLS if key in skills]
    if not chosen:
        raise UnableToTrain(say("没有选要学的技能"), code="SKILLS_MISSING", remedy=say("至少选一项。"))
    trainee, _is_new = Trainee.objects.update_or_create(
        contract=contract, person=learner,
        defaults={"job": text_of(job, say("岗位"), most=40), "skills": chosen},
        create_defaults={"job": text_of(job, say("岗位"), most=40), "skills": chosen, "added_by": person, "added_at": at},
    )  # fmt: skip
    record(
        contract,
        person,
        at,
        "training.trainee",
        {"who": f"person:{learner.pk}", "skills": len(chosen), "learns": ", ".join(chosen)},
    )
    return trainee
