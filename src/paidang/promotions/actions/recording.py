"""What every act on a promotion needs: who may, in which contract, its entry in the chain."""

from collections.abc import Collection
from datetime import datetime

from paidang.contracts.actions.acting import contract_in_force
from paidang.contracts.models import Contract
from paidang.evidence.actions import append
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.promotions.models import WORDS_MAX, Promotion
from paidang.promotions.rules.states import STATES
from paidang.team.models import Person


class UnableToPromote(UnableTo):
    code = "PROMOTION_NOT_DONE"


def contract_for(person: Person, code: str, act: str, *, side: str = "") -> Contract:
    """The contract, in force and locked, for a person whose role includes the act, of one side where it is that side's."""
    contract = contract_in_force(
        person, code, act, unable=UnableToPromote, remedy=say("履行中的合同才办促销。")
    )
    if side and contract.side_of(person.org_id) != side:
        raise UnableToPromote(say("这一步由合同的另一方做"), code="NOT_YOUR_TURN", remedy=say("请联系对方。"))
    return contract


def check_state(promotion: Promotion, at: datetime, allowed: Collection[str]) -> None:
    """UnableToPromote unless the promotion is in one of these states."""
    state = promotion.state_at(at)
    if state not in allowed:
        raise UnableToPromote(
            say(
                "促销 {number} 现在是“{state}”，不能再做这一步", number=promotion.number, state=STATES[state]
            ),
            code="WRONG_STATE",
            remedy=say("请刷新页面。"),
        )


def text_of(text: str, *, most: int = WORDS_MAX) -> str:
    """What a person wrote, bare; UnableToPromote where nothing is written."""
    text = " ".join(text.split())[:most]
    if not text:
        raise UnableToPromote(say("没有写字"), code="WORDS_MISSING", remedy=say("请写一句，对方看得到。"))
    return text


def key_of(promotion: Promotion, what: str) -> str:
    """The key of a duty that a promotion causes."""
    return f"promotion-{promotion.number}-{what}"


def page_of(promotion: Promotion) -> str:
    """Where it is looked at."""
    return f"/contracts/{promotion.contract.code}/promotions/{promotion.number}"


def record(promotion: Promotion, person: Person | None, at: datetime, act: str, **facts: object) -> None:
    """Put on record what was done with a promotion; `person` None: a job in the agency's name."""
    contract = promotion.contract
    org_id = person.org_id if person else contract.agency_id
    assert org_id is not None, "a contract in force has both its parties"
    append(
        contract.chain_id, at=at, org_id=org_id, person_id=person.pk if person else None, act=act,
        subject=contract.code,
        facts={"number": promotion.number, "title": promotion.title, "store": promotion.store, **facts},
    )  # fmt: skip
