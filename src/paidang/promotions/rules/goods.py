"""Goods of a promotion as people hand them in: SKU, price, units, typed line by line or in a table."""

from collections.abc import Mapping, Sequence

from paidang.kit.money import NotMoney, fen_from_yuan
from paidang.kit.sentence import say

SKU, PRICE, UNITS = "商品编码", "活动价", "预计件数"
COLUMNS: Mapping[str, Sequence[str]] = {
    SKU: (SKU, "SKU", "SKU编码", "SKU ID", "商家SKU", "商品编号", "sku"),
    PRICE: (PRICE, "活动价（元）", "活动价(元)", "促销价", "报名价", "price", "Promotion price"),
    UNITS: (UNITS, "件数", "预估销量", "活动库存", "报名库存", "units", "Expected units"),
}
"""What a platform's own table of an offer calls them is read too."""
LINES_MAX = 2_000
UNITS_DIGITS = 9
Good = tuple[str, int, int]
"""SKU, price in fen, units."""


class NotAGood(ValueError):
    """A line that does not say a SKU, a price and units."""


def read_good(sku: str, price: str, units: str) -> Good:
    """What a line says; NotAGood.

    >>> read_good("QL-GW150", "129", "420.0")
    ('QL-GW150', 12900, 420)
    """
    said = ",".join((sku, price, units))
    whole = units.strip().removesuffix(".0")
    try:
        fen = fen_from_yuan(price)
    except NotMoney:
        raise NotAGood(say("读不懂这一行：{line}", line=said[:60])) from None
    if not sku.strip() or not whole.isdecimal() or len(whole) > UNITS_DIGITS:
        raise NotAGood(say("读不懂这一行：{line}", line=said[:60]))
    return sku.strip(), fen, int(whole)


def cells_of(text: str) -> list[tuple[str, str, str]]:
    """What was typed or pasted, line by line, parted by tabs, commas or blanks; a head is left out, what is lacking is empty.

    >>> cells_of("编码,价,件数\\nCUP,129,420\\nCUP 129 420\\nPOT")
    [('CUP', '129', '420'), ('CUP', '129', '420'), ('POT', '', '')]
    """
    found = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines()))):
        parts = line.replace("，", ",").replace("\t", ",").split(",")
        if len(parts) == 1 and all(one[:1].isdecimal() for one in line.split()[-2:]):
            parts = line.rsplit(None, 2)
        sku, price, units, *_more = [*parts, "", ""]
        is_head = number == 0 and price and not any(letter.isdecimal() for letter in price)
        if not (is_head and not units.strip().isdecimal()):
            found.append((sku.strip(), price.strip(), units.strip()))
    return found
