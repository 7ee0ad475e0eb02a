"""Product pages of pictures and texts: made, submitted, signed off by digest, published; and the copy that the brand supplies."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Router

from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, Digest, Id, Json, Moment, Named, Number, Row, Shape, word_of
from paidang.api.views.studio import FLOW, JUDGE, MAKE, Words
from paidang.api.views.token import who
from paidang.contracts.queries import get_contract
from paidang.studio import actions
from paidang.studio.models import CopyRequest
from paidang.studio.models import Page as PageRow
from paidang.studio.queries.experiments import list_tried
from paidang.studio.queries.pages import (
    content_now,
    get_page,
    list_blocks,
    list_copy,
    list_editions,
    list_pages,
)
from paidang.studio.queries.pictures import get_asset
from paidang.studio.rules.experiments import WHAT, Tried
from paidang.studio.rules.page import page_digest
from paidang.studio.rules.sizes import PLATFORMS
from paidang.studio.rules.words import COPY_MAX, PAGE_STATES

router = Router(tags=["studio"])
ONE = "/contracts/{code}/pages/{page_id}"
Text = Annotated[str, Field(min_length=1, max_length=COPY_MAX)]


class PageShort(Shape):
    """A page as the list has it."""

    id: int
    product_id: int
    product: str
    channel: str = Field(description=", ".join(PLATFORMS))
    channel_word = word_of("channel", PLATFORMS)
    state: str = Field(description=", ".join(PAGE_STATES))
    state_word = word_of("state", PAGE_STATES)
    turned_at: Moment


class Pages(Shape):
    """All of them, what was touched last first."""

    items: list[PageShort]


class BlockOut(Shape):
    """A picture or a text, in its place and order."""

    id: int
    place: str = Field(description="main, detail")
    picture: int | None = Field(description="the number of a picture")
    text: str


class EditionOut(Shape):
    """The page as it was submitted, by its digest, with the brand's word on the whole of it."""

    number: int
    sha256: str
    content: Json
    submitted_by: Named
    submitted_at: Moment
    agreed: bool | None
    reason: str
    answered_by: Named
    answered_at: Moment | None
    published_at: Moment | None


class PageOut(PageShort):
    """A page with its blocks and editions; `sha256` is of the page as it stands."""

    sha256: str
    blocks: list[BlockOut]
    editions: list[EditionOut]


class ChangeOut(Shape):
    """What a publication changed, and the orders of whole weeks before and after it: 0 and none while there is no week of each.

    Before and after, no experiment. `low` and `high`: 95 % around the difference, in tenths of an order a day.
    """

    edition: int
    on: date
    what: list[str] = Field(description=", ".join(WHAT))
    weeks: int
    orders_before: int | None
    orders_after: int | None
    low_tenths: int | None
    high_tenths: int | None


class Changes(Shape):
    """The latest dozen, the newest first."""

    items: list[ChangeOut]


class CopyOut(Shape):
    """Copy asked of the brand by a day."""

    number: int
    product_id: int
    product: str
    what: str
    due_on: date
    text: str
    supplied_by: Named
    supplied_at: Moment | None


class Copies(Shape):
    """All of it, what is open first."""

    items: list[CopyOut]


class BeginIn(Asked):
    product_id: Row
    channel: str = Field(max_length=40, description=", ".join(PLATFORMS))


class PictureIn(Asked):
    place: Literal["main", "detail"]
    picture: int = Field(ge=1, description="the number of a picture")


class TextIn(Asked):
    text: Text


class OrderIn(Asked):
    place: Literal["main", "detail"]
    block_ids: list[Row] = Field(max_length=200, description="each block of the place once")


class SeenIn(Asked):
    sha256: Digest


class ReturnIn(SeenIn):
    reason: Words


class CopyIn(Asked):
    product_id: Row
    what: Words
    due_on: date


def _short(one: PageRow) -> dict[str, Any]:
    same = ("product_id", "channel", "state", "turned_at")
    return {name: getattr(one, name) for name in same} | {"id": one.pk, "product": one.product.title}


