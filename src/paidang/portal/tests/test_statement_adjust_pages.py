"""On the statement's page: questions with files, adjustments of a statement that stands, what changed since the one before."""

import re
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.cast import Party, acting, signed_in

from paidang.catalog.models import FactoryPrice
from paidang.contracts.models import Contract
from paidang.intake.tests.files import hand_in, table
from paidang.settlement.models import Adjustment, Attachment
from paidang.settlement.queries import get_statement
from paidang.settlement.tests.month import (
    APRIL_CLOSED,
    MARCH_CLOSED,
    add_line,
    add_refund,
    close,
    confirm,
    fill_march,
    send,
)


@pytest.fixture
def contract(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    fill_march(contract_in_force, brand, agency)
    close(contract_in_force, agency)
    send(contract_in_force, agency)
    return contract_in_force


def page(contract: Contract, end: str = "", month: str = "2026-03") -> str:
    return f"/contracts/{contract.code}/statements/{month}{end}"


def test_a_question_and_its_answer_carry_files_that_both_sides_open(contract, brand, agency, outsider):
    with acting(brand.finance):
        digest = get_statement(contract, "2026-03").digest
    theirs, ours = signed_in(brand.finance), signed_in(agency.finance)
    sheet = SimpleUploadedFile("核对.html", b"<script>alert(1)</script>")
    asked = {"digest": digest, "reason": "L1 单价应为 ¥99.00", "file": [sheet]}
    assert theirs.post(page(contract, "/question"), asked).status_code == 302
    shown = ours.get(page(contract)).content.decode()
    assert "核对.html" in shown
    [address] = re.findall(r'href="(/contracts/[^"]+/attachments/\d+)"', shown)
    given = ours.get(address)
    assert given.content == b"<script>alert(1)</script>"
    assert (
        given["Content-Type"] == "application/octet-stream" and "attachment" in given["Content-Disposition"]
    )
    assert signed_in(outsider.manager).get(address).status_code == 404
    with acting(brand.finance):
        question = Attachment.objects.get().question_id
    reply = {"question": question, "answer": "见截图", "file": [SimpleUploadedFile("订单.png", b"\x89PNG")]}
    assert ours.post(page(contract, "/answer"), reply).status_code == 302
    assert "订单.png" in theirs.get(page(contract)).content.decode()


def correct_l1(contract: Contract, agency: Party, price: int, at: datetime) -> None:
    head = "line_id,order_id,channel,store,sku,quantity,unit_price,merchant_discount,platform_discount,paid_at,shipped_at,completed_at"
    times = "2026-02-27T10:00:00+08:00,2026-02-27T10:00:00+08:00,2026-02-28T10:00:00+08:00"
    row = f"L1,O-L1,jd,京东旗舰店,CUP,2,{price},0,0,{times}"
    hand_in(agency.people["agency_operator"], contract, table(head, row), at=at)


def test_a_proposal_whose_row_changes_again_says_so_and_is_replaced(contract, brand, agency):
    confirm(contract, brand)
    with acting(brand.manager):
        FactoryPrice.objects.create(
            contract=contract, sku="CUP", valid_from=date(2026, 2, 1), factory_price_fen=4_000,
            declared_by=brand.manager, declared_at=MARCH_CLOSED,
        )  # fmt: skip
    theirs, ours = signed_in(brand.finance), signed_in(agency.finance)
    correct_l1(contract, agency, 9_900, timezone.now())
    shown = theirs.get(page(contract)).content.decode()
    assert "仍结在这一张，算迟到的行" in shown, "an earlier time moves no row (ADR 0063)"
    assert "退款仍按结算时的出厂价结（结算规则第 2、7 条）；那张发出后，差额在这里补算" in shown
    assert "应归还甲方 ¥7.43" in shown and "数据又改过" not in shown
    form = {"kind": "other", "amount": "-7.43", "reason": "按更正的数据", "rows": ["line:L1"]}
    theirs.post(page(contract, "/adjust"), form)
    correct_l1(contract, agency, 10_300, timezone.now())
    for client in (theirs, ours):
        shown = client.get(page(contract)).content.decode()
        assert "数据又改过" in shown and "照此另提 −¥5.31，替换 1 号" in shown
    answer = ours.post(page(contract, "/adjust"), form | {"amount": "-5.31"}, follow=True).content.decode()
    assert "L1 已在调整 1 里，还没有答复" in answer
    ours.post(page(contract, "/adjust"), form | {"amount": "-5.31", "replaces": ["1"]})
    shown = theirs.get(page(contract)).content.decode()
    assert "提议以后，这些行的数据又改过" in shown and "照此另提" not in shown and "同意这笔调整" in shown


def test_one_side_proposes_the_other_agrees_and_the_next_statement_says_so(contract, brand, agency):
    theirs, ours = signed_in(brand.finance), signed_in(agency.finance)
    assert "提议调整" not in ours.get(page(contract, "/rows?figure=profit")).content.decode()
    confirm(contract, brand)
    assert "就所选的行提议调整" in theirs.get(page(contract, "/rows?figure=profit")).content.decode()
    proposed = {"amount": "19.80", "favour": "a", "reason": "L1 单价应为 ¥99.00", "rows": ["line:L1"]}
    said = theirs.post(page(contract, "/adjust"), proposed, follow=True).content.decode()
    assert "调整 1 号已提议，等乙方答复" in said and "撤回" in said
    shown = ours.get(page(contract)).content.decode()
    assert "同意调整 −¥19.80" in shown and "归甲方" in shown
    address = f"/contracts/{contract.code}/adjustments/1/answer"
    assert theirs.post(address, {"agree": "1"}).status_code == 403
    assert "下一张对账单带上它" in ours.post(address, {"agree": "1"}, follow=True).content.decode()
    close(contract, agency, "2026-04", APRIL_CLOSED)
    april = ours.get(page(contract, month="2026-04")).content.decode()
    assert "L1 单价应为 ¥99.00" in april and "−¥19.80" in april
    send(contract, agency, "2026-04", APRIL_CLOSED)
    assert "记在 2026-04 对账单" in theirs.get(page(contract)).content.decode()


def test_declining_needs_a_reason_and_withdrawing_is_the_proposers(contract, brand, agency):
    confirm(contract, brand)
    theirs, ours = signed_in(brand.finance), signed_in(agency.finance)
    for amount in ("19.80", "5"):
        theirs.post(page(contract, "/adjust"), {"amount": amount, "favour": "a", "reason": "少算"})
    root = f"/contracts/{contract.code}/adjustments"
    assert ours.post(f"{root}/1/answer", {"agree": "0"}).status_code == 409
    ours.post(f"{root}/1/answer", {"agree": "0", "answer": "订单快照里就是 ¥113.00"})
    assert "订单快照里就是 ¥113.00" in theirs.get(page(contract)).content.decode()
    assert ours.post(f"{root}/2/withdraw").status_code == 403
    assert "调整 2 号已撤回" in theirs.post(f"{root}/2/withdraw", follow=True).content.decode()
    with acting(brand.finance):
        assert list(Adjustment.objects.order_by("number").values_list("state", flat=True)) == [
            "declined",
            "withdrawn",
        ]
    bad = theirs.post(page(contract, "/adjust"), {"amount": "十块", "favour": "a", "reason": "x"})
    assert bad.status_code == 409 and "不是金额" in bad.content.decode()


def test_the_page_says_what_changed_and_what_wants_a_look(contract, brand, agency):
    with acting(agency.manager):
        for n in range(4):
            add_line(contract, f"A{n}", done="2026-04-10 10:00", paid="2026-04-02 10:00", quantity=9)
        for n in range(3):
            add_refund(contract, f"R{n}", f"A{n}", at="2026-04-20 10:00", amount=101_700, quantity=9)
    ours = signed_in(agency.finance)
    assert "与上一张相比" not in ours.get(page(contract)).content.decode()
    close(contract, agency, "2026-04", APRIL_CLOSED)
    shown = ours.get(page(contract, month="2026-04")).content.decode()
    assert "与上一张相比" in shown and "2026 年 3 月" in shown
    assert "退款占销售额 75%" in shown and "销售额 ¥339.00 → ¥4,068.00" in shown
