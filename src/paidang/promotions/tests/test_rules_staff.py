"""People enough or not: packers by day, customer service by hour; what is not on the rota is unknown, never ready."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.promotions.rules.readiness import OK, STAFF, UNKNOWN, WARN, readiness
from paidang.promotions.rules.staff import Staff, can_pack
from paidang.promotions.tests.test_rules import AROUND, ASKED_AT, CUP, MUG, TIN

DAYS = [date(2026, 10, day) for day in (9, 10, 11)]
GOODS = [CUP, MUG, TIN]
FULL = Staff([(day, 2) for day in DAYS], [1, 1, 1, 1])


def packers(*people: int) -> list[tuple[date, int]]:
    return list(zip(DAYS, people, strict=True))


@pytest.mark.parametrize(
    ("staff", "verdict", "said", "hint"),
    [
        (Staff(), UNKNOWN, "没有排班", "没有排仓库的班；没有排客服的班"),
        (replace(FULL, service=None), UNKNOWN, "没有排班", "没有排客服的班"),
        (replace(FULL, packers=None), UNKNOWN, "没有排班", "没有排仓库的班"),
        (FULL, OK, "仓库 3 天有人，客服全程有人", ""),
        (replace(FULL, service=[1, 0, 0, 1]), WARN, "客服没排满", "2 个小时没人"),
        (replace(FULL, packers=packers(2, 0, 0)), WARN, "发货人手不够", "要发 860 件，排班只发得出 320 件"),
        (Staff(packers(2, 0, 0)), WARN, "发货人手不够", "没有排客服的班"),
    ],
)
def test_what_the_rota_says_of_a_sale(staff: Staff, verdict: str, said: str, hint: str):
    ready = readiness(GOODS, replace(AROUND, staff=staff), ASKED_AT)
    [one] = [one for one in ready.checks if one.key == STAFF]
    assert (one.verdict, one.said) == (verdict, said) and hint in (one.hint or "")


def test_each_sku_says_how_much_of_it_the_packers_manage():
    ready = readiness(GOODS, replace(AROUND, staff=replace(FULL, packers=packers(0, 1, 0))), ASKED_AT)
    assert [one.units for one in ready.skus] == [156, 97, 67] and not any(one.is_ready for one in ready.skus)
    assert ready.skus[0].reasons == ["按仓库的排班，只发得出 156 件"]


@given(
    people=st.lists(st.integers(0, 3), min_size=3, max_size=3),
    a_day=st.integers(1, 2000),
    backlog=st.integers(0, 500),
)
def test_never_more_is_promised_than_is_packed(people: list[int], a_day: int, backlog: int):
    staff = Staff(packers(*people), [1])
    packed = can_pack(staff, a_day, backlog)
    assert packed == max(0, a_day * sum(n > 0 for n in people) - backlog)
    ready = readiness(GOODS, replace(AROUND, a_day=a_day, backlog=backlog, staff=staff), ASKED_AT)
    assert sum(one.units for one in ready.skus) <= packed


def test_without_a_pace_nothing_is_known_of_packing():
    assert can_pack(FULL, None, 0) is None and can_pack(Staff(), 300, 0) is None
