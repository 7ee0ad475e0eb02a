"""What a contract makes each side do by which day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.contracts.rules.duty_plan import planned_duties
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.kit.period import Period, term_period

TERM = term_period(date(2026, 4, 1), date(2027, 3, 31))
EVER = Period(date(2020, 1, 1), date(2060, 1, 1))


def read(party_a: str = "brand", **terms: object) -> ReadTerms:
    return ReadTerms(
        [
            {
                "term": name.replace("__", "."),
                "value": value,
                "status": "stated",
                "clause": f"第 {number} 条",
                "quote": "",
            }
            for number, (name, value) in enumerate(terms.items(), start=1)
        ],
        party_a,
    )


def plan(terms: ReadTerms, within: Period = EVER) -> list[tuple[str, str, str]]:
    return [(each.due_on.isoformat(), each.kind, each.side) for each in planned_duties(terms, TERM, within)]


def test_a_report_is_due_in_the_month_after_each_month_of_the_term():
    found = plan(read(report__due_day=31))
    assert len(found) == 12
    assert found[0] == ("2026-05-31", "send_report", "b")
    assert found[1] == ("2026-06-30", "send_report", "b")  # June has no 31st
    assert found[-1] == ("2027-04-30", "send_report", "b")


@pytest.mark.parametrize(("cycle", "times"), [("month", 12), ("quarter", 4), ("year", 1)])
def test_the_brand_trains_once_in_each_period_of_the_contract(cycle, times):
    found = plan(read(training__product__cycle=cycle))
    assert len(found) == times
    assert {side for _, _, side in found} == {"a"}
    assert found[-1][0] == "2027-03-31"


def test_debts_with_a_date_are_the_payers_with_their_amount():
    terms = read(
        signed_on="2026-09-24", fee__setup=2_000_000, fee__setup__days=3, settlement__payer="a",
        fee__fixed_total=5_000_000, term__end="2027-03-31",
        fee__installments=[{"share": "0.5", "trigger": "signing", "days": 3, "day_kind": "working"}, {"share": "0.5", "trigger": "end", "days": 3, "day_kind": "working"}],
    )  # fmt: skip
    found = [each for each in planned_duties(terms, TERM, EVER) if each.kind == "pay_agreed"]
    assert [(each.due_on, each.side, each.facts["amount_fen"]) for each in found] == [
        # signed on Thursday; the third day is Sunday and Mid-Autumn's last: Monday
        (date(2026, 9, 28), "a", 2_000_000),
        (date(2026, 9, 30), "a", 2_500_000),
        (date(2027, 4, 5), "a", 2_500_000),
    ]
    assert found[2].provisional


def test_where_the_text_calls_the_agency_its_first_party_the_payer_turns():
    terms = read("agency", signed_on="2026-03-02", fee__setup=100, fee__setup__days=3, settlement__payer="b")
    assert plan(terms) == [("2026-03-05", "pay_agreed", "a")]


def test_the_end_asks_both_sides_and_then_the_agency():
    terms = read(
        term__end="2027-03-31", renewal__notice_months=1, handover__days=15, confidentiality__years=2
    )
    assert plan(terms) == [
        ("2027-02-28", "object_to_renewal", "a"),
        ("2027-02-28", "object_to_renewal", "b"),
        ("2027-03-31", "contract_ends", "a"),
        ("2027-03-31", "contract_ends", "b"),
        ("2027-04-15", "hand_over", "b"),
        ("2029-03-31", "keep_secret_until", "a"),
        ("2029-03-31", "keep_secret_until", "b"),
    ]


def test_a_contract_that_says_nothing_plans_nothing():
    assert plan(read()) == []


@given(
    day=st.integers(1, 31), cycle=st.sampled_from(["month", "quarter", "year"]),
    cut=st.dates(date(2026, 1, 1), date(2028, 1, 1)),
)  # fmt: skip
def test_cutting_the_time_in_two_loses_and_repeats_nothing(day, cycle, cut):
    terms = read(
        report__due_day=day, training__product__cycle=cycle, term__end="2027-03-31", handover__days=7
    )
    whole = planned_duties(terms, TERM, EVER)
    before = planned_duties(terms, TERM, Period(EVER.start, cut))
    after = planned_duties(terms, TERM, Period(cut, EVER.end))
    assert before + after == whole
    assert len({each.key for each in whole}) == len(whole)
