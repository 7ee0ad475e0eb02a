"""The month's work: close the facts, send, recompute, confirm or question. All checks stand before the first write."""

from paidang.settlement.actions.adjust import (
    UnableToAdjust,
    answer_adjustment,
    propose_adjustment,
    withdraw_adjustment,
)
from paidang.settlement.actions.answer import UnableToAnswer, answer_question, ask_question, confirm_statement
from paidang.settlement.actions.attach import UnableToAttach, add_files
from paidang.settlement.actions.bank import (
    UnableToImport,
    receive_bank_file,
    set_line_aside,
    take_in_bank_file,
)
from paidang.settlement.actions.batch import UnableToStart, start_batch, take_next
from paidang.settlement.actions.bill_fees import UnableToTakeOverFees, give_back_fees, take_over_fees
from paidang.settlement.actions.book_codes import UnableToSetCodes, set_book_codes
from paidang.settlement.actions.close import FactsRefused, UnableToClose, close_month
from paidang.settlement.actions.copies import make_receipt, record_download
from paidang.settlement.actions.invoice import UnableToDeliver, deliver_invoice
from paidang.settlement.actions.opening import record_opening
from paidang.settlement.actions.past_prices import agree_past
from paidang.settlement.actions.pay import (
    UnableToRecordPayment,
    record_lines,
    record_payment,
    reverse_payment,
)
from paidang.settlement.actions.recompute import recompute
from paidang.settlement.actions.reimburse import UnableToReimburse, reimburse, take_back_reimbursement
from paidang.settlement.actions.send import UnableToSend, send_statement, why_not_sendable

__all__ = [
    "FactsRefused",
    "UnableToAdjust",
    "UnableToAnswer",
    "UnableToAttach",
    "UnableToClose",
    "UnableToDeliver",
    "UnableToImport",
    "UnableToRecordPayment",
    "UnableToReimburse",
    "UnableToSend",
    "UnableToSetCodes",
    "UnableToStart",
    "UnableToTakeOverFees",
    "add_files",
    "agree_past",
    "answer_adjustment",
    "answer_question",
    "ask_question",
    "close_month",
    "confirm_statement",
    "deliver_invoice",
    "give_back_fees",
    "make_receipt",
    "propose_adjustment",
    "receive_bank_file",
    "recompute",
    "record_download",
    "record_lines",
    "record_opening",
    "record_payment",
    "reimburse",
    "reverse_payment",
    "send_statement",
    "set_book_codes",
    "set_line_aside",
    "start_batch",
    "take_back_reimbursement",
    "take_in_bank_file",
    "take_next",
    "take_over_fees",
    "withdraw_adjustment",
    "why_not_sendable",
]
