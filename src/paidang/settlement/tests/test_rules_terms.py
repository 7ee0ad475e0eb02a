"""Reading terms.json: what SPEC §10 calls bad, at its path, and what is good."""

import copy

import pytest

from paidang.settlement.rules.errors import BadInput
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.terms import DatedDebt

SHARE = {"kind": "profit_share", "a": "0.7", "b": "0.3", "loss": "carry_forward", "clause": "D"}
COMMISSION = {"kind": "commission", "of": "net_sales", "rate": "0.1", "clause": "C"}
FEE = {"kind": "monthly_fee", "amount": 100, "clause": "F"}
GOOD = {
    "recognition": "completed",
    "collector": "a",
    "tax": {"mode": "included_vat", "rate": "0.13", "paid_by": "a"},
    "platform_fees": "a",
    "faults_borne_by": "a",
    "components": [SHARE],
}
HALF = {"share": "0.5", "trigger": "signing", "days": 3, "day_kind": "working"}


def fixed_total(*installments, amount=101):
    return [{"kind": "fixed_total", "amount": amount, "clause": "T", "installments": list(installments)}]


def rest_of(amount):
    return {"amount": amount, "trigger": "signing", "days": 3, "day_kind": "working"}


def bad_paths(month=None, **changes):
    document = {**copy.deepcopy(GOOD), **changes}
    document = {key: value for key, value in document.items() if value != "absent"}
    try:
        read_terms(document, month)
    except BadInput as refused:
        return [error.column for error in refused.errors]
    return []


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({}, []),
        ({"components": []}, []),
        ({"components": "absent"}, ["components"]),
        ({"components": "x"}, ["components"]),
        ({"tax": "absent"}, ["tax"]),
        ({"tax": {}}, ["tax.mode", "tax.paid_by", "tax.rate"]),
        ({"tax": {"mode": "none", "paid_by": "a"}}, []),
        ({"tax": {"mode": "none", "rate": "0.1", "paid_by": "a"}}, ["tax.rate"]),
        ({"faults_borne_by": "absent"}, ["faults_borne_by"]),
        ({"faults_borne_by": "absent", "components": [COMMISSION]}, []),
        ({"faults_borne_by": "absent", "components": [{**COMMISSION, "of": "profit"}]}, ["faults_borne_by"]),
        (
            {"faults_borne_by": "absent", "components": [], "tax": {**GOOD["tax"], "mode": "margin_vat"}},
            ["faults_borne_by"],
        ),
        ({"components": [{**SHARE, "a": 0.7}]}, ["components[0].a"]),
        ({"components": [{**SHARE, "a": "-0.1", "b": "1.1"}]}, ["components[0].a", "components[0].b"]),
        ({"components": [{**COMMISSION, "rate": "one"}]}, ["components[0].rate"]),
        ({"components": [{"kind": "commission", "of": "net_sales", "clause": "C"}]}, ["components[0]"]),
        ({"components": [{**COMMISSION, "tier_mode": "whole"}]}, ["components[0].tier_mode"]),
        ({"components": [{**COMMISSION, "extra": 1}]}, ["components[0].extra"]),
        ({"components": [FEE]}, ["term.end", "term.start"]),
        ({"components": [FEE], "term": {"start": "2026-01-01"}}, ["term.end"]),
        ({"components": [FEE], "term": {"start": "2026-01-01", "end": "2025-12-31"}}, ["term.end"]),
        ({"components": [{**FEE, "amount": True}], "term": {"start": "2026-01-01", "end": "2026-12-31"}},
         ["components[0].amount"]),
        ({"carried_in": 5}, ["carried_in"]),
        ({"carried_in": -5}, []),
        ({"carried_in": -5, "components": [COMMISSION]}, ["carried_in"]),
        ({"signed_on": "20260101"}, ["signed_on"]),
        ({"contract": 5}, ["contract"]),
        ({"parties": {"a": {"name": "甲"}, "c": {}}}, ["parties.c"]),
        ({"statement": {"due_day": 0, "pay_window": [5, 1]}}, ["statement.due_day", "statement.pay_window"]),
        ({"statement": {"confirm_days": 5}}, ["statement.confirm_day_kind"]),
        ({"late_fee": {"rate_per_day": 0.003, "party": "a"}}, ["late_fee.rate_per_day"]),
        ({"adjustments": [{"id": "1", "kind": "gift", "amount": 1, "reason": "r", "clause": "c"}]},
         ["adjustments[0].kind"]),
        ({"dated_debts": fixed_total(HALF, HALF)}, ["signed_on"]),
        ({"dated_debts": fixed_total(HALF, HALF), "signed_on": "2026-01-01"}, []),
        ({"dated_debts": fixed_total(), "signed_on": "2026-01-01"}, ["dated_debts[0].installments"]),
        ({"dated_debts": fixed_total(HALF, {**HALF, "share": "0.6"}), "signed_on": "2026-01-01"},
         ["dated_debts[0].installments"]),
        # 50.5 is 51: the rest is 50, and neither 51 nor the 50.5 that would add up without rounding.
        ({"dated_debts": fixed_total(HALF, rest_of(50)), "signed_on": "2026-01-01"}, []),
        ({"dated_debts": fixed_total(HALF, rest_of(51)), "signed_on": "2026-01-01"},
         ["dated_debts[0].installments"]),
        ({"dated_debts": fixed_total({**HALF, "share": "0.2"}, rest_of(6), amount=7), "signed_on": "2026-01-01"}, []),
        ({"dated_debts": fixed_total({**HALF, "trigger": "end"}, HALF), "signed_on": "2026-01-01"}, ["term.end"]),
    ],
)  # fmt: skip
def test_bad_paths(changes, paths):
    assert bad_paths(**changes) == paths


@pytest.mark.parametrize("month", ["2026-9", "2026-13", "2026-09-01", "", "0000-01", "２０２６-09"])
def test_a_month_is_yyyy_mm(month):
    assert bad_paths(month) == ["month"]


@pytest.mark.parametrize("document", [None, [], "x", 5])
def test_terms_are_an_object(document):
    with pytest.raises(BadInput):
        read_terms(document)


def test_the_last_installment_takes_the_rest():
    document = {**GOOD, "signed_on": "2026-01-01", "dated_debts": fixed_total(HALF, HALF)}
    debts = read_terms(document).dated_debts
    assert [debt.amount for debt in debts] == [51, 50]  # 50.5 rounds away from zero
    assert debts[0] == DatedDebt("fixed_total", "T", 51, "signing", 3, "working")
