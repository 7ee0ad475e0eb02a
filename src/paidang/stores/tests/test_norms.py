"""Norms of a contract's stores: who proposes and agrees, what a check does, what the pages and the paper show."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.cast import Party, acting, shanghai
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.evidence.queries import verify_chain
from paidang.kit.outcome import NotAllowed, NotFound, UnableTo
from paidang.printing.read_text import read_text
from paidang.stores.actions import connect_store, disconnect_store
from paidang.stores.actions.norms import (
    UnableToSetNorms,
    answer_norms,
    check_front,
    note_check,
    propose_norms,
    set_front,
)
from paidang.stores.engines.checking import Seen, look_at
from paidang.stores.models import StoreCheck, StoreCheckDay, StoreLink, StoreNorms
from paidang.stores.queries import get_link
from paidang.stores.queries.norms import find_to_check, norms_at, proof_of
from paidang.stores.rules.norms import Norms
from paidang.stores.tests.test_acts import given
from paidang.team.models import Person

AT = shanghai("2026-03-07 10:00")
FRONT = "https://mall.jd.com/index-1.html"
NORMS = Norms(uptime_bp=9_950, p95_ms=2_000, cert_days=14, failed_max=1)


@kept
def watched(contract_in_force: Contract, agency: Party, brand: Party) -> StoreLink:
    """A store whose page is known, under norms that both sides agreed."""
    person, code = agency.people["agency_operator"], contract_in_force.code
    with acting(person):
        link = connect_store(person=person, at=AT, code=code, given=given(), since=AT)
        set_front(person=person, at=AT, link_id=link.pk, url=FRONT)
    with acting(agency.manager):
        propose_norms(person=agency.manager, at=AT, code=code, norms=NORMS, note="双 11 前再议")
    with acting(brand.manager):
        answer_norms(person=brand.manager, at=AT, code=code, number=1, agree=True)
        return get_link(link.pk)


def acts(contract: Contract) -> list[str]:
    found = Entry.objects.filter(chain=contract.chain_id, act__startswith="stores.norms")
    return list(found.order_by("seq").values_list("act", flat=True))


def saw(link: StoreLink, at: datetime, seen: Seen) -> None:
    with acting(link.connected_by):
        note_check(at=at, link_id=link.pk, seen=seen)


def good(took_ms: int = 300) -> Seen:
    return Seen(200, took_ms, AT + timedelta(days=60))


BAD = Seen(502, 40, AT + timedelta(days=60), "答复 HTTP 502")  # type: ignore[arg-type]


def test_one_proposes_the_other_agrees(
    contract_in_force: Contract,
    agency_manager: Person,
    brand_manager: Person,
    agency_finance: Person,
    outsider_manager: Person,
) -> None:
    code = contract_in_force.code
    for person, refusal in ((agency_finance, NotAllowed), (outsider_manager, NotFound)):
        with acting(person), pytest.raises(refusal):
            propose_norms(person=person, at=AT, code=code, norms=NORMS)
    with acting(brand_manager):
        for wrong in (
            None,
            Norms(10_001, 2_000, 14, 3),
            Norms(9_950, 99, 14, 3),
            Norms(9_950, 2_000, 366, 3),
        ):
            with pytest.raises(UnableToSetNorms):
                propose_norms(person=brand_manager, at=AT, code=code, norms=wrong)
        assert not StoreNorms.objects.exists()
        propose_norms(person=brand_manager, at=AT, code=code, norms=NORMS)
        propose_norms(person=brand_manager, at=AT, code=code, norms=Norms(9_900, 2_000, 14, 3))
        assert norms_at(contract_in_force.pk, AT) is None
        with pytest.raises(UnableToSetNorms):  # one's own
            answer_norms(person=brand_manager, at=AT, code=code, number=2, agree=True)
    with acting(agency_manager):
        assert [
            duty.facts for duty in Duty.objects.filter(kind="answer_norms", side="b", closed_at=None)
        ] == [{"number": 2}]
        with pytest.raises(UnableToSetNorms):  # the other side's waits
            propose_norms(person=agency_manager, at=AT, code=code, norms=NORMS)
        with pytest.raises(UnableToSetNorms):  # was replaced
            answer_norms(person=agency_manager, at=AT, code=code, number=1, agree=True)
        for _ in range(2):
            assert (
                answer_norms(person=agency_manager, at=AT, code=code, number=2, agree=True).state == "agreed"
            )
        assert not Duty.objects.filter(kind="answer_norms", closed_at=None).exists()
        held = norms_at(contract_in_force.pk, AT)
        assert (
            held is not None
            and held.number == 2
            and norms_at(contract_in_force.pk, AT - timedelta(seconds=1)) is None
        )
        assert acts(contract_in_force) == [
            "stores.norms_proposed",
            "stores.norms_proposed",
            "stores.norms_agreed",
        ]
        propose_norms(person=agency_manager, at=AT, code=code, norms=NORMS)
        with pytest.raises(IntegrityError), transaction.atomic():  # one proposal at a time, by the table too
            StoreNorms.objects.create(
                contract=contract_in_force, number=9, uptime_bp=9_950, p95_ms=2_000, cert_days=14, failed_max=3, state="proposed",
                side="a", proposed_by=agency_manager, proposed_at=AT,
            )  # fmt: skip
    with acting(brand_manager):
        assert answer_norms(person=brand_manager, at=AT, code=code, number=3, agree=False).state == "declined"
        held = norms_at(contract_in_force.pk, AT)
        assert held is not None and held.number == 2
        assert verify_chain(contract_in_force.chain_id).is_unaltered


def test_what_is_not_kept_is_the_agencys_to_act_on_until_it_is_kept_again(
    watched: StoreLink, contract_in_force: Contract, brand_manager: Person, agency_operator: Person
) -> None:
    for minutes, seen in ((0, good()), (5, BAD), (10, good(900))):
        saw(watched, AT + timedelta(minutes=minutes), seen)
    saw(watched, AT + timedelta(minutes=10), BAD)  # the same look again is not counted
    with acting(brand_manager):
        day = StoreCheckDay.objects.get()
        assert (day.checks, day.failed, day.p95_ms) == (3, 1, 900)
        assert get_link(watched.pk).misses == [] and not Duty.objects.filter(kind="keep_norms").exists()
    for minutes in (15, 20):
        saw(watched, AT + timedelta(minutes=minutes), BAD)
    with acting(brand_manager):
        assert get_link(watched.pk).misses == ["failed"]
        duty = Duty.objects.get(kind="keep_norms", closed_at=None)
        assert (duty.side, duty.facts["store"], duty.clause) == ("b", watched.store, "OP-2-B-1")
        assert (
            acts(contract_in_force)[-1] == "stores.norms_missed"
            and acts(contract_in_force).count("stores.norms_missed") == 1
        )
    saw(watched, AT + timedelta(days=1), good())  # another day
    with acting(brand_manager):
        assert (
            get_link(watched.pk).misses == []
            and not Duty.objects.filter(kind="keep_norms", closed_at=None).exists()
        )
        assert acts(contract_in_force)[-1] == "stores.norms_kept"
        found = proof_of(watched, "2026-03", shanghai("2026-04-02 00:00"))
        assert found.is_over and [one.at for one in found.failures] == [
            AT + timedelta(minutes=m) for m in (5, 15, 20)
        ]
        before, held = found.parts
        assert before.norms is None and before.verdicts == [] and held.found.checks == 6
        assert {one.measure: one.is_kept for one in held.verdicts} == {
            "uptime": False, "response": True, "certificate": True, "failed": False,
        }  # fmt: skip


def test_only_the_agency_says_which_page(
    watched: StoreLink, agency_operator: Person, brand_manager: Person, outsider_manager: Person
) -> None:
    for person, refusal in ((brand_manager, NotAllowed), (outsider_manager, NotFound)):
        with acting(person), pytest.raises(refusal):
            set_front(person=person, at=AT, link_id=watched.pk, url="")
    with acting(agency_operator):
        for wrong in ("ftp://x", "https://u:p@shop.example", "javascript:1", "shop.example"):
            with pytest.raises(UnableTo):
                set_front(person=agency_operator, at=AT, link_id=watched.pk, url=wrong)
        assert [one.pk for one in find_to_check(agency_operator.org_id, AT)] == [watched.pk]
        note_check(at=AT, link_id=watched.pk, seen=good())
        assert find_to_check(agency_operator.org_id, AT) == []
        disconnect_store(person=agency_operator, at=AT, link_id=watched.pk)
        assert find_to_check(agency_operator.org_id, AT + timedelta(hours=1)) == []
        set_front(person=agency_operator, at=AT, link_id=watched.pk, url="")
        assert note_check(at=AT + timedelta(hours=1), link_id=watched.pk, seen=BAD) is None


class Page(BaseHTTPRequestHandler):
    """A shop's front page, and one that is broken."""

    def do_GET(self) -> None:
        self.send_response(500 if self.path == "/broken" else 302 if self.path == "/moved" else 200)
        self.end_headers()
        self.wfile.write(b"<h1>shop</h1>")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def page() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_look_never_goes_into_our_own_network_unless_it_is_allowed(page: str, settings: Any) -> None:
    for url in (f"{page}/", "http://169.254.169.254/latest", "http://[::1]/", "http://10.0.0.1/"):
        seen = look_at(url)
        assert seen.status is None and "内部网络" in str(seen.problem) and seen.took_ms == 0
    settings.STORE_ADDRESSES = [page]
    assert [(look_at(f"{page}/{path}").status, look_at(f"{page}/{path}").is_good) for path in ("", "moved", "broken")] == [
        (200, True), (302, True), (500, False),
    ]  # fmt: skip
    settings.STORE_ADDRESSES = ["http://127.0.0.1:9"]
    assert str(look_at("http://127.0.0.1:9/").problem) == "连不上"


