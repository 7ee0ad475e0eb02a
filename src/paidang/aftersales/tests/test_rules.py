"""The law of a case by table, and its money by an oracle that shares no code with it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paidang.aftersales.rules.buyers_words import reason_from
from paidang.aftersales.rules.clocks import (
    AGREE,
    CONFIRM,
    INSPECT,
    RESPOND,
    SETTLE,
    Moments,
    clocks_of,
    limits_of,
)
from paidang.aftersales.rules.comparing import compare
from paidang.aftersales.rules.guide import Outcome, in_seven_days, light, outcome_of
from paidang.aftersales.rules.macros import fill, unknown_placeholders
from paidang.aftersales.rules.reckoning import effect_of
from paidang.aftersales.rules.refunds import due_back_fen, refund_id_of
from paidang.aftersales.rules.verdict import Asked, Given, follows_rule, wrong_with
from paidang.aftersales.rules.words import ENDED, FINDINGS, FOLLOWS, REASONS, STATES, TURN
from paidang.kit.period import SHANGHAI
from paidang.settlement.rules.facts import Charge, Cost, OrderLine, Refund
from paidang.settlement.rules.read_terms import read_terms

NOON = datetime(2026, 3, 10, 12, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("reason", "finding", "rule", "gives", "cause", "restocked", "freight"),
    [
        ("quality", "", "unconditional", True, "quality", False, "a"),
        ("quality", "quality", "unconditional", True, "quality", False, "a"),
        ("no_reason", "quality", "unconditional", True, "quality", False, "a"),
        ("quality", "resaleable", "resaleable", True, "no_reason", True, "buyer"),
        ("quality", "spoiled", "resaleable", False, "no_reason", False, "buyer"),
        ("no_reason", "", "resaleable", True, "no_reason", False, "buyer"),
        ("no_reason", "resaleable", "resaleable", True, "no_reason", True, "buyer"),
        ("no_reason", "spoiled", "resaleable", False, "no_reason", False, "buyer"),
        ("wrong_item", "resaleable", "told_at_once", True, "wrong_item", True, "a"),
        ("wrong_item", "spoiled", "told_at_once", True, "wrong_item", False, "a"),
        ("over_shipped", "", "told_at_once", False, "over_shipped", False, "a"),
        ("lost", "", "never_arrived", True, "lost", False, "shared"),
        ("price_protection", "", "money_only", True, "price_protection", False, "shared"),
    ],
)
def test_reason_and_finding_light_a_rule(reason, finding, rule, gives, cause, restocked, freight):
    found = outcome_of(reason, finding, faults_borne_by="a")
    assert (found.rule, found.gives, found.cause, found.restocked, found.freight) == (
        rule, gives, cause, restocked, freight
    )  # fmt: skip
    assert [one.rule.key for one in light(reason, {finding} - {""}, {"L": found}) if one.is_on] == [rule]


def test_every_reason_and_finding_has_an_outcome_that_settlement_knows():
    for reason in REASONS:
        for finding in ("", *FINDINGS):
            for borne in ("a", "shared"):
                found = outcome_of(reason, finding, faults_borne_by=borne)
                assert found.cause in REASONS and found.freight in ("a", "shared", "buyer")
                assert found.restocked is False or finding == "resaleable"
                lit = light(reason, {finding} - {""}, {"L": found})
                assert [one for one in lit if not one.is_on and not one.why_not] == []


@pytest.mark.parametrize(("days", "expected"), [(0, True), (7, True), (8, False)])
def test_seven_days_count_from_the_day_after_the_goods_arrived(days, expected):
    arrived = date(2026, 3, 1)
    assert in_seven_days(arrived, arrived + timedelta(days=days)) is expected
    assert in_seven_days(None, arrived) is None
    for timely in (expected, None):
        late = outcome_of("no_reason", "resaleable", faults_borne_by="a", in_seven_days=timely)
        assert late.gives is (timely is not False)
        [lit] = [one for one in light("no_reason", {"resaleable"}, {"L": late}) if one.is_on]
        assert ("不要求退" in str(lit.rule.what)) is (timely is False), (
            "the page says why nothing is given back"
        )
    assert outcome_of("quality", "quality", faults_borne_by="a", in_seven_days=False).gives


def test_states_lead_to_an_end_and_nothing_leads_out_of_it():
    assert set(FOLLOWS) == set(STATES) == set(TURN)
    for state in STATES:
        seen, todo = set(), {state}
        while todo:
            seen |= todo
            todo = {after for one in todo for after in FOLLOWS[one]} - seen
        assert seen & set(ENDED)
        assert (state in ENDED) == (FOLLOWS[state] == set())


def moments(state: str, received: int | None = None, turned: int = 0) -> Moments:
    at = None if received is None else NOON + timedelta(hours=received)
    return Moments(state, NOON, at, NOON + timedelta(hours=turned))


@pytest.mark.parametrize(
    ("found", "channel", "expected"),
    [
        (moments("asked"), "taobao", [(RESPOND, "b", 2), (AGREE, "b", 48)]),
        (moments("asked"), "renren", [(RESPOND, "b", 2)]),
        (moments("open"), "jd", [(AGREE, "b", 24)]),
        (moments("returning"), "jd", []),
        (moments("received", 30, 30), "jd", [(INSPECT, "a", 54), (CONFIRM, "a", 78)]),
        (moments("inspected", 30, 40), "jd", [(SETTLE, "b", 64), (CONFIRM, "b", 78)]),
        (moments("proposed", None, 5), "taobao", [(INSPECT, "a", 29), (AGREE, "a", 48)]),
        (moments("proposed", 6, 7), "taobao", [(INSPECT, "a", 31), (CONFIRM, "a", 246)]),
        (moments("done", 30, 50), "jd", []),
    ],
)
def test_clocks_run_by_state_and_platform_the_nearest_first(found, channel, expected):
    running = clocks_of(found, limits_of(channel, {}, {}))
    assert [(one.act, one.side, (one.due_at - NOON) / timedelta(hours=1)) for one in running] == expected


def test_a_stores_own_limit_goes_before_the_platforms_and_that_before_the_norms():
    limits = limits_of("jd", {INSPECT: 60, AGREE: 1}, {AGREE: 30})
    assert (limits[INSPECT].minutes, limits[INSPECT].source) == (60, "norm")
    assert (limits[AGREE].minutes, limits[AGREE].source) == (30, "store")
    assert (limits_of("jd", {AGREE: 1}, {})[AGREE].minutes) == 24 * 60


def test_texts_are_filled_and_compared():
    assert fill("{订单号}，{运单}。{没有}", {"订单号": "A1", "运单": ""}) == "A1，____。____"
    assert unknown_placeholders("{订单号}{x}{x}") == ["x"]
    assert compare("a\nb\nc", "a\nc\nd") == [("same", "a"), ("gone", "b"), ("same", "c"), ("new", "d")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("7天无理由退换货", "no_reason"), ("", "no_reason"), ("商品有瑕疵", "quality"), ("卖家发错货", "wrong_item"),
        ("空包裹/少货，未收到货", "lost"), ("价保退差价", "price_protection"), ("多发了一件", "over_shipped"),
    ],
)  # fmt: skip
def test_a_buyers_words_are_taken_for_a_reason(words, expected):
    assert reason_from(words) == expected


def test_refunds_have_the_names_that_platforms_give_them():
    named = {"order_id": "O", "line_id": "L", "case_id": "7"}
    assert [refund_id_of(one, **named) for one in ("jd", "wechat", "taobao", "shop")] == [
        "L-7",
        "L-7",
        "7",
        "O-7",
    ]


@given(st.integers(0, 10**7), st.integers(1, 9))
def test_the_units_of_a_line_one_by_one_come_to_the_line_and_never_to_more_than_is_left(revenue, units):
    gone = 0
    for before in range(units):
        gone += due_back_fen(
            revenue_fen=revenue, units=units, quantity=1, refunded_units=before, refunded_fen=gone
        )
    assert gone == revenue
    assert due_back_fen(revenue_fen=revenue, units=units, quantity=units) == revenue
    assert due_back_fen(revenue_fen=revenue, units=units, quantity=units, refunded_fen=revenue - 1) <= 1


YES = outcome_of("quality", "quality", faults_borne_by="a")
NO = outcome_of("no_reason", "spoiled", faults_borne_by="a")


def asked(outcome: Outcome, quantity: int, fen: int, *, told: bool = False) -> Asked:
    return Asked(outcome, 2, 1000, Given(quantity, fen), told)


@pytest.mark.parametrize(
    ("verdict", "lines", "inspected", "follows", "wrong"),
    [
        ("refund", [asked(YES, 2, 1000)], True, True, False),
        ("refund", [asked(YES, 2, 1000)], False, False, False),
        ("refund", [asked(YES, 1, 1000)], True, False, False),
        ("refund", [asked(YES, 2, 999)], True, False, False),
        ("refund", [asked(NO, 2, 1000)], True, False, False),
        ("refund", [asked(YES, 2, 1000), asked(NO, 0, 0)], True, True, False),
        ("refund", [asked(YES, 0, 0)], True, False, True),
        ("refund", [asked(YES, 3, 1000)], True, False, True),
        ("refund", [asked(YES, 2, 1001)], True, False, True),
        ("refund", [asked(YES, -1, 0)], True, False, True),
        ("refund", [asked(YES, 2, 900, told=True)], True, False, True),
        ("exchange", [asked(YES, 0, 0)], True, True, False),
        ("exchange", [asked(NO, 0, 0)], True, False, False),
        ("resend", [asked(YES, 0, 0)], False, False, False),
        ("refuse", [asked(NO, 0, 0)], True, True, False),
        ("refuse", [asked(YES, 0, 0)], True, False, False),
    ],
)
def test_what_follows_the_rule_and_what_cannot_be(verdict, lines, inspected, follows, wrong):
    assert follows_rule(verdict, lines, was_inspected=inspected) is follows
    assert (wrong_with(verdict, lines) is not None) is wrong


# Money


def terms(share_b: str, rate: str, mode: str, faults: str):
    share_a = str(1 - Decimal(share_b))
    tax = {"mode": mode, "paid_by": "a"} | ({} if mode == "none" else {"rate": rate})
    return read_terms(
        {
            "recognition": "paid", "collector": "b", "tax": tax,
            "platform_fees": "a", "faults_borne_by": faults,
            "components": [{"kind": "profit_share", "clause": "c", "a": share_a, "b": share_b, "loss": "share"}],
        }
    )  # fmt: skip


def half_away(value: Fraction) -> int:
    whole = int(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole


def sold_line(name: str, units: int, price: int, discount: int) -> OrderLine:
    return OrderLine(
        name, f"O-{name}", "jd", "s", "A", units, price, discount, 0, NOON, NOON, NOON, False, None, None, None, None
    )  # fmt: skip


@st.composite
def cases(draw):
    """A sold line, part refunds of it by different findings, and carriage with who paid and who answers."""
    units, price = draw(st.integers(1, 5)), draw(st.integers(1, 50_000))
    discount = draw(st.integers(0, units * price))
    line, factory = sold_line("L", units, price, discount), draw(st.integers(0, 60_000))
    left, refunds = units, []
    while left and draw(st.booleans()):
        n = draw(st.integers(1, left))
        gone = sum(one.amount for one in refunds)
        fen = due_back_fen(
            revenue_fen=units * price - discount, units=units, quantity=n, refunded_units=units - left,
            refunded_fen=gone,
        )  # fmt: skip
        found = outcome_of(
            draw(st.sampled_from(list(REASONS))), draw(st.sampled_from(["", *FINDINGS])), faults_borne_by="a"
        )
        refunds.append(Refund(f"R{left}", "L", n, fen, found.cause, found.restocked, NOON))
        left -= n
    charges = [
        Charge(
            f"C{n}", "O-L", "return", draw(st.integers(0, 5_000)), draw(st.sampled_from("ab")), NOON,
            draw(st.sampled_from(["shared", "a", "b"])),
        )
        for n in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    return line, factory, refunds, charges


@settings(max_examples=150)
@given(
    cases(), st.sampled_from(["0.3", "0.5", "0.07"]), st.sampled_from(["0.13", "0.06", "0"]),
    st.sampled_from(["included_vat", "margin_vat", "on_revenue", "none"]), st.sampled_from(["a", "shared"]),
)  # fmt: skip
def test_what_a_verdict_costs_whom_is_what_an_oracle_says(case, share, rate, mode, faults):
    line, factory, refunds, charges = case
    found = effect_of(
        terms(share, rate, mode, faults), [line], [Cost("A", factory, date(2026, 1, 1))], refunds, charges
    )
    r, revenue, cost, tax = Fraction(rate), 0, 0, 0
    for one in refunds:
        back = (
            one.quantity * factory
            if one.restocked or (one.cause in ("quality", "wrong_item") and faults == "a")
            else 0
        )
        revenue, cost = revenue - one.amount, cost + back
        base = {
            "included_vat": Fraction(-one.amount) * r / (1 + r),
            "margin_vat": Fraction(back - one.amount) * r / (1 + r),
            "on_revenue": Fraction(-one.amount) * r,
            "none": Fraction(0),
        }[mode]
        tax += half_away(base)
    shared = sum(one.amount for one in charges if one.borne_by == "shared")
    profit = revenue + cost - tax - shared
    assert (found.refunded, found.cost, found.tax, found.logistics) == (revenue, cost, -tax, -shared)
    assert (found.profit, found.share_b) == (profit, half_away(profit * Fraction(share)))
    assert found.share_a + found.share_b == profit  # nothing is lost between the two
    assert found.to_b == sum(
        one.amount if one.paid_by == "b" else -one.amount
        for one in charges
        if one.borne_by in ("a", "b") and one.borne_by != one.paid_by
    )


@given(st.integers(1, 5), st.integers(1, 50_000), st.integers(0, 60_000), st.sampled_from(["0.13", "0.06"]))
def test_a_whole_restocked_refund_takes_back_just_what_the_sale_brought(units, price, factory, rate):
    from paidang.settlement.rules.facts import Facts
    from paidang.settlement.rules.rows import settle_rows

    law, line, costs = terms("0.3", rate, "included_vat", "a"), sold_line("L", units, price, 0), (Cost("A", factory, date(2026, 1, 1)),)  # fmt: skip
    sale = settle_rows(law, Facts((line,), (), costs), "2026-04").rows[0]
    whole = Refund("R", "L", units, units * price, "no_reason", True, NOON)
    back = effect_of(law, [line], costs, [whole], [])
    assert (back.refunded, back.cost, back.tax) == (-sale.revenue, sale.cost, sale.tax)
    assert back.profit == -sale.profit
