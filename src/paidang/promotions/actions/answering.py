"""The brand's word on a promotion, given on a phone: yes, no, or a question first."""

from datetime import datetime

from django.db import transaction

from paidang.catalog.actions import approve_offer, decline_offer
from paidang.contracts.models import Contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.sentence import say
from paidang.promotions.actions.making import Sent
from paidang.promotions.actions.recording import (
    UnableToPromote,
    check_state,
    contract_for,
    key_of,
    page_of,
    record,
    text_of,
)
from paidang.promotions.models import Promotion, PromotionNote
from paidang.promotions.queries.check import check_plan, plan_of
from paidang.promotions.queries.outing import digest_now
from paidang.promotions.queries.promotions import get_promotion
from paidang.promotions.rules.states import APPROVED, ASKED, DECLINED
from paidang.team.models import Person


@clause("OP-2-A-2", "OP-2-B-4", "JD-3")
@transaction.atomic
def approve_promotion(*, person: Person, at: datetime, code: str, number: int, digest: str) -> Sent:
    """The brand's yes before the deadline to what `digest` names, after one more look at the floors: what breaks one by now
    is refused instead.

    Then the agency owes putting it on sale by its start, unless the store's interface does. Twice is once.
    """
    promotion = _asked(person, code, number)
    if promotion.state_at(at) == APPROVED:
        return Sent(promotion, ())
    check_state(promotion, at, [ASKED])
    offer = promotion.offer
    assert offer is not None, "the brand is asked by an offer"
    if digest != digest_now(promotion):
        raise UnableToPromote(
            say("促销 {number} 与您看到的不一样了", number=promotion.number),
            code="NOT_WHAT_WAS_SEEN",
            clause="OP-2-B-4",
            remedy=say("请刷新页面，看过再批。"),
        )
    ready = check_plan(promotion.contract, plan_of(promotion), at)
    done = approve_offer(person=person, at=at, code=code, number=offer.number)
    promotion.offer = done.offer
    if done.violations:
        return Sent(promotion, done.violations)
    promotion.approved_digest = digest
    promotion.save(update_fields=["approved_digest"])
    worth = ready.worth
    record(
        promotion, person, at, "promotions.approved", units=ready.units, verdict=ready.verdict, sha256=digest,
        a=yuan(worth.a if worth else None), b=yuan(worth.b if worth else None),
    )  # fmt: skip
    close_duty(promotion.contract_id, key=key_of(promotion, "question"), at=at)
    if promotion.by_link:
        return Sent(promotion, ())
    raise_duty(
        promotion.contract_id, key=key_of(promotion, "live"), kind="put_out_promotion", side="b",
        page=page_of(promotion), at=at, due_at=promotion.starts_at, clause="OP-2-B-4",
        facts={"number": promotion.number, "name": promotion.title, "store": promotion.store},
    )  # fmt: skip
    return Sent(promotion, ())


@clause("OP-2-B-4")
@transaction.atomic
def decline_promotion(*, person: Person, at: datetime, code: str, number: int, reason: str) -> Promotion:
    """The brand's no, with its reason. Twice is once."""
    promotion = _asked(person, code, number)
    if promotion.state_at(at) == DECLINED:
        return promotion
    check_state(promotion, at, [ASKED])
    assert promotion.offer is not None, "the brand is asked by an offer"
    promotion.offer = decline_offer(
        person=person, at=at, code=code, number=promotion.offer.number, reason=reason
    )
    record(promotion, person, at, "promotions.declined")
    close_duty(promotion.contract_id, key=key_of(promotion, "question"), at=at)
    return promotion


@clause("OP-2-B-4")
@transaction.atomic
def say_about(*, person: Person, at: datetime, code: str, number: int, words: str) -> PromotionNote:
    """A question of the brand, which the agency owes an answer to before the deadline; or the agency's answer."""
    contract = _contract_of(person, code)
    promotion = get_promotion(contract, number, lock=True)
    note = PromotionNote.objects.create(
        contract=contract, promotion=promotion, words=text_of(words), by=person, at=at
    )
    side = contract.side_of(person.org_id)
    record(promotion, person, at, "promotions.said")
    if side == "a" and promotion.state_at(at) == ASKED:
        raise_duty(
            contract.pk, key=key_of(promotion, "question"), kind="answer_promotion", side="b",
            page=page_of(promotion), at=at, due_at=promotion.answer_by, clause="OP-2-B-4",
            facts={"number": promotion.number, "name": promotion.title},
        )  # fmt: skip
    elif side == "b":
        close_duty(contract.pk, key=key_of(promotion, "question"), at=at)
    return note


def _contract_of(person: Person, code: str) -> Contract:
    return contract_for(person, code, "approve_offer" if person.may("approve_offer") else "make_offer")


def _asked(person: Person, code: str, number: int) -> Promotion:
    return get_promotion(contract_for(person, code, "approve_offer", side="a"), number, lock=True)
