"""Reads on prices."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, QuerySet

from paidang.catalog.models import (
    AGREED,
    WAITING,
    FactoryPrice,
    PastPrice,
    PriceDeclaration,
    PriceInvoice,
    RetailPrice,
)
from paidang.catalog.rules.declaring import Price
from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say


def list_skus(contract_id: int) -> set[str]:
    """Every SKU that has a price of either kind: the goods of this contract. Empty: no list was handed in yet."""
    found = set(FactoryPrice.objects.filter(contract_id=contract_id).values_list("sku", flat=True).distinct())
    return found | set(
        RetailPrice.objects.filter(contract_id=contract_id).values_list("sku", flat=True).distinct()
    )


def has_skus(contract_id: int) -> bool:
    """Whether a price list of either kind was handed in."""
    kinds = (FactoryPrice, RetailPrice)
    return any(kind.objects.filter(contract_id=contract_id).exists() for kind in kinds)


def known_prices(contract_id: int, skus: Collection[str] | None = None) -> dict[str, dict[date, int]]:
    """The factory prices in force by SKU and first day, of these SKUs or of all."""
    found = FactoryPrice.objects.filter(contract_id=contract_id)
    if skus is not None:
        found = found.filter(sku__in=skus)
    known: dict[str, dict[date, int]] = {}
    for sku, day, fen in found.values_list("sku", "valid_from", "factory_price_fen"):
        known.setdefault(sku, {})[day] = fen
    return known


def has_price(contract_id: int, sku: str, valid_from: date) -> bool:
    """Whether a factory price of just that day is in force, or waits for the agency."""
    return (
        FactoryPrice.objects.filter(contract_id=contract_id, sku=sku, valid_from=valid_from).exists()
        or PastPrice.objects.filter(contract_id=contract_id, sku=sku, since=valid_from).exists()
    )


# Declarations


def list_declarations(contract: Contract) -> QuerySet[PriceDeclaration]:
    """The newest first, each with the number of its prices for days past (`past_count`)."""
    found = contract.price_declarations.select_related("declared_by", "answered_by")
    return found.annotate(past_count=Count("past")).order_by("-number")


def get_declaration(contract: Contract, number: int, *, lock: bool = False) -> PriceDeclaration:
    """One of them; NotFound where there is none of that number."""
    found = contract.price_declarations.filter(number=number).select_related(
        "declared_by", "answered_by", "contract"
    )
    declaration = (found.select_for_update(of=("self",)) if lock else found).first()
    if declaration is None:
        raise NotFound(say("没有申报 {number}", number=number), remedy=say("请从出厂价页打开。"))
    return declaration


def list_waiting_prices(contract_id: int) -> set[Price]:
    """The prices for days past that the agency has not answered yet."""
    found = PastPrice.objects.filter(contract_id=contract_id, declaration__state=WAITING)
    return {Price(one.sku, one.since, one.new_fen) for one in found}


def list_agreed_prices(contract_id: int) -> list[PastPrice]:
    """What both sides agreed to for days past, in the order of their agreement: of two for one day the later counts."""
    found = PastPrice.objects.filter(contract_id=contract_id, declaration__state=AGREED)
    return list(found.order_by("declaration__answered_at", "declaration__number", "sku", "since"))


def list_agreed(contract_id: int) -> QuerySet[PriceDeclaration]:
    """The declarations whose prices for days past hold by both sides' word, by number."""
    return PriceDeclaration.objects.filter(contract_id=contract_id, state=AGREED).order_by("number")


def list_past_prices(contract_id: int, numbers: Collection[int]) -> list[PastPrice]:
    """The prices for days past of these declarations, by number and SKU."""
    found = PastPrice.objects.filter(contract_id=contract_id, declaration__number__in=numbers)
    return list(
        found.select_related("declaration__declared_by", "declaration__answered_by").order_by(
            "declaration__number", "sku", "since"
        )
    )


# Invoices


def list_invoices(
    contract_id: int, skus: Collection[str] | None = None
) -> dict[tuple[str, date], list[PriceInvoice]]:
    """The suppliers' invoices, without their content, by SKU and the first day of the price; of these SKUs or of all."""
    found: dict[tuple[str, date], list[PriceInvoice]] = {}
    rows = PriceInvoice.objects.filter(contract_id=contract_id)
    if skus is not None:
        rows = rows.filter(sku__in=skus)
    for invoice in rows.defer("content").order_by("added_at"):
        found.setdefault((invoice.sku, invoice.valid_from), []).append(invoice)
    return found


def get_invoice(contract: Contract, invoice_id: int) -> PriceInvoice:
    """One of them with its content; NotFound where there is none."""
    invoice = PriceInvoice.objects.filter(contract=contract, pk=invoice_id).first()
    if invoice is None:
        raise NotFound(say("没有这份发票"), remedy=say("请从出厂价页打开。"))
    return invoice
