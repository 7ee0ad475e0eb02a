"""The address in a notice that opens one promotion for one person of the brand: signed, until its deadline. It opens, it
approves nothing and lets nobody in: whoever follows it signs in as that person, or is that person already (ADR 0057).
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.core import signing
from django.urls import reverse

from paidang.kit.written import whole_in
from paidang.portal.rules.worklist import Item
from paidang.promotions.models import Promotion
from paidang.promotions.queries.outing import digest_now
from paidang.team.models import Person

SALT = "paidang.portal.approve-promotion"


@dataclass(frozen=True, slots=True)
class Opened:
    """What an address says: which promotion, for whom, what it said when the notice went out, until when it opens."""

    code: str
    number: int
    person_id: int
    digest: str
    until: datetime


def approve_path(promotion: Promotion, person: Person) -> str:
    """The path for one person; it holds no price and no name."""
    held = [
        promotion.contract.code, promotion.number, person.pk, digest_now(promotion), int(promotion.answer_by.timestamp()),
    ]  # fmt: skip
    return reverse("portal:approve_link", args=[signing.dumps(held, salt=SALT)])


def read_approve(signed: str) -> Opened:
    """What it says; signing.BadSignature for a forged one."""
    code, number, person_id, digest, until = signing.loads(signed, salt=SALT)
    return Opened(code, number, person_id, digest, datetime.fromtimestamp(until, UTC))


def path_in_notice(item: Item, person: Person) -> str:
    """The path for a notice of the brand's duty to answer a promotion; "" where it is about anything else."""
    if item.kind != "approve_offer":
        return ""
    found = Promotion.objects.filter(contract=item.contract_id, offer__isnull=False).select_related(
        "contract", "offer"
    )
    number = item.key.removeprefix("approve-offer-")  # as `catalog.actions.offers.duty_key` has it
    promotion = found.filter(offer__number=whole_in(number)).first()
    return approve_path(promotion, person) if promotion else ""
