"""What a store's listings are, as people said, where its platform gives orders no code of the seller's."""

from collections.abc import Sequence

from django.db.models import Count, Max, Min

from paidang.catalog.models import Listing
from paidang.channels.link.coding import CODED, uncoded, with_codes
from paidang.channels.link.documents import Document
from paidang.channels.platforms import PLATFORMS
from paidang.stores.models import StoreLink


def coded(link: StoreLink, documents: Sequence[Document]) -> list[Document]:
    """The documents with the SKU of each line that has no code and whose listing is mapped to one unit of one SKU."""
    where = CODED.get(PLATFORMS[link.platform].folder)
    numbers = {number for one in documents for number in uncoded(one, where)} if where else set()
    if where is None or not numbers:
        return list(documents)
    found = Listing.objects.filter(
        contract=link.contract_id,
        channel=link.channel,
        store=link.store,
        problem="",
        platform_sku__in=numbers,
    ).annotate(parts_n=Count("parts"), units=Max("parts__quantity"), code=Min("parts__sku__code"))
    codes = dict(found.filter(parts_n=1, units=1).values_list("platform_sku", "code"))
    return [with_codes(one, where, codes) for one in documents]
