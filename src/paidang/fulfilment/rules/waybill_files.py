"""Files with waybills: what the carrier's own program gives back for parcels, and what its bill asks for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from paidang.channels.cells import clean
from paidang.kit.money import NotMoney, fen_from_yuan
from paidang.kit.sentence import Sentence, say

PARCEL = ("包裹", "包裹号", "parcel", "订单号", "订单编号", "order", "order_id")
WAYBILL = ("运单号", "快递单号", "物流单号", "面单号", "waybill")
CARRIER = ("快递", "快递公司", "物流公司", "carrier")
AMOUNT = ("运费", "运费（元）", "运费(元)", "金额", "费用", "amount")
ROWS_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Given:
    """A waybill for a parcel, named by its own code or by its order's number; `carrier` as the file has it, or ""."""

    parcel: str
    carrier: str
    waybill: str


@dataclass(frozen=True, slots=True)
class Billed:
    """What a carrier asks for a waybill, in fen."""

    waybill: str
    fen: int


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read: its number in the file and why."""

    number: int
    why: Sentence


def missing_column(header: Sequence[str], *wanted: Sequence[str]) -> str:
    """The first column that the file lacks, by its usual title; "" where all are there."""
    titles = {clean(title).lower() for title in header}
    return next((names[0] for names in wanted if not titles & set(names)), "")


def read_given(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]
) -> tuple[list[Given], list[BadRow]]:
    """The waybills of a file that has a parcel's column and a waybill's."""
    parcel, waybill, carrier = (_place(header, names) for names in (PARCEL, WAYBILL, CARRIER))
    given: list[Given] = []
    bad: list[BadRow] = []
    for number, cells in rows:
        one = Given(_cell(cells, parcel), _cell(cells, carrier), _cell(cells, waybill))
        if not (one.parcel or one.waybill):
            continue
        if not (one.parcel and one.waybill):
            bad.append(BadRow(number, say("包裹号或运单号空着")))
        else:
            given.append(one)
    return given, bad


def read_billed(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]
) -> tuple[list[Billed], list[BadRow]]:
    """What a bill asks for; a waybill that stands there twice (a supplement) is summed up."""
    waybill, amount = _place(header, WAYBILL), _place(header, AMOUNT)
    sums: dict[str, int] = {}
    bad: list[BadRow] = []
    for number, cells in rows:
        code, text = _cell(cells, waybill).upper(), _cell(cells, amount)
        if not code and not text:
            continue
        try:
            fen = fen_from_yuan(text)
        except NotMoney:
            bad.append(BadRow(number, say("“{text}”不是金额", text=text[:20])))
            continue
        if not code or fen < 0:
            bad.append(BadRow(number, say("没有运单号，或金额小于 0")))
            continue
        sums[code] = sums.get(code, 0) + fen
    return [Billed(code, fen) for code, fen in sums.items()], bad


def _place(header: Sequence[str], names: Sequence[str]) -> int | None:
    """Where the column is; the names by which it is known best come first."""
    titles = [clean(title).lower() for title in header]
    return next((titles.index(name) for name in names if name in titles), None)


def _cell(cells: Sequence[str], at: int | None) -> str:
    return clean(cells[at]) if at is not None and at < len(cells) else ""
