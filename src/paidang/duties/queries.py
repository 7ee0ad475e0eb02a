"""The worklist, who has been given what, who was reminded."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from paidang.duties.models import PENDING, SENT, Assignment, Duty, Reminder, StandingAssignment
from paidang.team.models import Person


def list_open(contract_ids: list[int] | None = None) -> list[Duty]:
    """Open duties of the contracts (all that are visible by default), the nearest deadline first, undated last."""
    duties = Duty.objects.filter(closed_at=None)
    if contract_ids is not None:
        duties = duties.filter(contract_id__in=contract_ids)
    return sorted(duties, key=lambda duty: (duty.due_at is None, duty.due_at or duty.raised_at, duty.pk))


def is_open(contract_id: int, key: str) -> bool:
    """Whether this duty stands."""
    return Duty.objects.filter(contract_id=contract_id, key=key, closed_at=None).exists()


def list_done(contract_id: int) -> dict[str, Duty]:
    """What persons have declared done, by key; without the proofs' bytes."""
    done = Duty.objects.filter(contract_id=contract_id, done_by__isnull=False)
    return {duty.key: duty for duty in done.select_related("done_by").defer("proof")}


def list_done_keys(contract_ids: Sequence[int]) -> set[tuple[int, str]]:
    """What persons have declared done, by contract and key."""
    done = Duty.objects.filter(contract_id__in=contract_ids, done_by__isnull=False)
    return set(done.values_list("contract_id", "key"))


def get_proof(contract_id: int, key: str) -> tuple[str, bytes] | None:
    """The name and the bytes of the file given as proof; None where there is none."""
    done = Duty.objects.filter(contract_id=contract_id, key=key, done_by__isnull=False).first()
    return (done.proof_name, bytes(done.proof)) if done and done.proof is not None else None


def list_assigned(contract_ids: Sequence[int]) -> dict[tuple[int, str, str], Assignment]:
    """Who has been given which duty, by contract, key and side; people who were deactivated no longer count."""
    found = Assignment.objects.filter(
        contract_id__in=contract_ids, ended_at=None, person__is_active=True
    ).select_related("person", "assigned_by")
    return {(each.contract_id, each.key, each.side): each for each in found}


def list_standing(contract_ids: Sequence[int], *, on: date) -> dict[tuple[int, str, str], Person]:
    """Who on a day has all duties of a kind, by contract, side and kind; people who were deactivated no longer count."""
    found = StandingAssignment.objects.filter(
        Q(until=None) | Q(until__gte=on), contract_id__in=contract_ids, since__lte=on, person__is_active=True
    ).select_related("person")
    return {(each.contract_id, each.side, each.kind): each.person for each in found}


def list_reminders(contract_id: int, key: str) -> list[Reminder]:
    """Whom of one's own organisation the product has reminded of a duty, or will; the latest first."""
    found = Reminder.objects.filter(contract_id=contract_id, key=key).select_related("person")
    return list(found.order_by("-planned_at", "-pk"))


def lock_pending(ids: Sequence[int], *, at: datetime) -> list[Reminder]:
    """Those of the reminders whose time to be sent has come and that no other worker is sending."""
    found = Reminder.objects.select_for_update(skip_locked=True, of=("self",))
    return list(found.filter(pk__in=ids, state=PENDING, next_at__lte=at).order_by("pk"))


def has_been_written_to(person_id: int, *, since: datetime) -> bool:
    """Whether the person has had a reminder by e-mail since a moment."""
    return Reminder.objects.filter(person_id=person_id, state=SENT, sent_at__gte=since).exists()
