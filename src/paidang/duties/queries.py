"""The worklist."""

from paidang.duties.models import Duty


def list_open(contract_ids: list[int] | None = None) -> list[Duty]:
    """Open duties of the contracts (all that are visible by default), the nearest deadline first, undated last."""
    duties = Duty.objects.filter(closed_at=None)
    if contract_ids is not None:
        duties = duties.filter(contract_id__in=contract_ids)
    return sorted(duties, key=lambda duty: (duty.due_at is None, duty.due_at or duty.raised_at, duty.pk))
