"""Tables of this slice, by noun."""

from paidang.catalog.models.drafts import DRAFT_STATES, OPEN, PUBLISHED, PriceDraft
from paidang.catalog.models.goods import PROBLEMS, Listing, ListingPart, Product, Sku
from paidang.catalog.models.market import MarketPrice
from paidang.catalog.models.offers import (
    APPROVED,
    CHECKED,
    DECLINED_OFFER,
    ENDED,
    OFFER_STATES,
    OUT,
    REFUSED,
    StoreOffer,
)
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
    "APPROVED",
    "CHECKED",
    "DECLINED",
    "DECLINED_OFFER",
    "DRAFT_STATES",
    "ENDED",
    "OFFER_STATES",
    "OPEN",
    "OUT",
    "PROBLEMS",
    "PUBLISHED",
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
    "PriceDraft",
    "PriceInvoice",
    "Product",
    "RetailPrice",
    "Sku",
    "StoreOffer",
]
