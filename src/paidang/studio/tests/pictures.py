"""Pictures for the tests that ask a database: a product, a picture handed in, sent, signed off."""

from collections.abc import Mapping

from tests.cast import Party, acting, shanghai
from tests.worlds import kept

from paidang.catalog.models import Product, Sku
from paidang.contracts.models import Contract
from paidang.studio import actions
from paidang.studio.models import Asset, Version
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
