"""Reads on holds: which orders may not be shipped, and why."""

from collections.abc import Collection, Mapping

from paidang.kit.sentence import Sentence
from paidang.orders.models import OrderHold
from paidang.orders.rules.holding import KINDS


def held_among(contract_ids: Collection[int], order_ids: Collection[str]) -> set[tuple[int, str]]:
    """Of these orders of these contracts the held ones: (contract, order)."""
    found = OrderHold.objects.filter(contract_id__in=contract_ids, order_id__in=order_ids, released_at=None)
    return set(found.values_list("contract_id", "order_id"))


def why_held(contract_id: int, order_ids: Collection[str]) -> Mapping[str, list[Sentence]]:
    """Of these orders the held ones, each with its kinds of hold in words."""
    found: dict[str, list[Sentence]] = {}
    holds = OrderHold.objects.filter(contract_id=contract_id, order_id__in=order_ids, released_at=None)
    for order_id, kind in holds.order_by("pk").values_list("order_id", "kind"):
        found.setdefault(order_id, []).append(KINDS[kind])
    return found


def list_holds(contract_id: int, order_id: str) -> list[OrderHold]:
    """The holds of one order, released ones too, the newest first."""
    found = OrderHold.objects.select_related("raised_by", "released_by")
    return list(found.filter(contract_id=contract_id, order_id=order_id).order_by("-raised_at", "-pk"))
