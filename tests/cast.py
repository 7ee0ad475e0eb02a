"""The cast: a brand 青岚茶器, its agency 拾舟电商, and an outsider 别家电商, each with people of every role.

    def test_it_refuses_the_outsider(contract_in_force, outsider_manager):
        with acting(outsider_manager), pytest.raises(NotFound):
            get_contract(contract_in_force.code)

Ask the database in somebody's name with `acting(person)`; without it there are no rows, as in production.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from paidang.contracts.actions import (
    accept_contract,
    agree_decision,
    answer_paper_signature,
    propose_decision,
    record_paper_signature,
    share_contract,
    upload_contract,
)
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_standing
from paidang.duties.actions import Proof
from paidang.kit.period import SHANGHAI, day_of
from paidang.portal.actions import sign_in
from paidang.site.sessions import SessionStore
from paidang.team.actions import invite_person, register_organisation, set_legal_name
from paidang.team.context import act_as, knowing
from paidang.team.models import Credential, Organisation, Person
from paidang.team.rules.roles import AGENCY, BRAND, MANAGER_OF, ROLES
from tests.reading import PLAIN, READING, TEXT, TEXT_SHA256, WITH_LIFE, Read
from tests.worlds import kept

PASSWORD = "tests-only-9431"
CHAIN = ("_middleware_chain", "_view_middleware", "_template_response_middleware", "_exception_middleware")


def shanghai(text: str) -> datetime:
    """`2026-03-02 09:00` as a moment in Asia/Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


BEFORE = shanghai("2026-03-01 09:00")
"""When the cast was registered and the contract agreed."""
SCAN = Proof("signed.pdf", b"%PDF-1.7 scan of the signed contract")


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation with its people by role."""

    org: Organisation
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def manager(self) -> Person:
        return self.people[MANAGER_OF[self.org.kind]]

    @property
    def finance(self) -> Person:
        return self.people[f"{self.org.kind}_finance"]


@contextmanager
def acting(person: Person | None) -> Iterator[None]:
    """See and do what this person's organisation may; None is somebody who is signed out."""
    with act_as(org_id=person.org_id if person else None, person_id=person.pk if person else None):
        yield


def set_password_of(person: Person, password: str) -> None:
    """Give somebody a password, as the link they were given would."""
    with knowing("app.person", str(person.pk)):
        person.credential.set_password(password)
        person.credential.save(update_fields=["password"])


def password_is(person: Person, password: str) -> bool:
    """Whether this is somebody's password by now."""
    with knowing("app.person", str(person.pk)):
        return Credential.objects.get(person=person).check_password(password)


def register(*, name: str, kind: str, code: str) -> Party:
    """An organisation with one person for every role, called after organisation and role, all with PASSWORD."""
    manager = register_organisation(
        at=BEFORE, name=name, kind=kind, code=code, manager_name=f"{name}{ROLES[kind][MANAGER_OF[kind]][0]}",
        manager_email=f"{MANAGER_OF[kind]}@{code}.example",
    )  # fmt: skip
    people = {MANAGER_OF[kind]: manager}
    with acting(manager):
        for role, (word, _english) in ROLES[kind].items():
            if role not in people:
                email = f"{role}@{code}.example"
                people[role], _link = invite_person(
                    person=manager, at=BEFORE, name=f"{name}{word}", email=email, roles=[role]
                )
        for person in people.values():
            set_password_of(person, PASSWORD)
        org = Organisation.objects.get(pk=manager.org_id)
    return Party(org, people)


def agree_on(
    *, brand: Party, agency: Party, at: datetime = BEFORE, party_a: str = BRAND, read: Read = PLAIN
) -> Contract:
    """A contract in force from 2026-03-01 to 2027-02-28: profit share 7:3, the program's proposals for what is open.

    It is signed on paper on the day of `at`, which costs no PDF.
    """
    with acting(agency.manager):
        contract = upload_contract(
            person=agency.manager, at=at, file_name="contract.txt", sha256=read.sha256, text=read.text,
            reading=read.reading, document=0, party_a=party_a,
        )  # fmt: skip
        share_contract(
            person=agency.manager,
            at=at,
            code=contract.code,
            counterparty_code=brand.org.code,
            despite_name=True,  # one text serves all parties of the tests
        )
    decide_all(contract, brand=brand, agency=agency, at=at)
    accept_both(contract, brand=brand, agency=agency, at=at)
    for party, side in ((brand, "a"), (agency, "b")):
        _is_registered_as_named(party, side, contract, at)
    return sign_on_paper(contract, brand=brand, agency=agency, at=at)


def _is_registered_as_named(party: Party, side: str, contract: Contract, at: datetime) -> None:
    """The one short text names the cast; whoever else agrees on it is registered under that name."""
    with acting(party.manager):
        names = get_standing(Contract.objects.get(code=contract.code)).compiled.terms["parties"]
        set_legal_name(person=party.manager, at=at, legal_name=names[side]["name"])  # type: ignore[index]


