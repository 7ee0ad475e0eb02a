"""What else a text leaves blank or says twice: any term of the vocabulary, decided by both sides like the others.

A decided term stands in the place of the text's own, so that whatever reads it later finds it stated.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from paidang.contracts.rules import points as p
from paidang.contracts.rules.points import Choice, Point
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.reading.vocabulary import TERMS, show_value
from paidang.contracts.rules.values import choices_of

# What settlement or its dates are computed by: the contract waits for these, the others are only recorded.
COMPUTED = (
    "fee.setup", "fee.setup.days", "fee.setup.days.day_kind", "fee.fixed_total", "fee.installments", "fee.commission.tiers", "fee.commission.threshold",
    "settlement.statement_due_day", "settlement.confirm_days", "settlement.confirm_days.day_kind", "settlement.pay_days",
    "settlement.pay_days.day_kind", "settlement.pay_window", "settlement.silence",
    "penalty.late_payment.rate_per_day", "penalty.late_payment.party", "penalty.late_payment.cap",
)  # fmt: skip
# Points of their own, which `terms` asks for; names stand under brand and agency there, not under the text's parties.
OWN = ("party.a.name", "party.b.name", "signed_on", "term.start", "term.end", "fee.monthly", "fee.minimum")
NUMBERS = ("days", "months", "years", "day", "number")
ROWS = ("list", "tiers", "installments", "window")
"""What several fields are asked for; a conflict is mended there too, beginning with what the text says first."""
FORMS = {"fen": "amount", "rate": "rate", "text": "text", "place": "text"}
FORMS |= dict.fromkeys(NUMBERS, "number") | {kind: kind for kind in ROWS}


def with_decided(read: ReadTerms, decided: Mapping[str, tuple[object, str]]) -> ReadTerms:
    """The reading with each decided term (value, source) in the place of what the text says about it."""
    values = {key: value for key, value in decided.items() if key in TERMS and key not in OWN}
    if not values:
        return read
    first: dict[str, Mapping[str, object]] = {}
    for place in read.terms:
        first.setdefault(str(place["term"]), place)
    said = [place for place in read.terms if place["term"] not in values]
    for key, (value, source) in values.items():
        if key in first:
            said.append({**first[key], "value": value, "status": "stated", "clause": source})
    return replace(read, terms=said)


def other_gaps(read: ReadTerms, covered: Collection[str]) -> list[Point]:
    """A point for each term that is blank or in conflict and that no other point covers, in the order of the text.

    A conflict is decided for one of its places; a blank is filled in, where a form can ask for such a value at all.
    """
    found: dict[str, Point] = {}
    for place in read.terms:
        term = str(place["term"])
        if (
            term in found
            or term in covered
            or term in OWN
            or term not in TERMS
            or place["status"] == "stated"
        ):
            continue
        if point := _gap(term, read.all(term)):
            found[term] = point
    return list(found.values())


def _gap(term: str, places: list[Mapping[str, object]]) -> Point | None:
    kind, zh, en = TERMS[term][1:]
    values = [place["value"] for place in places if place["value"] is not None]
    why = p.CONFLICT if values else p.BLANK
    options = [] if kind in ROWS else values or list(choices_of(term))
    choices: list[Choice] = []
    for value in options:
        if all(value != choice.value for choice in choices):
            choices.append(_choice(term, value, places))
    if not choices and (kind not in FORMS or (kind == "list" and not choices_of(term))):
        return None
    form = "term" if choices else FORMS[kind]
    first = values[0] if values and kind in ROWS else None
    return Point(term, why, zh, en, form, first, tuple(choices), places, blocking=term in COMPUTED)


def _choice(term: str, value: object, places: list[Mapping[str, object]]) -> Choice:
    clause = next((str(place["clause"]) for place in places if place["value"] == value), "")
    return Choice(value, show_value(term, value, "zh"), show_value(term, value, "en"), clause, clause)
