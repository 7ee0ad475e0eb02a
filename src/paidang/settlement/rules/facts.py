"""One month's facts, checked: what was known when the month was closed (SPEC §1). Moments are aware, money is fen."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One SKU of an order. Settled by an earlier statement (`settled_in`), it is context only."""

    line_id: str
    order_id: str
    channel: str
    store: str
    sku: str
    quantity: int
    unit_price: int
    merchant_discount: int
    platform_discount: int
    paid_at: datetime
    shipped_at: datetime | None
    completed_at: datetime | None
    gift: bool | None
    settled_in: str | None
    settled_price: int | None
    refunded_quantity: int | None
    refunded_amount: int | None

    @property
    def is_context(self) -> bool:
        return self.settled_in is not None


@dataclass(frozen=True, slots=True)
class Refund:
    """Money, and perhaps units, that go back on one line."""

    refund_id: str
    line_id: str
    quantity: int
    amount: int
    cause: str
    restocked: bool
    refunded_at: datetime


@dataclass(frozen=True, slots=True)
class Cost:
    """The brand's factory price of a SKU from a day (in) on."""

    sku: str
    factory_price: int
    valid_from: date


@dataclass(frozen=True, slots=True)
class Charge:
    """One logistics charge; nobody named in `borne_by` means shared."""

    charge_id: str
    order_id: str | None
    kind: str
    amount: int
    paid_by: str
    charged_at: datetime
    borne_by: str | None

    @property
    def is_shared(self) -> bool:
        return self.borne_by in (None, "shared")


@dataclass(frozen=True, slots=True)
class PlatformFee:
    """One fee of a platform; below 0 it is given back."""

    fee_id: str
    order_id: str | None
    kind: str
    amount: int
    charged_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """A snapshot: every row that no earlier statement settled, and the context those rows refer to."""

    order_lines: tuple[OrderLine, ...]
    refunds: tuple[Refund, ...] = ()
    costs: tuple[Cost, ...] = ()
    logistics: tuple[Charge, ...] = ()
    platform_fees: tuple[PlatformFee, ...] = ()
