"""Raising and closing duties. No evidence of their own: the act that causes them has written its entry."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from paidang.duties.models import Duty
from paidang.duties.rules.wording import KINDS
from paidang.team.models import Person


@dataclass(frozen=True, slots=True)
class Proof:
    """A file that shows that something was done."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


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


def close_duties(contract_id: int, *, at: datetime) -> None:
    """Take all open duties of a contract off the worklist: it is settled."""
    Duty.objects.filter(contract_id=contract_id, closed_at=None).update(closed_at=at)


def record_done(
    contract_id: int,
    *,
    key: str,
    kind: str,
    side: str,
    page: str,
    clause: str,
    facts: Mapping[str, object],
    due_at: datetime,
    at: datetime,
    person: Person,
    note: str,
    proof: Proof | None,
) -> Duty:
    """Put on record that a duty that the contract itself plans was done; the table refuses it a second time."""
    assert kind in KINDS, kind
    return Duty.objects.create(
        contract_id=contract_id, key=key, kind=kind, side=side, page=page, clause=clause, facts=dict(facts),
        due_at=due_at, raised_at=at, closed_at=at, done_by=person, note=note,
        proof_name=proof.name if proof else "", proof_sha256=proof.sha256 if proof else "",
        proof=proof.content if proof else None,
    )  # fmt: skip
