"""What the end of a contract asks for."""

from dataclasses import replace
from datetime import date

import pytest
from tests.reading import WITH_LIFE

from paidang.contracts.rules import ending as e
from paidang.contracts.rules import life as rules
from paidang.contracts.rules import notices as n
from paidang.contracts.rules.ending import bound_sides, follow_ups
from paidang.contracts.rules.life import Life
from paidang.contracts.rules.notices import Served
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.renewal import Renewal
from paidang.contracts.rules.rights import Known, UnsentStatement

READ = ReadTerms(WITH_LIFE.reading["documents"][0]["terms"], "brand")  # type: ignore[index]
END, AFTER = date(2026, 8, 31), date(2026, 9, 20)
LIFE = Life(
    rules.IN_FORCE, True, date(2026, 3, 1), date(2027, 2, 28), Renewal(True, 12, notice_months=1),
    (Served(1, n.AGREEMENT, "a", date(2026, 8, 1), last_day=END, outcome=n.AGREED),),
)  # fmt: skip
ALL_SENT = Known()


def states(life=LIFE, known=ALL_SENT, day=AFTER, read=READ) -> dict[tuple[str, str], tuple[str, date | None]]:
    return {
        (each.kind, each.side): (each.state, each.due_on) for each in follow_ups(read, life, known, day=day)
    }


def also(*notices: Served) -> Life:
    return replace(LIFE, notices=(*LIFE.notices, *notices))


def test_nothing_while_no_end_is_in_sight():
    assert follow_ups(READ, replace(LIFE, notices=()), ALL_SENT, day=AFTER) == []


def test_before_the_last_day_all_is_still_to_do_and_dated():
    """July's statement is late, yet the last one is August's."""
    late, due, pay = UnsentStatement("2026-07", date(2026, 8, 10)), date(2026, 9, 10), date(2026, 9, 21)
    known = Known(unsent=[late], final_due_on=due, final_pay_by=pay)
    found = states(day=date(2026, 8, 20), known=known)
    assert found[e.FINAL_STATEMENT, "b"] == (e.OPEN, due)
    assert found[e.PAYMENT, "a"] == (e.OPEN, pay)
    assert found[e.ACCESS, "b"] == (e.OPEN, END)
    assert found[e.SECRECY, "a"] == (e.OPEN, date(2029, 8, 31)) == found[e.SECRECY, "b"]


@pytest.mark.parametrize(
    ("known", "statement", "payment"),
    [
        (Known(unsent=[UnsentStatement("2026-08", date(2026, 9, 10))]), e.OPEN, e.OPEN),
        (Known(unconfirmed=["2026-08"], unpaid=["2026-07"]), e.WAITING, e.OPEN),
        (Known(unpaid=["2026-08"]), e.DONE, e.OPEN),
        (Known(unclaimed=["M-01"]), e.DONE, e.OPEN),
        (ALL_SENT, e.DONE, e.DONE),
    ],
)
def test_the_money_is_done_when_it_is_sent_confirmed_and_paid(known, statement, payment):
    found = states(known=known)
    assert (found[e.FINAL_STATEMENT, "b"][0], found[e.PAYMENT, "a"][0]) == (statement, payment)


def test_material_is_done_when_the_other_side_confirms_it():
    declared = Served(2, n.RETURN, "b", AFTER, "destroyed")
    assert states(also(declared))[e.MATERIAL, "b"] == (e.WAITING, None)  # the contract names no day
    confirmed = replace(declared, verdict=n.CONFIRMED, outcome=n.CONFIRMED)
    assert states(also(confirmed))[e.MATERIAL, "b"][0] == e.DONE
    assert states(also(confirmed))[e.MATERIAL, "a"][0] == e.OPEN
    declined = replace(declared, verdict=n.DECLINED, outcome=n.DECLINED)
    assert states(also(declined))[e.MATERIAL, "b"][0] == e.OPEN


def test_where_the_contract_says_on_the_end_it_is_due_then():
    said = READ.with_stated({"confidentiality.on_end": "return_or_destroy"}, {})
    assert states(read=said)[e.MATERIAL, "a"][1] == END


@pytest.mark.parametrize(
    ("bound", "party_a", "sides"),
    [("both", "brand", ("a", "b")), ("b", "brand", ("b",)), ("b", "agency", ("a",))],
)
def test_whom_secrecy_binds(bound, party_a, sides):
    read = ReadTerms(READ.terms, party_a).with_stated({"confidentiality.bound": bound}, {})
    assert bound_sides(read) == sides


def test_one_side_has_declared_and_the_other_is_asked():
    asked = Served(3, n.CLEARANCE, "a", AFTER)
    found = states(also(asked))
    assert (found[e.CLEARANCE, "a"][0], found[e.CLEARANCE, "b"][0]) == (e.WAITING, e.OPEN)


def test_a_settled_contract_asks_for_nothing_here():
    assert follow_ups(READ, replace(LIFE, stage=rules.SETTLED), ALL_SENT, day=AFTER) == []


def test_a_hand_over_that_was_declared_done_is_done():
    read = READ.with_stated({"handover.days": 10}, {})
    due = date(2026, 9, 10)
    for done, state in (
        (set(), e.OPEN),
        ({f"hand_over:{due}:b"}, e.DONE),
        ({"hand_over:2026-09-11:b"}, e.OPEN),
    ):
        found = follow_ups(read, LIFE, ALL_SENT, day=AFTER, done=done)
        assert [(each.due_on, each.state) for each in found if each.kind == e.HAND_OVER] == [(due, state)]
