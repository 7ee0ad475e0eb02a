"""Two versions of a contract side by side: clause by clause, word by word, and term by term.

Clauses are aligned by what they say, not by their numbers: a clause that only got another number is no change of
words, one that stands elsewhere has moved. Blanks, line ends, widths and script are accidents of typing.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import cast

from paidang.contracts.rules.reading.clauses import ClauseTree
from paidang.contracts.rules.reading.squeezed import fold

SAME, CHANGED, ADDED, REMOVED, MOVED = "same", "changed", "added", "removed", "moved"
KEPT, OUT, IN = "same", "out", "in"
ALIKE, ALIKE_UNDER_ONE_NUMBER, ALIKE_ELSEWHERE = 0.5, 0.25, 0.8
"""How much of their words two clauses share to be one clause: beside each other, with the same number, far apart."""
ISLAND = 2
"""So few characters that stay between two changes are read with them: single ones would only disturb the eye."""

_HAN_NUMBER = "零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟"
_TOKEN = re.compile(
    rf"[百千万]分之[{_HAN_NUMBER}点0-9.]+|[{_HAN_NUMBER}]+|[0-9]+(?:[.,:][0-9]+)*[%‰]?|[A-Za-z]+(?:[-'][A-Za-z]+)*|\S"
)
_NUMBER_OF_CLAUSE = re.compile(
    r"\s*(?:第\s*\S{1,6}?\s*[章编部节条]|附件\S{0,3}|[（(]\S{1,3}[）)]|[0-9]{1,2}(?:[.．][0-9]{1,2})+[、.．]?|\S{1,3}?[、.．：:)）]|[①-⑳㈠-㈩⑴-⒇])\s*"
)


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words that stay (`same`), go (`out`) or come (`in`)."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its number as a person cites it, what it says without the number, and where it stands in the text.

    The number is text[start:said_at], the body begins at `said_at`, blank lines follow until `end`.
    """

    path: str
    body: str
    start: int
    said_at: int
    end: int


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause of either version. `was` or `now` is None for what was added or removed."""

    kind: str
    was: Clause | None
    now: Clause | None
    words: tuple[Words, ...]

    @property
    def old(self) -> str | None:
        return self.was.path if self.was else None

    @property
    def new(self) -> str | None:
        return self.now.path if self.now else None

    @property
    def path(self) -> str:
        """The number under which it is talked about: the new one, the old one of what was removed."""
        return self.new or self.old or ""

    @property
    def key(self) -> str:
        """Names these words in the place of those (sha256), whatever way the two texts are compared."""
        place = [self.old, self.was and self.was.body, self.new, self.now and self.now.body]
        return hashlib.sha256(json.dumps(place, ensure_ascii=False).encode()).hexdigest()

    @property
    def is_kept(self) -> bool:
        """Word for word where and what it was."""
        return self.kind == SAME and not self.renumbered

    @property
    def renumbered(self) -> bool:
        return self.old is not None and self.new is not None and self.old != self.new

    @property
    def says_the_same(self) -> bool:
        return all(words.op == KEPT for words in self.words)

    def to_json(self) -> dict[str, object]:
        words = [{"op": each.op, "text": each.text} for each in self.words]
        return {
            "kind": self.kind, "old_clause": self.old, "new_clause": self.new, "renumbered": self.renumbered, "words": words,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class TermChange:
    """A term with what each version says of it, in the order of the text; nothing where it is silent."""

    term: str
    old: tuple[Mapping[str, object], ...]
    new: tuple[Mapping[str, object], ...]

    def to_json(self) -> dict[str, object]:
        return {
            "term": self.term,
            "old": [dict(each) for each in self.old],
            "new": [dict(each) for each in self.new],
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """All clauses in the order of the new version, what was removed where it stood, and the terms that differ."""

    old_title: str | None
    new_title: str | None
    clauses: tuple[ClauseChange, ...]
    terms: tuple[TermChange, ...]

    @property
    def changes(self) -> list[ClauseChange]:
        """The clauses that are not word for word where and what they were."""
        return [each for each in self.clauses if not each.is_kept]

    def to_json(self) -> dict[str, object]:
        return {
            "old_title": self.old_title,
            "new_title": self.new_title,
            "clauses": [change.to_json() for change in self.changes],
            "terms": [change.to_json() for change in self.terms],
            "unchanged": sum(each.is_kept for each in self.clauses),
        }


Document = Mapping[str, object]


def compare(old_text: str, old: Document | None, new_text: str, new: Document | None) -> Comparison:
    """Compare one document of each text, as READING gives it; None for a document that one side does not have."""
    return Comparison(
        str(old["title"]) if old else None,
        str(new["title"]) if new else None,
        tuple(compare_clauses(_clauses(old_text, old), _clauses(new_text, new))),
        tuple(compare_terms(_terms(old), _terms(new))),
    )


def pair_documents(
    old: Sequence[Document], new: Sequence[Document]
) -> list[tuple[Document | None, Document | None]]:
    """The documents of two files that are versions of each other: of one title first, then in their order."""
    pairs: list[tuple[Document | None, Document | None]] = []
    left, right = list(old), list(new)
    for document in old:
        if other := next((each for each in right if each["title"] == document["title"]), None):
            pairs.append((document, other))
            left.remove(document)
            right.remove(other)
    both = min(len(left), len(right))
    pairs += zip(left[:both], right[:both], strict=True)
    return pairs + [(each, None) for each in left[both:]] + [(None, each) for each in right[both:]]


# Clauses


def split_clauses(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of text[start:end] without their numbers; a number that says nothing belongs to the clause after it."""
    clauses: list[Clause] = []
    begun = start
    for path, first, last in ClauseTree(text, start, end).spans(start, end):
        whole = text[first:last]
        number = _NUMBER_OF_CLAUSE.match(whole) if first > start or path != "首部" else None
        said = whole[number.end() :] if number else whole
        if body := said.strip():
            clauses.append(Clause(path, body, begun, last - len(said.lstrip()), last))
            begun = last
    return clauses


