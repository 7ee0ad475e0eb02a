"""The statement's pages: what each side sees and may do, the rows behind figures, copies, refusals."""

import io
import re
import zipfile
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Party, acting, agree_on, register, shanghai, signed_in
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.settlement.actions import close_month, confirm_statement, send_statement
from paidang.settlement.models import Question, Statement
from paidang.settlement.queries import get_statement
from paidang.settlement.tests.month import (
    MARCH_CLOSED,
    MARCH_SENT,
    add_line,
    add_refund,
    agree_otherwise,
    fill_march,
)
from paidang.team.models import Person


@kept
def contract(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    fill_march(contract_in_force, brand, agency)
    return contract_in_force


@kept
def closed(contract: Contract, agency: Party) -> Statement:
    with acting(agency.finance):
        return close_month(person=agency.finance, at=MARCH_CLOSED, code=contract.code, month="2026-03")


@kept
def sent(closed: Statement, contract: Contract, agency: Party) -> Statement:
    with acting(agency.finance):
        return send_statement(
            person=agency.finance, at=MARCH_SENT, code=contract.code, month="2026-03", digest=closed.digest
        )


def page(contract: Contract, end: str = "") -> str:
    return f"/contracts/{contract.code}/statements/2026-03{end}"


def acts(contract: Contract, person: Person) -> list[str]:
    with acting(person):
        found = Entry.objects.filter(chain_id=contract.chain_id, act__startswith="statement.")
        return list(found.order_by("seq").values_list("act", flat=True))


# The list and the open month


def test_the_agency_is_told_what_is_ready_and_closes_the_month(contract, agency):
    client = signed_in(agency.finance)
    shown = client.get("/statements").content.decode()
    assert "2026 年 3 月可以关账了" in shown and "1 个商品没有出厂价，1 行会挂起" in shown
    answer = client.post(page(contract, "/close"))
    assert answer.status_code == 302 and answer["Location"] == page(contract)
    assert "未发出" in client.get(page(contract)).content.decode()
    assert "事实和约定都没有变" in client.post(page(contract, "/close"), follow=True).content.decode()
    assert acts(contract, agency.manager) == ["statement.closed"]


def test_the_address_may_name_the_contract_and_its_views_keep_it(sent, contract, brand, outsider):
    shown = signed_in(brand.finance).get(f"/statements?contract={contract.code}").content.decode()
    assert f'href="?contract={contract.code}&amp;view=pay"' in shown
    assert signed_in(outsider.manager).get(f"/statements?contract={contract.code}").status_code == 404


def test_the_brand_is_told_why_there_is_none_and_cannot_close(contract, brand):
    client = signed_in(brand.finance)
    shown = client.get("/statements").content.decode()
    assert "由 拾舟电商 关账、发出" in shown and "/close" not in shown
    assert client.post(page(contract, "/close")).status_code == 403


def test_a_month_that_is_not_over_says_when_it_can_be_closed(brand, agency, monkeypatch):
    contract = agree_on(brand=brand, agency=agency)
    monkeypatch.setattr(timezone, "now", lambda: shanghai("2026-03-20 10:00"))
    shown = signed_in(agency.finance).get("/statements").content.decode()
    assert "2026 年 3 月还没过完" in shown and page(contract, "/close") not in shown


def test_the_views_count_and_filter(sent, brand):
    client = signed_in(brand.finance)
    shown = client.get("/statements?view=confirm").content.decode()
    assert re.search(r'aria-current="page">待确认 <span class="n">1</span>', shown) and "¥59.60" in shown
    assert "这里没有对账单" in client.get("/statements?view=question").content.decode()


# Who sees what


def test_an_unsent_statement_is_the_agencys_own(closed, contract, brand, agency):
    assert "只有你们看得到" in signed_in(agency.manager).get(page(contract)).content.decode()
    for end in ("", "/rows?figure=tax", "/pdf", "/bundle"):
        assert signed_in(brand.manager).get(page(contract, end)).status_code == 404


def test_a_stranger_sees_nothing(sent, contract):
    other = register(name="别家", kind="agency", code="other")
    for end in ("", "/rows", "/pdf", "/xlsx", "/bundle", "/receipt"):
        assert signed_in(other.manager).get(page(contract, end)).status_code == 404
    assert Client().get(page(contract)).status_code == 302


def test_the_page_shows_amount_steps_chart_and_clauses(sent, contract, brand):
    shown = signed_in(brand.finance).get(page(contract)).content.decode()
    for text in (
        "¥59.60",
        "收益分成 30%",
        "¥172.00 × 30%",
        "第三章 D",
        "挂起",
        "GIFT-BOX",
        "京东旗舰店",
        "确认对账单",
    ):
        assert text in shown, text
    assert 'class="fall"' in shown and 'aria-label="出厂成本 −¥120.00"' in shown


def test_the_page_is_complete_in_english(sent, contract, brand):
    client = signed_in(brand.finance)
    client.cookies["django_language"] = "en"
    shown = client.get(page(contract)).content.decode()
    assert "Statement of March 2026" in shown and "Confirm the statement" in shown
    left = re.sub(
        r"京东旗舰店|天猫旗舰店|拾舟电商|青岚茶器|财务|品牌经理|项目经理|电子商务运营合作协议|中文|语言|[中青]",
        "",
        shown,
    )
    words = set(re.findall(r">([^<>]*[一-鿿][^<>]*)<", left))
    assert not {word.strip() for word in words if word.strip()}, words


# Acts


def test_sending_asks_for_the_digest_that_was_seen(closed, contract, agency):
    client = signed_in(agency.finance)
    assert client.post(page(contract, "/send"), {"digest": "0" * 64}).status_code == 409
    for _ in range(2):
        assert client.post(page(contract, "/send"), {"digest": closed.digest}).status_code == 302
    assert acts(contract, agency.manager).count("statement.sent") == 1


def test_the_brand_confirms_and_takes_the_receipt(sent, contract, brand):
    client = signed_in(brand.finance)
    shown = client.get(page(contract)).content.decode()
    assert "确认应付 ¥59.60" in shown and "每日 0.3%" in shown
    assert client.get(page(contract, "/receipt")).status_code == 409
    for _ in range(2):
        assert client.post(page(contract, "/confirm"), {"digest": sent.digest}).status_code == 302
    answer = client.get(page(contract, "/receipt"))
    assert answer.content.startswith(b"%PDF")
    assert "回执.pdf" in unquote(answer["Content-Disposition"])
    assert acts(contract, brand.manager).count("statement.confirmed") == 1


def test_a_warehouse_keeper_looks_and_is_told_whom_to_ask(sent, contract, brand):
    client = signed_in(brand.people["brand_warehouse"])
    shown = client.get(page(contract)).content.decode()
    assert "请找甲方品牌经理、甲方财务" in shown and 'data-open="confirm"' not in shown
    assert client.post(page(contract, "/confirm"), {"digest": sent.digest}).status_code == 403


def test_ticked_rows_become_a_question_that_the_agency_answers(sent, contract, brand, agency):
    client = signed_in(brand.finance)
    rows = ["line:L1", "logistics:C1"]
    posted = {"digest": sent.digest, "reason": "<b>单价</b>应为 ¥99.00", "rows": rows}
    assert client.post(page(contract, "/question"), posted).status_code == 302
    shown = client.get(page(contract)).content.decode()
    assert "&lt;b&gt;单价" in shown and "待答复" in shown
    with acting(agency.finance):
        question = Question.objects.get()
    meant = client.get(page(contract, f"/rows?figure=rows&question={question.pk}")).content.decode()
    assert ">L1<" in meant and ">C1<" in meant and ">L2<" not in meant
    other = signed_in(agency.finance)
    assert 'name="answer"' in other.get(page(contract)).content.decode()
    answer = {"question": question.pk, "answer": "与平台订单一致"}
    assert other.post(page(contract, "/answer"), answer).status_code == 302
    assert "与平台订单一致" in client.get(page(contract)).content.decode()


def test_a_question_without_a_reason_is_refused(sent, contract, brand, agency):
    answer = signed_in(brand.finance).post(
        page(contract, "/question"), {"digest": sent.digest, "reason": " "}
    )
    assert answer.status_code == 409 and "没有写理由" in answer.content.decode()
    with acting(agency.manager):
        assert not Question.objects.exists()


def test_recomputing_shows_the_verdict_to_the_side_that_asked(sent, contract, brand, agency):
    client = signed_in(brand.finance)
    assert client.post(page(contract, "/recompute")).status_code == 302
    assert "每一分都相同" in client.get(page(contract)).content.decode()
    assert "每一分都相同" not in signed_in(agency.finance).get(page(contract)).content.decode()


def test_a_new_version_leaves_the_old_one_readable(sent, contract, brand, agency):
    signed_in(brand.finance).post(page(contract, "/question"), {"digest": sent.digest, "reason": "少一单"})
    with acting(agency.manager):
        add_line(contract, "L7", done="2026-03-28 10:00")
    client = signed_in(agency.finance)
    client.post(page(contract, "/close"))
    with acting(agency.finance):
        second = get_statement(contract, "2026-03")
    client.post(page(contract, "/send"), {"digest": second.digest})
    shown = signed_in(brand.finance).get(page(contract, "?version=1")).content.decode()
    assert "已被新版代替" in shown and "看现在这一版" in shown
    assert "第 2 版" in signed_in(brand.finance).get(page(contract)).content.decode()


def test_facts_that_cannot_be_settled_are_listed_cell_by_cell(contract, agency):
    with acting(agency.manager):
        add_refund(contract, "R9", "L2", at="2026-03-22 10:00", amount=99_900)
    answer = signed_in(agency.finance).post(page(contract, "/close"))
    shown = answer.content.decode()
    assert answer.status_code == 422 and "R9" in shown and "refunds" in shown and "99900" in shown
    with acting(agency.manager):
        assert not Statement.objects.exists()


def test_what_cannot_be_done_is_said_in_english(sent, contract, brand, agency):
    client = signed_in(brand.finance)
    client.cookies["django_language"] = "en"
    shown = client.post(page(contract, "/confirm"), {"digest": "0" * 64}).content.decode()
    assert "There is a newer version" in shown
    assert "Reload the page and look at the new version before you answer." in shown
    shown = signed_in(agency.finance).post(page(contract, "/close"), headers={"Accept-Language": "en"})
    assert "The statement of 2026-03 has been sent" in shown.content.decode()


def test_facts_that_cannot_be_settled_are_listed_in_english(contract, agency):
    with acting(agency.manager):
        add_refund(contract, "R9", "L2", at="2026-03-22 10:00", amount=99_900)
    client = signed_in(agency.finance)
    client.cookies["django_language"] = "en"
    assert (
        "The refunds together exceed the order line" in client.post(page(contract, "/close")).content.decode()
    )


def test_acts_need_post_and_a_token(sent, contract, brand):
    client = signed_in(brand.finance)
    assert client.get(page(contract, "/confirm")).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    with acting(brand.finance):
        strict.force_login(brand.finance)
    assert strict.post(page(contract, "/confirm"), {"digest": sent.digest}).status_code == 403


# Rows and copies


@pytest.mark.parametrize(
    ("figure", "sum_shown"),
    [
        ("tax", "−¥39.00"),
        ("profit", "¥172.00"),
        ("advanced_b", "¥8.00"),
        ("held", "¥200.00"),
        ("platform_fees", "¥5.00"),
    ],
)
def test_the_rows_add_up_to_the_figure(sent, contract, brand, figure, sum_shown):
    shown = signed_in(brand.finance).get(page(contract, f"/rows?figure={figure}")).content.decode()
    assert f'<span class="nw">{sum_shown}</span>' in shown


def test_rows_are_of_one_store_or_found_by_text(sent, contract, brand):
    client = signed_in(brand.finance)
    shown = client.get(page(contract, "/rows?figure=profit&store=天猫旗舰店")).content.decode()
    assert "¥60.00" in shown and ">L2<" in shown and ">L1<" not in shown
    assert "查到 0 行" in client.get(page(contract, "/rows?figure=profit&q=%25x")).content.decode()
    assert client.get(page(contract, "/rows?figure=nothing")).status_code == 404


def test_the_csv_is_for_spreadsheets_and_runs_no_formula(contract, brand, agency):
    with acting(agency.manager):
        add_line(contract, "=1+1", done="2026-03-12 10:00", store="@店")
    with acting(agency.finance):
        found = close_month(person=agency.finance, at=MARCH_CLOSED, code=contract.code, month="2026-03")
        send_statement(
            person=agency.finance, at=MARCH_SENT, code=contract.code, month="2026-03", digest=found.digest
        )
    answer = signed_in(brand.finance).get(page(contract, "/rows?figure=cost&format=csv"))
    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff") and "'=1+1" in text and "'@店" in text and ",-40.00" in text
    name = unquote(answer["Content-Disposition"])
    assert "成本 " in name and name.endswith(f"{brand.org.name} {brand.finance.name}.csv")


def test_every_copy_is_on_record(sent, contract, brand):
    client = signed_in(brand.finance)
    pdf, xlsx, bundle = (client.get(page(contract, end)) for end in ("/pdf", "/xlsx", "/bundle"))
    assert pdf.content.startswith(b"%PDF") and xlsx.content.startswith(b"PK")
    names = zipfile.ZipFile(io.BytesIO(bundle.content)).namelist()
    assert (
        any(name.endswith("/manifest.json") for name in names)
        and len({name.split("/")[0] for name in names}) == 1
    )
    assert "青岚茶器 2026-03 对账单 第1版.pdf" in unquote(pdf["Content-Disposition"])
    assert acts(contract, brand.manager).count("statement.downloaded") == 3


def test_the_same_copy_taken_again_and_again_is_one_line_of_the_timeline(sent, contract, brand):
    client = signed_in(brand.finance)
    for end in ("", "/xlsx", "/xlsx", "/xlsx", "/bundle"):
        client.get(page(contract, end))
    body = client.get(page(contract)).content.decode()
    assert re.findall(r"<b>\S+ 下载 (\S+)</b>", body) == ["对账包", "Excel"]
    assert body.count("共 3 次") == 1


def test_a_confirmed_statement_waits_for_payment(sent, contract, brand, agency):
    with acting(brand.finance):
        confirm_statement(
            person=brand.finance, at=MARCH_SENT, code=contract.code, month="2026-03", digest=sent.digest
        )
    shown = signed_in(agency.finance).get(page(contract)).content.decode()
    assert "等甲方付款" in shown and "金额与付款日已定" in shown and "重新关账" not in shown


# Other contracts than a profit share


FEE = {"kind": "monthly_fee", "amount": 3_000, "clause": "第三条 1"}
TIERS = [{"from": 0, "rate": "0.05"}, {"from": 10_000, "rate": "0.08"}]
COMMISSION = {
    "kind": "commission",
    "of": "net_sales",
    "tiers": TIERS,
    "tier_mode": "marginal",
    "clause": "第三条 2",
}


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (
            {"components": [FEE, COMMISSION], "collector": "b", "platform_fees": "b", "tax": {"mode": "none", "paid_by": "a"}},
            ["乙方应付甲方", "月费", "佣金", "乙方承担的平台扣费", "销售额与净收入", "乙方收到的平台结算款"],
        ),
        ({"components": [{"kind": "minimum", "amount": 500_000, "clause": "第三条 3"}]}, ["保底", "甲方应付乙方"]),
        ({"components": [], "dated_debts": []}, ["怎么算出来的"]),
        ({"platform_fees": "deducted"}, ["平台扣费 −¥5.00", "可分收益"]),
        (
            {"components": [{"kind": "profit_share", "a": "0.7", "b": "0.3", "loss": "share", "clause": "第三章 D"}],
             "tax": {"mode": "on_revenue", "rate": "0.99", "paid_by": "b"}},
            ["可分收益 −¥124.61", "乙方代缴税"],
        ),
    ],
)  # fmt: skip
def test_the_page_fits_other_contracts(contract, agency, terms, words):
    agree_otherwise(contract, agency, **terms)
    client = signed_in(agency.finance)
    assert client.get("/statements").status_code == 200
    assert client.post(page(contract, "/close")).status_code == 302
    shown = client.get(page(contract)).content.decode()
    for word in words:
        assert word in shown, word
    for door in set(re.findall(r'href="([^"]*/rows\?[^"]*)"', shown)):
        assert client.get(door.replace("&amp;", "&")).status_code == 200, door


def test_a_schedule_without_a_day_of_sending_names_none(contract, agency):
    agree_otherwise(contract, agency, statement={"confirm_days": 5, "confirm_day_kind": "working"})
    shown = signed_in(agency.finance).get("/statements")
    assert shown.status_code == 200 and "最晚" not in shown.content.decode()
