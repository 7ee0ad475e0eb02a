"""Which tables can be handed in as files, and which of their columns.

The tables are those of the specification. What the program itself records about a line (in which statement it was
settled, what was refunded by then) is left out: from a file such columns are kept beside the row, and move nothing.
"""

from dataclasses import replace

from paidang.channels.bills import KINDS
from paidang.kit.facts import FACT_TABLES, Column, FactTable
from paidang.kit.sentence import say

_RECORDED_BY_SETTLEMENT = {"settled_in", "settled_price", "refunded_quantity", "refunded_amount"}

PRICES = FactTable(
    "prices",
    (
        Column("sku"),
        Column("valid_from", "day"),
        Column("min_retail_price", "integer", minimum=0),
        Column("suggested_price", "integer", optional=True, nullable=True, minimum=0),
    ),
    key=("sku", "valid_from"),
)

BILL_LINES = FactTable(
    "bill_lines",
    (
        Column("entry_id"),
        Column("channel"),
        Column("store"),
        Column("order_id", nullable=True),
        Column("kind", choices=KINDS),
        Column("item"),
        Column("amount", "integer"),
        Column("booked_at", "time"),
    ),
    key=("entry_id",),
)
"""What the platforms say about the seller's money; see `channels.bills`. No statement is computed from it."""

STOCK = FactTable(
    "stock",
    (
        Column("warehouse"),
        Column("sku"),
        Column("quantity", "integer", minimum=0),
        Column("counted_at", "time", optional=True, nullable=True),
    ),
    key=("warehouse", "sku"),
)
"""The brand's list of sellable goods (OP-4-B-4): what is fit for sale in a warehouse, what is reserved included."""

TABLES: dict[str, FactTable] = {
    name: replace(table, columns=tuple(c for c in table.columns if c.name not in _RECORDED_BY_SETTLEMENT))
    for name, table in {**FACT_TABLES, "prices": PRICES, "bill_lines": BILL_LINES, "stock": STOCK}.items()
}

LABELS = {
    "order_lines": say("订单明细"),
    "refunds": say("退款"),
    "logistics": say("物流费"),
    "platform_fees": say("平台费用"),
    "costs": say("出厂价"),
    "prices": say("零售价"),
    "bill_lines": say("平台账单"),
    "stock": say("可售商品清单"),
}
"""The tables' names for people, in the order in which files of one month are to be written."""
