"""Giving a duty, or all duties of a kind, to one person. No evidence of its own: whoever knows the contract's chain writes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from paidang.duties.models import Assignment, StandingAssignment
from paidang.team.models import Person


def assign(
    contract_id: int, *, key: str, side: str, to: Person | None, by: Person, at: datetime
) -> Assignment | None:
    """Give the duty to one person, or to nobody in particular (None); the one who had it has it no longer.

    The same person twice is once: None says that nothing changed.
    """
    current = (
        Assignment.objects.select_for_update().filter(contract_id=contract_id, key=key, ended_at=None).first()
    )
    if (current.person_id if current else None) == (to.pk if to else None):
        return None
    if current:
        current.ended_at = at
        current.save(update_fields=["ended_at"])
    if to is None:
        return current
    return Assignment.objects.create(
        contract_id=contract_id, key=key, side=side, person=to, assigned_by=by, assigned_at=at
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """A person who has all duties of a kind from a day to another (None: for good)."""

    kind: str
    person_id: int
    since: date
    until: date | None


def set_standing(contract_id: int, *, side: str, kinds: Sequence[str], rows: Sequence[Standing]) -> None:
    """Let these people, and nobody else, have one side's duties of these kinds. The caller sees that days do not overlap."""
    StandingAssignment.objects.filter(contract_id=contract_id, side=side, kind__in=kinds).delete()
    StandingAssignment.objects.bulk_create(
        StandingAssignment(
            contract_id=contract_id, side=side, kind=row.kind, person_id=row.person_id, since=row.since, until=row.until
        )
        for row in rows
    )  # fmt: skip
