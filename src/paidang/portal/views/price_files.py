"""Sheets that people keep of listings and of other sellers' prices, as rows of the actions; every bad row is told with its number."""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from typing import IO, TypeVar

from paidang.catalog.actions import ListingRow, SeenPrice
from paidang.channels.cells import bare_title, clean
from paidang.channels.reading import BadFile, open_sheet
from paidang.kit.money import fen_from_yuan
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import Sentence, say

Row = TypeVar("Row")
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})(?![0-9])")
"""A day as sheets show it: 2026/9/3 as well as 2026-09-03."""

TOLD_MAX = 10
LISTING_TITLES = {
    "platform_sku": ("平台SKU ID", "平台SKU", "SKU ID", "skuId", "商品ID"),
    "item_id": ("平台商品ID", "商品链接ID", "宝贝ID", "wareId", "num_iid"),
    "title": ("商品标题", "商品名称", "宝贝标题", "标题"),
    "price": ("挂牌价", "京东价", "一口价", "价格", "售价"),
    "sku": ("商品编码", "商家编码", "货号", "外部编码", "sku"),
    "quantity": ("数量", "件数"),
    "product": ("产品", "品名"),
    "barcode": ("条码", "商品条码", "国标码"),
    "gift": ("赠品",),
    "weight": ("重量(克)", "重量"),
}
MARKET_TITLES = {
    "seller": ("卖家", "店铺", "店铺名称"),
    "platform": ("平台",),
    "sku": ("商品编码", "货号", "sku"),
    "title": ("商品", "商品名称", "标题"),
    "price": ("价格", "售价", "到手价"),
    "link": ("链接", "网址"),
    "day": ("看到日期", "日期", "巡查日期"),
}


class UnableToReadSheet(UnableTo):
    code = "SHEET_NOT_READ"


class BadRow(ValueError):
    """What is wrong with a row, in words."""


BadRows = list[tuple[int, Sentence]]
"""The rows that cannot be read, each with its number in the file and why."""


def read_listings(file: IO[bytes], name: str) -> list[ListingRow]:
    """The rows of a list of listings; UnableToReadSheet with the places where it is none."""

    def row(cells: Mapping[str, str]) -> ListingRow:
        if not cells["platform_sku"]:
            raise ValueError
        return ListingRow(
            platform_sku=cells["platform_sku"][:100], item_id=cells["item_id"][:100], title=cells["title"][:300],
            price_fen=_fen(cells["price"]) if cells["price"] else None, sku=cells["sku"][:255],
            quantity=_count(cells["quantity"] or "1"), product=cells["product"][:200], barcode=cells["barcode"][:64],
            is_gift=cells["gift"] in ("是", "1", "Y", "y", "yes"),
            weight_g=_count(cells["weight"]) if cells["weight"] else None,
        )  # fmt: skip

    rows, bad = _read(file, name, LISTING_TITLES, ("platform_sku", "sku"), row)
    if bad:
        raise _refused(bad)
    return rows


def read_market(file: IO[bytes], name: str, today: date) -> tuple[list[SeenPrice], BadRows, str]:
    """The good rows of a list of other sellers' prices, its bad ones, and its digest; UnableToReadSheet where none is good.

    Nobody asks nothing for a good, and nobody has seen what they ask after `today`.
    """

    def row(cells: Mapping[str, str]) -> SeenPrice:
        if not (cells["seller"] and cells["price"] and (cells["sku"] or cells["title"])):
            raise BadRow(say("要有卖家、价格，和商品编码或商品名称"))
        price_fen, seen_on = _fen(cells["price"]), _day(cells["day"])
        if not price_fen:
            raise BadRow(say("价格是 0"))
        if seen_on > today:
            raise BadRow(say("日期 {day} 还没到", day=seen_on.isoformat()))
        link = cells["link"] if cells["link"].startswith(("https://", "http://")) else ""
        return SeenPrice(
            seller=cells["seller"][:200], platform=cells["platform"][:60], price_fen=price_fen, seen_on=seen_on,
            sku=cells["sku"][:255],
            title=cells["title"][:300], link=link[:1000],
        )  # fmt: skip

    rows, bad = _read(file, name, MARKET_TITLES, ("seller", "price", "day"), row)
    if bad and not rows:
        raise _refused(bad)
    file.seek(0)
    return rows, bad, hashlib.sha256(file.read()).hexdigest()


def _refused(bad: BadRows) -> UnableToReadSheet:
    return UnableToReadSheet(
        say(
            "第 {rows} 行读不懂，共 {count} 行，什么都没写", rows=[str(n) for n, _why in bad[:TOLD_MAX]], count=len(bad)
        ),
        code="SHEET_ROWS",
        remedy=say("请改好后整份再传：价格以元计，日期写成 2026-09-30，数量是 1 以上的整数。"),
    )  # fmt: skip


def _read(
    file: IO[bytes],
    name: str,
    titles: Mapping[str, tuple[str, ...]],
    needed: tuple[str, ...],
    row: Callable[[Mapping[str, str]], Row],
) -> tuple[list[Row], BadRows]:
    with tempfile.TemporaryFile() as copy:  # a small upload is in memory, and a sheet is read from a file
        shutil.copyfileobj(file, copy)
        return _rows_of(copy, name, titles, needed, row)


def _rows_of(
    file: IO[bytes],
    name: str,
    titles: Mapping[str, tuple[str, ...]],
    needed: tuple[str, ...],
    row: Callable[[Mapping[str, str]], Row],
) -> tuple[list[Row], BadRows]:
    try:
        sheet = open_sheet(file, name)
    except BadFile as unread:
        raise UnableToReadSheet(unread.args[0], remedy=say("请换一份文件。")) from None
    header = [bare_title(title).lower() for title in sheet.header]
    places = {
        key: next((header.index(word.lower()) for word in words if word.lower() in header), None)
        for key, words in titles.items()
    }
    if missing := [titles[key][0] for key in needed if places[key] is None]:
        raise UnableToReadSheet(
            say("表头里没有 {titles}", titles=missing),
            code="SHEET_TITLES",
            remedy=say("请在第一行写上这些列名。"),
        )
    rows: list[Row] = []
    bad_rows: BadRows = []
    for number, cells in sheet.rows:
        found = {
            key: clean(cells[at]) if at is not None and at < len(cells) else "" for key, at in places.items()
        }
        if any(found.values()):
            try:
                rows.append(row(found))
            except ValueError as wrong:
                why = wrong.args[0] if isinstance(wrong, BadRow) else say("读不懂")
                bad_rows.append((number, why))
    return rows, bad_rows


def _fen(cell: str) -> int:
    try:
        fen = fen_from_yuan(cell)
    except ValueError:
        fen = -1
    if fen < 0:
        raise BadRow(say("价格“{cell}”读不懂，请以元计", cell=cell[:20]))
    return fen


def _day(cell: str) -> date:
    try:
        if said := _DAY.match(cell):
            return date(*(int(part) for part in said.groups()))
        return date.fromisoformat(cell[:10])
    except ValueError:
        raise BadRow(say("日期“{cell}”读不懂，请写成 2026-09-30", cell=cell[:20])) from None


def _count(cell: str) -> int:
    if not cell.isdecimal() or not 0 < len(cell) < 9 or int(cell) < 1:
        raise ValueError
    return int(cell)
