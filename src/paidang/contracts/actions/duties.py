"""Declaring done what the contract itself makes a side do."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.queries import get_contract, get_living, list_planned
from paidang.duties.actions import Proof, record_done
from paidang.duties.models import Duty
from paidang.duties.queries import list_done
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import NotAllowed, UnableTo
from paidang.kit.period import EVER, day_end_at, day_of
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToComplete(UnableTo):
    code = "DUTY_NOT_COMPLETED"


PROOF_MAX = 10 * 2**20


@clause("OP-7-A", "TC-4-2", "TC-5-4")
@transaction.atomic
def complete_duty(
    *, person: Person, at: datetime, code: str, key: str, note: str, proof: Proof | None = None
) -> Duty:
    """Declare done what the contract itself makes one's own side do, with a note and, if there is one, a file as proof.

    Declaring it twice gives the first record. What came of it stays open to the other side's question.
    """
    check_may(person, "complete_duty")
    contract = get_contract(code, lock=True)
    if done := list_done(contract.pk).get(key):
        return done
    within = list_planned(get_living(contract, day_of(at)), EVER, on=day_of(at))
    planned = next((each for each in within if each.key == key), None)
    if planned is None:
        raise UnableToComplete(say("这份合同里没有这件事"), remedy=say("请刷新页面看现在的日程。"))
    if planned.side != contract.side_of(person.org_id):
        raise NotAllowed(say("这件事由对方做"), remedy=say("请对方做完后自己登记。"))
    if not note.strip():
        raise UnableToComplete(
            say("没有写做了什么"), code="NOTE_MISSING", remedy=say("一句话即可，会记进存证。")
        )
    if proof and len(proof.content) > PROOF_MAX:
        raise UnableToComplete(
            say("凭证文件超过 10 MB"), code="PROOF_TOO_LARGE", remedy=say("请压缩后再传。")
        )
    done = record_done(
        contract.pk, key=key, kind=planned.kind, side=planned.side, page=f"/contracts/{code}/duties/{key}", clause=planned.clause,
        facts=planned.facts, due_at=day_end_at(planned.due_on), at=at, person=person, note=note.strip()[:500], proof=proof,
    )  # fmt: skip
    facts = {"key": key, "due_on": planned.due_on.isoformat(), "note_sha256": text_digest(done.note)}
    if proof:
        facts["proof_sha256"] = proof.sha256
    record(contract, person, at, "duty.done", facts)
    return done
