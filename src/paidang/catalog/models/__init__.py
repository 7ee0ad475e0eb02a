"""Tables of this slice, by noun."""

from paidang.catalog.models.goods import PROBLEMS, Listing, ListingPart, Product, Sku
from paidang.catalog.models.market import MarketPrice
from paidang.catalog.models.offers import CHECKED, ENDED, OFFER_STATES, OUT, REFUSED, StoreOffer
from paidang.catalog.models.prices import (
    AGREED,
    DECLINED,
    STATES,
    WAITING,
    WITHDRAWN,
    FactoryPrice,
    PastPrice,
    PriceChange,
    PriceDeclaration,
    PriceInvoice,
    RetailPrice,
)

__all__ = [
    "AGREED",
    "CHECKED",
    "DECLINED",
    "ENDED",
    "OFFER_STATES",
    "OUT",
    "PROBLEMS",
    "REFUSED",
    "STATES",
    "WAITING",
    "WITHDRAWN",
    "FactoryPrice",
    "Listing",
    "ListingPart",
    "MarketPrice",
    "PastPrice",
    "PriceChange",
    "PriceDeclaration",
    "PriceInvoice",
    "Product",
    "RetailPrice",
    "Sku",
    "StoreOffer",
]
