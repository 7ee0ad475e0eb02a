"""Who may see who gets the goods, and until when: whoever ships or serves the buyer, while the order is open (OP-5)."""

from collections.abc import Collection

from paidang.orders.rules.states import ON_HOLD, PART_SHIPPED, REFUNDING, SHIPPED, UNKNOWN, WAITING
from paidang.team.rules.roles import AGENCY

OPEN = (WAITING, ON_HOLD, PART_SHIPPED, SHIPPED, REFUNDING, UNKNOWN)
SEEING = {AGENCY: ("agency_operator", "agency_manager"), "brand": ("brand_warehouse",)}
"""Finance sees the place alone, on both sides; of the brand only its warehouse packs."""


def may_see(kind: str, roles: Collection[str], state: str) -> bool:
    """Whether a person of these roles, of an agency or a brand, may see the receiver of an order in this state.

    >>> may_see("brand", ["brand_manager"], "unshipped"), may_see("brand", ["brand_warehouse"], "unshipped")
    (False, True)
    """
    return state in OPEN and not set(SEEING[kind]).isdisjoint(roles)
