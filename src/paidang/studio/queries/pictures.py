"""Pictures: one with all that belongs to it, the bytes by digest, the list page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from paidang.catalog.models import Product
from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.studio.models import Asset, File, Pin, Reading, Rendition, Right, Upload, Version
from paidang.studio.rules.reading import AGAIN_AFTER_HOURS
from paidang.studio.rules.sizes import Picture
from paidang.studio.rules.words import STATES
from paidang.team.models import Person

PAGE = 60


def get_asset(contract: Contract, number: int, *, lock: bool = False) -> Asset:
    """The picture; NotFound if the contract has none of that number."""
    found = Asset.objects.filter(contract=contract, number=number).select_related("product", "sku")
    asset = (found.select_for_update(of=("self",)) if lock else found).first()
    if asset is None:
        raise NotFound(
            say("合同 {code} 下没有图片 {number}", code=contract.code, number=number),
            remedy=say("请从素材页打开。"),
        )
    asset.contract = contract
    return asset


def get_product(contract: Contract, product_id: int) -> Product:
    """One of the contract's products; another brand's is none."""
    found = Product.objects.filter(contract=contract, pk=product_id).first()
    if found is None:
        raise NotFound(say("这份合同下没有这个商品"), remedy=say("请从列表里选。"))
    return found


def list_uploads(contract: Contract, person: Person) -> list[Upload]:
    """The files of this person of which a part is here, the latest first."""
    found = Upload.objects.filter(contract=contract, begun_by=person, received_bytes__gt=0)
    return list(found.select_related("product", "asset").order_by("-begun_at", "-pk"))


def list_products(contract: Contract) -> list[Product]:
    """All of them, by title."""
    return list(Product.objects.filter(contract=contract).order_by("title"))


def list_versions(asset: Asset) -> list[Version]:
    """The newest first."""
    found = Version.objects.filter(asset=asset).select_related("added_by", "answered_by", "added_by__org")
    return list(found.order_by("-number"))


def get_version(asset: Asset, number: int, *, lock: bool = False) -> Version:
    """One version; NotFound where there is none of that number."""
    found = Version.objects.filter(asset=asset, number=number)
    version = (found.select_for_update() if lock else found).first()
    if version is None:
        raise NotFound(
            say("图片 {code} 没有第 {number} 版", code=asset.code, number=number),
            remedy=say("请从它的页面打开。"),
        )
    version.asset = asset
    return version


def measured(version: Version) -> Picture:
    """What the size and text rules ask about a version."""
    reading = find_reading(version)
    return Picture(
        version.media,
        version.width,
        version.height,
        version.size_bytes,
        version.edge_white_permille,
        version.mode,
        reading.permille if reading else None,
    )


def find_reading(version: Version) -> Reading | None:
    """What was read in a version; None while nobody has."""
    return Reading.objects.filter(version=version).first()


def list_unread(contract: Contract, *, most: int) -> list[Version]:
    """Versions nobody has tried to read, the newest first."""
    found = Version.objects.filter(contract=contract, reading=None).select_related("asset")
    return list(found.order_by("-pk")[:most])


def list_to_try_again(contract: Contract, *, at: datetime, most: int) -> list[Version]:
    """Versions at which the reader failed and whose pause is over, the longest waiting first."""
    is_over = Q()
    for tries, hours in enumerate(AGAIN_AFTER_HOURS, start=1):
        is_over |= Q(tries=tries, read_at__lte=at - timedelta(hours=hours))
    found = Reading.objects.filter(is_over, contract=contract, permille=None).order_by("read_at", "pk")
    return [reading.version for reading in found.select_related("version__asset")[:most]]


def get_file(contract: Contract, sha256: str, *, with_content: bool = True) -> File:
    """Bytes by their digest; NotFound where this contract has none such."""
    named = File.objects.filter(contract=contract, sha256=sha256)
    found = (named if with_content else named.defer("content")).first()
    if found is None:
        raise NotFound(say("没有这张图"), remedy=say("请从素材页打开。"))
    return found


def list_pins(asset: Asset) -> list[Pin]:
    """In their order, with what was replied."""
    found = Pin.objects.filter(asset=asset).select_related(
        "said_by", "said_by__org", "resolved_by", "version"
    )
    return list(found.prefetch_related("replies__said_by__org").order_by("number"))


def list_rights(asset: Asset) -> list[Right]:
    """The releases that hold: of each kind and holder the latest row."""
    latest = {
        (row.kind, row.holder): row
        for row in Right.objects.filter(asset=asset).select_related("recorded_by").order_by("pk")
    }
    return list(latest.values())


def ended_rights(assets: Sequence[Asset], day: date) -> set[int]:
    """Which of the pictures have a release that has ended by that day, by key."""
    latest = {
        (row.asset_id, row.kind, row.holder): row
        for row in Right.objects.filter(asset__in=assets).order_by("pk")
    }
    return {row.asset_id for row in latest.values() if row.until and row.until < day}


def list_renditions(version: Version) -> list[Rendition]:
    """As the platforms want it, in the order of their rules."""
    return list(Rendition.objects.filter(version=version).order_by("rule"))


def find_neighbours(asset: Asset) -> tuple[Asset | None, Asset | None]:
    """The product's pictures before and behind it on the list."""
    of_product = Asset.objects.filter(contract_id=asset.contract_id, product_id=asset.product_id)
    return (
        of_product.filter(number__lt=asset.number).order_by("-number").first(),
        of_product.filter(number__gt=asset.number).order_by("number").first(),
    )


# The list


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; `channel`: those that fail this platform's wishes."""

    state: str = ""
    product: int | None = None
    channel: str = ""
    text: str = ""


def list_assets(
    contract: Contract, wanted: Wanted, *, after: int = 0, most: int = PAGE
) -> tuple[list[Asset], bool]:
    """A page of pictures by number from `after` on, exclusive, and whether more follow. As fast for the last as for the first."""
    found = _narrowed(contract, wanted).filter(number__gt=after)
    if wanted.state:
        found = found.filter(state=wanted.state)
    rows = list(found.select_related("product", "sku").order_by("number")[: most + 1])
    return rows[:most], len(rows) > most


def count_states(contract: Contract, wanted: Wanted) -> dict[str, int]:
    """How many pictures are in each state, under the other filters."""
    found = _narrowed(contract, wanted).values_list("state").annotate(n=Count("pk")).order_by()
    return {state: 0 for state in STATES} | dict(found)


def _narrowed(contract: Contract, wanted: Wanted) -> QuerySet[Asset]:
    found = Asset.objects.filter(contract=contract)
    if wanted.product:
        found = found.filter(product_id=wanted.product)
    if wanted.channel:
        found = found.filter(failing__contains=[wanted.channel])
    if wanted.text:
        number = wanted.text.upper().removeprefix("T-")
        by_code = Q(number=int(number)) if number.isdecimal() and len(number) < 9 else Q()
        named = (
            Q(product__title__icontains=wanted.text)
            | Q(sku__code__icontains=wanted.text)
            | Q(what__icontains=wanted.text)
        )
        found = found.filter(named | by_code if by_code else named)
    return found
