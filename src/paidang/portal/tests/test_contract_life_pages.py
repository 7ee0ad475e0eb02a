"""The page of a contract's life: what each side sees and may do, and that acts reach the other side."""

import hashlib
import re
from datetime import date, timedelta

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.cast import BEFORE, acting, come_in, shanghai

from paidang.contracts.actions import answer_notice, serve_notice
from paidang.contracts.models import Contract, Notice
from paidang.contracts.rules.rights import Known, UnsentStatement
from paidang.contracts.rules.serving import Said
from paidang.evidence.actions import append
from paidang.evidence.models import Entry
from paidang.kit.period import day_of
from paidang.portal.queries.grounds import load_grounds
from paidang.portal.queries.life import known_of
from paidang.settlement.actions import record_payment
from paidang.settlement.queries import get_statement
from paidang.settlement.tests.month import MARCH_SENT, close, confirm, fill_march, send

REPORT = "检测报告.html"


@pytest.fixture
def now(monkeypatch):
    """The pages' clock stands in the summer of the first period."""
    moment = shanghai("2026-08-20 10:00")
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


@pytest.fixture
def page(living_contract) -> str:
    return f"/contracts/{living_contract.code}/life"


def said_on(client: Client, page: str) -> str:
    return client.get(page).content.decode()


def serve(client: Client, page: str, **form: object):
    return client.post(page.replace("/life", "/notices"), {"grounds": "事实如下", **form})


def test_the_days_of_renewal_stand_on_the_page(page, now, brand_manager):
    shown = said_on(come_in(Client(), brand_manager), page)
    assert (
        "履行中" in shown
        and "2027-02-28" in shown
        and "2027-01-28" in shown
        and "自动，每期 12 个月" in shown
    )


def test_no_id_stands_twice_so_that_a_refusal_is_seen_where_refusals_are(page, now, brand_manager):
    shown = said_on(come_in(Client(), brand_manager), page)
    ids = re.findall(r' id="([^"]+)"', shown)
    assert "notices" in ids and sorted(set(ids)) == sorted(ids)


def test_a_notice_reaches_the_other_side_is_answered_and_closed(
    page, now, living_contract, brand_manager, agency_manager
):
    brand, agency = come_in(Client(), brand_manager), come_in(Client(), agency_manager)
    assert serve(brand, page, kind="cure", grounds="客服三天不回复").status_code == 302
    shown = said_on(agency, page)
    assert "等你们答复" in shown and "客服三天不回复" in shown and "限期纠正中" in shown
    assert "等你们答复" not in said_on(brand, page)
    path = page.replace("/life", "/notices/1")
    assert agency.post(f"{path}/answer", {"verdict": "replied", "answer": "已换人值班"}).status_code == 302
    assert "已换人值班" in said_on(brand, page)
    assert brand.post(f"{path}/close", {"outcome": "cured"}).status_code == 302
    assert "履行中" in said_on(agency, page)
    assert agency.get("/").content.decode().count("限期纠正通知") == 0


def test_what_waits_for_an_answer_stands_on_the_worklist(page, now, brand_manager, agency_manager):
    serve(come_in(Client(), brand_manager), page, kind="cure")
    assert "纠正并答复对方的限期纠正通知" in come_in(Client(), agency_manager).get("/").content.decode()


def test_a_breach_with_its_file_gives_the_right_to_the_brand_alone(
    page, now, living_contract, brand_manager, agency_manager
):
    brand, agency = come_in(Client(), brand_manager), come_in(Client(), agency_manager)
    assert serve(brand, page, kind="incident", cause="counterfeit").status_code == 409  # no evidence
    file = SimpleUploadedFile(REPORT, b"<script>alert(1)</script>")
    assert serve(brand, page, kind="incident", cause="counterfeit", files=file).status_code == 302
    shown = said_on(brand, page)
    assert "right-immediate-counterfeit-1" in shown and "第二章 B 5" in shown
    assert 'data-open="right-immediate' not in said_on(agency, page)
    assert "可以解除合同：销售假冒" in brand.get("/").content.decode()
    assert "可以解除合同" not in agency.get("/").content.decode()
    link = re.search(r'href="(/contracts/[^"]+/notices/files/\d+)"', shown)[1]
    fetched = agency.get(link)
    assert fetched.content == b"<script>alert(1)</script>" and "attachment" in fetched["Content-Disposition"]
    assert serve(agency, page, kind="immediate", right="immediate:counterfeit:1").status_code == 409
    assert serve(brand, page, kind="immediate", right="immediate:counterfeit:1").status_code == 302
    ended = said_on(agency, page)
    assert "已终止" in ended and "结束要做的事" in ended and "继续保密" in ended


