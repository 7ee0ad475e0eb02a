"""Random terms.json, any that SPEC §10 allows: all kinds of components in any order, tiers, dated debts, adjustments."""

from typing import Any

from hypothesis import strategies as st

from paidang.settlement.rules import terms as t
from paidang.settlement.tests.worlds import amounts, large_amounts

Terms = dict[str, Any]

rates = st.sampled_from(["0", "0.01", "0.06", "0.13", "0.123457", "0.5", "0.999999", "1", "1.0", "0.010000"])
shares = st.sampled_from([("0.7", "0.3"), ("0", "1"), ("0.333333", "0.666667"), ("0.50", "0.5"), ("1", "0")])
clauses = st.sampled_from(["第三章 D", "4.2", "补充约定 2"])
TERM_DAYS = (
    "0998-12-31",
    "0999-03-15",
    "1986-05-20",
    "2024-02-11",
    "2026-01-01",
    "2026-09-11",
    "2026-09-30",
    "9999-12-31",
)


@st.composite
def profit_shares(draw: Any) -> Terms:
    a, b = draw(shares)
    return {
        "kind": "profit_share",
        "a": a,
        "b": b,
        "loss": draw(st.sampled_from(t.LOSSES)),
        "clause": draw(clauses),
    }


@st.composite
def commissions(draw: Any) -> Terms:
    made = {"kind": "commission", "of": draw(st.sampled_from(t.COMMISSION_BASES)), "clause": draw(clauses)}
    if draw(st.booleans()):
        made["threshold"] = draw(amounts)
    if draw(st.booleans()):
        return {**made, "rate": draw(rates)}
    starts = [0, *sorted(draw(st.sets(st.integers(1, 10**6), max_size=3)))]
    tiers = [{"from": start, "rate": draw(rates)} for start in starts]
    return {**made, "tiers": tiers, "tier_mode": draw(st.sampled_from(t.TIER_MODES))}


@st.composite
def minimums(draw: Any) -> Terms:
    made = {"kind": "minimum", "amount": draw(amounts), "clause": draw(clauses)}
    return {**made, "prorate": draw(st.booleans())} if draw(st.booleans()) else made


monthly_fees = st.builds(
    lambda amount, clause: {"kind": "monthly_fee", "amount": amount, "clause": clause}, amounts, clauses
)


@st.composite
def components(draw: Any) -> list[Terms]:
    """Any number in any order, at most one of them a profit_share."""
    made = draw(st.lists(st.one_of(commissions(), monthly_fees, minimums()), max_size=4))
    if draw(st.booleans()):
        made.insert(draw(st.integers(0, len(made))), draw(profit_shares()))
    return made


@st.composite
def installments(draw: Any, total: int) -> list[Terms]:
    """Shares that add up to one or less, or amounts that add up to the total."""
    count = draw(st.integers(1, 4))
    if draw(st.booleans()):
        shares_of_it = [{"share": draw(st.sampled_from(["0.25", "0.1", "0.000001"]))} for _ in range(count)]
        parts: list[Terms] = [*shares_of_it[:-1], draw(st.sampled_from([{}, shares_of_it[-1]]))]
    else:
        cuts = sorted(draw(st.lists(st.integers(0, total), min_size=count - 1, max_size=count - 1)))
        parts = [{"amount": end - start} for start, end in zip([0, *cuts], [*cuts, total], strict=True)]
    return [
        {**part, "trigger": draw(st.sampled_from(t.TRIGGERS)), "days": draw(st.integers(0, 60)), "day_kind": draw(day_kinds)}
        for part in parts
    ]  # fmt: skip


day_kinds = st.sampled_from(["calendar", "working"])


@st.composite
def dated_debts(draw: Any) -> Terms:
    amount, clause = draw(amounts) + 6, draw(clauses)  # of less, three shares rounded up may exceed it
    if draw(st.booleans()):
        days, day_kind = draw(st.integers(0, 60)), draw(day_kinds)
        return {"kind": "setup", "amount": amount, "days": days, "day_kind": day_kind, "clause": clause}
    return {
        "kind": "fixed_total",
        "amount": amount,
        "clause": clause,
        "installments": draw(installments(amount)),
    }


@st.composite
def adjustments(draw: Any, number: int) -> Terms:
    amount = draw(large_amounts()) * draw(st.sampled_from([1, -1]))
    made = {"id": f"A{number}", "kind": draw(st.sampled_from(t.ADJUSTMENT_KINDS)), "amount": amount}
    rows = {"rows": ["line:1"]} if draw(st.booleans()) else {}
    return {**made, "reason": "认可的异议", "clause": draw(clauses), **rows}


@st.composite
def agreements(draw: Any) -> Terms:
    """Terms of one contract in one month."""
    mode = draw(st.sampled_from(t.TAX_MODES))
    tax = {"mode": mode, "paid_by": draw(st.sampled_from(t.PARTIES))}
    parts = draw(components())
    carries = any(part.get("loss") == "carry_forward" for part in parts)
    start, end = sorted([draw(st.sampled_from(TERM_DAYS)), draw(st.sampled_from(TERM_DAYS))])
    made = {
        "recognition": draw(st.sampled_from(list(t.RECOGNITIONS))),
        "collector": draw(st.sampled_from(t.PARTIES)),
        "tax": tax if mode == "none" else {**tax, "rate": draw(rates)},
        "platform_fees": draw(st.sampled_from(t.PLATFORM_FEES)),
        "faults_borne_by": draw(st.sampled_from(t.FAULTS_BORNE_BY)),
        "components": parts,
        "term": {"start": start, "end": end},
        "signed_on": draw(st.sampled_from(["2026-08-01", "2026-08-28", "2025-11-20", "0999-01-01"])),
        "adjustments": [draw(adjustments(number)) for number in range(draw(st.integers(0, 2)))],
    }
    if carries:
        made["carried_in"] = -draw(large_amounts())
    if draw(st.booleans()):
        made["contract"] = "QL-2026-01"
    if draw(st.booleans()):
        made["dated_debts"] = draw(st.lists(dated_debts(), max_size=3))
    if draw(st.booleans()):
        made["statement"] = {"due_day": 10, "pay_window": draw(st.sampled_from([[1, 5], [30, 31], [15, 15]]))}
    return made


def profit_counts(document: Terms) -> bool:
    """Whether costs matter under these terms (SPEC §1)."""
    return document["tax"]["mode"] == "margin_vat" or any(
        part["kind"] == "profit_share" or part.get("of") == "profit" for part in document["components"]
    )
