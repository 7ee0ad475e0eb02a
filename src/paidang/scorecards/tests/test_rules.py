"""Figures that add up, the verdict against a target, and the line of six months."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.scorecards.rules.figures import Figure, Place, Row, add_up, months_to
from paidang.scorecards.rules.measures import (
    BREACHES,
    MEASURES,
    MISSED,
    NO_TARGET,
    ON_TARGET,
    REFUND_RATE,
    REVENUE,
    SHIPPED,
    figure_words,
    in_range,
    judge,
    percent,
    target_words,
    whole_words,
)
from paidang.scorecards.rules.sparkline import HEIGHT, WIDTH, sparkline

JD, TMALL, OTHER = Place(1, "jd", "京东"), Place(1, "tmall", "天猫"), Place(2, "jd", "京东")
MONTH = "2026-09"


def test_the_share_of_two_stores_is_that_of_all_their_rows() -> None:
    rows = [
        Row(JD, SHIPPED, MONTH, Figure(1, 10)),
        Row(TMALL, SHIPPED, MONTH, Figure(9_990, 9_990)),
        Row(OTHER, SHIPPED, MONTH, Figure(0, 10)),
    ]
    sums = add_up(rows)
    assert sums[JD, SHIPPED, MONTH] == Figure(1, 10)
    assert sums[Place(1), SHIPPED, MONTH] == Figure(9_991, 10_000)  # not the 55 % of an average of averages
    assert sums[Place(), SHIPPED, MONTH] == Figure(9_991, 10_010)
    assert (JD, SHIPPED, "2026-08") not in sums


@given(
    st.lists(st.tuples(st.sampled_from([JD, TMALL, OTHER]), st.integers(0, 10**12), st.integers(0, 10**12)))
)
def test_what_is_together_is_the_sum_of_its_parts(parts: list[tuple[Place, int, int]]) -> None:
    sums = add_up(Row(place, REFUND_RATE, MONTH, Figure(n, of)) for place, n, of in parts)
    if parts:
        assert sums[Place(), REFUND_RATE, MONTH] == Figure(
            sum(n for _, n, _ in parts), sum(of for *_, of in parts)
        )
    assert ((Place(2), REFUND_RATE, MONTH) in sums) == any(place == OTHER for place, *_ in parts)


def test_a_share_and_an_amount_have_no_sum() -> None:
    with pytest.raises(ValueError, match="no sum"):
        Figure(1) + Figure(1, 2)


@pytest.mark.parametrize(
    ("measure", "figure", "target", "verdict"),
    [
        (SHIPPED, Figure(95, 100), 9_500, ON_TARGET),
        (SHIPPED, Figure(94_999, 100_000), 9_500, MISSED),  # shown as 95 %, and still missed
        (REFUND_RATE, Figure(6, 100), 600, ON_TARGET),
        (REFUND_RATE, Figure(6_001, 100_000), 600, MISSED),
        (BREACHES, Figure(0), 0, ON_TARGET),
        (BREACHES, Figure(1), 0, MISSED),
        (REVENUE, Figure(-5), 0, MISSED),
        (REVENUE, Figure(5), None, NO_TARGET),
        (SHIPPED, Figure(0, 0), 9_500, NO_TARGET),
        (SHIPPED, None, 9_500, NO_TARGET),
    ],
)  # fmt: skip
def test_the_verdict(measure: str, figure: Figure | None, target: int | None, verdict: str) -> None:
    assert judge(measure, figure, target) == verdict


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 10_000))
def test_more_and_less_are_each_others_mirror(n: int, of: int, target: int) -> None:
    figure = Figure(n, of)
    verdicts = {judge(SHIPPED, figure, target), judge(REFUND_RATE, figure, target)}
    assert verdicts == ({ON_TARGET} if Fraction(n, of) == Fraction(target, 10_000) else {ON_TARGET, MISSED})


@pytest.mark.parametrize(
    ("share", "shown"),
    [((1, 3), "33.3%"), ((2, 3), "66.7%"), ((1, 1), "100%"), ((0, 1), "0%"), ((1999, 2000), "100%"), ((1, 2001), "0%")],
)  # fmt: skip
def test_percent(share: tuple[int, int], shown: str) -> None:
    assert percent(Fraction(*share)) == shown


def test_words() -> None:
    assert figure_words(REVENUE, Figure(12_345)) == "¥123.45"
    assert figure_words(BREACHES, Figure(2)) == "2 笔"
    assert (
        figure_words(SHIPPED, Figure(0, 0))
        == figure_words(SHIPPED, None)
        == target_words(SHIPPED, None)
        == "—"
    )
    assert whole_words(REFUND_RATE, Figure(150, 1_000)) == "¥1.50 / ¥10.00"
    assert (whole_words(SHIPPED, Figure(1, 1_000)), whole_words(REVENUE, Figure(5))) == ("1 / 1,000", "")
    assert target_words(SHIPPED, 9_550) == "≥ 95.5%"
    assert target_words(REFUND_RATE, 600) == "≤ 6%"
    assert target_words(BREACHES, 0) == "0 笔"
    assert all(one.formula for one in MEASURES.values())
    assert in_range(SHIPPED, 10_000) and not in_range(SHIPPED, 10_001) and not in_range(BREACHES, -1)


def test_six_months_over_the_new_year() -> None:
    assert months_to("2026-02") == ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02"]


def test_a_month_that_nobody_knows_is_a_gap() -> None:
    line = sparkline([Fraction(1), None, Fraction(3), Fraction(2), None, Fraction(2)], Fraction(1))
    assert line.runs == ["392,40 568,130"]
    assert line.last == (920, 130)
    assert line.target == 220
    assert sparkline([None] * 6, None).last is None


@given(st.lists(st.none() | st.fractions(), min_size=1, max_size=12), st.none() | st.fractions())
def test_the_line_stays_in_its_drawing(values: list[Fraction | None], target: Fraction | None) -> None:
    line = sparkline(values, target)
    points = [point.split(",") for run in line.runs for point in run.split()]
    assert all(0 <= int(x) <= WIDTH and 0 <= int(y) <= HEIGHT for x, y in points)
    assert line.target is None or 0 <= line.target <= HEIGHT
