"""How an incident goes on, what it may come to, and the points of a store."""

import re
from datetime import date

import pytest

from paidang.contracts.rules import notices as n
from paidang.contracts.rules.rights import CAUSES, COUNTERFEIT
from paidang.evidence.rules.acts import ACTS
from paidang.incidents.rules.going_on import (
    Noted,
    accuser_of,
    first_state,
    may_answer,
    notice_kind,
    outcomes,
    state_after_answer,
    turn_of,
)
from paidang.incidents.rules.matters import COPIED, MATTERS, OPENED, TAKEN
from paidang.incidents.rules.points import THRESHOLDS, agreed_fault, standing_of
from paidang.incidents.rules.words import (
    ACCEPTED,
    CLAIMED,
    CLOSED,
    CURED,
    DISPUTED,
    ENDED,
    FOLLOWS,
    KINDS,
    NOTICED,
    REPORTED,
    SETTLED,
    STATES,
    WITHDRAWN,
)


@pytest.mark.parametrize(
    ("side", "at_fault", "accuser", "state", "turn"),
    [
        ("a", "b", "a", REPORTED, "b"),
        ("b", "a", "b", REPORTED, "a"),
        ("b", "b", "a", ACCEPTED, "a"),
        ("a", "", "a", REPORTED, "b"),
        ("b", "", "b", REPORTED, "a"),
    ],
)
def test_who_answers_and_who_decides(side, at_fault, accuser, state, turn):
    assert accuser_of(side, at_fault) == accuser
    assert first_state(side, at_fault) == state
    assert turn_of(state, side, at_fault) == turn


def test_a_served_notice_makes_it_the_turn_of_who_has_to_cure():
    assert turn_of(NOTICED, "a", "b") == "b"
    assert {turn_of(state, "a", "b") for state in CLOSED} == {""}
    assert turn_of(DISPUTED, "a", "b") == "a"


OPEN_CURE, OPEN_BREACH = Noted(n.CURE), Noted(n.INCIDENT)


@pytest.mark.parametrize(
    ("state", "noted", "expected"),
    [
        (REPORTED, None, [CURED, WITHDRAWN]),
        (ACCEPTED, None, [CURED, SETTLED, WITHDRAWN]),
        (NOTICED, OPEN_CURE, [CURED, SETTLED, WITHDRAWN]),
        (NOTICED, OPEN_BREACH, [SETTLED, WITHDRAWN]),
        (NOTICED, Noted(n.CURE, n.WITHDRAWN), [SETTLED, WITHDRAWN]),
        (NOTICED, Noted(n.CURE, is_claimed=True), [CURED, SETTLED, CLAIMED]),
        (NOTICED, Noted(n.INCIDENT, is_ended=True), [SETTLED, ENDED]),
        (CURED, OPEN_CURE, []),
    ],
)
def test_what_it_may_be_closed_with(state, noted, expected):
    assert outcomes(state, noted) == expected


def test_an_answer_may_turn_into_acceptance_once():
    assert may_answer(REPORTED, "") and may_answer(DISPUTED, DISPUTED) and may_answer(NOTICED, "")
    assert not may_answer(ACCEPTED, ACCEPTED) and not any(may_answer(state, "") for state in CLOSED)
    assert state_after_answer(NOTICED, DISPUTED) == NOTICED
    assert state_after_answer(REPORTED, DISPUTED) == DISPUTED


def test_the_tables_hold_together():
    assert set(FOLLOWS) == set(STATES)
    assert all(not FOLLOWS[state] for state in CLOSED)
    assert {kind.cause for kind in KINDS.values()} - {""} <= set(CAUSES)
    for kind in KINDS.values():
        assert not kind.cause or set(kind.at_fault) <= set(CAUSES[kind.cause][1])


def test_the_notice_is_the_contracts_own():
    assert notice_kind("counterfeit", [COUNTERFEIT]) == n.INCIDENT
    assert notice_kind("counterfeit", []) == n.CURE
    assert notice_kind("offline_sale", [COUNTERFEIT]) == n.CURE


DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("channel", "taken", "points", "reached", "following", "near"),
    [
        ("jd", [], 0, None, 25, False),
        ("jd", [(DAY, 24, "open")], 24, None, 25, True),
        ("jd", [(DAY, 25, "open")], 25, 25, 50, False),
        ("jd", [(DAY, 25, "lifted"), (DAY, 4, "upheld")], 4, None, 25, False),
        ("jd", [(date(2025, 12, 31), 99, "open"), (DAY, 1, "open")], 1, None, 25, False),
        ("jd", [(DAY, 60, "open"), (DAY, 60, "open")], 120, 100, None, False),
        ("renren", [(DAY, 7, "open")], 7, None, None, False),
    ],
)
def test_where_a_store_stands(channel, taken, points, reached, following, near):
    standing = standing_of(channel, taken, 2026)
    assert standing.points == points and standing.is_near == near
    assert (standing.reached.points if standing.reached else None) == reached
    assert (standing.following.points if standing.following else None) == following


def test_thresholds_rise_and_a_fault_is_agreed_when_both_say_so():
    for rows in THRESHOLDS.values():
        assert [one.points for one in rows] == sorted({one.points for one in rows})
    assert agreed_fault("b", "b") == "b" and agreed_fault("b", "a") == "" and agreed_fault("", "") == ""


def test_every_act_that_is_a_look_or_a_copy_is_told_as_one():
    """A new export that nobody adds to the list would be on the chain and on no page of who saw what."""
    looks = re.compile(r"\b(exported|downloaded|printed|opened)\b|took a (copy|draft)")
    not_looks = {"case.opened", "staffing.consent_withdrawn", OPENED, COPIED}
    found = {act for act, (_kind, _zh, en) in ACTS.items() if looks.search(en)}
    assert found - not_looks == set(TAKEN) & found and len(found) > 18
    assert set(TAKEN) <= set(ACTS) and set(TAKEN.values()) <= set(MATTERS)
