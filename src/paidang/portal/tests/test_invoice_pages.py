"""The page of buyers' invoices: what either side sees and does there, tables in and out, the mail and the buyer's link."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core import mail, signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import acting, signed_in
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.intake.tests.files import line
from paidang.intake.tests.goods import sell
from paidang.invoices.models import BuyerInvoice, InvoiceRequest
from paidang.invoices.rules.wishes import Wish
from paidang.invoices.tests.papers import AT, COMPANY, NUMBER, ask, rate, xml_file
from paidang.portal.queries.worklist import get_worklist
from paidang.portal.tasks.invoices import mail_of
from paidang.team.models import Person


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages look on the 2nd of April, whatever the day."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


@kept
def asked(contract_in_force, brand, agency) -> Contract:
    """O-L1 (250.00) and O-L2 (250.00) are asked for; the brand has given its rate."""
    operator = agency.people["agency_operator"]
    sell(operator, contract_in_force, line("L1"), line("L2"), line("L3"))
    rate(brand.finance, contract_in_force)
    ask(operator, contract_in_force)
    ask(operator, contract_in_force, "O-L2", Wish("张三"))
    return contract_in_force


def text_of(answer) -> str:
    """The page's words; a refusal is a page too."""
    assert answer.status_code in (200, 409), answer
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def upload(proof) -> SimpleUploadedFile:
    return SimpleUploadedFile(proof.name, proof.content)


def first(contract: Contract, order_id: str = "O-L1") -> InvoiceRequest:
    return InvoiceRequest.objects.get(contract=contract, order_id=order_id)


def test_the_agency_asks_and_looks_the_brand_issues(asked, brand, agency):
    service = signed_in(agency.people["agency_operator"])
    page = text_of(service.get(f"/invoices?contract={asked.code}"))
    for words in ("待开 2", "待红冲 0", "全部 2", "O-L1", "¥250.00", "04-09", "登记申请", "待开票"):
        assert words in page
    assert "批量" not in page, "tables are the brand's"
    form = {"order_id": "O-L3", "kind": "special", "title": "甲公司", "tax_number": "9153000077859986X3"}
    no = service.post(f"/invoices/{asked.code}/ask", form, follow=True)
    assert "税号的校验位不对" in text_of(no)
    done = service.post(f"/invoices/{asked.code}/ask", form | {"tax_number": COMPANY.tax_number}, follow=True)
    assert "已登记，04-09 前开" in text_of(done)
    with acting(brand.finance):
        request = first(asked)
    drawer = f"/invoices/{asked.code}/{request.pk}"
    assert "云南某某科技有限公司" in text_of(service.get(drawer))
    assert "记下这张发票" not in text_of(service.get(drawer))
    finance = signed_in(brand.finance)
    page = text_of(finance.get(drawer))
    for words in ("应开", "¥250.00", "记下这张发票", "9153000077859986X2", "开具并交付"):
        assert words in page
    done = finance.post(f"{drawer}/issue", {"file": upload(xml_file()), "number": ""}, follow=True)
    assert f"发票 {NUMBER} 已记下" in text_of(done)
    assert "给买家的下载链接" in done.content.decode()
    warehouse = text_of(signed_in(brand.people["brand_warehouse"]).get(drawer))
    assert "云南某某科技有限公司" not in warehouse
    assert "开票、客服的人才看得到" in warehouse
    with acting(brand.finance):
        titles = [item.title for item in get_worklist(person=brand.finance, contracts=[asked], now=AT).items]
        assert "给买家开 2 张发票" in titles


def test_the_mail_and_the_buyers_link(asked, brand, agency, settings):
    finance = signed_in(brand.finance)
    with acting(brand.finance):
        request = first(asked)
    finance.post(f"/invoices/{asked.code}/{request.pk}/issue", {"file": upload(xml_file())})
    with acting(brand.finance):
        invoice = BuyerInvoice.objects.get()
    papers = f"/invoices/{asked.code}/papers/{invoice.pk}"
    assert "邮件一分钟内发出" in text_of(finance.post(f"{papers}/deliver", {"how": "mail"}, follow=True))
    assert (mail_of(brand.org.pk, AT), mail_of(brand.org.pk, AT)) == (1, 0)
    assert mail_of(agency.org.pk, AT) == 0
    letter = mail.outbox[0]
    assert letter.to == ["buyer@example.com"]
    assert letter.subject == "青岚茶器：您的发票"
    path = re.search(r"/invoice/\S+", letter.body)[0]
    buyer = Client()
    assert "¥250.00" in text_of(buyer.get(path))
    file = buyer.get(f"{path}/file")
    assert file.content == xml_file().content
    assert "attachment" in file["Content-Disposition"]
    assert buyer.get("/invoice/forged").status_code == 404
    assert "已交付" in text_of(finance.get(f"/invoices/{asked.code}/{request.pk}"))
    assert finance.get(f"{papers}/file").content == xml_file().content
    with acting(brand.finance):
        assert Entry.objects.filter(act="invoice.opened").count() == 1


def test_one_that_was_taken_back_whole_leads_to_the_next(asked, brand, agency):
    with acting(brand.finance):
        request = first(asked)
    finance, path = signed_in(brand.finance), f"/invoices/{asked.code}/{request.pk}"
    finance.post(f"{path}/issue", {"file": upload(xml_file())})
    service = signed_in(agency.people["agency_operator"])
    assert "再登记一份" not in text_of(service.get(path))
    with acting(brand.finance):
        paper = BuyerInvoice.objects.get(request=request)
    finance.post(
        f"/invoices/{asked.code}/papers/{paper.pk}/red",
        {"whole": "1", "number": "26332000000000009999", "issued_on": "2026-04-03", "reason": "抬头错了"},
    )
    page = service.get(path)
    assert f"order={request.order_id}#ask" in page.content.decode()
    assert "再登记一份" in text_of(page)


