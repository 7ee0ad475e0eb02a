"""What a bank's account statement holds, whatever the file's form."""

from dataclasses import dataclass, field
from datetime import date

from paidang.kit.sentence import Sentence

ROWS_MAX = 50_000


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
