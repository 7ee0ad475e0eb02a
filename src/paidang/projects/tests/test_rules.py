"""Days, turns, papers, charges, procurement: rules of projects, without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.kit.workdays import add_days, is_working_day, next_working_day
from paidang.projects.rules.charges import charge_refused, is_free
from paidang.projects.rules.due import Hands, due_on
from paidang.projects.rules.papers import ASKED, blocks_opening, check_papers, remind_on, wanted_by
from paidang.projects.rules.procurement import Line, NotALine, compare, read_lines
from paidang.projects.rules.schedule import (
    Planned,
    Settled,
    Span,
    as_agreed,
    as_first_planned,
    critical_path,
    follow,
    held_up_by,
    schedule,
    working_days_between,
)
from paidang.projects.rules.settling import first_possible, moved_by, settle, why_not_on
from paidang.projects.rules.states import Turn, digest_of, turn_of, why_not_public
from paidang.projects.rules.templates import SHOPS, TEMPLATES, TITLES, template_of

MONDAY = date(2026, 9, 28)
"""Before the holiday of 1 to 7 October; Saturday the 10th is worked on."""
THREE = [Planned(1, 3), Planned(2, 2, answer_days=1, after=(1,)), Planned(3, 1, after=(1,))]


def days(spans, number):
    span = spans[number]
    return f"{span.start:%m-%d} {span.due:%m-%d} {span.end:%m-%d}"


def test_tasks_follow_each_other_over_a_holiday():
    spans = schedule(THREE, MONDAY)
    assert days(spans, 1) == "09-28 09-30 09-30"
    assert days(spans, 2) == "10-08 10-09 10-10"  # the Saturday is a working day
    assert days(spans, 3) == "10-08 10-08 10-08"
    assert critical_path(THREE, spans) == [1, 2]
    assert held_up_by(THREE, 1) == {2, 3}
    assert held_up_by(THREE, 2) == set()


def test_what_begins_on_a_rest_day_begins_on_the_next_working_day():
    assert days(schedule([Planned(1, 1)], date(2026, 10, 3)), 1) == "10-08 10-08 10-08"


def test_a_slip_moves_what_waits_and_nothing_else():
    tasks = [
        Planned(1, 3),
        Planned(2, 2, after=(1,), slipped=4),
        Planned(3, 1, after=(1,)),
        Planned(4, 1, after=(2,)),
    ]
    spans, first = schedule(tasks, MONDAY), as_first_planned(tasks, MONDAY)
    assert (spans[1], spans[3]) == (first[1], first[3])
    assert working_days_between(first[2].end, spans[2].end) == 4
    assert working_days_between(first[4].end, spans[4].end) == 4


def test_what_is_not_done_ends_today_at_the_earliest_and_what_is_done_when_it_was():
    tasks = [Planned(1, 3), Planned(2, 1, after=(1,))]
    assert days(schedule(tasks, MONDAY, date(2026, 10, 9)), 2) == "10-10 10-10 10-10"
    early = [Planned(1, 3, done_on=MONDAY), Planned(2, 1, after=(1,))]
    assert days(schedule(early, MONDAY, MONDAY), 2) == "09-29 09-29 09-29"
    on_a_rest_day = [Planned(1, 5, done_on=date(2026, 10, 3)), Planned(2, 1, after=(1,))]
    assert days(schedule(on_a_rest_day, MONDAY), 1) == "09-28 10-03 10-03"
    assert days(schedule(on_a_rest_day, MONDAY), 2) == "10-08 10-08 10-08"
    assert schedule([], MONDAY) == {}
    assert critical_path([], {}) == []


task_lists = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 3), st.integers(0, 5), st.sets(st.integers(1, 12), max_size=3)),
    min_size=1, max_size=12,
).map(
    lambda rows: [
        Planned(n, d, answer_days=a, slipped=s, after=tuple(sorted(x for x in before if x < n)))
        for n, (d, a, s, before) in enumerate(rows, 1)
    ]
)  # fmt: skip


@given(task_lists, st.integers(0, 700), st.integers(1, 12), st.integers(1, 20))
def test_all_days_are_worked_on_follow_and_a_slip_never_pulls_forward(tasks, offset, which, more):
    start = date(2025, 6, 1) + timedelta(days=offset)
    spans = schedule(tasks, start)
    for task in tasks:
        span = spans[task.number]
        assert start <= span.start <= span.due <= span.end
        assert all(map(is_working_day, (span.start, span.due, span.end)))
        assert all(spans[each].end < span.start for each in task.after)
    number = tasks[(which - 1) % len(tasks)].number
    moved = [
        Planned(t.number, t.days, t.answer_days, t.after, t.slipped + more * (t.number == number))
        for t in tasks
    ]
    later = schedule(moved, start)
    waits = held_up_by(tasks, number)
    for task in tasks:
        if task.number in waits | {number}:
            assert later[task.number].end >= spans[task.number].end
        else:
            assert later[task.number] == spans[task.number]
    end = max(span.end for span in spans.values())
    on_path = number in critical_path(tasks, spans)
    assert not on_path or max(span.end for span in later.values()) == add_days(end, more, "working")[0]


@given(
    task_lists,
    st.integers(0, 300),
    st.lists(st.integers(0, 60), min_size=12, max_size=12),
    st.integers(0, 4095),
)
def test_an_agreed_day_is_never_moved_earlier_and_later_only_by_what_came_late(tasks, offset, spent, which):
    start = date(2025, 6, 1) + timedelta(days=offset)
    none_done = as_agreed(tasks, start)
    assert none_done == schedule(tasks, start)
    done = []
    for task in tasks:  # some are done, each before or after its agreed day
        is_done = which >> (task.number - 1) & 1 and all(done[n - 1].done_on for n in task.after)
        day = start + timedelta(days=spent[task.number - 1]) if is_done else None
        done.append(replace(task, done_on=day))
    agreed, driven = as_agreed(done, start), schedule(done, start)
    for task in done:
        now, before = agreed[task.number], none_done[task.number]
        assert now.start >= before.start and now.due >= before.due and now.end >= before.end
        if task.done_on is None:  # the later of the two
            assert now.due >= driven[task.number].due
    in_time = [
        one if one.done_on is None else replace(one, done_on=min(one.done_on, none_done[one.number].end))
        for one in done
    ]
    assert as_agreed(in_time, start) == none_done


def test_what_was_added_later_begins_when_it_was_added():
    tasks = [
        Planned(1, 3),
        Planned(2, 2, not_before=date(2026, 10, 3)),
        Planned(3, 1, after=(1,), not_before=MONDAY),
    ]
    spans = schedule(tasks, MONDAY)
    assert as_first_planned(tasks, MONDAY) == as_agreed(tasks, MONDAY) == spans
    assert days(spans, 2) == "10-08 10-09 10-09"
    assert days(spans, 3) == "10-08 10-08 10-08"


def test_a_task_may_wait_for_one_of_a_higher_number():
    tasks = [Planned(1, 2), Planned(2, 1, after=(1, 3)), Planned(3, 4, after=(1,)), Planned(4, 1, after=(2,))]
    spans = schedule(tasks, MONDAY)
    assert days(spans, 3) == "09-30 10-10 10-10"
    assert days(spans, 2) == "10-12 10-12 10-12"
    assert follow(tasks, 3) == {2, 4}
    assert critical_path(tasks, spans) == [1, 3, 2, 4]


@pytest.mark.parametrize(
    ("state", "hands", "due"),
    [
        ("todo", Hands(), "10-09"),
        ("submitted", Hands(MONDAY), "10-12"),  # early: the agreed day of the answer
        ("submitted", Hands(date(2026, 10, 14)), "10-16"),  # late: the answer has its two days all the same
        ("returned", Hands(MONDAY, date(2026, 9, 30), lain=2), "10-12"),
        ("confirmed", Hands(MONDAY, MONDAY), "10-12"),
        ("confirmed", Hands(MONDAY, date(2026, 10, 14)), "10-15"),
    ],
)
def test_a_step_is_owed_by_the_agreed_day_or_when_there_is_what_it_needs(state, hands, due):
    span = Span(MONDAY, date(2026, 10, 9), date(2026, 10, 12))
    assert f"{due_on(state, span, 2, hands):%m-%d}" == due


@pytest.mark.parametrize("kind", sorted(TEMPLATES))
def test_templates_are_in_order_and_every_task_has_its_words(kind):
    for number, task, after in template_of(kind):
        assert all(each < number for each in after)
        assert task.key in TITLES
        assert not task.is_public or task.side == "b"
    assert (TEMPLATES[kind][-1].key == "opening") == (kind in SHOPS)
    assert (kind in ASKED) == (kind in SHOPS)


@pytest.mark.parametrize(
    ("side", "state", "is_public", "turn"),
    [
        ("b", "todo", True, Turn("b", "deliver_task")),
        ("b", "submitted", True, Turn("a", "answer_delivery")),
        ("b", "returned", True, Turn("b", "redo_delivery")),
        ("b", "confirmed", True, Turn("b", "publish_delivery")),
        ("b", "published", True, None),
        ("b", "confirmed", False, None),
        ("a", "todo", False, Turn("a", "deliver_task")),
        ("a", "submitted", False, Turn("b", "answer_delivery")),
        ("a", "returned", False, Turn("a", "redo_delivery")),
        ("p", "todo", False, Turn("b", "deliver_task")),
        ("p", "confirmed", False, None),
    ],
)  # fmt: skip
def test_whose_turn_it_is(side, state, is_public, turn):
    assert turn_of(side, state, is_public=is_public) == turn
    # a change that is returned is nobody's turn: what stands stands on
    assert turn_of(side, state, is_public=is_public, is_change=True) == (
        None if state == "returned" else turn
    )


@pytest.mark.parametrize(
    ("state", "confirmed", "before", "code"),
    [
        ("todo", "", [], "NOTHING_SUBMITTED"),
        ("submitted", "", [], "SIGN_OFF_MISSING"),
        ("returned", "", [], "SIGN_OFF_MISSING"),
        ("confirmed", "", [], "SIGN_OFF_MISSING"),
        ("confirmed", "other", [], "SIGN_OFF_OF_ANOTHER"),
        ("confirmed", "d1", [("样品寄到", "a")], "BEFORE_MISSING"),
        ("confirmed", "d1", [], ""),
        ("published", "d1", [], ""),
    ],
)
def test_nothing_goes_out_without_the_word_on_exactly_it(state, confirmed, before, code):
    found = why_not_public(
        title="首页装修", state=state, version=2, digest="d1", confirmed_digest=confirmed, before=before
    )
    assert (found.code if found else "") == code
    if found:
        assert found.clause == "TC-3-2"
        assert "首页装修" in found.message or "样品寄到（轮到甲方）" in found.message


def test_a_digest_covers_every_part_and_no_order_of_files():
    whole = {
        "task": "OPS-1 P-01-3",
        "version": 1,
        "words": "w",
        "link": "l",
        "lines": [{"sku": "A"}],
        "files": ["a", "b"],
    }
    digest = digest_of(**whole)
    assert digest == digest_of(**{**whole, "files": ["b", "a"]})
    others = [
        digest_of(**{**whole, name: value})
        for name, value in {
            "task": "x",
            "version": 2,
            "words": "x",
            "link": "x",
            "lines": [],
            "files": ["a"],
        }.items()
    ]
    assert len({digest, *others}) == 7


def test_papers_are_missing_good_soon_over_or_expired():
    today = date(2026, 10, 9)
    held = {
        "licence": None,
        "trademark": date(2026, 10, 9),
        "brand_use": date(2026, 10, 8),
        "bank": date(2026, 11, 8),
        "quality": date(2026, 11, 9),
    }
    found = check_papers(
        ["licence", "trademark", "brand_use", "bank", "quality", "retail_right"], held, today
    )
    assert [(one.kind, one.state, one.days_left) for one in found] == [
        ("licence", "good", None), ("trademark", "soon", 0), ("brand_use", "expired", -1), ("bank", "soon", 30),
        ("quality", "good", 31), ("retail_right", "missing", None),
    ]  # fmt: skip
    assert [one.kind for one in blocks_opening(found)] == ["brand_use", "retail_right"]
    assert {one.side for one in found} == {"a"}


@pytest.mark.parametrize(("left", "due"), [(31, None), (30, 23), (8, 1), (7, 7), (0, 0), (-3, -3)])
def test_a_paper_is_wanted_a_month_and_a_week_before_its_end(left, due):
    today = date(2026, 10, 9)
    wanted = remind_on(today + timedelta(days=left), today)
    assert wanted == (None if due is None else today + timedelta(days=due))


def test_a_paper_is_owed_by_the_first_step_that_needs_it_or_by_its_end():
    today, steps = date(2026, 10, 9), [date(2026, 10, 12), date(2026, 10, 8)]
    held = {"trademark": date(2026, 10, 1), "bank": date(2026, 11, 1), "quality": None}
    found = check_papers(["licence", "trademark", "bank", "quality"], held, today)
    assert [wanted_by(one, steps, today) for one in found] == [
        date(2026, 10, 8), date(2026, 10, 1), date(2026, 10, 25), None,
    ]  # fmt: skip
    assert wanted_by(found[0], [], today) is None


def test_what_is_free_is_not_charged_for():
    free = frozenset({"image_processing", "planning"})
    assert is_free(free, "image_processing")
    assert is_free(free, "campaign_planning")  # planning by another name
    assert not is_free(free, "photography")
    refused = charge_refused(free, "第三章 B", "image_processing", 60_000)
    assert refused is not None
    assert (refused.code, refused.clause) == ("GIVEN_FREE", "第三章 B")
    assert charge_refused(free, "第三章 B", "image_processing", 0) is None
    assert charge_refused(free, "第三章 B", "photography", 60_000) is None
    assert charge_refused(frozenset(), "", "image_processing", 60_000) is None


def test_procurement_lines_are_read_and_compared():
    lines = read_lines("QL-1, 200, 2026-10-20\n\nQL-1 50 2026-10-25\nQL-2，5，2026-10-20\n")
    assert lines[0] == Line("QL-1", 200, date(2026, 10, 20))
    found = compare(lines, {"QL-1": 30, "QL-9": 7}, {"QL-1": 300, "QL-3": 4})
    assert [(one.sku, one.bought, one.free, one.planned, one.left) for one in found] == [
        ("QL-1", 250, 30, 300, -20), ("QL-2", 5, 0, 0, 5), ("QL-3", 0, 0, 4, -4),
    ]  # fmt: skip
    for text in (
        "QL-1",
        "QL-1 x 2026-10-20",
        "QL-1 0 2026-10-20",
        "QL-1 5 20.10.2026",
        "QL-1 5 2026-10-20 x",
    ):
        with pytest.raises(NotALine) as wrong:
            read_lines(f"A 1 2026-10-20\n{text}")
        assert wrong.value.number == 2


@given(task_lists, st.integers(0, 300), st.integers(1, 12), st.integers(-15, 60))
def test_an_agreed_earlier_day_moves_that_task_alone_and_a_later_one_what_follows(tasks, offset, which, by):
    start = date(2025, 6, 1) + timedelta(days=offset)
    number = tasks[(which - 1) % len(tasks)].number
    before = as_agreed(tasks, start)
    due_on = next_working_day(before[number].due + timedelta(days=by))[0]
    first = first_possible(tasks, start, number, start)
    if why_not_on(tasks, start, number, due_on, start):
        assert due_on < first or due_on == before[number].due
        return
    settled = settle(tasks, start, number, due_on, start)
    after = as_agreed([replace(t, settled=settled) if t.number == number else t for t in tasks], start)
    assert after[number].due == due_on and first <= after[number].start
    follows = follow(tasks, number)
    for task in tasks:
        if task.number not in follows | {number}:
            assert after[task.number] == before[task.number]
        elif task.number in follows:
            assert after[task.number].due >= before[task.number].due
            assert due_on > before[number].due or after[task.number] == before[task.number]


def test_which_days_can_be_agreed_on():
    tasks = [Planned(1, 3), Planned(2, 2, after=(1,)), Planned(3, 4, after=(2,))]

    def why(number: int, day: str, *given: Planned) -> str:
        found = why_not_on(given or tasks, MONDAY, number, date.fromisoformat(f"2026-{day}"), MONDAY)
        return str(found.message) if found else ""

    assert days(as_agreed(tasks, MONDAY), 2) == "10-08 10-09 10-09"
    assert why(2, "10-09") == "现在约定的就是 2026-10-09"
    assert why(2, "10-04") == "2026-10-04 是休息日"
    assert why(2, "09-30").startswith("最早只能是 2026-10-08")
    assert why(2, "10-08") == ""
    assert why(1, "09-28") == "" and why(1, "09-24").startswith("最早只能是 2026-09-28")
    early = [replace(tasks[0], done_on=MONDAY), *tasks[1:]]
    assert why(2, "09-29", *early) == ""
    assert settle(early, MONDAY, 2, date(2026, 9, 29), MONDAY) == Settled(date(2026, 9, 29), 1)
    assert settle(tasks, MONDAY, 2, date(2026, 10, 13), MONDAY) == Settled(date(2026, 10, 12), 2)
    assert moved_by(tasks, MONDAY, 2, date(2026, 10, 13), MONDAY) == (1, date(2026, 10, 19))
