"""What a table of ratings may say, and what a platform's criteria make of an agency's figures."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.scorecards.rules.ranking import (
    CRITERIA,
    GROWTH,
    KEPT,
    RATED,
    REFUNDS,
    RESPONSE,
    TEMPLATES,
    Scored,
    gap_words,
    rank,
    value_words,
)
from paidang.scorecards.rules.ratings import HEADER_ZH, Rating, RatingFault, read_ratings

STORES = ("天猫旗舰店", "京东旗舰店")


def table(*rows: str, head: str = ",".join(HEADER_ZH)) -> bytes:
    return "\n".join([head, *rows]).encode("utf-8-sig")


def test_a_table_of_ratings_is_read() -> None:
    rows = read_ratings(
        table("2026-04,天猫旗舰店,4.86,4.9,4.8,5", "", "2026-04,京东旗舰店,,9.72,,10"), STORES, "2026-05"
    )
    assert rows == [
        Rating("2026-04", "天猫旗舰店", 486, 490, 480, 5),
        Rating("2026-04", "京东旗舰店", None, 972, None, 10),
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (table("2026-04,别家店,4.8,4.8,4.8,5"), "没有店铺"),
        (table("2026-06,天猫旗舰店,4.8,4.8,4.8,5"), "还没有到"),
        (table("2026-13,天猫旗舰店,4.8,4.8,4.8,5"), "2026-09 这样"),
        (table("2026-04,天猫旗舰店,5.01,4.8,4.8,5"), "0 到 5"),
        (table("2026-04,天猫旗舰店,4.801,4.8,4.8,5"), "两位小数"),
        (table("2026-04,天猫旗舰店,NaN,4.8,4.8,5"), "0 到 5"),
        (table("2026-04,天猫旗舰店,4.8,4.8,4.8,7"), "5、10 或 100"),
        (table("2026-04,天猫旗舰店,,,,5"), "至少写一项"),
        (table("2026-04,天猫旗舰店,4.8,4.8"), "6 列"),
        (table("2026-04,天猫旗舰店,4.8,4.8,4.8,5", "2026-04,天猫旗舰店,4.7,4.8,4.8,5"), "第 3 行：同一店铺"),
        (table(), "没有数据行"),
        (table(head="a,b"), "第一行"),
        ("月份".encode("gb18030"), "UTF-8"),
    ],
)  # fmt: skip
def test_a_table_that_is_wrong_is_not_taken(content: bytes, fault: str) -> None:
    with pytest.raises(RatingFault, match=fault):
        read_ratings(content, STORES, "2026-05")


def test_each_template_is_whole() -> None:
    for template in TEMPLATES.values():
        assert sum(template.weights.values()) == 100
        assert set(template.weights) <= set(CRITERIA)
        assert "没有对照" in template.source  # what was not checked says so
    assert all(one.least != one.full for one in CRITERIA.values())


@pytest.mark.parametrize(
    ("key", "value", "part"),
    [
        (REFUNDS, Fraction(15, 100), 0),
        (REFUNDS, Fraction(1, 10), Fraction(1, 2)),  # less is better
        (REFUNDS, Fraction(1, 100), 1),
        (GROWTH, Fraction(-1, 2), 0),
        (RATED, Fraction(95, 100), Fraction(1, 2)),
        (RESPONSE, Fraction(20), 1),
    ],
)
def test_what_a_criterion_earns(key: str, value: Fraction, part: Fraction) -> None:
    template = TEMPLATES["jd"]
    ranked = rank(template, {key: value})
    assert (ranked.points, ranked.known) == (template.weights[key] * part, template.weights[key])


@given(st.dictionaries(st.sampled_from(sorted(CRITERIA)), st.none() | st.fractions()))
def test_no_points_beyond_what_is_known(values: dict[str, Fraction | None]) -> None:
    for template in TEMPLATES.values():
        ranked = rank(template, values)
        assert 0 <= ranked.points <= ranked.known <= 100
        assert all(0 <= one.lost <= one.weight and gap_words(one) for one in ranked.scored)


def test_gaps_are_told() -> None:
    assert gap_words(Scored(KEPT, 5, None, None)) == "还没有满一年的合同"
    assert gap_words(Scored(REFUNDS, 10, Fraction(1, 10), Fraction(5))) == "降到 5% 才满分"
    assert gap_words(Scored(RATED, 10, Fraction(1), Fraction(10))) == "满分"
    assert value_words(GROWTH, Fraction(-1, 8)) == "-12.5%"
