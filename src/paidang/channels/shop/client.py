"""A shop of one's own as a store: it tells by itself, so nothing is pulled, and nothing can be told to it."""

from base64 import b64decode
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from paidang.channels.link.channel import Deal, Item
from paidang.channels.link.documents import Document, MappedDocument, Parcel
from paidang.channels.link.errors import Refused, WrongSecret
from paidang.channels.mapping import Context
from paidang.channels.shop.mapping import map_document
from paidang.kit.sentence import say

TELLS = say("自有商城自己推送订单和售后，没有接口可以问它")
BYTES_MIN, BYTES_MAX = 24, 64


class Client:
    """One store."""

    platform = "shop"
    gives_bills = False

    def try_out(self, since: datetime, until: datetime) -> Document | None:
        return None

    def pull_orders(self, since: datetime, until: datetime) -> Iterator[Document]:
        return iter(())

    def pull_cases(self, since: datetime, until: datetime) -> Iterator[Document]:
        return iter(())

    def list_items(self) -> Iterator[Item]:
        return iter(())

    def list_deals(self) -> Iterator[Deal]:
        return iter(())

    def get_order(self, order_id: str) -> Document:
        raise Refused(TELLS)

    def ship(self, order_id: str, parcel: Parcel) -> None:
        raise Refused(TELLS)

    def push_stock(self, item: Item, quantity: int) -> None:
        raise Refused(TELLS)

    def push_price(self, item: Item, price_fen: int) -> None:
        raise Refused(TELLS)

    def add_deal(self, deal: Deal) -> str:
        raise Refused(TELLS)

    def get_bill(self, day: date) -> bytes:
        raise Refused(TELLS)

    def map(self, document: Document, context: Context) -> MappedDocument:
        return map_document(document, context)


def connect(base_url: str, values: Mapping[str, str], **more: Any) -> Client:
    """A store by its name alone; there is no address to ask. WrongSecret: the key is none, or could be guessed."""
    if not is_key(values.get("secret", "")):
        raise WrongSecret(say("签名密钥要写成 whsec_ 加 Base64，至少 24 字节"))
    return Client()


def is_key(secret: str) -> bool:
    """Whether it is a key as Standard Webhooks want it: 24 to 64 bytes.

    >>> is_key("whsec_" + "QUJD" * 8), is_key("whsec_QUJD"), is_key("QUJD" * 8)
    (True, False, False)
    """
    prefix, _, text = secret.partition("_")
    try:
        return prefix == "whsec" and BYTES_MIN <= len(b64decode(text, validate=True)) <= BYTES_MAX
    except ValueError:
        return False
