"""What a quantity is, and how it is related to what it measures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.contracts.rules.reading import quantities as q


def tagged(text):
    return [(each.kind, each.value, each.relation) for each in q.quantities(text)]


@pytest.mark.parametrize(
    ("text", "kind", "value", "relation"),
    [
        ("每月服务费15，000元（大写：壹万伍仟元整）", q.AMOUNT, 1500000, q.EQUAL),
        ("不足三万元的", q.AMOUNT, 3000000, q.LESS),
        ("超过50万元的部分", q.AMOUNT, 50000000, q.MORE),
        ("不低于100万元", q.AMOUNT, 100000000, q.AT_LEAST),
        ("30万元以内", q.AMOUNT, 30000000, q.LESS),
        ("每件1.8元", q.AMOUNT, 180, q.EACH),
        ("每月____元", q.AMOUNT, None, q.EQUAL),
        ("销售额的5%", q.RATE, "0.05", q.EQUAL),
        ("拿七成", q.RATE, "0.7", q.EQUAL),
        ("六成五", q.RATE, "0.65", q.EQUAL),
        ("提8个点", q.RATE, "0.08", q.EQUAL),
        ("每逾期一日按欠款的万分之五", q.RATE, "0.0005", q.EVERY),
        ("总额不超过欠款的20%", q.RATE, "0.2", q.AT_MOST),
        ("低于同期目标的75%", q.RATE, "0.75", q.LESS),
        ("按6：4分成", q.RATIO, ("0.6", "0.4"), q.EQUAL),
        ("收到后5个工作日内", q.DAYS, 5, q.WITHIN),
        ("提前三十日通知", q.DAYS, 30, q.ADVANCE),
        ("期满30日前", q.DAYS, 30, q.ADVANCE),
        ("逾期超过15日", q.DAYS, 15, q.EXCEED),
        ("二个工作天内", q.DAYS, 2, q.WITHIN),
        ("每月10日前", q.DAY, 10, q.ADVANCE),
        ("到5号", q.DAY, 5, q.ON),
        ("每月15日至20日", q.WINDOW, [15, 20], q.ON),
        ("共12个月", q.MONTHS, 12, q.LASTING),
        ("一年半", q.MONTHS, 18, q.LASTING),
        ("第一个月免收", q.MONTHS, 1, q.ADVANCE),
        ("长期有效", q.MONTHS, q.UNLIMITED, q.UNLIMITED),
        ("自2026年3月1日起", q.DATE, "2026-03-01", q.FROM),
        ("至二〇二七年二月二十八日止", q.DATE, "2027-02-28", q.UNTIL),
        ("付款后48小时内", q.HOURS, 48, q.WITHIN),
        ("一式贰份", q.COPIES, 2, q.EQUAL),
    ],
)
def test_one_quantity(text, kind, value, relation):
    assert (kind, value, relation) in tagged(text)


@pytest.mark.parametrize("text", ["万一亏了", "第三方", "2026年度", "第一章", "天猫现为平台", "最后一周"])
def test_no_quantity(text):
    assert tagged(text) == []


def test_both_ends_of_a_span_have_the_unit_of_the_last():
    assert tagged("20至50万元") == [(q.AMOUNT, 20000000, q.MORE), (q.AMOUNT, 50000000, q.LESS)]


def test_a_line_in_another_language_is_passed_over():
    assert tagged("Monthly fee: CNY 35,000 due within 10 days.\n") == []


@given(st.text(alphabet="0123456789一二十百万元%日月年个前内超过不足每：，。-至（）_", max_size=60))
def test_quantities_come_in_order_and_never_overlap(text):
    found = q.quantities(text)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert all(0 <= each.start < each.end <= len(text) for each in found)
