"""The rules of staffing: seats, holders by day, shifts by hour, figures of service and score sheets."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.duties.rules.wording import KINDS
from paidang.kit.period import SHANGHAI
from paidang.staffing.rules.holding import Away, Post, holder_on, spans
from paidang.staffing.rules.roles import ROLES, Seat, seats_of
from paidang.staffing.rules.service import Day, FileFault, Measured, is_sane, measure, read_days, score
from paidang.staffing.rules.shifts import Shift, days_of, ready_by_hour

START = date(2026, 3, 1)


def on(n: int) -> date:
    return START + timedelta(days=n)


posts = st.lists(
    st.builds(Post, st.integers(0, 4), st.integers(0, 40).map(on)),
    max_size=5,
    unique_by=lambda one: one.since,
)
aways = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 9), st.integers(5, 7)).map(
        lambda one: Away(on(one[0]), on(one[0] + one[1]), one[2])
    ),
    max_size=4,
    unique_by=lambda one: one.since,
)


def test_every_duty_of_a_role_is_one_there_is_and_goes_to_one_role_of_a_side():
    for side in "ab":
        kinds = [kind for role in ROLES.values() for kind in role.kinds.get(side, ())]
        assert set(kinds) <= set(KINDS)
        assert len(kinds) == len(set(kinds))
    assert all(set(role.kinds) == set(role.sides) for role in ROLES.values())


def test_the_roles_are_those_the_contract_names_and_a_manager_always():
    assert seats_of(["warehouse", "photographer"]) == [
        Seat("project_manager", "b"),
        Seat("project_manager", "a"),
        Seat("warehouse", "a"),
    ]
    assert {seat.role for seat in seats_of(None)} == set(ROLES) == {seat.role for seat in seats_of([])}
    assert Seat("warehouse", "b") not in seats_of(None)


def test_who_holds_a_role_on_a_day():
    named = [Post(1, on(0)), Post(2, on(10))]
    away = [Away(on(3), on(5), 7), Away(on(9), on(12), 8)]
    found = [holder_on(named, away, on(n)) for n in (-1, 0, 3, 5, 6, 9, 10, 13)]
    assert found == [
        (0, False), (1, False), (7, True), (7, True), (1, False), (8, True),
        (2, False),  # the absence was the former holder's: it does not reach into the next one's days
        (2, False),
    ]  # fmt: skip


@given(posts, aways)
def test_the_spans_say_of_each_day_what_the_day_says(named, away):
    found = spans(named, away)
    for n in range(-2, 70):
        day = on(n)
        within = [one for one in found if one.since <= day and (one.until is None or day <= one.until)]
        person, is_cover = holder_on(named, away, day)
        assert [(one.person, one.is_cover) for one in within] == ([(person, is_cover)] if person else [])


@given(
    st.lists(st.builds(Shift, st.integers(0, 2).map(on), st.integers(0, 12), st.integers(13, 24)), max_size=6)
)
def test_the_hours_add_up_to_the_shifts(shifts):
    since = datetime(2026, 3, 1, tzinfo=SHANGHAI)
    found = ready_by_hour(shifts, since, since + timedelta(days=3))
    assert len(found) == 72
    assert sum(found) == sum(one.until_hour - one.from_hour for one in shifts)


def test_ready_by_hour_and_the_days_of_a_week():
    shifts = [Shift(on(0), 9, 12), Shift(on(0), 10, 18)]
    since = datetime(2026, 3, 1, 8, 30, tzinfo=SHANGHAI)
    assert ready_by_hour(shifts, since, datetime(2026, 3, 1, 12, tzinfo=SHANGHAI)) == [0, 1, 2, 2]
    assert days_of(on(0), on(7), [7]) == [on(0), on(7)]  # 1 March 2026 is a Sunday


FILE = "日期,店铺,会话数,首次响应秒,解决数\n2026-03-01,茶店,100,40,90\n2026-03-02,茶店,50,100,50\n"


def test_a_file_of_days_is_read_whole():
    days = read_days("﻿".encode() + FILE.encode(), ["茶店"])
    assert days == [Day(on(0), "茶店", 100, 40, 90), Day(on(1), "茶店", 50, 100, 50)]
    assert measure(days, 60) == Measured(150, 60, 93, 1)
    assert measure(days, None).late_days == 0
    assert measure([Day(on(0), "茶店", 0, 0, 0)], 60) == Measured(0, None, None, 0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "不是 UTF-8"),
        (b"", "第一行要是"),
        (b"day,store,conversations,first_response_seconds,resolved\n", "没有数据行"),
        (FILE.replace("茶店,50", "别店,50").encode(), "第 3 行：没有店铺“别店”"),
        (FILE.replace("03-02", "03-01").encode(), "第 3 行：同一天同一店铺写了两次"),
        (FILE.replace("100,50", "100,51").encode(), "第 3 行：解决数不能多于会话数"),
        (FILE.replace("2026-03-02", "三月二日").encode(), "第 3 行读不了"),
        (FILE.replace("50,100,50", "50,100").encode(), "第 3 行读不了"),
        (FILE.replace("50,100,50", "50,-1,50").encode(), "没有负数"),
    ],
)
def test_a_bad_file_names_its_line(content, said):
    with pytest.raises(FileFault) as error:
        read_days(content, ["茶店"])
    assert said in str(error.value.said)


def sheet(*weights: int) -> list:
    return [{"text": f"标准 {nth}", "weight": weight} for nth, weight in enumerate(weights)]


@given(st.lists(st.integers(1, 99), min_size=1, max_size=13), st.data())
def test_a_score_lies_between_the_marks(weights, data):
    criteria = sheet(*weights)
    assert is_sane(criteria) == (sum(weights) == 100 and len(weights) <= 12)
    if is_sane(criteria):
        marks = {nth: data.draw(st.integers(0, 5)) for nth in range(len(weights))}
        assert min(marks.values()) * 20 <= score(criteria, marks) <= max(marks.values()) * 20


def test_a_sheet_is_of_different_criteria_with_weights_of_100():
    assert is_sane(sheet(100)) and is_sane(sheet(60, 40))
    assert not is_sane([]) and not is_sane(sheet(60, 41)) and not is_sane(sheet(100, 0))
    assert not is_sane([{"text": "快", "weight": 50}, {"text": "快", "weight": 50}])
    assert not is_sane([{"text": " ", "weight": 100}])
