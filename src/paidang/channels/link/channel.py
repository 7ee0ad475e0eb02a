"""What every platform's client can do, in words that none of them owns. One client is one store's."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from paidang.channels.link.documents import Document, MappedDocument, Parcel
from paidang.channels.mapping import Context


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a store lists for sale: the platform's ids (`item_id` the page, `sku_id` the choice on it), our SKU.

    A page without choices is its own: its `sku_id` is its `item_id`, so that each thing of a store has a name of its own.
    """

    item_id: str
    sku_id: str
    sku: str
    title: str = ""
    price_fen: int = 0
    quantity: int = 0
    is_listed: bool = True

    @property
    def choice(self) -> str:
        """The choice on the page, or empty where there is none."""
        return "" if self.sku_id == self.item_id else self.sku_id


@dataclass(frozen=True, slots=True)
class Deal:
    """A promotion or coupon that a store has or is to have. `items`: item or SKU ids, none: all. Amounts in fen."""

    deal_id: str
    name: str
    kind: str
    starts_at: str
    ends_at: str
    items: tuple[str, ...] = ()
    price_fen: int = 0
    minus_fen: int = 0
    threshold_fen: int = 0
    state: str = ""


AGREE, TAKE_BACK, REFUSE = "agree", "take_back", "refuse"


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """What a platform is to be told of a buyer's request: `does` is AGREE (the money goes back now), TAKE_BACK (the goods are
    to be sent back first) or REFUSE with `words` for the buyer. `amount_fen` is what the platform said the buyer asks for.
    """

    case_id: str
    order_id: str
    does: str
    amount_fen: int
    words: str = ""


class Channel(Protocol):
    """A store on a platform. Every method raises `ChannelError` of the kind that says what to do."""

    platform: str

    @property
    def gives_bills(self) -> bool:
        """Whether `get_bill` has any: by the platform, and by what it was given."""

    def try_out(self, since: datetime, until: datetime) -> Document | None:
        """Call with each of the store's credentials; returns an order that changed in [since, until), if there is one."""

    def pull_orders(self, since: datetime, until: datetime) -> Iterator[Document]:
        """Orders changed in [since, until), whole, each at least once: windows, pages and details are the client's matter."""

    def pull_cases(self, since: datetime, until: datetime) -> Iterator[Document]:
        """After-sales cases and refunds changed in [since, until), each at least once."""

    def get_order(self, order_id: str) -> Document:
        """One order, whole."""

    def ship(self, order_id: str, parcel: Parcel) -> None:
        """Tell the platform that a parcel of an order left; the same parcel again changes nothing."""

    def list_items(self) -> Iterator[Item]:
        """All that the store lists."""

    def push_stock(self, item: Item, quantity: int) -> None:
        """Set how many units the store may sell. Absolute, so that it may be repeated."""

    def push_price(self, item: Item, price_fen: int) -> None:
        """Set a price. The caller has had it checked against the price floor (OP-2-A-2)."""

    def list_deals(self) -> Iterator[Deal]:
        """Promotions and coupons that the store has."""

    def add_deal(self, deal: Deal) -> str:
        """Create one, and return its id. The caller has had it checked against the price floor (OP-2-A-2)."""

    def get_bill(self, day: date) -> bytes:
        """The bill of a day as the file that operators would download; `Refused` where the platform gives none by interface."""

    def map(self, document: Document, context: Context) -> MappedDocument:
        """What a document says; pure, and never raises: what cannot be read is a fault."""


@runtime_checkable
class Answering(Protocol):
    """A store whose platform takes the seller's answer to a buyer's request. Money moves: never is it moved twice."""

    def answer_case(self, answer: CaseAnswer) -> str:
        """Give the answer; the platform's own word for the request afterwards. What is so already is not told again.

        `Refused` where the platform asks for another amount by now, or where the request is in another state.
        """


@runtime_checkable
class Recalling(Protocol):
    """A store whose platform gives one case by its number."""

    def get_case(self, case_id: str) -> Document:
        """One case, whole, as it is now."""


@runtime_checkable
class Peeking(Protocol):
    """A store whose platform tells of one product at a time: to look at a few does not cost the calls for all."""

    def list_items_of(self, item_ids: Collection[str]) -> Iterator[Item]:
        """What the store lists under these numbers; one that it no longer has is passed over."""


@runtime_checkable
class Telling(Protocol):
    """A store whose platform keeps messages, to be fetched. They only hasten: a pull finds all of it without them."""

    def permit_messages(self) -> None:
        """Ask to be told of orders and refunds from now on."""

    def pull_told(self) -> Iterator[Document]:
        """What messages tell of, as it is now; what was yielded is confirmed."""
