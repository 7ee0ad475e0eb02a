"""What corrected rows come to over a chain of months is what the months would have come to had they been right."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from paidang.kit.period import day_of
from paidang.settlement.engines.mending import mend
from paidang.settlement.rules.corrected_months import (
    NO_PRICE,
    Mended,
    Plan,
    RuledMonth,
    SettledFact,
    columns_of,
    plan_months,
)
from paidang.settlement.rules.corrections import SentMonth, compare
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.tests import worlds as w
from paidang.settlement.tests.agreements import agreements, profit_counts
from paidang.settlement.tests.cases import MANY, cases, settled
from paidang.settlement.tests.forms import settle, write_parquet
from paidang.settlement.tests.test_rules_chain import AT_LAST, IDS, KINDS, MONTHS, Books, lives, run

pytestmark = pytest.mark.slow

NAMES = (*MONTHS, AT_LAST)


@st.composite
def corrections(draw: Any, table: str, row: w.Row, month: str = "2026-07") -> w.Row:
    """The row with other goods, times, causes, payers or amounts, sound by itself; its money never more than it was."""
    now = dict(row)
    if table == "order_lines":
        now |= {"sku": draw(st.sampled_from(w.SKUS)), "paid_at": draw(w.moments(month))}
        now |= {name: w.later(draw, now["paid_at"]) for name in ("shipped_at", "completed_at")}
        now["platform_discount"] = draw(st.integers(0, row["platform_discount"]))
        if row["gift"] and draw(st.booleans()):
            now["gift"] = False
    elif table == "refunds":
        now |= {"amount": draw(st.integers(0, row["amount"])), "refunded_at": draw(w.moments(month))}
        now |= {"quantity": draw(st.integers(0, row["quantity"])), "restocked": draw(st.booleans())}
        now["cause"] = draw(st.sampled_from(w.CAUSES))
    else:
        now |= {"amount": row["amount"] // 2, "charged_at": draw(w.moments(month))}
        if table == "logistics":
            now["paid_by"] = draw(st.sampled_from(["a", "b"]))
    return now


def applied(world: w.World, mended: Mended) -> w.World:
    """What `mend` makes of a folder."""
    made = {
        table: {row[_key(table)]: row for row in rows} for table, rows in world.items() if table != "costs"
    }
    empty = {
        "order_lines": {},
        "refunds": {},
        "logistics": {"order_id": None},
        "platform_fees": {"order_id": None, "kind": "?"},
    }
    for table, rows in mended.rows.items():
        for name, cells in rows.items():
            kept = made[table].get(name, {_key(table): name, **empty[table]})
            made[table][name] = kept | {column: cells[column] for column in columns_of(table)}
    for name, (sku, gift, price) in mended.contexts.items():
        if name in made["order_lines"]:
            made["order_lines"][name] |= {"sku": sku, "gift": gift, "settled_price": price}
    prices = [
        {"sku": sku, "factory_price": fen, "valid_from": "0001-01-01"} for sku, fen in mended.prices.items()
    ]
    return {**{table: list(rows.values()) for table, rows in made.items()}, "costs": [*world["costs"], *prices]}  # fmt: skip


def _key(table: str) -> str:
    return IDS[table]


def price_of(world: w.World, line: w.Row) -> int | None:
    day = day_of(line["paid_at"])
    known = [(row["valid_from"], row["factory_price"]) for row in world["costs"] if row["sku"] == line["sku"]]
    return max((each for each in known if date.fromisoformat(each[0]) <= day), default=(None, None))[1]


@MANY
@given(lives(), agreements(), st.data())
def test_a_row_is_worth_what_the_months_would_have_come_to(life, document, data):
    """Whatever was wrong with it, as long as it belongs to its statement's month or a later one."""
    world, known = life
    known = dict.fromkeys(known, 0)
    books = Books(world, known)
    snapshots = []
    take = books.snapshot
    books.snapshot = lambda number: snapshots.append(take(number)) or snapshots[-1]  # type: ignore[method-assign]
    made = run(books, document)
    at = {(row["kind"], row["row_id"]): number for number, month in enumerate(made) for row in month[2]}
    facts = {(table, row[IDS[table]]): row for table in IDS for row in world[table]}
    rows = [name for name in facts if (KINDS[name[0]], name[1]) in at]
    assume(rows)
    table, row_id = data.draw(st.sampled_from(rows))
    was = facts[table, row_id]
    now = data.draw(corrections(table, was))
    others = [now if row is was else row for row in world[table]]
    right = run(Books({**world, table: others}, known), document)
    right_at = {
        (row["kind"], row["row_id"]): number for number, month in enumerate(right) for row in month[2]
    }
    assume(all(right_at.get(name, len(NAMES)) >= number for name, number in at.items()))

    def settled_fact(name: tuple[str, str], is_now: w.Row, through: str = "9999-12") -> SettledFact:
        fact = facts[name]
        price = price_of(world, is_now) if name[0] == "order_lines" and not is_now["gift"] else None
        return SettledFact(*name, NAMES[at[KINDS[name[0]], name[1]]], fact, is_now, price, through)

    refunds = [
        settled_fact(name, row)
        for name, row in facts.items()
        if name[0] == "refunds" and row["line_id"] == row_id and ("refund", name[1]) in at
    ]
    lines = {was["line_id"]: settled_fact(("order_lines", was["line_id"]), facts["order_lines", was["line_id"]])} if table == "refunds" else {}  # fmt: skip
    months = [RuledMonth(name, f"{document['recognition']}_at", profit_counts(document)) for name in NAMES]
    taken = {row_id: refunds} if table == "order_lines" else {}
    first = at[KINDS[table], row_id]
    sent = [SentMonth(read_terms(terms), statement) for terms, statement, _rows in made]

    def planned(is_now: w.Row, through: str = "9999-12") -> Plan:
        return plan_months([settled_fact((table, row_id), is_now, through)], taken, lines, months[first:])

    def again_by(plan: Plan) -> list[SentMonth]:
        return [
            replace(one, corrected=settled(applied(snapshot, plan.months[name]), terms, name)[0])
            if name in plan.months
            else one
            for one, name, snapshot, (terms, _s, _r) in zip(sent, NAMES, snapshots, made, strict=True)
        ]

    plan = planned(now)
    again = again_by(plan)
    due = [sum(statement["due_b"] for _terms, statement, _rows in chain) for chain in (made, right)]
    found = compare(sent, again)
    assert sum(one.amount for one in found) == due[1] - due[0]
    assert all(one.figures or one.amount for one in found), "months that stay as they are are not named"
    then, through = data.draw(corrections(table, was)), data.draw(st.sampled_from(NAMES[first:]))
    known_then = NAMES.index(through) + 1
    agreed = again_by(planned(then, through))
    adjusted = sum(one.amount for one in compare(sent[:known_then], agreed[:known_then]))
    rest = sum(one.amount for one in compare(agreed, again, through))
    assert adjusted + rest == due[1] - due[0], (
        "reckoned since an adjustment that was made when fewer months were sent"
    )
    is_whole = (KINDS[table], row_id) in right_at
    assert (not plan.waits) == is_whole


