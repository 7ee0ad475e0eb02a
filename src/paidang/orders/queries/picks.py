"""Orders by what people noted on them or where they go: `contract~order`, the newest PICKS_MAX."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from paidang.orders.models import DeliveryArea, OrderMark, OrderPerson
from paidang.team.models import Person

PICKS_MAX = 2_000


def flagged(contract_ids: Sequence[int], flag: str) -> list[str]:
    """Those with a flag of this colour."""
    return _picks(OrderMark.objects.filter(contract_id__in=contract_ids, flag=flag).order_by("-pk"))


def assigned_to(contract_ids: Sequence[int], person: Person) -> list[str]:
    """Those that somebody looks after."""
    return _picks(OrderMark.objects.filter(contract_id__in=contract_ids, assignee=person).order_by("-pk"))


def same_city(contract_ids: Sequence[int]) -> list[str] | None:
    """Those that the brand delivers in its own city (OP-3-E-1); None where no city is set."""
    cities = DeliveryArea.objects.filter(contract_id__in=contract_ids).exclude(same_city="")
    wanted = Q()
    for contract_id, city in cities.values_list("contract_id", "same_city"):
        names = {city, city.removesuffix("市"), f"{city.removesuffix('市')}市"}
        wanted |= Q(contract_id=contract_id, city__in=names) | Q(
            contract_id=contract_id, city__in=["市辖区", ""], province__in=names
        )
    return _picks(OrderPerson.objects.filter(wanted).order_by("-pk")) if wanted else None


def _picks(rows: object) -> list[str]:
    found: Iterable[tuple[int, str]] = rows.values_list("contract_id", "order_id")[:PICKS_MAX]  # type: ignore[attr-defined]
    return [f"{contract_id}~{order_id}" for contract_id, order_id in found]