def page_out(code: str, page_id: int) -> PageOut:
    """A page as it is answered."""
    one = get_page(get_contract(code), page_id)
    blocks = [
        BlockOut(id=each.pk, place=each.place, picture=each.asset.number if each.asset else None, text=each.text)
        for each in list_blocks(one)
    ]  # fmt: skip
    return PageOut(
        **_short(one),
        sha256=page_digest(content_now(one)),
        blocks=blocks,
        editions=[EditionOut.from_orm(each) for each in list_editions(one)],
    )


def _change(one: Tried) -> ChangeOut:
    found = one.difference
    return ChangeOut(
        edition=one.change.edition, on=one.change.on, what=list(one.change.what), weeks=one.weeks,
        orders_before=found.before if found else None, orders_after=found.after if found else None,
        low_tenths=found.low if found else None, high_tenths=found.high if found else None,
    )  # fmt: skip


def _copy(one: CopyRequest) -> CopyOut:
    names = set(CopyOut.model_fields) - {"product"}
    return CopyOut(**{name: getattr(one, name) for name in names}, product=one.product.title)


@reads(router, "/contracts/{code}/pages", Pages)
def list_all_pages(request: HttpRequest, code: Code) -> Pages:
    """The product pages of a contract."""
    return Pages(items=[PageShort(**_short(one)) for one in list_pages(get_contract(code))])


@reads(router, ONE, PageOut)
def get_one_page(request: HttpRequest, code: Code, page_id: Id) -> PageOut:
    """One page: its blocks as they stand, and what was submitted with the brand's word on it."""
    return page_out(code, page_id)


@reads(router, f"{ONE}/changes", Changes)
def list_page_changes(request: HttpRequest, code: Code, page_id: Id) -> Changes:
    """What the page's publications changed, with the orders a day before and after."""
    return Changes(items=[_change(one) for one in list_tried(get_page(get_contract(code), page_id))])


@acts(
    router,
    "/contracts/{code}/pages",
    PageOut,
    verbs=MAKE,
    act=actions.begin_page,
    errors=("NO_PLATFORM", *FLOW[1:]),
)
def begin_one_page(request: HttpRequest, code: Code, body: BeginIn) -> PageOut:
    """Begin the page of a product on a platform; the one that there is already, if there is one."""
    return page_out(code, actions.begin_page(**who(request, code), **body.model_dump()).pk)


@acts(
    router, f"{ONE}/pictures", PageOut, verbs=MAKE, act=actions.add_picture,
    errors=("ALREADY_THERE", "ANOTHER_BRANDS_PICTURE", "FULL", "NO_PLACE", *FLOW),
)  # fmt: skip
def put_picture_in_page(request: HttpRequest, code: Code, page_id: Id, body: PictureIn) -> PageOut:
    """Put a picture at the end of a place. One of another brand is refused."""
    asset_id = get_asset(get_contract(code), body.picture).pk
    actions.add_picture(**who(request, code, page_id=page_id), place=body.place, asset_id=asset_id)
    return page_out(code, page_id)


@acts(
    router,
    f"{ONE}/texts",
    PageOut,
    verbs=MAKE,
    act=actions.add_text,
    errors=("FULL", "NO_TEXT", "TOO_LONG", "OF_ANOTHER_CONTRACT", *FLOW),
)
def put_text_in_page(request: HttpRequest, code: Code, page_id: Id, body: TextIn) -> PageOut:
    """Put a text at the end of the detail."""
    actions.add_text(**who(request, code, page_id=page_id), text=body.text)
    return page_out(code, page_id)


@acts(
    router, f"{ONE}/blocks/{{block_id}}/text", PageOut, verbs=MAKE, act=actions.change_text,
    errors=("NO_TEXT", "TOO_LONG", "OF_ANOTHER_CONTRACT", *FLOW),
)  # fmt: skip
def change_text_of_page(request: HttpRequest, code: Code, page_id: Id, block_id: Id, body: TextIn) -> PageOut:
    """Another text in its place."""
    actions.change_text(**who(request, code, page_id=page_id, block_id=block_id), text=body.text)
    return page_out(code, page_id)


