"""A shop of the sandbox, in words that no platform owns: goods, orders, after-sales cases, promotions.

Each platform has one shop and tells of it in its own manner (`channels/<platform>/sandbox.py`); `buyers` makes its days.
Money in fen; times aware, in Asia/Shanghai.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from paidang.channels.link.channel import Deal
from paidang.channels.link.documents import ASKED, UNPAID, InvoiceWish, Parcel, Receiver


@dataclass(slots=True)
class Goods:
    """One SKU on sale. `item_id` and `sku_id` are the platform's numbers, `sku` the seller's own code."""

    item_id: str
    sku_id: str
    sku: str
    title: str
    price_fen: int
    cost_fen: int
    quantity: int
    modified_at: datetime
    is_listed: bool = True


@dataclass(slots=True)
class Bought:
    """One line of an order. Discounts are for the whole line; `line_id` is the platform's number of it.

    `own_discount_fen` is the part of the merchant's discount that the line has by itself, not by the order's total.
    """

    line_id: str
    goods: Goods
    quantity: int
    unit_price_fen: int
    merchant_discount_fen: int = 0
    platform_discount_fen: int = 0
    own_discount_fen: int = 0

    @property
    def paid_fen(self) -> int:
        total = self.unit_price_fen * self.quantity
        return total - self.merchant_discount_fen - self.platform_discount_fen


@dataclass(slots=True)
class Order:
    """One order; `state` is one of `link.documents.ORDER_STATES`."""

    order_id: str
    buyer: str
    lines: list[Bought]
    created_at: datetime
    modified_at: datetime
    receiver: Receiver
    state: str = UNPAID
    postage_fen: int = 0
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    completed_at: datetime | None = None
    parent_id: str = ""
    parcels: list[Parcel] = field(default_factory=list)
    buyer_words: str = ""
    seller_words: str = ""
    invoice: InvoiceWish | None = None

    @property
    def paid_fen(self) -> int:
        return sum(line.paid_fen for line in self.lines) + self.postage_fen


@dataclass(slots=True)
class Case:
    """One after-sales case about one line; `state` is one of `link.documents.CASE_STATES`, `kind` of CASE_KINDS."""

    case_id: str
    order_id: str
    line_id: str
    kind: str
    reason: str
    quantity: int
    amount_fen: int
    asked_at: datetime
    modified_at: datetime
    state: str = ASKED
    answered_at: datetime | None = None
    refunded_at: datetime | None = None
    return_parcel: Parcel | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What the seller changed through a platform's interface: an act, on which id, with what."""

    at: datetime
    act: str
    subject: str
    values: Mapping[str, object]


ORDER, LINE, CASE, ITEM, SKU, DEAL = NUMBERED = ("order", "line", "case", "item", "sku", "deal")
_DIGITS = 12
_STEP = 7919
"""Between two numbers, so that they do not look like a count. Prime: no two meet."""


@dataclass(slots=True)
class Shop:
    """All that one platform knows of one seller. `calls` of the API change it, and so does `buyers`; under one lock."""

    platform: str
    name: str
    digits: Mapping[str, int] = field(default_factory=dict)
    """How long the platform's numbers are, by what they number (`NUMBERED`); 12 where nothing is said."""
    goods: dict[str, Goods] = field(default_factory=dict)
    """By `sku_id`."""
    orders: dict[str, Order] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    deals: dict[str, Deal] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    numbered: dict[str, int] = field(default_factory=dict)
    """How many numbers were given out, by what they number."""

    def items(self) -> dict[str, list[Goods]]:
        """The goods by the page that they stand on."""
        found: dict[str, list[Goods]] = {}
        for one in self.goods.values():
            found.setdefault(one.item_id, []).append(one)
        return found

    def next_number(self, of: str) -> str:
        """A number that this shop has not given out yet; later ones are larger. No two platforms have the same order or case."""
        self.numbered[of] = self.numbered.get(of, 0) + 1
        first = (2 + NUMBERED.index(of)) * 10 ** (self.digits.get(of, _DIGITS) - 1)
        apart = zlib.crc32(self.platform.encode()) % _STEP if of in (ORDER, LINE, CASE) else 0
        return str(first + self.numbered[of] * _STEP + apart)

    def note(self, at: datetime, act: str, subject: str, **values: object) -> None:
        """Remember what the seller did through the interface, for whoever tests it."""
        self.changes.append(Change(at, act, subject, values))
