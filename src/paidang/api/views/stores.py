"""Stores on their platforms' interfaces: how they do, pull now, ship an order, set a price through the guard."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Router

from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, FenToPay, Id, Json, Moment, Shape, said
from paidang.api.views.token import person_of
from paidang.channels.link.channel import Item
from paidang.channels.link.documents import Parcel
from paidang.contracts.queries import list_contracts
from paidang.intake.queries import count_open_by_store
from paidang.stores import actions
from paidang.stores.models import OutgoingAct, StoreLink
from paidang.stores.queries import health_of, list_links
from paidang.stores.tasks import defer

router = Router(tags=["stores"])


class StoreOut(Shape):
    """A connected store and how it does."""

    id: int
    contract: str
    platform: str
    store: str
    state: str = Field(
        description="connected, paused, refused (wrong key), expired (authorisation), disconnected"
    )
    problem: Json | None = Field(description="of the last failure: code, reason")
    spent: dict[str, str] = Field(
        description="of which the platform's calls of a day were spent, each until when it answers again"
    )
    orders_until: Moment = Field(description="all orders changed before this are in")
    cases_until: Moment
    next_at: Moment = Field(description="not pulled before")
    documents_today: int
    failures_today: int
    waiting: int = Field(description="what is still to go out")
    quarantined: int = Field(description="rows of it that wait to be mended: not in the facts")
    quarantined_since: Moment | None = Field(description="when the first of them came")


class Stores(Shape):
    """All of them, by name."""

    items: list[StoreOut]


class ShipIn(Asked):
    """`carrier` is the platform's code of the carrier; no `line_ids`: the whole order."""

    carrier: str = Field(max_length=20, examples=["467"])
    waybill: str = Field(max_length=60)
    line_ids: list[str] = Field(default_factory=list, max_length=200)


class PriceIn(Asked):
    """The platform's numbers of the item and of the choice on it, and the seller's own code."""

    item_id: str = Field(max_length=100)
    sku_id: str = Field(max_length=100)
    sku: str = Field(max_length=255)
    price_fen: FenToPay


class ActOut(Shape):
    """What the platform is to be told."""

    id: int | None
    kind: str
    state: str = Field(description="waiting, done, failed; refused: the price guard let nothing out")
    problem: Json | None
    violations: list[Json]


def store_out(link: StoreLink) -> StoreOut:
    """A store as it is answered."""
    health = health_of(link, timezone.now())
    held = count_open_by_store([link.contract_id]).get((link.contract_id, link.channel, link.store))
    return StoreOut(
        id=link.pk, contract=link.contract.code, platform=link.platform, store=link.store, state=link.state,
        problem=_problem(link.problem), spent=link.spent, orders_until=link.orders_until, cases_until=link.cases_until, next_at=link.next_at,
        documents_today=health.documents_today, failures_today=health.failures_today, waiting=health.waiting,
        quarantined=held.count if held else 0, quarantined_since=held.since if held else None,
    )  # fmt: skip


def _problem(problem: Json | None) -> Json | None:
    return {"code": problem["code"], "reason": said(problem["reason"])} if problem else None


def _act_out(act: OutgoingAct) -> ActOut:
    return ActOut(id=act.pk, kind=act.kind, state=act.state, problem=_problem(act.problem), violations=[])


@reads(router, "/stores", Stores)
def list_all_stores(request: HttpRequest) -> Stores:
    """The stores that are connected, and how each does."""
    links = list_links([contract.pk for contract in list_contracts()])
    return Stores(items=[store_out(link) for link in links])


@acts(
    router,
    "/stores/{store_id}/pull",
    StoreOut,
    verbs=["operate_store"],
    act=actions.ask_pull,
    errors=("STORE_WRONG_STATE", "STORE_NOT_CONNECTED"),
)
def pull_store(request: HttpRequest, store_id: Id) -> StoreOut:
    """Have a store pulled now; the worker does it."""
    person = person_of(request)
    link = actions.ask_pull(person=person, at=timezone.now(), link_id=store_id)
    defer(link, person.org_id)
    return store_out(link)


@acts(
    router, "/stores/{store_id}/price", ActOut, verbs=["operate_store"], act=actions.set_price,
    errors=("PRICE_NOT_SET", "STORE_WRONG_STATE", "STORE_NOT_CONNECTED"),
)  # fmt: skip
def set_store_price(request: HttpRequest, store_id: Id, body: PriceIn) -> ActOut:
    """Set a price at the platform. Where the guard forbids it nothing goes out, and `violations` say why."""
    person = person_of(request)
    item = Item(body.item_id, body.sku_id, body.sku)
    act, found = actions.set_price(
        person=person, at=timezone.now(), link_id=store_id, item=item, price_fen=body.price_fen
    )
    if act is None:
        violations = [{"code": one.code, "clause": one.clause, "reason": said(one.message)} for one in found]
        return ActOut(id=None, kind="price", state="refused", problem=None, violations=violations)
    defer(act.link, person.org_id)
    return _act_out(act)


@acts(
    router, "/contracts/{code}/orders/{order_id}/ship", ActOut, verbs=["operate_store"], act=actions.ship_order,
    errors=("ORDER_NOT_SHIPPED", "ORDER_WRONG_STATE", "WAYBILL_WRONG", "STORE_WRONG_STATE", "STORE_NOT_CONNECTED"),
)  # fmt: skip
def ship(
    request: HttpRequest, code: Code, order_id: Annotated[str, Path(max_length=100)], body: ShipIn
) -> ActOut:
    """Have the platform told that a parcel of an order left. The same parcel again is the same act."""
    person = person_of(request)
    parcel = Parcel(body.carrier, body.waybill, tuple(body.line_ids))
    act = actions.ship_order(person=person, at=timezone.now(), code=code, order_id=order_id, parcel=parcel)
    defer(act.link, person.org_id)
    return _act_out(act)
