"""One's own books as files for accounting programs; docs/vouchers.md says which program takes which."""

import io
from collections.abc import Callable, Sequence
from typing import IO

from paidang.kit.cells import yuan_cell
from paidang.kit.sentence import Sentence, say, worded
from paidang.printing.beancount import Posting, Transaction, beancount_text
from paidang.printing.kingdee import k3_workbook
from paidang.printing.tables import Cell, csv_file
from paidang.printing.vouchers import Voucher, VoucherLine
from paidang.printing.yonyou import u8_text
from paidang.settlement.queries.ledger import Booked
from paidang.settlement.rules.account_names import ACCOUNT_NAMES, Codes

U8, K3, CSV, BEANCOUNT = "u8", "k3", "csv", "beancount"
ENDS = {U8: "txt", K3: "xls", CSV: "csv", BEANCOUNT: "beancount"}
NAMES = {U8: say("用友U8凭证"), K3: say("金蝶K3-KIS凭证"), CSV: say("凭证"), BEANCOUNT: say("凭证")}
_HEAD = (
    say("日期"), say("凭证字"), say("凭证号"), say("凭证摘要"), say("科目代码"), say("科目名称"), say("往来单位"), 
    say("借方"), say("贷方"), say("往来编码"),
)  # fmt: skip


def voucher_file(
    form: str,
    booked: Sequence[Booked],
    codes: Codes,
    *,
    maker: str,
    mark: str,
    translate: Callable[[str], str],
) -> IO[bytes]:
    """The postings in one of the forms, at its start. `maker`: 制单人; `mark`: who took the copy, where the form has room.
    `codes`: those of one's own program; beancount goes by names and has them as each posting's metadata.

    What 用友 and 金蝶 take in is Chinese whatever the reader's language is.
    """
    if form == U8:
        return io.BytesIO(u8_text(_vouchers(booked, codes), maker))
    if form == K3:
        return io.BytesIO(k3_workbook(_vouchers(booked, codes), maker))
    if form == BEANCOUNT:
        return io.BytesIO(f"; {mark}\n{beancount_text(_transactions(booked, codes, translate))}".encode())
    return _table(booked, codes, translate)


def _vouchers(booked: Sequence[Booked], codes: Codes) -> list[Voucher]:
    return [
        Voucher(
            one.line.entry.day, one.number, f"{one.code} {one.other} {one.line.words}", one.other,
            [
                VoucherLine(
                    codes.of_account(posting.account), str(name.name), posting.debit, posting.credit,
                    *codes.of_other(posting.account, one.other_id),
                )
                for posting in one.postings
                for name in [ACCOUNT_NAMES[posting.account]]
            ],
        )
        for one in booked
    ]  # fmt: skip


def _transactions(
    booked: Sequence[Booked], codes: Codes, translate: Callable[[str], str]
) -> list[Transaction]:
    def posting(account: str, fen: int, other_id: int) -> Posting:
        kept_by, other = codes.of_other(account, other_id)
        named = [("code", codes.of_account(account)), *([(kept_by, other)] if kept_by else [])]
        return Posting(ACCOUNT_NAMES[account].in_beancount, fen, named)

    return [
        Transaction(
            one.line.entry.day, one.other, worded(one.line.words, translate), f"{one.code} {one.line.entry.number}",
            [posting(each.account, each.debit - each.credit, one.other_id) for each in one.postings],
        )
        for one in booked
    ]  # fmt: skip


def _table(booked: Sequence[Booked], codes: Codes, translate: Callable[[str], str]) -> IO[bytes]:
    def text(said: Sentence) -> str:
        return worded(said, translate)

    rows: list[list[Cell]] = [
        [
            one.line.entry.day.isoformat(), text(say("记")), str(one.number), f"{one.code} {text(one.line.words)}",
            codes.of_account(posting.account), text(name.name), one.other,
            yuan_cell(posting.debit or None), yuan_cell(posting.credit or None),
            codes.of_other(posting.account, one.other_id)[1],
        ]
        for one in booked
        for posting in one.postings
        for name in [ACCOUNT_NAMES[posting.account]]
    ]  # fmt: skip
    return csv_file("", [text(word) for word in _HEAD], rows)
