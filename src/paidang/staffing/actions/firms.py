"""Outside persons and firms: asked for with name and scope, given work with the brand's written consent alone, as long as it holds (TC-5-2)."""

from datetime import date, datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.contracts.queries.numbers import next_number
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of, day_start_at
from paidang.kit.sentence import say
from paidang.staffing.actions.posts import set_open_duties
from paidang.staffing.actions.recording import (
    PAGE,
    A,
    B,
    UnableToStaff,
    contract_for,
    text_of,
)
from paidang.staffing.models import Shift, Subcontractor
from paidang.staffing.queries import roles_held
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
    firm = _firm(contract, number)
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


@clause("TC-5-2")
@transaction.atomic
def withdraw_consent(
    *, person: Person, at: datetime, code: str, number: int, ends_on: date, reason: str
) -> Subcontractor:
    """The brand takes its consent back from a day on: from then nobody of the firm works here, its shifts fall away.

    A role that it holds is open from that day; the agency is told at once, and says that it knows.
    """
    contract = contract_for(person, code, "name_team", side=A)
    firm = _firm(contract, number)
    if not firm.consents or firm.ends_on is not None:
        raise UnableToStaff(
            say("没有可以撤回的同意，或已经撤回"), code="WRONG_STATE", remedy=say("请刷新页面。")
        )
    if ends_on < day_of(at):
        raise UnableToStaff(say("日子已经过去"), code="DAY_PAST", remedy=say("从今天或以后的一天起撤回。"))
    firm.ends_on, firm.withdrawn_by, firm.withdrawn_at = ends_on, person, at
    firm.withdrawn_reason = text_of(reason, say("理由"))
    firm.save()
    roles = roles_held(contract, firm, ends_on)
    dropped = Shift.objects.filter(contract=contract, firm=firm, dropped_at=None, day__gte=ends_on).update(
        dropped_at=at
    )
    record(
        contract, person, at, "staffing.consent_withdrawn",
        {"number": number, "sha256": firm.sha256, "day": ends_on.isoformat(), "shifts": dropped, "roles": len(roles),
         "reason_sha256": text_digest(firm.withdrawn_reason)},
    )  # fmt: skip
    raise_duty(
        contract.pk, key=f"withdrawal:{number}", kind="note_withdrawal", side=B, page=PAGE.format(code=code) + "#firms", at=at,
        due_at=day_start_at(ends_on), clause="TC-5-2", facts={"number": number, "name": firm.name, "day": ends_on.isoformat()},
    )  # fmt: skip
    set_open_duties(contract, at=at)
    return firm


@clause("TC-5-2")
@transaction.atomic
def note_withdrawal(*, person: Person, at: datetime, code: str, number: int) -> Subcontractor:
    """The agency says that it knows of the withdrawal and replaces the firm's people."""
    contract = contract_for(person, code, "name_team", side=B)
    firm = _firm(contract, number)
    if firm.ends_on is None:
        raise UnableToStaff(say("甲方没有撤回这家外包"), code="WRONG_STATE", remedy=say("请刷新页面。"))
    if firm.noted_at is None:
        firm.noted_by, firm.noted_at = person, at
        firm.save(update_fields=["noted_by", "noted_at"])
        close_duty(contract.pk, key=f"withdrawal:{number}", at=at)
        record(contract, person, at, "staffing.withdrawal_noted", {"number": number})
    return firm


def _firm(contract: Contract, number: int) -> Subcontractor:
    firm = Subcontractor.objects.select_for_update().filter(contract=contract, number=number).first()
    if firm is None:
        raise NotFound(say("没有登记过这家外包"), remedy=say("请从团队页打开。"))
    return firm
