"""Decision cards: what is open or was decided, the answers to choose from, and what a form's fields mean."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from paidang.contracts.models import Decision
from paidang.contracts.queries import Standing
from paidang.contracts.rules import points as p
from paidang.contracts.rules.bearing import Bearing, bearings, suggested
from paidang.contracts.rules.decided_words import Wording
from paidang.contracts.rules.gaps import ROWS
from paidang.contracts.rules.points import Choice, Point
from paidang.contracts.rules.reading.clauses import ClauseTree
from paidang.kit import money
from paidang.kit.sides import other_side
from paidang.portal.views import contract_example as example
from paidang.portal.views.contract_reading import language
from paidang.portal.views.contract_text import ERROR, TERM, TermRow, sentence_around
from paidang.portal.views.decision_form import question_of
from paidang.portal.views.term_fields import Field, field_of
from paidang.settlement.rules.changed_money import Outcome
from paidang.team.rules.roles import BRAND


@dataclass(frozen=True, slots=True)
class Quote:
    """A place that the decision is about: the sentence, with the words that were read marked."""

    before: str
    marked: str
    after: str
    clause: str
    reads: str
    item: str
    kind: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One choice of a card; `amount` and `who` are what the example month comes to."""

    value: str
    word: str
    effect: str
    chosen: bool
    amount: int | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The decision as it stands: what, why, by whom, when; of which side of the two."""

    id: int
    words: str
    reason: str
    by: str
    side: str
    at: object
    mine: bool
    number: int | None
    agreed_by: str = ""
    agreed_side: str = ""
    agreed_at: object = None


@dataclass(frozen=True, slots=True)
class Card:
    """One decision."""

    key: str
    question: str
    why: str
    kind: str
    quotes: Sequence[Quote]
    answers: Sequence[Answer]
    fields: Mapping[str, str]
    proposal: Proposal | None
    example: str = ""
    blocking: bool = True
    radio: str = "value"  # the name of the choice's field
    field: Field | None = None  # where several fields make one answer
    reason: str = ""  # to begin with

    @property
    def waits_for_me(self) -> bool:
        return self.proposal is not None and not self.proposal.mine

    @property
    def open_first(self) -> tuple[bool, bool, bool]:
        """What waits for this side comes first, what waits for the other last; what moves money before the rest."""
        return (not self.waits_for_me, self.proposal is not None, not self.blocking)


class Words(Wording):
    """The words of one contract in the language of the page."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing.text.party_a != BRAND, language() == "en")

    def payment(self, payer: str | None) -> str:
        if payer is None:
            return _("互不相欠")
        return _("%(payer)s付%(payee)s") % {
            "payer": self.side(payer),
            "payee": self.side(other_side(payer)),
        }


# From the standing to cards


def open_cards(standing: Standing, terms: Sequence[TermRow], org_id: int) -> list[Card]:
    """A card for each open point: first what waits for this side, last what waits for the other."""
    points = {point.key: point for point in standing.compiled.open}
    return sorted(
        (make_card(standing, point, terms, org_id) for point in points.values()),
        key=lambda card: card.open_first,
    )


def make_card(standing: Standing, point: Point, terms: Sequence[TermRow], org_id: int) -> Card:
    words = Words(standing)
    decision = standing.decisions.get(point.key)
    current = decision if decision and not decision.number else None
    said = _bearings(standing, point)
    suggestion = suggested(said) if point.kind == "choice" else None
    value = current.value if current else (suggestion or point.proposed)
    places = [_bearing_quote(standing, each) for each in said]
    return Card(
        key=point.key,
        question=words.question(point),
        why=_("原文有这样的话，请双方认定") if said else _why(point),
        kind="choice" if point.choices and point.kind != "tax" else point.kind,
        quotes=[*(_quote(standing, point, place, terms) for place in point.terms), *places],
        reason=_("照原文 %(clause)s") % {"clause": places[0].clause} if suggestion else "",
        answers=_answers(standing, point, value, words),
        fields=_fields(point.kind, value),
        proposal=proposal_of(standing, point, current, org_id) if current else None,
        example=_example_words(point.key),
        blocking=point.blocking,
        radio={"tax": "mode", "term": "picked"}.get(point.kind, "value"),
        field=field_of(question_of(point.key), {point.key: value}, {}, language())
        if point.kind in ROWS
        else None,
    )


def tax_card(standing: Standing, value: object, org_id: int) -> Card | None:
    """The card on tax as it would be with `value` chosen; None where tax is not open."""
    point = next((point for point in standing.compiled.open if point.key == "tax"), None)
    if point is None:
        return None
    card = make_card(standing, point, (), org_id)
    return replace(card, answers=_answers(standing, point, value, Words(standing)))


def proposal_of(standing: Standing, point: Point, decision: Decision, org_id: int) -> Proposal:
    words, contract = Words(standing), standing.contract
    by, agreed = decision.proposed_by, decision.agreed_by
    return Proposal(
        id=decision.pk,
        words=words.value(point, decision.value),
        reason=decision.reason,
        by=by.name,
        side=contract.side_of(by.org_id),
        at=decision.proposed_at,
        mine=by.org_id == org_id,
        number=decision.number,
        agreed_by=agreed.name if agreed else "",
        agreed_side=contract.side_of(agreed.org_id) if agreed else "",
        agreed_at=decision.agreed_at,
    )


