"""The law against a second reading of SPEC (`oracle`), on random worlds."""

from dataclasses import asdict
from fractions import Fraction

import pytest
from hypothesis import given

from paidang.settlement.rules.arithmetic import fits_64_bits
from paidang.settlement.rules.errors import BadInput
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.statement import settle
from paidang.settlement.tests.cases import MANY, cases, facts_of, in_order
from paidang.settlement.tests.oracle import Reckoning

NOT_RECKONED = ("month", "contract", "version", "dated_debts", "dates")


@pytest.mark.slow
@MANY
@given(cases())
def test_every_figure_and_every_row_is_the_oracles(case):
    world, document, month = case
    expected = Reckoning(world, document, month)
    try:
        statement, made = settle(read_terms(document, month), facts_of(world), month)
    except BadInput as refused:
        assert {error.file for error in refused.errors} <= {"rows.parquet", "statement.json"}
        rows = [row[name] for row in expected.rows for name in ("cost", "tax", "profit")]
        assert not all(map(fits_64_bits, [*rows, *whole_numbers(expected.statement())]))
        return
    rows = [asdict(row) | {"share_b": Fraction(row.share_b, 10**8)} for row in made.rows]
    assert in_order(rows) == in_order(expected.rows)
    assert like_the_oracle(statement) == expected.statement()


def like_the_oracle(statement):
    named = {key: value for key, value in statement.items() if key not in NOT_RECKONED}
    return {
        **named,
        "components": [(part["base"], part["amount"]) for part in statement["components"]],
        "held": [each["row_id"] for each in statement["held"]],
        "late": {
            late["month"]: (late["revenue"], late["profit"], late["rows"]) for late in statement["late"]
        },
    }


def whole_numbers(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [number for each in value for number in whole_numbers(each)]
    return [value] if isinstance(value, int) else []
