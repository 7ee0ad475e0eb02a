"""The rules of training: plan, ladder, quizzes, readiness, secrets."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.kit.workdays import is_working_day
from paidang.training.rules.curriculum import HEADINGS, LESSONS, SKILLS
from paidang.training.rules.ladder import (
    ALONE,
    BEGUN,
    DIFFERS,
    IS_ALONE,
    LEVELS,
    Words,
    may_say,
    needs_reason,
    state_of,
)
from paidang.training.rules.planning import last_day, lesson_days, month_at
from paidang.training.rules.quiz import Question, is_sane, score
from paidang.training.rules.readiness import Counted, missing, radar
from paidang.training.rules.secrets import looks_like_secret

levels = st.sampled_from(LEVELS)
words = st.builds(Words, a=levels, b=levels)


def test_the_curriculum_covers_every_heading_and_skill():
    assert {skill.heading for skill in SKILLS.values()} == set(HEADINGS)
    assert {skill for skill, _title in LESSONS} == set(SKILLS)


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(1, 24), st.integers(1, 40))
def test_lessons_are_on_working_days_in_order_within_the_time(start, months, count):
    days = lesson_days(start, months, count)
    assert len(days) == count and days == sorted(days)
    assert all(is_working_day(day) for day in days)
    assert start <= days[0] and days[-1] <= last_day(start, months)
    if count < 10:
        assert len(set(days)) == count


def test_the_month_of_a_day():
    start = date(2026, 8, 1)
    found = [month_at(start, 6, start + timedelta(days=n)) for n in (-1, 0, 30, 31, 183, 184)]
    assert found == [0, 1, 1, 2, 6, 7]


@given(words)
def test_alone_needs_both_words(two):
    assert (state_of(two) == IS_ALONE) == (two.a == two.b == ALONE)
    assert (state_of(two) == DIFFERS) == ((two.a == ALONE) != (two.b == ALONE))


@given(words, st.sampled_from("ab"), levels)
def test_no_word_is_more_than_one_step_above_what_counts(two, side, level):
    if may_say(two, side, level):
        after = Words(a=level, b=two.b) if side == "a" else Words(a=two.a, b=level)
        assert level <= two.counts + 1
        assert after.counts <= two.counts + 1
    assert not may_say(two, side, two.of(side))
    assert needs_reason(two, side, level) or level >= two.of(side)


def test_a_step_back_and_a_contradicted_alone_say_why():
    assert state_of(Words(b=1)) == BEGUN
    assert needs_reason(Words(a=2, b=3), "b", 2)
    assert needs_reason(Words(a=2, b=3), "a", 1)
    assert not needs_reason(Words(a=2, b=3), "a", 3)
    assert not needs_reason(Words(a=1, b=1), "a", 2)


@pytest.mark.parametrize(
    ("choices", "right", "sane"),
    [
        (["是", "否"], [0], True),
        (["甲", "乙", "丙"], [0, 2], True),
        (["是", "否"], [0, 1], False),  # all right: nothing is asked
        (["是", "否"], [], False),
        (["是", " 是"], [0], False),
        (["是"], [0], False),
        (["是", "否"], [2], False),
        (["甲", "乙", "丙"], [1, 1], False),
    ],
)
def test_what_can_be_asked(choices, right, sane):
    assert is_sane(Question(text="问", choices=choices, right=right)) is sane


@given(st.lists(st.sets(st.integers(0, 3), min_size=1, max_size=3), min_size=1, max_size=20), st.data())
def test_the_score_counts_questions_ticked_exactly_right(rights, data):
    asked = [Question(text="问", choices=list("甲乙丙丁"), right=sorted(one)) for one in rights]
    ticked = {n: data.draw(st.lists(st.integers(0, 3), unique=True)) for n in range(len(asked))}
    hits = sum(set(ticked[n]) == rights[n] for n in ticked)
    assert score(asked, ticked) == hits * 100 // len(asked)
    assert score(asked, {n: sorted(one) for n, one in enumerate(rights)}) == 100
    assert score(asked, {}) == 0


def test_what_is_missing_is_named():
    done = {key: [Words(a=3, b=3)] for key in SKILLS}
    whole = Counted(criteria=2, criteria_met=2, items=3, items_received=3)
    assert missing(done, whole) == []
    assert missing(done | {"reports": [Words(a=3, b=2)]}, whole) == ["技能“数据分析”还没有人被双方说独立"]
    assert missing(done, Counted(0, 0, 0, 0)) == ["还没有约定独立的标准", "移交清单是空的"]
    assert missing(done, Counted(2, 1, 3, 1)) == [
        "还有 1 条独立的标准没有达到",
        "移交清单还有 2 件没有收讫",
    ]
    assert len(missing({}, whole)) == len(SKILLS)


def test_the_radar_takes_the_best_of_each_skill():
    found = radar({"listing": [Words(a=3, b=3), Words(a=1, b=1)], "pages": [Words(a=2, b=1)]})
    assert found["listing"] == Fraction(4, 6)
    assert found["product"] == 0
    assert list(found) == list(HEADINGS)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("京东主账号 shizhou-op", False),
        ("天猫子账号，密码当面改", False),
        ("支付宝 密码: Abc12345", True),
        ("支付宝，口令是 8822", True),
        ("Password=hunter2", True),
        ("api key: 0af3", True),
        ("微信公众平台 AppSecret：1f2e", True),
    ],
)
def test_a_secret_is_seen(text, secret):
    assert looks_like_secret(text) is secret
