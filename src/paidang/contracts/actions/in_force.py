"""Bringing a contract into force: both sides have signed."""

from datetime import date, datetime

from paidang.contracts.actions.recording import record
from paidang.contracts.models import IN_FORCE, Contract, TermsInForce
from paidang.contracts.queries import Standing
from paidang.duties.actions import close_duty
from paidang.evidence.actions import hand_out_head
from paidang.evidence.models import Entry
from paidang.team.models import Person


def bring_into_force(
    contract: Contract, standing: Standing, person: Person, at: datetime, signed_on: date
) -> Entry:
    """Part of the last signature, or of the word that confirms one on paper: the terms hold from now on.

    `signed_on` is the day of the last of both signatures; it completes the terms where nobody has decided it.
    """
    compiled = standing.signed_on(signed_on)
    contract.state, contract.in_force_at, contract.signed_on = IN_FORCE, at, signed_on
    contract.save(update_fields=["state", "in_force_at", "signed_on"])
    TermsInForce.objects.create(
        contract=contract, from_day=compiled.first_day, terms=compiled.terms,
        sources=compiled.sources, by_hand=compiled.by_hand, sha256=standing.terms_sha256, agreed_at=at,
    )  # fmt: skip
    facts = {"terms_sha256": standing.terms_sha256, "signed_on": signed_on.isoformat()}
    entry = record(contract, person, at, "contract.in_force", facts)
    for key in ("offers:a", "offers:b", "accept"):
        close_duty(contract.pk, key=key, at=at)
    for party in contract.parties:
        hand_out_head(entry, document=f"{contract.code} 合同生效页", holder_org_id=party.pk)
    return entry
