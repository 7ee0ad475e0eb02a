"""What a sale asks of customer service: from which figures, and how many units the rota answers for."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.promotions.rules.inquiries import Agreed, Inquiries, Norm, Sold, Talks, inquiries_of, unknown_of
from paidang.promotions.rules.readiness import OK, STAFF, WARN, readiness
from paidang.promotions.tests.test_rules import AROUND, ASKED_AT, CUP, MUG, TIN
from paidang.promotions.tests.test_rules_staff import FULL

DAY = date(2026, 9, 30)
SOLD = Sold(conversations=96, orders=120, units=150)
TALKS = [Talks(DAY, 60, 8), Talks(date(2026, 9, 29), 40, 8), Talks(date(2026, 9, 28), 300, 0)]
NORM = Norm(of_100_orders=50, minutes=6)
NOTHING = Sold(0, 0, 0)


def test_what_was_agreed_goes_before_what_was_measured_and_says_which():
    found = inquiries_of(SOLD, TALKS, NORM, Agreed(3, of_100_orders=100, minutes=5))
    assert found and (found.of(100), found.minutes_for(100)) == (80, 400)
    assert [one.split("：")[0] for one in found.words] == [
        "每百单 100 个咨询，双方同意的客服规范第 3 版", "实测每单 0.8 个咨询", "一个咨询 5 分钟，双方同意的客服规范第 3 版",
        "实测一个咨询 8 分钟",
    ]  # fmt: skip
    half = inquiries_of(SOLD, [], NORM, Agreed(3, minutes=5))
    assert half and half.minutes_for(100) == 320 and len(half.words) == 2  # silent on the rate: as measured
    assert unknown_of(NOTHING, [], None, Agreed(3, 10, 5)) == []


@pytest.mark.parametrize(
    ("sold", "days", "norm", "asked", "minutes", "words"),
    [
        # 96 of 150 units: 100 units bring 64; the busiest day with a rota took 8 minutes for one
        (SOLD, TALKS, NORM, 64, 512, ["每单 0.8 个咨询：近 4 周 120 单、96 个会话", "最忙的 2026-09-30，8 个人时答了 60 个"]),
        (SOLD, [], NORM, 64, 384, ["每单 0.8 个咨询", "一个咨询 6 分钟，“核对用的”里一方写的"]),
        # 50 of 100 orders with 1.25 units each: 100 units are 80 orders
        (replace(SOLD, conversations=0), TALKS, NORM, 40, 320, ["每百单 50 个咨询", "一个咨询 8 分钟"]),
        (NOTHING, [], NORM, 50, 300, ["每百单 50 个咨询", "一个咨询 6 分钟"]),
        (Sold(12, 19, 19), [Talks(DAY, 19, 8)], NORM, 50, 300, ["每百单 50", "6 分钟，“核对用的”"]),
    ],
)  # fmt: skip
def test_what_was_measured_goes_before_what_was_set(sold, days, norm, asked, minutes, words):
    found = inquiries_of(sold, days, norm)
    assert found and (found.of(100), found.minutes_for(100)) == (asked, minutes)
    assert all(part in said for part, said in zip(words, found.words, strict=True))


@pytest.mark.parametrize(
    ("sold", "days", "why"),
    [
        (NOTHING, TALKS, "不知道每单几个咨询"),
        (SOLD, [], "没有够多的客服数据"),
        (SOLD, [Talks(DAY, 300, 0)], "没有排客服的班"),
    ],
)
def test_with_one_figure_unknown_nothing_is_told_but_which(sold, days, why):
    assert inquiries_of(sold, days, None) is None
    [said] = unknown_of(sold, days, None)
    assert why in said and unknown_of(sold, days, NORM) == []


@given(
    st.integers(1, 500), st.integers(1, 500), st.integers(1, 500), st.integers(1, 500), st.integers(0, 200)
)
def test_as_many_units_as_are_said_can_be_answered_for_and_not_one_more(
    inquiries, units, minutes, talks, hours
):
    load = Inquiries(inquiries, units, minutes, talks, ())
    most = load.units_in(hours)
    assert load.minutes_for(most) <= hours * 60 < load.minutes_for(most + 1) or hours == most == 0


def test_too_few_on_the_rota_shorten_what_is_ready_and_say_so():
    slow = Inquiries(1, 1, 1, 1, ())  # a minute for each unit: four hours of one person are 240
    ready = readiness(
        [CUP, MUG, TIN], replace(AROUND, staff=replace(FULL, inquiries=slow), a_day=10**6), ASKED_AT
    )
    [one] = [one for one in ready.checks if one.key == STAFF]
    assert (one.verdict, one.said) == (WARN, "客服人手不够")
    assert "约有 860 个咨询，要 860 人分钟；客服排了 240 人分钟，只接得住 240 件" in (one.hint or "")
    assert sum(one.units for one in ready.skus) == 240
    assert any("按客服的排班" in reason for reason in ready.skus[0].reasons)
    calm = replace(slow, units=10)
    ready = readiness(
        [CUP, MUG, TIN], replace(AROUND, staff=replace(FULL, inquiries=calm), a_day=10**6), ASKED_AT
    )
    [one] = [one for one in ready.checks if one.key == STAFF]
    assert (one.verdict, one.said) == (OK, "仓库 3 天有人，客服接得住约 86 个咨询")

    nobody = replace(FULL, service=[0, 0, 0, 0], inquiries=calm)
    ready = readiness([CUP, MUG, TIN], replace(AROUND, staff=nobody, a_day=10**6), ASKED_AT)
    assert [one.units for one in ready.skus] == [0, 0, 0] and not ready.manageable
    assert [one[2] for one in ready.passing] == [420, 260, 180], (
        "too few people are warned of, nothing is refused"
    )
    assert "请先排班" in ready.skus[0].reasons[-1]
