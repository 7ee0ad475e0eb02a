"""The two sides of a contract: ``a``, the brand, and ``b``, the agency."""

from typing import Literal

Side = Literal["a", "b"]
SIDES: tuple[Side, ...] = ("a", "b")


def other_side(side: str) -> Side:
    """The side across the table.

    >>> other_side("a"), other_side("b")
    ('b', 'a')
    """
    return "b" if side == "a" else "a"
