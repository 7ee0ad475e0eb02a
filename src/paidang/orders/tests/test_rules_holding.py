"""Which orders the rules hold, sign by sign, and which they let pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.channels.link.documents import Receiver
from paidang.orders.rules.holding import (
    AREA,
    FRAUD,
    KINDS,
    NEXT_STEPS,
    PRICE,
    SKU,
    LineSeen,
    OrderSeen,
    holds_of,
    short_place,
)
from paidang.orders.rules.persons import keys_of, wrong_with_address


@pytest.mark.parametrize(
    ("order", "kinds"),
    [
        (OrderSeen(), []),
        (OrderSeen([LineSeen("A", 20)]), []),
        (OrderSeen([LineSeen("A", 21)]), [FRAUD]),
        (OrderSeen([LineSeen("A", 21, usual_units=3)]), []),
        (OrderSeen([LineSeen("A", 31, usual_units=3)]), [FRAUD]),
        (OrderSeen([LineSeen("A", 1, below_floor_fen=1), LineSeen("B", 1, is_priced=False)]), [PRICE, SKU]),
        (OrderSeen([LineSeen("A", 1, is_priced=False), LineSeen("B", 1, is_priced=False)]), [SKU]),
        (OrderSeen(orders_within_hour=4), []),
        (OrderSeen([LineSeen("A", 99)], orders_within_hour=5), [FRAUD]),
        (OrderSeen(province="新疆维吾尔自治区", provinces=["浙江", "上海市"]), [AREA]),
        (OrderSeen(province="上海", provinces=["浙江", "上海市"]), []),
        (OrderSeen(province="", provinces=["浙江"]), []),
        (OrderSeen(province="西藏自治区", provinces=[]), []),
    ],
)
def test_what_asks_for_a_hold(order: OrderSeen, kinds: list[str]) -> None:
    found = list(holds_of(order))
    assert [hold.kind for hold in found] == kinds
    assert all(hold.why and KINDS[hold.kind] and NEXT_STEPS[hold.kind] for hold in found)


@given(st.text(max_size=30), st.text(max_size=20), st.text(max_size=40))
def test_what_is_masked_is_never_taken_for_somebody(name: str, phone: str, address: str) -> None:
    keys = keys_of(Receiver(name + "*", phone, "浙江", "杭州", "西湖", address))
    assert keys.same == keys.phone == ""
    assert keys.last_four == "" or (phone.strip().endswith(keys.last_four) and len(keys.last_four) == 4)


def test_one_person_at_one_address_has_one_key() -> None:
    one = Receiver("王小茶", "138 1234-5678", "浙江", "杭州市", "西湖区", "龙井路 1 号")
    same = Receiver(" 王小茶", "13812345678", "浙江", "杭州市", "西湖区", "龙井路 1 号 ")
    assert keys_of(one) == keys_of(same)
    assert keys_of(one).last_four == "5678"
    assert (
        keys_of(Receiver(one.name, one.phone, "浙江", "杭州市", "西湖区", "龙井路 2 号")).same
        != keys_of(one).same
    )
    assert [short_place(each) for each in ("市", "北京市", "黔东南苗族侗族自治州")] == [
        "市",
        "北京",
        "黔东南苗族侗族",
    ]
    assert [str(word) for word in wrong_with_address(Receiver("王", "1" * 41, "浙江", "", "", "路"))] == [
        "缺市",
        "电话太长，最多 40 字",
    ]
