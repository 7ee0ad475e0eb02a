"""Figures that add up, the verdict against a target, and the line of six months."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.scorecards.rules.figures import Figure, Place, Row, add_up, months_to
from paidang.scorecards.rules.measures import (
    BREACHES,
    DESCRIPTION,
    MEASURES,
    MISSED,
    NO_TARGET,
    ON_TARGET,
    REFUND_RATE,
    RESOLVED,
    RESPONSE,
    REVENUE,
    SHIPPED,
    TARGETED,
    figure_words,
    in_range,
    judge,
    percent,
    target_words,
    whole_words,
)
from paidang.scorecards.rules.spans import MONTH as MONTH_SPAN
from paidang.scorecards.rules.spans import QUARTER, YEAR, months_of, over, target_over
from paidang.scorecards.rules.sparkline import HEIGHT, WIDTH, sparkline
from paidang.scorecards.rules.targets import Agreed

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


@pytest.mark.parametrize(
    ("measure", "figure", "target", "verdict", "words"),
    [
        (DESCRIPTION, Figure(480, 500), 480, ON_TARGET, "4.80"),
        (DESCRIPTION, Figure(959, 1_000), 480, MISSED, "9.59（满分 10）"),  # by share of full marks
        (DESCRIPTION, Figure(9_600, 10_000), 480, ON_TARGET, "96.00（满分 100）"),
        (RESPONSE, Figure(301, 10), 30, MISSED, "30 秒"),
        (RESOLVED, Figure(95, 100), 9_500, ON_TARGET, "95%"),
    ],
)
def test_ratings_and_service_have_targets_too(
    measure: str, figure: Figure, target: int, verdict: str, words: str
) -> None:
    assert judge(measure, figure, target) == verdict
    assert figure_words(measure, figure) == words
    assert in_range(measure, target) and measure in TARGETED
    assert not in_range(measure, 10**6)


def test_a_rating_is_in_no_sum() -> None:
    rows = [
        Row(JD, DESCRIPTION, month, Figure(n, 500), stands_alone=True)
        for month, n in (("2026-08", 470), (MONTH, 480))
    ]
    sums = add_up(rows)
    assert set(sums) == {(JD, DESCRIPTION, "2026-08"), (JD, DESCRIPTION, MONTH)}
    assert over(sums, ["2026-07", "2026-08", MONTH])[JD, DESCRIPTION, MONTH] == Figure(
        480, 500
    )  # the latest, no mean
    assert over(sums, ["2026-08", "2026-09", "2026-10"])[JD, DESCRIPTION, "2026-10"] == Figure(480, 500)


def test_a_quarter_adds_up_its_months_and_their_targets() -> None:
    rows = [Row(JD, REFUND_RATE, month, Figure(n, 100)) for month, n in (("2026-07", 1), ("2026-08", 5))]
    assert over(add_up(rows), months_of(QUARTER, "2026-08"))[JD, REFUND_RATE, "2026-08"] == Figure(6, 200)
    one, two = Agreed(REVENUE, 10, "2026-01"), Agreed(REVENUE, 30, "2026-08")
    assert target_over(REVENUE, [one, two]) == Agreed(REVENUE, 40, "2026-08")
    assert (
        target_over(REVENUE, [None, two]) is None
    )  # a month without a target: nothing to judge the whole by
    share = Agreed(SHIPPED, 9_500, "2026-08")
    assert target_over(SHIPPED, [None, share]) == share
    assert target_over(BREACHES, [Agreed(BREACHES, 0, "0001-01")] * 3) == Agreed(BREACHES, 0, "0001-01")
    assert months_of(YEAR, "2026-02") == ["2026-01", "2026-02"] and months_of(MONTH_SPAN, "2026-02") == [
        "2026-02"
    ]


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
