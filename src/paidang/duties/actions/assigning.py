"""Giving a duty to one person. No evidence of its own: whoever knows the contract's chain writes it."""

from datetime import datetime

from paidang.duties.models import Assignment
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
