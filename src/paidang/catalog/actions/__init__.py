"""What is done with prices: declared, answered, taken back, with invoices; goods listed; offers guarded; the market watched."""

from paidang.catalog.actions.answer import (
    UnableToAnswerPrices,
    decline_past,
    put_past_in_force,
    withdraw_past,
)
from paidang.catalog.actions.declare import UnableToDeclare, check_words, declare_costs
from paidang.catalog.actions.guard import check_before_going_out
from paidang.catalog.actions.invoices import UnableToAttach, attach_invoice, open_invoice
from paidang.catalog.actions.listings import ListingRow, UnableToList, put_listings
from paidang.catalog.actions.market import SeenPrice, UnableToWatch, act_on_market, record_market_prices
from paidang.catalog.actions.offers import UnableToOffer, end_offer, make_offer, put_out_offer
from paidang.catalog.actions.prices import Declared, declare_prices

__all__ = [
    "Declared",
    "ListingRow",
    "SeenPrice",
    "UnableToAnswerPrices",
    "UnableToAttach",
    "UnableToDeclare",
    "UnableToList",
    "UnableToOffer",
    "UnableToWatch",
    "act_on_market",
    "attach_invoice",
    "check_before_going_out",
    "check_words",
    "decline_past",
    "declare_costs",
    "declare_prices",
    "end_offer",
    "make_offer",
    "open_invoice",
    "put_listings",
    "put_out_offer",
    "put_past_in_force",
    "record_market_prices",
    "withdraw_past",
]
