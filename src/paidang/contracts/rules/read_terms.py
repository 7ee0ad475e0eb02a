"""Looking terms up in a reading, with the text's 甲方 and 乙方 turned into brand (a) and agency (b)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from paidang.kit.sides import other_side

BRAND = "brand"


@dataclass(frozen=True, slots=True)
class ReadTerms:
    """The terms of one document as READING.md gives them; `party_a` is who the text's 甲方 is (brand or agency)."""

    terms: Sequence[Mapping[str, object]]
    party_a: str

    def all(self, term: str) -> list[Mapping[str, object]]:
        """Every place that speaks of the term, blanks and conflicts too."""
        return [found for found in self.terms if found["term"] == term]

    def with_stated(self, values: Mapping[str, object], sources: Mapping[str, str]) -> "ReadTerms":
        """The same with terms that are settled elsewhere (path -> clause) in the place of what the text says."""
        kept = [place for place in self.terms if place["term"] not in values]
        for term, value in values.items():
            clause = sources.get(term) or self.clause(term)
            kept.append({"term": term, "value": value, "status": "stated", "clause": clause})
        return replace(self, terms=kept)

    def stated(self, term: str) -> object | None:
        """The one value the text states; None where it is silent, blank, or says two things."""
        found = self.all(term)
        values = [place["value"] for place in found]
        if (
            not found
            or any(place["status"] != "stated" for place in found)
            or any(v != values[0] for v in values)
        ):
            return None
        return values[0]

    def clause(self, *terms: str) -> str:
        """The clause of the first of the terms that the text speaks of."""
        for term in terms:
            for place in self.all(term):
                return str(place["clause"])
        return ""

    def side(self, term: str) -> str | None:
        """The stated party of a who-does-what term as brand (a) or agency (b); None unless it is one of the two."""
        value = self.stated(term)
        return self.turned(value) if value in ("a", "b") else None

    def turned(self, party: object) -> str:
        """甲方 (a in the text) as brand or agency."""
        return str(party) if self.party_a == BRAND else other_side(str(party))

    def party_term(self, pattern: str, side: str) -> str:
        """The text's term for a side: ``fee.share.{}`` of the brand is ``fee.share.a`` where 甲方 is the brand."""
        return pattern.format(self.turned(side))
