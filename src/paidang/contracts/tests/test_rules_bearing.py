"""What a text says on points that are no terms: the sentences are found, the answer suggested, nothing decided."""

from datetime import date

import pytest

from paidang.contracts.rules.bearing import SAID, bearings, suggested
from paidang.contracts.rules.drafting.compose import to_text
from paidang.contracts.rules.drafting.model import Draft
from paidang.contracts.rules.drafting.proof import make
from paidang.contracts.rules.drafting.templates import TEMPLATES, first_answers
from paidang.contracts.rules.points import FAULTS, LOSS, RECOGNITION


def found(key, text, party_a="brand"):
    return bearings(key, text, 0, len(text), party_a)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("recognition", "订单在买家确认收货时计入当月。", "completed"),
        ("recognition", "销售额以买家确认收货为准。", "completed"),
        ("recognition", "订单自发货之日计入当月。", "shipped"),
        ("recognition", "成交额按付款时间计入。", "paid"),
        ("loss", "当月亏损由以后月份的收益弥补。", "carry_forward"),
        ("loss", "亏损结转下月。", "carry_forward"),
        ("loss", "当月亏损的，双方按收益比例承担。", "share"),
        ("loss", "亏损由甲方承担。", "forgive"),
        ("faults_borne_by", "因质量问题退货的，运费由甲方承担。", "a"),
        ("tax", "增值税由甲方申报缴纳。", None),
    ],
)
def test_a_sentence_and_what_it_suggests(key, text, value):
    [one] = found(key, text)
    assert suggested([one]) == value
    assert text[one.start : one.end] in text


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("recognition", "甲方确认收货后付款给物流商。"),
        ("recognition", "乙方应在收到订单后24小时内发货。"),
        ("loss", "乙方造成甲方亏损的，应当赔偿。"),
        ("faults_borne_by", "质量问题由乙方客服答复。"),
        ("collector", "订单在买家确认收货时计入当月。"),
    ],
)
def test_what_says_something_else_is_left_alone(key, text):
    assert found(key, text) == []


def test_two_answers_suggest_none_and_a_text_whose_first_party_is_the_agency_not_the_brand():
    text = "订单在买家确认收货时计入。另有订单自发货之日计入当月。"
    assert len(found("recognition", text)) == 2 and suggested(found("recognition", text)) is None
    assert found("loss", "亏损由甲方承担。", party_a="agency") == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.id)
def test_what_our_own_drafts_say_is_found(template):
    names = {"party.a.name": "青岚茶器", "party.b.name": "拾舟电商", "store.name": "青岚旗舰店"}
    text = to_text(make(Draft(template, first_answers(template, date(2026, 9, 1)) | names)).text)
    is_share = "合作收益=" in text
    assert suggested(found("recognition", text)) == ("completed" if "计入当月" in text else None)
    assert suggested(found("loss", text)) == ("carry_forward" if is_share else None)


def test_every_suggestion_is_a_choice():
    choices = {"recognition": RECOGNITION, "loss": LOSS, "faults_borne_by": FAULTS}
    for key, rows in SAID.items():
        assert {value for _pattern, value in rows} - {None} <= {one.value for one in choices.get(key, ())}
