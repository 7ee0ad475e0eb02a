"""Raising and closing duties. No evidence of their own: the act that causes them has written its entry."""

from collections.abc import Mapping
from datetime import datetime

from paidang.duties.models import Duty
from paidang.duties.rules.wording import KINDS


def raise_duty(
    contract_id: int,
    *,
    key: str,
    kind: str,
    side: str,
    page: str,
    at: datetime,
    due_at: datetime | None = None,
    clause: str = "",
    facts: Mapping[str, object] | None = None,
) -> None:
    """Put a duty on a side's worklist; one that is open already gets the new facts and the new date."""
    assert kind in KINDS, kind
    Duty.objects.update_or_create(
        contract_id=contract_id,
        key=key,
        closed_at=None,
        defaults={"facts": dict(facts or {}), "due_at": due_at, "side": side, "page": page, "clause": clause},
        create_defaults={
            "kind": kind,
            "side": side,
            "page": page,
            "clause": clause,
            "facts": dict(facts or {}),
            "due_at": due_at,
            "raised_at": at,
        },
    )


def close_duty(contract_id: int, *, key: str, at: datetime) -> None:
    """Take a duty off the worklist; nothing happens where it is not open."""
    Duty.objects.filter(contract_id=contract_id, key=key, closed_at=None).update(closed_at=at)
