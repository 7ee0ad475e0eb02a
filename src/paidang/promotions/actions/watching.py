"""What nobody presses: promotions whose deadline passed without a word, and low prices on sale that nobody approved."""

from datetime import datetime, timedelta

from django.db import transaction

from paidang.catalog.actions.offers import duty_key
from paidang.catalog.models import ENDED as OFFER_ENDED
from paidang.contracts.models import Contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.actions import append
from paidang.kit.clause import clause
from paidang.promotions.actions.recording import contract_for, key_of, record, text_of
from paidang.promotions.models import Promotion, UnapprovedSale
from paidang.promotions.queries.promotions import list_promotions, list_unapproved
from paidang.promotions.queries.unapproved import find_unapproved
from paidang.promotions.rules.states import LAPSED
from paidang.team.models import Person

LOOK_BACK = timedelta(days=7)
"""Orders paid longer ago are not looked at again; before the first promotion nobody promised to ask here."""
EXPLAIN, NOTE = "unapproved-explain", "unapproved-note"


@clause("OP-2-B-4", "JD-3")
@transaction.atomic
def lapse_promotions(contract: Contract, *, at: datetime) -> list[Promotion]:
    """End the offers of promotions that were not approved in time: they count no longer, and nobody owes an answer."""
    lapsed = []
    for promotion in list_promotions(contract, since=at - LOOK_BACK):
        offer = promotion.offer
        if offer is None or offer.state == OFFER_ENDED or promotion.state_at(at) != LAPSED:
            continue
        offer.state = OFFER_ENDED
        offer.save(update_fields=["state"])
        close_duty(contract.pk, key=duty_key(offer), at=at)
        for what in ("question", "live"):
            close_duty(contract.pk, key=key_of(promotion, what), at=at)
        record(promotion, None, at, "promotions.lapsed")
        lapsed.append(promotion)
    return lapsed


@clause("OP-2-B-4")
@transaction.atomic
def watch_sales(contract: Contract, *, at: datetime) -> int:
    """Keep the low prices that nobody approved, and tell both sides: the agency explains, the brand takes note.

    How many are new. The incidents' slice may read them from `UnapprovedSale`.
    """
    first = (
        Promotion.objects.filter(contract=contract)
        .order_by("made_at")
        .values_list("made_at", flat=True)
        .first()
    )
    if first is None:
        return 0
    new = 0
    for one in find_unapproved(contract, max(first, at - LOOK_BACK)):
        _row, is_new = UnapprovedSale.objects.update_or_create(
            contract=contract, channel=one.channel, store=one.store, sku=one.sku, day=one.day,
            defaults={"units": one.units, "lowest_fen": one.lowest_fen, "regular_fen": one.regular_fen},
            create_defaults={
                "units": one.units, "lowest_fen": one.lowest_fen, "regular_fen": one.regular_fen, "seen_at": at,
            },
        )  # fmt: skip
        new += is_new
    if new:
        assert contract.agency_id is not None, "a contract in force has both its parties"
        append(
            contract.chain_id, at=at, org_id=contract.agency_id, person_id=None, act="promotions.unapproved_seen",
            subject=contract.code, facts={"count": new},
        )  # fmt: skip
        _owe(contract, at)
    return new


@clause("OP-2-B-4")
@transaction.atomic
def explain_sale(*, person: Person, at: datetime, code: str, sale_id: int, words: str) -> None:
    """The agency says how it came to a low price, or what it did about it. The first explanation stays."""
    contract = contract_for(person, code, "make_offer", side="b")
    sale = (
        UnapprovedSale.objects.select_for_update()
        .filter(contract=contract, pk=sale_id, answered_at=None)
        .first()
    )
    if sale is None:
        return
    sale.answer, sale.answered_by, sale.answered_at = text_of(words), person, at
    sale.save(update_fields=["answer", "answered_by", "answered_at"])
    append(
        contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act="promotions.unapproved_explained",
        subject=contract.code, facts={"store": sale.store, "sku": sale.sku, "day": sale.day.isoformat()},
    )  # fmt: skip
    _owe(contract, at)


def _owe(contract: Contract, at: datetime) -> None:
    """Both sides' duties while anything is not explained."""
    count = len(list_unapproved(contract, open_only=True))
    for key, kind, side in ((EXPLAIN, "explain_sale", "b"), (NOTE, "note_sale", "a")):
        if count:
            raise_duty(
                contract.pk, key=key, kind=kind, side=side, page=f"/promotions?contract={contract.code}#unapproved",
                at=at, clause="OP-2-B-4", facts={"count": count},
            )  # fmt: skip
        else:
            close_duty(contract.pk, key=key, at=at)
