"""Where the bars stand: totals on zero, deductions hanging, shares adding up, losses below the line."""

from paidang.portal.rules.waterfall import FLOOR, HALF, MARKS_MAX, TOP, Step, draw, spans

MONTH = [
    Step("gross_sales", "销售额", 1000, "total"),
    Step("refunded", "退款", -100, "less"),
    Step("revenue", "净收入", 900, "total"),
    Step("cost", "出厂成本", -400, "less"),
    Step("profit", "可分收益", 500, "result"),
    Step("share_a", "甲方", 350, "a"),
    Step("share_b", "乙方", 150, "b"),
]


def test_each_mark_runs_from_where_the_last_one_ended():
    assert spans(MONTH) == [(0, 1000), (1000, 900), (0, 900), (900, 500), (0, 500), (500, 150), (0, 150)]


def test_the_tallest_bar_fills_the_height_and_all_stand_on_zero():
    chart = draw(MONTH)
    assert chart is not None
    first = chart.standing[0]
    assert (first.y, first.y + first.height) == (TOP, FLOOR) and chart.zero == FLOOR
    assert chart.standing[-1].join_x2 == 0


def test_a_loss_hangs_below_zero():
    chart = draw(
        [
            Step("revenue", "", 100, "total"),
            Step("cost", "", -300, "less"),
            Step("profit", "", -200, "result"),
        ]
    )
    assert chart is not None
    assert TOP < chart.zero < FLOOR
    assert chart.standing[-1].y == chart.zero


def test_too_many_marks_leave_sales_and_refunds_to_the_table():
    many = [*MONTH[:3], *(Step(f"less-{n}", "", -10, "less") for n in range(7))]
    chart = draw(many)
    assert chart is not None
    assert len(chart.standing) <= MARKS_MAX and chart.standing[0].step.key == "revenue"


def test_nothing_is_drawn_where_everything_is_zero():
    assert draw([Step("revenue", "", 0, "total")]) is None
    assert draw([]) is None


def test_months_stand_side_by_side_and_one_unknown_is_not_nought():
    months = [
        Step("1", "", 50, "before"), Step("2", "", 0, "unknown"), Step("3", "", -20, "before"), Step("4", "", 80, "now")
    ]  # fmt: skip
    chart = draw(months, HALF)
    assert chart is not None
    assert [bar.join_x2 for bar in chart.standing] == [0, 0, 0, 0]
    first, unknown, loss, last = chart.standing
    assert first.y + first.height == last.y + last.height == loss.y == chart.zero
    assert (unknown.step.bare, last.y, last.is_bold, first.is_bold) == ("—", TOP, True, False)
