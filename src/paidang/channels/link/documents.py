"""What comes from a platform's interface: documents as they were sent, and what one of them is mapped to.

A document is kept as it came; mapping it is pure. Money that it moves are facts (SPEC §1) in the shape that files
give them too (`channels.mapping`), so that both go the same way in. What a store works by stands in a head: an order's
or an after-sales case's state, times, words. Times are ISO 8601 with Shanghai's offset, or "" where there is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from paidang.channels.mapping import Mapped

UNPAID, PAID, PART_SHIPPED, SHIPPED, DONE, CANCELLED, HELD, SPLIT = ORDER_STATES = (
    "unpaid",
    "paid",
    "part_shipped",
    "shipped",
    "done",
    "cancelled",
    "held",
    "split",
)
"""`held`: the platform has locked it. `split`: replaced by child orders, counts for nothing itself."""

ASKED, RETURNING, RETURNED, REFUNDED, REFUSED, CLOSED = CASE_STATES = (
    "asked",
    "returning",
    "returned",
    "refunded",
    "refused",
    "closed",
)
"""`asked` waits for the seller, `returning` for the buyer's parcel, `returned` for its inspection; `closed`: withdrawn."""

REFUND_ONLY, RETURN_GOODS, EXCHANGE, RESEND, REPAIR = CASE_KINDS = (
    "refund_only",
    "return_goods",
    "exchange",
    "resend",
    "repair",
)


@dataclass(frozen=True, slots=True)
class Document:
    """An order or an after-sales case as the platform sent it. `id` is the platform's, always text."""

    kind: Literal["order", "case"]
    id: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What left with one waybill. `carrier` is the platform's code for it; no `line_ids`: the whole order."""

    carrier: str
    waybill: str
    line_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets the goods: as the platform gives it, masked or as its ciphertext. Personal data: encrypted where it is kept."""

    name: str = ""
    phone: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceWish:
    """The buyer's request for an invoice (OP-3-A)."""

    title: str
    tax_number: str = ""
    is_company: bool = False


@dataclass(frozen=True, slots=True)
class OrderHead:
    """An order as a store works by it. `state` is one of ORDER_STATES, `platform_state` the platform's own word."""

    order_id: str
    state: str
    platform_state: str
    created_at: str
    modified_at: str
    paid_at: str = ""
    shipped_at: str = ""
    completed_at: str = ""
    parent_id: str = ""
    parcels: tuple[Parcel, ...] = ()
    receiver: Receiver = Receiver()
    buyer_words: str = ""
    seller_words: str = ""
    invoice: InvoiceWish | None = None


@dataclass(frozen=True, slots=True)
class CaseHead:
    """An after-sales case. `state` is one of CASE_STATES, `kind` of CASE_KINDS; amount in fen; `line_id` "" for the whole order."""

    case_id: str
    order_id: str
    line_id: str
    kind: str
    state: str
    platform_state: str
    amount_fen: int
    quantity: int
    reason: str
    asked_at: str
    modified_at: str
    refunded_at: str = ""
    return_parcel: Parcel | None = None


@dataclass(frozen=True, slots=True)
class MappedDocument:
    """What a document says. `mapped` holds its facts, or its faults, or why it gives none; `head` is None with faults,
    unless all that is not known is which goods they are.

    `changed_at`: when the platform changed it last, as far as that can be read, faults or not.
    """

    head: OrderHead | CaseHead | None
    mapped: Mapped = field(default_factory=Mapped)
    changed_at: str = ""