def compare_clauses(old: Sequence[Clause], new: Sequence[Clause]) -> list[ClauseChange]:
    """Every clause of both versions once, in the order of the new one; what was removed stands where it stood."""
    partner = _aligned(old, new)
    old_of = {there: here for here, there in partner.items()}
    in_place = _in_order(partner)
    changes: list[ClauseChange] = []
    shown = 0
    for at, clause in enumerate(new):
        here = old_of.get(at)
        if here is None:
            changes.append(ClauseChange(ADDED, None, clause, (Words(IN, clause.body),)))
            continue
        if here in in_place:
            changes += [_removed(old[gone]) for gone in range(shown, here) if gone not in partner]
            shown = max(shown, here + 1)
        words = tuple(compare_words(old[here].body, clause.body))
        kind = SAME if all(each.op == KEPT for each in words) else CHANGED
        changes.append(ClauseChange(kind if here in in_place else MOVED, old[here], clause, words))
    return changes + [_removed(old[gone]) for gone in range(shown, len(old)) if gone not in partner]


def _removed(clause: Clause) -> ClauseChange:
    return ClauseChange(REMOVED, clause, None, (Words(OUT, clause.body),))


def _aligned(old: Sequence[Clause], new: Sequence[Clause]) -> dict[int, int]:
    """Which old clause is which new one: the same words first, then alike between those, then alike elsewhere."""
    bare_old, bare_new = [_bare(clause.body) for clause in old], [_bare(clause.body) for clause in new]
    partner: dict[int, int] = {}
    matcher = SequenceMatcher(None, bare_old, bare_new, autojunk=False)
    for op, i1, i2, j1, j2 in matcher.get_opcodes():
        if op == "equal":
            partner.update(zip(range(i1, i2), range(j1, j2), strict=True))
        elif op == "replace":
            scored = _scored(bare_old, bare_new, range(i1, i2), range(j1, j2))
            partner.update(_best(_near(scored, old, new)))
    free_old = [at for at in range(len(old)) if at not in partner]
    taken = set(partner.values())
    free_new = [at for at in range(len(new)) if at not in taken]
    pairs = _scored(bare_old, bare_new, free_old, free_new)
    partner.update(_best(pair for pair in pairs if pair[0] >= ALIKE_ELSEWHERE))
    return partner


def _near(
    scored: Iterator[tuple[float, int, int]], old: Sequence[Clause], new: Sequence[Clause]
) -> Iterator[tuple[float, int, int]]:
    """The pairs of one gap that may be versions of each other; the same number speaks for it."""
    for score, i, j in scored:
        one_number = old[i].path == new[j].path
        if score >= (ALIKE_UNDER_ONE_NUMBER if one_number else ALIKE):
            yield score + 0.1 * one_number, i, j


def _scored(
    old: Sequence[str], new: Sequence[str], here: Sequence[int], there: Sequence[int]
) -> Iterator[tuple[float, int, int]]:
    left = {i: _pairs_of(old[i]) for i in here}
    right = {j: _pairs_of(new[j]) for j in there}
    for i, first in left.items():
        for j, second in right.items():
            total = first.total() + second.total()
            yield (2 * (first & second).total() / total if total else 0.0), i, j


def _best(scored: Iterator[tuple[float, int, int]]) -> dict[int, int]:
    """Each clause with at most one other, the most alike first; of equals the nearest."""
    found: dict[int, int] = {}
    for _score, i, j in sorted(scored, key=lambda each: (-each[0], abs(each[1] - each[2]), each[1])):
        if i not in found and j not in found.values():
            found[i] = j
    return found


