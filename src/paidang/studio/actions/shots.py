"""The shot list: what has to be photographed of a product, from a template or one by one."""

from collections import Counter
from datetime import datetime

from django.db import transaction

from paidang.catalog.models import Product, Sku
from paidang.contracts.models import Contract
from paidang.contracts.queries.numbers import next_number
from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.studio.actions.recording import UnableToProof, contract_for, record, text_of
from paidang.studio.models import Asset
from paidang.studio.queries.pictures import get_product
from paidang.studio.rules.shots import CATEGORIES, KINDS, missing_shots
from paidang.team.models import Person


@clause("PH-1", "OP-2-B-3")
@transaction.atomic
def plan_shots(*, person: Person, at: datetime, code: str, product_id: int, category: str) -> list[Asset]:
    """Put on the list what the category's template asks for and the product has not; twice adds nothing."""
    contract = contract_for(person, code, "make_pictures", lock=True)
    product = get_product(contract, product_id)
    if category not in CATEGORIES:
        raise UnableToProof(say("没有这个类目"), code="NO_CATEGORY", remedy=say("请从列表里选。"))
    there = Counter(Asset.objects.filter(contract=contract, product=product).values_list("kind", flat=True))
    made = [
        new_asset(contract, product, kind, person=person, at=at, what=str(what))
        for kind, what in missing_shots(category, there)
    ]
    if made:
        record(contract, person, at, "studio.planned", product.title, {"count": len(made)})
    return made


@clause("PH-1")
@transaction.atomic
def add_shot(
    *, person: Person, at: datetime, code: str, product_id: int, kind: str, what: str = "", sku: str = ""
) -> Asset:
    """Put one more picture on the list: of the whole product, or of one SKU of it."""
    contract = contract_for(person, code, "make_pictures", lock=True)
    product = get_product(contract, product_id)
    if kind not in KINDS:
        raise UnableToProof(say("没有这种图"), code="NO_KIND", remedy=say("请从列表里选。"))
    shown = Sku.objects.filter(contract=contract, product=product, code=sku).first() if sku else None
    if sku and shown is None:
        raise UnableToProof(
            say("{product} 没有商品编码 {sku}", product=product.title, sku=sku),
            code="NO_SKU",
            remedy=say("请从列表里选。"),
        )
    asset = new_asset(
        contract,
        product,
        kind,
        person=person,
        at=at,
        what=text_of(what, say("要拍什么"), is_needed=False),
        sku=shown,
    )
    record(contract, person, at, "studio.planned", product.title, {"count": 1})
    return asset


def new_asset(
    contract: Contract,
    product: Product,
    kind: str,
    *,
    person: Person,
    at: datetime,
    what: str = "",
    sku: Sku | None = None,
) -> Asset:
    """A picture that is needed, with the next number. The contract is locked."""
    return Asset.objects.create(
        contract=contract, number=next_number(Asset, contract=contract),
        product=product, sku=sku, kind=kind, what=what, added_by=person, added_at=at,
        turned_at=at,
    )  # fmt: skip
