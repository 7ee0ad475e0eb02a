"""Cells of tables that people open in a spreadsheet."""

from decimal import Decimal

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    >>> safe_cell("=1+1")
    "'=1+1"
    """
    return f"'{text}" if text.startswith(FORMULA) else text


def yuan_cell(fen: int | None) -> Decimal | None:
    """Fen as a number of yuan with both decimals; an amount nobody knows is an empty cell.

    >>> yuan_cell(1250)
    Decimal('12.50')
    """
    return None if fen is None else Decimal(fen).scaleb(-2)
