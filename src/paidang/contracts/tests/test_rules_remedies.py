"""Replacement wording: put into the text, the finding is gone, and nothing new is found."""

import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from paidang.contracts.rules import reading
from paidang.contracts.rules.laws import LAWS
from paidang.contracts.rules.reading import read_contract
from paidang.contracts.rules.reading.messages import ENGLISH
from paidang.contracts.rules.remedies import AFTER, REMEDIES, REPLACE, apply, remedy_of

FILES = [
    *sorted(Path("samples/contracts").glob("0[234]*.txt")),
    *sorted(Path("tests/golden/reading").glob("*/*.txt")),
]


@cache
def documents_of(text, as_of=None):
    return read_contract(text, name="x", sha256="", as_of=as_of).to_json()["documents"]


def codes(text, as_of=None):
    return Counter(
        finding["code"] for document in documents_of(text, as_of) for finding in document["findings"]
    )


def proposals(text, **known):
    for document in documents_of(text, known.get("as_of")):
        for finding in document["findings"]:
            if remedy := remedy_of(finding, document=document, text=text, **known):
                yield finding, remedy


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem[:2])
def test_with_the_wording_the_finding_is_gone_and_none_is_new(file):
    text = file.read_text("utf-8")
    before = codes(text)
    for finding, remedy in proposals(text):
        place = (finding["code"], remedy.start)
        assert text[remedy.start : remedy.end] == remedy.old, place
        after = codes(apply(text, [remedy]))
        assert after[finding["code"]] == before[finding["code"]] - 1, place
        assert after <= before, place


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem[:2])
def test_all_wordings_at_once_leave_only_what_the_parties_alone_can_know(file):
    text = file.read_text("utf-8")
    mended = apply(text, [remedy for _finding, remedy in proposals(text)])
    left = {finding["code"] for finding, _remedy in proposals(mended)}
    assert left == set()


def test_the_source_contract_word_for_word():
    text = FILES[0].read_text("utf-8")
    found = {(finding["code"], remedy.old): remedy.new for finding, remedy in proposals(text)}
    assert found["repealed_law", "《中华人民共和国合同法》"] == "《中华人民共和国民法典》"
    assert found["typo", "共同指定促销计划"] == "共同制定促销计划"
    assert found["garbled_text", "自动延期姨奶奶"] == "自动延期12个月"
    assert found["unlimited_renewal", "延期期数没有限制，直到双方提出异议为止"] == "延期以一次为限"
    assert found["penalty_excessive", "每日千分之三的违约金"] == "每日万分之五的违约金"
    assert found["schedule_infeasible", "每月15-20日期间"] == "每月15-27日期间"
    assert (
        found["self_termination", "双方合作自行终止"]
        == "，守约方有权书面通知违约方解除本协议，本协议自通知到达违约方时解除"
    )


def test_blanks_inside_numbers_do_not_matter():
    text = next(file for file in FILES if file.name.startswith("15")).read_text("utf-8")
    found = {finding["code"]: remedy for finding, remedy in proposals(text)}
    assert found["penalty_excessive"].new == "每逾期一日按未付金\n额的 万分之五 支付违约金"


def test_the_parties_are_called_as_the_text_calls_them():
    text = "店铺代运营合同\n委托方：青岚茶器有限公司\n受托方：拾舟电商有限公司\n一、受托方负责店铺运营，委托方按月销售额的8%支付服务费。\n"
    found = {finding["code"]: remedy.new for finding, remedy in proposals(text)}
    assert "由委托方承担" in found["platform_fees_undefined"]
    assert "甲方" not in "".join(found.values())


def test_it_follows_who_the_brand_is():
    text = "店铺代运营合同\n甲方：拾舟电商有限公司\n乙方：青岚茶器有限公司\n一、甲方负责店铺运营，乙方按月销售额的8%支付服务费。\n"
    for who, brand in (("agency", "乙方"), ("brand", "甲方")):
        found = {finding["code"]: remedy.new for finding, remedy in proposals(text, party_a=who)}
        assert f"由{brand}承担" in found["platform_fees_undefined"]


def test_a_law_cited_while_it_was_in_force_stays():
    text = "店铺代运营合同\n甲方：青岚茶器有限公司\n乙方：拾舟电商有限公司\n根据《中华人民共和国合同法》订立。\n签订日期：2018年3月1日\n"
    (finding,) = [f for d in documents_of(text) for f in d["findings"] if f["code"] == "repealed_law"]
    assert finding["severity"] == "note"
    assert remedy_of(finding, document=documents_of(text)[0], text=text) is None


def test_a_schedule_with_no_room_in_the_month_gets_an_earlier_statement():
    text = FILES[0].read_text("utf-8").replace("5个工作日内将对账通知单", "7个工作日内将对账通知单")
    (remedy,) = [r for f, r in proposals(text, as_of=date(2026, 1, 1)) if f["code"] == "schedule_infeasible"]
    assert (remedy.how, remedy.old, remedy.new) == (REPLACE, "每月10日前", "每月3日前")
    assert not codes(apply(text, [remedy]), date(2026, 1, 1))["schedule_infeasible"]


def test_a_renewal_that_counts_nothing_gets_a_sentence():
    text = "店铺代运营合同\n甲方：青岚茶器有限公司\n乙方：拾舟电商有限公司\n一、期满前一个月双方无异议的，本合同自动顺延一年。\n二、其他。\n"
    (remedy,) = [r for f, r in proposals(text) if f["code"] == "unlimited_renewal"]
    assert (remedy.how, remedy.old) == (AFTER, "")
    assert "顺延一年。续期以一次为限。" in apply(text, [remedy])


def test_a_password_handed_over_is_replaced_as_a_whole_with_its_number_kept():
    text = (
        "店铺代运营合同\n甲方：青岚茶器有限公司\n乙方：拾舟电商有限公司\n"
        "4.1 甲方应在本合同签订之日起三个工作日之内将两家店铺的主账号和登录密码交给乙方保管使用。\n"
    )
    (remedy,) = [r for f, r in proposals(text) if f["code"] == "credentials_handed_over"]
    assert "\n4.1 甲方为乙方开通店铺子账号并分级授权，主账号及其密码由甲方自行保管。\n" in apply(
        text, [remedy]
    )


def test_each_wording_has_english_and_a_code_that_there_is():
    assert set(REMEDIES) <= set(ENGLISH)
    assert all(row.en.replace("“", "").replace("”", "").isascii() for row in REMEDIES.values())


def test_every_law_that_a_check_cites_is_explained():
    folder = Path(reading.__file__).parent
    sources = "".join(file.read_text("utf-8") for file in folder.glob("checks_*.py"))
    assert set(re.findall(r'"([一-鿿]+法[典]? [0-9]+)"', sources)) == set(LAWS)
