"""A target for a measure of a contract: proposed by one side, in force from a month on once the other side agrees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from paidang.kit.sentence import say

PROPOSED, AGREED, DECLINED = "proposed", "agreed", "declined"
STATES = {PROPOSED: say("等对方答复"), AGREED: say("双方同意"), DECLINED: say("没有同意")}
NOTE_CHARS, COMMENT_CHARS = 500, 2_000


@dataclass(frozen=True, slots=True)
class Agreed:
    """A target that both sides agreed, in fen, basis points, or a number; `clause` where the contract itself sets it."""

    measure: str
    value: int
    from_month: str
    number: int = 0
    clause: str = ""


def targets_in(month: str, agreed: Iterable[Agreed]) -> Mapping[str, Agreed]:
    """By measure the target of a month: of those that begin by then the one agreed last, which has the highest number.

    >>> one, two = Agreed("shipped_48h", 9000, "2026-03", 1), Agreed("shipped_48h", 9500, "2026-05", 2)
    >>> [targets_in(month, [two, one])["shipped_48h"].value for month in ("2026-04", "2026-05")]
    [9000, 9500]
    """
    held: dict[str, Agreed] = {}
    for one in sorted(agreed, key=lambda each: each.number):
        if one.from_month <= month:
            held[one.measure] = one
    return held
