"""The law of `rules` as one SQL text, for engines that settle millions of rows (SPEC §2, §3, §5).

A portable subset: whole numbers, comparisons, joins, no division of decimals, no rounding of its own. What dialects
do not share are eight small functions that an engine defines: `round_ratio`, `shanghai_midnight`, `shanghai_month`,
`end_of_time`, `greatest_at`, `share_of`, `month_of_row` (a text `2026-09` as the engine keeps it in rows) and `exact`
(an amount wide enough to be added up). Braces are filled in from checked terms by `law_queries`.
"""

from dataclasses import dataclass
from math import gcd

from paidang.kit.period import add_months, month_period
from paidang.settlement.rules.arithmetic import FEN_MAX, RATE_ONE
from paidang.settlement.rules.rows import FAULTS, NO_FACTORY_PRICE
from paidang.settlement.rules.terms import RECOGNITIONS, Terms

# From when (in) until when (out) each declared factory price of a SKU holds. Prices that ended before the first
# payment are left out: each line is compared with every price of its SKU.
_PRICES = """
SELECT * FROM (
    SELECT sku, factory_price, shanghai_midnight(valid_from) AS from_at,
        coalesce(shanghai_midnight(lead(valid_from) OVER (PARTITION BY sku ORDER BY valid_from)), end_of_time()) AS until_at
    FROM costs
) declared
WHERE until_at > (SELECT min(paid_at) FROM order_lines)
"""

# The lines of this month and before, with their prices; no price: it is held. A context line was settled earlier.
_PRICED_LINES = """
SELECT l.line_id, l.order_id, l.sku, l.quantity, l.unit_price, l.merchant_discount, l.{time_column} AS counts_at,
    CASE WHEN l.gift THEN 0 ELSE p.factory_price END AS price
FROM order_lines l
LEFT JOIN prices p ON p.sku = l.sku AND l.paid_at >= p.from_at AND l.paid_at < p.until_at
WHERE l.settled_in IS NULL AND l.{time_column} < {end}
"""

# Where profit does not count, every cost is 0 and no row is held.
_COSTLESS_LINES = """
SELECT line_id, order_id, sku, quantity, unit_price, merchant_discount, {time_column} AS counts_at, 0 AS price
FROM order_lines
WHERE settled_in IS NULL AND {time_column} < {end}
"""

# Each refund beside its line, as a table beside the facts: an engine makes it, since its checks want it as well.
REFUNDED_COLUMNS = """
SELECT r.refund_id, r.line_id, r.quantity, r.amount, r.cause, r.restocked, r.refunded_at,
    l.order_id, l.sku, l.gift, l.settled_in, l.settled_price, l.paid_at, l.shipped_at, l.completed_at,
    l.quantity AS line_quantity, l.unit_price * l.quantity - l.merchant_discount AS line_amount,
    coalesce(l.refunded_quantity, 0) AS settled_quantity, coalesce(l.refunded_amount, 0) AS settled_amount
"""
REFUNDED_LINES = f"""{REFUNDED_COLUMNS}
FROM refunds r
JOIN order_lines l ON l.line_id = r.line_id
"""

# A refund counts when it is made, but not before its line does; a context line's time counts as past.
_COUNTED_REFUNDS = """
SELECT refund_id, quantity, amount, restocked OR ({brand_answers} AND cause IN {faults}) AS returns_cost,
    order_id, sku, gift, settled_in, settled_price, paid_at,
    CASE WHEN settled_in IS NULL THEN greatest_at(refunded_at, {time_column}) ELSE refunded_at END AS counts_at
FROM refunded_lines
"""

# A refund has the price of its line, a context line the price that settled it.
_PRICED_REFUNDS = """
SELECT r.refund_id, r.quantity, r.amount, r.returns_cost, r.order_id, r.sku, r.counts_at,
    CASE WHEN r.gift THEN 0 WHEN r.settled_in IS NOT NULL THEN r.settled_price ELSE p.factory_price END AS price
FROM counted_refunds r
LEFT JOIN prices p ON p.sku = r.sku AND r.paid_at >= p.from_at AND r.paid_at < p.until_at
WHERE r.counts_at < {end}
"""

