"""The demo brand's warehouse: what was counted before the later month, what is kept back, how the shops share."""

HOUSE = "余杭仓"
COUNTED = {
    "QL-GW150": 620, "QL-LX4": 176, "QL-CB260": 260, "QL-PM2": 480, "QL-GD300": 460, "QL-CP-S": 230, "QL-CG500": 420,
    "QL-GH-LH": 66, "QL-CP-M": 140, "QL-CP-L": 90, "QL-CJ-H": 300, "QL-CJ-L": 260, "QL-CJ-Z": 240, "QL-GIFT-CZ": 800,
}  # fmt: skip
"""Units fit for sale, by SKU."""
SAFETY = {
    "QL-GW150": 30,
    "QL-LX4": 12,
    "QL-CB260": 12,
    "QL-PM2": 30,
    "QL-GD300": 30,
    "QL-CP-S": 12,
    "QL-CG500": 20,
}
LEAD_DAYS = 10
PARTS = (5, 3, 2)
"""Of the shops in the order in which they came."""


def make_stock_list(counted_at: str) -> bytes:
    """The brand's list of sellable goods."""
    rows = [f"{HOUSE},{sku},{units},{counted_at}" for sku, units in COUNTED.items()]
    return "\n".join(["warehouse,sku,quantity,counted_at", *rows, ""]).encode()
