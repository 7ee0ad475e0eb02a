"""What of the brand's price list differs from what the stores list, and what became of the prices that were sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from paidang.catalog.models import Listing, Sku
from paidang.catalog.queries.guard import Listed, Shop, find_violations, list_listed
from paidang.catalog.queries.price_list import suggested_prices
from paidang.catalog.queries.prices import list_skus
from paidang.channels.platforms import PLATFORMS
from paidang.contracts.models import Contract
from paidang.kit.outcome import Violation
from paidang.stores.models import OutgoingAct, StoreLink
from paidang.stores.queries.links import list_links
from paidang.stores.rules.states import PRICE, WAITING, WORKING

SHOWN_MAX = 200


@dataclass(frozen=True, slots=True)
class ToSend:
    """A listing whose price is another than the brand suggests, or of which a price was sent; amounts in fen.

    `wished_fen`: the suggested retail price of all that it holds; None where one of them has none. `refused`: why the guard
    would not let it out. `act`: what was sent last.
    """

    link: StoreLink
    listing: Listing
    parts: Mapping[str, int]
    wished_fen: int | None
    refused: Violation | None
    act: OutgoingAct | None

    @property
    def may_go(self) -> bool:
        """Whether there is something to send that is not sent already."""
        differs = self.wished_fen is not None and self.wished_fen != self.listing.price_fen
        return differs and self.refused is None and not self._is_sent

    @property
    def _is_sent(self) -> bool:
        """On its way, or taken since the store last told what it lists: it tells once a day, so the old price stands a while."""
        act = self.act
        if act is None or act.body["value"] != self.wished_fen:
            return False
        return act.state == WAITING or (act.done_at is not None and act.done_at > self.listing.told_at)


def list_to_send(contract: Contract, day: date) -> tuple[list[ToSend], int]:
    """The first SHOWN_MAX of them by store and listing, each checked by the guard, and how many there are in all."""
    found: list[ToSend] = []
    total = 0
    for link in list_links([contract.pk]):
        if link.state in WORKING and PLATFORMS[link.platform].sets_prices:
            of_store, count = _of_store(contract, link, day, SHOWN_MAX - len(found))
            found += of_store
            total += count
    return found, total


def _of_store(contract: Contract, link: StoreLink, day: date, most: int) -> tuple[list[ToSend], int]:
    shop = Shop(link.channel, link.store)
    listed = {one.platform_sku: one for one in list_listed(contract.pk, shop)}
    wished = _wished(contract, listed, day)
    acts = {
        act.key: act for act in OutgoingAct.objects.filter(link=link, kind=PRICE).order_by("asked_at", "pk")
    }
    shown = sorted(
        name for name, one in listed.items() if name in acts or (wished[name] is not None and wished[name] != one.price_fen)
    )  # fmt: skip
    names = shown[: max(most, 0)]
    prices = {
        name: fen for name in names if (fen := wished[name]) is not None and fen != listed[name].price_fen
    }
    refused = (
        refusals(listed, prices, find_violations(contract, shop, since=day, prices=prices)) if prices else {}
    )
    rows = Listing.objects.filter(
        contract=contract, channel=link.channel, store=link.store, platform_sku__in=names
    ).order_by("platform_sku")
    return [
        ToSend(link, row, listed[row.platform_sku].parts, wished[row.platform_sku], refused.get(row.platform_sku), acts.get(row.platform_sku))
        for row in rows
    ], len(shown)  # fmt: skip


def _wished(contract: Contract, listed: Mapping[str, Listed], day: date) -> dict[str, int | None]:
    suggested = suggested_prices(contract.pk, {sku for one in listed.values() for sku in one.parts}, day)
    found: dict[str, int | None] = {}
    for name, one in listed.items():
        prices = [suggested.get(sku) for sku in one.parts if sku not in one.gifts]
        units = [n for sku, n in one.parts.items() if sku not in one.gifts]
        whole = None not in prices and bool(prices)
        found[name] = sum((fen or 0) * n for fen, n in zip(prices, units, strict=True)) if whole else None
    return found


def mapped_by_people(link: StoreLink, said: Mapping[str, str]) -> dict[str, Mapping[str, int]]:
    """By the platform's number, what a listing is made of where the platform's code for it (`said`) does not tell.

    That is a set of several, or a code that the brand does not know: then somebody has said it, and the platform says nothing.
    """
    contract_id = link.contract_id
    known = list_skus(contract_id) | set(
        Sku.objects.filter(contract_id=contract_id).values_list("code", flat=True)
    )
    return {
        one.platform_sku: one.parts
        for one in list_listed(contract_id, Shop(link.channel, link.store))
        if sum(one.parts.values()) > 1 or said.get(one.platform_sku) not in known
    }


def refusals(
    listed: Mapping[str, Listed], prices: Mapping[str, int], violations: list[Violation]
) -> dict[str, Violation]:
    """By listing, the first violation that is about its new price."""
    found: dict[str, Violation] = {}
    for name, fen in prices.items():
        for one in violations:
            if name not in found and _is_about(listed.get(name), name, fen, one):
                found[name] = one
    return found


def _is_about(listed: Listed | None, name: str, fen: int, one: Violation) -> bool:
    """A price below the floor is told by what the good is called, and at which list price; all else by SKU."""
    said = one.facts["sku"]
    if listed is None:
        return said == name
    if "list_fen" in one.facts:
        return said == listed.sku and one.facts["list_fen"] == fen
    return said in (name, listed.sku, *listed.parts)
