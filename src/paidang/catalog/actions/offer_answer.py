"""The brand's word on an offer: no promotion goes out without it (OP-2-B-4)."""

from datetime import datetime

from django.db import transaction

from paidang.catalog.actions.offers import (
    Checked,
    UnableToOffer,
    check_is_on,
    duty_key,
    look_again,
    record,
)
from paidang.catalog.models import APPROVED, CHECKED, DECLINED_OFFER, OUT, StoreOffer
from paidang.catalog.queries.offers import get_offer
from paidang.contracts.queries import get_contract
from paidang.duties.actions import close_duty
from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person

ANSWER_MAX = 500


@clause("OP-2-A-2", "OP-2-B-4")
@transaction.atomic
def approve_offer(*, person: Person, at: datetime, code: str, number: int) -> Checked:
    """The brand's yes, after one more look: what could break a floor by now is refused instead. Twice is once."""
    made = _asked(person, code, number)
    if made.state in (APPROVED, OUT):
        return Checked(made, ())
    check_is_on(made, at)
    _check_waits(made, at)
    found = look_again(made, person, at)
    if not found:
        _answer(made, APPROVED, person, at)
        record(made, person, at, "offers.approved")
    return Checked(made, found)


@clause("OP-2-B-4")
@transaction.atomic
def decline_offer(*, person: Person, at: datetime, code: str, number: int, reason: str) -> StoreOffer:
    """The brand's no, with its reason: the offer does not count any longer. Twice is once."""
    made = _asked(person, code, number)
    reason = " ".join(reason.split())[:ANSWER_MAX]
    if made.state == DECLINED_OFFER and made.answer == reason:
        return made
    _check_waits(made, at)
    if not reason:
        raise UnableToOffer(
            say("没有写理由"), code="REASON_MISSING", remedy=say("写明为什么不批准，乙方据此修改。")
        )
    _answer(made, DECLINED_OFFER, person, at, reason)
    record(made, person, at, "offers.declined")
    return made


def _asked(person: Person, code: str, number: int) -> StoreOffer:
    check_may(person, "approve_offer")
    return get_offer(get_contract(code, lock=True), number, lock=True)


def _check_waits(made: StoreOffer, at: datetime) -> None:
    if made.state != CHECKED:
        raise UnableToOffer(
            say("优惠 {number} 没有等着批准", number=made.number), code="ALREADY_ANSWERED", remedy=say("请刷新页面。")
        )  # fmt: skip
    if made.answer_by and at >= made.answer_by:
        raise UnableToOffer(
            say("优惠 {number} 的答复已截止", number=made.number), code="ANSWER_TOO_LATE", remedy=say("不批就不参加。")
        )  # fmt: skip


def _answer(made: StoreOffer, state: str, person: Person, at: datetime, answer: str = "") -> None:
    made.state, made.answer, made.answered_by, made.answered_at = state, answer, person, at
    made.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    close_duty(made.contract_id, key=duty_key(made), at=at)
