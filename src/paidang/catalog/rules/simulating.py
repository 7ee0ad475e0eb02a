"""The offers of a store laid out for one good, in the order they apply: what each takes, who pays, which do not count and why."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from paidang.catalog.rules.offers import ORDER_KINDS, UNIT_KINDS, Offer, order_choices
from paidang.catalog.rules.worst_price import Step, Worst, worst_price

KINDS_IN_ORDER = (*UNIT_KINDS, *ORDER_KINDS)
COMBINATIONS_MAX = 256

UNTICKED, SAME_KIND, EXCLUDED, NO_LOWER = "unticked", "same_kind", "excluded", "no_lower"


@dataclass(frozen=True, slots=True)
class Row:
    """One offer: what it takes of a unit, in fen, and what is left after it; `why` it takes nothing, with the offer that is in its way."""

    offer: Offer
    is_ticked: bool
    step: Step | None
    after_fen: int
    why: str = ""
    by: Offer | None = None


@dataclass(frozen=True, slots=True)
class Simulated:
    """The worst price by the ticked offers, row by row; how many combinations there are, how many of them break the floor.

    `always` are the offers in every one that breaks it. Beyond COMBINATIONS_MAX nothing is counted: `combinations` is 0.
    """

    worst: Worst
    rows: Sequence[Row]
    combinations: int
    below: int
    always: Sequence[Offer]

    @property
    def platform_fen(self) -> int:
        """What platforms pay of a unit; it does not count."""
        return sum(row.step.platform_fen for row in self.rows if row.step)


def simulate(
    sku: str, list_fen: int, offers: Iterable[Offer], ticked: Collection[str], floor_fen: int | None
) -> Simulated:
    """Lay out the offers of a day that cover a good at a list price; `ticked` are the keys of those that buyers may use."""
    mine = sorted(
        (offer for offer in offers if offer.covers(sku)), key=lambda one: KINDS_IN_ORDER.index(one.kind)
    )
    on = [offer for offer in mine if offer.key in ticked]
    worst = worst_price(sku, list_fen, on)
    steps = {step.offer.key: step for step in worst.steps}
    rows, left = [], list_fen
    for offer in mine:
        step = steps.get(offer.key)
        left -= step.merchant_fen if step else 0
        why, by = ("", None) if step else _why(offer, offer in on, [one.offer for one in worst.steps])
        rows.append(Row(offer, offer in on, step, left, why, by))
    count, below, always = _count(sku, list_fen, on, floor_fen)
    return Simulated(worst, rows, count, below, always)


def _why(offer: Offer, is_ticked: bool, used: Sequence[Offer]) -> tuple[str, Offer | None]:
    if not is_ticked:
        return UNTICKED, None
    same = next((one for one in used if one.kind == offer.kind), None)
    if same:
        return SAME_KIND, same
    against = next((one for one in used if not one.combines_with(offer)), None)
    return (EXCLUDED, against) if against else (NO_LOWER, None)


def _count(
    sku: str, list_fen: int, offers: Sequence[Offer], floor_fen: int | None
) -> tuple[int, int, list[Offer]]:
    choices = order_choices(offers, KINDS_IN_ORDER)
    if len(choices) > COMBINATIONS_MAX:
        return 0, 0, []
    if floor_fen is None:
        return len(choices), 0, []
    broken = [choice for choice in choices if worst_price(sku, list_fen, choice).price_fen < floor_fen]
    always = [offer for offer in offers if broken and all(offer in choice for choice in broken)]
    return len(choices), len(broken), always
