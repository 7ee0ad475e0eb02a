"""A platform is told what became of a buyer's request: a row with the verdict itself, sent afterwards, never twice."""

from datetime import datetime

from django.db import transaction

from paidang.stores.actions.recording import record
from paidang.stores.models import OutgoingAct, StoreCase
from paidang.stores.queries import get_link
from paidang.stores.rules.states import ANSWER, FAILED, WAITING
from paidang.team.models import Person


@transaction.atomic
def ask_answer(*, person: Person, at: datetime, told: StoreCase, does: str, words: str = "") -> OutgoingAct:
    """Have the platform told an answer to a request of its buyer; the same again is the same act.

    Who may decide is the after-sales case's matter. The amount is what the platform says that the buyer asks for; it is
    compared with the platform's own once more before it is told.
    """
    link = get_link(told.link_id, lock=True)
    key = f"{told.case_id} {does}"
    if known := OutgoingAct.objects.filter(link=link, kind=ANSWER, key=key).exclude(state=FAILED).first():
        return known
    act = OutgoingAct.objects.create(
        contract=link.contract, link=link, kind=ANSWER, key=key, state=WAITING, next_at=at, asked_by=person, asked_at=at,
        body={
            "case": told.case_id, "order_id": told.order_id, "does": does, "fen": told.amount_fen, "words": words,
        },
    )  # fmt: skip
    record(
        link, person, at, "stores.answer_asked", {"case": told.case_id, "does": does, "fen": told.amount_fen}
    )
    return act
