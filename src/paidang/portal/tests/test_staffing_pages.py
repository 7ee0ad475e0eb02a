"""The pages of staffing: what each side sees and does there, through the forms alone."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import acting

from paidang.aftersales.tests.cases import sold
from paidang.orders.queries.listing import list_stores
from paidang.portal.tests.test_case_pages import do, read, signed_in
from paidang.staffing.models import Shift, Subcontractor
from paidang.staffing.tests.test_acts import AT, TODAY

__all__ = ["sold"]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def test_staffing_through_its_pages(sold, brand, agency, outsider):
    code, service, day = sold.code, agency.people["agency_service"], TODAY.isoformat()
    ours, theirs, chat = signed_in(agency.manager), signed_in(brand.manager), signed_in(service)
    assert "9 个角色没有人" in read(ours, "/staffing")
    said = do(
        ours, f"/staffing/{code}/name", role="customer_service", who=service.pk, since=day, words="两单在等"
    )
    assert "等接手" in said and "交接：两单在等" in said and "8 个角色没有人" in said
    assert "接手客服" in read(chat, "/")
    page = chat.get("/staffing").content.decode()
    post = page.split('name="post" value="')[1].split('"')[0]
    assert "已接手" in do(chat, f"/staffing/{code}/take", post=post)
    do(ours, f"/staffing/{code}/away", role="customer_service", cover=agency.manager.pk, since=day, until=day)
    assert "顶班" in read(theirs, "/staffing")
    do(
        chat, f"/staffing/{code}/shift", role="customer_service", who=service.pk, first=day, last=day,
        weekday=TODAY.isoweekday(), from_hour=9, until_hour=18,
    )  # fmt: skip
    assert "9–18" in read(theirs, "/staffing") and "9–18" in read(theirs, "/staffing?from=x")
    assert "9–18" not in read(theirs, f"/staffing?from={TODAY + timedelta(days=7)}")
    assert "9–18" in read(theirs, f"/staffing?from={TODAY - timedelta(days=6)}")
    with acting(service):
        shift = Shift.objects.get().pk
    do(chat, f"/staffing/{code}/drop", shift=shift)
    assert "9–18" not in read(theirs, "/staffing")
    do(ours, f"/staffing/{code}/ask", name="夜班客服", scope="22 点到 8 点")
    refusal = ours.post(
        f"/staffing/{code}/name", {"role": "editor", "who": "firm-1", "since": day}, follow=True
    )
    assert "甲方没有书面同意" in refusal.content.decode()
    with acting(brand.manager):
        digest = Subcontractor.objects.get().sha256
    do(theirs, f"/staffing/{code}/answer", number=1, sha256=digest, verdict="consent")
    assert "夜班客服" in do(ours, f"/staffing/{code}/name", role="editor", who="firm-1", since=day)
    with acting(service):
        (store,) = list_stores([sold.pk])
    assert "还没有客服数据" in read(theirs, "/staffing/service")
    rows = f"日期,店铺,会话数,首次响应秒,解决数\n2026-03-10,{store},100,40,90\n"
    said = do(chat, f"/staffing/{code}/service/days", file=SimpleUploadedFile("service.csv", rows.encode()))
    assert "写入 1 行" in said and "40 秒" in said and "90%" in said
    sheet = {"text-0": "先回应", "weight-0": "60", "text-1": "不猜", "weight-1": "40"}
    do(theirs, f"/staffing/{code}/service/sheet", **sheet)
    do(
        theirs,
        f"/staffing/{code}/service/sample",
        about="会话 88",
        store=store,
        **{"mark-0": "5", "mark-1": "2"},
    )
    said = read(chat, "/staffing/service")
    assert "76 分" in said and "先回应 5/5 · 不猜 2/5" in said
    do(chat, f"/staffing/{code}/service/answer", number=1, verdict="contest", contested=1, words="规范没写")
    assert "改为 4 分" in read(theirs, "/staffing/service") and "改为 4 分" not in read(
        chat, "/staffing/service"
    )
    said = do(theirs, f"/staffing/{code}/service/decide", number=1, words="补看了记录", **{"mark-1": "4"})
    assert "92 分" in said and "异议已决定" in said and "规范没写" in said
    said = do(theirs, f"/staffing/{code}/withdraw", number=1, ends_on=day, reason="泄露电话")
    assert "甲方已撤回同意" in said and "等乙方知悉" in said
    assert "换下外包“夜班客服”" in read(ours, "/")
    said = do(ours, f"/staffing/{code}/note", number=1)
    assert "已知悉" in said and "已知悉，换人" not in said
    assert "按现有角色还不能" not in said  # so far everybody may do what their role brings
    said = do(ours, f"/staffing/{code}/name", role="technician", who=agency.finance.pk, since=day)
    assert "按现有角色还不能" in said and "按现有角色还不能" not in read(theirs, "/staffing")
    for client in (signed_in(outsider.manager), Client()):
        for url in (f"/staffing?contract={code}", f"/staffing/service?contract={code}"):
            assert client.get(url).status_code in (302, 404)
