"""What holds of every statement, whatever the facts and the terms."""

from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from paidang.kit.period import month_of, next_month
from paidang.settlement.rules.arithmetic import read_rate
from paidang.settlement.tests import worlds as w
from paidang.settlement.tests.agreements import agreements
from paidang.settlement.tests.cases import MANY, cases, flat, settled

pytestmark = pytest.mark.slow

FIGURES = ("revenue", "cost", "tax", "logistics", "profit")


def charges_of(world, rows, **wanted):
    """The settled charges other than postage, of one payer or bearer."""
    settled_ids = {row["row_id"] for row in rows if row["kind"] == "logistics"}
    return sum(
        charge["amount"]
        for charge in world["logistics"]
        if charge["charge_id"] in settled_ids
        and charge["kind"] != "postage"
        and all((charge[key] or "shared") == value for key, value in wanted.items())
    )


@MANY
@given(cases())
def test_both_parties_together_get_exactly_what_the_platform_paid_out(case):
    """And each is left with what it earned: b with its components, less what it answers for alone."""
    world, document, month = case
    statement, rows = settled(world, document, month)
    totals, due_b = statement["totals"], statement["due_b"]
    paid_out = totals["revenue"] + totals["postage"] - totals["platform_fees"]
    gets = {"a": -due_b, "b": due_b}
    gets[document["collector"]] += paid_out
    assert gets["a"] + gets["b"] == paid_out == statement["held_by_collector"]

    spends = {side: charges_of(world, rows, paid_by=side) for side in ("a", "b")}
    spends[document["tax"]["paid_by"]] += totals["tax"]
    earned = sum(part["amount"] for part in statement["components"]) + statement["adjustments"]
    earned -= charges_of(world, rows, borne_by="b")
    earned -= totals["platform_fees"] if document["platform_fees"] == "b" else 0
    assert gets["b"] - spends["b"] == earned
    carriage = charges_of(world, rows)
    assert gets["a"] - spends["a"] == paid_out - totals["tax"] - carriage - earned


@MANY
@given(cases())
def test_rows_add_up_to_totals_and_their_shares_to_profit_times_b(case):
    statement, rows = settled(*case)
    totals = statement["totals"]
    assert {name: sum(row[name] for row in rows) for name in FIGURES} == {
        name: totals[name] for name in FIGURES
    }
    assert sum(row["platform_fee"] for row in rows) == totals["platform_fees"]
    of_kind = {
        kind: sum(row["revenue"] for row in rows if row["kind"] == kind) for kind in ("line", "refund")
    }
    assert (of_kind["line"], of_kind["refund"]) == (totals["gross_sales"], totals["refunded"])
    part = next((part for part in case[1]["components"] if part["kind"] == "profit_share"), None)
    b = read_rate(part["b"]) if part else 0
    assert all(row["share_b"] == row["profit"] * b * 100 for row in rows)
    assert sum(row["share_b"] for row in rows) == totals["profit"] * b * 100
    late = [row for row in rows if row["month"] < case[2]]
    assert statement["counts"]["late"] == len(late) == sum(each["rows"] for each in statement["late"])
    assert sum(each["profit"] for each in statement["late"]) == sum(row["profit"] for row in late)


@MANY
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(case, random):
    world, document, month = case
    before = settled(world, document, month)
    assert (
        settled({name: random.sample(rows, len(rows)) for name, rows in world.items()}, document, month)
        == before
    )


@st.composite
def sales(draw):
    """A line that counts in the month, in any of its shapes but a gift, with a price."""
    line = draw(w.order_lines(0, "2026-09", profit_counts=True))
    at = draw(w.moments("2026-09"))
    assume(month_of(at) <= "2026-09")
    nothing_yet = {
        "settled_in": None,
        "settled_price": None,
        "refunded_quantity": None,
        "refunded_amount": None,
    }
    return {**line, **nothing_yet, "gift": None, "paid_at": at, "shipped_at": at, "completed_at": at}


def world_of(line, refunds, price):
    cost = {"sku": line["sku"], "factory_price": price, "valid_from": "0001-01-01"}
    return {"order_lines": [line], "refunds": refunds, "costs": [cost], "logistics": [], "platform_fees": []}


def refund_of(line, number, quantity, amount, cause, at, *, restocked):
    return {
        "refund_id": f"R{number}", "line_id": line["line_id"], "quantity": quantity, "amount": amount, "cause": cause,
        "restocked": restocked, "refunded_at": at,
    }  # fmt: skip


