"""What is done with prices: declared, answered, taken back, with invoices; goods listed; offers guarded; the market watched."""

from paidang.catalog.actions.answer import (
    UnableToAnswerPrices,
    decline_past,
    put_past_in_force,
    withdraw_past,
)
from paidang.catalog.actions.declare import UnableToDeclare, check_words, declare_costs
from paidang.catalog.actions.drafts import UnableToDraft, decline_draft, draft_prices, withdraw_draft
from paidang.catalog.actions.guard import check_before_going_out
from paidang.catalog.actions.invoices import UnableToAttach, attach_invoice, open_invoice
from paidang.catalog.actions.listings import ListingRow, UnableToList, put_listings
from paidang.catalog.actions.market import SeenPrice, UnableToWatch, act_on_market, record_market_prices
from paidang.catalog.actions.offer_answer import approve_offer, decline_offer
from paidang.catalog.actions.offers import UnableToOffer, end_offer, make_offer, mend_offer, put_out_offer
from paidang.catalog.actions.prices import Declared, declare_prices

__all__ = [
    "Declared",
    "ListingRow",
    "SeenPrice",
    "UnableToAnswerPrices",
    "UnableToAttach",
    "UnableToDeclare",
    "UnableToDraft",
    "UnableToList",
    "UnableToOffer",
    "UnableToWatch",
    "act_on_market",
    "approve_offer",
    "attach_invoice",
    "check_before_going_out",
    "check_words",
    "decline_draft",
    "decline_offer",
    "decline_past",
    "declare_costs",
    "declare_prices",
    "draft_prices",
    "end_offer",
    "make_offer",
    "mend_offer",
    "open_invoice",
    "put_listings",
    "put_out_offer",
    "put_past_in_force",
    "record_market_prices",
    "withdraw_draft",
    "withdraw_past",
]