_COSTLESS_REFUNDS = """
SELECT refund_id, quantity, amount, returns_cost, order_id, sku, counts_at, 0 AS price
FROM counted_refunds
WHERE counts_at < {end}
"""

# What each settled line and refund brings and costs, before tax. The platform pays its own discount to the seller.
_GOODS = """
SELECT line_id AS row_id, 'line' AS kind, order_id, sku, counts_at,
    CAST(unit_price * quantity - merchant_discount AS {amount}) AS revenue,
    CAST(quantity AS {amount}) * price AS cost
FROM priced_lines
WHERE price IS NOT NULL
UNION ALL
SELECT refund_id, 'refund', order_id, sku, counts_at,
    CAST(-amount AS {amount}), CASE WHEN returns_cost THEN -(CAST(quantity AS {amount}) * price) ELSE 0 END
FROM priced_refunds
WHERE price IS NOT NULL
"""

_FIGURES = """
SELECT row_id, kind, order_id, sku, counts_at, revenue, cost, {tax} AS tax, 0 AS logistics, 0 AS platform_fee
FROM goods
UNION ALL
SELECT charge_id, 'logistics', order_id, NULL, charged_at, 0, 0, 0,
    CASE WHEN borne_by IN ('a', 'b') THEN 0 ELSE amount END, 0
FROM logistics
WHERE charged_at < {end}
UNION ALL
SELECT fee_id, 'platform_fee', order_id, NULL, charged_at, 0, 0, 0, 0, amount
FROM platform_fees
WHERE charged_at < {end}
"""

# The rows of rows.parquet.
_ROWS = """
SELECT row_id, kind, order_id, sku, {own_month} AS month,
    CAST(revenue AS BIGINT) AS revenue, CAST(cost AS BIGINT) AS cost, CAST(tax AS BIGINT) AS tax,
    CAST(logistics AS BIGINT) AS logistics, CAST(platform_fee AS BIGINT) AS platform_fee,
    CAST({profit} AS BIGINT) AS profit,
    share_of({profit}, {share_b}) AS share_b
FROM figures
"""

_HELD = """
SELECT line_id AS row_id, '{no_factory_price}' AS reason FROM priced_lines
WHERE price IS NULL
UNION ALL
SELECT refund_id, '{no_factory_price}' FROM priced_refunds
WHERE price IS NULL
"""

# How many lines are settled or held: where as many are settled, nothing is held, and nobody need look for it.
_LINES_COUNTED = """
SELECT count(*) FROM order_lines
WHERE settled_in IS NULL AND {time_column} < {end}
"""

# Over rows.parquet: one line per kind and month.
ROW_SUMS = """
SELECT kind, month, count(*),
    sum(exact(revenue)), sum(exact(cost)), sum(exact(tax)), sum(exact(platform_fee)), sum(exact(profit))
FROM rows
GROUP BY kind, month
"""

# Added up by what decides who bears them first: a few conditions on a few sums, not on each charge.
_CHARGES = """
SELECT kind, paid_by, borne_by, sum(exact(amount)) AS amount FROM logistics
WHERE charged_at < {end}
GROUP BY kind, paid_by, borne_by
"""

# Who paid for what, and who bears it (SPEC §5). Postage is the collector's, not the payer's.
CHARGE_SUMS = {
    "logistics_a": "borne_by = 'a'",
    "logistics_b": "borne_by = 'b'",
    "logistics": "coalesce(borne_by, 'shared') = 'shared'",
    "postage": "kind = 'postage'",
    "paid_by_b": "kind <> 'postage' AND paid_by = 'b' AND coalesce(borne_by, 'shared') <> 'b'",
    "paid_by_a_for_b": "kind <> 'postage' AND paid_by = 'a' AND borne_by = 'b'",
}


