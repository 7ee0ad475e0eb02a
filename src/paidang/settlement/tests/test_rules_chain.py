"""A chain of months: every row is settled once and none is lost, whatever is learnt late; and corrections of it."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from paidang.kit.period import month_end_at
from paidang.settlement.rules.corrections import SentMonth, correct
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.tests import worlds as w
from paidang.settlement.tests.agreements import agreements
from paidang.settlement.tests.cases import MANY, settled

pytestmark = pytest.mark.slow

MONTHS = ("2026-06", "2026-07", "2026-08", "2026-09")
AT_LAST = "9999-11"  # by then whatever happens has happened
IDS = {"order_lines": "line_id", "refunds": "refund_id", "logistics": "charge_id", "platform_fees": "fee_id"}
KINDS = {
    "order_lines": "line",
    "refunds": "refund",
    "logistics": "logistics",
    "platform_fees": "platform_fee",
}
NOTHING_YET = {"settled_in": None, "settled_price": None, "refunded_quantity": None, "refunded_amount": None}


class Books:
    """The facts of a contract as they become known, and what its statements have settled so far."""

    def __init__(self, world: w.World, known: dict[tuple[str, str], int]) -> None:
        self.world, self.known = world, known
        self.lines: dict[str, w.Row] = {}  # settled lines, with month and price
        self.refunded: dict[str, Counter[str]] = {}
        self.done: Counter[tuple[str, str]] = Counter()

    def snapshot(self, number: int) -> w.World:
        """What SPEC §1 puts into a snapshot: all that is open, and the context it refers to."""
        found = {
            table: [row for row in self.world[table] if self._is_open(table, row, number)]
            for table in ("refunds", "logistics", "platform_fees")
        }
        wanted = {row["line_id"] for row in found["refunds"]}
        orders = {row["order_id"] for table in ("logistics", "platform_fees") for row in found[table]}
        lines = []
        for line in self.world["order_lines"]:
            if line["line_id"] in self.lines:
                if line["line_id"] in wanted or line["order_id"] in orders:
                    lines.append(self.lines[line["line_id"]] | self._refunded(line["line_id"]))
            elif self._is_open("order_lines", line, number):
                lines.append(line | self._refunded(line["line_id"]))
        prices = [row for row in self.world["costs"] if self.known[("costs", row["sku"])] <= number]
        return {"order_lines": lines, "costs": prices, **found}

    def _is_open(self, table: str, row: w.Row, number: int) -> bool:
        return (KINDS[table], row[IDS[table]]) not in self.done and self.known[
            (table, row[IDS[table]])
        ] <= number

    def _refunded(self, line_id: str) -> w.Row:
        sums = self.refunded.get(line_id, Counter())
        return {"refunded_quantity": sums["quantity"], "refunded_amount": sums["amount"]}

    def keep(self, month: str, rows: list[w.Row]) -> None:
        """Mark the rows as settled; a settled line is frozen as it was."""
        facts = {(KINDS[table], row[IDS[table]]): row for table in IDS for row in self.world[table]}
        for row in rows:
            key = (row["kind"], row["row_id"])
            self.done[key] += 1
            if row["kind"] == "line":
                price = None if facts[key]["gift"] else row["cost"] // facts[key]["quantity"]
                self.lines[row["row_id"]] = facts[key] | {"settled_in": month, "settled_price": price}
            if row["kind"] == "refund":
                sums = self.refunded.setdefault(facts[key]["line_id"], Counter())
                sums.update(quantity=facts[key]["quantity"], amount=facts[key]["amount"])


@st.composite
def lives(draw: Any) -> tuple[w.World, dict[tuple[str, str], int]]:
    """Facts of four months, and with which month's closing each is known; prices are known in the end at the latest."""
    world = draw(w.worlds("2026-07", profit_counts=True))
    lines = [line | NOTHING_YET for line in world["order_lines"]]
    left = {line["line_id"]: w.refundable(line) for line in lines}
    world = {**world, "order_lines": lines}
    times = [
        at for table in world.values() for row in table for at in row.values() if isinstance(at, datetime)
    ]
    assume(all(at < month_end_at(AT_LAST) for at in times))
    assume(all(_within(left[line], [r for r in world["refunds"] if r["line_id"] == line]) for line in left))
    world["costs"] += [
        {"sku": sku, "factory_price": 7, "valid_from": "0001-01-01"}
        for sku in w.SKUS
        if (sku, "0001-01-01") not in {(row["sku"], row["valid_from"]) for row in world["costs"]}
    ]
    number = st.integers(0, len(MONTHS))
    known = {("order_lines", line["line_id"]): draw(number) for line in lines}
    known |= {("costs", sku): draw(number) for sku in w.SKUS}
    orders = {line["order_id"]: known[("order_lines", line["line_id"])] for line in lines}
    for table in ("refunds", "logistics", "platform_fees"):
        for row in world[table]:
            line = (
                known[("order_lines", row["line_id"])]
                if table == "refunds"
                else orders.get(row["order_id"], 0)
            )
            known[(table, row[IDS[table]])] = max(draw(number), line)
    return world, known


def _within(left: tuple[int, int], refunds: list[w.Row]) -> bool:
    return sum(r["quantity"] for r in refunds) <= left[0] and sum(r["amount"] for r in refunds) <= left[1]


