"""What every act of staffing does: whose contract it is, its entry in the chain, who may be given work."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max, Model

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.evidence.actions import append
from paidang.kit.clause import clause
from paidang.kit.outcome import NotAllowed, NotFound, UnableTo
from paidang.kit.sentence import say
from paidang.staffing.models import Subcontractor
from paidang.staffing.rules.roles import ROLES
from paidang.team.actions import check_may
from paidang.team.models import Person

A, B = "a", "b"
PAGE = "/staffing?contract={code}"


class UnableToStaff(UnableTo):
    code = "STAFFING_NOT_CHANGED"


class NoConsent(UnableToStaff):
    """An outside firm is to get work without the brand's written consent (TC-5-2)."""

    code = "NO_CONSENT"


def contract_for(person: Person, code: str, act: str, *, side: str = "") -> Contract:
    """The contract, in force and locked, for a person whose role includes the act; of one side alone, if it is named."""
    contract = get_contract(code, lock=True)
    check_may(person, act)
    if contract.state != IN_FORCE:
        raise UnableToStaff(
            say("合同还没有生效，或已结清"), code="CONTRACT_NOT_IN_FORCE", remedy=say("履行中的合同才排人。")
        )  # fmt: skip
    if side and contract.side_of(person.org_id) != side:
        raise NotAllowed(say("这件事由对方做"), remedy=say("请对方来做。"))
    return contract


def colleague(person: Person, person_id: int) -> Person:
    """An active person of one's own organisation; NotFound where there is none."""
    found = Person.objects.filter(pk=person_id, org_id=person.org_id, is_active=True).first()
    if found is None:
        raise NotFound(say("我方没有这个人"), remedy=say("请先在设置里邀请他。"))
    return found


@clause("TC-5-2")
def consented(contract: Contract, person: Person, number: int) -> Subcontractor:
    """An outside firm that may be given work: asked for by one's own side, with the brand's written consent."""
    firm = Subcontractor.objects.filter(contract=contract, number=number).select_related("asked_by").first()
    if firm is None or firm.asked_by.org_id != person.org_id:
        raise NotFound(say("没有登记过这家外包"), remedy=say("请先登记名称和范围，请甲方书面同意。"))
    if not firm.consents:
        raise NoConsent(
            say("甲方没有书面同意“{name}”，不能把活交给它（第五条 2）", name=firm.name),
            remedy=say("请等甲方同意，或由自己的人来做。"),
        )
    return firm


def record(contract: Contract, person: Person, at: datetime, act: str, facts: Mapping[str, object]) -> None:
    """The act's entry: roles, days, counts and digests."""
    append(
        contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act, subject=contract.code, facts=facts
    )  # fmt: skip


def role_words(role: str) -> dict[str, object]:
    """The role as a duty's line says it."""
    return {"role": str(ROLES[role].word), "role_en": ROLES[role].english}


def text_of(text: str, what: str, *, most: int = 1000, is_needed: bool = True) -> str:
    """What a person wrote, bare; UnableToStaff where nothing is written that has to be, or too much."""
    text = text.replace("\r\n", "\n").strip()
    if is_needed and not text:
        raise UnableToStaff(
            say("没有写{what}", what=what), code="WORDS_MISSING", remedy=say("请写一两句话，对方看得到。")
        )
    if len(text) > most:
        raise UnableToStaff(
            say("{what}有 {count} 字，最多 {most} 字", what=what, count=len(text), most=most), code="TOO_LONG"
        )
    return text


def next_number(model: type[Model], contract: Contract) -> int:
    """The next number within the contract, which is locked."""
    found = model._default_manager.filter(contract=contract).aggregate(last=Max("number"))
    return (found["last"] or 0) + 1
