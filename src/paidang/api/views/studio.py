"""Pictures: the shot list, versions handed in, remarks, the brand's written word on a version by its digest, releases."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Form, Query, Router

from paidang.api.rules.cursors import cursor_of, number_of
from paidang.api.views.files import Given, binary, download, proof_of
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import (
    Asked,
    Code,
    Cursor,
    Digest,
    Done,
    Limit,
    Moment,
    Named,
    Number,
    NumberIn,
    Row,
    Sha256,
    Shape,
    said,
    word_of,
)
from paidang.api.views.token import who
from paidang.contracts.queries import get_contract
from paidang.studio import actions
from paidang.studio.actions.rights import HOLDER_MAX, record_right
from paidang.studio.models import Asset
from paidang.studio.queries.pictures import (
    Wanted,
    get_asset,
    get_file,
    list_assets,
    list_pins,
    list_products,
    list_rights,
    list_versions,
)
from paidang.studio.rules.picture import PICTURE_BYTES_MAX
from paidang.studio.rules.shots import CATEGORIES, KINDS
from paidang.studio.rules.words import RIGHTS, STATES, WORDS_MAX

router = Router(tags=["studio"])
LISTING = "pictures"
ONE = "/contracts/{code}/pictures/{int:number}"
MAKE, JUDGE = ["make_pictures"], ["approve_pictures"]
FLOW = ("WRONG_STATE", "CONTRACT_NOT_IN_FORCE")
FILE = ("FILE_NOT_TAKEN", "SAME_PICTURE", "TOO_LONG", *FLOW)
Words = Annotated[str, Field(max_length=WORDS_MAX)]
Thousandth = Annotated[int | None, Field(ge=0, le=1000, description="of width or height; none: all of it")]
Kind = Annotated[str, Field(max_length=10, description=", ".join(KINDS))]


class ProductOut(Shape):
    """A product of the contract."""

    id: int
    title: str


class Products(Shape):
    """All of them, by title."""

    items: list[ProductOut]


class PictureRow(Shape):
    """A picture on the list: `latest` and `approved` are numbers of versions, 0 none; `failing`: whose sizes it misses."""

    number: int
    product_id: int
    product: str
    sku: str
    kind: str = Field(description=", ".join(KINDS))
    kind_word = word_of("kind", KINDS)
    what: str
    state: str = Field(description=", ".join(STATES))
    state_word = word_of("state", STATES)
    latest: int
    approved: int
    failing: list[str]


class Pictures(Shape):
    """A page, by number."""

    items: list[PictureRow]
    next_cursor: str | None


class VersionOut(Shape):
    """A version by its digest, with the brand's word on it."""

    number: int
    sha256: str
    name: str
    media: str
    width: int
    height: int
    size_bytes: int
    note: str
    added_by: Named
    added_at: Moment
    sent_at: Moment | None
    agreed: bool | None
    reason: str
    answered_by: Named
    answered_at: Moment | None


class ReplyOut(Shape):
    """An answer to a remark."""

    text: str
    said_by: Named
    said_at: Moment


class PinOut(Shape):
    """A remark at a place of a version, in thousandths."""

    number: int
    version: int
    x: int | None
    y: int | None
    text: str
    said_by: Named
    said_at: Moment
    resolved_at: Moment | None
    replies: list[ReplyOut]


class RightOut(Shape):
    """A release that a picture has."""

    kind: str
    kind_word = word_of("kind", RIGHTS)
    holder: str
    until: date | None


class PictureOut(PictureRow):
    """A picture with its versions, the newest first, remarks and releases."""

    versions: list[VersionOut]
    pins: list[PinOut]
    rights: list[RightOut]


class PlanIn(Asked):
    product_id: Row
    category: str = Field(max_length=10, description=", ".join(CATEGORIES))


class ShotIn(Asked):
    product_id: Row
    kind: Kind
    what: Words = ""
    sku: str = Field("", max_length=255)


class SendIn(Asked):
    numbers: list[NumberIn] = Field(min_length=1, max_length=500)


class SeenIn(Asked):
    version: NumberIn
    sha256: Digest


class ReturnIn(SeenIn):
    reason: Words


class PinIn(Asked):
    version: NumberIn
    text: Words
    x: Thousandth = None
    y: Thousandth = None


class TextIn(Asked):
    text: Words


