"""The pages of training: what each side sees and does there, through the forms alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import acting

from paidang.portal.tests.test_case_pages import do, read, signed_in
from paidang.training.models import HandoverItem, Material, Trainee
from paidang.training.tests.test_acts import AT


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def test_training_through_its_pages(contract_in_force, brand, agency, outsider, monkeypatch):
    code, luo = contract_in_force.code, brand.people["brand_warehouse"]
    ours, theirs, learner = signed_in(agency.manager), signed_in(brand.manager), signed_in(luo)
    assert "培训还没有开始" in read(ours, "/training")
    assert "已排 12 课，到 2026-09-12" in do(ours, f"/training/{code}/begin", starts_on="2026-03-13")
    assert "第 1 个月，共 6 个月" in read(theirs, "/training")
    said = do(theirs, f"/training/{code}/trainees", person=luo.pk, job="店长", skill=["goods", "listing"])
    assert "店长" in said and "还没开始" in said
    with acting(brand.manager):
        cell = f"/training/{code}/skills/{Trainee.objects.get().pk}"
    assert "独立" not in read(ours, f"{cell}/goods").split("乙方怎么说")[1].split("理由")[0]
    do(ours, f"{cell}/goods", level="1")
    assert "刚开始" in read(theirs, "/training")
    for client, level in ((theirs, 1), (ours, 2), (theirs, 2), (ours, 3)):
        do(client, f"{cell}/goods", level=level)
    assert "1 格双方说法不同：品牌" not in read(theirs, "/training") and "待谈" in read(theirs, "/training")
    do(theirs, f"{cell}/goods", level="3")
    assert "待谈" not in read(ours, "/training") and "1 项已有人独立" in read(ours, "/training")
    lesson = f"/training/{code}/lessons/1"
    assert "已记下，1 人到场" in do(ours, f"{lesson}/hold", present=luo.pk)
    wrong = {"text": "主图几张", "choice-0": "三张", "choice-1": "五张", "right-1": "1"}
    do(ours, f"{lesson}/quiz", **wrong)
    do(ours, f"{lesson}/quiz", **wrong)
    assert "已有 1 题" in do(ours, f"{lesson}/quiz", drop="1")
    do(ours, f"{lesson}/file", file=SimpleUploadedFile("讲义.pdf", b"%PDF-1.7 lesson"))
    with acting(luo):
        sha256 = Material.objects.get().sha256
    assert learner.get(f"{lesson}/materials/{sha256}").content == b"%PDF-1.7 lesson"
    before = learner.get(lesson).content.decode()
    assert "交卷" in before and "tx-ok" not in before.split('id="quiz"')[1].split("</section>")[0]
    assert "得分 0" in do(learner, f"{lesson}/answer", **{"q-0": "0"})
    after = learner.get(lesson).content.decode()
    assert "tx-ok" in after.split('id="quiz"')[1].split("</section>")[0] and "交卷" not in after
    said = read(theirs, "/training/handover")
    assert "还差这些才能出" in said and "系统里有、清单里还没有的" in said
    hand, signed = f"/training/{code}/handover", f"documents|已签的合同 {code} 及其附件"
    said = do(ours, f"{hand}/known", known=[signed, "data|没有的东西"])
    assert "清单上加了 1 件" in said and "没有的东西" not in said
    with acting(brand.manager):
        item = HandoverItem.objects.get()
    ours.cookies["django_language"] = "en"
    assert f"The signed contract {code} and its annexes" in read(ours, "/training/handover")
    del ours.cookies["django_language"]
    assert "已从清单拿掉" in do(theirs, f"{hand}/drop", item=item.pk) and item.name in read(
        ours, hand.replace(f"/{code}", "")
    )
    assert "不加，出移交书" not in read(ours, "/training/handover")
    with monkeypatch.context() as complete:
        complete.setattr("paidang.portal.views.training_handover.list_missing", lambda _contract: [])
        said = ours.get(f"/training/handover?contract={code}").content.decode()
    listed, warned = (
        said.split('<input class="check" type="checkbox" name="known"')[1:],
        said.split('id="draw"')[1],
    )
    assert f"系统里有 {len(listed)} 件不在移交清单上" in warned and "不加，出移交书" in warned
    said = read(theirs, f"/evidence/{code}?kind=training")
    assert f"说 {luo.name} 的“商品知识”到了“独立”" in said
    assert f"定 {luo.name} 学 2 项技能：商品知识、商品上架" in said
    assert f"上了第 1 课（商品知识），到场 1 人：{luo.name}" in said and "移交清单加一件（文件）" in said
    assert "给一条建议" in read(ours, "/training/advice")
    do(ours, f"/training/{code}/advice", question="要不要报预售？", advice="报 6 款")
    assert "等甲方决定" in read(theirs, "/training/advice")
    do(theirs, f"/training/{code}/advice/1/decide", decision="taken")
    assert "要不要报预售" in read(ours, "/training")
    assert b"BEGIN:VEVENT" in ours.get(f"/training/{code}/calendar.ics").content
    assert ours.get(f"/training/{code}/handover/pdf").status_code == 404
    for client in (signed_in(outsider.manager), Client()):
        for url in (lesson, f"{cell}/goods", f"{lesson}/materials/{sha256}", f"/training?contract={code}"):
            assert client.get(url).status_code in (302, 404)
