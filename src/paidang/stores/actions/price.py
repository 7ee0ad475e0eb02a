"""What a store lists, and setting a price there: through the price guard first, then by the outbox."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from paidang.catalog.actions.guard import check_before_going_out
from paidang.catalog.actions.listings import ListingRow, put_listings
from paidang.catalog.models import Listing
from paidang.catalog.queries.guard import Shop, list_listed
from paidang.channels.link.channel import Item
from paidang.channels.platforms import PLATFORMS
from paidang.contracts.models import IN_FORCE
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo, Violation
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.stores.actions.connect import check_may_operate
from paidang.stores.actions.recording import record
from paidang.stores.models import OutgoingAct, StoreLink
from paidang.stores.queries import get_link
from paidang.stores.queries.prices import mapped_by_people, refusals
from paidang.stores.rules.states import LINK_STATES, PRICE, REPLACED, WAITING, WORKING
from paidang.team.models import Person


class UnableToSetPrice(UnableTo):
    """Codes: PRICE_NOT_SET, STORE_WRONG_STATE."""

    code = "PRICE_NOT_SET"


@clause("OP-2-A-2")
@transaction.atomic
def set_price(
    *, person: Person, at: datetime, link_id: int, item: Item, price_fen: int
) -> tuple[OutgoingAct | None, Sequence[Violation]]:
    """Have a price set at the platform, unless the guard forbids it: then nothing goes out, and why is the answer.

    What the guard found is on record either way: let the transaction commit, also where it refuses. Of one item only the
    latest price waits.
    """
    link = _link_to_price(person, link_id, [price_fen])
    if found := _check(link, person, at, {item.sku_id: price_fen}):
        return None, found
    return _ask(link, person, at, item, price_fen), ()


@clause("OP-2-A-2")
@transaction.atomic
def set_prices(
    *, person: Person, at: datetime, link_id: int, prices: Mapping[str, int]
) -> tuple[list[OutgoingAct], dict[str, Violation]]:
    """The same of many listings of a store, by the platform's SKU: those that the guard lets out, and why not the others.

    A listing that is not mapped is one of the others; nobody is kept back by it.
    """
    link = _link_to_price(person, link_id, prices.values())
    return put_out_prices(link, person=person, at=at, prices=prices)


@clause("OP-2-A-2")
@transaction.atomic
def put_out_prices(
    link: StoreLink, *, person: Person, at: datetime, prices: Mapping[str, int], until: date | None = None
) -> tuple[list[OutgoingAct], dict[str, Violation]]:
    """The same of a store that is locked and works, in the name of a person who was asked before: what jobs do.

    `until`: the last day on which these prices are meant to stand, where they are taken back by then.
    """
    listed = {one.platform_sku: one for one in list_listed(link.contract_id, Shop(link.channel, link.store))}
    rest, refused = dict(prices), dict[str, Violation]()
    while rest and (found := _check(link, person, at, rest, until)):
        bad = refusals(listed, rest, found) or dict.fromkeys(rest, found[0])
        refused |= bad
        rest = {name: fen for name, fen in rest.items() if name not in bad}
    rows = Listing.objects.filter(
        contract_id=link.contract_id, channel=link.channel, store=link.store, platform_sku__in=rest
    )
    acts = [
        _ask(link, person, at, Item(row.item_id, row.platform_sku, row.said_sku), rest[row.platform_sku])
        for row in rows.order_by("platform_sku")
    ]
    return acts, refused


def _link_to_price(person: Person, link_id: int, prices: Iterable[int]) -> StoreLink:
    """The store, locked; UnableToSetPrice where no price of these can go there."""
    link = get_link(link_id, lock=True)
    check_may_operate(person, link.contract)
    if link.state not in WORKING:
        raise UnableToSetPrice(
            say("店铺 {store} {state}，现在改不了价", store=link.store, state=LINK_STATES[link.state]),
            code="STORE_WRONG_STATE",
            remedy=say("先把店铺接上。"),
        )
    if not PLATFORMS[link.platform].sets_prices:
        raise UnableToSetPrice(
            say("{platform}的接口不能改价", platform=PLATFORMS[link.platform].label),
            remedy=say("请在它的后台改。"),
        )
    if any(fen <= 0 for fen in prices):
        raise UnableToSetPrice(say("价格要大于 0"))
    return link


def _check(
    link: StoreLink, person: Person, at: datetime, prices: Mapping[str, int], until: date | None = None
) -> list[Violation]:
    shop = Shop(link.channel, link.store)
    return check_before_going_out(
        link.contract, shop, person=person, at=at, since=day_of(at), until=until, prices=prices
    )


def _ask(link: StoreLink, person: Person, at: datetime, item: Item, price_fen: int) -> OutgoingAct:
    """Write the wish; the one that waits is replaced. It is not rewritten: the worker may have it in its hands."""
    body = {"item_id": item.item_id, "sku_id": item.sku_id, "sku": item.sku, "value": price_fen}
    waiting = OutgoingAct.objects.filter(link=link, kind=PRICE, key=item.sku_id, state=WAITING)
    if (same := waiting.first()) and same.body == body:
        return same
    waiting.update(state=REPLACED)
    act = OutgoingAct.objects.create(
        link=link, contract=link.contract, kind=PRICE, key=item.sku_id, body=body, state=WAITING,
        next_at=at, asked_by=person, asked_at=at,
    )  # fmt: skip
    record(link, person, at, "stores.price_asked", {"sku": item.sku, "fen": price_fen})
    return act


@transaction.atomic
def read_list_soon(link: StoreLink) -> None:
    """Have a store that is locked read what it lists with its next turn, instead of once a day. It changes no fact by itself."""
    if link.listed_at is not None:
        link.listed_at = None
        link.save(update_fields=["listed_at"])


@transaction.atomic
def ask_again_soon(contract_id: int, channel: str, store: str) -> None:
    """Somebody has said what a store's listings are: with its next turn it is asked again for what waits in quarantine."""
    link = StoreLink.objects.filter(contract=contract_id, channel=channel, store=store).first()
    if link:
        read_list_soon(get_link(link.pk, lock=True))


@transaction.atomic
def keep_list(*, person: Person, at: datetime, link_id: int, items: Sequence[Item]) -> None:
    """Keep what the store lists, so that the guard knows what is sold as what (`catalog.put_listings`).

    Of what a set is made no platform tells: what a person said of it stays.
    """
    link = get_link(link_id, lock=True)
    known = mapped_by_people(link, {item.sku_id: item.sku for item in items})
    rows = [
        ListingRow(
            platform_sku=item.sku_id, item_id=item.item_id, title=item.title, price_fen=item.price_fen or None, sku=sku,
            quantity=quantity, code=item.sku if item.sku_id in known else "",
        )
        for item in items
        for sku, quantity in known.get(item.sku_id, {item.sku: 1}).items()
    ]  # fmt: skip
    if rows and link.contract.state == IN_FORCE:
        shop = Shop(link.channel, link.store)
        put_listings(person=person, at=at, code=link.contract.code, shop=shop, rows=rows)
    link.listed_at = at
    link.save(update_fields=["listed_at"])
