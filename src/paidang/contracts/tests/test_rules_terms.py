"""From reading and decisions to terms: what the text states stands, what it leaves open waits for both sides."""

from datetime import date

import pytest

from paidang.contracts.rules.compiled import Agreed
from paidang.contracts.rules.decisions import decision_fault
from paidang.contracts.rules.points import COLLECTOR, TAX_PROPOSED
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.terms import compile_terms
from paidang.kit.period import add_months


def place(term, value, status="stated", clause="第三章 D"):
    return {
        "term": term,
        "value": value,
        "status": status,
        "clause": clause,
        "start": 0,
        "end": 1,
        "quote": "x",
    }


SHARES = [
    place("fee.share.a", "0.7"),
    place("fee.share.b", "0.3"),
    place("fee.share.formula", ["factory_price", "logistics", "tax"]),
]
DECIDED = {
    "party.a.name": Agreed("青岚茶器", 1),
    "party.b.name": Agreed("拾舟电商", 2),
    "signed_on": Agreed("2026-02-25", 3),
    "term.start": Agreed("2026-03-01", 4),
    "term.end": Agreed("2027-02-28", 5),
    "recognition": Agreed("completed", 6),
    "collector": Agreed("a", 7),
    "tax": Agreed(TAX_PROPOSED, 8),
    "platform_fees": Agreed("a", 9),
    "faults_borne_by": Agreed("a", 10),
    "loss": Agreed("carry_forward", 11),
}


def compiled(terms, decisions=DECIDED, party_a="brand"):
    return compile_terms(
        contract="PD-1", read=ReadTerms(terms, party_a), decisions=decisions, names=("青岚茶器", "拾舟电商")
    )


def test_a_decided_contract_is_complete():
    done = compiled(SHARES)
    assert done.is_complete and not done.open
    assert done.terms["components"] == [
        {"kind": "profit_share", "a": "0.7", "b": "0.3", "loss": "carry_forward", "clause": "第三章 D"}
    ]
    assert done.terms["term"] == {"start": "2026-03-01", "end": "2027-02-28"}
    assert done.sources["recognition"] == "补充约定 6"
    assert done.first_day == date(2026, 3, 1)


def test_what_is_silent_stays_open():
    keys = {point.key for point in compiled(SHARES, {}).open}
    assert keys == set(DECIDED)


@pytest.mark.parametrize(
    ("places", "why"),
    [
        ([], "silent"),
        ([place("collection.party", None, "blank")], "blank"),
        (
            [place("collection.party", "b", "conflict"), place("collection.party", "a", "conflict")],
            "conflict",
        ),
        ([place("collection.party", "b"), place("collection.party", "a")], "conflict"),
    ],
)
def test_an_open_point_says_why(places, why):
    undecided = {key: value for key, value in DECIDED.items() if key != "collector"}
    (point,) = compiled([*SHARES, *places], undecided).open
    assert (point.key, point.why, point.choices) == ("collector", why, COLLECTOR)


def test_what_the_text_states_once_stands_with_its_clause():
    undecided = {key: value for key, value in DECIDED.items() if key != "collector"}
    done = compiled([*SHARES, place("collection.party", "b", clause="第一章 C")], undecided)
    assert (done.terms["collector"], done.sources["collector"]) == ("b", "第一章 C")


def test_a_proposal_that_nobody_agreed_to_leaves_the_point_open():
    proposed = {**DECIDED, "collector": Agreed("a", None)}
    done = compiled(SHARES, proposed)
    assert [point.key for point in done.open] == ["collector"]
    assert not done.is_complete


def test_where_the_text_calls_the_agency_party_a_the_sides_are_turned():
    done = compiled(
        [
            *SHARES,
            place("penalty.late_payment.rate_per_day", "0.003"),
            place("penalty.late_payment.party", "b"),
        ],
        party_a="agency",
    )
    (share,) = done.terms["components"]
    assert (share["a"], share["b"]) == ("0.3", "0.7")
    assert done.terms["late_fee"]["party"] == "a"


