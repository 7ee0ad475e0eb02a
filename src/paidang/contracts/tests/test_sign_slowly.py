"""The timestamp server takes its time: who writes under the same contract meanwhile does not wait for it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from threading import Event, Thread

import pytest
from asn1crypto import tsp
from django.db import connection
from tests.amending import NOW, accept, propose
from tests.cast import Party, acting
from tests.signing import LONG_AGO, Signer, authorise, sign
from tests.timestamps import timestamp_server

from paidang.contracts.actions import serve_notice
from paidang.contracts.models import Notice, SigningDocument
from paidang.contracts.queries import find_signed_pdf, get_contract, get_signable
from paidang.contracts.rules import notices as n
from paidang.contracts.rules.rights import Known
from paidang.contracts.rules.serving import Said
from paidang.evidence.models import Entry
from paidang.evidence.queries import verify_chain
from paidang.printing.contract_signed import Trust, UnableToSeal, check_seals, load_identity, stamping

pytestmark = pytest.mark.django_db(transaction=True)


PATIENCE = 120
"""Seconds, for a machine that does much else."""
SEALING = 3
"""How often a server is asked for one PDF: once to learn how long its answers are, once a signature."""


class Clock:
    """A timestamp server that answers the first question when it is told to, and all others at once."""

    def __init__(self, source) -> None:
        self._stamper = stamping.stamper(load_identity(source, LONG_AGO))
        self.asked, self.may_answer, self.questions = Event(), Event(), 0

    def answer(self, body: bytes) -> bytes:
        self.questions += 1
        self.asked.set()
        assert self.may_answer.wait(PATIENCE)
        return self._stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump()


@pytest.fixture
def clock(settings, monkeypatch) -> Iterator[Clock]:
    monkeypatch.setattr(stamping, "SECONDS_MAX", PATIENCE)
    clock = Clock(settings.SIGNING)
    with timestamp_server(clock.answer) as url:
        settings.SIGNING = replace(settings.SIGNING, tsa_url=url)
        yield clock
        clock.may_answer.set()


@pytest.fixture
def ours(agency: Party) -> Signer:
    return authorise(agency, NOW - timedelta(days=3))


@pytest.fixture
def theirs(brand: Party) -> Signer:
    return authorise(brand, NOW - timedelta(days=3))


def sign_apart(signer: Signer, contract, failed: list[Exception]) -> Thread:
    def run() -> None:
        try:
            sign(signer, contract, NOW, number=1)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def warn(person, contract) -> Notice:
    """Something else that is written under the contract: a notice to cure."""
    said = Said(kind=n.CURE, grounds="发货晚了三天", has_proof=False, by=date(2026, 4, 30))
    with acting(person):
        return serve_notice(person=person, at=NOW, code=contract.code, said=said, known=Known(), files=())


def test_nobody_under_the_contract_waits_for_the_timestamp(
    contract_in_force, agency, brand, ours, theirs, clock
):
    accept(brand.manager, propose(agency.manager, contract_in_force))
    sign(ours, contract_in_force, NOW, number=1)
    failed: list[Exception] = []
    second = sign_apart(theirs, contract_in_force, failed)
    assert clock.asked.wait(PATIENCE)
    notice = warn(agency.manager, contract_in_force)  # would wait for ever for a row that the signing holds
    clock.may_answer.set()
    second.join(PATIENCE)
    assert failed == [] and not second.is_alive()
    with acting(brand.manager):
        signed = find_signed_pdf(get_signable(get_contract(contract_in_force.code), 1))
        check = check_seals(bytes(signed.content), Trust())
        assert [seal.is_good for seal in check.seals] == [True, True] and check.is_verified
        assert SigningDocument.objects.filter(kind="signed").count() == 1
        acts = Entry.objects.filter(chain_id=contract_in_force.chain_id).order_by("seq")
        assert list(acts.values_list("act", flat=True))[-4:] == [
            "notice.cure",
            "amendment.signed",
            "amendment.in_force",
            "amendment.sealed",
        ]
        assert Notice.objects.get() == notice
        verdict = verify_chain(contract_in_force.chain_id)
        assert verdict.is_unaltered and verdict.is_complete
    assert clock.questions == 2 * SEALING  # made anew, since the chain had grown


def test_alone_it_is_asked_once_for_each_signature(contract_in_force, agency, brand, ours, theirs, clock):
    accept(brand.manager, propose(agency.manager, contract_in_force))
    sign(ours, contract_in_force, NOW, number=1)
    clock.may_answer.set()
    sign(theirs, contract_in_force, NOW, number=1)
    assert clock.questions == SEALING


def test_without_an_answer_nothing_is_signed_and_the_code_is_not_spent(
    contract_in_force, agency, brand, ours, theirs, settings
):
    accept(brand.manager, propose(agency.manager, contract_in_force))
    sign(ours, contract_in_force, NOW, number=1)
    with acting(brand.manager):
        before = Entry.objects.count()
    working, settings.SIGNING = settings.SIGNING, replace(settings.SIGNING, tsa_url="http://127.0.0.1:9/")
    with pytest.raises(UnableToSeal):
        sign(theirs, contract_in_force, NOW, number=1)
    with acting(brand.manager):
        assert Entry.objects.count() == before
    settings.SIGNING = working
    assert sign(theirs, contract_in_force, NOW, number=1).state == "in_force"
