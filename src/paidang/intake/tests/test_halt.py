"""Pausing, continuing and stopping: nothing half written, whoever asks and whenever the worker dies."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from tests.cast import Party, acting
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.evidence.queries import verify_chain
from paidang.intake import actions, tasks
from paidang.intake.actions import write as write_module
from paidang.intake.models import Halt, ImportFile, QuarantineRow
from paidang.intake.tests.files import AT, line, lines
from paidang.intake.tests.test_tasks import job, who
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.orders.models import OrderLine
from paidang.team.models import Person


@kept
def received(contract_in_force: Contract, agency: Party) -> ImportFile:
    content = lines(line("L1"), line("L2"), line("L3", quantity="0"))
    with acting(agency.people["agency_operator"]):
        return actions.receive_file(
            person=agency.people["agency_operator"],
            at=AT,
            code=contract_in_force.code,
            name="x.csv",
            content=content,
        )


def read(person: Person, file: ImportFile) -> None:
    tasks.read(job(), import_id=file.pk, **who(person))


def begin(person: Person, file: ImportFile) -> None:
    with acting(person):
        actions.start_write(person=person, at=AT, import_id=file.pk)


def write(person: Person, file: ImportFile) -> None:
    tasks.write(job(), import_id=file.pk, mode="good_rows", **who(person))


def ask(person: Person, file: ImportFile, kind: str) -> str:
    with acting(person):
        return actions.ask_halt(person=person, at=AT, import_id=file.pk, kind=kind).state


def go_on(person: Person, file: ImportFile) -> bool:
    with acting(person):
        return actions.go_on(person=person, at=AT, import_id=file.pk) is not None


def state(person: Person, file: ImportFile) -> str:
    with acting(person):
        return ImportFile.objects.get(pk=file.pk).state


def acts(person: Person) -> list[str]:
    with acting(person):
        return list(
            Entry.objects.filter(act__startswith="intake.").order_by("pk").values_list("act", flat=True)
        )


def stored(person: Person) -> int:
    with acting(person):
        return OrderLine.objects.count()


@contextmanager
def working(person: Person, file: ImportFile, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A worker in the middle of its write: lines are merged, refunds are not. It goes on at the end of the block."""
    merge, at_work, may_go = write_module.merge_stage, threading.Event(), threading.Event()

    def slow(table: str, **more: object) -> object:
        merged = merge(table, **more)  # type: ignore[arg-type]
        if table == "order_lines":
            at_work.set()
            assert may_go.wait(20)
        return merged

    def work() -> None:
        try:
            write(person, file)
        finally:
            connection.close()

    monkeypatch.setattr(write_module, "merge_stage", slow)
    thread = threading.Thread(target=work)
    thread.start()
    try:
        assert at_work.wait(20)
        yield
    finally:
        may_go.set()
        thread.join(20)
        monkeypatch.undo()


@pytest.mark.parametrize("is_writing", [False, True])
def test_a_file_that_waits_for_the_worker_pauses_at_once_and_goes_on(
    is_writing: bool, received: ImportFile, agency_operator: Person
) -> None:
    if is_writing:
        begin(agency_operator, received)
    paused = "write_paused" if is_writing else "read_paused"
    assert ask(agency_operator, received, "pause") == paused
    (write if is_writing else read)(agency_operator, received)  # the job that was waiting finds nothing to do
    assert state(agency_operator, received) == paused and stored(agency_operator) == 0
    assert go_on(agency_operator, received)
    assert not go_on(agency_operator, received)  # clicked twice
    (write if is_writing else read)(agency_operator, received)
    assert state(agency_operator, received) == ("written" if is_writing else "test_read")
    assert stored(agency_operator) == (2 if is_writing else 0)
    assert acts(agency_operator).count("intake.continued") == 1


def test_asked_twice_it_is_on_record_once(received: ImportFile, agency_operator: Person) -> None:
    assert [ask(agency_operator, received, "pause") for _ in range(2)] == ["read_paused"] * 2
    assert [ask(agency_operator, received, "stop") for _ in range(2)] == ["stopped"] * 2
    assert acts(agency_operator) == ["intake.received", "intake.read_paused", "intake.stopped"]


