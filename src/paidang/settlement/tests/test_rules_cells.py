"""Which texts are times, days, months, integers and booleans (SPEC §1; ADR 0015)."""

from datetime import UTC, datetime

import pytest

from paidang.kit.facts import Column
from paidang.settlement.rules.cells import BadCell, read_cell

NOON = datetime(2026, 9, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-09-02T12:00:00Z", NOON),
        ("2026-09-02T20:00:00+08:00", NOON),
        ("2026-09-02T20:00+0800", NOON),
        ("2026-09-02T20:00:00+08", NOON),
        ("2026-09-02T12:00:00,5Z", NOON.replace(microsecond=500_000)),
        ("2026-09-02T12:00:00.0000019Z", NOON.replace(microsecond=1)),
        ("0001-01-02T00:00:00Z", datetime(1, 1, 2, tzinfo=UTC)),
    ],
)
def test_times(text, moment):
    assert read_cell(Column("at", "time"), text) == moment


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        *[
            ("time", text)
            for text in (
                "2026-09-02T12:00:00", "2026-09-02 12:00:00Z", "2026-09-02t12:00:00Z", "20260902T120000Z", "2026-W36-3T12:00Z",
                "2026-09-02", "2026-09-02T24:00:00Z", "2026-09-02T23:59:60Z", "2026-02-29T12:00:00Z", "0001-01-01T00:00:00Z",
                "9999-12-31T00:00:00Z", " 2026-09-02T12:00:00Z", "2026-09-02T12:00:00+24:00", "2026-09-02T12Z",
            )
        ],
        *[("integer", text) for text in ("1.0", "+1", "1e3", " 1", "１", "1,000", str(2**63), "-")],
        *[("boolean", text) for text in ("TRUE", "1", "yes", " true")],
        *[("day", text) for text in ("2026-9-2", "2026-02-30", "0000-01-01", "20260902", "2026-09-02T00:00:00Z")],
        *[("month", text) for text in ("2026-9", "2026-13", "0000-01", "9999-12", "2026-09-01")],
    ],
)  # fmt: skip
def test_bad_cells(type_, text):
    with pytest.raises(BadCell):
        read_cell(Column("x", type_), text)


@pytest.mark.parametrize(
    ("text", "number"), [("007", 7), ("-0", 0), (str(-(2**63)), -(2**63)), ("0" * 30 + "5", 5)]
)
def test_integers(text, number):
    assert read_cell(Column("x", "integer"), text) == number
