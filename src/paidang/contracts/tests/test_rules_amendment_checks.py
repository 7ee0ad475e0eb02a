"""From which day terms may change, and what a supplementary agreement may not leave open."""

from dataclasses import replace
from datetime import date

import pytest

from paidang.contracts.rules.amending import POINT, REMOVED, TEXT, Amended, Change, Held
from paidang.contracts.rules.amendment_checks import (
    Books,
    Case,
    amendment_fault,
    left_open,
    moves_settlement,
    nearest_days,
)
from paidang.contracts.rules.compiled import Agreed
from paidang.contracts.rules.points import TAX_PROPOSED
from paidang.contracts.rules.read_terms import ReadTerms

DECIDED = {
    "party.a.name": "青岚茶器", "party.b.name": "拾舟电商", "signed_on": "2026-02-25", "term.start": "2026-03-01",
    "term.end": "2027-02-28", "recognition": "completed", "collector": "a", "tax": TAX_PROPOSED, "platform_fees": "a",
    "faults_borne_by": "a", "loss": "carry_forward",
}  # fmt: skip
TODAY = date(2026, 11, 10)


def place(term, value, status="stated", clause="第三章 D"):
    return {"term": term, "value": value, "status": status, "clause": clause}


BASE = Held(
    ReadTerms(
        [
            place("fee.share.a", "0.7"),
            place("fee.share.b", "0.3"),
            place("fee.share.formula", ["factory_price", "logistics", "tax"]),
            place("price.floor", True),
            place("deposit", 50_000_00),
        ],
        "brand",
    ),
    {key: Agreed(value, number) for number, (key, value) in enumerate(DECIDED.items(), start=1)},
)


def case(day, *changes, agreed=(), open_month="2026-11", carried=0, fault="", places=(), **values) -> Case:
    """The case of one agreement; `values` are what its text says, dots written `__`, and each a change."""
    said = {name.replace("__", "."): value for name, value in values.items()}
    new = Amended(
        9, date.fromisoformat(day), (*(Change(term) for term in said), *changes),
        (*(place(term, value) for term, value in said.items()), *places),
    )  # fmt: skip
    books = Books(open_month, carried, lambda terms: fault)
    return Case(
        new, BASE, agreed, ("青岚茶器", "拾舟电商"), date(2026, 3, 1), date(2027, 2, 28), books, TODAY
    )


def code(found) -> str:
    fault = amendment_fault(found)
    return fault.code if fault else ""


SHARES = {"fee__share__a": "0.65", "fee__share__b": "0.35"}


@pytest.mark.parametrize(
    ("day", "values", "expected"),
    [
        ("2026-12-01", SHARES, ""),
        ("2026-11-01", SHARES, ""),  # this month is not sent yet
        ("2026-12-15", SHARES, "NOT_FIRST_OF_MONTH"),
        ("2026-10-01", SHARES, "MONTH_SENT"),
        ("2026-10-15", SHARES, "MONTH_SENT"),
        ("2026-02-28", SHARES, "BEFORE_THE_TERM"),
        ("2027-03-01", SHARES, "AFTER_THE_TERM"),
        ("2026-12-15", {"price__floor": False}, ""),  # no statement hangs on it
        ("2026-10-15", {"price__floor": False}, ""),
        ("2026-12-15", {"term__end": "2027-08-31"}, ""),  # prolongation
        ("2026-12-15", {"term__end": "2026-12-01"}, "ENDS_IN_THE_PAST"),
        ("2026-11-01", {"term__end": "2026-11-09"}, "ENDS_IN_THE_PAST"),
        ("2026-12-15", {"settlement__statement_due_day": 5}, ""),  # no schedule as long as it is not whole
        ("2026-12-15", {"deposit": 1}, "NOT_FIRST_OF_MONTH"),  # money, if only by hand
        ("2026-12-01", {"fee__share__b": "0.35"}, "SHARES_SUM"),
        ("2026-12-01", {"signed_on": "2026-11-11"}, "NOT_CHANGEABLE"),
        ("2026-12-01", {"fee__monthly": 5_000_00}, ""),
        ("2026-12-01", {"fee__commission__rate": "0.05"}, "LEFT_OPEN"),  # of what is not said
        (
            "2026-12-01",
            {"fee__fixed_total": 10, "fee__installments": [{"amount": 9, "trigger": "end", "days": 1}]},
            "INSTALMENTS_SUM",
        ),
    ],
)
def test_days_and_what_is_left_open(day, values, expected):
    assert code(case(day, **values)) == expected