def test_a_statement_that_is_overdue_can_be_reminded_of_by_the_brand(
    page, now, living_contract, brand_finance, agency_manager
):
    brand = come_in(Client(), brand_finance)
    shown = said_on(brand, page)
    key = re.search(r'name="right" value="(reminder::2026-03)"', shown)[1]
    assert serve(brand, page, kind="reminder", right=key).status_code == 302
    assert "补交 2026-03 对账单" in come_in(Client(), agency_manager).get("/").content.decode()


def card(shown: str, month: str) -> str:
    """What the card of a month says."""
    return re.search(rf'id="unsent-{month}">(.*?)</li>', shown, re.S)[1]


def test_each_unsent_month_has_its_own_reminder_clock_and_right(
    page, now, monkeypatch, living_contract, brand_manager, agency_manager
):
    """March to July wait; two are reminded of, in the same words and on different days, and each week runs by itself."""
    brand = come_in(Client(), brand_manager)
    months = ["2026-03", "2026-04", "2026-05", "2026-06", "2026-07"]
    shown = said_on(brand, page)
    assert re.findall(r'id="unsent-([\d-]+)"', shown) == months
    assert all(f'data-open="right-reminder--{month}"' in card(shown, month) for month in months)
    assert serve(brand, page, kind="reminder", right="reminder::2026-03").status_code == 302
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=4))
    assert serve(brand, page, kind="reminder", right="reminder::2026-05").status_code == 302
    shown = said_on(brand, page)
    assert "通知 1" in card(shown, "2026-03") and "还有 3 天" in card(shown, "2026-03")
    assert "通知 2" in card(shown, "2026-05") and "还有 7 天" in card(shown, "2026-05")
    assert "还没有" in card(shown, "2026-04") and "reminder--2026-04" in card(shown, "2026-04")

    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=8))
    shown = said_on(brand, page)
    assert 'data-open="right-termination-late-statement-2026-03"' in card(shown, "2026-03")
    assert "data-open" not in card(shown, "2026-05") and "还有" in card(shown, "2026-05")
    assert "可以解除合同：催缴后仍没有交对账单" in brand.get("/").content.decode()
    theirs = said_on(come_in(Client(), agency_manager), page)
    assert "去对账" in card(theirs, "2026-03") and "data-open" not in card(theirs, "2026-03")


def test_what_the_brand_may_remind_of_stands_on_its_worklist_only(page, now, brand_finance, agency_manager):
    shown = come_in(Client(), brand_finance).get("/").content.decode()
    assert len(set(re.findall("可以催缴 ([0-9]{4}-[0-9]{2})", shown))) == 5
    assert f'href="{page}#unsent-2026-04"' in shown
    assert "可以催缴" not in come_in(Client(), agency_manager).get("/?whose=all").content.decode()


def test_money_that_arrived_stands_in_the_life_by_its_statement(page, living_contract, brand, agency):
    fill_march(living_contract, brand, agency)
    close(living_contract, agency)
    send(living_contract, agency)
    confirm(living_contract, brand)
    with acting(agency.finance):
        due = get_statement(living_contract, "2026-03").figures["amount_due"]
        record_payment(
            person=agency.finance, at=MARCH_SENT, code=living_contract.code, amount_fen=due, named="statement-2026-03"
        )  # fmt: skip
    assert "2026-03 对账单第 1 版" in said_on(come_in(Client(), brand.finance), page)


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"kind": "nothing"}, 409),
        ({"kind": "agreement", "last_day": "morgen"}, 409),
        ({"kind": "agreement", "last_day": ""}, 409),
        ({"kind": "cure", "grounds": " "}, 409),
        ({"kind": "claim", "amount": "viel"}, 409),
    ],
)
def test_a_form_that_cannot_be_served_says_why_and_serves_nothing(page, now, brand_manager, form, status):
    brand = come_in(Client(), brand_manager)
    assert serve(brand, page, **form).status_code == status
    with acting(brand_manager):
        assert not Notice.objects.exists()


def test_who_may_not_sees_whom_to_ask_and_no_button(page, now, agency_operator):
    client = come_in(Client(), agency_operator)
    shown = said_on(client, page)
    assert "发通知要请乙方项目经理" in shown and 'data-open="serve-' not in shown
    assert serve(client, page, kind="cure").status_code == 403


def test_outsiders_and_drafts_have_no_such_page(page, now, draft_contract, outsider_manager, agency_manager):
    assert come_in(Client(), outsider_manager).get(page).status_code == 404
    assert come_in(Client(), agency_manager).get(f"/contracts/{draft_contract.code}/life").status_code == 404


def test_the_contracts_page_leads_there_and_says_the_state(page, now, living_contract, brand_manager):
    brand = come_in(Client(), brand_manager)
    serve(brand, page, kind="objection")
    shown = brand.get(f"/contracts/{living_contract.code}").content.decode()
    assert f'href="{page}"' in shown and "已通知终止" in shown
    assert "已通知终止" in brand.get("/contracts").content.decode()


