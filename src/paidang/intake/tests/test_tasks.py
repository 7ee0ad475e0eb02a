"""Jobs: done once whatever happens, and what failed says so."""

from types import SimpleNamespace
from typing import Any

import pytest
from tests.cast import Party, acting
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.intake import actions, tasks
from paidang.intake.models import ImportFile
from paidang.intake.tests.files import AT, REFUND_HEADER, hand_in, line, lines, refund, table
from paidang.orders.models import OrderLine, Refund
from paidang.team.models import Person


def job(attempts: int = 0) -> Any:
    return SimpleNamespace(job=SimpleNamespace(attempts=attempts))


@kept
def received(contract_in_force: Contract, agency: Party) -> ImportFile:
    with acting(agency.people["agency_operator"]):
        return actions.receive_file(
            person=agency.people["agency_operator"],
            at=AT,
            code=contract_in_force.code,
            name="x.csv",
            content=lines(line("L1"), line("L2")),
        )


def who(person: Person) -> dict[str, int]:
    return {"org_id": person.org_id, "person_id": person.pk}


def test_a_job_writes_and_rereads_what_waited(
    received: ImportFile, contract_in_force: Contract, agency_operator: Person
) -> None:
    hand_in(agency_operator, contract_in_force, table(REFUND_HEADER, refund("R1", "L1")))
    with acting(agency_operator):
        assert actions.start_write(person=agency_operator, at=AT, import_id=received.pk).state == "writing"
    tasks.write(job(), import_id=received.pk, mode="good_rows", **who(agency_operator))
    with acting(agency_operator):
        assert ImportFile.objects.get(pk=received.pk).state == "written"
        assert OrderLine.objects.count() == 2 and Refund.objects.count() == 1


def test_a_worker_that_dies_leaves_nothing_and_the_next_one_does_it_once(
    received: ImportFile, agency_operator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from paidang.intake.actions import write as module

    def die(*_: object, **__: object) -> None:
        raise SystemExit("killed")

    with acting(agency_operator):
        actions.start_write(person=agency_operator, at=AT, import_id=received.pk)
    with monkeypatch.context() as patch:
        patch.setattr(module, "set_mend_duty", die)
        with pytest.raises(SystemExit):
            tasks.write(job(), import_id=received.pk, mode="good_rows", **who(agency_operator))
    with acting(agency_operator):
        assert not OrderLine.objects.exists()
        assert ImportFile.objects.get(pk=received.pk).state == "writing"
    tasks.write(job(), import_id=received.pk, mode="good_rows", **who(agency_operator))
    tasks.write(job(), import_id=received.pk, mode="good_rows", **who(agency_operator))
    with acting(agency_operator):
        assert OrderLine.objects.count() == 2
        assert ImportFile.objects.get(pk=received.pk).state == "written"


def test_after_the_last_attempt_the_file_says_so_and_can_be_tried_again(
    received: ImportFile,
    agency_operator: Person,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("disk full")

    with acting(agency_operator):
        actions.start_write(person=agency_operator, at=AT, import_id=received.pk)
    monkeypatch.setattr(tasks.actions, "write_now", fail)
    with pytest.raises(RuntimeError):
        tasks.write(job(0), import_id=received.pk, mode="good_rows", **who(agency_operator))
    tasks.write(job(2), import_id=received.pk, mode="good_rows", **who(agency_operator))
    assert "disk full" in caplog.text  # whoever runs the program finds out why
    monkeypatch.undo()
    with acting(agency_operator):
        failed = ImportFile.objects.get(pk=received.pk)
        assert failed.state == "test_read" and "一行也没有写入" in failed.problem["reason"]
        assert actions.write_now(person=agency_operator, at=AT, import_id=received.pk).state == "written"