class RightIn(Asked):
    kind: str = Field(max_length=12, description=", ".join(RIGHTS))
    holder: str = Field(min_length=1, max_length=HOLDER_MAX)
    until: date | None = None


class Filters(Shape):
    state: Annotated[str, Field(max_length=10)] = ""
    product: Annotated[int | None, Field(ge=1)] = None
    channel: Annotated[str, Field(max_length=40, description="those that miss this platform's sizes")] = ""
    q: Annotated[str, Field(max_length=120)] = ""


def _row(one: Asset) -> dict[str, Any]:
    same = ("number", "product_id", "kind", "state", "latest", "approved", "failing")
    more = {"product": one.product.title, "sku": one.sku.code if one.sku else "", "what": said(one.what)}
    return {name: getattr(one, name) for name in same} | more


def picture_out(code: str, number: int) -> PictureOut:
    """A picture as it is answered."""
    one = get_asset(get_contract(code), number)
    pins = []
    for pin in list_pins(one):
        same = ("number", "x", "y", "text", "said_by", "said_at", "resolved_at")
        replies = [ReplyOut.from_orm(reply) for reply in pin.replies.all()]
        found = {name: getattr(pin, name) for name in same}
        pins.append(PinOut(**found, version=pin.version.number, replies=replies))
    return PictureOut(
        **_row(one),
        versions=[VersionOut.from_orm(each) for each in list_versions(one)],
        pins=pins,
        rights=[RightOut.from_orm(each) for each in list_rights(one)],
    )


@reads(router, "/contracts/{code}/products", Products)
def list_all_products(request: HttpRequest, code: Code) -> Products:
    """The products of a contract, with the ids by which pictures and pages name them."""
    return Products(items=[ProductOut.from_orm(one) for one in list_products(get_contract(code))])


@reads(router, "/contracts/{code}/pictures", Pictures, errors=("422 CURSOR_UNKNOWN",))
def list_all_pictures(
    request: HttpRequest, code: Code, filters: Query[Filters], cursor: Cursor = "", limit: Limit = 50
) -> Pictures:
    """The pictures of a contract, by number."""
    wanted = Wanted(filters.state, filters.product, filters.channel, filters.q.strip())
    rows, has_more = list_assets(
        get_contract(code), wanted, after=number_of(LISTING, cursor) or 0, most=limit
    )
    more = cursor_of(LISTING, str(rows[-1].number)) if has_more else None
    return Pictures(items=[PictureRow(**_row(one)) for one in rows], next_cursor=more)


@reads(router, ONE, PictureOut)
def get_one_picture(request: HttpRequest, code: Code, number: Number) -> PictureOut:
    """One picture: its versions with the brand's word on each, remarks, releases."""
    return picture_out(code, number)


@reads(router, "/contracts/{code}/picture-files/{sha256}", None, **binary())
def download_picture(request: HttpRequest, code: Code, sha256: Sha256) -> HttpResponse:
    """A picture's bytes by their digest."""
    found = get_file(get_contract(code), sha256)
    return download(bytes(found.content), f"{sha256[:12]}.{found.media.removeprefix('image/')}", found.media)


@acts(
    router,
    "/contracts/{code}/pictures/plan",
    Done,
    verbs=MAKE,
    act=actions.plan_shots,
    errors=("NO_CATEGORY", *FLOW[1:]),
)
def plan_product_shots(request: HttpRequest, code: Code, body: PlanIn) -> Done:
    """Put on the list what the category's template asks for and the product has not. `count`: how many are new."""
    return Done(count=len(actions.plan_shots(**who(request, code), **body.model_dump())))


@acts(
    router, "/contracts/{code}/pictures/shots", PictureOut, verbs=MAKE, act=actions.add_shot,
    errors=("NO_KIND", "NO_SKU", "TOO_LONG", *FLOW[1:]),
)  # fmt: skip
def add_one_shot(request: HttpRequest, code: Code, body: ShotIn) -> PictureOut:
    """Put one more picture on the list."""
    return picture_out(code, actions.add_shot(**who(request, code), **body.model_dump()).number)


@acts(
    router,
    "/contracts/{code}/pictures",
    PictureOut,
    verbs=MAKE,
    act=actions.hand_in,
    errors=("NO_KIND", *FILE),
)
def hand_in_picture(
    request: HttpRequest,
    code: Code,
    file: Given,
    product_id: Annotated[int, Form(ge=1)],
    kind: Annotated[str, Form(max_length=10, description=", ".join(KINDS))],
) -> PictureOut:
    """A file for a product: the first picture of its kind that is still needed, else a new one."""
    given = proof_of(file, PICTURE_BYTES_MAX)
    made = actions.hand_in(
        **who(request, code), product_id=product_id, kind=kind, name=given.name, content=given.content
    )
    return picture_out(code, made.number)


