"""Penalties: one, all of some contracts, and where each store stands in a year."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from paidang.contracts.models import Contract
from paidang.incidents.models import Penalty
from paidang.incidents.rules.points import Standing, standing_of
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say


def get_penalty(contract: Contract, number: int, *, lock: bool = False) -> Penalty:
    """The penalty; NotFound if the contract has none of that number."""
    found = Penalty.objects.filter(contract=contract, number=number)
    one = (found.select_for_update() if lock else found).first()
    if one is None:
        raise NotFound(
            say("合同 {code} 下没有处罚 {number}", code=contract.code, number=number),
            remedy=say("请从处罚页打开。"),
        )
    return one


def list_penalties(contract_ids: Sequence[int]) -> list[Penalty]:
    """All of them, the latest first."""
    return list(penalties_of(contract_ids).order_by("-penalised_on", "-pk"))


def penalties_of(contract_ids: Sequence[int]) -> QuerySet[Penalty]:
    """All penalties of some contracts."""
    return Penalty.objects.filter(contract_id__in=contract_ids).select_related("contract", "entered_by")


@dataclass(frozen=True, slots=True)
class StoreStanding:
    """A store in a year."""

    channel: str
    store: str
    standing: Standing
    money_fen: int


def standings(penalties: Sequence[Penalty], year: int) -> list[StoreStanding]:
    """Where each store stands that has a penalty in the year; the most points first."""
    by_store: dict[tuple[str, str], list[Penalty]] = {}
    for one in penalties:
        if one.penalised_on.year == year:
            by_store.setdefault((one.channel, one.store), []).append(one)
    found = [
        StoreStanding(
            channel,
            store,
            standing_of(channel, [(one.penalised_on, one.points, one.outcome) for one in rows], year),
            sum(one.money_fen for one in rows),
        )
        for (channel, store), rows in by_store.items()
    ]
    return sorted(found, key=lambda one: (-one.standing.points, one.store))
