"""Rows in quarantine: mended, discarded, or cured by what came after them."""

import threading

import pytest
from django.db import connection
from tests.cast import acting

from paidang.contracts.models import Contract
from paidang.duties.queries import list_open
from paidang.evidence.models import Entry
from paidang.evidence.rules.chain import text_digest
from paidang.intake import actions
from paidang.intake.models import QuarantineRow
from paidang.intake.queries import list_bad_rows
from paidang.intake.tests.files import AT, REFUND_HEADER, hand_in, line, lines, refund, table
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.orders.models import OrderLine, Refund
from paidang.team.models import Person


def waiting(person: Person, import_id: int) -> list[QuarantineRow]:
    with acting(person):
        return list_bad_rows(import_id)


def test_a_mended_row_goes_in_alone_and_what_it_was_is_kept(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    done = hand_in(
        agency_operator,
        contract_in_force,
        lines(line("L1"), line("L2", quantity="0"), line("L3", quantity="x")),
    )
    first, second = waiting(agency_operator, done.pk)
    with acting(agency_operator):
        row = actions.mend_row(person=agency_operator, at=AT, row_id=first.pk, cells={"quantity": "4"})
        assert (row.state, row.original["quantity"], row.cells["quantity"]) == ("mended", "0", "4")
        assert OrderLine.objects.get(line_id="L2").quantity == 4
        assert not OrderLine.objects.filter(line_id="L3").exists()
        entry = Entry.objects.filter(act="intake.mended").get()
        assert entry.facts["row"] == 3 and entry.facts["columns"] == ["quantity"]
        assert [duty.facts["count"] for duty in list_open() if duty.kind == "mend_rows"] == [1]
        row = actions.mend_row(person=agency_operator, at=AT, row_id=second.pk, cells={"quantity": "-3"})
        assert (row.state, row.faults[0]["code"]) == ("open", "too_small")
        assert (
            actions.discard_row(person=agency_operator, at=AT, row_id=second.pk, reason="刷单，不算").state
            == "discarded"
        )
        assert [duty for duty in list_open() if duty.kind == "mend_rows"] == []
        with pytest.raises(actions.UnableToMend):
            actions.mend_row(person=agency_operator, at=AT, row_id=second.pk, cells={})


def test_a_row_cannot_be_mended_into_an_id_that_exists_twice(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    done = hand_in(agency_operator, contract_in_force, lines(line("L1"), line("L1", quantity="5")))
    (row,) = waiting(agency_operator, done.pk)
    with acting(agency_operator):
        assert (
            actions.mend_row(person=agency_operator, at=AT, row_id=row.pk, cells={"line_id": "L1-2"}).state
            == "mended"
        )
        assert OrderLine.objects.count() == 2


def test_who_may_not_mend(
    contract_in_force: Contract, agency_operator: Person, brand_manager: Person, outsider_manager: Person
) -> None:
    done = hand_in(agency_operator, contract_in_force, lines(line("L2", quantity="0")))
    (row,) = waiting(agency_operator, done.pk)
    with acting(brand_manager), pytest.raises(NotAllowed):
        actions.mend_row(person=brand_manager, at=AT, row_id=row.pk, cells={"quantity": "1"})
    with acting(outsider_manager), pytest.raises(NotFound):
        actions.mend_row(person=outsider_manager, at=AT, row_id=row.pk, cells={"quantity": "1"})


def test_what_waits_for_other_data_goes_in_when_it_comes(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    early = hand_in(
        agency_operator, contract_in_force, table(REFUND_HEADER, refund("R1", "L1"), refund("R2", "L2", 1))
    )
    assert len(waiting(agency_operator, early.pk)) == 2
    hand_in(agency_operator, contract_in_force, lines(line("L1")))
    with acting(agency_operator):
        assert actions.reread_waiting(person=agency_operator, at=AT, contract_id=contract_in_force.pk) == 1
        assert Refund.objects.get().refund_id == "R1"
    assert [row.cells["refund_id"] for row in waiting(agency_operator, early.pk)] == ["R2"]


def test_a_row_is_not_discarded_without_a_reason(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    done = hand_in(agency_operator, contract_in_force, lines(line("L1", quantity="0")))
    with acting(agency_operator):
        row = QuarantineRow.objects.get(file=done)
        with pytest.raises(actions.UnableToMend, match="没有写理由"):
            actions.discard_row(person=agency_operator, at=AT, row_id=row.pk, reason=" ")
        row.refresh_from_db()
        assert row.state == "open"
        actions.discard_row(person=agency_operator, at=AT, row_id=row.pk, reason="刷单，不算")
        row.refresh_from_db()
        entry = Entry.objects.get(act="intake.discarded")
    assert (row.state, row.reason) == ("discarded", "刷单，不算")
    assert entry.facts["reason_sha256"] == text_digest("刷单，不算") and "刷单" not in str(entry.facts)


def test_rows_that_nothing_cures_do_not_keep_the_others_waiting(
    contract_in_force: Contract, agency_operator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from paidang.intake.actions import mend

    monkeypatch.setattr(mend, "REREAD_MAX", 2)
    hand_in(agency_operator, contract_in_force, lines(*(line(f"M{at}", quantity="x") for at in range(3))))
    never = table(REFUND_HEADER, *(refund(f"N{at}", f"NONE-{at}") for at in range(3)))
    hand_in(agency_operator, contract_in_force, never, "never.csv")
    early = hand_in(agency_operator, contract_in_force, table(REFUND_HEADER, refund("R1", "L1")), "r.csv")
    hand_in(agency_operator, contract_in_force, lines(line("L1")))
    with acting(agency_operator):
        assert actions.reread_waiting(person=agency_operator, at=AT, contract_id=contract_in_force.pk) == 1
    assert waiting(agency_operator, early.pk) == []


def test_what_comes_out_of_quarantine_lets_what_waited_for_it_out_too(
    contract_in_force: Contract, agency_operator: Person, brand_finance: Person
) -> None:
    """A price comes: the line that waited for it goes in, and so does the refund that came before the line."""
    costs = "sku,valid_from,factory_price"
    hand_in(brand_finance, contract_in_force, table(costs, "QL-1,2026-01-01,4000"), "costs.csv")
    hand_in(agency_operator, contract_in_force, table(REFUND_HEADER, refund("R1", "L1")), "r.csv")
    hand_in(agency_operator, contract_in_force, lines(line("L1", sku="QL-9")))
    hand_in(brand_finance, contract_in_force, table(costs, "QL-9,2026-01-01,4000"), "more.csv")
    with acting(agency_operator):
        assert actions.reread_waiting(person=agency_operator, at=AT, contract_id=contract_in_force.pk) == 2
        assert Refund.objects.get().line_id == "L1"


@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_being_read_again_cannot_be_discarded_meanwhile(
    transactional_db: None,
    contract_in_force: Contract,
    agency_operator: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from paidang.intake.actions import mend

    early = hand_in(agency_operator, contract_in_force, table(REFUND_HEADER, refund("R1", "L1")), "r.csv")
    hand_in(agency_operator, contract_in_force, lines(line("L1")))
    [row] = waiting(agency_operator, early.pk)
    read_again, at_work, refused = mend._read_again, threading.Event(), []

    def discard() -> None:
        at_work.wait(20)
        try:
            with acting(agency_operator):
                actions.discard_row(person=agency_operator, at=AT, row_id=row.pk, reason="不要")
        except actions.UnableToMend as no:
            refused.append(no)
        finally:
            connection.close()

    def slow(*args: object) -> None:
        at_work.set()
        thread.join(1)  # long enough for whoever does not wait
        read_again(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(mend, "_read_again", slow)
    thread = threading.Thread(target=discard)
    thread.start()
    with acting(agency_operator):
        actions.reread_waiting(person=agency_operator, at=AT, contract_id=contract_in_force.pk)
    thread.join(20)
    with acting(agency_operator):
        assert QuarantineRow.objects.get(pk=row.pk).state == "mended" and len(refused) == 1
        assert Refund.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_mending_while_waiting_rows_are_read_again_waits_its_turn(
    transactional_db: None,
    contract_in_force: Contract,
    agency_operator: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from paidang.intake.actions import mend

    early = hand_in(agency_operator, contract_in_force, table(REFUND_HEADER, refund("R1", "L1")), "r.csv")
    hand_in(agency_operator, contract_in_force, lines(line("L1")))
    [row] = waiting(agency_operator, early.pk)
    read_again, at_work, problems = mend._read_again, threading.Event(), []

    def mend_too() -> None:
        at_work.wait(20)
        try:
            with acting(agency_operator):
                actions.mend_row(person=agency_operator, at=AT, row_id=row.pk)
        except Exception as problem:  # noqa: BLE001
            problems.append(problem)
        finally:
            connection.close()

    def slow(*args: object) -> None:
        monkeypatch.setattr(mend, "_read_again", read_again)
        at_work.set()
        thread.join(1)
        read_again(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(mend, "_read_again", slow)
    thread = threading.Thread(target=mend_too)
    thread.start()
    with acting(agency_operator):
        assert actions.reread_waiting(person=agency_operator, at=AT, contract_id=contract_in_force.pk) == 1
    thread.join(20)
    assert [type(problem) for problem in problems] == [actions.UnableToMend]
