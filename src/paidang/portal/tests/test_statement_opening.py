"""Who of the other side opened a sent statement, and when, is on record: once a person and version, and only a real look."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import Party, acting, shanghai, signed_in
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.settlement.models import Statement
from paidang.settlement.queries import get_statement
from paidang.settlement.tests.month import ask, close, fill_march, send
from paidang.team.models import Person


@kept
def sent(contract_in_force: Contract, brand: Party, agency: Party) -> Statement:
    fill_march(contract_in_force, brand, agency)
    close(contract_in_force, agency)
    return send(contract_in_force, agency)


def page(statement: Statement, end: str = "") -> str:
    return f"/contracts/{statement.contract.code}/statements/{statement.month}{end}"


def openings(statement: Statement, person: Person) -> list[tuple[str, int | None, object]]:
    with acting(person):
        found = Entry.objects.filter(chain_id=statement.contract.chain_id, act="statement.opened")
        return [(one.subject[-2:], one.person, one.facts["what"]) for one in found.order_by("seq")]


def test_the_first_look_of_each_person_is_on_record_and_shown(sent, brand, agency, monkeypatch):
    assert "还没有打开" in signed_in(agency.finance).get(page(sent)).content.decode()
    monkeypatch.setattr(timezone, "now", lambda: shanghai("2026-04-10 10:07"))
    reader = signed_in(brand.finance)
    for _ in range(2):
        reader.get(page(sent))
    reader.get(page(sent, "/pdf"))
    signed_in(brand.manager).get(page(sent, "/pdf"))
    assert openings(sent, brand.manager) == [
        ("v1", brand.finance.pk, "page"),
        ("v1", brand.manager.pk, "pdf"),
    ]
    shown = signed_in(agency.finance).get(page(sent)).content.decode()
    assert f"{brand.finance.name} 打开" in shown and "04-10 10:07" in shown and "还没有打开" not in shown


def test_the_agencys_own_look_leaves_nothing(sent, agency):
    reader = signed_in(agency.finance)
    for end in ("", "/rows?figure=tax", "/pdf"):
        assert reader.get(page(sent, end)).status_code == 200
    assert openings(sent, agency.manager) == []


@pytest.mark.parametrize(
    "ahead",
    [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}],
)
def test_what_a_browser_fetches_ahead_is_not_given_out_and_leaves_nothing(sent, brand, ahead):
    reader = signed_in(brand.finance)
    for end in ("", "/rows?figure=tax", "/pdf", "/xlsx", "/bundle"):
        answer = reader.get(page(sent, end), headers=ahead)
        assert (answer.status_code, answer.content) == (503, b""), end
    assert reader.head(page(sent)).status_code == 405
    assert openings(sent, brand.manager) == []
    with acting(brand.manager):
        assert not Entry.objects.filter(act="statement.downloaded").exists()


def test_a_new_version_is_opened_anew_and_no_date_moves(sent, brand, agency):
    reader = signed_in(brand.finance)
    reader.get(page(sent))
    with acting(brand.manager):
        assert get_statement(sent.contract, sent.month).confirm_by == sent.confirm_by
    ask(sent.contract, brand)
    later = sent.sent_at + timedelta(days=1)
    close(sent.contract, agency, at=later)
    send(sent.contract, agency, at=later)
    reader.get(page(sent, "/rows?figure=tax"))
    reader.get(page(sent, "?version=1"))
    assert [(subject, what) for subject, _who, what in openings(sent, brand.manager)] == [
        ("v1", "page"),
        ("v2", "rows"),
    ]
