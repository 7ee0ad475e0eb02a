"""The table of an order's states: what it says, that no path skips a check, that whatever a platform says has a place."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.channels.jd import words as jd
from paidang.channels.link.documents import ORDER_STATES
from paidang.channels.taobao import words as taobao
from paidang.orders.rules.states import (
    BUYER,
    CLOSED,
    DONE,
    ENDS,
    ON_HOLD,
    OWN_STEPS,
    PART_SHIPPED,
    PLATFORM,
    PLATFORM_STATES,
    REFUNDED,
    REFUNDING,
    SHIP_CHECKS,
    SHIPPED,
    SPLIT,
    STATES,
    UNKNOWN,
    UNPAID,
    WAITING,
    Known,
    Line,
    may_follow,
    state_of,
)

NEW, LEFT, OVER = Line(2), Line(2, has_left=True), Line(2, has_left=True, is_done=True)


@pytest.mark.parametrize(
    ("known", "state"),
    [
        (Known([NEW]), WAITING),
        (Known([NEW], "paid"), WAITING),
        (Known([], "unpaid"), UNPAID),
        (Known([NEW], "unpaid"), UNPAID),
        (Known([NEW], is_held=True), ON_HOLD),
        (Known([NEW], "held"), ON_HOLD),
        (Known([NEW, LEFT]), PART_SHIPPED),
        (Known([NEW, LEFT], is_held=True), ON_HOLD),
        (Known([replace(NEW, packed=1)]), PART_SHIPPED),
        (Known([replace(NEW, packed=2)]), SHIPPED),
        (Known([replace(NEW, packed=1, refunded=1)]), SHIPPED),
        (Known([LEFT], is_held=True), SHIPPED),
        (Known([NEW], "shipped"), SHIPPED),
        (Known([OVER]), DONE),
        (Known([OVER, LEFT]), SHIPPED),
        (Known([LEFT], "done"), DONE),
        (Known([NEW], has_open_case=True, is_held=True), REFUNDING),
        (Known([OVER], has_open_case=True), REFUNDING),
        (Known([replace(NEW, refunded=2)]), REFUNDED),
        (Known([replace(NEW, refunded=2), LEFT]), SHIPPED),
        (Known([OVER], is_refunded=True), REFUNDED),
        (Known([NEW], "cancelled"), CLOSED),
        (Known([NEW], "split"), SPLIT),
        (Known([LEFT], "PRESALE_HALF_PAID"), UNKNOWN),
    ],
)
def test_what_is_known_makes_the_state(known: Known, state: str) -> None:
    assert state_of(known) == state


def test_whatever_a_platform_says_has_a_place() -> None:
    assert set(ORDER_STATES) == set(PLATFORM_STATES) - {""}
    for told in (*jd.ORDER_STATE.values(), *taobao.ORDER_STATE.values(), *ORDER_STATES):
        assert state_of(Known([NEW], told)) in set(STATES) - {UNKNOWN}
    assert set(OWN_STEPS) == set(STATES)


def test_goods_leave_by_a_step_that_checks_and_never_out_of_a_hold() -> None:
    """Over every step of the table: what people do to let goods go is checked, and a hold is left by release alone."""
    for state, steps in OWN_STEPS.items():
        for following, step in steps.items():
            if step.act == "ship":
                assert set(step.checks) >= set(SHIP_CHECKS)
                assert state in (WAITING, PART_SHIPPED)
            if following in (SHIPPED, PART_SHIPPED):
                assert step.act in ("ship", "answer_refund") or (state, step.act) == (ON_HOLD, "release")
            if state == ON_HOLD and step.act not in ("ask_refund", "refund"):
                assert "reason" in step.checks
    for end in ENDS:
        assert not OWN_STEPS[end]
        assert may_follow(end, WAITING) is None


lines = st.lists(
    st.builds(Line, st.integers(1, 3), refunded=st.integers(0, 3), packed=st.integers(0, 3), has_left=st.booleans()),
    min_size=1, max_size=3,
)  # fmt: skip
happenings = st.lists(
    st.sampled_from(
        ["hold", "release", "pack", "leave", "arrive", "ask", "answer", "refund", *ORDER_STATES, "??"]
    ),
    max_size=12,
)


def happen(known: Known, what: str) -> tuple[Known, set[str]]:
    """What something does to what is known, and the acts that it may be in the table; not done where it is refused."""
    first, *rest = known.lines
    may_leave = state_of(known) in (WAITING, PART_SHIPPED)
    match what:
        case "hold":
            return replace(known, is_held=True), {"hold"}
        case "release":
            return replace(known, is_held=False), {"release"}
        case "pack" if may_leave and first.packed < first.quantity - first.refunded:
            return replace(known, lines=[replace(first, packed=first.packed + 1), *rest]), {"ship"}
        case "ask":
            return replace(known, has_open_case=True), {"ask_refund"}
        case "answer":
            return replace(known, has_open_case=False), {"answer_refund", "told"}
        case "refund":
            return replace(known, is_refunded=True), {"refund", "told"}
        case "leave":
            return replace(known, lines=[replace(one, has_left=True) for one in known.lines]), {
                "told",
                "ship",
            }
        case "arrive":
            done = [replace(one, has_left=True, is_done=True) for one in known.lines]
            return replace(known, lines=done), {"told"}
        case "pack":
            return known, set()
        case _:
            return replace(known, platform=what), {"told", "pay", "hold", "release", "ship", "refund"}


@given(lines, happenings)
def test_no_path_leads_past_a_check(lines: list[Line], path: list[str]) -> None:
    """Whatever happens in whatever order: each change of state is a step of the table, and ours are never out of a hold."""
    known = Known(lines)
    for what in path:
        before = state_of(known)
        known, acts = happen(known, what)
        after = state_of(known)
        if before == after:
            continue
        step = may_follow(before, after)
        if before in ENDS:
            assert step is None or after in ENDS or what in (*ORDER_STATES, "??")
            continue
        assert step is not None
        if what in ("hold", "release", "pack"):
            assert step.act in acts
            assert PLATFORM not in step.who and BUYER not in step.who
        if after in (SHIPPED, PART_SHIPPED) and before == ON_HOLD:
            assert what not in ("pack", "hold")
