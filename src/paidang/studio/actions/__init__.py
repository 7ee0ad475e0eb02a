"""What is done with pictures: planned, handed in, proofed, signed off; pages submitted and published."""

from paidang.studio.actions.pins import add_pin, reply_to_pin, resolve_pin
from paidang.studio.actions.recording import UnableToProof
from paidang.studio.actions.shots import add_shot, plan_shots
from paidang.studio.actions.versions import (
    add_version,
    approve_version,
    hand_in,
    return_version,
    send_to_proof,
)

__all__ = [
    "UnableToProof",
    "add_pin",
    "add_shot",
    "add_version",
    "approve_version",
    "hand_in",
    "plan_shots",
    "reply_to_pin",
    "resolve_pin",
    "return_version",
    "send_to_proof",
]
