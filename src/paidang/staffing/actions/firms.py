"""Outside persons and firms: asked for with name and scope, given work with the brand's written consent alone (TC-5-2)."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.queries.numbers import next_number
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.staffing.actions.recording import (
    PAGE,
    A,
    B,
    UnableToStaff,
    contract_for,
    text_of,
)
from paidang.staffing.models import Subcontractor
from paidang.team.models import Person


@clause("TC-5-2")
@transaction.atomic
def ask_consent(*, person: Person, at: datetime, code: str, name: str, scope: str) -> Subcontractor:
    """The agency asks for the brand's consent to give part of its work to an outside person or firm."""
    contract = contract_for(person, code, "name_team", side=B)
    name, scope = text_of(name, say("名称"), most=100), text_of(scope, say("范围"))
    firm = Subcontractor.objects.create(
        contract=contract, number=next_number(Subcontractor, contract=contract), name=name, scope=scope,
        sha256=text_digest(f"{name}\n{scope}"), asked_by=person, asked_at=at,
    )  # fmt: skip
    record(contract, person, at, "staffing.consent_asked", {"number": firm.number, "sha256": firm.sha256})
    raise_duty(
        contract.pk, key=f"subcontractor:{firm.number}", kind="answer_consent", side=A, page=PAGE.format(code=code), at=at,
        clause="TC-5-2", facts={"number": firm.number},
    )  # fmt: skip
    return firm


@clause("TC-5-2")
@transaction.atomic
def answer_consent(
    *, person: Person, at: datetime, code: str, number: int, consents: bool, sha256: str, reason: str = ""
) -> Subcontractor:
    """The brand's written word: on exactly this name and scope, by their digest; a refusal says why."""
    contract = contract_for(person, code, "name_team", side=A)
    firm = Subcontractor.objects.select_for_update().filter(contract=contract, number=number).first()
    if firm is None:
        raise NotFound(say("没有登记过这家外包"), remedy=say("请从团队页打开。"))
    if firm.consents is not None or firm.sha256 != sha256:
        raise UnableToStaff(
            say("已经答复过，或内容不是现在这份"), code="WRONG_STATE", remedy=say("请刷新页面。")
        )
    firm.consents, firm.answered_by, firm.answered_at = consents, person, at
    firm.reason = text_of(reason, say("理由"), is_needed=not consents)
    firm.save()
    close_duty(contract.pk, key=f"subcontractor:{number}", at=at)
    act = "staffing.consented" if consents else "staffing.consent_refused"
    record(contract, person, at, act, {"number": number, "sha256": sha256})
    return firm
