"""What another late fee, calendar or silence would have meant for a statement: 10,000.00 of October, sent on November 10th."""

from datetime import date

import pytest

from paidang.contracts.rules.read_terms import BRAND, ReadTerms
from paidang.settlement.rules.changed_calendar import Basis, meanings

OCTOBER = Basis("2026-10", 10_000_00, date(2026, 11, 10))
RATE, CAP, PARTY = (f"penalty.late_payment.{name}" for name in ("rate_per_day", "cap", "party"))
WINDOW, PAY, CONFIRM = (f"settlement.{name}" for name in ("pay_window", "pay_days", "confirm_days"))
KEPT: dict[str, object] = {
    "settlement.statement_due_day": 10, CONFIRM: 5, PAY: 3, f"{PAY}.day_kind": "working", WINDOW: ["15", "20"], RATE: "0.003",
    PARTY: "a", "settlement.silence": "approved",
}  # fmt: skip


def read(**changed: object) -> ReadTerms:
    said = KEPT | {key.replace("__", "."): value for key, value in changed.items()}
    places = [
        {"term": term, "value": value, "status": "stated", "clause": "第三章 E"}
        for term, value in said.items()
        if value is not None
    ]
    return ReadTerms(places, BRAND)


def changed(basis: Basis = OCTOBER, **terms: object) -> list[tuple[str, str, str]]:
    return [(row.what, row.was, row.now) for row in meanings(read(), read(**terms), basis)]


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({}, []),
        ({RATE: "0.0005"}, [("逾期 10 天付 ¥10,000.00 的违约金", "¥300.00", "¥50.00")]),
        ({CAP: "0.02"}, [("逾期 10 天付 ¥10,000.00 的违约金", "¥300.00", "¥200.00")]),
        ({RATE: None}, [("逾期 10 天付 ¥10,000.00 的违约金", "¥300.00", "没有约定")]),
        # the 15th is a Sunday: confirmed on Monday 16th, three working days after it is the 19th, within the window
        (
            {WINDOW: None, PAY: 7, f"{PAY}.day_kind": "calendar"},
            [("2026-10 对账单的最迟付款日", "2026-11-20", "2026-11-23，晚 3 天")],
        ),
        ({WINDOW: ["15", "18"]}, [("2026-10 对账单的最迟付款日", "2026-11-20", "2026-11-19，早 1 天")]),
        ({WINDOW: None, PAY: None}, [("2026-10 对账单的最迟付款日", "2026-11-20", "没有约定")]),
        ({CONFIRM: 4}, [("2026-10 对账单的最迟付款日", "2026-11-20", "2026-11-20")]),
        (
            {"settlement.silence": "refused"},
            [("2026-10 对账单到 2026-11-16 没有答复", "视为确认，最迟 2026-11-20 付 ¥10,000.00", "视为不认，不用付")],
        ),
        (
            {"settlement.silence": None},
            [("2026-10 对账单到 2026-11-16 没有答复", "视为确认，最迟 2026-11-20 付 ¥10,000.00", "没有约定，等答复")],
        ),
    ],
)  # fmt: skip
def test_in_days_and_yuan(terms, said):
    assert changed(**terms) == said


def test_they_come_in_one_order():
    found = changed(**{"settlement.silence": "refused", WINDOW: ["15", "18"], RATE: "0.0005"})
    assert [words[:2] for words, _was, _now in found] == ["逾期", "20", "20"]


def test_days_are_counted_from_the_day_it_was_confirmed_where_that_is_known():
    early = Basis("2026-10", 10_000_00, date(2026, 11, 10), date(2026, 11, 12))
    assert changed(early, **{WINDOW: None, PAY: 7, f"{PAY}.day_kind": "calendar"})[0][2].startswith(
        "2026-11-19"
    )
    # but not where the days to confirm change too: nobody knows when it would have been
    both = changed(early, **{CONFIRM: 2, WINDOW: None, PAY: 7, f"{PAY}.day_kind": "calendar"})
    assert both[0][2].startswith("2026-11-19")
    later = changed(early, **{CONFIRM: 6, WINDOW: None, PAY: 7, f"{PAY}.day_kind": "calendar"})
    assert later[0][2].startswith("2026-11-23")


@pytest.mark.parametrize("value", ["viel", "1.5", ["15"], ["20", "15"]])
def test_what_is_no_rate_or_no_window_is_no_term(value):
    assert changed(**{RATE: value}) == [("逾期 10 天付 ¥10,000.00 的违约金", "¥300.00", "没有约定")]
    assert changed(**{WINDOW: value})[0][2].startswith("2026-11-19")
