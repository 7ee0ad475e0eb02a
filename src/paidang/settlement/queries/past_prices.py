"""The factory prices for days past that a statement names, as pages and papers show them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from paidang.catalog.queries import list_past_prices
from paidang.contracts.models import Contract
from paidang.kit.period import SHANGHAI


def on_paper(contract: Contract, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """One row a price: SKU, first and last day, old and new price in fen, the declaration, who declared and who agreed when."""
    return [
        {
            "number": one.declaration.number,
            "sku": one.sku,
            "since": one.since.isoformat(),
            "last": (one.until - timedelta(days=1)).isoformat(),
            "old_fen": one.old_fen,
            "new_fen": one.new_fen,
            "declared_by": one.declaration.declared_by.name,
            "declared_at": one.declaration.declared_at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
            "agreed_by": one.declaration.answered_by.name,  # type: ignore[union-attr]  # by the table's constraint
            "agreed_at": one.declaration.answered_at.astimezone(SHANGHAI).isoformat(timespec="seconds"),  # type: ignore[union-attr]
        }
        for one in (list_past_prices(contract.pk, numbers) if numbers else ())
    ]
