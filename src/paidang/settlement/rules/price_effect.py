"""What a dearer or cheaper factory price means for the agency's part, by itself: for a page that compares months."""

from paidang.settlement.rules.arithmetic import RATE_ONE, round_ratio
from paidang.settlement.rules.rows import tax_of
from paidang.settlement.rules.terms import Commission, ProfitShare, Terms


def share_of_cost(terms: Terms, cost: int) -> int | None:
    """By how much b's part changes where the month's cost is higher by `cost` fen, and it made a profit without it.

    The tax on the margin is in. Losses carried, thresholds, minimum and the rounding of single rows are NOT in: they belong
    to a month as a whole. None where tiers of profit make it depend on the rest of the month.
    """
    profit = -cost - tax_of(terms, revenue=0, cost=cost)
    millionths = 0
    for component in terms.components:
        if isinstance(component, ProfitShare):
            millionths += profit * component.b
        elif isinstance(component, Commission) and component.of == "profit":
            if len(component.tiers) > 1:
                return None
            millionths += profit * component.tiers[0].rate
    return round_ratio(millionths, RATE_ONE)
