"""What is done with promotions, and with what bears on them."""

from paidang.promotions.actions.answering import approve_promotion, decline_promotion, say_about
from paidang.promotions.actions.around import (
    Dates,
    close_supply,
    enter_season,
    record_export,
    set_packing,
    set_service_pace,
    tell_supply,
)
from paidang.promotions.actions.live import go_live
from paidang.promotions.actions.making import (
    Sent,
    ask_brand,
    change_promotion,
    register_promotion,
    take_best,
    withdraw_promotion,
)
from paidang.promotions.actions.outing import list_to_tend, retry_prices, tend_prices
from paidang.promotions.actions.recording import UnableToPromote
from paidang.promotions.actions.watching import explain_sale, lapse_promotions, watch_sales

__all__ = [
    "Dates",
    "Sent",
    "UnableToPromote",
    "approve_promotion",
    "ask_brand",
    "change_promotion",
    "close_supply",
    "decline_promotion",
    "enter_season",
    "explain_sale",
    "go_live",
    "lapse_promotions",
    "list_to_tend",
    "record_export",
    "register_promotion",
    "retry_prices",
    "say_about",
    "set_packing",
    "set_service_pace",
    "take_best",
    "tell_supply",
    "tend_prices",
    "watch_sales",
    "withdraw_promotion",
]
