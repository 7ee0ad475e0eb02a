"""What a reader is: a term, what it looks for in squeezed text, and the value it takes from what it found."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from paidang.contracts.rules.reading.parties import without_scan_blanks
from paidang.contracts.rules.reading.squeezed import Squeezed
from paidang.kit.patterns import compiled

Value = Callable[[re.Match[str]], object]
BLANK: object = object()
"""A value that says: the text leaves a place for it and nobody filled it in."""


@dataclass(frozen=True, slots=True)
class Reader:
    """`looks_for` is matched over the squeezed document; group `q`, if it has one, is what is quoted.

    `value` is a constant, or takes the match; None means: this is not it after all.
    """

    term: str
    looks_for: re.Pattern[str]
    value: object
    needs: re.Pattern[str] | None = None
    """If set, only sentences with this are looked at: most have nothing to say on the term."""


@dataclass(frozen=True, slots=True)
class Found:
    """One value of one term at one place of the squeezed text."""

    term: str
    value: object
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """A value that is the text's own words of a group, as they stand (traditional characters, Latin names)."""

    group: str = "n"
    blanks: bool = True
    """Whether blanks between Latin letters are its own; in a number they are a scan's."""

    def read(self, match: re.Match[str], squeezed: Squeezed) -> object:
        start, end = match.span(self.group)
        if start == end or not match[self.group].strip("_"):
            return BLANK
        words = without_scan_blanks(squeezed.quote(start, end)).strip(" *`　_|【】")
        return words if self.blanks else re.sub(r"\s", "", words)


Scan = Callable[[Squeezed], Iterator[Found]]
"""What looks further than one pattern can: it reads the squeezed text itself."""


def reader(term: str, pattern: str, value: object = True, needs: str | None = None) -> Reader:
    """A reader of one term."""
    return Reader(term, compiled(pattern), value, compiled(needs) if needs else None)


def in_sentences(
    pattern: re.Pattern[str], needs: re.Pattern[str], squeezed: Squeezed
) -> Iterator[re.Match[str]]:
    """The matches of a pattern that keeps to one sentence, in the sentences that have what it needs."""
    for start, end in squeezed.sentences_with(needs):
        yield from pattern.finditer(squeezed.text, start, end)


def party(match: re.Match[str]) -> str | None:
    """The value of the group `p`: 甲方 is a, 乙方 is b, 双方 is both; what falls to a third party is no term."""
    word = match["p"]
    return {"甲": "a", "乙": "b", "丙": None}.get(word[0], "both") if word else None


def listed(words: Mapping[str, str], group: str = "q") -> Value:
    """The sorted values of all words that stand in a group."""
    patterns = [(compiled(word), value) for word, value in words.items()]
    return lambda match: sorted({value for word, value in patterns if word.search(match[group])}) or None


def run(readers: Sequence[Reader], squeezed: Squeezed) -> Iterator[Found]:
    """All that the readers find, each place of a term once."""
    for each in readers:
        taken = -1
        for match in (
            in_sentences(each.looks_for, each.needs, squeezed)
            if each.needs
            else squeezed.matches(each.looks_for)
        ):
            value = each.value
            if isinstance(value, Words):
                value = value.read(match, squeezed)
            elif callable(value):
                value = value(match)
            if value is None or match.start() < taken:
                continue
            start, end = match.span("q") if "q" in match.re.groupindex and match["q"] else match.span()
            taken = match.end()
            yield Found(each.term, None if value is BLANK else value, start, end)
