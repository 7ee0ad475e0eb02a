"""Reads on orders and cases as their platforms tell them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from paidang.channels.link.documents import Receiver
from paidang.orders.models import OrderLine
from paidang.orders.queries.addresses import find_address
from paidang.orders.queries.search import find_by_text
from paidang.stores.models import OutgoingAct, StoreCase, StoreLink, StoreOrder, StoreOrderChange
from paidang.stores.queries.receivers import persons_of
from paidang.stores.rules.persons import masked
from paidang.stores.rules.states import FAILED, SHIP, WAITING

PICKS_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Told:
    """An order as its platform tells it: its head and how that became so, its cases, what is on its way out."""

    order: StoreOrder
    changes: list[StoreOrderChange]
    cases: list[StoreCase]
    acts: list[OutgoingAct]
    receiver: Receiver
    buyer_words: str
    seller_words: str


def told_of(contract_id: int, order_id: str, *, whole: bool) -> Told | None:
    """What the platform says of an order; None of one that came by file. `whole`: who gets it is not masked."""
    order = (
        StoreOrder.objects.select_related("link").filter(contract_id=contract_id, order_id=order_id).first()
    )
    if order is None:
        return None
    persons = persons_of(order)
    receiver = find_address(contract_id, order_id) or persons.receiver
    return Told(
        order=order,
        changes=list(StoreOrderChange.objects.filter(order=order).order_by("at", "pk")),
        cases=list(StoreCase.objects.filter(contract_id=contract_id, order_id=order_id).order_by("asked_at", "pk")),
        acts=list(
            OutgoingAct.objects.filter(link=order.link, kind=SHIP, state__in=[WAITING, FAILED])
            .filter(body__order_id=order_id)
            .order_by("asked_at", "pk")
        ),
        receiver=receiver if whole else masked(receiver),
        buyer_words=persons.buyer_words,
        seller_words=persons.seller_words,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unread:
    """An order that a platform tells and whose lines are in no facts, since nobody knows its goods; who gets it is masked."""

    contract_id: int
    order_id: str
    store: str
    state: str
    receiver: Receiver


def list_unread(contract_ids: Sequence[int], text: str, *, most: int = 5) -> list[Unread]:
    """Such orders by number, or by what a text finds of receivers and waybills."""
    found = [pick.partition("~")[2] for pick in find_by_text(contract_ids, text, most=most)]
    rows = StoreOrder.objects.select_related("link").filter(
        contract_id__in=contract_ids, order_id__in=[text.strip(), *found]
    )
    lines = OrderLine.objects.filter(
        contract_id__in=contract_ids, order_id__in=[one.order_id for one in rows]
    )
    read = set(lines.values_list("contract_id", "order_id"))
    return [
        Unread(one.contract_id, one.order_id, one.link.store, one.state, masked(persons_of(one).receiver))
        for one in rows
        if (one.contract_id, one.order_id) not in read
    ][:most]


def list_links_of(contract_id: int, order_ids: Collection[str]) -> list[StoreLink]:
    """The stores by whose interface these orders came, each once."""
    found = StoreLink.objects.filter(
        pk__in=StoreOrder.objects.filter(contract_id=contract_id, order_id__in=order_ids).values("link")
    )
    return list(found.select_related("contract").order_by("pk"))


def list_picks(
    contract_ids: Sequence[int], *, states: Collection[str] = (), cases: Collection[str] = ()
) -> list[str]:
    """Orders whose platform tells one of these states, or has a case in one of those: `contract~order`, at most PICKS_MAX."""
    model = StoreCase if cases else StoreOrder
    found = model.objects.filter(contract_id__in=contract_ids, state__in=cases or states).order_by("-pk")
    pairs = dict.fromkeys(found.values_list("contract_id", "order_id")[:PICKS_MAX])
    return [f"{contract_id}~{order_id}" for contract_id, order_id in pairs]


def list_waiting(link_id: int) -> list[OutgoingAct]:
    """What a store's platform is still to be told, the oldest first."""
    return list(OutgoingAct.objects.filter(link_id=link_id, state=WAITING).order_by("asked_at", "pk"))
