"""What the stores are to be told: for whoever pushes it to the platforms."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from paidang.orders.models import Store
from paidang.stock.models import SkuPlan, StockLevel, StoreShare, SyncWish
from paidang.stock.rules.offering import LESS_STANDS, sellable


@dataclass(frozen=True, slots=True)
class Push:
    """A store is to offer `quantity` of a SKU, since `wished_at`; it was last told `pushed_quantity`."""

    store_id: int
    channel: str
    store: str
    sku: str
    quantity: int
    wished_at: datetime
    pushed_quantity: int | None


def due_pushes(
    contract_id: int,
    *,
    channel: str = "",
    store: str = "",
    skus: Collection[str] | QuerySet[Any, Any] | None = None,
    most: int = 500,
) -> list[Push]:
    """What differs from what the stores were last told, the oldest wish first; of one channel, one store, these SKUs, or of all.

    `skus`: named, or a query that finds them.
    """
    wishes = SyncWish.objects.filter(
        Q(pushed_quantity=None) | ~Q(pushed_quantity=F("quantity")), contract_id=contract_id
    )
    if channel:
        wishes = wishes.filter(store__channel=channel)
    if store:
        wishes = wishes.filter(store__name=store)
    if skus is not None:
        wishes = wishes.filter(sku__in=skus)
    return [_push_of(wish) for wish in wishes.select_related("store").order_by("wished_at", "pk")[:most]]


def changed_stores(contract_id: int) -> set[tuple[str, str]]:
    """The stores, by channel and name, that are to be told something; one look into an index of what differs."""
    wishes = SyncWish.objects.filter(
        Q(pushed_quantity=None) | ~Q(pushed_quantity=F("quantity")), contract_id=contract_id
    )
    return set(wishes.values_list("store__channel", "store__name").distinct())


def list_wished(contract_id: int, *, channel: str, store: str, skus: Collection[str]) -> dict[str, Push]:
    """What a store is to offer of these SKUs, told or not; of one that is not counted there is nothing."""
    wishes = SyncWish.objects.filter(
        contract_id=contract_id, store__channel=channel, store__name=store, sku__in=list(skus)
    )
    return {wish.sku: _push_of(wish) for wish in wishes.select_related("store").order_by("sku")}


def _push_of(wish: SyncWish) -> Push:
    return Push(
        wish.store_id, wish.store.channel, wish.store.name, wish.sku, wish.quantity, wish.wished_at, wish.pushed_quantity
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Adrift:
    """A store offers `seen` of a SKU, as it was seen at `seen_at`, though it was told `told`; since `since`."""

    store_id: int
    sku: str
    told: int
    seen: int
    seen_at: datetime
    since: datetime


def list_adrift(contract_id: int, at: datetime, *, sku: str = "", most: int = 500) -> list[Adrift]:
    """What stores offer otherwise than they were told, the longest first; of one SKU, or of all. Less only once it stands."""
    found = _adrift(contract_id, at)
    if sku:
        found = found.filter(sku=sku)
    columns = ("store_id", "sku", "pushed_quantity", "seen_quantity", "seen_at", "drifted_at")
    return [Adrift(*row) for row in found.order_by("drifted_at", "pk").values_list(*columns)[:most]]


def count_adrift(contract_id: int, at: datetime) -> dict[tuple[int, str, str], int]:
    """Of how many SKUs each store, by (contract, channel, name), offers another number than it was told."""
    counted = _adrift(contract_id, at).values_list("contract_id", "store__channel", "store__name")
    return {(code, channel, name): n for code, channel, name, n in counted.annotate(n=Count("pk"))}


def list_raised(contract_id: int, *, channel: str, store: str) -> set[str]:
    """The SKUs of which the store offered more than it was told when it was last looked at: it is looked at again soon."""
    more = SyncWish.objects.filter(
        contract_id=contract_id, drifted_at__isnull=False, seen_quantity__gt=F("pushed_quantity")
    )
    return set(more.filter(store__channel=channel, store__name=store).values_list("sku", flat=True))


def _adrift(contract_id: int, at: datetime) -> QuerySet[SyncWish]:
    stands = Q(seen_quantity__gt=F("pushed_quantity")) | Q(drifted_at__lte=at - LESS_STANDS)
    return SyncWish.objects.filter(stands, contract_id=contract_id, drifted_at__isnull=False)


def parts_said(contract_id: int) -> dict[int, int]:
    """How many parts the stores have that are told what to offer, by their ids; the same for all until somebody says otherwise.

    From then on a store that comes later is not among them: until somebody gives it a part, what it offers is left alone.
    """
    said = dict(StoreShare.objects.filter(contract_id=contract_id).values_list("store_id", "parts"))
    stores = Store.objects.filter(contract_id=contract_id).order_by("pk").values_list("pk", flat=True)
    return said or dict.fromkeys(stores, 1)


def list_parts(contract_id: int) -> dict[int, int]:
    """How many parts each store has, by its id; 0 for one that nobody gave any."""
    said = parts_said(contract_id)
    stores = Store.objects.filter(contract_id=contract_id).order_by("pk").values_list("pk", flat=True)
    return {store: said.get(store, 0) for store in stores}


def stores_without_share(contract_id: int) -> dict[tuple[int, str, str], bool]:
    """The stores without a part, by (contract, channel, name): whether that was said, so that all of it shows as sold out."""
    said = parts_said(contract_id)
    stores = Store.objects.filter(contract_id=contract_id).values_list("pk", "contract_id", "channel", "name")
    return {(code, channel, name): pk in said for pk, code, channel, name in stores if not said.get(pk)}


def list_sellable(contract_id: int, skus: Collection[str]) -> dict[str, int]:
    """What may be offered of each of these SKUs, over all warehouses."""
    kept = dict(SkuPlan.objects.filter(contract_id=contract_id, sku__in=skus).values_list("sku", "safety"))
    sums = StockLevel.objects.filter(contract_id=contract_id, sku__in=skus).values("sku")
    found = sums.annotate(units=Sum("on_hand"), promised=Sum("reserved")).order_by("sku")
    return {
        row["sku"]: sellable(
            on_hand=int(row["units"]), reserved=int(row["promised"]), safety=kept.get(row["sku"], 0)
        )
        for row in found
    }
