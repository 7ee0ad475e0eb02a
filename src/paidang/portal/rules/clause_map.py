"""The clause map `docs/clauses/*.toml`: which sentence of the source agreements which code carries out."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

BUILT, PARTLY, NOT_BUILT = "built", "partly", "not_built"
_FIELDS = {"id", "quote", "also", "code", "tests", "page", "not_built"}


class BadMap(ValueError):
    """A map that is not of the form; the message names the clause."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One item: the quotation of what it is known by and `also` of what else it obliges to, the dotted symbols that carry it
    out, their tests, the page that shows it.

    `not_built` names what is left to build: all of it where there is no code, a part where there is.
    """

    id: str
    quote: str
    code: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    page: str = ""
    not_built: str = ""
    also: tuple[str, ...] = ()

    @property
    def quotes(self) -> tuple[str, ...]:
        """Every quotation of the item."""
        return (self.quote, *self.also)

    @property
    def state(self) -> str:
        if not self.code:
            return NOT_BUILT
        return PARTLY if self.not_built else BUILT


@dataclass(frozen=True, slots=True)
class Chapter:
    """The clauses of one chapter; `key` is the start of their ids, `title` its heading in the text."""

    key: str
    title: str
    clauses: tuple[Clause, ...]

    def having(self, state: str) -> tuple[Clause, ...]:
        """The clauses in a state."""
        return tuple(clause for clause in self.clauses if clause.state == state)

    @property
    def code(self) -> frozenset[str]:
        """What carries the chapter out, each once."""
        return frozenset(one for clause in self.clauses for one in clause.code)

    @property
    def tests(self) -> frozenset[str]:
        """The files that test it, each once."""
        return frozenset(one for clause in self.clauses for one in clause.tests)


@dataclass(frozen=True, slots=True)
class Document:
    """One source text with its clauses in the order of the text, and the headings of its chapters, if it has any."""

    key: str
    title: str
    source: str
    clauses: tuple[Clause, ...]
    headings: tuple[str, ...] = ()

    def count(self, state: str) -> int:
        """How many clauses are in a state."""
        return sum(clause.state == state for clause in self.clauses)

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The clauses by chapter; none of a text without headings."""
        within: dict[str, list[Clause]] = {f"{self.key}-{n}": [] for n, _ in enumerate(self.headings, 1)}
        for clause in self.clauses if within else ():
            within["-".join(clause.id.split("-")[:2])].append(clause)
        return tuple(
            Chapter(key, title, tuple(found))
            for (key, found), title in zip(within.items(), self.headings, strict=True)
        )


def parse_map(key: str, text: str) -> Document:
    """Read one file of the map. Raises BadMap on an unknown field, a repeated id, a chapter without a heading, or code without
    tests."""
    data = tomllib.loads(text)
    clauses = tuple(_clause(key, entry) for entry in data["clause"])
    ids = [clause.id for clause in clauses]
    if repeated := {one for one in ids if ids.count(one) > 1}:
        raise BadMap(f"{key}: {'、'.join(sorted(repeated))} 写了两次")
    headings = _texts(data.get("chapters", []))
    if headings and (
        stray := {one.split("-")[1] for one in ids} - {f"{n}" for n in range(1, len(headings) + 1)}
    ):
        raise BadMap(f"{key}: 第 {'、'.join(sorted(stray))} 章没有写在 chapters 里")
    return Document(key, data["title"], data["source"], clauses, headings)


def _clause(key: str, entry: dict[str, object]) -> Clause:
    name = str(entry.get("id", ""))
    if set(entry) - _FIELDS or not name.startswith(f"{key}-") or not entry.get("quote"):
        raise BadMap(f"{key}: {name or '?'} 的字段不对")
    code, tests = _texts(entry.get("code", [])), _texts(entry.get("tests", []))
    if bool(code) != bool(tests):
        raise BadMap(f"{name}: 有程序就要有测试，有测试就要有程序")
    if not code and not entry.get("not_built"):
        raise BadMap(f"{name}: 没有程序，就写 not_built")
    return Clause(
        name,
        str(entry["quote"]),
        code,
        tests,
        str(entry.get("page", "")),
        str(entry.get("not_built", "")),
        _texts(entry.get("also", [])),
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, Iterable) else ()
