"""A procurement plan beside what is in the warehouses."""

from collections.abc import Mapping
from datetime import date

from django.db.models import F, Sum

from paidang.projects.models import Delivery
from paidang.projects.rules.procurement import Line, Need, compare
from paidang.stock.models import StockLevel


def needs_of(plan: Delivery, planned: Mapping[str, int]) -> list[Need]:
    """Each SKU of the plan against the units that are there and not reserved, and `planned`: units to be sold in promotions."""
    lines = [
        Line(str(row["sku"]), int(row["units"]), date.fromisoformat(str(row["by"]))) for row in plan.lines
    ]
    skus = {line.sku for line in lines} | planned.keys()
    free = (
        StockLevel.objects.filter(contract=plan.contract_id, sku__in=skus)
        .values_list("sku")
        .annotate(units=Sum(F("on_hand") - F("reserved")))
    )
    return compare(lines, dict(free), planned)
