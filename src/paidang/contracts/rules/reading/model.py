"""What reading yields: documents with cited terms and findings, in the form of READING.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from paidang.contracts.rules.reading.clauses import ClauseTree
from paidang.contracts.rules.reading.squeezed import Squeezed, fold

STATED, BLANK, CONFLICT = "stated", "blank", "conflict"
ERROR, WARNING, NOTE = "error", "warning", "note"


@dataclass(frozen=True, slots=True)
class Quote:
    """A place of the text: code points from `start` to `end`, its words, its clause."""

    start: int
    end: int
    quote: str
    clause: str

    def to_json(self) -> dict[str, object]:
        return {"start": self.start, "end": self.end, "quote": self.quote, "clause": self.clause}


@dataclass(frozen=True, slots=True)
class Term:
    """One thing the text says, with its place."""

    term: str
    value: object
    status: str
    place: Quote

    def to_json(self) -> dict[str, object]:
        return {"term": self.term, "value": self.value, "status": self.status, **self.place.to_json()}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, missing or unlawful; `law` cites by name and article. No legal advice."""

    code: str
    severity: str
    message: str
    law: str | None = None
    quotes: Sequence[Quote] = ()

    def to_json(self) -> dict[str, object]:
        quotes = [quote.to_json() for quote in self.quotes]
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "law": self.law,
            "quotes": quotes,
        }


@dataclass(frozen=True)
class DocumentText:
    """One agreement as the checks see it: squeezed text, clauses, and what was found by term."""

    squeezed: Squeezed
    tree: ClauseTree
    kind: str
    title: str = ""
    terms: Mapping[str, Sequence[Term]] = field(default_factory=dict)

    @property
    def is_supplement(self) -> bool:
        """Whether it only adds to another contract: what that one says is not missing here."""
        return "补充" in fold(self.title)

    @property
    def text(self) -> str:
        return self.squeezed.text

    def quote(self, start: int, end: int) -> Quote:
        """A place of the squeezed text, as it stands in the original."""
        first, last = self.squeezed.span(start, end)
        return Quote(first, last, self.squeezed.original[first:last], self.tree.path(first))

    def values(self, term: str) -> list[object]:
        return [each.value for each in self.terms.get(term, ())]

    def places(self, *terms: str) -> list[Quote]:
        return [each.place for term in terms for each in self.terms.get(term, ())]

    def has(self, *terms: str) -> bool:
        return any(self.terms.get(term) for term in terms)


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One document of a file with what was read in it."""

    title: str
    kind: str
    start: int
    end: int
    terms: Sequence[Term]
    findings: Sequence[Finding]

    def to_json(self) -> dict[str, object]:
        return {
            "title": self.title, "kind": self.kind, "start": self.start, "end": self.end,
            "terms": [term.to_json() for term in self.terms], "findings": [finding.to_json() for finding in self.findings],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A file's documents one after another."""

    name: str
    sha256: str
    characters: int
    documents: Sequence[ReadDocument]

    def to_json(self) -> dict[str, object]:
        source = {"name": self.name, "sha256": self.sha256, "characters": self.characters}
        return {"source": source, "documents": [document.to_json() for document in self.documents]}
