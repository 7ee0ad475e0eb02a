"""Drawing notices up: deadlines and last days by the contract's own terms, or the reason why not."""

from datetime import date

import pytest

from paidang.contracts.rules import life as rules
from paidang.contracts.rules import notices as n
from paidang.contracts.rules.life import Life
from paidang.contracts.rules.notices import Served, deadline_of
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.renewal import Renewal
from paidang.contracts.rules.rights import Known
from paidang.contracts.rules.serving import DRAWN_UP, Case, Drawn, Said, draw_up
from paidang.kit.outcome import Violation

DAY = date(2026, 8, 20)
LIFE = Life(rules.IN_FORCE, True, date(2026, 3, 1), date(2027, 2, 28), Renewal(True, 12, notice_months=1))


def read(**terms: object) -> ReadTerms:
    places = [
        {"term": name.replace("__", "."), "value": value, "status": "stated", "clause": "第八条"}
        for name, value in terms.items()
    ]
    return ReadTerms(places, "brand")


def draw(kind: str, *, terms=None, life=LIFE, side="a", **said: object) -> Drawn | Violation:
    case_said = Said(**{"kind": kind, "grounds": "事由", **said})  # type: ignore[arg-type]
    return draw_up(Case(terms or read(), life, Known(), side, DAY, case_said, "d" * 64))


def test_every_kind_is_drawn_up_by_a_rule_of_its_own():
    assert set(DRAWN_UP) == set(n.KINDS)


@pytest.mark.parametrize(
    ("days", "deadline"),
    [
        (15, date(2026, 9, 4)),
        (30, date(2026, 9, 20)),
        (0, None),
        (None, None),
    ],  # Saturday the 19th; Sunday is a working day
)
def test_a_deadline_is_counted_by_the_contract_or_there_is_none(days, deadline):
    terms = read(termination__cure_days=days) if days is not None else read()
    assert deadline_of(n.CURE, terms, DAY)[0] == deadline


@pytest.mark.parametrize(
    ("last_day", "result"),
    [
        (None, date(2026, 9, 19)),
        (date(2026, 9, 19), date(2026, 9, 19)),
        (date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_notice_ends_the_contract_after_the_agreed_days_at_the_earliest(last_day, result):
    drawn = draw(n.TERMINATION, terms=read(termination__notice_days=30), last_day=last_day)
    assert isinstance(drawn, Drawn) and (drawn.last_day, drawn.clause) == (result, "第八条")


def test_notice_that_is_too_short_says_the_earliest_day():
    fault = draw(n.TERMINATION, terms=read(termination__notice_days=30), last_day=date(2026, 9, 18))
    assert isinstance(fault, Violation) and fault.code == "NOTICE_TOO_SHORT" and "2026-09-19" in fault.remedy


@pytest.mark.parametrize(
    ("life", "code"),
    [
        (Life(rules.IN_FORCE, True, LIFE.start, LIFE.end), "NO_RENEWAL"),
        (Life(rules.IN_FORCE, True, LIFE.start, date(2026, 7, 31), Renewal(True, None)), "END_UNKNOWN"),
        (Life(rules.IN_FORCE, True, LIFE.start, date(2026, 9, 10), Renewal(True, 12, notice_months=1)), "TOO_LATE_TO_OBJECT"),
        (Life(rules.SETTLED, True, LIFE.start, LIFE.end), "WRONG_STATE"),
        (Life(rules.DRAFT), "WRONG_STATE"),
    ],
)  # fmt: skip
def test_why_an_objection_is_refused(life, code):
    fault = draw(n.OBJECTION, life=life)
    assert isinstance(fault, Violation) and fault.code == code


def test_a_second_notice_of_force_majeure_waits_for_the_end_of_the_first():
    open_one = Served(1, n.FORCE_MAJEURE, "a", DAY)
    life = Life(rules.IN_FORCE, True, LIFE.start, LIFE.end, LIFE.renewal, (open_one,))
    fault = draw(n.FORCE_MAJEURE, life=life)
    assert isinstance(fault, Violation) and fault.code == "ALREADY_OPEN"
    assert isinstance(draw(n.FORCE_MAJEURE, life=life, side="b"), Drawn)


@pytest.mark.parametrize(
    ("bound", "side", "ok"), [("b", "a", False), ("b", "b", True), ("both", "a", True), (None, "b", True)]
)
def test_who_is_bound_by_secrecy_returns_or_destroys(bound, side, ok):
    ended = Served(1, n.AGREEMENT, "a", DAY, last_day=date(2026, 8, 19), outcome=n.AGREED)
    life = Life(rules.IN_FORCE, True, LIFE.start, LIFE.end, LIFE.renewal, (ended,))
    terms = read(confidentiality__bound=bound) if bound else read()
    assert isinstance(draw(n.RETURN, terms=terms, life=life, side=side, how="returned"), Drawn) is ok