def test_the_same_in_english(page, now, brand_manager):
    brand = come_in(Client(), brand_manager)
    brand.cookies["django_language"] = "en"
    shown = said_on(brand, page)
    assert "Last day to object" in shown and "in force" in shown.lower()


def test_two_notices_of_one_matter_are_one(page, living_contract, brand_manager):
    known = Known(unsent=[UnsentStatement("2026-03", date(2026, 4, 10))])
    said = Said(kind="reminder", grounds="请补交", right="reminder::2026-03")
    with acting(brand_manager):
        for minutes in (0, 1):
            at = BEFORE + timedelta(days=60, minutes=minutes)
            serve_notice(person=brand_manager, at=at, code=living_contract.code, said=said, known=known)
        assert Notice.objects.count() == 1 == Entry.objects.filter(act="notice.reminder").count()
        assert Contract.objects.get(pk=living_contract.pk).state == "in_force"


def test_a_confirmed_return_is_a_certificate_on_paper(
    page, now, living_contract, brand_manager, agency_manager
):
    brand, agency = come_in(Client(), brand_manager), come_in(Client(), agency_manager)
    serve(brand, page, kind="agreement", last_day="2026-09-30")
    notices = page.replace("/life", "/notices")
    assert agency.post(f"{notices}/1/answer", {"verdict": "agreed"}).status_code == 302
    held = re.search(r'name="held" value="(\w{64})"', agency.get(page).content.decode())[1]
    given = {"kind": "return", "how": "destroyed", "grounds": "客户数据三份备份，低级格式化"}
    with acting(agency_manager):
        contract = Contract.objects.get(pk=living_contract.pk)
        append(contract.chain_id, at=now, org_id=agency_manager.org_id, person_id=agency_manager.pk, act="orders.exported",
               subject=contract.code, facts={"lines": 3})  # fmt: skip
    serve(agency, page, **given, held=held)  # a copy was taken since the list was seen
    with acting(agency_manager):
        assert not Notice.objects.filter(kind="return").exists()
    held = re.search(r'name="held" value="(\w{64})"', agency.get(page).content.decode())[1]
    listed = agency.get(page.replace("/life", "/held")).content
    assert hashlib.sha256(listed).hexdigest() == held and agency_manager.name in listed.decode()
    assert serve(agency, page, **given, held=held).status_code == 302
    assert "归还或销毁声明" in paper(agency, f"{notices}/2/pdf")
    assert brand.post(f"{notices}/2/answer", {"verdict": "confirmed"}).status_code == 302
    text = paper(brand, f"{notices}/2/pdf")
    assert "保密材料销毁证明" in text and "低级格式化" in text and agency_manager.name in text
    assert (
        "所持清单" in text and "合同文本和附件" in text and "导出、下载的副本" in text and held[:14] in text
    )
    with acting(brand_manager):
        served = Entry.objects.get(act="notice.return")
        assert served.hash[:14] in text
        assert Entry.objects.filter(act="notice.downloaded").count() == 2


def paper(client: Client, path: str) -> str:
    """The text of a PDF, without the blanks that its lines leave."""
    answer = client.get(path)
    assert answer["Content-Type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(answer.content)
    return re.sub(r"[\s\u200b\ufffe]", "", "".join(page.get_textpage().get_text_bounded() for page in pages))


def test_the_contracts_page_says_the_days_and_what_waits(
    page, now, living_contract, brand_manager, agency_manager
):
    brand, agency = come_in(Client(), brand_manager), come_in(Client(), agency_manager)
    serve(brand, page, kind="cure")
    path = f"/contracts/{living_contract.code}"
    shown = agency.get(path).content.decode()
    assert "1 份通知等你们答复" in shown and "2027-01-28" in shown
    assert "份通知等你们答复" not in brand.get(path).content.decode()
    assert page in brand.get("/palette?q=履约").content.decode()


def test_a_month_after_the_end_is_not_asked_for(page, now, living_contract, brand_manager, agency_manager):
    """The contract ended in March: that month is owed a statement, none after it."""
    at = shanghai("2026-07-01 10:00")
    said = Said(kind="agreement", grounds="协商终止", last_day=date(2026, 3, 20))
    with acting(agency_manager):
        early = shanghai("2026-03-10 10:00")
        serve_notice(person=agency_manager, at=early, code=living_contract.code, said=said, known=Known())
    with acting(brand_manager):
        answer_notice(
            person=brand_manager,
            at=shanghai("2026-03-11 10:00"),
            code=living_contract.code,
            number=1,
            verdict="agreed",
        )
        contract = Contract.objects.get(pk=living_contract.pk)
        ground = load_grounds([contract], day_of(at))[contract.pk]
        known = known_of(ground, at)
        assert [each.month for each in known.unsent] == ["2026-03"]
        assert (known.final_due_on, known.final_pay_by) == (date(2026, 4, 10), date(2026, 4, 20))