def test_an_old_link_says_so(asked, brand, monkeypatch):
    with acting(brand.finance):
        request = first(asked)
    finance = signed_in(brand.finance)
    finance.post(f"/invoices/{asked.code}/{request.pk}/issue", {"file": upload(xml_file())})
    page = finance.get(f"/invoices/{asked.code}/{request.pk}").content.decode()
    path = re.search(r'value="http://testserver(/invoice/[^"]+)"', page)[1]
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + timedelta(days=31).total_seconds())
    assert "过期了" in Client().get(path).content.decode()


def test_the_queue_goes_out_and_numbers_come_in(asked, brand, agency):
    finance = signed_in(brand.finance)
    assert "没有写为什么导出" in text_of(
        finance.post(f"/invoices/{asked.code}/export", {"reason": ""}, follow=True)
    )
    answer = finance.post(f"/invoices/{asked.code}/export", {"reason": "进税务软件", "kind": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["订单号"], row["抬头"], row["含税金额"], row["税率"], row["税额"]) for row in rows] == [
        ("O-L1", COMPANY.title, "250.00", "13%", "28.76"), ("O-L2", "张三", "250.00", "13%", "28.76"),
    ]  # fmt: skip
    numbers = "申请号,发票号码,开票日期,价税合计\n" + "".join(
        f"{row['申请号']},{number},2026-04-02,{fen}\n"
        for row, number, fen in zip(rows, ("10000001", "10000002"), ("250.00", "250.01"), strict=True)
    )
    done = finance.post(
        f"/invoices/{asked.code}/numbers",
        {"file": SimpleUploadedFile("n.csv", numbers.encode())},
        follow=True,
    )
    assert "记下了 1 张发票" in text_of(done)
    assert "第 3 行" in text_of(done)
    assert "最多 ¥250.00" in text_of(done)
    bad = finance.post(
        f"/invoices/{asked.code}/numbers", {"file": SimpleUploadedFile("n.csv", b"a,b\n1,2\n")}, follow=True
    )
    assert "缺少列" in text_of(bad)


def test_rates_days_and_others(asked, brand, agency, outsider):
    finance = signed_in(brand.finance)
    done = finance.post(
        f"/invoices/{asked.code}/rate", {"sku": "QL-1", "rate": "900", "goods_name": "茶具"}, follow=True
    )
    assert "税率已记下" in text_of(done)
    assert "税率或商品编码不对" in text_of(
        finance.post(f"/invoices/{asked.code}/rate", {"sku": "QL-1", "rate": "1700"}, follow=True)
    )
    done = signed_in(agency.finance).post(f"/invoices/{asked.code}/days", {"days": "3"}, follow=True)
    assert "在 3 天内开" in text_of(done)
    stranger = signed_in(outsider.manager)
    with acting(brand.finance):
        request = first(asked)
    for path in (f"/invoices?contract={asked.code}", f"/invoices/{asked.code}/{request.pk}"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/invoices/{asked.code}/{request.pk}/issue", {"number": NUMBER}).status_code == 404


def test_in_english(asked, brand):
    client = signed_in(brand.finance)
    client.cookies["django_language"] = "en"
    with acting(brand.finance):
        request = first(asked)
    for path in (f"/invoices?contract={asked.code}", f"/invoices/{asked.code}/{request.pk}"):
        page = text_of(client.get(path)).replace(COMPANY.title, "").replace("青岚京东旗舰店", "")
        for word in ("Invoices", "To issue"):
            assert word in page


@pytest.mark.django_db
def test_many_requests_by_a_table_each_row_by_itself_and_the_same_again_nothing_new(
    asked: Contract, agency_operator: Person, brand_warehouse: Person
) -> None:
    sell(agency_operator, asked, line("L4"))
    rows = f"订单号,抬头,种类,税号\nO-L3,李四,,\nO-L4,{COMPANY.title},专票,{COMPANY.tax_number}\nO-L9,王五,,\nO-L1,别的抬头,,\nO-L3,,,\n"
    client, url = signed_in(agency_operator), f"/invoices/{asked.code}/requests"
    for _ in range(2):
        table = SimpleUploadedFile("wishes.csv", rows.encode("gb18030"))
        words = text_of(client.post(url, {"file": table}, follow=True))
        assert "登记了 2 份申请" in words
        for problem in (
            "第 4 行，订单 O-L9",
            "第 5 行，订单 O-L1：订单 O-L1 已经有一份",
            "第 6 行，订单 O-L3：抬头",
        ):
            assert problem in words
    with acting(agency_operator):
        made = InvoiceRequest.objects.filter(order_id__in=["O-L3", "O-L4"]).order_by("order_id")
        assert [(one.kind, one.source) for one in made] == [("ordinary", "file"), ("special", "file")]
        assert InvoiceRequest.objects.count() == 4
    refused = SimpleUploadedFile("wishes.csv", "订单号\nO-L3\n".encode())
    assert "缺少列" in text_of(client.post(url, {"file": refused}))
    other = SimpleUploadedFile("wishes.csv", rows.encode())
    assert signed_in(brand_warehouse).post(url, {"file": other}).status_code == 403
