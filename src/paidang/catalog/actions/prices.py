"""Putting dated prices into force. Called with checked rows, in the name of who declared them, by those who ask for the right and write the evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from paidang.catalog.models import FactoryPrice, PriceChange, PriceDeclaration, RetailPrice
from paidang.kit.clause import clause
from paidang.team.models import Person

_MODELS: dict[str, tuple[type[FactoryPrice] | type[RetailPrice], dict[str, str]]] = {
    "costs": (FactoryPrice, {"factory_price": "factory_price_fen"}),
    "prices": (
        RetailPrice,
        {"min_retail_price": "min_retail_price_fen", "suggested_price": "suggested_price_fen"},
    ),
}


@dataclass(frozen=True, slots=True)
class Declared:
    """How many rows were new, changed an earlier declaration, or said nothing new; and the SKUs of the first two.

    `waiting` reach into days past and hold once the agency agrees; `number` is that of the declaration, 0 without one.
    """

    new: int
    changed: int
    unchanged: int
    skus: frozenset[str]
    waiting: int = 0
    number: int = 0


@clause("OP-3-D", "OP-2-A-2")
def declare_prices(
    table: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    contract_id: int,
    person: Person,
    at: datetime,
    import_id: int | None,
    declaration: PriceDeclaration | None = None,
) -> Declared:
    """Put rows of `costs` or `prices` (checked values, no day of a SKU twice) into force from their days on.

    A row that says something else than the one of the same SKU and day replaces it, and what was before is kept.
    """
    model, fields = _MODELS[table]
    known: dict[tuple[str, date], Any] = {
        (row.sku, row.valid_from): row for row in model.objects.filter(contract_id=contract_id)
    }
    new: list[Any] = []
    changed: list[Any] = []
    changes: list[PriceChange] = []
    for row in rows:
        values = {field: row.get(name) for name, field in fields.items()}
        before = known.get((row["sku"], row["valid_from"]))
        if before is None:
            new.append(model(contract_id=contract_id, sku=row["sku"], valid_from=row["valid_from"], **values))
        elif old := {
            field: getattr(before, field) for field in values if getattr(before, field) != values[field]
        }:
            changes.append(_change(table, before, old, import_id, at))
            for field, value in values.items():
                setattr(before, field, value)
            changed.append(before)
    for price in (*new, *changed):
        price.import_id, price.declared_by_id, price.declared_at = import_id, person.pk, at
        if declaration is not None:
            price.declaration = declaration
    manager: Any = model.objects
    told = [*fields.values(), "import_id", "declared_by_id", "declared_at"]
    manager.bulk_create(
        [*new, *changed],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["contract", "sku", "valid_from"],
        update_fields=[*told, "declaration"] if declaration else told,
    )
    PriceChange.objects.bulk_create(changes, batch_size=2000)
    skus = frozenset(price.sku for price in (*new, *changed))
    return Declared(len(new), len(changed), len(rows) - len(new) - len(changed), skus)


def _change(
    table: str, price: Any, old: Mapping[str, object], import_id: int | None, at: datetime
) -> PriceChange:
    before = {**old, "import_id": price.import_id, "declared_at": price.declared_at.isoformat()}
    return PriceChange(
        contract_id=price.contract_id,
        table=table,
        sku=price.sku,
        valid_from=price.valid_from,
        before=before,
        import_id=import_id,
        at=at,
    )