@acts(router, f"{ONE}/versions", PictureOut, verbs=MAKE, act=actions.add_version, errors=FILE)
def add_picture_version(
    request: HttpRequest,
    code: Code,
    number: Number,
    file: Given,
    note: Annotated[str, Form(max_length=WORDS_MAX, description="what is new in it")] = "",
) -> PictureOut:
    """The next version of a picture, kept as it was given."""
    given = proof_of(file, PICTURE_BYTES_MAX)
    actions.add_version(
        **who(request, code, number=number), name=given.name, content=given.content, note=note
    )
    return picture_out(code, number)


@acts(router, "/contracts/{code}/pictures/send", Done, verbs=MAKE, act=actions.send_to_proof, errors=FLOW)
def send_pictures_to_proof(request: HttpRequest, code: Code, body: SendIn) -> Done:
    """Ask the brand for its written word on the newest version of each. `count`: how many were sent."""
    return Done(count=actions.send_to_proof(**who(request, code), numbers=body.numbers))


@acts(
    router,
    f"{ONE}/approve",
    PictureOut,
    verbs=JUDGE,
    act=actions.approve_version,
    errors=("PICTURE_CHANGED", *FLOW),
)
def approve_picture_version(request: HttpRequest, code: Code, number: Number, body: SeenIn) -> PictureOut:
    """The brand's written word on one version, by its digest as it was seen: it may go out."""
    actions.approve_version(**who(request, code, number=number), **body.model_dump())
    return picture_out(code, number)


@acts(
    router, f"{ONE}/return", PictureOut, verbs=JUDGE, act=actions.return_version,
    errors=("PICTURE_CHANGED", "WORDS_MISSING", "TOO_LONG", *FLOW),
)  # fmt: skip
def return_picture_version(request: HttpRequest, code: Code, number: Number, body: ReturnIn) -> PictureOut:
    """The brand asks for changes and says which."""
    actions.return_version(**who(request, code, number=number), **body.model_dump())
    return picture_out(code, number)


@acts(
    router, f"{ONE}/pins", PictureOut, verbs=[*MAKE, *JUDGE], act=actions.add_pin,
    errors=("NO_PLACE", "WORDS_MISSING", "TOO_LONG", *FLOW[1:]),
)  # fmt: skip
def add_one_pin(request: HttpRequest, code: Code, number: Number, body: PinIn) -> PictureOut:
    """Remark on a version, at a place or on all of it."""
    actions.add_pin(**who(request, code, number=number), **body.model_dump())
    return picture_out(code, number)


@acts(
    router, f"{ONE}/pins/{{pin}}/reply", PictureOut, verbs=[*MAKE, *JUDGE], act=actions.reply_to_pin,
    errors=("WORDS_MISSING", "TOO_LONG", *FLOW[1:]),
)  # fmt: skip
def reply_to_one_pin(
    request: HttpRequest, code: Code, number: Number, pin: Number, body: TextIn
) -> PictureOut:
    """Answer a remark."""
    actions.reply_to_pin(**who(request, code, number=number, pin=pin), text=body.text)
    return picture_out(code, number)


@acts(
    router,
    f"{ONE}/pins/{{pin}}/resolve",
    PictureOut,
    verbs=[*MAKE, *JUDGE],
    act=actions.resolve_pin,
    errors=FLOW[1:],
)
def resolve_one_pin(request: HttpRequest, code: Code, number: Number, pin: Number) -> PictureOut:
    """Mark a remark as done with."""
    actions.resolve_pin(**who(request, code, number=number, pin=pin))
    return picture_out(code, number)


@acts(
    router, f"{ONE}/rights", PictureOut, verbs=MAKE, act=record_right,
    errors=("NO_RIGHT", "WORDS_MISSING", "TOO_LONG", *FLOW[1:]),
)  # fmt: skip
def record_one_right(request: HttpRequest, code: Code, number: Number, body: RightIn) -> PictureOut:
    """Whose release a picture has and until which day; the same kind and holder again is its renewal."""
    record_right(**who(request, code, number=number), **body.model_dump())
    return picture_out(code, number)
