"""The tag that ties code to the sentence it carries out; `docs/clauses/*.toml` is the map."""

from collections.abc import Callable
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])

TAGGED: dict[str, list[str]] = {}


def clause(*ids: str) -> Callable[[F], F]:
    """Mark a rule or an action as carrying out the clauses of the source agreements, by their map id (``OP-3-D``)."""

    def tag(function: F) -> F:
        for clause_id in ids:
            TAGGED.setdefault(clause_id, []).append(f"{function.__module__}.{function.__qualname__}")
        return function

    return tag
