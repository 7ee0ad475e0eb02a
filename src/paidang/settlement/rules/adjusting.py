"""What both sides set right of a statement that stands: which amounts the next statement brings in, and when one may be proposed.

A dispute that is accepted before the confirmation makes another version; after it, an adjustment (SPEC §7).
"""

from collections.abc import Sequence
from typing import Any

KINDS = ("dispute", "other")
PREFIX = "agreed-"
REASON_MAX, ANSWER_MAX, ROWS_MAX = 200, 500, 1000
AMOUNT_MAX = 10**13
"""In fen: a hundred billion yuan, either way; more is a slip."""


def is_for_adjusting(*, is_confirmed: bool, is_silently_confirmed: bool, has_later: bool) -> bool:
    """Whether the statement can no longer get another version, so that what is wrong with it becomes an adjustment.

    >>> is_for_adjusting(is_confirmed=False, is_silently_confirmed=False, has_later=False)
    False
    """
    return is_confirmed or is_silently_confirmed or has_later


def as_term(
    number: int, kind: str, amount: int, reason: str, clause: str, rows: Sequence[str]
) -> dict[str, Any]:
    """An agreed adjustment as `terms.json` carries it (SPEC §10); `amount` in fen, above zero in b's favour."""
    return {
        "id": f"{PREFIX}{number}",
        "kind": kind,
        "amount": amount,
        "reason": reason,
        "clause": clause,
        "rows": list(rows),
    }
