"""What may be offered: of all, and by each store."""

from collections.abc import Callable, Iterable, Mapping
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


@clause("OP-2-A-3")
def offer_places(units: Mapping[str, int], places: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """How many each place of a store offers, by its name: `places` say what one of it is made of, `units` are the store's.

    A SKU is shared equally among the places that sell it; a set offers what the scarcest of its parts allows, and what it
    leaves of its shares goes to where the SKU is sold alone. All sold at once take no more than there is. A place with a
    part that is not counted offers nothing that we know of: it is not in the answer.

    >>> offer_places({"A": 10, "B": 3}, {"alone": {"A": 1}, "pair": {"A": 1, "B": 1}})
    {'pair': 3, 'alone': 7}
    >>> offer_places({"A": 10, "B": 9}, {"gift box": {"A": 2, "B": 1}, "unknown": {"C": 1}})
    {'gift box': 5}
    """
    known = {name: parts for name, parts in places.items() if parts and parts.keys() <= units.keys()}
    users: dict[str, list[str]] = {sku: [] for sku in units}
    for name, parts in known.items():
        for sku in parts:
            users[sku].append(name)
    shares: dict[str, dict[str, int]] = {}
    for sku, n in units.items():
        split = share_out(n, dict.fromkeys(range(len(users[sku])), 1))
        shares[sku] = {name: split[at] for at, name in enumerate(users[sku])}
    found = {
        name: min(shares[sku][name] // each for sku, each in parts.items())
        for name, parts in known.items()
        if sum(parts.values()) > 1
    }
    for sku, n in units.items():
        alone = [name for name in shares[sku] if name not in found]
        rest = n - sum(found[name] * known[name][sku] for name in shares[sku] if name in found)
        split = share_out(rest, dict.fromkeys(range(len(alone)), 1))
        found |= {name: split[at] for at, name in enumerate(alone)}
    return found


def hanging_together(skus: Iterable[str], beside: Callable[[str], Iterable[str]]) -> set[str]:
    """These SKUs and all that share a set with one of them, however far: what of one is on sale decides on the others.

    >>> sorted(hanging_together(["A"], {"A": "AB", "B": "ABC", "C": "BC", "D": "D"}.__getitem__))
    ['A', 'B', 'C']
    """
    found, new = set[str](), set(skus)
    while new:
        found |= new
        new = {other for sku in new for other in beside(sku)} - found
    return found
