"""What platforms rate a store by, month by month: a table of ratings, or one that somebody types from a picture."""

import csv
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from paidang.kit.clause import clause
from paidang.kit.period import NotAMonth, asked_month
from paidang.kit.sentence import Sentence, say

HEADER = ("month", "store", "description", "service", "logistics", "out_of")
HEADER_ZH = ("月份", "店铺", "描述相符", "服务态度", "物流服务", "满分")
SCALES = (5, 10, 100)
"""Full marks: five points at Taobao, Tmall and Pinduoduo, ten at JD, a hundred at Douyin."""
ROWS_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Rating:
    """One store in one month `YYYY-MM`: hundredths of a point of `out_of`; None where the platform tells no such part."""

    month: str
    store: str
    description: int | None
    service: int | None
    logistics: int | None
    out_of: int


class RatingFault(ValueError):
    """What is wrong with a rating or a table of them, as a sentence; nothing of it is taken."""

    def __init__(self, said: Sentence) -> None:
        super().__init__(said)
        self.said = said


@clause("JD-1")
def read_ratings(content: bytes, stores: Collection[str], until: str) -> list[Rating]:
    """The ratings in a CSV (UTF-8, header in English or Chinese), of `stores` and months up to `until`; else RatingFault."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RatingFault(say("文件不是 UTF-8 编码")) from None
    lines = list(csv.reader(io.StringIO(text)))
    if not lines or tuple(cell.strip() for cell in lines[0]) not in (HEADER, HEADER_ZH):
        raise RatingFault(say("第一行要是：{columns}", columns=HEADER_ZH))
    found: dict[tuple[str, str], Rating] = {}
    for number, cells in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            one = rating_of([cell.strip() for cell in cells], stores, until)
        except RatingFault as fault:
            raise RatingFault(say("第 {line} 行：{fault}", line=number, fault=fault.said)) from None
        if (one.month, one.store) in found:
            raise RatingFault(say("第 {line} 行：同一店铺同一个月写了两次", line=number))
        found[one.month, one.store] = one
    if not 0 < len(found) <= ROWS_MAX:
        raise RatingFault(say("文件里没有数据行，或超过 {most} 行", most=ROWS_MAX))
    return list(found.values())


def rating_of(cells: Sequence[str], stores: Collection[str], until: str) -> Rating:
    """One row in the order of the header; RatingFault says what is wrong with it."""
    if len(cells) != len(HEADER):
        raise RatingFault(say("要有 {n} 列：{columns}", n=len(HEADER), columns=HEADER_ZH))
    month, store, *scores, scale = cells
    _check_month(month, until)
    if store not in stores:
        raise RatingFault(say("没有店铺“{store}”", store=store[:40]))
    if not scale.isdecimal() or int(scale) not in SCALES:
        raise RatingFault(say("满分“{scale}”要是 5、10 或 100", scale=scale[:20]))
    out_of = int(scale)
    parts = [_score(text, out_of) for text in scores]
    if all(part is None for part in parts):
        raise RatingFault(say("三项评分至少写一项"))
    return Rating(month, store, parts[0], parts[1], parts[2], out_of)


def _check_month(month: str, until: str) -> None:
    try:
        asked_month(month)
    except NotAMonth:
        raise RatingFault(say("月份“{month}”要写成 2026-09 这样", month=month[:20])) from None
    if month > until:
        raise RatingFault(say("{month} 还没有到", month=month))


def _score(text: str, out_of: int) -> int | None:
    """Points with two places at most as hundredths; None where none are told."""
    if not text:
        return None
    try:
        value = Decimal(text) * 100
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or value != int(value) or not 0 <= value <= out_of * 100:
        raise RatingFault(say("评分“{text}”要在 0 到 {most} 之间，至多两位小数", text=text[:20], most=out_of))
    return int(value)