def accept_both(contract: Contract, *, brand: Party, agency: Party, at: datetime) -> None:
    """Both sides accept: the contract waits for their signatures."""
    for party in (agency, brand):
        with acting(party.manager):
            terms_sha256 = get_standing(Contract.objects.get(code=contract.code)).terms_sha256
            accept_contract(person=party.manager, at=at, code=contract.code, terms_sha256=terms_sha256)


def sign_on_paper(contract: Contract, *, brand: Party, agency: Party, at: datetime) -> Contract:
    """The agency records the signed paper, the brand confirms: in force."""
    with acting(agency.manager):
        paper = record_paper_signature(
            person=agency.manager, at=at, code=contract.code, signed_on=day_of(at), scan=SCAN
        )
    with acting(brand.manager):
        return answer_paper_signature(
            person=brand.manager, at=at, code=contract.code, paper_id=paper.pk, verdict="confirmed"
        ).contract


def decide_all(contract: Contract, *, brand: Party, agency: Party, at: datetime) -> None:
    """The agency proposes what the program proposes, the brand agrees, until nothing is open."""
    while True:
        with acting(agency.manager):
            points = get_standing(Contract.objects.get(code=contract.code)).compiled.open
            if not points:
                return
            point = points[0]
            decision = propose_decision(
                person=agency.manager,
                at=at,
                code=contract.code,
                key=point.key,
                value=point.proposed,
                reason="按惯例",
            )
        with acting(brand.manager):
            agree_decision(person=brand.manager, at=at, code=contract.code, decision_id=decision.pk)


def session_of(person: Person) -> str:
    """The key of a session that began as at the door once the password was right; its form has tests of its own."""
    request = HttpRequest()
    request.session = SessionStore()
    with acting(person):
        sign_in(request, person, at=timezone.now())
    request.session.save()
    return str(request.session.session_key)


def come_in(client: Client, person: Person) -> Client:
    """The test client, signed in as this person."""
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(person)
    return client


def signed_in(person: Person, **how: Any) -> Client:
    """A test client of this person's own; `how` is what every request of it has besides."""
    return come_in(Client(**how), person)


@pytest.fixture(scope="session", autouse=True)
def _one_chain_of_middleware() -> None:
    """Clients share it: each would look through all static files once more before its first request."""
    load, made = ClientHandler.load_middleware, {}

    def shared(handler: ClientHandler) -> None:
        if not made:
            load(handler)
            made["first"] = handler
        handler.__dict__ |= {name: made["first"].__dict__[name] for name in CHAIN}

    ClientHandler.load_middleware = shared


@kept
def brand(db: None) -> Party:
    return register(name="青岚茶器", kind=BRAND, code="qinglan")


@kept
def agency(db: None) -> Party:
    return register(name="拾舟电商", kind=AGENCY, code="shizhou")


@kept
def outsider(db: None) -> Party:
    """Another agency: it must see nothing of the two."""
    return register(name="别家电商", kind=AGENCY, code="biejia")


@kept
def contract_in_force(brand: Party, agency: Party) -> Contract:
    return agree_on(brand=brand, agency=agency)


@kept
def living_contract(brand: Party, agency: Party) -> Contract:
    """In force like the other, with what its text says of renewal, ends, deadlines and secrecy."""
    return agree_on(brand=brand, agency=agency, read=WITH_LIFE)


@kept
def draft_contract(brand: Party, agency: Party) -> Contract:
    """Shared by the agency, nothing decided, nobody has accepted."""
    with acting(agency.manager):
        contract = upload_contract(
            person=agency.manager, at=BEFORE, file_name="contract.txt", sha256=TEXT_SHA256, text=TEXT, reading=READING,
            document=0, party_a=BRAND,
        )  # fmt: skip
        return share_contract(
            person=agency.manager, at=BEFORE, code=contract.code, counterparty_code=brand.org.code
        )


@kept
def accepted_contract(draft_contract: Contract, brand: Party, agency: Party) -> Contract:
    """Everything decided, accepted by both: it waits for signatures."""
    decide_all(draft_contract, brand=brand, agency=agency, at=BEFORE)
    accept_both(draft_contract, brand=brand, agency=agency, at=BEFORE)
    return draft_contract


@pytest.fixture
def brand_manager(brand: Party) -> Person:
    return brand.people["brand_manager"]


@pytest.fixture
def brand_finance(brand: Party) -> Person:
    return brand.people["brand_finance"]


@pytest.fixture
def brand_warehouse(brand: Party) -> Person:
    return brand.people["brand_warehouse"]


@pytest.fixture
def agency_manager(agency: Party) -> Person:
    return agency.people["agency_manager"]


@pytest.fixture
def agency_finance(agency: Party) -> Person:
    return agency.people["agency_finance"]


@pytest.fixture
def agency_operator(agency: Party) -> Person:
    return agency.people["agency_operator"]


@pytest.fixture
def outsider_manager(outsider: Party) -> Person:
    return outsider.people["agency_manager"]
