"""The disk is full: every page says so in one line, nothing is lost, and with room again the same act is done."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from tests.cast import acting, come_in, shanghai

from paidang.kit.room import is_full
from paidang.settlement import tasks
from paidang.settlement.actions import start_batch
from paidang.settlement.models import BankFile, BatchItem, Statement
from paidang.settlement.tests.month import close, fill_march

NOW = shanghai("2026-04-09 10:00")


@contextmanager
def full_disk() -> Iterator[None]:
    """This process may write files of a page only, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (512, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def march(contract_in_force, brand, agency, monkeypatch):
    fill_march(contract_in_force, brand, agency)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return contract_in_force


def test_closing_and_sending_without_room_change_nothing_and_can_be_done_again(march, agency, client):
    ours, page = come_in(client, agency.finance), f"/contracts/{march.code}/statements/2026-03"
    with full_disk():
        refused = ours.post(f"{page}/close")
    assert refused.status_code in (409, 507) and "NO_ROOM" in refused.content.decode()
    with acting(agency.finance):
        assert not Statement.objects.exists()
    digest = close(march, agency, at=NOW).digest
    with full_disk():
        refused = ours.post(f"{page}/send", {"digest": digest})
    assert refused.status_code == 507 and "磁盘满了，什么都没有写入" in refused.content.decode()
    with acting(agency.finance):
        assert Statement.objects.get().state == "closed"
    assert ours.post(f"{page}/send", {"digest": digest}).status_code == 302


def test_a_bank_statement_wants_room_and_says_so(march, agency, client):
    ours, line = come_in(client, agency.finance), "2026-04-08,10.00,青岚茶器,3月款,{0}\n"
    content = ("交易日期,收入,对方户名,附言,流水号\n" + "".join(line.format(n) for n in range(40))).encode()
    with full_disk():
        refused = ours.post("/payments/bank", {"file": SimpleUploadedFile("流水.csv", content)})
    assert refused.status_code == 507 and "磁盘满了，什么都没有写入" in refused.content.decode()
    with acting(agency.finance):
        assert not BankFile.objects.exists()
    answer = ours.post("/payments/bank", {"file": SimpleUploadedFile("流水.csv", content)}, follow=True)
    assert "收下 40 笔来款" in answer.content.decode()


def test_in_a_batch_it_parks_the_contract(march, agency):
    person = agency.finance
    with acting(person):
        batch, _new = start_batch(
            person=person, at=NOW, kind="close", month="2026-03", picks={march.code: ""}
        )
    with full_disk():
        tasks.carry_out(batch_id=batch.pk, org_id=person.org_id, person_id=person.pk)
    with acting(person):
        assert BatchItem.objects.get().refusal["code"] == "NO_ROOM"


class DiskFull(Exception):
    sqlstate = "53100"


def test_the_servers_full_disk_counts_and_other_failures_do_not():
    failed = OperationalError("could not extend file")
    failed.__cause__ = DiskFull()
    assert is_full(failed)
    assert not is_full(OperationalError("deadlock detected")) and not is_full(
        PermissionError(13, "Permission denied")
    )
