"""Who looked: read from the contract's chain, where each opening and each copy has its entry."""

from datetime import datetime, timedelta

from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.incidents.rules.matters import OPENED
from paidang.kit.period import day_of, day_start_at
from paidang.team.models import Person


def has_opened(contract: Contract, person: Person, what: str, item: str, at: datetime) -> bool:
    """Whether this person's opening of it is on record today."""
    start = day_start_at(day_of(at))
    return Entry.objects.filter(
        chain_id=contract.chain_id, act=OPENED, person=person.pk, facts__what=what, facts__item=item, at__gte=start,
        at__lt=start + timedelta(days=1),
    ).exists()  # fmt: skip
