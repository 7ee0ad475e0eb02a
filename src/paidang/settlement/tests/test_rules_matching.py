"""Lines of a bank statement and the debts they may be for."""

from datetime import date

import pytest

from paidang.settlement.rules.matching import (
    DOUBTFUL,
    MATCHED,
    UNMATCHED,
    Candidate,
    Incoming,
    match,
    match_each,
    month_named,
)
from paidang.settlement.rules.paying import Debt

DAY = date(2026, 10, 12)


def candidate(
    month: str, fen: int, *, contract: str = "PD-1", name: str = "宁波北陌户外用品有限公司"
) -> Candidate:
    due = date(2026, int(month[-2:]) + 1, 20)
    debt = Debt(f"statement-{month}", "statement", "a", fen, (), due, "", month=month)
    return Candidate(contract, (name,), debt, fen)


AUGUST, SEPTEMBER = candidate("2026-08", 3_020_000), candidate("2026-09", 2_688_416)
SETUP = Candidate(
    "PD-1", AUGUST.names, Debt("setup-1", "setup", "a", 800_000, (), date(2026, 7, 6), ""), 800_000
)
OTHER = candidate("2026-09", 500_000, contract="PD-2", name="青岚茶器")


@pytest.mark.parametrize(
    ("name", "remark", "fen", "state", "found"),
    [
        ("宁波北陌户外用品有限公司", "8月款", 1_000_000, MATCHED, AUGUST),
        ("宁波北陌户外用品有限公司", "9 月分成", 2_688_416, MATCHED, SEPTEMBER),
        ("宁波北陌户外用品有限公司", "2026年09月对账单", 2_688_416, MATCHED, SEPTEMBER),
        ("宁波北陌户外用品有限公司 ", "", 3_020_000, MATCHED, SETUP),
        ("宁波北陌户外用品有限公司", "平台建设费", 800_000, MATCHED, SETUP),
        ("宁波北陌户外用品有限公司", "7月款", 100, DOUBTFUL, SETUP),
        ("宁波北陌户外用品有限公司", "", 9_999_999_999, DOUBTFUL, SETUP),
        ("北陌户外", "8月款", 100, DOUBTFUL, AUGUST),
        ("周**", "", 120_000, UNMATCHED, None),
        ("周**", "", 500_000, DOUBTFUL, OTHER),
        ("周**", "PD-1 9月", 500_000, DOUBTFUL, SEPTEMBER),
        ("", "", 1, UNMATCHED, None),
    ],
)
def test_the_debt_that_the_remark_names_else_the_oldest_of_that_payer(name, remark, fen, state, found):
    verdict = match(Incoming(DAY, fen, name, remark), [SEPTEMBER, AUGUST, SETUP, OTHER])
    assert (verdict.state, verdict.candidate) == (state, found)
    assert verdict.checks


def test_a_setup_fee_is_known_by_the_name_that_the_page_gives_it():
    later = Debt("setup-1", "setup", "a", 800_000, (), date(2026, 12, 1), "")
    setup = Candidate("PD-1", AUGUST.names, later, 800_000)
    assert match(Incoming(DAY, 800_000, AUGUST.names[0], "开办费"), [AUGUST, setup]).candidate == setup


def test_one_payer_with_two_contracts_is_doubtful_unless_the_contract_is_named():
    twin = candidate("2026-09", 700, contract="PD-3")
    line = Incoming(DAY, 700, AUGUST.names[0], "9月款")
    assert match(line, [SEPTEMBER, twin]).state == DOUBTFUL
    named = match(Incoming(DAY, 700, AUGUST.names[0], "PD-3 9月款"), [SEPTEMBER, twin])
    assert (named.state, named.candidate) == (MATCHED, twin)


@pytest.mark.parametrize(
    ("remark", "month"),
    [
        ("12月货款", "2025-12"), ("１０月", "2026-10"), ("2026-08 分成", "2026-08"), ("202608", "2026-08"),
        ("流水 20260812345", None), ("13月", None), ("货款", None),
    ],
)  # fmt: skip
def test_the_month_that_a_remark_names(remark, month):
    assert month_named(remark, DAY) == month


NAME = AUGUST.names[0]
FEE = Candidate("PD-1", AUGUST.names, AUGUST.debt, 2_000, is_fee=True)


def test_what_one_line_takes_is_there_for_no_other():
    lines = [Incoming(DAY, fen, NAME, "8月款") for fen in (3_000_000, 20_000, 1)]
    first, second, third = match_each(lines, lambda _day: [AUGUST])
    assert (first.state, second.state, second.candidate.open) == (MATCHED, MATCHED, 20_000)
    assert (third.state, third.candidate) == (UNMATCHED, None) and third.checks[0][0] == "ok", (
        "a payer who is known"
    )
    over = [Incoming(DAY, 3_020_000 + 5, NAME, "8月款"), Incoming(DAY, 2_688_411, NAME, "9月款")]
    assert [one.candidate.open for one in match_each(over, lambda _day: [AUGUST, SEPTEMBER])] == [
        3_020_000,
        2_688_411,
    ]


def test_a_line_finds_what_was_open_on_its_day():
    """A late fee that runs now was none on the day on which the money came."""
    before = Incoming(date(2026, 9, 18), 3_020_000, NAME, "8月款")
    after = Incoming(DAY, 2_000, NAME, "8月违约金")
    found = match_each([before, after], lambda day: [AUGUST, FEE] if day > AUGUST.debt.due_on else [AUGUST])
    assert [(one.state, one.candidate.key) for one in found] == [(MATCHED, AUGUST.key), (MATCHED, FEE.key)]


@pytest.mark.parametrize(
    ("remark", "others", "key"),
    [
        ("", [], "statement-2026-08+fee"),
        ("8月违约金", [AUGUST], "statement-2026-08+fee"),
        ("8月款", [AUGUST], "statement-2026-08"),
        ("", [SEPTEMBER], "statement-2026-08+fee"),
        ("", [SETUP, SEPTEMBER], "setup-1"),
    ],
)
def test_a_late_fee_is_meant_where_it_is_said_or_no_principal_is_due(remark, others, key):
    found = match(Incoming(DAY, 2_000, NAME, remark), [FEE, *others])
    assert (found.state, found.candidate.key) == (MATCHED, key)
