"""The grammar of Chinese numbers, amounts, rates, dates and deadlines, as patterns over squeezed text and their values."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from paidang.kit.patterns import compiled

DIGITS = r"[0-9](?:[0-9]|[，,](?=[0-9]{3}(?![0-9]))){0,21}(?:\.[0-9]{1,12})?"
HAN = "零〇○一二三四五六七八九十百千万亿两廿半壹贰叁参肆伍陆柒捌玖拾佰仟萬億"
NUMBER = rf"(?:{DIGITS}[十百千万亿]{{0,4}}|[{HAN}]{{1,18}})"
MONEY_WORD = r"(?:人民币|RMB|CNY)?"
AMOUNT = rf"(?:{MONEY_WORD}(?:[¥￥]{NUMBER}(?:元|圆)?|{NUMBER}(?:元|圆|块钱?))(?:整|正)?|(?:RMB|CNY){DIGITS}(?![0-9万千]))"
RATE = (
    rf"(?:{DIGITS}[%‰]|百分之[{HAN}点0-9.]+|千分之[{HAN}点0-9.]+|万分之[{HAN}点0-9.]+|{NUMBER}个(?:百分)?点)"
)
DATE = r"(?:[0-9]{4}|(?<![0-9])[23][0-9](?=年[0-9]{1,2}月[0-9]{1,2}[日号])|[二一〇○零三四五六七八九]{4})年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}[日号]|[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}"
DAYS = rf"{NUMBER}个?(?:工作日|营业日|自然日|日历日|日|天|周|星期|自然礼拜|礼拜)"
MONTHS = rf"{NUMBER}个?(?:月|年|季度)"
WORKING, CALENDAR = "working", "calendar"

_FIGURES = compiled(rf"({DIGITS})([十百千万亿]*)")
_EACH_FIGURE = compiled(rf"{DIGITS}|[{HAN}]")
_MONEY_WORDS = compiled(r"人民币|RMB|CNY|块钱?|[¥￥元圆整正]")
_OF_DAYS = compiled(rf"({NUMBER})个?(工作日|营业日|自然日|日历日|日|天|周|星期|自然礼拜|礼拜)")
_OF_MONTHS = compiled(rf"({NUMBER})个?(月|年|季度)")

_ONES = (
    {c: i for i, c in enumerate("零一二三四五六七八九")}
    | {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
    | {"参": 3}
    | {"〇": 0, "○": 0, "两": 2}
)
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GROUPS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}


_TENFOLD = {"百": 10, "佰": 10, "千": 100, "仟": 100, "万": 1000, "亿": 10**7}
"""What a last figure counts that stands right after a unit: 一万五 is 15,000."""


def _plus(first: Decimal | None, second: Decimal) -> Decimal | None:
    return None if first is None else first + second


def han_number(text: str) -> Decimal | None:
    """A number in Chinese characters: 二十五, 廿五, 三十万, 贰万伍仟, 二〇二六; None if it is none.

    >>> han_number("贰万伍仟")
    Decimal('25000')
    """
    if text == "半":
        return Decimal("0.5")
    text = text.replace("廿", "二十")
    if text and all(c in _ONES for c in text):
        return Decimal("".join(str(_ONES[c]) for c in text))
    if text[-2:-1] in _TENFOLD and text[-1:] in _ONES:
        return _plus(han_number(text[:-1]), Decimal(_ONES[text[-1]] * _TENFOLD[text[-2]]))
    total = group = current = 0
    for c in text:
        if c in _ONES:
            current = _ONES[c]
        elif c in _UNITS:
            group += (current or 1) * _UNITS[c]
            current = 0
        elif c in _GROUPS:
            total = (
                (total + group + current) * _GROUPS[c] if (group or current) else (total or 1) * _GROUPS[c]
            )
            group = current = 0
        else:
            return None
    return Decimal(total + group + current) if text else None


def number(text: str) -> Decimal | None:
    """A number in digits, in Chinese characters, or in both: 50000, 30,000, 1.5万, 三十万."""
    match = _FIGURES.fullmatch(text)
    if not match:
        return han_number(text)
    try:
        value = Decimal(re.sub("[，,]", "", match[1]))
    except InvalidOperation:
        return None
    for unit in match[2]:
        value *= _GROUPS.get(unit) or _UNITS[unit]
    return value


def fen(text: str) -> int | None:
    """An amount of money in fen: 50000元, 贰万伍仟圆整, ¥1.5万元."""
    bare = _MONEY_WORDS.sub("", text)
    value = number(bare)
    if value is None or value * 100 != int(value * 100):
        return None
    return int(value * 100)


def plain(value: Decimal) -> str:
    """A decimal without trailing zeros and without an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rate(text: str) -> str | None:
    """A rate as a decimal string: 0.3% and 千分之三 are "0.003"."""
    for prefix, scale in (("百分之", 100), ("千分之", 1000), ("万分之", 10000)):
        if text.startswith(prefix):
            value = _han_decimal(text.removeprefix(prefix))
            return plain(value / scale) if value is not None else None
    if text.endswith("点"):
        value = number(re.sub(r"个(?:百分)?点$", "", text))
        return plain(value / 100) if value is not None else None
    value = number(text[:-1])
    return plain(value / (100 if text[-1] == "%" else 1000)) if value is not None else None


def _han_decimal(text: str) -> Decimal | None:
    whole, _, part = text.partition("点")
    left = number(whole)
    if left is None or not part:
        return left
    digits = "".join(str(_ONES[c]) for c in part if c in _ONES)
    return Decimal(f"{left}.{digits}") if digits else None


def iso_date(text: str) -> str | None:
    """A date as ISO 8601; None where no such day exists."""
    parts = [number(part) for part in re.split(r"[年月日号./-]", text) if part]
    if len(parts) != 3 or None in parts:
        return None
    year, month, day = (int(part) for part in parts if part is not None)
    try:
        return date(year if year > 99 else 2000 + year, month, day).isoformat()
    except ValueError:
        return None


def days(text: str) -> tuple[int, str] | None:
    """A deadline in days and whether they are working days: 5个工作日, 十五日, 一个自然礼拜."""
    match = _OF_DAYS.fullmatch(text.replace("天", "日") if text.endswith(("工作天", "日历天")) else text)
    value = number(match[1]) if match else None
    if match is None or value is None:
        return None
    weeks = 7 if match[2] in ("周", "星期", "自然礼拜", "礼拜") else 1
    return int(value * weeks), WORKING if match[2] in ("工作日", "营业日") else CALENDAR


def months(text: str) -> int | None:
    """A duration in months: 6个月, 一年, 半年, 两个季度."""
    match = _OF_MONTHS.fullmatch(text)
    value = number(match[1]) if match else None
    if match is None or value is None:
        return None
    return int(value * {"月": 1, "年": 12, "季度": 3}[match[2]])


def ratio(text: str) -> tuple[str, str] | None:
    """A split of the whole in two: 7:3, 七三, 70%/30%."""
    parts = _EACH_FIGURE.findall(text)
    values = [number(part) for part in parts]
    if len(values) != 2 or None in values:
        return None
    left, right = (value for value in values if value is not None)
    if left + right not in (10, 100, 1):
        return None
    return plain(left / (left + right)), plain(right / (left + right))
