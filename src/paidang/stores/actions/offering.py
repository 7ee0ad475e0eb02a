"""What a store offers of each SKU: told by us, looked at afterwards, and set right where somebody changed it there."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from paidang.channels.link.channel import Item
from paidang.channels.link.errors import Refused
from paidang.kit.sentence import say
from paidang.orders.models import Store
from paidang.stock.actions import mark_pushed, note_seen
from paidang.stock.queries.pushes import Push, list_wished
from paidang.stock.rules.offering import hanging_together, offer_places
from paidang.stores.actions.recording import record
from paidang.stores.models import StoreLink
from paidang.stores.queries import get_link
from paidang.team.models import Person


@dataclass(frozen=True, slots=True)
class Places:
    """What a store sells, by a name for each: the item, and of which of the brand's SKUs one of it is made; and by SKU the
    names of where it is on sale, alone or in a set."""

    items: dict[str, Item] = field(default_factory=dict)
    parts: dict[str, Mapping[str, int]] = field(default_factory=dict)
    of_sku: dict[str, list[str]] = field(default_factory=dict)

    def put(self, item: Item, parts: Mapping[str, int]) -> None:
        name = f"{item.item_id}~{item.sku_id}"
        self.items[name], self.parts[name] = item, parts
        for sku in parts:
            self.of_sku.setdefault(sku, []).append(name)

    def around(self, skus: Iterable[str]) -> set[str]:
        """These SKUs, and all whose shares hang together with theirs."""
        return hanging_together(
            skus, lambda sku: [other for name in self.of_sku.get(sku, ()) for other in self.parts[name]]
        )


def places_of(items: Iterable[Item], known: Mapping[str, Mapping[str, int]]) -> Places:
    """Where the store sells what. Of a SKU that is on sale somewhere, what is off the shelves is left alone; a set off them too.

    `known`: what people said that a listing is made of (`mapped_by_people`).
    """
    listed: dict[str, list[Item]] = {}
    found = Places()
    for item in items:
        parts = known.get(item.sku_id, {item.sku: 1})
        if sum(parts.values()) == 1 and (sku := next(iter(parts))):
            listed.setdefault(sku, []).append(item)
        elif sum(parts.values()) > 1 and item.is_listed:
            found.put(item, parts)
    for sku, of_sku in listed.items():
        for item in [one for one in of_sku if one.is_listed] or of_sku:
            found.put(item, {sku: 1})
    return found


def amounts_of(places: Places, units: Mapping[str, int]) -> dict[str, int]:
    """How many each place is to offer, of those whose SKUs are all in `units`, what the store is to offer of each."""
    parts = {name: of for name, of in places.parts.items() if not set(of).isdisjoint(units)}
    return offer_places(units, parts)


def seen_in(places: Places) -> dict[str, int]:
    """How many units of each SKU that is sold alone the store offers, in sets or not."""
    found: dict[str, int] = {}
    alone = {sku for parts in places.parts.values() if sum(parts.values()) == 1 for sku in parts}
    for name, parts in places.parts.items():
        for sku in alone & set(parts):
            found[sku] = found.get(sku, 0) + places.items[name].quantity * parts[sku]
    return found


@transaction.atomic
def look_at_stock(*, person: Person, at: datetime, link_id: int, places: Places, is_turn: bool) -> list[Push]:
    """Compare what a store offers, by SKU, with what it was told; the answer is what it is to be told once more.

    `is_turn`: it was time to look, so that the next look is later. A set that offers more than its parts allow is among it.
    """
    link = get_link(link_id, lock=True)
    if is_turn:
        link.looked_at = at
        link.save(update_fields=["looked_at"])
    store = Store.objects.filter(contract=link.contract_id, channel=link.channel, name=link.store).first()
    if store is None:
        return []
    found = note_seen(link.contract_id, store.pk, seen_in(places), at=at)
    if found.raised:
        first = found.raised[0]
        facts = {
            "skus": len(found.raised),
            "sku": first.sku,
            "seen": first.seen_quantity,
            "told": first.pushed_quantity,
        }
        record(link, person, at, "stores.stock_raised", facts)
    return [*found.again, *_too_many(link, places, {push.sku for push in found.again})]


def _too_many(link: StoreLink, places: Places, told: Collection[str]) -> list[Push]:
    """A part of each set that offers more than its parts allow, unless it is told anew anyhow."""
    sets = {name: parts for name, parts in places.parts.items() if sum(parts.values()) > 1}
    wished = list_wished(
        link.contract_id, channel=link.channel, store=link.store,
        skus=places.around(sku for parts in sets.values() for sku in parts),
    ) if sets else {}  # fmt: skip
    amounts = amounts_of(places, {sku: push.quantity for sku, push in wished.items()})
    first = {
        next(iter(parts))
        for name, parts in sets.items()
        if name in amounts and places.items[name].quantity > amounts[name]
    }
    return [wished[sku] for sku in sorted(first - set(told))]


@transaction.atomic
def note_offered(*, person: Person, at: datetime, link_id: int, told: Sequence[Push]) -> None:
    """The store was told what it may sell of these; nothing where it was told nothing."""
    if not told:
        return
    link = get_link(link_id, lock=True)
    mark_pushed(link.contract_id, told, at=at)
    record(
        link, person, at, "stores.offered", {"skus": len(told), "units": sum(one.quantity for one in told)}
    )


def not_offered(sku: str, error: Refused) -> Refused:
    """The platform's refusal of one SKU's stock, with the SKU in it."""
    words = say("{sku} 的库存没有改成：{reason}", sku=sku, reason=error.args[0])
    return Refused(words, platform_code=error.platform_code)
