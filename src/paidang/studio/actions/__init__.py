"""What is done with pictures: planned, handed in, proofed, signed off; pages submitted and published; copy asked for."""

from paidang.studio.actions.copy import ask_copy, supply_copy
from paidang.studio.actions.editions import approve_page, publish_page, return_page, submit_page
from paidang.studio.actions.pages import (
    add_picture,
    add_text,
    begin_page,
    change_text,
    move_block,
    order_blocks,
    remove_block,
)
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
    "add_picture",
    "add_pin",
    "add_shot",
    "add_text",
    "add_version",
    "approve_page",
    "approve_version",
    "ask_copy",
    "begin_page",
    "change_text",
    "hand_in",
    "move_block",
    "order_blocks",
    "plan_shots",
    "publish_page",
    "remove_block",
    "reply_to_pin",
    "resolve_pin",
    "return_page",
    "return_version",
    "send_to_proof",
    "submit_page",
    "supply_copy",
]
