"""Cells as platforms write them: wrapped, prefixed, padded. Rules common to all platform files."""

import re
from datetime import datetime

from paidang.kit.money import NotMoney, fen_from_yuan
from paidang.kit.money import share_out as share_out
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say

SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]{1,3}")
_WRAPPED = re.compile(r'="(.*)"', re.DOTALL)
_PADDING = "\t\r\n \u00a0\u3000\ufeff'`"
_EMPTY = {"", "null", "NULL", "-", "--", "无"}
_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%dT%H:%M:%S")
_NO_TIME = ("0001-01-01", "1970-01-01")
"""JD writes these days where something has not happened."""


class BadCell(ValueError):
    """A cell that cannot be read; the text is the reason, for people."""


def clean(cell: str) -> str:
    """A cell without wrapping and padding: ``="351"``, a leading tab, ``'`` or `` ` ``; `null`, `-`, `--` are empty.

    >>> clean('="35153131473290000"')
    '35153131473290000'
    """
    bare = cell.strip(_PADDING)
    if wrapped := _WRAPPED.fullmatch(bare):
        bare = wrapped[1].strip(_PADDING)
    return "" if bare in _EMPTY else bare


def bare_title(title: str) -> str:
    """A column's title as formats name it: trimmed, brackets of half width (Alipay writes both ``（+元）`` and ``(+元)``),
    and 账 where a platform writes 帐.

    >>> bare_title("收入金额（+元） "), bare_title("动帐流水号")
    ('收入金额(+元)', '动账流水号')
    """
    return title.strip().replace("（", "(").replace("）", ")").replace("帐", "账")


def read_fen(cell: str) -> int:
    """Yuan to fen; an empty cell is nothing paid."""
    try:
        return fen_from_yuan(cell) if cell else 0
    except NotMoney:
        raise BadCell(say("不是金额（元，最多两位小数）")) from None


def read_count(cell: str) -> int:
    """A whole number of units, at least 1."""
    if not re.fullmatch(r"[0-9]{1,12}(\.0+)?", cell) or int(cell.split(".")[0]) < 1:
        raise BadCell(say("不是数量（1 以上的整数）"))
    return int(cell.split(".")[0])


def read_time(cell: str) -> str:
    """A platform's time, which has no zone and means Asia/Shanghai, as ISO 8601 with offset; empty stays empty."""
    if not cell or cell.startswith(_NO_TIME):
        return ""
    for pattern in _TIMES:
        try:
            return datetime.strptime(cell, pattern).replace(tzinfo=SHANGHAI).isoformat()
        except ValueError:
            continue
    raise BadCell(say("不是时间（YYYY-MM-DD HH:MM:SS）"))


def read_id(cell: str) -> str:
    """An order number, which is text; one that a spreadsheet turned into a number has lost its last digits."""
    if SCIENTIFIC.fullmatch(cell):
        raise BadCell(
            say("被表格软件改成了科学计数法，末位数字已经丢失。请从平台重新导出，不要用表格软件另存")
        )
    if not re.fullmatch(r"[0-9A-Za-z_.-]{1,100}", cell):
        raise BadCell(say("不是单号") if cell else say("单号是空的"))
    return cell