@dataclass(frozen=True, slots=True)
class Law:
    """The law's queries for one statement: views by name, each reading tables and those before it."""

    views: dict[str, str]
    charge_sums: str
    lines_counted: str


def law_queries(terms: Terms, month: str, *, amount: str) -> Law:
    """Fill the law in for one contract and month; `amount` is the SQL type in which row amounts are multiplied."""
    share = terms.profit_share
    slots = {
        "time_column": RECOGNITIONS[terms.recognition],
        "end": f"shanghai_midnight('{month_period(month).end}')",
        "own_month": _own_month(month),
        "brand_answers": "TRUE" if terms.faults_borne_by == "a" else "FALSE",
        "faults": FAULTS,
        "amount": amount,
        "tax": _tax(terms),
        "profit": "(revenue - cost - tax - logistics"
        + (" - platform_fee)" if terms.platform_fees == "deducted" else ")"),
        "share_b": _decimal(share.b if share else 0),
        "no_factory_price": NO_FACTORY_PRICE,
    }
    texts = {
        "prices": _PRICES,
        "priced_lines": _PRICED_LINES if terms.profit_counts else _COSTLESS_LINES,
        "counted_refunds": _COUNTED_REFUNDS,
        "priced_refunds": _PRICED_REFUNDS if terms.profit_counts else _COSTLESS_REFUNDS,
        "goods": _GOODS,
        "figures": _FIGURES,
        "settled_rows": _ROWS,
        "held": _HELD,
    }
    views = {name: text.format(**slots) for name, text in texts.items()}
    return Law(views, _charge_sums(slots["end"]), _LINES_COUNTED.format(**slots))


def _charge_sums(end: object) -> str:
    """The sums of `CHARGE_SUMS` over the settled charges; postage comes in, and is above 0."""
    sums = (
        f"coalesce({'-' if name == 'postage' else ''}sum(CASE WHEN {condition} THEN amount END), 0)"
        for name, condition in CHARGE_SUMS.items()
    )
    return f"SELECT {', '.join(sums)} FROM ({_CHARGES.format(end=end)})"


def recent_months(month: str) -> list[str]:
    """This month and the few before it in which most late rows are, the latest first."""
    start = month_period(month).start
    return [add_months(start, -back).isoformat()[:7] for back in range(4 if start.year > 1 else 1)]


def _own_month(month: str) -> str:
    """The month of a row: this one or, late, an earlier one. Comparing is much cheaper than asking the calendar."""
    recent = (
        f"WHEN counts_at >= shanghai_midnight('{each}-01') THEN month_of_row('{each}')"
        for each in recent_months(month)
    )
    return f"CASE {' '.join(recent)} ELSE month_of_row(shanghai_month(counts_at)) END"


def _decimal(millionths: int) -> str:
    """A share as a decimal literal with its six places."""
    return f"{millionths // RATE_ONE}.{millionths % RATE_ONE:06d}"


def _tax(terms: Terms) -> str:
    """The tax of a line or refund (SPEC §3)."""
    numerator, denominator = _tax_ratio(terms)
    base = "(revenue - cost)" if terms.tax.mode == "margin_vat" else "revenue"
    return f"round_ratio({base} * {numerator}, {denominator})"


def _tax_ratio(terms: Terms) -> tuple[int, int]:
    """The part of the base that is tax, in lowest terms, so that products stay small."""
    rate = terms.tax.rate if terms.tax.mode != "none" else 0
    denominator = RATE_ONE if terms.tax.mode == "on_revenue" else RATE_ONE + rate
    common = gcd(rate, denominator)
    return rate // common, denominator // common


def amounts_need_width(terms: Terms, *, full_price_max: int, cost_max: int) -> bool:
    """Whether 64 bits are too few for what is computed on the way to a row's tax and profit."""
    numerator, denominator = _tax_ratio(terms)
    base_max = full_price_max + cost_max
    return 2 * (base_max * numerator + denominator) > FEN_MAX or 4 * base_max > FEN_MAX
