"""A finding is known by its code and its sentences, whatever else changes in the text."""

import pytest

from paidang.contracts.rules.finding_key import finding_key
from paidang.contracts.rules.reading import read_contract

TEXT = "店铺代运营合同\n甲方：青岚茶器有限公司\n乙方：拾舟电商有限公司\n一、甲方拖欠服务费的，每日按拖欠金额的千分之二支付违约金。\n二、乙方负责店铺运营。\n"


def key(text, code="penalty_excessive"):
    document = read_contract(text, name="x", sha256="").to_json()["documents"][0]
    (finding,) = [finding for finding in document["findings"] if finding["code"] == code]
    return finding_key(finding, text)


def test_it_survives_another_reading_and_changes_elsewhere():
    assert key(TEXT) == key(TEXT)
    assert key(TEXT) == key(TEXT.replace("二、乙方负责店铺运营。", "二、乙方负责店铺运营和客服。"))
    assert key(TEXT) == key("前言一段。\n" + TEXT) == key(TEXT.replace("拖欠金额", "拖欠金 额"))


@pytest.mark.parametrize(
    ("old", "new"), [("千分之二", "千分之三"), ("甲方拖欠", "任何一方拖欠"), ("违约金。", "违约金和利息。")]
)
def test_a_change_of_the_sentence_makes_another(old, new):
    assert key(TEXT) != key(TEXT.replace(old, new))


def test_what_quotes_nothing_is_known_by_its_code():
    assert key(TEXT, "forum_missing") == key(TEXT.replace("千分之二", "千分之三"), "forum_missing")
    assert key(TEXT, "forum_missing") != key(TEXT, "ip_missing")
