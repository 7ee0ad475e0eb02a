"""What is read out of a platform's message, and what is left open."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.kit.period import SHANGHAI
from paidang.promotions.rules.invitation import read_invitation

CAME = datetime(2026, 11, 30, 13, 52, tzinfo=SHANGHAI)
CODES = {"QL-GW150": "QL-GW150", "100012345678": "QL-GW150", "QL-GD300": "QL-GD300"}

FULL = """【京东限时秒杀】商家您好，您的店铺获邀参加活动。
活动时间：2026年11月30日 20:00 至 11月30日 24:00
报名截止：今天18:00，客服电话 4006065500
SKU 100012345678 青瓷盖碗，活动价 129.00 元，备货 420 件
QL-GD300	45.00	260"""


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


def test_name_times_and_goods_are_read():
    said = read_invitation(FULL, CODES, CAME)
    assert said.title == "京东限时秒杀"
    assert (said.starts_at, said.ends_at, said.answer_by) == (
        at("11-30 20:00"),
        at("12-01 00:00"),
        at("11-30 18:00"),
    )
    assert said.goods == [("QL-GW150", "129.00", "420"), ("QL-GD300", "45.00", "260")]


@pytest.mark.parametrize(
    ("text", "starts", "ends", "by"),
    [
        ("今晚8点到10点秒杀，6点半前回复", "11-30 20:00", "11-30 22:00", "11-30 18:30"),
        ("明晚 20:00-02:00，今晚 21:00 前确认", "12-01 20:00", "12-02 02:00", "11-30 21:00"),
        (
            "12月12日20:00开始；12月13日12:00结束；最晚12月10日18点提报",
            "12-12 20:00",
            "12-13 12:00",
            "12-10 18:00",
        ),
        ("12/1（周二）10:00~12/2 10:00，截止 12/1 9:00", "12-01 10:00", "12-02 10:00", "12-01 09:00"),
        ("下周有活动，感兴趣吗？", None, None, None),
        ("13月40日 20:00 开始", None, None, None),
    ],
)
def test_times_as_people_write_them(text, starts, ends, by):
    said = read_invitation(text, {}, CAME)
    assert (said.starts_at, said.ends_at, said.answer_by) == tuple(
        one and at(one) for one in (starts, ends, by)
    )


@pytest.mark.parametrize(
    ("line", "goods"),
    [
        ("QL-GW150 125.00 420", [("QL-GW150", "125.00", "420")]),
        ("青瓷盖碗（QL-GW150）报名价：¥1,125，库存 420", [("QL-GW150", "1125", "420")]),
        ("QL-GW150 只有价格 129元", [("QL-GW150", "129", "")]),
        ("XX-9 活动价 9.9 元 10 件", [("XX-9", "9.9", "10")]),
        ("订单 3456789012 已发货，电话 13800001111", []),
        ("QL-GW150 1元 1件\nQL-GW150 2元 2件", [("QL-GW150", "1", "1")]),
    ],
)
def test_goods_as_people_write_them(line, goods):
    assert read_invitation(line, CODES, CAME).goods == goods


@given(st.text(alphabet="今明后天晚点半:0123456789-月日 ,，。\n价元件QL-GW150¥截止至", max_size=200))
def test_no_text_breaks_it(text):
    said = read_invitation(text, CODES, CAME)
    assert all(price.replace(".", "").isdecimal() or not price for _sku, price, _units in said.goods)
