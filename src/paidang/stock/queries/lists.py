"""Which contracts want a list of sellable goods from the brand, and by when."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Max

from paidang.contracts.models import IN_FORCE, Contract, ContractText
from paidang.kit.period import day_of
from paidang.stock.models import GoodsList
from paidang.stock.rules.listing import CLAUSE_WORDS, list_due_on


def list_due_days(contracts: Sequence[Contract]) -> dict[int, date]:
    """By contract the day by which its next list is due; only contracts in force whose text asks for it are in."""
    living = {one.pk: one for one in contracts if one.state == IN_FORCE and one.in_force_at}
    asking = ContractText.objects.filter(contract_id__in=living, text__contains=CLAUSE_WORDS)
    wanted = set(asking.values_list("contract_id", flat=True).distinct())
    handed_in = GoodsList.objects.filter(contract_id__in=wanted).values("contract_id")
    last = dict(handed_in.annotate(last=Max("declared_at")).values_list("contract_id", "last"))
    return {
        pk: list_due_on(last=day_of(last[pk]) if pk in last else None, began=day_of(began))
        for pk in sorted(wanted)
        if (began := living[pk].in_force_at)
    }
