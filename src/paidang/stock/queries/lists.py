"""Which contracts want a list of sellable goods from the brand, how often, and by when the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from paidang.contracts.models import IN_FORCE, Contract, ContractText
from paidang.kit.period import day_of
from paidang.stock.models import GoodsList, ListRhythm
from paidang.stock.rules.listing import CLAUSE_WORDS, Rhythm, list_due_on, rhythm_of


@dataclass(frozen=True, slots=True)
class ListDue:
    """The next list of a contract: its last day, and how often one is due."""

    day: date
    rhythm: Rhythm


def list_due_days(contracts: Sequence[Contract]) -> dict[int, ListDue]:
    """By contract when its next list is due; only contracts in force whose text asks for it are in."""
    living = {one.pk: one for one in contracts if one.state == IN_FORCE and one.in_force_at}
    asking = ContractText.objects.filter(contract_id__in=living, text__contains=CLAUSE_WORDS)
    texts: dict[int, list[str]] = {}
    for pk, text in asking.order_by("pk").values_list("contract_id", "text"):
        texts.setdefault(pk, []).append(text)
    handed_in = GoodsList.objects.filter(contract_id__in=texts).values("contract_id")
    last = dict(handed_in.annotate(last=Max("declared_at")).values_list("contract_id", "last"))
    agreed = _agreed(list(texts))
    found = {}
    for pk in sorted(texts):
        if began := living[pk].in_force_at:
            rhythm = rhythm_of(texts[pk], agreed.get(pk))
            before = day_of(last[pk]) if pk in last else None
            found[pk] = ListDue(list_due_on(last=before, began=day_of(began), every_days=rhythm.days), rhythm)
    return found


def waiting_rhythm(contract_id: int) -> ListRhythm | None:
    """What one side proposed and the other has not answered."""
    found = ListRhythm.objects.filter(contract_id=contract_id, agreed=None)
    return found.select_related("proposed_by").first()


def _agreed(contract_ids: Sequence[int]) -> dict[int, int]:
    """By contract the number of days that both sides agreed last."""
    rows = ListRhythm.objects.filter(contract_id__in=contract_ids, agreed=True).order_by("number")
    return dict(rows.values_list("contract_id", "every_days"))
