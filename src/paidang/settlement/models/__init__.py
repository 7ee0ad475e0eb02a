"""The tables of this slice, by noun."""

from paidang.settlement.models.adjusting import (
    AGREED,
    DECLINED,
    WAITING_ANSWER,
    WITHDRAWN,
    Adjustment,
    Attachment,
)
from paidang.settlement.models.bank import BankFile, BankLine
from paidang.settlement.models.batch import (
    BATCH_CLOSE,
    BATCH_SEND,
    DONE,
    PARKED,
    UNCHANGED,
    WAITING,
    Batch,
    BatchItem,
)
from paidang.settlement.models.books import BookCodes
from paidang.settlement.models.paying import (
    Invoice,
    Payment,
    PaymentPart,
    PaymentReversal,
    Reimbursement,
)
from paidang.settlement.models.statement import (
    CLOSED,
    CONFIRMED,
    QUESTIONED,
    REPLACED,
    SENT,
    STATES,
    BundleFile,
    Question,
    SettledRow,
    Statement,
)

__all__ = [
    "AGREED",
    "BATCH_CLOSE",
    "BATCH_SEND",
    "CLOSED",
    "CONFIRMED",
    "DECLINED",
    "DONE",
    "PARKED",
    "QUESTIONED",
    "REPLACED",
    "SENT",
    "STATES",
    "UNCHANGED",
    "WAITING",
    "WAITING_ANSWER",
    "WITHDRAWN",
    "Adjustment",
    "Attachment",
    "BankFile",
    "BankLine",
    "Batch",
    "BatchItem",
    "BookCodes",
    "BundleFile",
    "Invoice",
    "Payment",
    "PaymentPart",
    "PaymentReversal",
    "Question",
    "Reimbursement",
    "SettledRow",
    "Statement",
]
