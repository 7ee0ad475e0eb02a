"""Signing in tests: a manager with authority, the word that no seal is used, and a phone that shows codes."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from paidang.contracts.actions import add_signatory, set_seal, sign_document
from paidang.contracts.models import Contract
from paidang.contracts.queries import Signable, get_contract, get_pdf_to_sign, get_signable
from paidang.printing.contract_signed import load_identity
from paidang.settlement.queries.books import get_books
from paidang.team.actions import Assertion, begin_second_factor, confirm_second_factor
from paidang.team.models import Person
from paidang.team.rules.one_time_codes import code_at, step_of
from tests.cast import BEFORE, Party, acting, shanghai

LONG_AGO = shanghai("2026-01-05 09:00")


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who may sign, with what their phone shows."""

    person: Person
    secret: str

    def code(self, at: datetime) -> str:
        return code_at(self.secret, step_of(at))


def enrol(person: Person, at: datetime = BEFORE) -> Signer:
    """A second factor, turned on an hour before."""
    begun = at - timedelta(hours=1)
    with acting(person):
        secret = begin_second_factor(person=person, at=begun).secret
        confirm_second_factor(person=person, at=begun, code=code_at(secret, step_of(begun)))
    return Signer(person, secret)


def authorise(party: Party, at: datetime = BEFORE) -> Signer:
    """The manager signs as the legal representative, and has a phone."""
    name_signatory(party, at)
    return enrol(party.manager, at)


def name_signatory(party: Party, at: datetime = BEFORE) -> None:
    """The manager may sign, without a picture of the seal; the platform's identity is old enough."""
    load_identity(settings.SIGNING, LONG_AGO)
    with acting(party.manager):
        add_signatory(person=party.manager, at=at, person_id=party.manager.pk, ground="legal")
        set_seal(person=party.manager, at=at, picture=None)


def digest_to_sign(contract: Contract, number: int = 0) -> str:
    """The digest that the sign page shows: of the contract, or of its supplementary agreement of that number."""
    return hashlib.sha256(get_pdf_to_sign(get_signable(get_contract(contract.code), number))).hexdigest()


def sign(
    signer: Signer,
    contract: Contract,
    at: datetime = BEFORE,
    *,
    document_sha256: str | None = None,
    one_time_code: str | None = None,
    number: int = 0,
) -> Contract:
    """Sign what the page shows with the code of now, or what is given instead."""
    with acting(signer.person):
        return sign_document(
            person=signer.person,
            at=at,
            code=contract.code,
            document_sha256=digest_to_sign(contract, number) if document_sha256 is None else document_sha256,
            one_time_code=signer.code(at) if one_time_code is None else one_time_code,
            number=number,
            books_of=get_books,
        ).contract


def sign_by(passkey: Assertion, person: Person, contract: Contract, document_sha256: str) -> Signable:
    """Sign with what a passkey answered."""
    with acting(person):
        return sign_document(
            person=person, at=BEFORE, code=contract.code, document_sha256=document_sha256, passkey=passkey,
            books_of=get_books,
        )  # fmt: skip
