"""Money is integer fen (1/100 yuan); rates are decimals; neither is ever a float."""

import re
from decimal import Decimal

FEN_MAX = 2**63 - 1
_YUAN = re.compile(r"[+-]?([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4})(\.[0-9]{1,2}0*)?")


class NotMoney(ValueError):
    """A text that is no amount of yuan with at most two decimals."""


def fen_from_yuan(text: str) -> int:
    """Read yuan as platforms write them ("201.12", "1,234.5", "¥8", "12元") into fen.

    Raises NotMoney on anything else, on a comma that separates no thousands ("12,5" is twelve and a half elsewhere), on a
    third decimal that is not 0, and on what does not fit 64 bits.

    >>> fen_from_yuan("201.12")
    20112
    """
    bare = text.strip().replace("，", ",").removeprefix("¥").removeprefix("￥").removesuffix("元")
    if not _YUAN.fullmatch(bare):
        raise NotMoney(text)
    fen = int(Decimal(bare.replace(",", "")) * 100)
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


def yuan_text(fen: int) -> str:
    """Write fen as platforms' interfaces and files write yuan: no sign of currency, no thousands.

    >>> yuan_text(123456), yuan_text(-5)
    ('1234.56', '-0.05')
    """
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def percent(rate: Decimal | str) -> str:
    """Show a rate as ``70%``, ``0.3%``.

    >>> percent("0.003")
    '0.3%'
    """
    shown = (Decimal(rate) * 100).normalize()
    return f"{shown:f}%"


_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def amount_in_words(fen: int) -> str:
    """Write an amount as Chinese cheques and receipts do, exact to the fen; never for a negative amount.

    >>> amount_in_words(3817663)
    '叁万捌仟壹佰柒拾陆元陆角叁分'
    >>> amount_in_words(100000)
    '壹仟元整'
    """
    assert fen >= 0, "who pays says the sign"
    yuan, rest = divmod(fen, 100)
    jiao, cent = divmod(rest, 10)
    words = f"{_integer_in_words(yuan)}元" if yuan or not rest else ""
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif cent and yuan:
        words += "零"
    return words + (f"{_DIGITS[cent]}分" if cent else "整")


def _integer_in_words(number: int) -> str:
    """Groups of eight and four digits, each named once; a group that starts with zeros is joined by one 零."""
    for size, name in ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾")):
        if number >= size:
            high, low = divmod(number, size)
            joint = "零" if 0 < low < size // 10 else ""
            return _integer_in_words(high) + name + joint + (_integer_in_words(low) if low else "")
    return _DIGITS[number]
