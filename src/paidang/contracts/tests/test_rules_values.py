"""What a term's value may be: tiers and instalments row by row, lists, windows, words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.contracts.rules.reading.vocabulary import TERMS
from paidang.contracts.rules.values import choices_of, kind_of, sum_fault, value_fault

TIERS = [{"from": 0, "to": 500, "rate": "0.05"}, {"from": 500, "to": None, "rate": "0.08"}]
HALVES = [
    {"share": "0.5", "trigger": "signing", "days": 3, "day_kind": "working"},
    {"share": "0.5", "trigger": "end", "days": 0, "day_kind": "calendar"},
]


def changed(rows, at, **values):
    """The rows with one changed; a value of ... takes the key away."""
    row = {key: value for key, value in {**rows[at], **values}.items() if value is not ...}
    return [*rows[:at], row, *rows[at + 1 :]]


@pytest.mark.parametrize(
    ("term", "value", "says"),
    [
        ("fee.commission.tiers", TIERS, ""),
        ("fee.commission.tiers", [{"from": 0, "to": None, "rate": "0.05"}], ""),
        ("fee.commission.tiers", [], "1 到 12 档"),
        ("fee.commission.tiers", "0.05", "1 到 12 档"),
        ("fee.commission.tiers", changed(TIERS, 0, rate="5%"), "第 1 档的比例"),
        ("fee.commission.tiers", changed(TIERS, 1, rate=None), "第 2 档的比例"),
        ("fee.commission.tiers", changed(TIERS, 0, to=None), "第 1 档没有写到多少元"),
        ("fee.commission.tiers", changed(TIERS, 0, **{"from": 1}), "第一档要从 0 元起"),
        ("fee.commission.tiers", changed(TIERS, 1, **{"from": 499}), "下一档的起点不同"),
        ("fee.commission.tiers", changed(TIERS, 1, to=900), "最后一档不能封顶"),
        (
            "fee.commission.tiers",
            [*changed(TIERS, 1, to=500), {"from": 500, "to": None, "rate": "0.1"}],
            "第 2 档的上限要大于 ¥5.00",
        ),
        ("fee.installments", HALVES, ""),
        ("fee.installments", [{"amount": 5, "trigger": "end", "days": 1, "day_kind": "working"}], ""),
        ("fee.installments", [], "1 到 12 期"),
        ("fee.installments", changed(HALVES, 0, share="0.4"), "合计要是 100%，现在是 90%"),
        ("fee.installments", changed(HALVES, 0, trigger="monthly"), "从什么时候起算"),
        ("fee.installments", changed(HALVES, 0, days="3"), "第 1 期的天数"),
        ("fee.installments", changed(HALVES, 1, amount=5), "只写一样"),
        ("fee.installments", changed(HALVES, 1, share=..., amount=5), "各期要么都写比例"),
        ("fee.installments", changed(HALVES, 1, share="0"), "只写一样"),
        ("settlement.pay_window", [15, 20], ""),
        ("settlement.pay_window", [20, 15], "先小后大"),
        ("settlement.pay_window", [15], "两个日子"),
        ("settlement.pay_window", [15, 32], "1 到 31"),
        ("platform", ["jd", "tmall"], ""),
        ("platform", [], "至少选一项"),
        ("platform", ["tmall", "jd"], "每项一次"),
        ("platform", ["ebay"], "从列出的里选"),
        ("settlement.silence", "approved", ""),
        ("settlement.silence", "yes", "从列出的答案中选"),
        ("subcontract.allowed", True, ""),
        ("price.floor", 1, "从列出的答案中选"),
        ("confidentiality.years", "unlimited", ""),
        ("confidentiality.years", 0, "1 到 99"),
        ("settlement.pay_due_day", 32, "1 到 31"),
        ("fee.monthly", 0, ""),
        ("fee.monthly", "5", "整数分"),
        ("term.end", "2027-02-28", ""),
        ("term.end", "2027-02-29", "2026-09-01 这样"),
        ("store.name", " ", "不能空着"),
    ],
)
def test_a_value_is_checked(term, value, says):
    fault = value_fault(term, value)
    assert says in fault if says else fault == ""


@given(
    st.lists(st.integers(1, 10**9), min_size=0, max_size=11, unique=True),
    st.lists(st.decimals(0, 1, places=4), min_size=12, max_size=12),
)
def test_rising_bounds_make_tiers(bounds, rates):
    edges = [0, *sorted(bounds)]
    tiers = [
        {"from": low, "to": high, "rate": str(rate)}
        for low, high, rate in zip(edges, [*edges[1:], None], rates, strict=False)
    ]
    assert value_fault("fee.commission.tiers", tiers) == ""


@pytest.mark.parametrize(
    ("value", "total", "is_fine"),
    [
        ([{"amount": 4}, {"amount": 6}], 10, True),
        ([{"amount": 4}, {"amount": 7}], 10, False),
        (HALVES, 10, True),
        ([{"amount": 4}], None, True),
        (None, 10, True),
    ],
)
def test_amounts_are_the_whole_where_it_is_known(value, total, is_fine):
    assert (sum_fault(value, total) == "") is is_fine


def test_every_word_and_every_list_but_the_law_has_its_choices():
    asked = {term for term in TERMS if kind_of(term) in ("word", "list") and "role" not in term}
    assert {term for term in asked if not choices_of(term)} == {"law.basis"}
