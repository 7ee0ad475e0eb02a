"""What is done with promotions, and with what bears on them."""

from paidang.promotions.actions.answering import approve_promotion, decline_promotion, say_about
from paidang.promotions.actions.live import go_live
from paidang.promotions.actions.making import (
    Sent,
    ask_brand,
    change_promotion,
    register_promotion,
    withdraw_promotion,
)
from paidang.promotions.actions.recording import UnableToPromote

__all__ = [
    "Sent",
    "UnableToPromote",
    "approve_promotion",
    "ask_brand",
    "change_promotion",
    "decline_promotion",
    "go_live",
    "register_promotion",
    "say_about",
    "withdraw_promotion",
]
