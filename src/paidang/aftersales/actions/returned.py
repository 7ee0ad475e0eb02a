"""Returns taken in many at a time: a CSV of waybills, whole or not at all."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from paidang.aftersales.actions.recording import UnableToServe, contract_for
from paidang.aftersales.actions.returns import receive_return
from paidang.aftersales.models import Case
from paidang.aftersales.rules.words import ASKED, ENDED, OPEN, RETURNING
from paidang.channels.mapping import clean_row
from paidang.channels.reading import BadFile, read_table
from paidang.kit.clause import clause
from paidang.kit.money import NotMoney, fen_from_yuan
from paidang.kit.sentence import say
from paidang.team.models import Person

FILE_BYTES_MAX, ROWS_MAX = 2**20, 2_000


@clause("OP-4-C")
@transaction.atomic
def receive_returns(*, person: Person, at: datetime, code: str, content: bytes) -> list[int]:
    """Take in the returns that a CSV names by `waybill`, with `freight` in yuan and `paid_by` where known.

    Returns the numbers of the cases; those that were received before are passed over, so that a file twice is once.
    UnableToServe, naming the row, if a waybill is of no open case or of several: then none is taken in.
    """
    contract = contract_for(person, code, "inspect_returns")
    done = []
    for row, cells in _rows(content):
        waybill = cells.get("waybill", "")
        found = Case.objects.filter(contract=contract, return_waybill=waybill).exclude(state__in=ENDED)
        cases = list(found.order_by("number")[:2]) if waybill else []
        if len(cases) != 1:
            reason = say("有几件售后用它") if cases else say("没有这样的未了结售后")
            raise UnableToServe(
                say("第 {row} 行运单 {waybill}：{reason}", row=row, waybill=waybill or "—", reason=reason),
                code="ROW_WRONG",
                remedy=say("改好后再传，一行也没有收下。"),
            )
        if cases[0].state not in (ASKED, OPEN, RETURNING):
            continue
        receive_return(
            person=person, at=at, code=code, number=cases[0].number, freight_fen=_fen(row, cells.get("freight", "")),
            freight_paid_by=cells.get("paid_by", ""),
        )  # fmt: skip
        done.append(cases[0].number)
    return done


def _rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    """The rows by column, each with its number in the file."""
    rows: list[tuple[int, dict[str, str]]] = []
    with suppress(BadFile):
        if len(content) <= FILE_BYTES_MAX:
            sheet = read_table(content, "returns.csv")
            if sheet.form == "csv" and "waybill" in sheet.header:
                rows = [(number, clean_row(sheet.header, cells)) for number, cells in sheet.rows]
    if not 0 < len(rows) <= ROWS_MAX:
        raise UnableToServe(
            say("文件读不出来"),
            code="FILE_NOT_TAKEN",
            remedy=say("CSV，表头有 waybill，可加 freight、paid_by，最多 {most:,} 行。", most=ROWS_MAX),
        )
    return rows


def _fen(row: int, text: str) -> int:
    try:
        return fen_from_yuan(text) if text.strip() else 0
    except NotMoney:
        raise UnableToServe(
            say("第 {row} 行运费“{text}”不是金额", row=row, text=text[:20]), code="ROW_WRONG"
        ) from None
