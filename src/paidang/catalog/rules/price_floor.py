"""Was a unit sold for less than the brand allows?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.outcome import Violation
from paidang.kit.sentence import say

FLOOR_CLAUSE = "OP-2-A-2"


@dataclass(frozen=True, slots=True)
class Floor:
    """The minimum retail price of a SKU from a day on, until its next one."""

    sku: str
    valid_from: date
    min_retail_price_fen: int


def floor_on(floors: Iterable[Floor], *, sku: str, day: date) -> Floor | None:
    """The floor in force for a SKU on a day: the latest that is not after it; None where the brand set none."""
    in_force = [floor for floor in floors if floor.sku == sku and floor.valid_from <= day]
    return max(in_force, key=lambda floor: floor.valid_from, default=None)


@clause(FLOOR_CLAUSE)
def check_sold_price(
    floors: Iterable[Floor],
    *,
    sku: str,
    paid_on: date,
    quantity: int,
    unit_price_fen: int,
    merchant_discount_fen: int,
) -> Violation | None:
    """Say whether a line was sold below the floor of the day of payment.

    Counted is what the merchant let go: unit price and all merchant discounts of the line. The platform's own
    discount is NOT in: the platform pays it to the seller. Exactly the floor passes, one fen below does not; compared
    for the whole line, so nothing is rounded.
    """
    floor = floor_on(floors, sku=sku, day=paid_on)
    sold_fen = unit_price_fen * quantity - merchant_discount_fen
    if floor is None or sold_fen >= floor.min_retail_price_fen * quantity:
        return None
    return Violation(
        code="PRICE_BELOW_FLOOR",
        message=(
            say(
                "{sku} {quantity} 件成交 {sold}，低于最低零售价 {floor} × {quantity}",
                sku=sku,
                quantity=quantity,
                sold=yuan(sold_fen),
                floor=yuan(floor.min_retail_price_fen),
            )
        ),
        clause=FLOOR_CLAUSE,
        facts={"sold_fen": sold_fen, "floor_fen": floor.min_retail_price_fen, "quantity": quantity},
        remedy=say("请乙方说明原因，由甲方决定如何处理。"),
    )
