"""What may be offered: of all, and by each store."""

from collections.abc import Mapping
from datetime import timedelta

from paidang.kit.clause import clause


@clause("OP-2-A-3")
def sellable(*, on_hand: int, reserved: int, safety: int) -> int:
    """What may be offered to buyers: on hand, less what is reserved, less what is kept back; never below 0.

    >>> sellable(on_hand=648, reserved=6, safety=30)
    612
    """
    return max(0, on_hand - reserved - safety)


MORE, LESS = "more", "less"
LESS_STANDS = timedelta(hours=1)
"""Less than was told is left alone for so long: buyers who have not paid yet hold it, and most of them pay or let it go."""


@clause("OP-2-A-3")
def drift(*, seen: int, told: int | None, wished: int) -> str:
    """How what a platform offers differs from what we told it: MORE, LESS, or "" where it does not.

    Between what it was told last and what it is to be told now it differs because of what is on its way. LESS may be buyers
    who have not paid yet; MORE is somebody at the platform.

    >>> drift(seen=500, told=120, wished=118), drift(seen=119, told=120, wished=118), drift(seen=90, told=120, wished=118)
    ('more', '', 'less')
    """
    if told is None:
        return ""
    return MORE if seen > max(told, wished) else LESS if seen < min(told, wished) else ""


def share_out(units: int, parts: Mapping[int, int]) -> dict[int, int]:
    """Share units among stores by their parts: the sum is exact, what is left over goes to the largest remainders.

    Of equal remainders the larger part comes first, then the earlier store. Where no store has a part, none offers any.

    >>> share_out(612, {1: 5, 2: 3, 3: 2})
    {1: 306, 2: 184, 3: 122}
    """
    whole = sum(parts.values())
    if not whole:
        return dict.fromkeys(parts, 0)
    shares = {store: units * part // whole for store, part in parts.items()}
    order = sorted(
        (store for store in parts if parts[store]),
        key=lambda store: (-(units * parts[store] % whole), -parts[store], store),
    )
    for store in order[: units - sum(shares.values())]:
        shares[store] += 1
    return shares