@st.composite
def parts_of(draw, line):
    """All of a line in one to four parts, each with its units and its money."""
    count = draw(st.integers(1, 4))
    paid = line["unit_price"] * line["quantity"] - line["merchant_discount"]
    cuts = [
        [0, *sorted(draw(st.lists(st.integers(0, whole), min_size=count - 1, max_size=count - 1))), whole]
        for whole in (line["quantity"], paid)
    ]
    return [tuple(ends[i + 1] - ends[i] for ends in cuts) for i in range(count)]


@MANY
@given(st.data(), sales(), agreements(), w.amounts, st.booleans())
def test_a_line_and_refunds_of_all_of_it_restocked_cancel(data, line, document, price, months_later):
    """In revenue and cost to nothing, in tax too where it is one refund; n part refunds leave at most n/2 fen of tax.

    In the same month, or one a month after the line was settled, when only its context is left.
    """
    month, parts = "2026-09", data.draw(parts_of(line))
    cause = data.draw(st.sampled_from(w.CAUSES))
    at = max(line["paid_at"], w.midnight(w.month_period(month).start)) + timedelta(
        days=40 if months_later else 0
    )
    refunds = [refund_of(line, n, *part, cause, at, restocked=True) for n, part in enumerate(parts)]
    if months_later:
        _, rows = settled(world_of(line, [], price), document, month)
        context = {**line, "settled_in": month, "settled_price": price}
        refund_month = max(month_of(at), next_month(month))
        _, back = settled(world_of(context, refunds, price + 1), document, refund_month)
        rows = rows + back
    else:
        _, rows = settled(world_of(line, refunds, price), document, month)
    assert len(rows) == 1 + len(parts)
    assert sum(row["revenue"] for row in rows) == sum(row["cost"] for row in rows) == 0
    left_of_tax = sum(row["tax"] for row in rows)
    # Parts of a margin may have either sign, so that one half more can be lost.
    halves = len(parts) + (document["tax"]["mode"] == "margin_vat")
    assert left_of_tax == 0 if len(parts) == 1 else 2 * abs(left_of_tax) <= halves


@MANY
@given(st.data(), cases(), w.amounts)
def test_what_a_context_line_says_now_changes_nothing(data, case, price):
    """It was settled: of it count its own price, and whether it was a gift. A correction enters no later statement."""
    world, document, month = case
    lines = [line for line in world["order_lines"] if line["settled_in"]]
    assume(lines)
    before = settled(world, document, month)
    at = data.draw(w.moments(month))
    corrected = {
        "unit_price": price, "merchant_discount": 0, "platform_discount": 0, "quantity": 7, "store": "other",
        "paid_at": at, "shipped_at": None, "completed_at": None,
    }  # fmt: skip
    others = [line | corrected if line["settled_in"] else line for line in world["order_lines"]]
    assert settled({**world, "order_lines": others}, document, month) == before


@MANY
@given(cases(), w.amounts, st.sampled_from([1, -1]))
def test_an_adjustment_changes_what_is_owed_and_nothing_else(case, amount, sign):
    world, document, month = case
    before, rows = settled(world, document, month)
    one = {"id": "new", "kind": "dispute", "amount": sign * amount, "reason": "r", "clause": "c"}
    after, same = settled(world, {**document, "adjustments": [*document["adjustments"], one]}, month)
    assert same == rows
    changed = {key: value for key, value in flat(after).items() if value != flat(before)[key]}
    assert changed.keys() <= {"adjustments", "entitled_b", "due_b", "payer", "amount_due"}
    assert after["due_b"] - before["due_b"] == after["adjustments"] - before["adjustments"] == sign * amount


@MANY
@given(cases())
def test_each_side_has_its_part_of_the_profit(case):
    statement, _rows = settled(*case)
    part = next((part for part in case[1]["components"] if part["kind"] == "profit_share"), None)
    base = statement["totals"]["profit"] + statement["carried_in"]
    if part is None:
        assert (
            statement["share_a"]
            == statement["share_b"]
            == statement["carried_out"]
            == statement["carried_in"]
            == 0
        )
    elif base >= 0 or part["loss"] == "share":
        assert statement["share_a"] + statement["share_b"] == base and statement["carried_out"] == 0
    else:
        assert statement["share_a"] == statement["share_b"] == 0
        assert statement["carried_out"] == (base if part["loss"] == "carry_forward" else 0)
