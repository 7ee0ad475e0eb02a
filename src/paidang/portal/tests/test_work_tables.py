"""Tables of the agency's work, out and in again: no formula gets out alive, each copy is on record, all rows or none."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.cast import Party, acting, come_in

from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.kit.period import day_of
from paidang.portal.views.work_export import EXPORTS
from paidang.projects.actions import begin_project
from paidang.projects.models import Task
from paidang.staffing.models import Shift
from paidang.training.actions import ask_advice, begin_course
from paidang.training.models import Lesson


@pytest.fixture
def ours(client: Client, contract_in_force: Contract, agency: Party) -> Client:
    return come_in(client, agency.manager)


def rows(answer: object) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))


def send(client: Client, path: str, *lines: str, status: int = 302) -> None:
    file = SimpleUploadedFile("table.csv", "\n".join(lines).encode())
    assert client.post(path, {"file": file}).status_code == status


def test_each_table_is_taken_along_and_that_is_on_record(ours, contract_in_force, agency, outsider):
    code = contract_in_force.code
    with acting(agency.manager):
        ask_advice(person=agency.manager, at=timezone.now(), code=code, question="=cmd|' /C calc'!A0")
    for what, export in EXPORTS.items():
        answer = ours.get(f"/contracts/{code}/export/{what}")
        assert answer.status_code == 200 and rows(answer)[0] == list(export.head())
    assert ours.get(f"/contracts/{code}/export/people").status_code == 404
    assert rows(ours.get(f"/contracts/{code}/export/advice"))[1][3].startswith("'=")
    with acting(agency.manager):
        copies = Entry.objects.filter(chain=contract_in_force.chain_id, act="matter.copied")
        assert {one.facts["what"] for one in copies} == set(EXPORTS)
    assert come_in(Client(), outsider.manager).get(f"/contracts/{code}/export/team").status_code == 404


def test_a_table_comes_in_whole_once_or_not_at_all(ours, contract_in_force, agency):
    code, today = contract_in_force.code, day_of(timezone.now()).isoformat()
    name, head = agency.people["agency_service"].name, "日期,角色,谁,从几点,到几点,店铺"
    shifts = f"/staffing/{code}/rota"
    send(ours, shifts, head, f"{today},客服,{name},9,18,", f"{today},客服,没有这个人,9,18,", status=409)
    with acting(agency.manager):
        assert not Shift.objects.exists()
    for _twice in range(2):
        send(ours, shifts, head, f"{today},客服,{name},9,18,")
    send(ours, shifts, head, f"{today},客服,{name},17,20,", status=409)  # at work already
    with acting(agency.manager):
        assert [(one.person.name, one.from_hour) for one in Shift.objects.select_related("person")] == [
            (name, 9)
        ]
        begin_course(person=agency.manager, at=timezone.now(), code=code, starts_on=day_of(timezone.now()))
        before = Lesson.objects.count()
        project = begin_project(
            person=agency.manager,
            at=timezone.now(),
            code=code,
            kind="tmall",
            starts_on=day_of(timezone.now()),
        )
        tasks = Task.objects.count()
    lessons = f"/training/{code}/lessons/file"
    send(ours, lessons, "日期,技能,课名", f"{today},商品知识,新品", f"{today},没有的技能,新品", status=409)
    for _twice in range(2):
        send(ours, lessons, "日期,技能,课名", f"{today},商品知识,新品")
    path = f"/launch/{code}/{project.number}/tasks"
    send(ours, path, "事,阶段,由谁做,工作日", "拍视频,素材,乙方,5", "寄样品,素材,丙方,2", status=409)
    send(ours, path, "事,阶段,由谁做,工作日", "拍视频,素材,乙方,5")
    with acting(agency.manager):
        assert Lesson.objects.count() == before + 1 and Task.objects.count() == tasks + 1
