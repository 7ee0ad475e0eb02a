"""Looking for a pattern in a text only where it can begin.

Some three hundred patterns are looked for in every contract. Nearly each begins with one of a few dozen pairs of
characters (账单, 对账…), or a few characters before one; these stand at one place of a hundred, and everywhere else
the pattern need not be asked. A process that reads one contract does not stay long enough for that to be worth finding
out: it looks everywhere.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import add

# The parser of the standard library has no public name since Python 3.11.
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, ClassVar, NamedTuple

PAIR = 2
MOST_CHARACTERS = 64
"""What allows more characters than this at one place ([^，。], [一-鿿]) is as good as any."""
FARTHEST = 100
"""What may begin farther before a pair than this is looked for everywhere."""
FEW_CHARACTERS = 60_000
"""Through so few, looking everywhere takes less time than finding out what all the patterns begin with (0.1 to 0.2 s)."""


_asked_for: set[str] = set()
"""What all patterns that were looked for up to now begin with: of a text's pairs one in six."""


class Sought:
    """A text in which patterns are looked for."""

    looked_through: ClassVar[int] = 0
    """Characters up to now, of all texts."""

    def __init__(self, text: str) -> None:
        self.text = text
        Sought.looked_through += len(text)
        self._is_indexed = Sought.looked_through > FEW_CHARACTERS
        if self._is_indexed:
            self._index()

    def _index(self) -> None:
        """Note where the beginnings stand that are asked for; all of them in the first text that is looked at."""
        self._indexed = len(_asked_for)
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for begins in (self.text, map(add, self.text, self.text[1:])):
            for place, begin in enumerate(begins):
                if begin in _asked_for or not self._indexed:
                    self._places[begin].append(place)

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The same matches as `pattern.finditer(text)`."""
        can_begin = self._is_indexed and pattern.flags == re.UNICODE
        begins = beginnings(pattern.pattern) if can_begin else None
        if begins is None:
            yield from pattern.finditer(self.text)
            return
        last = 0
        for place in self._where(begins):
            if place >= last and (match := pattern.match(self.text, place)):
                yield match
                last = match.end()

    def _where(self, begins: "Beginnings") -> list[int]:
        if self._indexed and self._indexed < len(_asked_for):  # this text is older than some pattern
            self._index()
        places = [place for begin in begins.known & self._places.keys() for place in self._places[begin]]
        if begins.reach:
            places = list({max(0, place - back) for place in places for back in range(begins.reach + 1)})
        return sorted(places)


class Beginnings(NamedTuple):
    """What the matches of a pattern begin with, or have `reach` characters after their beginning at most.

    `known` are pairs, and characters after which anything may come; `unfinished` is what the next item goes on with.
    """

    known: set[str]
    unfinished: set[str]
    reach: int = 0


NOTHING_YET = Beginnings(set(), {""})
ANY_CHARACTER = Beginnings(set(), {""}, 1)


@cache
def beginnings(pattern: str) -> Beginnings | None:
    """The beginnings of a pattern; None where it can begin with anything."""
    known, unfinished, reach = _of_run(parser.parse(pattern))
    known |= unfinished
    if "" in known or reach > FARTHEST:
        return None
    _asked_for.update(known)
    return Beginnings(known, set(), reach)


def _of_run(items: Iterable[tuple[Any, Any]]) -> Beginnings:
    """The beginnings of items one after another."""
    known: set[str] = set()
    unfinished, reach = {""}, 0
    for operation, argument in items:
        item = _of_item(str(operation), argument)
        if item.reach:
            known |= unfinished - {""}
            unfinished &= {""}
            reach += item.reach if unfinished else 0
        known |= {(begin + more)[:PAIR] for begin in unfinished for more in item.known}
        longer = {begin + more for begin in unfinished for more in item.unfinished}
        known |= {begin[:PAIR] for begin in longer if len(begin) >= PAIR}
        unfinished = {begin for begin in longer if len(begin) < PAIR}
        if not unfinished:
            break
    return Beginnings(known, unfinished, reach)


def _of_item(operation: str, argument: Any) -> Beginnings:
    match operation:
        case "LITERAL":
            return Beginnings(set(), {chr(argument)})
        case "IN":
            characters = _characters(argument)
            return Beginnings(set(), characters) if characters else ANY_CHARACTER
        case "ANY" | "NOT_LITERAL":
            return ANY_CHARACTER
        case "AT" | "ASSERT" | "ASSERT_NOT":
            return NOTHING_YET
        case "SUBPATTERN":
            return _of_run(argument[-1])
        case "BRANCH":
            return _either(argument[1])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _of_repeat(*argument)
    return Beginnings({""}, set())


def _of_repeat(least: int, most: int, items: Sequence[tuple[Any, Any]]) -> Beginnings:
    once = _of_run(items)
    if once.reach:
        return Beginnings(once.known | once.unfinished - {""}, {""}, once.reach * most)
    return _either([[*items] * times for times in range(min(least, PAIR), min(most, PAIR) + 1)])


def _either(runs: Iterable[Iterable[tuple[Any, Any]]]) -> Beginnings:
    found = [_of_run(run) for run in runs]
    return Beginnings(
        {begin for each in found for begin in each.known},
        {begin for each in found for begin in each.unfinished},
        max(each.reach for each in found),
    )


def _characters(allowed: Iterable[tuple[Any, Any]]) -> set[str]:
    """The characters of a class; none if they are too many to name."""
    found: set[str] = set()
    for operation, argument in allowed:
        match str(operation):
            case "LITERAL":
                found.add(chr(argument))
            case "RANGE" if argument[1] - argument[0] < MOST_CHARACTERS:
                found |= {chr(code) for code in range(argument[0], argument[1] + 1)}
            case _:
                return set()
    return found