@acts(
    router,
    f"{ONE}/order",
    PageOut,
    verbs=MAKE,
    act=actions.order_blocks,
    errors=("PAGE_CHANGED", "NO_PLACE", *FLOW),
)
def order_blocks_of_page(request: HttpRequest, code: Code, page_id: Id, body: OrderIn) -> PageOut:
    """Put the blocks of a place in this order."""
    actions.order_blocks(**who(request, code, page_id=page_id), **body.model_dump())
    return page_out(code, page_id)


@acts(router, f"{ONE}/blocks/{{block_id}}/remove", PageOut, verbs=MAKE, act=actions.remove_block, errors=FLOW)
def remove_block_of_page(request: HttpRequest, code: Code, page_id: Id, block_id: Id) -> PageOut:
    """Take a block out."""
    actions.remove_block(**who(request, code, page_id=page_id, block_id=block_id))
    return page_out(code, page_id)


@acts(
    router,
    f"{ONE}/submit",
    PageOut,
    verbs=MAKE,
    act=actions.submit_page,
    errors=("PAGE_NOT_SUBMITTED", "OF_ANOTHER_CONTRACT", *FLOW),
)
def submit_one_page(request: HttpRequest, code: Code, page_id: Id) -> PageOut:
    """Show the brand the page as it stands, and ask for its written word."""
    actions.submit_page(**who(request, code, page_id=page_id))
    return page_out(code, page_id)


@acts(
    router, f"{ONE}/approve", PageOut, verbs=JUDGE, act=actions.approve_page, errors=("PAGE_CHANGED", *FLOW)
)
def approve_one_page(request: HttpRequest, code: Code, page_id: Id, body: SeenIn) -> PageOut:
    """The brand's written word on the whole page, by its digest as it was seen."""
    actions.approve_page(**who(request, code, page_id=page_id), sha256=body.sha256)
    return page_out(code, page_id)


@acts(
    router, f"{ONE}/return", PageOut, verbs=JUDGE, act=actions.return_page,
    errors=("PAGE_CHANGED", "WORDS_MISSING", "TOO_LONG", *FLOW),
)  # fmt: skip
def return_one_page(request: HttpRequest, code: Code, page_id: Id, body: ReturnIn) -> PageOut:
    """The brand asks for changes of the page and says which."""
    actions.return_page(**who(request, code, page_id=page_id), **body.model_dump())
    return page_out(code, page_id)


@acts(
    router,
    f"{ONE}/publish",
    PageOut,
    verbs=MAKE,
    act=actions.publish_page,
    errors=("PICTURE_NOT_SIGNED", *FLOW),
)
def publish_one_page(request: HttpRequest, code: Code, page_id: Id) -> PageOut:
    """Record that the page went out. Refused while a picture or the whole page lacks the brand's word."""
    actions.publish_page(**who(request, code, page_id=page_id))
    return page_out(code, page_id)


@reads(router, "/contracts/{code}/copy", Copies)
def list_all_copy(request: HttpRequest, code: Code) -> Copies:
    """The copy that was asked of the brand."""
    return Copies(items=[_copy(one) for one in list_copy(get_contract(code))])


@acts(
    router, "/contracts/{code}/copy", CopyOut, verbs=MAKE, act=actions.ask_copy,
    errors=("DAY_PAST", "WORDS_MISSING", "TOO_LONG", *FLOW[1:]),
)  # fmt: skip
def ask_for_copy(request: HttpRequest, code: Code, body: CopyIn) -> CopyOut:
    """Ask the brand for copy by a day: its duty from now on."""
    return _copy(actions.ask_copy(**who(request, code), **body.model_dump()))


@acts(
    router, "/contracts/{code}/copy/{number}/supply", CopyOut, verbs=JUDGE, act=actions.supply_copy,
    errors=("WORDS_MISSING", "TOO_LONG", "OF_ANOTHER_CONTRACT", *FLOW),
)  # fmt: skip
def supply_one_copy(request: HttpRequest, code: Code, number: Number, body: TextIn) -> CopyOut:
    """The brand supplies it, once."""
    return _copy(actions.supply_copy(**who(request, code, number=number), text=body.text))
