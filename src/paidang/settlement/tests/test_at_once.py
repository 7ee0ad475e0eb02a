"""Two people at one moment: one outcome, and whoever comes second is told in one sentence, or gets what the first one did."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections
from tests.cast import Party, acting, agree_on

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.evidence.models import Entry
from paidang.evidence.queries import verify_chain
from paidang.kit.outcome import UnableTo
from paidang.settlement.actions import (
    ask_question,
    close_month,
    confirm_statement,
    send_statement,
    start_batch,
)
from paidang.settlement.models import Batch, Question, Statement
from paidang.settlement.tests.month import MARCH_CLOSED, MARCH_SENT, add_line, close, fill_march, send
from paidang.team.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
MARCH = "2026-03"
Act = Callable[[Person], object]


@pytest.fixture
def contract(brand: Party, agency: Party) -> Contract:
    made = agree_on(brand=brand, agency=agency)
    fill_march(made, brand, agency)
    return made


def at_once(*acts: tuple[Person, Act]) -> list[object]:
    """What each of them got, or the code of the refusal."""
    start, outcomes = threading.Barrier(len(acts)), []

    def go(person: Person, act: Act) -> None:
        start.wait()
        try:
            with acting(person):
                outcomes.append(act(person))
        except UnableTo as no:
            outcomes.append(no.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=each) for each in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(outcomes) == len(acts)
    return outcomes


def entries(contract: Contract, person: Person) -> list[str]:
    with acting(person):
        assert verify_chain(contract.chain_id).broken_at is None
        found = Entry.objects.filter(chain_id=contract.chain_id, act__startswith="statement.")
        return list(found.order_by("seq").values_list("act", flat=True))


def seen(contract: Contract) -> dict[str, str]:
    return {"code": contract.code, "month": MARCH, "digest": Statement.objects.get().digest}


def test_two_close_one_month(contract, agency):
    def act(person: Person) -> object:
        return close_month(person=person, at=MARCH_CLOSED, code=contract.code, month=MARCH).digest

    first, second = at_once((agency.finance, act), (agency.manager, act))
    assert first == second
    assert entries(contract, agency.manager) == ["statement.closed"]


def test_two_send_one_statement(contract, agency):
    close(contract, agency)

    def act(person: Person) -> object:
        return send_statement(person=person, at=MARCH_SENT, **seen(contract)).sent_by_id

    first, second = at_once((agency.finance, act), (agency.manager, act))
    assert first == second  # the one who came first sent it
    assert entries(contract, agency.manager) == ["statement.closed", "statement.sent"]


def test_one_sends_while_the_other_closes_anew(contract, brand, agency):
    """Either the sent one stands and the closing is refused, or nothing differed and it is sent."""
    close(contract, agency)

    def sending(person: Person) -> object:
        return send_statement(person=person, at=MARCH_SENT, **seen(contract)).state

    def closing(person: Person) -> object:
        return close_month(person=person, at=MARCH_SENT, code=contract.code, month=MARCH).state

    outcomes = at_once((agency.finance, sending), (agency.manager, closing))
    assert set(outcomes) in ({"sent", "ALREADY_SENT"}, {"sent", "closed"})
    assert entries(contract, agency.manager) == ["statement.closed", "statement.sent"]


def test_two_confirm_one_statement(contract, brand, agency):
    close(contract, agency)
    send(contract, agency)

    def act(person: Person) -> object:
        return confirm_statement(person=person, at=MARCH_SENT, **seen(contract)).confirmed_by_id

    first, second = at_once((brand.finance, act), (brand.manager, act))
    assert first == second
    assert entries(contract, brand.manager)[2:] == ["statement.confirmed"]


def test_one_confirms_while_the_other_disputes(contract, brand, agency):
    """Confirmed first, the dispute is refused; disputed first, the confirmation still stands, as by hand."""
    close(contract, agency)
    send(contract, agency)

    def confirming(person: Person) -> object:
        return confirm_statement(person=person, at=MARCH_SENT, **seen(contract)).state

    def disputing(person: Person) -> object:
        return ask_question(
            person=person, at=MARCH_SENT, reason="L1 单价不对", rows=["line:L1"], **seen(contract)
        ).reason

    outcomes = at_once((brand.finance, confirming), (brand.manager, disputing))
    assert "confirmed" in outcomes
    asked = ["statement.questioned"] if "L1 单价不对" in outcomes else []
    assert asked or "STATEMENT_NOT_ANSWERED" in outcomes
    assert entries(contract, brand.manager)[2:] == [*asked, "statement.confirmed"]
    with acting(brand.manager):
        assert Question.objects.count() == len(asked)


def test_two_ask_the_same(contract, brand, agency):
    close(contract, agency)
    send(contract, agency)

    def act(person: Person) -> object:
        return ask_question(
            person=person, at=MARCH_SENT, reason="L1 单价不对", rows=["line:L1"], **seen(contract)
        ).pk

    first, second = at_once((brand.finance, act), (brand.manager, act))
    assert first == second
    assert entries(contract, brand.manager)[2:] == ["statement.questioned"]


def test_two_start_a_batch_of_one_month(contract, agency):
    def act(person: Person) -> object:
        asked = {"kind": "close", "month": MARCH, "picks": {contract.code: ""}}
        return start_batch(person=person, at=MARCH_CLOSED, **asked)

    outcomes = at_once((agency.finance, act), (agency.manager, act))
    assert sorted(is_new for _batch, is_new in outcomes) == [False, True]
    with acting(agency.manager):
        assert Batch.objects.get().items.count() == 1


def test_a_row_of_the_contract_does_not_wait_for_whoever_has_locked_it(contract, agency):
    """Else one who has written to the chain and commits waits for one who has the contract and waits for the chain: a deadlock."""

    def act(person: Person) -> object:
        with connection.cursor() as cursor:
            cursor.execute("set local lock_timeout = '5s'")
        return add_line(contract, "L9", done=None).line_id

    with acting(agency.finance):
        get_contract(contract.code, lock=True)
        assert at_once((agency.manager, act)) == ["L9"]