def _in_order(partner: Mapping[int, int]) -> set[int]:
    """The old clauses of the longest run of pairs that keeps both orders; the others have moved."""
    pairs = sorted(partner.items())
    best: list[tuple[int, int]] = []  # length, index of the one before
    for at, (_old, new) in enumerate(pairs):
        before = [(best[k][0], k) for k in range(at) if pairs[k][1] < new]
        length, last = max(before, default=(0, -1))
        best.append((length + 1, last))
    at = max(range(len(best)), key=lambda k: best[k][0], default=-1)
    kept = set()
    while at >= 0:
        kept.add(pairs[at][0])
        at = best[at][1]
    return kept


def _bare(body: str) -> str:
    return re.sub(r"\s", "", fold(body))


def _pairs_of(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(max(1, len(text) - 1)))


# Words


def numbered_words(change: ClauseChange, old_text: str, new_text: str) -> list[Words]:
    """The words of a clause with its number before them; a number that changed goes and comes like any word."""
    was, now = (
        re.sub(r"\n+", "\n", text[each.start : each.said_at]).strip("\n") if each else ""
        for text, each in ((old_text, change.was), (new_text, change.now))
    )
    same = fold(was).strip() == fold(now).strip()
    numbers = [Words(KEPT, now)] if same else [Words(OUT, was), Words(IN, now)]
    return [each for each in numbers if each.text] + list(change.words)


def tokens(text: str) -> list[str]:
    """Words as they are compared: numbers, amounts, rates and Latin words whole, Han characters and marks one by one.

    A blank stays only between two Latin words or numbers, a line end everywhere; both in front of the second.
    """
    found: list[str] = []
    end = 0
    for match in _TOKEN.finditer(fold(text)):
        word = text[match.start() : match.end()]
        apart = match.start() > end and found and _is_latin(found[-1][-1]) and _is_latin(word[0])
        line_ends = bool(found) and "\n" in text[end : match.start()]
        found.append(f"\n{word}" if line_ends else f" {word}" if apart else word)
        end = match.end()
    return found


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def compare_words(old: str, new: str) -> list[Words]:
    """The runs of words that stay, go and come; joined without what comes they are the old text, and the other way.

    Line ends are no words: those of the new text stay.
    """
    left, right = tokens(old), tokens(new)
    folded = [fold(token).lstrip("\n") for token in left], [fold(token).lstrip("\n") for token in right]
    steps = SequenceMatcher(None, *folded, autojunk=False).get_opcodes()
    runs: list[Words] = []
    gone, come = "", ""
    for at, (op, i1, i2, j1, j2) in enumerate(steps):
        kept = "".join(left[i1:i2])
        if op == "equal" and not (0 < at < len(steps) - 1 and _is_island(kept)):
            runs += _run(gone, come)
            runs.append(Words(KEPT, "".join(right[j1:j2])))
            gone, come = "", ""
        else:
            gone += kept
            come += "".join(right[j1:j2])
    return runs + _run(gone, come)


def _is_island(text: str) -> bool:
    return len(re.sub(r"\W", "", text)) < ISLAND


def _run(gone: str, come: str) -> list[Words]:
    return [Words(op, text) for op, text in ((OUT, gone), (IN, come)) if text]


# Terms


def compare_terms(
    old: Sequence[Mapping[str, object]], new: Sequence[Mapping[str, object]]
) -> list[TermChange]:
    """The terms of which the two versions say different things, in the order of the new text."""
    left, right = _by_term(old), _by_term(new)
    names = list(dict.fromkeys([*right, *left]))
    return [
        TermChange(name, left.get(name, ()), right.get(name, ()))
        for name in names
        if _values(left.get(name, ())) != _values(right.get(name, ()))
    ]


def _by_term(terms: Sequence[Mapping[str, object]]) -> dict[str, tuple[Mapping[str, object], ...]]:
    found: dict[str, tuple[Mapping[str, object], ...]] = {}
    for term in terms:
        shown = {key: term[key] for key in ("value", "status", "clause", "quote")}
        found[str(term["term"])] = (*found.get(str(term["term"]), ()), shown)
    return found


def _values(terms: Sequence[Mapping[str, object]]) -> list[str]:
    """What is said, wherever it is said."""
    return sorted(json.dumps([term["value"], term["status"]], sort_keys=True) for term in terms)


def _clauses(text: str, document: Document | None) -> list[Clause]:
    if document is None:
        return []
    return split_clauses(text, int(str(document["start"])), int(str(document["end"])))


def _terms(document: Document | None) -> Sequence[Mapping[str, object]]:
    return cast("Sequence[Mapping[str, object]]", document["terms"]) if document else ()
