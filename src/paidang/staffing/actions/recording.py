"""What every act of staffing does: whose contract it is, its entry in the chain, who may be given work."""

from datetime import date
from functools import partial

from paidang.contracts.actions.acting import contract_in_force
from paidang.contracts.models import Contract
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.sentence import say
from paidang.kit.written import written
from paidang.staffing.models import Subcontractor
from paidang.staffing.rules.roles import ROLES
from paidang.team.models import Person

A, B = "a", "b"
PAGE = "/staffing?contract={code}"


class UnableToStaff(UnableTo):
    code = "STAFFING_NOT_CHANGED"


class NoConsent(UnableToStaff):
    """An outside firm is to get work without the brand's written consent (TC-5-2)."""

    code = "NO_CONSENT"


contract_for = partial(contract_in_force, unable=UnableToStaff, remedy=say("履行中的合同才排人。"))
text_of = partial(written, unable=UnableToStaff)


def colleague(person: Person, person_id: int) -> Person:
    """An active person of one's own organisation; NotFound where there is none."""
    found = Person.objects.filter(pk=person_id, org_id=person.org_id, is_active=True).first()
    if found is None:
        raise NotFound(say("我方没有这个人"), remedy=say("请先在设置里邀请他。"))
    return found


@clause("TC-5-2")
def consented(contract: Contract, person: Person, number: int, last: date) -> Subcontractor:
    """An outside firm that may be given work up to a day: asked for by one's own side, with the brand's written consent."""
    firm = Subcontractor.objects.filter(contract=contract, number=number).select_related("asked_by").first()
    if firm is None or firm.asked_by.org_id != person.org_id:
        raise NotFound(say("没有登记过这家外包"), remedy=say("请先登记名称和范围，请甲方书面同意。"))
    if not firm.consents:
        raise NoConsent(
            say("甲方没有书面同意“{name}”，不能把活交给它（第五条 2）", name=firm.name),
            remedy=say("请等甲方同意，或由自己的人来做。"),
        )
    if not firm.may_work_on(last):
        raise NoConsent(
            say("甲方从 {day} 起撤回了对“{name}”的同意（第五条 2）", day=str(firm.ends_on), name=firm.name),
            remedy=say("请只派到前一天，或由自己的人来做；要再用它，重新请甲方同意。"),
        )
    return firm


def role_words(role: str) -> dict[str, object]:
    """The role as a duty's line says it."""
    return {"role": str(ROLES[role].word), "role_en": ROLES[role].english}
