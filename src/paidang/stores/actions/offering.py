"""What a store offers of each SKU: told by us, looked at afterwards, and set right where somebody changed it there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from paidang.channels.link.channel import Item
from paidang.channels.link.errors import Refused
from paidang.kit.sentence import say
from paidang.orders.models import Store
from paidang.stock.actions import mark_pushed, note_seen
from paidang.stock.queries.pushes import Push
from paidang.stock.rules.offering import share_out
from paidang.stores.actions.recording import record
from paidang.stores.queries import get_link
from paidang.team.models import Person


def by_sku(items: Iterable[Item], known: Mapping[str, Mapping[str, int]]) -> dict[str, list[Item]]:
    """Where each SKU is on sale in a store; where it is on sale nowhere, all that the store has of it.

    `known`: what people said that a listing is made of (`mapped_by_people`). A set of several has no stock of its own here.
    """
    found: dict[str, list[Item]] = {}
    for item in items:
        parts = known.get(item.sku_id, {item.sku: 1})
        if sum(parts.values()) == 1 and (sku := next(iter(parts))):
            found.setdefault(sku, []).append(item)
    return {sku: [one for one in of_sku if one.is_listed] or of_sku for sku, of_sku in found.items()}


def spread(items: Sequence[Item], quantity: int) -> list[tuple[Item, int]]:
    """A SKU that is on sale in several places of a store: shared out among them, so that all together offer no more."""
    shares = share_out(quantity, dict.fromkeys(range(len(items)), 1))
    return [(item, shares[n]) for n, item in enumerate(items)]


@transaction.atomic
def look_at_stock(
    *, person: Person, at: datetime, link_id: int, items: Mapping[str, Sequence[Item]]
) -> list[Push]:
    """Compare what a store offers, by SKU, with what it was told; the answer is what it is to be told once more."""
    link = get_link(link_id, lock=True)
    link.looked_at = at
    link.save(update_fields=["looked_at"])
    store = Store.objects.filter(contract=link.contract_id, channel=link.channel, name=link.store).first()
    if store is None:
        return []
    seen = {sku: sum(item.quantity for item in of_sku) for sku, of_sku in items.items()}
    found = note_seen(link.contract_id, store.pk, seen, at=at)
    if found.raised:
        first = found.raised[0]
        facts = {
            "skus": len(found.raised),
            "sku": first.sku,
            "seen": first.seen_quantity,
            "told": first.pushed_quantity,
        }
        record(link, person, at, "stores.stock_raised", facts)
    return found.again


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
