"""A contract's health: the worst first, with its reason; the order of the list."""

from datetime import date

import pytest
from tests.cast import shanghai

from paidang.portal.rules.portfolio import (
    DISPUTED,
    ERRORS,
    HEALTHS,
    LATE,
    OK,
    ROWS,
    SETTLED,
    SOON,
    SORTS,
    Health,
    Line,
    Money,
    health_of,
    in_order,
)
from paidang.portal.rules.worklist import Item

TODAY = date(2026, 4, 9)
URLS = {DISPUTED: "/d", ERRORS: "/e", ROWS: "/r"}


def item(due: str | None, *, mine: bool = True) -> Item:
    due_at = shanghai(f"{due} 23:59:59") if due else None
    return Item("pay_agreed", "k", "付款", 1, "PD-1", "青岚茶器", "a", mine, "/duty", due_at=due_at)


def health(*items, settled=False, disputed="", errors=0, rows=0) -> Health:
    return health_of(
        settled=settled, items=items, disputed=disputed, errors=errors, rows=rows, today=TODAY, urls=URLS
    )


@pytest.mark.parametrize(
    ("facts", "key", "reason", "url"),
    [
        ({"items": ["2026-04-07"], "disputed": "2026-03", "errors": 2, "rows": 3}, LATE, "我方晚 2 天：付款", "/duty"),
        ({"items": ["2026-04-09"], "disputed": "2026-03", "errors": 2}, DISPUTED, "对 2026-03 对账单有疑问没答复", "/d"),
        ({"items": ["2026-04-09"], "errors": 2, "rows": 3}, ERRORS, "合同里有 2 处错误", "/e"),
        ({"items": ["2026-04-09"], "rows": 3}, ROWS, "3 行等着修正", "/r"),
        ({"items": ["2026-04-11"]}, SOON, "04-11 到期：付款", "/duty"),
        ({"items": ["2026-04-12", None]}, OK, None, ""),
        ({"items": []}, OK, None, ""),
        ({"items": ["2026-04-07"], "settled": True}, SETTLED, None, ""),
    ],
)  # fmt: skip
def test_the_worst_is_said_with_its_reason(facts, key, reason, url):
    items = [item(due) for due in facts.pop("items")]
    found = health(*items, **facts)
    assert (found.key, found.reason, found.url) == (key, reason, url)
    assert (found.kind, found.word) == HEALTHS[key]


def test_it_says_whose_turn_it_is():
    assert health(item("2026-04-07", mine=False)).reason == "对方晚 2 天：付款"


def line(
    code: str, *, key: str = OK, fen: int | None = None, due: str | None = None, errors: int = 0
) -> Line:
    coming = item(due) if due else None
    return Line(
        1, code, f"合同 {code}", "", 0, "in_force", Health(key), Money("", fen), coming, errors, errors
    )


@pytest.mark.parametrize(
    ("sort", "codes"),
    [
        ("health", ["B", "A", "C"]),
        ("-health", ["C", "A", "B"]),
        ("money", ["C", "B", "A"]),
        ("next", ["B", "C", "A"]),
        ("findings", ["A", "B", "C"]),
        ("title", ["A", "B", "C"]),
        ("-title", ["C", "B", "A"]),
    ],
)
def test_each_column_brings_first_what_wants_looking_at(sort, codes):
    lines = [
        line("A", key=ROWS, errors=2),
        line("B", key=LATE, fen=1, due="2026-04-07"),
        line("C", fen=200, due="2026-04-20"),
    ]
    assert [one.code for one in in_order(lines, sort)] == codes


def test_every_column_can_be_sorted_by():
    for sort in SORTS:
        assert len(in_order([line("A"), line("B")], sort)) == 2