def test_an_end_before_the_start_is_open_again():
    done = compiled(SHARES, {**DECIDED, "term.end": Agreed("2026-02-01", 5)})
    assert [(point.key, point.why) for point in done.open] == [("term.end", "conflict")]


def test_platform_fees_in_the_formula_are_deducted():
    terms = [*SHARES[:2], place("fee.share.formula", ["factory_price", "platform_fees", "tax"])]
    done = compiled(terms, {key: value for key, value in DECIDED.items() if key != "platform_fees"})
    assert done.terms["platform_fees"] == "deducted"


def test_tiers_that_do_not_begin_at_zero_earn_nothing_below():
    terms = [
        place("fee.commission.tiers", [{"from": 10000000, "to": None, "rate": "0.08"}]),
        place("fee.commission.tier_mode", "marginal"),
        place("fee.commission.base", "net_sales"),
    ]
    (commission,) = compiled(terms).terms["components"]
    assert commission["tiers"] == [{"from": 0, "rate": "0"}, {"from": 10000000, "rate": "0.08"}]


def test_what_no_component_computes_is_listed():
    assert compiled([*SHARES, place("deposit", 5000000)]).by_hand == ["deposit"]


def test_debts_with_dates_are_no_components():
    terms = [
        *SHARES,
        place("fee.setup", 1000000, clause="第三章 B"),
        place("fee.setup.days", 3),
        place("fee.setup.days.day_kind", "calendar"),
    ]
    assert compiled(terms).terms["dated_debts"] == [
        {"kind": "setup", "amount": 1000000, "days": 3, "day_kind": "calendar", "clause": "第三章 B"}
    ]


@pytest.mark.parametrize(
    ("key", "value", "is_fine"),
    [
        ("collector", "a", True),
        ("collector", "c", False),
        ("tax", TAX_PROPOSED, True),
        ("tax", {"mode": "none", "paid_by": "a"}, True),
        ("tax", {"mode": "none", "rate": "0.1", "paid_by": "a"}, False),
        ("tax", {"mode": "on_revenue", "rate": "1.5", "paid_by": "a"}, False),
        ("tax", {"mode": "on_revenue", "rate": "0.1234567", "paid_by": "a"}, False),
        ("tax", {"mode": "on_revenue", "rate": "x", "paid_by": "a"}, False),
        ("tax", {"mode": "on_revenue", "rate": "0.1"}, False),
        ("signed_on", "2026-02-29", False),
        ("signed_on", "2026-02-28", True),
        ("party.a.name", "", False),
        ("share", {"a": "0.7", "b": "0.3"}, True),
        ("share", {"a": "0.7", "b": "0.4"}, False),
        ("share", {"a": 0.7, "b": 0.3}, False),
        ("commission.rate", "0.08", True),
        ("commission.rate", "8%", False),
        ("fee.monthly", 300000, True),
        ("fee.monthly", -1, False),
        ("fee.monthly", True, False),
    ],
)
def test_a_decision_is_checked(key, value, is_fine):
    choices = COLLECTOR if key == "collector" else ()
    assert (decision_fault(key, value, choices) == "") is is_fine


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2024-01-30", 1, "2024-02-29"),
        ("2026-03-15", 12, "2027-03-15"),
    ],
)
def test_months_later(day, months, expected):
    assert add_months(date.fromisoformat(day), months).isoformat() == expected


def test_instalments_that_no_date_is_known_for_are_paid_by_hand():
    parts = [{"share": "0.5", "trigger": "other", "days": 5, "day_kind": "working"}]
    done = compiled([*SHARES, place("fee.fixed_total", 5000000), place("fee.installments", parts)])
    assert (done.terms["dated_debts"], done.by_hand) == ([], ["fee.fixed_total"])
