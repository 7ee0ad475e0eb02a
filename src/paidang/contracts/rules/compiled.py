"""What compiling a contract yields: terms with their sources, what is open, what both sides have decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from paidang.contracts.rules.points import Point


@dataclass(frozen=True, slots=True)
class Agreed:
    """A decision both sides stand by: its value, and the number of its addendum (None while only proposed).

    `by_amendment`: it was decided in the supplementary agreement of that number.
    """

    value: object
    number: int | None
    by_amendment: bool = False

    @property
    def source(self) -> str:
        if self.by_amendment:
            return f"补充协议 {self.number}"
        return f"补充约定 {self.number}" if self.number else "补充约定（待同意）"


@dataclass(slots=True)
class Compiled:
    """The terms so far, where each comes from (path -> clause), what is open, and what stays agreed but by hand."""

    terms: dict[str, object] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    open: list[Point] = field(default_factory=list)
    decided: dict[str, Agreed] = field(default_factory=dict)
    by_hand: list[str] = field(default_factory=list)

    @property
    def first_day(self) -> date:
        """The first day in force; only where the terms are complete."""
        term = self.terms["term"]
        assert isinstance(term, Mapping)
        return date.fromisoformat(str(term["start"]))

    @property
    def is_complete(self) -> bool:
        return not any(point.blocking for point in self.open)
