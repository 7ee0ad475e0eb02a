"""The service norms with their past, and the limits of each store."""

from dataclasses import dataclass
from datetime import date

from paidang.aftersales.models import ServiceNorm
from paidang.aftersales.queries.cases import limits_for
from paidang.aftersales.rules.clocks import Limit
from paidang.kit.sentence import say
from paidang.orders.models import Store

WAITS, IN_FORCE, COMING, REPLACED, DECLINED, PAST = (
    "waits",
    "in_force",
    "coming",
    "replaced",
    "declined",
    "past",
)
NORM_STATES = {
    WAITS: say("等对方答复"), IN_FORCE: say("现行"), COMING: say("还没生效"), REPLACED: say("换成了新的一版"),
    DECLINED: say("没有同意"), PAST: say("以前的"),
}  # fmt: skip


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


def state_of(norm: ServiceNorm, standing: ServiceNorm | None, today: date) -> str:
    """Where a version is (`NORM_STATES`); `standing` is the one in force today. One's own that was proposed anew is replaced."""
    if norm.agreed is None:
        return WAITS
    if not norm.agreed:
        assert norm.answered_by is not None and norm.proposed_by is not None
        return REPLACED if norm.answered_by.org_id == norm.proposed_by.org_id else DECLINED
    if standing and norm.pk == standing.pk:
        return IN_FORCE
    return COMING if norm.from_day > today else PAST
