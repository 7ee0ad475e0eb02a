"""A page of a list that is asked for by how many rows come before it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Paged(Generic[Row]):
    """The rows, how many each view has, how many this one has in all, and how many come before these."""

    rows: list[Row]
    counts: dict[str, int]
    total: int
    offset: int

    @property
    def last(self) -> int:
        """How many there are up to the last of these."""
        return self.offset + len(self.rows)

    @property
    def has_next(self) -> bool:
        return self.last < self.total
