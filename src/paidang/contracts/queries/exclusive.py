"""The contract of another agency that stands in the way of one that is about to come into force."""

from datetime import date
from typing import cast

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries.life import Living, living_of
from paidang.contracts.queries.standing import Standing, get_standing
from paidang.contracts.rules.exclusive import Field, field_of, stands_in_the_way
from paidang.contracts.rules.life import LIVE, last_day, state_of
from paidang.team.context import one_at_a_time, seeing_as


def find_exclusive(standing: Standing, day: date) -> Contract | None:
    """The brand's first contract with another agency whose exclusivity covers this one on its days; None where it is free.

    Asked in the brand's view, since nobody else may know of it; what comes back is for the brand's eyes. Holds the brand's
    place until the transaction ends, so that of two contracts at once the second sees the first.
    """
    contract = standing.contract
    if contract.brand_id is None or contract.agency_id is None:
        return None
    wanted = _wanted(standing)
    with seeing_as(contract.brand_id):
        one_at_a_time("exclusive", contract.brand_id)
        others = Contract.objects.filter(brand_id=contract.brand_id, state=IN_FORCE).exclude(pk=contract.pk)
        for other in others.exclude(agency_id=contract.agency_id).select_related("agency").order_by("pk"):
            living = living_of(get_standing(other), day)
            if state_of(living.life, day) in LIVE and stands_in_the_way(
                living.read, _field(living, day), wanted
            ):
                return other
    return None


def _wanted(standing: Standing) -> Field:
    days = cast("dict[str, str]", standing.compiled.terms.get("term") or {})
    since, until = (date.fromisoformat(days[name]) if days.get(name) else None for name in ("start", "end"))
    return field_of(standing.base.stated, since=since, until=until)


def _field(living: Living, day: date) -> Field:
    """A contract that renews by itself runs on until somebody objects."""
    life = living.life
    runs_on = life.renewal.is_automatic and life.ending is None
    return field_of(living.read, since=life.start, until=None if runs_on else last_day(life, day))
