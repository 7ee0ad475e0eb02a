"""Reads on what people note on orders, what was done with each, and who looked at whom."""

from collections.abc import Collection, Mapping, Sequence

from paidang.orders.models import OrderAct, OrderMark, Remark, SavedView
from paidang.orders.rules.working import LOOKS

LOOKS_SHOWN = 200


def marks_of(
    contract_ids: Collection[int], order_ids: Collection[str]
) -> Mapping[tuple[int, str], OrderMark]:
    """Flag and assignee by contract and order."""
    found = OrderMark.objects.select_related("assignee")
    rows = found.filter(contract_id__in=contract_ids, order_id__in=order_ids)
    return {(mark.contract_id, mark.order_id): mark for mark in rows}


def list_remarks(contract_id: int, order_id: str) -> list[Remark]:
    """The remarks on an order, the newest first."""
    found = Remark.objects.select_related("by").filter(
        contract_id=contract_id, order_id=order_id, taken_back_at=None
    )
    return list(found.order_by("-at", "-pk"))


def list_acts(contract_id: int, order_id: str) -> list[OrderAct]:
    """What was done with an order, the newest first."""
    found = OrderAct.objects.select_related("by__org").filter(contract_id=contract_id, order_id=order_id)
    return list(found.order_by("-at", "-pk"))


def list_looks(contract_ids: Sequence[int]) -> list[OrderAct]:
    """Who saw or took along who the buyers are, the newest first (OP-5)."""
    found = OrderAct.objects.select_related("by__org", "contract").filter(
        contract_id__in=contract_ids, kind__in=LOOKS
    )
    return list(found.order_by("-at", "-pk")[:LOOKS_SHOWN])


def list_views() -> list[SavedView]:
    """One's own saved views, by name."""
    return list(SavedView.objects.order_by("name"))
