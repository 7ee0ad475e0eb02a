"""Who gets an order's goods: by our own word, else by the platform's; and what state the order is in."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from paidang.channels.link.documents import ASKED, RETURNED, RETURNING, Receiver
from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.orders.models import OrderAddress
from paidang.orders.queries.addresses import find_address
from paidang.orders.queries.standing import known_of
from paidang.orders.rules.states import state_of
from paidang.stores.models import StoreCase, StoreOrder
from paidang.stores.queries.sealed import PERSONS, unseal
from paidang.team.rules.vault import Unreadable

OPEN_CASES = (ASKED, RETURNING, RETURNED)


@dataclass(frozen=True, slots=True)
class Persons:
    """What an order says of persons: who gets it, the words of buyer and seller."""

    receiver: Receiver = Receiver()
    buyer_words: str = ""
    seller_words: str = ""


def persons_of(order: StoreOrder) -> Persons:
    """What its platform said; nothing where it is erased, or the installation's key is another one now."""
    try:
        kept: dict[str, Any] = json.loads(
            unseal(order.sealed, purpose=PERSONS, owner=f"order:{order.link_id}:{order.order_id}")
        )
    except Unreadable:
        return Persons()
    return Persons(Receiver(**kept["receiver"]), str(kept["buyer_words"]), str(kept["seller_words"]))


def receiver_of(contract_id: int, order_id: str) -> Receiver:
    """Who gets the goods, in the clear; nobody where it is not known or erased. Whoever shows it puts that on record."""
    if own := find_address(contract_id, order_id):
        return own
    order = StoreOrder.objects.filter(contract_id=contract_id, order_id=order_id).first()
    return persons_of(order).receiver if order else Receiver()


def list_receivers(contract_id: int, order_ids: Collection[str]) -> dict[str, Receiver]:
    """Who gets these orders, as far as it is known: for whoever packs and labels them."""
    found = {
        order.order_id: persons_of(order).receiver
        for order in StoreOrder.objects.filter(contract_id=contract_id, order_id__in=order_ids)
    }
    changed = OrderAddress.objects.filter(contract_id=contract_id, order_id__in=order_ids, replaced_at=None)
    for order_id in changed.values_list("order_id", flat=True):
        if own := find_address(contract_id, order_id):
            found[order_id] = own
    return found


def order_state(contract: Contract, order_id: str) -> str:
    """The order's state by `orders.rules.states`; NotFound if neither facts nor a platform know it."""
    told = StoreOrder.objects.filter(contract=contract, order_id=order_id).first()
    cases = StoreCase.objects.filter(contract=contract, order_id=order_id, state__in=OPEN_CASES)
    known = known_of(contract.pk, order_id, platform=told.state if told else "", has_open_case=cases.exists())
    if told is None and not known.lines:
        raise NotFound(say("合同 {code} 下没有订单 {order_id}", code=contract.code, order_id=order_id[:100]))
    return state_of(known)