def run(books: Books, document: dict[str, Any]) -> list[tuple[dict[str, Any], Any, list[w.Row]]]:
    """Close the four months and, much later, one more: the terms with the loss brought in, statement, rows of each."""
    made: list[tuple[dict[str, Any], Any, list[w.Row]]] = []
    for number, month in enumerate((*MONTHS, AT_LAST)):
        carried = {"carried_in": made[-1][1]["carried_out"]} if made else {}
        terms = {key: value for key, value in document.items() if key != "carried_in"} | carried
        statement, rows = settled(books.snapshot(number), terms, month)
        books.keep(month, rows)
        made.append((terms, statement, rows))
    return made


@MANY
@given(lives(), agreements())
def test_every_row_is_settled_once_and_none_is_lost(life, document):
    world, known = life
    books = Books(world, known)
    made = run(books, document)
    column = {"paid": "paid_at", "shipped": "shipped_at", "completed": "completed_at"}[
        document["recognition"]
    ]
    happened = {line["line_id"] for line in world["order_lines"] if line[column]}
    expected = {("line", line_id) for line_id in happened}
    expected |= {("refund", row["refund_id"]) for row in world["refunds"] if row["line_id"] in happened}
    expected |= {("logistics", row["charge_id"]) for row in world["logistics"]}
    expected |= {("platform_fee", row["fee_id"]) for row in world["platform_fees"]}
    assert books.done == Counter(expected)

    _, at_once = settled(Books(world, dict.fromkeys(known, 0)).snapshot(0), document, AT_LAST)
    in_time = [row for _terms, _statement, rows in made for row in rows]
    for figure in ("revenue", "logistics", "platform_fee"):
        assert sum(row[figure] for row in in_time) == sum(row[figure] for row in at_once)


@MANY
@given(lives(), agreements())
def test_a_refund_takes_the_price_of_the_line_it_reverses(life, document):
    world, known = life
    rows = {
        (row["kind"], row["row_id"]): row
        for _t, _s, made in run(Books(world, known), document)
        for row in made
    }
    lines = {line["line_id"]: line for line in world["order_lines"]}
    for refund in world["refunds"]:
        row = rows.get(("refund", refund["refund_id"]))
        if row and refund["restocked"]:
            sale = rows["line", refund["line_id"]]
            assert row["cost"] * lines[refund["line_id"]]["quantity"] == -sale["cost"] * refund["quantity"]
            assert (row["order_id"], row["sku"]) == (sale["order_id"], sale["sku"])


def carries_losses(document):
    return any(part.get("loss") == "carry_forward" for part in document["components"])


@MANY
@given(agreements().filter(carries_losses), lives())
def test_a_carried_loss_is_neither_lost_nor_counted_twice(document, life):
    made = [statement for _terms, statement, _rows in run(Books(*life), document)]
    shared = sum(statement["share_a"] + statement["share_b"] for statement in made)
    assert shared + made[-1]["carried_out"] == sum(statement["totals"]["profit"] for statement in made)


def when_and_at_which_cost(made):
    return [[(row["kind"], row["row_id"], row["cost"]) for row in rows] for _terms, _statement, rows in made]


@MANY
@given(lives(), agreements(), st.data())
def test_a_correction_is_worth_what_the_months_would_have_come_to(life, document, data):
    """Adjusted by the difference, b ends up where it would be had the fact been right before the closing."""
    world, known = life
    made = run(Books(world, known), document)
    lines = [
        (at, row["row_id"]) for at, month in enumerate(made) for row in month[2] if row["kind"] == "line"
    ]
    assume(lines)
    at, wrong = data.draw(st.sampled_from(lines))
    right = {"merchant_discount": 0, "platform_discount": 0, "gift": None}
    others = [line | right if line["line_id"] == wrong else line for line in world["order_lines"]]
    had_it_been_right = run(Books({**world, "order_lines": others}, known), document)
    # A line settled with another price or in another month (a gift waits for no price) takes its refunds with it: only
    # the money of the line is corrected here.
    assume(when_and_at_which_cost(made) == when_and_at_which_cost(had_it_been_right))
    months = [SentMonth(read_terms(terms), statement) for terms, statement, _rows in made[at:]]
    months[0] = replace(months[0], corrected=had_it_been_right[at][1])
    correction = correct(months)
    due = [
        sum(statement["due_b"] for _terms, statement, _rows in chain) for chain in (made, had_it_been_right)
    ]
    assert correction.amount == due[1] - due[0]
    assert correction.carried_out == had_it_been_right[-1][1]["carried_out"]
    assert correction.was_carried_out == made[-1][1]["carried_out"]


@MANY
@given(lives(), agreements(), st.sampled_from(w.SKUS), st.integers(0, 10_000))
def test_other_prices_are_worth_what_the_months_would_have_come_to(life, document, sku, price):
    """Also where they touch several months, refunds in later ones, and the loss carried between them."""
    world, known = life
    made = run(Books(world, known), document)
    costs = [row | {"factory_price": price} if row["sku"] == sku else row for row in world["costs"]]
    right = Books({**world, "costs": costs}, known)
    months = []
    for number, (terms, statement, _rows) in enumerate(made):
        corrected, rows = settled(right.snapshot(number), terms, str(statement["month"]))
        right.keep(str(statement["month"]), rows)
        months.append(SentMonth(read_terms(terms), statement, corrected))
    correction = correct(months)
    had_it_been_right = run(Books({**world, "costs": costs}, known), document)
    due = [sum(one["due_b"] for _terms, one, _rows in chain) for chain in (made, had_it_been_right)]
    assert correction.amount == due[1] - due[0]
    assert correction.carried_out == had_it_been_right[-1][1]["carried_out"]
