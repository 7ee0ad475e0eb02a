"""What is done with a case: opened, taken on, sent back, inspected, disputed, decided."""

from paidang.aftersales.actions.decide import approve_case, decide_case, decline_case
from paidang.aftersales.actions.evidence import add_file
from paidang.aftersales.actions.opening import LineAsked, accept_case, open_case, withdraw_case
from paidang.aftersales.actions.parcel import send_parcel
from paidang.aftersales.actions.recording import UnableToServe
from paidang.aftersales.actions.returns import (
    Found,
    answer_dispute,
    await_return,
    dispute_line,
    inspect_case,
    note_shipment,
    receive_return,
)
from paidang.aftersales.actions.telling import tell_again
from paidang.aftersales.rules.verdict import Given

__all__ = [
    "Found",
    "Given",
    "LineAsked",
    "UnableToServe",
    "accept_case",
    "add_file",
    "answer_dispute",
    "approve_case",
    "await_return",
    "decide_case",
    "decline_case",
    "dispute_line",
    "inspect_case",
    "note_shipment",
    "open_case",
    "receive_return",
    "send_parcel",
    "tell_again",
    "withdraw_case",
]
