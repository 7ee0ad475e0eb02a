"""The worklist."""

from paidang.duties.models import Duty


def list_open(contract_ids: list[int] | None = None) -> list[Duty]:
    """Open duties of the contracts (all that are visible by default), the nearest deadline first, undated last."""
    duties = Duty.objects.filter(closed_at=None)
    if contract_ids is not None:
        duties = duties.filter(contract_id__in=contract_ids)
    return sorted(duties, key=lambda duty: (duty.due_at is None, duty.due_at or duty.raised_at, duty.pk))


def list_done(contract_id: int) -> dict[str, Duty]:
    """What persons have declared done, by key; without the proofs' bytes."""
    done = Duty.objects.filter(contract_id=contract_id, done_by__isnull=False)
    return {duty.key: duty for duty in done.select_related("done_by").defer("proof")}


def get_proof(contract_id: int, key: str) -> tuple[str, bytes] | None:
    """The name and the bytes of the file given as proof; None where there is none."""
    done = Duty.objects.filter(contract_id=contract_id, key=key, done_by__isnull=False).first()
    return (done.proof_name, bytes(done.proof)) if done and done.proof is not None else None
