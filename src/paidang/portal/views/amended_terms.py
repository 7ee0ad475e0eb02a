"""The terms of a contract as they hold on a day, with what is to come and what was: for its page and for the page of a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from paidang.contracts.queries import Standing
from paidang.contracts.rules.amending import Amended, Place, Spell, held_on, history_of, in_order
from paidang.contracts.rules.reading.vocabulary import GROUPS, TERMS, group
from paidang.portal.rules.clause_words import supplement_of
from paidang.portal.rules.term_words import term_label, term_value
from paidang.portal.views.contract_reading import language


@dataclass(frozen=True, slots=True)
class Said:
    """What holds of a term in some spell: in words, where it says so, and the page of that place; no words: it does not apply."""

    words: str
    clause: str
    url: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class HeldTerm:
    """A term on a day: what holds, what is agreed for later days, and every spell of it, the first first."""

    key: str
    name: str
    now: Said
    coming: Sequence[Said]
    history: Sequence[Said]

    @property
    def is_amended(self) -> bool:
        """Whether a supplementary agreement says what holds of it."""
        return supplement_of(self.now.clause) is not None or (
            not self.now.words and self.now.since is not None
        )


def before_of(standing: Standing, new: Amended) -> list[Amended]:
    """The agreements on top of which it holds: all before it in the order in which they take over."""
    others = [one for one in standing.amendments if one.number != new.number]
    order = in_order([*others, new])
    at = next(nth for nth, one in enumerate(order) if one.number == new.number)
    return order[:at]


def amended_terms(standing: Standing, day: date) -> dict[str, HeldTerm]:
    """The terms that some signed supplementary agreement speaks of, by key."""
    keys = {key for one in standing.amendments for key in one.keys}
    return {
        key: _held_term(standing, key, day) for key in [*TERMS, *sorted(keys - set(TERMS))] if key in keys
    }


def all_terms(standing: Standing, day: date) -> list[tuple[str, list[HeldTerm]]]:
    """Every term that holds on the day or has held, by group."""
    held = held_on(standing.base, standing.amendments, day)
    said = {str(place["term"]) for place in held.read.terms if place["status"] == "stated"}
    decided = {key for key, one in held.decisions.items() if one.number}
    keys = said | decided | {key for one in standing.amendments for key in one.keys}
    at = 0 if language() == "zh" else 1
    groups = []
    for name, words in GROUPS.items():
        inside = [_held_term(standing, key, day) for key in _in_order(keys) if _group_of(key) == name]
        if inside:
            groups.append((words[at], inside))
    return groups


def _in_order(keys: Iterable[str]) -> list[str]:
    order = {term: nth for nth, term in enumerate(TERMS)}
    return sorted(keys, key=lambda key: (order.get(key, len(order)), key))


def _group_of(key: str) -> str:
    """A point that is no term of the text is about money."""
    return group(key) if key in TERMS else "parties" if key.startswith("party.") else "money"


def _held_term(standing: Standing, key: str, day: date) -> HeldTerm:
    spells = [
        _said(standing, key, spell) for spell in history_of(key, standing.base, list(standing.amendments))
    ]
    now = next(one for one in reversed(spells) if (one.since or date.min) <= day)
    coming = [one for one in spells if one.since and one.since > day]
    return HeldTerm(key, term_label(key, language()), now, coming, spells)


def _said(standing: Standing, key: str, spell: Spell) -> Said:
    clause = str(spell.places[0]["clause"]) if spell.places else ""
    url = url_of(standing.contract.code, clause)
    return Said(words_of(key, spell.places), clause, url, spell.since, spell.until)


def words_of(key: str, places: Sequence[Place]) -> str:
    """What the places say of a term, each value once; empty where nothing is said or a blank is left."""
    words = [term_value(key, place["value"], language()) for place in places if place["value"] is not None]
    return " / ".join(dict.fromkeys(words))


def url_of(code: str, clause: str) -> str:
    """The page that a clause stands on: of a supplementary agreement its own, else the contract's at that clause."""
    if number := supplement_of(clause):
        return reverse("portal:contract_amendment", args=(code, number))
    return reverse("portal:contract", args=(code,)) + (f"?clause={clause}" if clause else "")
