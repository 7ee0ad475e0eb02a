"""What each side says of a trainee's skill (TC-3-5)."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.team.models import Person
from paidang.training.actions.recording import B, UnableToTrain, contract_for, text_of
from paidang.training.models import SkillWord, Trainee
from paidang.training.queries import words_of
from paidang.training.rules.ladder import STEPS, may_say, needs_reason


@clause("TC-3-5")
@transaction.atomic
def say_skill(
    *, person: Person, at: datetime, code: str, trainee_id: int, skill: str, level: int, reason: str = ""
) -> SkillWord:
    """One side says which step a trainee has reached in a skill; a step counts once both have said it."""
    contract = contract_for(person, code, "judge_skill")
    side = contract.side_of(person.org_id)
    trainee = Trainee.objects.filter(contract=contract, pk=trainee_id).select_related("person").first()
    if trainee is None or skill not in trainee.skills:
        raise NotFound(say("这个人没有学这项技能"), remedy=say("请从培训页的表里打开。"))
    words = words_of(trainee, skill)
    if not may_say(words, side, level):
        raise UnableToTrain(
            say("现在不能说“{step}”", step=STEPS.get(level, str(level))), code="STEP_WRONG",
            remedy=say("一次最多说到双方都认的下一级；已经说过的不用再说。"),
        )  # fmt: skip
    why = text_of(reason, say("理由"), is_needed=needs_reason(words, side, level))
    word = SkillWord.objects.create(
        contract=contract, trainee=trainee, skill=skill, side=side, level=level, reason=why, said_by=person, said_at=at
    )  # fmt: skip
    record(
        contract, person, at, "training.agency_word" if side == B else "training.brand_word",
        {"who": f"person:{trainee.person_id}", "skill": skill, "level": level, "reason_sha256": text_digest(why)},
    )  # fmt: skip
    return word
