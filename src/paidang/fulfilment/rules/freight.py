"""What a parcel's freight comes to by the table agreed with the carrier: a first weight, then step by step. Fen and grams."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from paidang.kit.clause import clause

WEIGHT_MAX_G = 1_000_000


@dataclass(frozen=True, slots=True)
class Rate:
    """A row of the table, from a day on. `warehouse` None: from any; `province` "": to any that has no row of its own."""

    carrier: str
    warehouse: int | None
    province: str
    valid_from: date
    first_g: int
    first_fen: int
    step_g: int
    step_fen: int

    def freight_fen(self, weight_g: int) -> int:
        """The first weight, and each step that is begun beyond it."""
        beyond = max(0, weight_g - self.first_g)
        return self.first_fen + -(-beyond // self.step_g) * self.step_fen


def province_of(text: str) -> str:
    """`浙江省` and `浙江` are one; no two provinces begin with the same two characters."""
    return text.strip()[:2]


@clause("OP-3-D")
def rate_for(
    rates: Iterable[Rate], *, carrier: str, warehouse: int | None, province: str, day: date
) -> Rate | None:
    """The row that holds on a day: of the province before of all, of the warehouse before of all, then the latest."""
    found = [
        rate
        for rate in rates
        if rate.carrier == carrier
        and rate.warehouse in (None, warehouse)
        and province_of(rate.province) in ("", province_of(province))
        and rate.valid_from <= day
    ]
    return max(
        found,
        key=lambda rate: (bool(rate.province), rate.warehouse is not None, rate.valid_from),
        default=None,
    )
