"""Reads on stores: which are connected, what their interface wants to know, how they do."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from paidang.catalog.models import Listing
from paidang.channels.link.errors import Throttled
from paidang.channels.platforms import PLATFORMS
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.stock.queries.pushes import Push, due_pushes
from paidang.stores.models import LinkDay, OutgoingAct, StoreLink, StoreOrder, StoreSecret
from paidang.stores.queries.sealed import CREDENTIALS, link_owner, unseal
from paidang.stores.rules.states import DISCONNECTED, WAITING, WORKING

DAYS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a store's interface wants to know, by the platform's names. It shows itself to nobody."""

    values: dict[str, str] = field(repr=False)
    expires_at: datetime | None = None

    def as_values(self) -> dict[str, str]:
        """As `channels.platforms.connect` wants them."""
        ends = {"expires_at": self.expires_at.isoformat()} if self.expires_at else {}
        return {**self.values, **ends}


def get_link(link_id: int, *, lock: bool = False) -> StoreLink:
    """The store; NotFound if there is none that this organisation may see. Locked, others wait for this transaction."""
    found = StoreLink.objects.select_related("contract", "connected_by")
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    try:
        return found.get(pk=link_id)
    except StoreLink.DoesNotExist:
        raise NotFound(say("没有这个店铺连接")) from None


def lock_links(link_ids: Collection[int]) -> None:
    """Wait for whoever works with one of these stores, before anything goes on record; always in the same order."""
    found = StoreLink.objects.filter(pk__in=link_ids).order_by("pk")
    list(found.select_for_update(no_key=True).values_list("pk"))


def list_links(contract_ids: Sequence[int]) -> list[StoreLink]:
    """The stores of contracts that are connected, in whatever state, by name."""
    found = StoreLink.objects.filter(contract_id__in=contract_ids).exclude(state=DISCONNECTED)
    return list(found.select_related("contract", "connected_by").order_by("store", "pk"))


def addresses_of(platform: str) -> tuple[str, ...]:
    """Where a platform may be asked: at its own address, and at those that this installation allows besides.

    One without an address is never asked, it tells by itself. No other but a shop's own, if it is of the internet: a server
    that asks any address it is told could be made to ask its own network.
    """
    known = PLATFORMS[platform]
    if known.own_address:
        return tuple(settings.STORE_ADDRESSES)
    return (known.base_url, *settings.STORE_ADDRESSES) if known.base_url else ("",)


def find_due(org_id: int, at: datetime) -> list[StoreLink]:
    """The agency's stores that are to be pulled by now, or for which something waits to go out."""
    found = StoreLink.objects.filter(contract__agency_id=org_id, state__in=WORKING)
    owed = OutgoingAct.objects.filter(state=WAITING, next_at__lte=at, link__state__in=WORKING)
    wanted = set(owed.values_list("link_id", flat=True))
    return [link for link in found.order_by("pk") if link.next_at <= at or link.pk in wanted]


def is_spent(link: StoreLink, step: str, at: datetime) -> bool:
    """Whether the day's calls of a step are spent at a moment."""
    until = link.spent.get(step)
    return until is not None and at < datetime.fromisoformat(until)


def list_offers(link: StoreLink) -> list[Push]:
    """What the store is to be told of what it may sell; once it is known what it lists, of that alone."""
    listed = Listing.objects.filter(contract=link.contract_id, channel=link.channel, store=link.store)
    # asked within the query: there may be 100,000
    skus = listed.values("said_sku").union(listed.values("parts__sku__code")) if link.listed_at else None
    return due_pushes(link.contract_id, channel=link.channel, store=link.store, skus=skus)


def read_credentials(link: StoreLink) -> Credentials:
    """The store's secrets in the clear; NotFound once they are erased, or for whoever is not of the agency."""
    secret = StoreSecret.objects.filter(link=link).first()
    if secret is None:
        raise NotFound(say("店铺 {store} 没有凭据", store=link.store), remedy=say("请重新连接。"))
    text = unseal(secret.sealed, purpose=CREDENTIALS, owner=link_owner(link.pk))
    return Credentials(json.loads(text), secret.expires_at)


@dataclass(frozen=True, slots=True)
class Health:
    """How a store does: since when it is behind, its last order, today's failures and calls (`answer_ms`: how long one took),
    what waits to go out, its last 30 days."""

    link: StoreLink
    lag: timedelta | None
    last_order: StoreOrder | None
    failures_today: int
    documents_today: int
    calls_today: int
    throttled_today: int
    answer_ms: int | None
    waiting: int
    expires_at: datetime | None
    days: list[LinkDay]


def health_of(link: StoreLink, at: datetime) -> Health:
    """The figures of one store. When its token ends only the agency sees, as all of its secrets."""
    since = day_of(at) - timedelta(days=DAYS_SHOWN - 1)
    days = list(LinkDay.objects.filter(link=link, day__gte=since).order_by("day"))
    today = next((day for day in days if day.day == day_of(at)), None)
    last = StoreOrder.objects.filter(link=link, created_at__isnull=False).order_by("-created_at").first()
    secret = StoreSecret.objects.filter(link=link).only("expires_at").first()
    return Health(
        link=link,
        lag=at - min(link.orders_until, link.cases_until) if link.answered_at else None,
        last_order=last,
        failures_today=sum(today.failures.values()) if today else 0,
        documents_today=today.documents if today else 0,
        calls_today=today.calls if today else 0,
        throttled_today=today.failures.get(Throttled.code, 0) if today else 0,
        answer_ms=today.calls_ms // today.calls if today and today.calls else None,
        waiting=OutgoingAct.objects.filter(link=link, state=WAITING).count(),
        expires_at=secret.expires_at if secret else None,
        days=days,
    )
