"""What is done about who does what: roles filled and covered, shifts, outside firms, quality of service."""

from paidang.staffing.actions.firms import answer_consent, ask_consent, note_withdrawal, withdraw_consent
from paidang.staffing.actions.posts import name_post, say_away, set_open_duties, take_over
from paidang.staffing.actions.recording import UnableToStaff
from paidang.staffing.actions.service import (
    answer_sample,
    decide_sample,
    hand_in_days,
    sample_service,
    set_sheet,
)
from paidang.staffing.actions.shifts import drop_shift, put_rota, put_shifts

__all__ = [
    "UnableToStaff",
    "answer_consent",
    "answer_sample",
    "ask_consent",
    "decide_sample",
    "drop_shift",
    "hand_in_days",
    "name_post",
    "note_withdrawal",
    "put_rota",
    "put_shifts",
    "sample_service",
    "say_away",
    "set_open_duties",
    "set_sheet",
    "take_over",
    "withdraw_consent",
]
