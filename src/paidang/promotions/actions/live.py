"""An approved promotion goes on sale: what was done at the platform, by whom, is on record."""

from datetime import datetime

from django.db import transaction

from paidang.catalog.actions import put_out_offer
from paidang.duties.actions import close_duty
from paidang.kit.clause import clause
from paidang.promotions.actions.making import Sent
from paidang.promotions.actions.recording import check_state, contract_for, key_of, record, text_of
from paidang.promotions.queries.promotions import get_promotion
from paidang.promotions.rules.states import APPROVED
from paidang.team.models import Person


@clause("OP-2-A-2", "OP-2-B-4")
@transaction.atomic
def go_live(*, person: Person, at: datetime, code: str, number: int, words: str) -> Sent:
    """Say that it is set up at the platform, and how (`words`); the price guard looks once more, and may refuse. Twice is once."""
    contract = contract_for(person, code, "make_offer", side="b")
    promotion = get_promotion(contract, number, lock=True)
    if promotion.live_at:
        return Sent(promotion, ())
    check_state(promotion, at, [APPROVED])
    said = text_of(words)
    assert promotion.offer is not None, "what is approved has an offer"
    done = put_out_offer(person=person, at=at, code=code, number=promotion.offer.number)
    promotion.offer = done.offer
    if not done.violations:
        promotion.live_by, promotion.live_at, promotion.live_words = person, at, said
        promotion.save(update_fields=["live_by", "live_at", "live_words"])
        record(promotion, person, at, "promotions.live")
    close_duty(contract.pk, key=key_of(promotion, "live"), at=at)
    return Sent(promotion, done.violations)
