"""The states of a contract, the table of its transitions, and that they agree, whatever happens in whatever order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paidang.contracts.rules import life as rules
from paidang.contracts.rules import notices as n
from paidang.contracts.rules.life import (
    BY_ACT,
    RUNNING,
    STATES,
    TRANSITIONS,
    Life,
    last_day,
    objection_day,
    state_of,
)
from paidang.contracts.rules.notices import Served
from paidang.contracts.rules.renewal import Renewal

START, END = date(2026, 3, 1), date(2027, 2, 28)
IN_FORCE = Life(rules.IN_FORCE, True, START, END, Renewal(True, 12, notice_months=1))
FIXED = replace(IN_FORCE, renewal=Renewal())
SUMMER = date(2026, 8, 1)


def with_notices(*notices: Served, life: Life = IN_FORCE) -> Life:
    return replace(life, notices=notices)


def notice(kind: str, **more: object) -> Served:
    return Served(**{"id": 1, "kind": kind, "side": "a", "served_on": SUMMER, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("life", "day", "state"),
    [
        (Life(rules.DRAFT), SUMMER, rules.DRAFT),
        (Life(rules.DRAFT, is_shared=True), SUMMER, rules.NEGOTIATION),
        (IN_FORCE, START - timedelta(days=1), rules.SIGNED),
        (IN_FORCE, START, rules.IN_FORCE),
        (IN_FORCE, date(2027, 1, 28), rules.IN_FORCE),  # the last day to object is still a day to object
        (IN_FORCE, date(2027, 1, 29), rules.RENEWING),
        (IN_FORCE, END, rules.RENEWING),
        (IN_FORCE, END + timedelta(days=1), rules.IN_FORCE),
        (replace(IN_FORCE, renewal=Renewal(True, None, notice_months=1)), date(2030, 1, 1), rules.IN_FORCE),
        (FIXED, END, rules.IN_FORCE),
        (FIXED, END + timedelta(days=1), rules.ENDED),
        (with_notices(notice(n.OBJECTION, last_day=END)), SUMMER, rules.NOTICE_GIVEN),
        (with_notices(notice(n.OBJECTION, last_day=END)), END + timedelta(days=1), rules.ENDED),
        (
            with_notices(notice(n.OBJECTION, last_day=END, outcome=n.WITHDRAWN)),
            END + timedelta(days=1),
            rules.IN_FORCE,
        ),
        (with_notices(notice(n.CURE)), SUMMER, rules.CURE_RUNNING),
        (with_notices(notice(n.CURE, outcome=n.CURED)), SUMMER, rules.IN_FORCE),
        (with_notices(notice(n.FORCE_MAJEURE)), SUMMER, rules.SUSPENDED),
        (with_notices(notice(n.FORCE_MAJEURE, verdict=n.DISPUTED)), SUMMER, rules.IN_FORCE),
        (with_notices(notice(n.FORCE_MAJEURE, outcome=n.OVER)), SUMMER, rules.IN_FORCE),
        (with_notices(notice(n.IMMEDIATE, last_day=SUMMER)), SUMMER, rules.ENDED),
        (with_notices(notice(n.TERMINATION, last_day=SUMMER)), SUMMER, rules.NOTICE_GIVEN),
        (with_notices(notice(n.AGREEMENT, last_day=SUMMER)), SUMMER + timedelta(days=1), rules.IN_FORCE),
        (
            with_notices(notice(n.AGREEMENT, last_day=SUMMER, outcome=n.AGREED)),
            SUMMER + timedelta(days=1),
            rules.ENDED,
        ),
        (with_notices(notice(n.CURE), notice(n.TERMINATION, id=2, last_day=END)), SUMMER, rules.NOTICE_GIVEN),
        (replace(IN_FORCE, stage=rules.SETTLED), SUMMER, rules.SETTLED),
    ],
)
def test_the_state_of_a_day(life, day, state):
    assert state_of(life, day) == state


def test_the_first_of_several_ends_counts():
    life = with_notices(
        notice(n.OBJECTION, last_day=END), notice(n.TERMINATION, id=2, last_day=SUMMER + timedelta(days=30))
    )
    assert last_day(life, SUMMER) == SUMMER + timedelta(days=30)
    assert life.ending and life.ending.id == 2


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (SUMMER, (date(2027, 1, 28), END)),
        (date(2027, 1, 28), (date(2027, 1, 28), END)),
        (date(2027, 1, 29), (date(2028, 1, 29), date(2028, 2, 29))),  # too late for this one: the next
    ],
)
def test_the_next_objection(day, expected):
    assert objection_day(IN_FORCE, day) == expected


def test_nothing_to_object_to_where_nothing_renews_or_an_end_is_fixed():
    assert objection_day(FIXED, SUMMER) is None
    assert objection_day(with_notices(notice(n.OBJECTION, last_day=END)), SUMMER) is None


def test_an_act_that_the_table_does_not_have_in_a_state_is_refused_with_the_states_that_have_it():
    fault = rules.transition_fault(IN_FORCE, n.CLEARANCE, side="a", day=SUMMER)
    assert fault and fault.code == "WRONG_STATE" and "履行中" in fault.message and "已终止" in fault.remedy
    assert rules.transition_fault(IN_FORCE, n.REMINDER, side="b", day=SUMMER).code == "WRONG_SIDE"
    assert rules.transition_fault(IN_FORCE, n.REMINDER, side="a", day=SUMMER) is None


# The table itself


def test_every_state_is_reached_and_nothing_leads_out_of_settled():
    reached = {row.to for row in TRANSITIONS if row.to} | {rules.DRAFT}
    assert reached == set(STATES)
    assert all(rules.SETTLED not in row.begins for row in TRANSITIONS)
    assert {row.to for row in TRANSITIONS if rules.ENDED in row.begins and row.to} == {rules.SETTLED}


def test_every_kind_of_notice_has_its_row():
    assert set(n.KINDS) <= set(BY_ACT)


# Random lives: what happens, day by day

ENDS = (n.OBJECTION, n.TERMINATION, n.IMMEDIATE, n.AGREEMENT)
CLOSING = {
    n.CURE: (n.CURED, n.WITHDRAWN),
    n.FORCE_MAJEURE: (n.OVER, n.WITHDRAWN),
    n.AGREEMENT: (n.AGREED, n.DECLINED),
}
steps = st.lists(
    st.tuples(
        st.sampled_from([*n.KINDS, "settle", "close", "wait"]), st.sampled_from("ab"), st.integers(0, 150),
        st.integers(0, 200),
    ),
    max_size=14,
)  # fmt: skip


def act(life: Life, what: str, side: str, day: date, number: int) -> Life:
    """What the action of that name writes, where the table admits it; else nothing."""
    if what == "wait" or life.stage == rules.SETTLED:
        return life
    if what == "close":
        open_ones = [one for one in life.notices if not one.outcome and one.kind in CLOSING]
        if not open_ones:
            return life
        closed = open_ones[number % len(open_ones)]
        outcome = CLOSING[closed.kind][number % 2]
        kept = tuple(one for one in life.notices if one.id != closed.id)
        return replace(life, notices=(*kept, replace(closed, outcome=outcome, closed_on=day)))
    if rules.transition_fault(life, what, side=side, day=day):
        return life
    if what == "settle":
        return replace(life, stage=rules.SETTLED)
    ends_on = {n.OBJECTION: last_day(life, day), n.IMMEDIATE: day}.get(what, day + timedelta(days=number))
    if what in ENDS and ends_on is None:  # the action refuses what has no last day
        return life
    made = Served(len(life.notices) + 1, what, side, day, last_day=ends_on if what in ENDS else None)
    return replace(life, notices=(*life.notices, made))


@settings(max_examples=400)
@given(
    steps=steps,
    renews=st.sampled_from(
        [Renewal(), Renewal(True, 12, notice_months=1), Renewal(True, None), Renewal(True, 3, notice_days=15)]
    ),
)
def test_whatever_happens_a_life_goes_only_where_the_table_leads(steps, renews):
    life, day = replace(IN_FORCE, renewal=renews), START - timedelta(days=20)
    for what, side, days, number in steps:
        before = state_of(life, day)
        after = act(life, what, side, day, number)
        state = state_of(after, day)
        if after != life and what in BY_ACT:
            row = BY_ACT[what]
            assert before in row.begins and row.by in (rules.EITHER, side)
            # what the table says, or what already stood and is stronger
            assert state == row.to or STATES.index(state) >= STATES.index(before)
            if row.to:
                assert STATES.index(state) >= STATES.index(row.to)
        if before == rules.SETTLED:
            assert after == life and state == rules.SETTLED
        if before == rules.ENDED:
            assert state in (rules.ENDED, rules.SETTLED)
        life = after
        later = day + timedelta(days=days)
        if state in (rules.ENDED, rules.SETTLED):
            assert state_of(life, later) == state
        elif state in RUNNING:
            assert state_of(life, later) in (*RUNNING, rules.ENDED)
        day = later


@given(day=st.dates(START, date(2031, 1, 1)))
def test_a_contract_that_renews_without_limit_never_ends_by_itself(day):
    assert state_of(IN_FORCE, day) in (rules.IN_FORCE, rules.RENEWING)
