"""Which stores are to be told at once what they may sell, between their pulls, and of what."""

from collections import Counter
from collections.abc import Collection

from django.db.models import Q

from paidang.catalog.models import Listing
from paidang.channels.link.channel import Item
from paidang.stock.queries.pushes import changed_stores
from paidang.stores.models import StoreLink
from paidang.stores.queries.links import list_offers
from paidang.stores.rules.states import WORKING


def find_to_tell(org_id: int) -> list[StoreLink]:
    """The agency's stores that may sell another number by now than they were told. One in trouble waits for its next pull."""
    found = StoreLink.objects.filter(
        contract__agency_id=org_id, state__in=WORKING, failures=0, listed_at__isnull=False
    )
    changed = {code: changed_stores(code) for code in set(found.values_list("contract_id", flat=True))}
    return [
        link
        for link in found.order_by("pk")
        if (link.channel, link.store) in changed[link.contract_id]
        and items_alone(link, {push.sku for push in list_offers(link)})
    ]


def items_alone(link: StoreLink, skus: Collection[str]) -> list[Item]:
    """Of these SKUs those that the store sells in one place and in no set, as it told us last: what is to be told of them is
    known without a look at the store.
    """
    rows = Listing.objects.filter(contract=link.contract_id, channel=link.channel, store=link.store)
    holding = rows.filter(Q(parts__sku__code__in=skus) | Q(parts=None, said_sku__in=skus)).values("pk")
    columns = ("item_id", "platform_sku", "said_sku", "parts__sku__code", "parts__quantity")
    parts = [
        (item_id, platform_sku, code or said, n or 1)
        for item_id, platform_sku, said, code, n in rows.filter(pk__in=holding).values_list(*columns)
    ]
    in_place = Counter(platform_sku for _item, platform_sku, _sku, _n in parts)
    places = Counter(sku for _item, _platform_sku, sku, _n in parts)
    return [
        Item(item_id, platform_sku, sku)
        for item_id, platform_sku, sku, n in parts
        if sku in skus and n == in_place[platform_sku] == places[sku] == 1
    ]
