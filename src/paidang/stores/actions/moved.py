"""Buyers who change on the platform where their order goes: what was before stays in its history, encrypted."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from paidang.channels.link.documents import OrderHead, Receiver
from paidang.contracts.models import Contract
from paidang.kit.sentence import say
from paidang.orders.actions.addresses import keep_address
from paidang.orders.actions.noting import note
from paidang.orders.queries.parcels import same_of
from paidang.orders.queries.sealed import found_by
from paidang.orders.rules.persons import keys_of
from paidang.orders.rules.working import READDRESSED
from paidang.stores.models import StoreLink, StoreOrder
from paidang.stores.queries.receivers import persons_of
from paidang.team.models import Person


def receivers_before(link: StoreLink, heads: Sequence[OrderHead]) -> Mapping[str, Receiver]:
    """By order who was to get it so far, of those whose platform says another by now; masked ones cannot be compared."""
    known = same_of(link.contract_id, [head.order_id for head in heads])
    others = []
    for head in heads:
        same = found_by(link.contract_id, "same", keys_of(head.receiver).same)
        if same and known.get(head.order_id) not in (None, "", same):
            others.append(head.order_id)
    if not others:
        return {}
    before = {
        order.order_id: persons_of(order).receiver
        for order in StoreOrder.objects.filter(link=link, order_id__in=others)
    }
    return {order_id: one for order_id, one in before.items() if one != Receiver()}


def keep_moved(contract: Contract, person: Person, at: datetime, before: Mapping[str, Receiver]) -> None:
    """Write what was before into the order's history. The entry is the pull's own."""
    for order_id, receiver in before.items():
        keep_address(contract, order_id, receiver, person=person, at=at, by_buyer=True, is_past=True)
    said = say("买家在平台上改了收货信息")
    note(contract, None, at, READDRESSED, {order_id: (said, {}) for order_id in before})
