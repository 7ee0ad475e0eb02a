"""Pages: one with its blocks and editions, the list of them, copy that was asked for."""

from datetime import date

from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.studio.models import Asset, CopyRequest, Edition, Page, PageBlock, Reading, Version
from paidang.studio.queries.pictures import ended_rights
from paidang.studio.rules.page import Content, Shown, Signed, content_of, pictures_of
from paidang.studio.rules.reading import lines_of, superlatives_in
from paidang.studio.rules.superlatives import Superlative
from paidang.studio.rules.words import PLACES, SUBMITTED


def get_page(contract: Contract, page_id: int, *, lock: bool = False) -> Page:
    """The page; NotFound if the contract has none such."""
    found = Page.objects.filter(contract=contract, pk=page_id).select_related("product")
    page = (found.select_for_update(of=("self",)) if lock else found).first()
    if page is None:
        raise NotFound(say("这份合同下没有这个页面"), remedy=say("请从素材的页面列表打开。"))
    page.contract = contract
    return page


def list_pages(contract: Contract) -> list[Page]:
    """All of them, what was touched last first."""
    return list(
        Page.objects.filter(contract=contract).select_related("product").order_by("-turned_at", "-pk")
    )


def list_pages_with(asset: Asset) -> list[Page]:
    """The pages in which a picture stands."""
    return list(Page.objects.filter(blocks__asset=asset).distinct().order_by("channel"))


def count_open_pages(contract: Contract) -> int:
    """How many wait for the brand's word."""
    return Page.objects.filter(contract=contract, state=SUBMITTED).count()


def count_open_copy(contract: Contract) -> int:
    """How many requests of copy the brand has not answered."""
    return CopyRequest.objects.filter(contract=contract, supplied_at=None).count()


def list_blocks(page: Page) -> list[PageBlock]:
    """By place and position."""
    found = PageBlock.objects.filter(page=page).select_related("asset", "asset__product")
    order = list(PLACES)
    return sorted(found, key=lambda block: (order.index(block.place), block.position))


def list_editions(page: Page) -> list[Edition]:
    """The newest first."""
    people = ("submitted_by", "answered_by", "published_by")
    return list(Edition.objects.filter(page=page).select_related(*people).order_by("-number"))


def find_edition(page: Page, *, lock: bool = False) -> Edition | None:
    """The newest edition."""
    found = Edition.objects.filter(page=page).order_by("-number")
    return (found.select_for_update() if lock else found).first()


def content_now(page: Page) -> Content:
    """The page as it stands: each picture in its newest version."""
    blocks = list_blocks(page)
    newest = {
        (row.asset_id, row.number): row.sha256
        for row in Version.objects.filter(asset__in=[block.asset_id for block in blocks if block.asset_id])
    }
    by_place: dict[str, list[Shown | str]] = {place: [] for place in PLACES}
    for block in blocks:
        asset = block.asset
        by_place[block.place].append(
            Shown(asset.number, asset.latest, newest.get((asset.pk, asset.latest), ""))
            if asset
            else block.text
        )
    return content_of(page.product.title, page.channel, by_place)


def list_proofs(contract: Contract, content: Content) -> dict[tuple[int, int], Version]:
    """The versions that stand in a page, by the picture's and the version's number."""
    shown = {(one.asset, one.version) for one in pictures_of(content)}
    versions = Version.objects.filter(
        contract=contract, asset__number__in=[asset for asset, _number in shown]
    )
    by_number = {(row.asset.number, row.number): row for row in versions.select_related("asset")}
    return {key: row for key, row in by_number.items() if key in shown}


def superlatives_shown(contract: Contract, content: Content) -> list[tuple[int, Superlative]]:
    """Words of 广告法 第九条 that were read in the pictures of a page, with the picture's number."""
    shown = {(one.asset, one.version): one.asset for one in pictures_of(content)}
    readings = Reading.objects.filter(
        contract=contract, version__asset__number__in=shown.values()
    ).select_related("version__asset")  # fmt: skip
    return [
        (reading.version.asset.number, found)
        for reading in readings.order_by("version__asset__number")
        if (reading.version.asset.number, reading.version.number) in shown
        for found in superlatives_in(lines_of(reading.lines))
    ]


def count_unread(contract: Contract, content: Content) -> int:
    """How many pictures of a page stand in a version whose texts are not known: not read yet, or not readable."""
    versions = list_proofs(contract, content).values()
    read = Reading.objects.filter(contract=contract, version__in=versions, permille__isnull=False)
    return len(versions) - read.count()


def signed_of(contract: Contract, content: Content) -> dict[int, Signed]:
    """What the brand has signed off of the pictures in a page, by their numbers."""
    numbers = [one.asset for one in pictures_of(content)]
    assets = {
        one.pk: one for one in Asset.objects.filter(contract=contract, number__in=numbers) if one.approved
    }
    versions = Version.objects.filter(asset__in=assets, agreed=True).select_related("asset")
    return {
        row.asset.number: Signed(row.number, row.sha256)
        for row in versions
        if row.number == assets[row.asset_id].approved
    }


def without_right(contract: Contract, content: Content, day: date) -> set[int]:
    """The numbers of the pictures in a page whose release has ended by that day."""
    assets = list(
        Asset.objects.filter(contract=contract, number__in=[one.asset for one in pictures_of(content)])
    )
    ended = ended_rights(assets, day)
    return {one.number for one in assets if one.pk in ended}


def list_copy(contract: Contract, product_id: int | None = None) -> list[CopyRequest]:
    """Copy asked of the brand, what is open first."""
    found = CopyRequest.objects.filter(contract=contract).select_related("product", "asked_by", "supplied_by")
    if product_id:
        found = found.filter(product_id=product_id)
    return sorted(found, key=lambda one: (one.supplied_at is not None, one.due_on, one.number))
