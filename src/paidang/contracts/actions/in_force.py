"""Bringing into force what both sides have signed: the contract, or a supplementary agreement to it."""

from datetime import date, datetime

from paidang.contracts.actions.recording import record
from paidang.contracts.actions.signable import check_exclusive
from paidang.contracts.models import IN_FORCE, Amendment, Contract, TermsInForce
from paidang.contracts.queries import (
    Signable,
    Standing,
    digest,
    fingerprint,
    get_standing,
    list_days_of_change,
)
from paidang.contracts.rules.amending import compile_held, held_on
from paidang.duties.actions import close_duty
from paidang.evidence.actions import hand_out_head
from paidang.evidence.models import Entry
from paidang.team.models import Person


def bring_into_force(signable: Signable, person: Person, at: datetime, signed_on: date) -> Entry:
    """Part of the last signature, or of the word that confirms one on paper: the terms hold from now on, or from the
    amendment's day.

    `signed_on` is the day of the last of both signatures; it completes a contract's terms where nobody has decided it.
    """
    if signable.amendment:
        entry = _amend(signable.contract, signable.amendment, person, at, signed_on)
    else:
        entry = _begin(signable.standing, person, at, signed_on)
    for party in signable.contract.parties:
        hand_out_head(entry, document=f"{signable.name} 合同生效页", holder_org_id=party.pk)
    return entry


def _begin(standing: Standing, person: Person, at: datetime, signed_on: date) -> Entry:
    check_exclusive(standing, person, at)
    contract, compiled = standing.contract, standing.signed_on(signed_on)
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
    return entry


def _amend(contract: Contract, amendment: Amendment, person: Person, at: datetime, signed_on: date) -> Entry:
    amendment.signed_on, amendment.in_force_at = signed_on, at
    amendment.save(update_fields=["signed_on", "in_force_at"])
    rows = _write_terms(contract, amendment, at)
    facts = {
        "number": amendment.number, "text_sha256": amendment.sha256, "changes_sha256": digest(amendment.changes),
        "effective_on": amendment.effective_on.isoformat(), "signed_on": signed_on.isoformat(),
        "in_force": {row.from_day.isoformat(): row.sha256 for row in rows},
    }  # fmt: skip
    return record(contract, person, at, "amendment.in_force", facts)


def _write_terms(contract: Contract, amendment: Amendment, at: datetime) -> list[TermsInForce]:
    """Compile what holds from its day on, and anew for each later day on which it changes again."""
    standing = get_standing(contract)
    rows = []
    for day in [each for each in list_days_of_change(standing) if each >= amendment.effective_on]:
        held = held_on(standing.base, standing.amendments, day)
        compiled = compile_held(held, names=standing.names, code=contract.code, signed_on=contract.signed_on)
        in_effect = [one for one in standing.amendments if one.effective_on <= day]
        rows.append(
            TermsInForce.objects.create(
                contract=contract,
                from_day=day,
                amendment=amendment,
                terms=compiled.terms,
                sources=compiled.sources,
                by_hand=compiled.by_hand,
                sha256=digest(fingerprint(standing, compiled.terms, in_effect)),
                agreed_at=at,
            )  # fmt: skip
        )
    return rows
