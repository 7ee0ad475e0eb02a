"""What is done with prices: declare, agree to those of days past or decline them, withdraw, attach a supplier's invoice."""

from paidang.catalog.actions.answer import (
    UnableToAnswerPrices,
    decline_past,
    put_past_in_force,
    withdraw_past,
)
from paidang.catalog.actions.declare import UnableToDeclare, check_words, declare_costs
from paidang.catalog.actions.invoices import UnableToAttach, attach_invoice, open_invoice
from paidang.catalog.actions.prices import Declared, declare_prices

__all__ = [
    "Declared",
    "UnableToAnswerPrices",
    "UnableToAttach",
    "UnableToDeclare",
    "attach_invoice",
    "check_words",
    "decline_past",
    "declare_costs",
    "declare_prices",
    "open_invoice",
    "put_past_in_force",
    "withdraw_past",
]