def test_a_stopped_import_leaves_nothing_and_the_file_may_come_again(
    received: ImportFile, contract_in_force: Contract, agency_operator: Person
) -> None:
    read(agency_operator, received)
    begin(agency_operator, received)
    ask(agency_operator, received, "stop")
    write(agency_operator, received)
    with acting(agency_operator):
        stopped = ImportFile.objects.get(pk=received.pk)
        assert (stopped.state, stopped.counts) == ("stopped", {})
        assert not OrderLine.objects.exists() and not QuarantineRow.objects.exists()
        with pytest.raises(actions.UnableToHalt):
            actions.go_on(person=agency_operator, at=AT, import_id=received.pk)
        with pytest.raises(actions.UnableToWrite):
            actions.write_now(person=agency_operator, at=AT, import_id=received.pk)
        again = actions.receive_file(
            person=agency_operator,
            at=AT,
            code=contract_in_force.code,
            name="x.csv",
            content=lines(line("L1"), line("L2"), line("L3", quantity="0")),
        )
        assert actions.write_now(person=agency_operator, at=AT, import_id=again.pk).state == "written"


@pytest.mark.parametrize("kind", ["pause", "stop"])
def test_what_is_done_is_not_halted(kind: str, received: ImportFile, agency_operator: Person) -> None:
    read(agency_operator, received)
    with pytest.raises(actions.UnableToHalt, match="已试读"):
        ask(agency_operator, received, kind)
    begin(agency_operator, received)
    write(agency_operator, received)
    with pytest.raises(actions.UnableToHalt, match="已写入"):
        ask(agency_operator, received, kind)


def test_who_may_not(
    received: ImportFile, agency_operator: Person, brand_manager: Person, outsider_manager: Person
) -> None:
    for person, refusal in ((brand_manager, NotAllowed), (outsider_manager, NotFound)):
        for kind in ("pause", "stop"):
            with pytest.raises(refusal):
                ask(person, received, kind)
        with pytest.raises(refusal):
            go_on(person, received)
    assert state(agency_operator, received) == "received"


@pytest.mark.django_db(transaction=True)
def test_a_write_in_the_middle_is_taken_back_and_done_whole_later(
    transactional_db: None, received: ImportFile, agency_operator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(agency_operator, received)
    with working(agency_operator, received, monkeypatch):
        assert ask(agency_operator, received, "pause") == "writing"  # nobody waits for the worker
        assert ask(agency_operator, received, "pause") == "writing"
        assert not go_on(agency_operator, received)
    assert state(agency_operator, received) == "write_paused" and stored(agency_operator) == 0
    assert acts(agency_operator)[-2:] == ["intake.pause_asked", "intake.write_paused"]
    assert go_on(agency_operator, received)
    write(agency_operator, received)
    assert state(agency_operator, received) == "written" and stored(agency_operator) == 2
    with acting(agency_operator):
        assert verify_chain(received.contract.chain_id).is_unaltered


@pytest.mark.django_db(transaction=True)
def test_of_a_pause_and_a_stop_the_stop_counts(
    transactional_db: None,
    received: ImportFile,
    agency_operator: Person,
    agency_manager: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin(agency_operator, received)
    with working(agency_operator, received, monkeypatch):
        ask(agency_operator, received, "pause")
        ask(agency_manager, received, "stop")
        ask(agency_operator, received, "pause")
    assert state(agency_operator, received) == "stopped" and stored(agency_operator) == 0
    assert acts(agency_operator)[-3:] == ["intake.pause_asked", "intake.stop_asked", "intake.stopped"]
    with acting(agency_operator):
        assert Entry.objects.filter(act="intake.stopped").get().person == agency_manager.pk
        assert not Halt.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_wish_outlives_a_worker_that_dies(
    transactional_db: None, received: ImportFile, agency_operator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(agency_operator, received)
    with monkeypatch.context() as patch, working(agency_operator, received, monkeypatch):
        ask(agency_operator, received, "pause")
        patch.setattr(tasks.actions, "carry_out_halt", lambda **_: None)  # killed before it could
    assert state(agency_operator, received) == "writing"
    write(agency_operator, received)  # another worker takes the job up
    assert state(agency_operator, received) == "write_paused" and stored(agency_operator) == 0


@pytest.mark.django_db(transaction=True)
def test_a_wish_that_comes_too_late_says_so(
    transactional_db: None, received: ImportFile, agency_operator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(agency_operator, received)
    last, wished = write_module.record, threading.Event()

    def late(imported: ImportFile, person: Person, *more: object) -> None:
        def wish() -> None:
            ask(agency_operator, received, "stop")
            connection.close()
            wished.set()

        threading.Thread(target=wish).start()
        assert wished.wait(20)
        last(imported, person, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(write_module, "record", late)
    write(agency_operator, received)
    assert state(agency_operator, received) == "written" and stored(agency_operator) == 2
    assert acts(agency_operator)[-2:] == ["intake.written", "intake.halt_too_late"]
    with acting(agency_operator):
        assert not Halt.objects.exists()
        assert "要求停止时已经做完，没有停下" in ImportFile.objects.get(pk=received.pk).notes
