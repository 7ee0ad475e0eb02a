"""What may be offered: of all, and by each store."""

from collections.abc import Mapping

from paidang.kit.clause import clause


@clause("OP-2-A-3")
def sellable(*, on_hand: int, reserved: int, safety: int) -> int:
    """What may be offered to buyers: on hand, less what is reserved, less what is kept back; never below 0.

    >>> sellable(on_hand=648, reserved=6, safety=30)
    612
    """
    return max(0, on_hand - reserved - safety)


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