def test_it_says_which_days_are_near_and_what_to_do_about_a_sent_month():
    middle = amendment_fault(case("2026-12-15", **SHARES))
    assert "2026-12-01、2027-01-01" in middle.remedy and "只按一套约定算" in middle.message
    sent = amendment_fault(case("2026-10-01", **SHARES))
    assert "2026-11-01" in sent.remedy and "调整" in sent.remedy
    assert nearest_days(date(2026, 10, 15), "2026-11") == [date(2026, 11, 1)]


def test_a_whole_schedule_is_settlement():
    schedule = {
        "settlement__statement_due_day": 5, "settlement__confirm_days": 3, "settlement__pay_days": 3,
        "settlement__pay_window": [15, 20],
    }  # fmt: skip
    assert moves_settlement(case("2026-12-15", **schedule))
    assert code(case("2026-12-15", **schedule)) == "NOT_FIRST_OF_MONTH"
    assert not moves_settlement(case("2026-12-15", price__floor=False))


def test_nothing_chosen_changes_nothing():
    assert code(case("2026-12-01")) == "NOTHING_CHANGES"


@pytest.mark.parametrize(
    ("change", "places", "expected"),
    [
        (Change("fee.monthly", TEXT), (), "NOT_IN_THE_TEXT"),
        (Change("fee.monthly", TEXT), [place("fee.monthly", None, "blank")], "NOT_IN_THE_TEXT"),
        (Change("fee.monthly", REMOVED), (), "NOT_THERE"),
        (Change("deposit", REMOVED), (), ""),
        (Change("recognition", POINT, "shipped"), (), ""),
        (Change("nothing.known", REMOVED), (), "NOT_CHANGEABLE"),
        (Change("recognition", POINT, "someday"), (), "POINT_MALFORMED"),
        (Change("tax", POINT, {"mode": "on_revenue", "paid_by": "a"}), (), "POINT_MALFORMED"),
        (Change("party.a.name", POINT, "x"), (), "NOT_CHANGEABLE"),
        (Change("weather", POINT, "fine"), (), "POINT_MALFORMED"),
    ],
)
def test_each_change_is_of_something_that_can_change(change, places, expected):
    assert code(case("2026-12-01", change, places=places)) == expected


def test_what_is_left_open_can_be_decided_along_with_it():
    rate = place("fee.commission.rate", "0.05")
    of = Change("commission.of", POINT, "net_sales")
    both = case("2026-12-01", Change("fee.commission.rate"), of, places=[rate])
    assert code(both) == ""
    assert both.compiled(date(2026, 12, 1)).sources["commission.of"] == "补充协议 9"


def test_a_later_agreement_must_not_be_left_open_either():
    """A commission agreed from January on lives by a decision that this one takes away from December on."""
    later = Amended(
        1,
        date(2027, 1, 1),
        (Change("fee.commission.rate"),),
        (place("fee.commission.rate", "0.05"),),
    )
    base = replace(BASE, decisions={**BASE.decisions, "commission.of": Agreed("net_sales", 20)})
    takes = case("2026-12-01", agreed=[later], fee__commission__base="gross_sales")
    assert [point.key for point in left_open(replace(takes, base=base))] == []
    blank = replace(takes.new, places=(place("fee.commission.base", None, "blank"),))
    assert [point.key for point in left_open(replace(takes, base=base, new=blank))] == ["commission.of"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"party.a.name": "青岚茶器", "party.b.name": "拾舟电商"}, ""),
        ({"party.a.name": "青岚茶器有限公司"}, ""),  # another way to write it is seen by people
        ({"party.a.name": "拾舟电商", "party.b.name": "青岚茶器"}, "PARTIES_SWAPPED"),
        ({"party.b.name": "青岚茶器"}, "PARTIES_SWAPPED"),
    ],
)
def test_the_parties_are_called_as_the_contract_calls_them(names, expected):
    places = [place(term, name) for term, name in names.items()]
    assert code(case("2026-12-01", places=places, **SHARES)) == expected


def test_a_loss_that_is_carried_is_not_dropped_by_the_way():
    forgive = Change("loss", POINT, "forgive")
    assert code(case("2026-12-01", forgive, carried=-5)) == "LOSS_CARRIED"
    assert code(case("2026-12-01", forgive, carried=0)) == ""
    assert code(case("2026-12-01", Change("loss", POINT, "carry_forward"), carried=-5)) == ""


def test_what_settlement_cannot_compute_is_refused_in_its_words():
    found = amendment_fault(case("2026-12-01", fault="比例应在 0 和 1 之间", **SHARES))
    assert (found.code, found.message) == ("NOT_COMPUTABLE", "比例应在 0 和 1 之间")
