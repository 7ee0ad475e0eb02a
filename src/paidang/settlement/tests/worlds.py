"""Random worlds of facts, any shape SPEC §1 allows but small; `agreements` makes the terms, `forms` the files.

Ids are the same texts in every table, with blanks, quotes, line ends and rare characters in them; moments lie at the
edges of the month, of days and of clock changes; amounts go up to the limits of SPEC §1 and of 64 bits.
"""

import os
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from paidang.kit.facts import FACT_TABLES, LINE_PRICE_MAX
from paidang.kit.period import SHANGHAI, day_of, month_period, previous_month

# How many worlds a property is tried on; `make soak` asks for thousands.
WORLDS = int(os.environ.get("PAIDANG_WORLDS", "150"))

Row = dict[str, Any]
World = dict[str, list[Row]]

MONTHS = (*["2026-09"] * 6, "2026-02", "2024-02", "2025-12", "1986-05", "0999-03", "9999-11")
SKUS = ("S1", "S2", "商品,3", "S'4", " S1")
STORES = ("jd-flagship", '旗舰"店"', "a\nb", "c\r\nd", " ", "𬭎")
CHARGES = FACT_TABLES["logistics"].column("kind").choices
CAUSES = FACT_TABLES["refunds"].column("cause").choices

# The clock in Shanghai was changed at these days (1901 to 1991), once in the middle of what is now a day.
_ODD_DAYS = [date(1900, 12, 31), date(1940, 5, 31), date(1940, 10, 12), date(1986, 5, 4), date(1991, 9, 15)]
_MICROSECOND = timedelta(microseconds=1)
_FIRST, _LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC) - _MICROSECOND


