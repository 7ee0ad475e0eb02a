"""Money is integer fen (1/100 yuan); rates are decimals; neither is ever a float."""

import re
from decimal import Decimal

FEN_MAX = 2**63 - 1
_YUAN = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,2}0*)?")


class NotMoney(ValueError):
    """A text that is no amount of yuan with at most two decimals."""


def fen_from_yuan(text: str) -> int:
    """Read yuan as platforms write them ("201.12", "1,234.5", "¥8", "12元") into fen.

    Raises NotMoney on anything else, on a third decimal that is not 0, and on what does not fit 64 bits.

    >>> fen_from_yuan("201.12")
    20112
    """
    bare = (
        text.strip()
        .replace(",", "")
        .replace("，", "")
        .removeprefix("¥")
        .removeprefix("￥")
        .removesuffix("元")
    )
    if not _YUAN.fullmatch(bare):
        raise NotMoney(text)
    fen = int(Decimal(bare) * 100)
    if abs(fen) > FEN_MAX:
        raise NotMoney(text)
    return fen


def yuan(fen: int | None) -> str:
    """Show fen as people read them: ``¥1,234.56``, ``−¥0.05``; an amount nobody knows is ``—``, not ¥0.00.

    >>> yuan(-123456)
    '−¥1,234.56'
    """
    if fen is None:
        return "—"
    sign = "−" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    return f"{sign}¥{whole:,}.{rest:02d}"


def percent(rate: Decimal | str) -> str:
    """Show a rate as ``70%``, ``0.3%``.

    >>> percent("0.003")
    '0.3%'
    """
    shown = (Decimal(rate) * 100).normalize()
    return f"{shown:f}%"
