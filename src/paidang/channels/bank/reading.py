"""What a bank's account statement holds, whatever the file's form."""

from dataclasses import dataclass, field
from datetime import date

from paidang.kit.sentence import Sentence, say

ROWS_MAX = 50_000
REVERSAL = say("是银行的冲正，不是来款。原来那笔记过收款的，请把那笔收款冲销")
"""Why a line that takes another one back is not read as money that came in or went out."""


@dataclass(frozen=True, slots=True)
class BankRow:
    """Money that came in, in fen, as the bank says."""

    row: int
    account: str
    serial: str
    day: date
    amount: int
    payer_name: str
    remark: str


@dataclass(frozen=True, slots=True)
class BadBankRow:
    """A row that cannot be read: where, what stands there, why."""

    row: int
    column: str
    value: str
    reason: Sentence | str


@dataclass(slots=True)
class BankReading:
    """What a file holds: the lines that came in, the bad rows, how many lines went out."""

    rows: list[BankRow] = field(default_factory=list)
    bad: list[BadBankRow] = field(default_factory=list)
    outgoing: int = 0