def midnight(day: date) -> datetime:
    """The first moment of a day in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


@st.composite
def moments(draw: Any, month: str) -> datetime:
    """Mostly within four months around, often at an edge, seldom far away."""
    period = month_period(month)
    start, end = midnight(period.start), midnight(period.end)
    kind = draw(st.integers(0, 19))
    if kind <= 3:
        return draw(st.sampled_from([start, end])) - draw(st.sampled_from([0, 1, 10**6])) * _MICROSECOND
    if kind == 4:
        day = draw(st.sampled_from(_ODD_DAYS))
        return midnight(day) + timedelta(minutes=draw(st.integers(-120, 2 * 24 * 60)))
    if kind == 5:
        return draw(st.sampled_from([_FIRST, _LAST, datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)]))
    days = draw(st.sampled_from([(0, 25), (0, 25), (-60, 60)]))
    around = start + timedelta(minutes=draw(st.integers(days[0] * 24 * 60, days[1] * 24 * 60)))
    return min(max(around, _FIRST), _LAST)


def later(draw: Any, moment: datetime) -> datetime | None:
    """Not yet, at once, or up to seventy days later."""
    if draw(seldom(5)):
        return None
    minutes = draw(st.sampled_from([0, 600])) + draw(st.integers(0, 10**5 if draw(seldom(5)) else 6000))
    return moment + min(timedelta(minutes=minutes), _LAST - moment)


def seldom(times: int) -> st.SearchStrategy[bool]:
    """True once in so many times, as far as Hypothesis keeps to a measure."""
    return st.integers(0, times - 1).map(lambda drawn: drawn == times // 2)


# Mostly small, so that halves of a fen come up; sometimes so large that products need more than 64 bits.
amounts = st.one_of(st.integers(0, 50), st.integers(51, 10**6), st.just(10**11))


@st.composite
def large_amounts(draw: Any) -> int:
    return draw(st.sampled_from([10**15, 2**62, 2**63 - 1]) if draw(seldom(60)) else amounts)


def name_of(draw: Any, number: int) -> str:
    """An id: no two numbers share one, though they may differ in a blank or the case only."""
    return draw(st.sampled_from(["", "甲", "𬭎", '"', ",", "\n", "'", "0", "null"])) + (
        f"{number // 3}x" if number % 3 == 0 else f"{number // 3}X" if number % 3 == 1 else f"{number // 3}x "
    )


@st.composite
def order_lines(draw: Any, number: int, month: str, *, profit_counts: bool) -> Row:
    quantity = draw(st.sampled_from([1, 1, 1, 2, 3, 7, 1000]))
    unit_price = LINE_PRICE_MAX // quantity if draw(seldom(30)) else draw(amounts)
    gift = draw(st.sampled_from([None, False, False, True]))
    full_price = quantity * unit_price
    merchant = full_price if gift else draw(st.integers(0, full_price))
    paid_at = draw(moments(month))
    line = {
        "line_id": name_of(draw, number),
        "order_id": f"O{number // 2}",
        "channel": draw(st.sampled_from(["jd", "京东"])),
        "store": draw(st.sampled_from(STORES)),
        "sku": draw(st.sampled_from(SKUS)),
        "quantity": quantity,
        "unit_price": unit_price,
        "merchant_discount": merchant,
        "platform_discount": draw(st.integers(0, full_price - merchant)),
        "paid_at": paid_at,
        "shipped_at": later(draw, paid_at),
        "completed_at": later(draw, paid_at),
        "gift": gift,
    }
    return {**line, **draw(settled_cells(line, month, profit_counts=profit_counts))}


@st.composite
def settled_cells(draw: Any, line: Row, month: str, *, profit_counts: bool) -> Row:
    """What earlier statements made of a line: most have not seen it."""
    settled_in = draw(st.sampled_from([previous_month(month), "0001-01"])) if draw(seldom(4)) else None
    needs_price = profit_counts and settled_in is not None and not line["gift"]
    price = draw(large_amounts()) if needs_price else draw(st.none() | amounts)
    paid = line["unit_price"] * line["quantity"] - line["merchant_discount"]
    refunded = draw(st.booleans()) if settled_in else draw(seldom(10))
    return {
        "settled_in": settled_in,
        "settled_price": price,
        "refunded_quantity": draw(st.integers(0, line["quantity"])) if refunded else None,
        "refunded_amount": draw(st.integers(0, paid)) if refunded else draw(st.sampled_from([None, 0])),
    }


@st.composite
def refunds(draw: Any, lines: list[Row], month: str) -> list[Row]:
    """Refunds that never exceed their lines; often all that is left of one."""
    made: list[Row] = []
    left = {line["line_id"]: refundable(line) for line in lines}
    for line in draw(st.lists(st.sampled_from(lines), max_size=6)) if lines else []:
        quantity, amount = left[line["line_id"]]
        if draw(st.booleans()):
            quantity, amount = draw(st.integers(0, quantity)), draw(st.integers(0, amount))
        left[line["line_id"]] = (left[line["line_id"]][0] - quantity, left[line["line_id"]][1] - amount)
        made.append(
            {
                "refund_id": name_of(draw, len(made)),
                "line_id": line["line_id"],
                "quantity": quantity,
                "amount": amount,
                "cause": draw(st.sampled_from(CAUSES)),
                "restocked": draw(st.booleans()),
                "refunded_at": draw(moments(month)),
            }
        )
    return made


def refundable(line: Row) -> tuple[int, int]:
    """Units and fen that may still be refunded of a line."""
    paid = line["unit_price"] * line["quantity"] - line["merchant_discount"]
    return line["quantity"] - (line["refunded_quantity"] or 0), paid - (line["refunded_amount"] or 0)


@st.composite
def charges(draw: Any, number: int, orders: list[str], month: str) -> Row:
    kind = draw(st.sampled_from(CHARGES))
    sign = -1 if kind in ("compensation", "postage") else 1
    return {
        "charge_id": name_of(draw, number),
        "order_id": draw(st.sampled_from([None, *orders])),
        "kind": kind,
        "amount": sign * draw(large_amounts()),
        "paid_by": draw(st.sampled_from(["a", "b"])),
        "charged_at": draw(moments(month)),
        "borne_by": draw(st.sampled_from([None, "shared"] + ([] if kind == "postage" else ["a", "b"]))),
    }


@st.composite
def costs(draw: Any, lines: list[Row], month: str) -> list[Row]:
    """Declared prices: from long ago, from the day of a payment or the day beside it, of goods nobody bought too."""
    paid_on = [day_of(line["paid_at"]) for line in lines]
    next_days = [day + timedelta(days=1) for day in paid_on if day < date.max]
    days = [date.min, month_period(month).start, date.max, *paid_on, *next_days]
    from_the_start = [(sku, days[0]) for sku in SKUS if not draw(seldom(3))]
    later_on = draw(
        st.lists(st.tuples(st.sampled_from(SKUS), st.sampled_from(days[1:])), max_size=6, unique=True)
    )
    return [
        {"sku": sku, "factory_price": draw(large_amounts()), "valid_from": day.isoformat()}
        for sku, day in dict.fromkeys([*from_the_start, *later_on])
    ]


@st.composite
def worlds(draw: Any, month: str, *, profit_counts: bool) -> World:
    """Facts of one month; where profit does not count, sometimes with prices all the same."""
    lines = [
        draw(order_lines(number, month, profit_counts=profit_counts))
        for number in range(draw(st.integers(0, 6)))
    ]
    orders = sorted({line["order_id"] for line in lines})
    fees = [
        {
            "fee_id": name_of(draw, number),
            "order_id": draw(st.sampled_from([None, *orders])),
            "kind": draw(st.sampled_from(["commission", "佣金"])),
            "amount": draw(large_amounts()) * draw(st.sampled_from([1, -1])),
            "charged_at": draw(moments(month)),
        }
        for number in range(draw(st.integers(0, 3)))
    ]
    return {
        "order_lines": lines,
        "refunds": draw(refunds(lines, month)),
        "costs": draw(costs(lines, month)),
        "logistics": [draw(charges(number, orders, month)) for number in range(draw(st.integers(0, 4)))],
        "platform_fees": fees,
    }
