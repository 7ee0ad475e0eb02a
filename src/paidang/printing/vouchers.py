"""Vouchers as accounting programs take them in: what the writers of each form are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WORD = "记"
"""凭证字: one kind for all, as small companies keep it."""


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """One account debited or credited, fen; exactly one of the two is above 0.

    `kept_by`: the account is kept by `customer` or `supplier`, and `other` is the other party's code there; else both empty.
    """

    account: str
    name: str
    debit: int
    credit: int
    kept_by: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Voucher:
    """One balanced voucher; `number` counts within the month of `day`, `other` is the party on the other side."""

    day: date
    number: int
    words: str
    other: str
    lines: Sequence[VoucherLine]
