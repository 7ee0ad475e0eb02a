"""Rows that compete for a quantity: the nearest and heaviest takes it, also if it is no term."""

import pytest

from paidang.contracts.rules.reading.frames import Frames, row
from paidang.contracts.rules.reading.outline import Outline
from paidang.contracts.rules.reading.quantities import AMOUNT, DAYS, WITHIN
from paidang.contracts.rules.reading.quantity_terms import ROWS
from paidang.contracts.rules.reading.squeezed import squeeze


def frames(text, rows=ROWS):
    return Frames(squeeze(text, 0, len(text), {}), rows)


def taken(text, rows=ROWS):
    return [(claim.row.term, claim.value) for claim in frames(text, rows).claims()]


def test_the_same_words_mean_another_term_by_what_must_have_happened_first():
    text = "甲方收到账单后5日内确认，确认后10日内付款。"
    assert taken(text) == [("settlement.confirm_days", 5), ("settlement.pay_days", 10)]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("保证金50，000元，乙方于签约日缴纳。", "deposit"),
        ("平台要求缴存的保证金50，000元由甲方自行缴给平台。", None),
        ("甲方每月支付服务费8，000元。", "fee.monthly"),
        ("推广预算每月8，000元。", None),
    ],
)
def test_a_rival_without_a_term_takes_its_quantity_away(text, term):
    assert [each for each, _ in taken(text)] == ([term] if term else [])


def test_a_heading_says_what_a_sentence_leaves_out():
    assert taken("第四条 结算\n甲方在3个工作日内核对。\n") == [("settlement.confirm_days", 3)]


def test_the_head_of_a_column_says_what_a_cell_holds():
    text = "店铺|平台|月服务费\n素白小铺|淘宝|6，000元\n素白旗舰店|天猫|12，000元\n"
    assert taken(text) == [("fee.monthly", 600000), ("fee.monthly", 1200000)]


def test_every_need_must_be_met():
    rows = [row("x", AMOUNT, "", "here.deposit & here.monthly")]
    assert taken("保证金50，000元。", rows) == []
    assert taken("保证金每月50，000元。", rows) == [("x", 5000000)]


def test_what_must_never_stand_there():
    rows = [row("x", DAYS, WITHIN, "act.pay", never="here.refund")]
    assert taken("10日内支付。", rows) == [("x", 10)]
    assert taken("10日内支付退款。", rows) == []


def test_a_topic_that_is_no_topic_is_refused():
    with pytest.raises(KeyError):
        row("x", AMOUNT, "", "here.no_such_topic")


def test_a_numbered_line_stands_below_the_lead_and_the_heading():
    text = "三、费用\n3.1甲方按下列进度付款：\n（1）签约后5日内付30%；\n"
    outline = Outline(text)
    heads = outline.context(text.index("签约"), text.index("签约") + 2).heads
    assert [text[start:end] for start, end in heads] == ["甲方按下列进度付款：", "费用"]
