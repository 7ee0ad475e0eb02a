"""Rights: offered to the side entitled at the moment they arise, never otherwise."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reading import WITH_LIFE

from paidang.contracts.rules import life as rules
from paidang.contracts.rules import notices as n
from paidang.contracts.rules.life import Life
from paidang.contracts.rules.notices import Served
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.renewal import Renewal
from paidang.contracts.rules.rights import (
    Known,
    LatePayment,
    UnsentStatement,
    causes_for,
    counted_days,
    not_excused_days,
    rights_of,
)

READ = ReadTerms(WITH_LIFE.reading["documents"][0]["terms"], "brand")  # type: ignore[index]
TURNED = ReadTerms(READ.terms, "agency")  # the text's 甲方 is the agency
SILENT = ReadTerms([], "brand")
LIFE = Life(rules.IN_FORCE, True, date(2026, 3, 1), date(2027, 2, 28), Renewal(True, 12, notice_months=1))
DUE = date(2026, 7, 20)


def late(payer: str = "a") -> Known:
    return Known(late_payments=[LatePayment("2026-06", DUE, payer, 100_000, 5_000)])


def found(read=READ, life=LIFE, known=Known(), day=DUE) -> list[tuple[str, str, str]]:  # noqa: B008
    return [(right.kind, right.ground, right.side) for right in rights_of(read, life, known, day=day)]


def having(*notices: Served) -> Life:
    return replace(LIFE, notices=notices)


def incident(cause: str, side: str = "a", **more: object) -> Served:
    return Served(7, n.INCIDENT, side, DUE, facts={"cause": cause}, **more)  # type: ignore[arg-type]


def test_nothing_happened_nothing_is_offered():
    assert (
        found() == [] == found(SILENT, having(incident("counterfeit")), late(), DUE + timedelta(days=99))[1:]
    )


@pytest.mark.parametrize(
    ("days", "payer", "read", "expected"),
    [
        (1, "a", READ, [("claim", "overdue", "b")]),
        (15, "a", READ, [("claim", "overdue", "b")]),
        (16, "a", READ, [("termination", "late_payment", "b"), ("claim", "overdue", "b")]),
        (16, "b", READ, []),  # the clause speaks of the brand's lateness only
        (16, "b", TURNED, [("termination", "late_payment", "a"), ("claim", "overdue", "a")]),
        (99, "a", SILENT, []),
    ],
)
def test_late_payment(days, payer, read, expected):
    assert found(read, known=late(payer), day=DUE + timedelta(days=days)) == expected


def test_the_right_carries_its_evidence_and_the_day_it_arose():
    right = rights_of(READ, LIFE, late(), day=DUE + timedelta(days=30))[0]
    assert (right.clause, right.since) == ("第六章 C", DUE + timedelta(days=16))
    assert right.facts == {
        "month": "2026-06", "due_on": "2026-07-20", "amount_fen": 100_000, "days_late": 30, "days_agreed": 15,
        "not_excused": 0,
    }  # fmt: skip


def force_majeure(starts: int, ends: int | None = None, **more: object) -> Served:
    """So many days after the last day in time it struck, and it was over."""
    if ends is not None:
        more |= {"outcome": n.OVER, "closed_on": DUE + timedelta(days=ends)}
    return Served(1, n.FORCE_MAJEURE, "a", DUE + timedelta(days=starts), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("notices", "counted", "not_excused"),
    [
        ([], 30, 0),
        ([force_majeure(-9)], 0, 0),
        ([force_majeure(-9, -2)], 30, 0),
        ([force_majeure(-9, 11)], 20, 0),
        ([force_majeure(0, 11)], 20, 0),  # on the last day in time nobody is late yet
        ([force_majeure(1, 11)], 30, 10),  # late already: Civil Code 590 II
        ([force_majeure(11)], 30, 20),
        ([force_majeure(11, 16)], 30, 5),
        ([force_majeure(-3, 6), force_majeure(11, 16)], 25, 5),
        (
            [force_majeure(-3, 6), force_majeure(4, 8)],
            25,
            2,
        ),  # the days of the first one are excused all the same
        ([force_majeure(0, verdict=n.DISPUTED)], 30, 0),
        ([force_majeure(0, outcome=n.WITHDRAWN, closed_on=DUE)], 30, 0),
        ([Served(1, n.CURE, "a", DUE)], 30, 0),
    ],
)
def test_force_majeure_excuses_nobody_who_was_late_when_it_struck(notices, counted, not_excused):
    life, day = having(*notices), DUE + timedelta(days=30)
    assert counted_days(DUE, day, life) == counted
    assert not_excused_days(DUE, day, life) == not_excused


def test_the_right_says_which_days_of_force_majeure_excuse_nothing():
    life = having(force_majeure(5, 9))
    right = rights_of(READ, life, late(), day=DUE + timedelta(days=30))[0]
    assert (right.since, right.facts["days_late"], right.facts["not_excused"]) == (
        DUE + timedelta(days=16), 30, 4,
    )  # fmt: skip
    excused = rights_of(READ, having(force_majeure(0, 5)), late(), day=DUE + timedelta(days=30))[0]
    assert (excused.since, excused.facts["days_late"], excused.facts["not_excused"]) == (
        DUE + timedelta(days=20), 26, 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("month_due", "day", "expected"),
    [(DUE, DUE, []), (DUE, DUE + timedelta(days=1), [("reminder", "", "a")]), (None, DUE, [])],
)
def test_a_reminder_is_offered_to_the_brand_once_the_statement_is_overdue(month_due, day, expected):
    assert found(known=Known(unsent=[UnsentStatement("2026-06", month_due)]), day=day) == expected


@pytest.mark.parametrize(
    ("days", "agreed", "unsent", "expected"),
    [
        (7, 7, True, []),
        (8, 7, True, [("termination", "late_statement", "a")]),
        (8, 7, False, []),  # it has come
        (8, None, True, []),  # the contract knows no such week
    ],
)
def test_the_week_after_the_reminder(days, agreed, unsent, expected):
    reminder = Served(
        3, n.REMINDER, "a", DUE, "2026-06", DUE + timedelta(days=7), facts={"days_agreed": agreed}
    )
    known = Known(unsent=[UnsentStatement("2026-06", DUE)] if unsent else [])
    assert found(life=having(reminder), known=known, day=DUE + timedelta(days=days)) == expected


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        (incident("counterfeit"), [("immediate", "counterfeit", "a"), ("claim", "counterfeit", "a")]),
        (incident("sublicensing", verdict=n.DISPUTED), [("immediate", "sublicensing", "a"), ("claim", "sublicensing", "a")]),
        (incident("counterfeit", outcome=n.WITHDRAWN), []),
        (incident("fake_orders"), [("claim", "fake_orders", "a")]),  # the contract names no end for it
        (incident("false_factory_price", "b"), [("claim", "false_factory_price", "b")]),  # not proven
        (incident("false_factory_price", "b", verdict=n.DISPUTED), [("claim", "false_factory_price", "b")]),
        (incident("false_factory_price", "b", verdict=n.ADMITTED, outcome=n.ADMITTED), [("immediate", "false_factory_price", "b"), ("claim", "false_factory_price", "b")]),
        (incident("false_factory_price", "b", outcome=n.PROVEN), [("immediate", "false_factory_price", "b"), ("claim", "false_factory_price", "b")]),
    ],
)  # fmt: skip
def test_breaches_on_record(notice, expected):
    assert found(life=having(notice)) == expected


@pytest.mark.parametrize(
    ("deadline", "outcome", "expected"),
    [
        (DUE, "", []),  # the last day is still a day
        (DUE - timedelta(days=1), "", [("termination", "uncured", "a"), ("claim", "uncured", "a")]),
        (DUE - timedelta(days=1), n.CURED, []),
        (DUE - timedelta(days=1), n.WITHDRAWN, []),
    ],
)
def test_a_breach_that_is_not_cured(deadline, outcome, expected):
    facts = {"clause": "第六章 A"}
    cure = Served(2, n.CURE, "a", DUE - timedelta(days=20), deadline=deadline, outcome=outcome, facts=facts)
    assert found(life=having(cure)) == expected


def test_a_day_that_the_contract_does_not_name_gives_damages_and_no_end():
    cure = Served(
        2, n.CURE, "a", DUE - timedelta(days=20), deadline=DUE - timedelta(days=1), facts={"clause": ""}
    )
    assert found(SILENT, having(cure)) == [("claim", "uncured", "a")]


@pytest.mark.parametrize(
    ("has_statements", "expected"),
    [
        (True, [("claim", "overdue", "b")]),  # the clause speaks of what is settled month by month
        (False, [("termination", "late_payment", "b"), ("claim", "overdue", "b")]),
    ],
)
def test_a_late_fee_of_the_contract_itself(has_statements, expected):
    late_part = LatePayment("", DUE, "a", 100_000, 5_000, fee="fee.installments", nth=2)
    known = Known(late_payments=[late_part], has_statements=has_statements)
    rights = rights_of(READ, LIFE, known, day=DUE + timedelta(days=16))
    assert [(right.kind, right.ground, right.side) for right in rights] == expected
    assert rights[-1].key == "claim:overdue:overdue:fee.installments:2"
    assert (rights[-1].facts["fee"], rights[-1].facts["nth"]) == ("fee.installments", 2)


def test_what_was_claimed_is_not_offered_again_until_it_is_taken_back():
    claim = Served(9, n.CLAIM, "b", DUE, "overdue:2026-06")
    day = DUE + timedelta(days=3)
    assert found(life=having(claim), known=late(), day=day) == []
    assert found(life=having(replace(claim, outcome=n.WITHDRAWN)), known=late(), day=day) == [
        ("claim", "overdue", "b")
    ]


@pytest.mark.parametrize(
    ("life", "kinds"),
    [
        (
            having(incident("counterfeit"), Served(8, n.IMMEDIATE, "a", DUE, last_day=DUE)),
            {"claim", "reminder"},
        ),
        (replace(LIFE, stage=rules.SETTLED), set()),
        (replace(LIFE, stage=rules.DRAFT), set()),
    ],
)
def test_after_the_end_there_are_claims_and_reminders_but_nothing_to_end(life, kinds):
    known = replace(late(), unsent=[UnsentStatement("2026-06", DUE)])
    assert {right[0] for right in found(life=life, known=known, day=DUE + timedelta(days=40))} == kinds


def test_each_side_can_record_only_what_the_other_can_be_at_fault_for_and_the_contract_names():
    assert causes_for(READ, "a") == ["counterfeit", "unauthorised_brand_use", "sublicensing"]
    assert causes_for(READ, "b") == ["false_factory_price"]
    assert causes_for(SILENT, "a") == []


@given(days=st.integers(0, 400), start=st.integers(-30, 60), length=st.integers(0, 90))
def test_force_majeure_never_makes_anybody_later(days, start, length):
    day = DUE + timedelta(days=days)
    pause = Served(
        1, n.FORCE_MAJEURE, "a", DUE + timedelta(days=start), outcome=n.OVER, closed_on=DUE + timedelta(days=start + length)
    )  # fmt: skip
    assert 0 <= counted_days(DUE, day, having(pause)) <= counted_days(DUE, day, LIFE) == days


@given(days=st.integers(0, 400), start=st.integers(1, 60), length=st.integers(0, 90))
def test_what_strikes_after_the_due_day_changes_nothing(days, start, length):
    day = DUE + timedelta(days=days)
    assert counted_days(DUE, day, having(force_majeure(start, start + length))) == days
