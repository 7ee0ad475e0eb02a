"""Who looked: read from the contract's chain, where each opening and each copy has its entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.incidents.rules.matters import COPIED, MATTERS, OPENED, TAKEN, matter_of, may_know
from paidang.kit.period import day_of, day_start_at
from paidang.team.models import Person


def has_opened(contract: Contract, person: Person, what: str, item: str, at: datetime) -> bool:
    """Whether this person's opening of it is on record today."""
    start = day_start_at(day_of(at))
    return Entry.objects.filter(
        chain_id=contract.chain_id, act=OPENED, person=person.pk, facts__what=what, facts__item=item, at__gte=start,
        at__lt=start + timedelta(days=1),
    ).exists()  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """One look or copy: the entry that tells of it, at which matter, by which side."""

    contract: Contract
    entry: Entry
    matter: str
    side: str


def list_looks(contracts: Sequence[Contract], *, org_id: int, matter: str = "", most: int) -> list[Look]:
    """The latest looks that an organisation is told of; of one matter, or of all."""
    by_chain = {one.chain_id: one for one in contracts}
    acts = [act for act, of in TAKEN.items() if matter in ("", of)]
    found = Entry.objects.filter(chain_id__in=list(by_chain), act__in=[OPENED, COPIED, *acts])
    looks: list[Look] = []
    for entry in found.order_by("-at", "-pk").iterator(chunk_size=200):
        contract = by_chain[entry.chain_id]
        look = Look(contract, entry, matter_of(entry.act, entry.facts), contract.side_of(entry.org))
        if look.matter not in ({matter} if matter else MATTERS):
            continue
        if may_know(look.matter, reader=contract.side_of(org_id), looker=look.side):
            looks.append(look)
        if len(looks) == most:
            break
    return looks
