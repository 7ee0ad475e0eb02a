"""Which values of the terms can be tried, what a person may type, and that changed terms are terms still."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.trying import BadTry, Knob, carried_on, changed, knobs, read_value

CASES = sorted((Path(__file__).parents[4] / "tests" / "golden" / "settlement" / "cases").glob("*/terms.json"))
TERMS = {path.parent.name: json.loads(path.read_text("utf-8")) for path in CASES}
SHARE = Knob("share", ("components", 0, "b"), "0.3", "第三章 D")
MONTHLY = Knob("monthly", ("components", 1, "amount"), 500_000, "")


def test_every_number_of_the_cases_that_can_be_said_is_found():
    found = {name: [knob.key for knob in knobs(terms)] for name, terms in TERMS.items()}
    assert found["02-month"] == ["components.0.b", "tax.rate"]
    assert any(key.endswith("tiers.1.rate") for key in found["07-commission-tiers"])


@pytest.mark.parametrize("name", TERMS)
@given(st.data())
def test_changed_terms_are_terms_and_hold_the_new_value_alone(name, data):
    terms = TERMS[name]
    for knob in knobs(terms):
        text = (
            str(data.draw(st.decimals(0, 100, places=4)))
            if knob.is_percent
            else str(data.draw(st.integers(0, 10**9)))
        )
        value = read_value(knob, text)
        new = changed(terms, {knob.key: value})
        read_terms(new)
        assert {one.key: one.value for one in knobs(new)} == {one.key: one.value for one in knobs(terms)} | {
            knob.key: value
        }
        if knob.kind == "share":
            part = new["components"][knob.path[1]]
            assert Decimal(part["a"]) + Decimal(part["b"]) == 1
    assert changed(terms, {}) == terms


@pytest.mark.parametrize(
    ("knob", "typed", "value"),
    [
        (SHARE, "35", "0.35"),
        (SHARE, " 33.3333% ", "0.333333"),
        (SHARE, "0", "0"),
        (SHARE, "100％", "1"),
        (MONTHLY, "6,000.50", 600_050),
        (MONTHLY, "¥0", 0),
    ],
)
def test_what_people_type_is_read(knob, typed, value):
    assert read_value(knob, typed) == value


@pytest.mark.parametrize(
    ("knob", "typed"),
    [
        (SHARE, "101"), (SHARE, "-1"), (SHARE, "三成"), (SHARE, "NaN"), (SHARE, "Infinity"), (SHARE, "33.33333"), (SHARE, "1e9999999"),
        (MONTHLY, "-1"), (MONTHLY, "1.005"), (MONTHLY, "many"), (MONTHLY, "9" * 30),
    ],
)  # fmt: skip
def test_what_cannot_be_tried_is_refused(knob, typed):
    with pytest.raises(BadTry):
        read_value(knob, typed)


def test_a_loss_is_carried_on_only_where_the_terms_carry_it():
    assert carried_on(TERMS["02-month"], -500)["carried_in"] == -500
    assert carried_on(TERMS["07-commission-tiers"], -500)["carried_in"] == 0
