"""What a store offers of each SKU: told by us, looked at afterwards, and set right where somebody changed it there."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from paidang.channels.link.channel import Item
from paidang.channels.link.errors import Refused
from paidang.kit.sentence import say
from paidang.orders.models import Store
from paidang.stock.actions import mark_pushed, note_seen
from paidang.stock.queries.pushes import Push
from paidang.stores.actions.recording import record
from paidang.stores.queries import get_link
from paidang.team.models import Person


@transaction.atomic
def look_at_stock(*, person: Person, at: datetime, link_id: int, items: Mapping[str, Item]) -> list[Push]:
    """Compare what a store offers, by SKU, with what it was told; the answer is what it is to be told once more."""
    link = get_link(link_id, lock=True)
    link.looked_at = at
    link.save(update_fields=["looked_at"])
    store = Store.objects.filter(contract=link.contract_id, channel=link.channel, name=link.store).first()
    if store is None:
        return []
    found = note_seen(link.contract_id, store.pk, {sku: item.quantity for sku, item in items.items()}, at=at)
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
