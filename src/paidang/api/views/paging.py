"""A page of rows by a number that each of them has: as fast for the last page as for the first."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from paidang.api.rules.cursors import cursor_of, number_of

Row = TypeVar("Row", bound=Model)


def page(
    listing: str, rows: QuerySet[Row], cursor: str, limit: int, *, key: str = "number"
) -> tuple[list[Row], str | None]:
    """The rows after the cursor, the highest number first, and where to go on; NotACursor where it is of another list."""
    if (before := number_of(listing, cursor)) is not None:
        rows = rows.filter(**{f"{key}__lt": before})
    found = list(rows.order_by(f"-{key}")[: limit + 1])
    shown = found[:limit]
    return shown, cursor_of(listing, str(getattr(shown[-1], key))) if len(found) > limit else None
