"""When the brand's list of sellable goods is due again (OP-4-B-4)."""

from datetime import date, timedelta

from paidang.kit.clause import clause

EVERY_DAYS = 14
"""The text says 定期, periodically, and not how often: two weeks, until it is a term of its own."""
CLAUSE_WORDS = "可销售商品的详单"
"""A contract with these words has the duty."""


@clause("OP-4-B-4")
def list_due_on(*, last: date | None, began: date) -> date:
    """The last day for the next list: so many days after the last one, or after the contract came into force.

    >>> list_due_on(last=date(2026, 10, 5), began=date(2026, 3, 1))
    datetime.date(2026, 10, 19)
    """
    return (last or began) + timedelta(days=EVERY_DAYS)