@dataclass(frozen=True, slots=True)
class Addendum:
    """What both sides have decided, and the terms of the text that it settles."""

    question: str
    decided: Proposal
    terms: tuple[str, ...]


def addenda(standing: Standing, org_id: int) -> list[Addendum]:
    """What both sides have decided, by number."""
    points, words = example.all_points(standing), Words(standing)
    agreed = [decision for decision in standing.decisions.values() if decision.number]
    found = []
    for decision in sorted(agreed, key=lambda decision: decision.number or 0):
        point = points.get(decision.key) or Point(
            decision.key, p.SILENT, decision.key, decision.key, "text", None
        )
        terms = tuple(str(place["term"]) for place in point.terms if place["status"] != "stated")
        found.append(Addendum(words.question(point), proposal_of(standing, point, decision, org_id), terms))
    return found


def _why(point: Point) -> str:
    if point.key == "signed_on" and not point.blocking:
        return _("不定也可以：按最后一方签署的那天")
    statuses = {place["status"] for place in point.terms}
    if point.why == p.BLANK:
        return _("合同留空")
    if point.why == p.CONFLICT:
        return _("两处条文不一致") if "conflict" in statuses else _("合同没写全")
    return _("合同没写")


def _bearings(standing: Standing, point: Point) -> list[Bearing]:
    """The sentences on a point that the reader has no term for."""
    if point.why != p.SILENT:
        return []
    first, last = (int(standing.document[edge]) for edge in ("start", "end"))
    return bearings(point.key, standing.text.text, first, last, standing.text.party_a)


def _bearing_quote(standing: Standing, said: Bearing) -> Quote:
    text, document = standing.text.text, standing.document
    before, marked, after = sentence_around(text, said.start, said.end)
    clause = ClauseTree(text, int(document["start"]), int(document["end"])).path(said.start)
    return Quote(before, marked, after, clause, "", "", TERM)


def _quote(standing: Standing, point: Point, place: Mapping[str, object], terms: Sequence[TermRow]) -> Quote:
    start, end = int(str(place["start"])), int(str(place["end"]))
    row = next((row for row in terms if row.term == place["term"] and row.quote == place["quote"]), None)
    before, marked, after = sentence_around(standing.text.text, start, end)
    reads = f"{row.name} {row.value}".strip() if row and row.value else ""
    kind = TERM if point.why == p.SILENT else ERROR
    return Quote(before, marked, after, str(place["clause"]), reads, row.item if row else "", kind)


def _answers(standing: Standing, point: Point, value: object, words: Words) -> list[Answer]:
    is_tax = point.kind == "tax" and isinstance(value, Mapping)
    chosen = value["mode"] if isinstance(value, Mapping) and is_tax else value
    answers = []
    for choice in point.choices:
        outcome = None
        if point.key in example.LIVE:
            trial = choice.value if not is_tax else _tax_trial(choice.value, value)
            outcome = example.try_out(standing, point.key, trial)
        answers.append(
            Answer(
                json.dumps(choice.value) if point.kind == "term" else str(choice.value),
                *_choice_words(point, choice, words),
                choice.value == chosen,
                outcome.amount if outcome else None,
                _outcome_words(outcome, words) if outcome else "",
            )
        )
    return answers


def _choice_words(point: Point, choice: Choice, words: Words) -> tuple[str, str]:
    """What a choice says and what follows; a value of the text itself is left as the text means it."""
    if point.kind == "term":
        return (choice.en, choice.effect_en) if words.english else (choice.zh, choice.effect_zh)
    return words.say(choice.zh, choice.en), words.say(choice.effect_zh, choice.effect_en)


def _tax_trial(mode: object, value: object) -> dict[str, object]:
    base = dict(value) if isinstance(value, Mapping) else {}
    if mode == "none":
        return {"mode": "none", "paid_by": base.get("paid_by", "a")}
    return {"mode": mode, "rate": base.get("rate", "0.13"), "paid_by": base.get("paid_by", "a")}


def _outcome_words(outcome: Outcome, words: Words) -> str:
    paid = words.payment(outcome.payer)
    if outcome.carried:
        return _("%(paid)s，结转 %(loss)s") % {"paid": paid, "loss": money.yuan(outcome.carried)}
    return paid


def _example_words(key: str) -> str:
    if key == "loss":
        return _("按示例月试算：卖价低于出厂价，收益为负。真实的月份按真实的行算。")
    if key in example.LIVE:
        return _(
            "按示例月试算：付款 450 件，其中收货 300 件，每件 ¥200.00，出厂价 ¥90.00，退 10 件次品。真实的月份按真实的行算。"
        )
    return ""


def _fields(kind: str, value: object) -> dict[str, str]:
    """What the form's fields start with."""
    if kind == "tax" and isinstance(value, Mapping):
        return {"rate": _percent_field(value.get("rate", "0.13")), "paid_by": str(value.get("paid_by", "a"))}
    if kind == "share" and isinstance(value, Mapping):
        return {"a": _percent_field(value["a"]), "b": _percent_field(value["b"])}
    if kind == "rate" and value is not None:
        return {"value": _percent_field(value)}
    if kind == "amount" and isinstance(value, int):
        return {"value": money.yuan(value).removeprefix("¥").replace(",", "")}
    return {"value": "" if value is None or isinstance(value, Mapping) else str(value)}


def _percent_field(rate: object) -> str:
    return money.percent(str(rate)).removesuffix("%")
