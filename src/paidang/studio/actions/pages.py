"""Making a page: pictures and texts at their places. Whatever is changed makes it a draft again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.given import check_own
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.studio.actions.recording import UnableToProof, contract_for, record, text_of
from paidang.studio.models import Asset, Page, PageBlock
from paidang.studio.queries.pages import get_page, list_blocks
from paidang.studio.queries.pictures import get_product
from paidang.studio.rules.page import BLOCKS_MAX, MAIN_MAX
from paidang.studio.rules.sizes import PLATFORMS
from paidang.studio.rules.words import COPY_MAX, DETAIL, DRAFT, MAIN, PLACES
from paidang.team.models import Person


@clause("PH-2", "OP-2-B-3")
@transaction.atomic
def begin_page(*, person: Person, at: datetime, code: str, product_id: int, channel: str) -> Page:
    """Begin the page of a product on a platform; the one that there is already, if there is one."""
    contract = contract_for(person, code, "make_pictures")
    product = get_product(contract, product_id)
    if channel not in PLATFORMS:
        raise UnableToProof(say("没有这个平台"), code="NO_PLATFORM", remedy=say("请从列表里选。"))
    page, is_new = Page.objects.get_or_create(
        contract=contract, product=product, channel=channel,
        defaults={"begun_by": person, "begun_at": at, "turned_at": at},
    )  # fmt: skip
    if is_new:
        record(contract, person, at, "studio.page_begun", name_of(page))
    return page


@clause("PH-2", "OP-5-A", "TC-6-1")
@transaction.atomic
def add_picture(
    *, person: Person, at: datetime, code: str, page_id: int, place: str, asset_id: int
) -> PageBlock:
    """Put a picture at the end of a place. One of another brand is refused, by the database as well."""
    page = _page_for(person, code, page_id)
    asset = Asset.objects.filter(pk=asset_id).select_related("contract").first()
    if asset is None:
        raise NotFound(say("没有这张图"), remedy=say("请从列表里选。"))
    if asset.contract_id != page.contract_id:
        raise UnableToProof(
            say("{picture} 是另一个品牌的图，不能放进这个页面", picture=asset.code),
            code="ANOTHER_BRANDS_PICTURE", clause="OP-5-A", remedy=say("请用这份合同下的图。"),
        )  # fmt: skip
    if place not in PLACES:
        raise UnableToProof(say("没有这个位置"), code="NO_PLACE", remedy=say("请选主图或详情。"))
    return _append(page, person, at, place, asset=asset)


@clause("PH-2", "TC-6-1")
@transaction.atomic
def add_text(*, person: Person, at: datetime, code: str, page_id: int, text: str) -> PageBlock:
    """Put a text at the end of the detail. What the other side of somebody else's contract gave is refused."""
    page = _page_for(person, code, page_id)
    text = text_of(text, say("文字"), most=COPY_MAX)
    check_own(page.contract, person, files={}, texts=[text], unable=UnableToProof)
    return _append(page, person, at, DETAIL, text=text)


@clause("PH-2", "TC-6-1")
@transaction.atomic
def change_text(
    *, person: Person, at: datetime, code: str, page_id: int, block_id: int, text: str
) -> PageBlock:
    """Another text in its place."""
    page = _page_for(person, code, page_id)
    block = _block(page, block_id)
    if block.asset_id:
        raise UnableToProof(say("这一块是图片"), code="NO_TEXT", remedy=say("请改文字块。"))
    text = text_of(text, say("文字"), most=COPY_MAX)
    if text != block.text:
        check_own(page.contract, person, files={}, texts=[text], unable=UnableToProof)
        block.text = text
        block.save(update_fields=["text"])
        _changed(page, person, at)
    return block


@clause("PH-2")
@transaction.atomic
def order_blocks(
    *, person: Person, at: datetime, code: str, page_id: int, place: str, block_ids: Sequence[int]
) -> None:
    """Put the blocks of a place in this order; each has to be named once."""
    page = _page_for(person, code, page_id)
    there = [block for block in list_blocks(page) if block.place == place]
    if sorted(block_ids) != sorted(block.pk for block in there):
        raise UnableToProof(say("页面刚被改过"), code="PAGE_CHANGED", remedy=say("请刷新后再排。"))
    if list(block_ids) == [block.pk for block in there]:
        return
    for block in there:
        block.position = block_ids.index(block.pk) + 1
        block.save(update_fields=["position"])
    _changed(page, person, at)


@clause("PH-2")
@transaction.atomic
def move_block(*, person: Person, at: datetime, code: str, page_id: int, block_id: int, by: int) -> None:
    """Move a block up (-1) or down (1); at the end it stays where it is."""
    page = _page_for(person, code, page_id)
    block = _block(page, block_id)
    ids = [one.pk for one in list_blocks(page) if one.place == block.place]
    to = ids.index(block.pk) + (1 if by > 0 else -1)
    if 0 <= to < len(ids):
        ids.remove(block.pk)
        ids.insert(to, block.pk)
    order_blocks(person=person, at=at, code=code, page_id=page_id, place=block.place, block_ids=ids)


@clause("PH-2")
@transaction.atomic
def remove_block(*, person: Person, at: datetime, code: str, page_id: int, block_id: int) -> None:
    """Take a block out; those behind it move up."""
    page = _page_for(person, code, page_id)
    gone = _block(page, block_id)
    place = gone.place
    gone.delete()
    for position, block in enumerate((one for one in list_blocks(page) if one.place == place), start=1):
        block.position = position
        block.save(update_fields=["position"])
    _changed(page, person, at)


def name_of(page: Page) -> str:
    """What the chain calls it: the product and the platform."""
    return f"{page.product.title} · {PLATFORMS[page.channel]}"


def _page_for(person: Person, code: str, page_id: int) -> Page:
    return get_page(contract_for(person, code, "make_pictures"), page_id, lock=True)


def _block(page: Page, block_id: int) -> PageBlock:
    found = PageBlock.objects.filter(page=page, pk=block_id).first()
    if found is None:
        raise NotFound(say("页面上没有这一块"), remedy=say("请刷新后再试。"))
    return found


def _append(
    page: Page, person: Person, at: datetime, place: str, *, asset: Asset | None = None, text: str = ""
) -> PageBlock:
    there = [block for block in list_blocks(page) if block.place == place]
    if len(there) >= (MAIN_MAX if place == MAIN else BLOCKS_MAX):
        raise UnableToProof(
            say("{place}已满", place=PLACES[place]), code="FULL", remedy=say("请先拿掉一块。")
        )
    if asset and any(block.asset_id == asset.pk for block in there):
        raise UnableToProof(
            say("{picture} 已经在{place}里", picture=asset.code, place=PLACES[place]), code="ALREADY_THERE"
        )
    block = PageBlock.objects.create(
        contract=page.contract, page=page, place=place, position=len(there) + 1, asset=asset, text=text
    )
    _changed(page, person, at)
    return block


def _changed(page: Page, person: Person, at: datetime) -> None:
    page.state, page.turned_at = DRAFT, at
    page.save(update_fields=["state", "turned_at"])
    record(page.contract, person, at, "studio.page_changed", name_of(page))
