"""The pages of after-sales: what each side sees and does there, through the forms alone."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import acting, signed_in

from paidang.aftersales.models import Case, CaseFile, ServiceNorm
from paidang.aftersales.tests.cases import LATER, PHOTO, charges, refunds, sold
from paidang.evidence.models import Entry
from paidang.intake.tests.files import REFUND_HEADER, hand_in, table

__all__ = ["sold"]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages look on the 13th of March, whatever the day."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


def read(client: Client, url: str, **headers: str) -> str:
    answer = client.get(url, headers=headers)
    assert answer.status_code == 200, (url, answer.status_code, answer.content[:2000])
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def do(client: Client, url: str, **fields: object) -> str:
    """Send a form and read the page it leads to."""
    answer = client.post(url, fields, follow=True)
    assert answer.status_code == 200, (url, answer.status_code, answer.content.decode()[-3000:])
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_case_through_its_pages(sold, brand, agency, outsider):
    ours, theirs = signed_in(agency.people["agency_service"]), signed_in(brand.people["brand_warehouse"])
    assert "还没有售后" in read(ours, "/cases")
    assert "买家为什么找来" in read(ours, f"/cases/new?contract={sold.code}&order=O-L1")
    said = do(
        ours, "/cases/new", contract=sold.code, order="O-L1", **{"line-0": "1", "units-0": "1"}, reason="quality",
        wish="return_goods", source="phone", words="釉裂",
    )  # fmt: skip
    page = f"/cases/{sold.code}/1"
    assert "QL-1 2 件中 1 件：质量问题" in said
    assert "质量问题：无条件退换" in said and "不适用：不是无理由退货" in said
    # 158.00 back, 62.00 cost and 18.18 tax with it: −77.82, of which the agency bears 30 %
    for words in ("−¥158.00", "+¥62.00", "+¥18.18", "−¥77.82", "−¥23.35", "等客服处理"):
        assert words in said, words
    assert "收到退货" not in said and "收到退货" in read(theirs, page)
    do(ours, f"{page}/await", carrier="顺丰", waybill="SF8830")
    do(theirs, f"{page}/receive", waybill="SF8830", freight="9.20", paid_by="b")
    photo = SimpleUploadedFile("crack.jpg", PHOTO, "image/jpeg")
    assert "1 份证据已存证" in do(theirs, f"{page}/files", file=photo)
    with acting(brand.manager):
        file, line = CaseFile.objects.get(), Case.objects.get().lines.get()
    shown = ours.get(f"{page}/files/{file.sha256}")
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert shown.content == PHOTO
    said = do(theirs, f"{page}/inspect", **{f"finding-{line.pk}": "quality", f"words-{line.pk}": "裂 12 mm"})
    assert "甲方付乙方 ¥9.20" in said
    said = do(ours, f"{page}/dispute", line="L1", reason="请再看")
    assert "等甲方答复异议" in said
    do(theirs, f"{page}/answer", line="L1", finding="quality", answer="仍是窑裂")
    assert "按质量问题退款 ¥158.00" in read(ours, page)
    said = do(ours, f"{page}/decide", verdict="refund")
    assert "已写入：退款，可分收益 −¥77.82，其中乙方 −¥23.35，甲方付乙方运费 ¥9.20" in said
    assert refunds(brand, sold) == [("L1", 1, 15800, "quality", False)]
    assert charges(brand, sold) == [("S-0001-return", "return", 920, "b", "a")]
    assert "现在不能这样做" in ours.post(f"{page}/decide", {"verdict": "refund"}).content.decode()
    for client in (signed_in(outsider.manager), Client()):
        for url in (page, f"{page}/files/{file.sha256}"):
            assert client.get(url).status_code in (302, 404)
    assert "S-0001" in read(theirs, "/cases?view=closed")
    english = read(ours, page, **{"Accept-Language": "en"})
    assert "Refund" in english


def test_the_list_is_filtered_copied_and_told_when_late(sold, agency, brand):
    ours = signed_in(agency.people["agency_service"])
    for order in ("O-L1", "O-L2"):
        do(ours, "/cases/new", contract=sold.code, order=order, **{"line-0": "1", "units-0": "2"}, reason="no_reason", wish="return_goods", source="chat", words="")  # fmt: skip
    assert "2 件" not in read(ours, "/cases?view=late")
    assert "S-0002" in read(ours, "/cases?q=O-L2") and "S-0001" not in read(ours, "/cases?q=O-L2")
    assert "没有售后符合筛选" in read(ours, "/cases?reason=lost")
    copy = b"".join(ours.get("/cases/export").streaming_content).decode("utf-8-sig")
    assert copy.count("\n") == 3 and "S-0001,O-L1" in copy
    with acting(agency.manager):
        assert Entry.objects.filter(act="cases.exported", facts={"rows": 2}).count() == 1
    theirs = signed_in(brand.people["brand_warehouse"])
    do(ours, f"/cases/{sold.code}/1/await", carrier="顺丰", waybill="SF1")
    bad = SimpleUploadedFile("r.csv", b"waybill,freight,paid_by\nSF1,9.20,b\nSF9,,\n")
    assert (
        "第 3 行运单 SF9"
        in theirs.post("/cases/returned", {"contract": sold.code, "file": bad}).content.decode()
    )
    good = b"waybill,freight,paid_by\nSF1,9.20,b\n"
    for said in ("收下 1 件退货", "没有变化"):
        file = SimpleUploadedFile("r.csv", good)
        assert said in do(theirs, "/cases/returned", contract=sold.code, file=file)


def test_norms_are_proposed_agreed_and_used_by_the_clocks(sold, agency, brand):
    ours, theirs = signed_in(agency.manager), signed_in(brand.manager)
    page = f"/cases/norms?contract={sold.code}"
    assert "还没有同意过的版本" in read(ours, page)
    figures = {"respond": "60", "inspect": "600", "settle": "1440", "send": "2880"}
    do(
        ours,
        f"/cases/norms/{sold.code}/propose",
        text="一、先道歉\n二、再处理",
        from_day="2026-03-13",
        **figures,
    )
    assert "第 1 版等我方答复" in read(theirs, page)
    assert (
        "自己提的要由对方同意"
        in ours.post(f"/cases/norms/{sold.code}/1/answer", {"verdict": "agree"}).content.decode()
    )
    assert (
        "没有写不同意的理由"
        in theirs.post(f"/cases/norms/{sold.code}/1/answer", {"verdict": "decline"}).content.decode()
    )
    assert "已同意，03-13 起生效" in do(theirs, f"/cases/norms/{sold.code}/1/answer", verdict="agree")
    do(theirs, f"/cases/norms/{sold.code}/propose", text="一、先道歉\n三、给方案", from_day="2026-03-20", **{**figures, "inspect": "1200"})  # fmt: skip
    said = read(ours, page)
    assert "10 小时 → 20 小时" in said and "二、再处理" in said and "三、给方案" in said
    with acting(ours_manager := agency.manager):
        assert ServiceNorm.objects.filter(agreed=True).count() == 1, ours_manager
    do(ours, f"/cases/norms/{sold.code}/limit", store="jd|青岚京东旗舰店", act="agree", minutes="30")
    assert "30 分钟" in read(ours, page)


def test_texts_are_versioned_and_filled_from_the_case(sold, agency, brand):
    ours, theirs = signed_in(agency.people["agency_service"]), signed_in(brand.manager)
    edit = f"/cases/replies/{sold.code}/"
    assert "没有这样的空格" in ours.post(f"{edit}0", {"title": "a", "text": "{颜色}"}).content.decode()
    do(ours, f"{edit}0", title="收到", text="您的 {订单号} {商品} 已收到")
    assert "第 2 版" in do(
        theirs, f"{edit}1", title="收到", text="您好，{订单号} 的 {商品} 退 {金额}，{运单}"
    )
    do(ours, "/cases/new", contract=sold.code, order="O-L1", **{"line-0": "1", "units-0": "1"}, reason="quality", wish="return_goods", source="phone", words="")  # fmt: skip
    assert "您好，O-L1 的 QL-1 × 1 退 ¥158.00，____" in read(ours, f"/cases/{sold.code}/1")
    assert "还没有用语" in do(theirs, f"{edit}1", act="remove", title="收到", text="x")


def test_from_a_refund_that_a_file_told(sold, agency, brand):
    told = "R-7,L1,1,15800,no_reason,false,2026-03-11T10:00:00+08:00"
    hand_in(agency.finance, sold, table(REFUND_HEADER, told), "refunds.csv")
    ours = signed_in(agency.people["agency_service"])
    said = read(ours, f"/cases/new?contract={sold.code}&order=O-L1&refund=R-7")
    assert "已退 ¥158.00" in said
    said = do(ours, "/cases/new", contract=sold.code, order="O-L1", refund="R-7", **{"line-0": "1", "units-0": "1"}, reason="quality", wish="return_goods", source="chat", words="")  # fmt: skip
    assert "平台已退" in said


def test_without_an_order_it_is_asked_for_and_found_by_its_number(sold, brand, agency, outsider):
    ours = signed_in(agency.people["agency_service"])
    assert "先找到订单" in read(ours, "/cases/new")
    for asked in (f"contract={sold.code}&order=O-&reason=quality", "order=O-L1&reason=quality"):
        page = ours.get(f"/cases/new?{asked}").content.decode()
        [url] = re.findall(r'href="(/cases/new[^"]*order=O-L1(?:&[^"]*)?)"', page)
        assert "买家为什么找来" in read(ours, html.unescape(url)) and "reason=quality" in url
    assert "没有找到“鸽子”" in read(ours, "/cases/new?order=鸽子")
    assert "售后由乙方客服登记" in read(signed_in(brand.manager), "/cases/new")
    assert "158.00" not in read(signed_in(outsider.manager), "/cases/new?order=O-L1")