def test_the_worker_looks_and_both_sides_see_it(
    watched: StoreLink,
    page: str,
    settings: Any,
    agency_operator: Person,
    brand_manager: Person,
    outsider_manager: Person,
) -> None:
    settings.STORE_ADDRESSES = [page]
    now = timezone.now()
    with acting(agency_operator):
        set_front(person=agency_operator, at=AT, link_id=watched.pk, url=f"{page}/broken")
    for seconds in range(3):
        at = now + timedelta(seconds=seconds)
        check_front(link_id=watched.pk, org_id=agency_operator.org_id, clock=lambda: at)  # noqa: B023
    with acting(agency_operator):
        assert StoreCheck.objects.filter(status=500, is_good=False).count() == 3
    code, month = watched.contract.code, f"{now.astimezone(AT.tzinfo):%Y-%m}"
    client = Client()
    for person in (agency_operator, brand_manager):
        with acting(person):
            client.force_login(person, backend="paidang.team.sign_in.PasswordBackend")
        shown = client.get(f"/settings/stores/norms?contract={code}").content.decode()
        assert (
            "没有达到" in shown
            and "双 11 前再议" in shown
            and ("/front" in shown) == (person is agency_operator)
        )
        assert "99.5%" in client.get("/settings/stores").content.decode()
        proof = client.get(f"/settings/stores/norms/{code}/month/{month}").content.decode()
        assert "答复 HTTP 500" in proof and "没有达到" in proof
        paper = client.get(f"/settings/stores/norms/{code}/month/{month}?pdf")
        text = read_text(paper.content, "proof.pdf")
        assert watched.store in text and "没有达到" in text and "HTTP 500" in text.replace(" ", " ")
    assert client.post(f"/settings/stores/norms/{code}/propose", {"uptime": "x"}).status_code == 409
    done = client.post(
        f"/settings/stores/norms/{code}/propose",
        {"uptime": "99.9", "p95_ms": "1500", "cert_days": "7", "failed_max": "2"},
    )
    assert done.status_code == 302
    with acting(brand_manager):
        assert StoreNorms.objects.get(number=2).uptime_bp == 9_990
    with acting(outsider_manager):
        client.force_login(outsider_manager, backend="paidang.team.sign_in.PasswordBackend")
    assert client.get(f"/settings/stores/norms/{code}/month/{month}").status_code == 404
    assert client.get(f"/settings/stores/norms/{code}/month/2026-13").status_code == 404
