"""What a scan does to a parcel: a right code counts, a wrong one or one too many stops it until what was taken is put back.

Never more of anything is packed than was ordered (OP-3-E-2).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from paidang.fulfilment.rules.states import (
    COMPLETE,
    COUNTED,
    OPENED,
    OVER,
    PACKED,
    PACKING,
    STILL_STOPPED,
    STOPPED,
    WRONG,
)
from paidang.kit.clause import clause


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the parcel: how many belong in, how many are, and the codes it answers to (SKU and barcode)."""

    quantity: int
    scanned: int
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan came to: the parcel's state after it, and the place of the item that counts one more."""

    outcome: str
    state: str
    item: int | None = None


def plain(code: str) -> str:
    """A code as scanners differ about it: without blanks around it, in capitals."""
    return code.strip().upper()


def codes_of(*codes: str) -> frozenset[str]:
    """The codes something answers to."""
    return frozenset(plain(code) for code in codes if code.strip())


def sets_in(sets: int, parts: Iterable[tuple[int, int]]) -> tuple[int, bool]:
    """How many of a line's sets are whole in the parcel, by what belongs in of each part and what is in; and whether more is in."""
    parts = list(parts)
    whole = min(scanned * sets // units for units, scanned in parts)
    return whole, any(scanned * sets > whole * units for units, scanned in parts)


@clause("OP-3-E-2")
def scan(state: str, items: Sequence[Item], code: str, own: Iterable[str]) -> Scanned:
    """Scan a code over a parcel that is still to be checked; `own` are the parcel's codes, which also end a stop."""
    read = plain(code)
    if read in codes_of(*own):
        return Scanned(OPENED, PACKING)
    if state == STOPPED:
        return Scanned(STILL_STOPPED, STOPPED)
    matching = [at for at, item in enumerate(items) if read in item.codes]
    if not matching:
        return Scanned(WRONG, STOPPED)
    at = next((at for at in matching if items[at].scanned < items[at].quantity), None)
    if at is None:
        return Scanned(OVER, STOPPED)
    missing = sum(item.quantity - item.scanned for item in items) - 1
    return Scanned(COUNTED, PACKING, at) if missing else Scanned(COMPLETE, PACKED, at)
