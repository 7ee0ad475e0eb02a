"""Finding words in a contract: in its text, blanks and line breaks left aside, or in what a term is called and says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from paidang.contracts.rules.reading.clauses import ClauseTree
from paidang.contracts.rules.reading.vocabulary import label, show_value

ENDS = re.compile(r"[。；;\n]")
AROUND = 60


@dataclass(frozen=True, slots=True)
class Found:
    """The first place: its sentence in three parts, the clause it stands in, the term's name where that was meant."""

    before: str
    words: str
    after: str
    clause: str
    term: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.before}{self.words}{self.after}"


def find_in_contract(asked: str, *, text: str, document: Mapping[str, Any], lang: str = "zh") -> Found | None:
    """The first place where the words stand in the document, else the first term of that name or value; None for neither.

    `document` is one of the reading's, with its place in the text and its terms.
    """
    pattern = _pattern(asked)
    if pattern is None:
        return None
    start, end = int(document["start"]), int(document["end"])
    if match := pattern.search(text, start, end):
        return _found(text, match.start(), match.end(), ClauseTree(text, start, end).path(match.start()))
    for term in document["terms"]:
        name, value = label(term["term"], lang), show_value(term["term"], term["value"], lang)
        if pattern.search(name) or pattern.search(value):
            words = f"{name} {value}"
            return Found("", words, "", str(term["clause"]), name)
    return None


def _pattern(asked: str) -> re.Pattern[str] | None:
    """Each character in turn, whatever blanks stand between them: a line may break in the middle of a word."""
    characters = re.sub(r"\s", "", asked)
    return re.compile(r"\s*".join(map(re.escape, characters)), re.I) if characters else None


def _found(text: str, start: int, end: int, clause: str) -> Found:
    before = ENDS.split(text[max(0, start - AROUND) : start])[-1]
    after = ENDS.split(text[end : end + AROUND])[0]
    return Found(before.lstrip(), text[start:end], after.rstrip(), clause)
