"""Pictures for the tests that ask a database: a product, a picture handed in, sent, signed off."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from tests.cast import Party, acting, shanghai
from tests.worlds import kept

from paidang.catalog.models import Product, Sku
from paidang.contracts.models import Contract
from paidang.orders.models import OrderLine
from paidang.studio import actions
from paidang.studio.models import Asset, Edition, Page, Version
from paidang.studio.rules.page import Shown, content_of, page_digest
from paidang.studio.tests.drawn import bowl
from paidang.team.models import Person

AT = shanghai("2026-03-12 10:00")


@kept
def gaiwan(contract_in_force: Contract, agency: Party) -> Product:
    """A product of the contract, of one SKU."""
    with acting(agency.manager):
        product = Product.objects.create(contract=contract_in_force, title="青瓷盖碗 150ml")
        Sku.objects.create(contract=contract_in_force, product=product, code="QL-1")
    return product


def handed_in(person: Person, product: Product, content: bytes | None = None, kind: str = "main") -> Asset:
    """A picture of the product, by the agency."""
    with acting(person):
        return actions.hand_in(
            person=person, at=AT, code=product.contract.code, product_id=product.pk, kind=kind, name="碗.jpg",
            content=content or bowl(),
        )  # fmt: skip


def next_version(person: Person, asset: Asset, content: bytes) -> Version:
    with acting(person):
        return actions.add_version(
            person=person,
            at=AT,
            code=asset.contract.code,
            number=asset.number,
            name="碗2.jpg",
            content=content,
        )


def send(person: Person, *assets: Asset) -> int:
    with acting(person):
        return actions.send_to_proof(
            person=person, at=AT, code=assets[0].contract.code, numbers=[one.number for one in assets]
        )


def answer(person: Person, asset: Asset, reason: str = "", **changes: object) -> Version:
    """The brand's word on the newest version: signed off, or sent back with a reason."""
    with acting(person):
        latest = Version.objects.filter(asset=asset).latest("number")
        saw: Mapping[str, object] = {"version": latest.number, "sha256": latest.sha256} | changes
        who = {"person": person, "at": AT, "code": asset.contract.code, "number": asset.number, **saw}
        if reason:
            return actions.return_version(**who, reason=reason)  # type: ignore[arg-type]
        return actions.approve_version(**who)  # type: ignore[arg-type]


def signed_off(
    agency: Party, brand: Party, product: Product, content: bytes | None = None, kind: str = "main"
) -> Asset:
    """Handed in, sent and signed off."""
    asset = handed_in(agency.manager, product, content, kind)
    send(agency.manager, asset)
    answer(brand.manager, asset)
    with acting(agency.manager):
        return Asset.objects.select_related("contract").get(pk=asset.pk)


FIRST, SECOND = shanghai("2026-02-01 10:00"), shanghai("2026-03-03 15:00")
"""When two editions of a page went out."""


def published(page: Page, number: int, letter: str, at: datetime) -> None:
    """An edition with one main picture, agreed to and out."""
    content = content_of(page.product.title, page.channel, {"main": [Shown(1, number, letter * 64)]})
    Edition.objects.create(
        contract=page.contract, page=page, number=number, content=content, sha256=page_digest(content),
        submitted_by=page.begun_by, submitted_at=at, agreed=True, answered_by=page.begun_by, answered_at=at,
        published_by=page.begun_by, published_at=at,
    )  # fmt: skip


def sold(
    contract: Contract, day: int, orders: int, *, sku: str = "QL-1", channel: str = "jd", gift: bool = False
) -> None:
    """Orders of two lines each at noon, so many days after the second publication's day."""
    OrderLine.objects.bulk_create(
        OrderLine(
            contract=contract, line_id=f"{sku}{channel}{gift}{day}-{n}-{half}", order_id=f"{sku}{channel}{gift}{day}-{n}",
            channel=channel, store="青岚京东旗舰店", sku=sku, quantity=3, unit_price_fen=12_900,
            merchant_discount_fen=3 * 12_900 * gift, platform_discount_fen=0, gift=gift,
            paid_at=SECOND.replace(hour=12) + timedelta(days=day),
        )
        for n in range(orders)
        for half in range(2)
    )  # fmt: skip
