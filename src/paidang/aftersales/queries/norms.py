"""The service norms with their past, and the limits of each store."""

from dataclasses import dataclass
from datetime import date

from paidang.aftersales.models import ServiceNorm
from paidang.aftersales.queries.cases import limits_for
from paidang.aftersales.rules.clocks import Limit
from paidang.orders.models import Store


@dataclass(frozen=True, slots=True)
class StoreLimits:
    """The limits of one store on a day, by act."""

    channel: str
    store: str
    limits: dict[str, Limit]


def list_norms(contract_id: int) -> list[ServiceNorm]:
    """Every version, the latest first."""
    found = ServiceNorm.objects.filter(contract_id=contract_id)
    return list(found.select_related("proposed_by", "proposed_by__org", "answered_by").order_by("-number"))


def list_store_limits(contract_id: int, day: date) -> list[StoreLimits]:
    """Of each store of the contract."""
    return [
        StoreLimits(one.channel, one.name, limits_for(contract_id, one.channel, one.name, day))
        for one in Store.objects.filter(contract_id=contract_id).order_by("channel", "name")
    ]