@MANY
@given(cases(), st.data())
def test_a_folder_is_mended_as_the_rows_are(case, data):
    world, document, month = case
    mended = Mended()
    for table in IDS:
        for row in world[table]:
            if data.draw(st.booleans()):
                mended.put(table, row[IDS[table]], data.draw(corrections(table, row, month)))
    for line in world["order_lines"]:
        if line["settled_in"] and data.draw(st.booleans()):
            mended.contexts[line["line_id"]] = ("S1", False, data.draw(w.amounts))
    if world["logistics"]:
        mended.put("logistics", "new", {**world["logistics"][0], "amount": 0})
    mended.prices["corrected:L"] = 7
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_parquet(world, folder / "facts", parts=data.draw(st.integers(1, 2)))
        mend(folder / "facts", mended)
        write_parquet(applied(world, mended), folder / "right")
        assert settle("duckdb", document, month, folder / "facts", folder / "out") == settle(
            "duckdb", document, month, folder / "right", folder / "expected"
        )


def test_goods_without_a_price_on_their_day_wait_and_a_gift_needs_none():
    was = {
        "sku": "CUP",
        "gift": False,
        "paid_at": w.midnight(date(2026, 7, 5)),
        "completed_at": w.midnight(date(2026, 7, 9)),
    }
    month = RuledMonth("2026-07", "completed_at", profit_counts=True)
    for now, waits in (
        ({"sku": "POT"}, {("order_lines", "L"): NO_PRICE}),
        ({"sku": "POT", "gift": True}, {}),
        ({"quantity": 2}, {}),
    ):
        plan = plan_months([SettledFact("order_lines", "L", "2026-07", was, was | now)], {}, {}, [month])
        assert plan.waits == waits
