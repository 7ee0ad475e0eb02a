"""The month's work: close the facts, send, recompute, confirm or question. All checks stand before the first write."""

from paidang.settlement.actions.answer import UnableToAnswer, answer_question, ask_question, confirm_statement
from paidang.settlement.actions.close import FactsRefused, UnableToClose, close_month
from paidang.settlement.actions.copies import make_receipt, record_download
from paidang.settlement.actions.opening import record_opening
from paidang.settlement.actions.pay import UnableToRecordPayment, record_payment
from paidang.settlement.actions.recompute import recompute
from paidang.settlement.actions.send import UnableToSend, send_statement

__all__ = [
    "FactsRefused",
    "UnableToAnswer",
    "UnableToClose",
    "UnableToRecordPayment",
    "UnableToSend",
    "answer_question",
    "ask_question",
    "close_month",
    "confirm_statement",
    "make_receipt",
    "recompute",
    "record_download",
    "record_opening",
    "record_payment",
    "send_statement",
]
