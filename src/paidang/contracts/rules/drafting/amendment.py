"""A supplementary agreement drafted in the product: the terms that change go in, a text comes out that reads back as exactly these."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from paidang.contracts.rules.amending import OF_THE_PAPER, POINT, REMOVED, TEXT, Change
from paidang.contracts.rules.drafting.answers import FAULTS, TEXTS, Question, fault, options_among
from paidang.contracts.rules.drafting.checks import called, together
from paidang.contracts.rules.drafting.compose import (
    ROLES,
    DraftText,
    Paragraph,
    Section,
    han,
    is_in,
    paragraph_of,
    signature_of,
    states_of,
    to_text,
    unmet,
)
from paidang.contracts.rules.drafting.library import AMENDING, CLAUSES
from paidang.contracts.rules.drafting.model import SLOT, Clause, slots
from paidang.contracts.rules.drafting.wording import day_in_words
from paidang.contracts.rules.read_terms import BRAND, ReadTerms
from paidang.contracts.rules.reading import read_contract, vocabulary
from paidang.contracts.rules.reading.model import ERROR
from paidang.kit.outcome import Violation

ALL: tuple[Clause, ...] = (*AMENDING.values(), *CLAUSES.values())
"""The clauses in the order in which they are looked for."""
NOT_OURS = (
    *OF_THE_PAPER, "party.a.contact", "party.b.contact", "term.months", "settlement.cycle",
)  # fmt: skip
"""Terms that no form asks to change: of the paper, or what our wording says in one way only."""
POINTS = ("recognition", "loss", "faults_borne_by", "tax.mode", "tax.rate", "tax.paid_by")
"""Points of `rules.points` as answers: the text states them, no reader reads them back."""
NOT_ASKED = ("TAX_OPEN", "PLATFORM_FEES_OPEN", "TERM_MONTHS_MISMATCH")
"""What a draft must write down and a contract in force has decided already; and months that only the first term had."""


@dataclass(frozen=True, slots=True)
class AmendmentDraft:
    """What changes of a contract: new values by term (None: it no longer applies), from which day.

    `held` is what holds on that day without it; `names` are brand and agency; a value names the parties as the
    contract's text does. `points` are answers to `POINTS`; `decided` is where each point is decided now.
    """

    number: int
    contract_code: str
    party_a: str
    names: tuple[str, str]
    held: ReadTerms
    changes: Mapping[str, object]
    points: Mapping[str, object] = field(default_factory=dict)
    decided: Mapping[str, str] = field(default_factory=dict)
    effective_on: date | None = None

    @property
    def answers(self) -> dict[str, object]:
        """What holds, with the changes in it."""
        held = {term: self.held.stated(term) for term in vocabulary.TERMS}
        return {
            key: value for key, value in (held | {**self.changes, **self.points}).items() if value is not None
        }

    @property
    def words(self) -> dict[str, object]:
        """The answers as the library takes them, without those held that our wording has no words for."""
        new = {**self.changes, **self.points}
        return our_view(
            {term: value for term, value in self.answers.items() if term in new or _has_words(term, value)},
            self.party_a,
        )


@dataclass(frozen=True, slots=True)
class AmendmentDrafted:
    """The text, what is wrong with it, and the changes it makes; nothing wrong: it may be proposed."""

    text: DraftText
    violations: tuple[Violation, ...]
    changes: tuple[Change, ...]


def amendable_questions() -> list[Question]:
    """The terms that a form can change, in the order of the vocabulary, with what there is to choose from."""
    said = {
        term for clause in ALL for term in (*slots(clause), *(t for t in clause.when if t in clause.states))
    }
    said |= {f"{term}.day_kind" for term in said}
    return [_question(term) for term in _kinds() if term in said and term not in NOT_OURS]


def _has_words(term: str, value: object) -> bool:
    """Whether the library has words for this value; of a term whose form no draft asks for, it takes any."""
    question = _question(term)
    asked = question.options or question.kind in FAULTS or question.kind == "list" or term in TEXTS
    return not asked or not fault(question, value)


@cache
def _question(term: str) -> Question:
    group, kind, *_ = _kinds().get(term, ("", "text"))
    return Question(term, group, kind, options_among(term, ALL), required=False)


@cache
def _kinds() -> dict[str, tuple[str, str, str, str]]:
    kinds = {
        term: (row[0], "text" if row[1] == "place" else row[1], row[2], row[3])
        for term, row in vocabulary.TERMS.items()
    }
    return kinds | {"term.end": ("time", "date", *vocabulary.TERMS["term.end"][2:])}


def make_amendment(draft: AmendmentDraft) -> AmendmentDrafted:
    """Choose the clauses, compose, check, and read back."""
    wrong = _malformed(draft)
    bad = {str(one.facts["term"]) for one in wrong}
    chosen = {term: value for term, value in draft.changes.items() if term not in bad}
    sound = replace(draft, changes=chosen)
    clauses, open_ones = _clauses_for(sound)
    text = _compose(sound, clauses)
    changes, differences = _read_back(sound, text)
    found = [*_incomplete(draft), *wrong, *open_ones, *_disagreeing(sound)]
    return AmendmentDrafted(text, tuple(found or differences), changes)


def _incomplete(draft: AmendmentDraft) -> list[Violation]:
    found = []
    if not draft.changes and not draft.points:
        found.append(_at("", "NOTHING_CHOSEN", "还没有选要改的约定", "勾选要改的，写上新的值。"))
    if draft.effective_on is None:
        found.append(_at("effective_on", "DAY_MISSING", "没有写从哪天起", "请填上。"))
    return found


def _malformed(draft: AmendmentDraft) -> list[Violation]:
    asked = {question.term: question for question in amendable_questions()}
    found = []
    for term, value in draft.changes.items():
        if term not in asked:
            found.append(
                _at(term, "CANNOT_BE_WRITTEN", f"{called(term)}没有现成的写法", "请上传写好的补充协议。")
            )
        elif value is not None and (wrong := fault(asked[term], value)):
            found.append(
                _at(term, "ANSWER_MALFORMED", f"{called(term)}：{value} {wrong[0]}", f"{wrong[1]}。")
            )
        elif value is not None and value == draft.held.stated(term):
            found.append(
                _at(term, "SAME_AS_NOW", f"{called(term)}和现在的约定一样", "请改成别的，或不选它。")
            )
    return found


def _disagreeing(draft: AmendmentDraft) -> list[Violation]:
    """What does not agree with the changes and agreed before."""
    held = replace(draft, changes={}).answers
    before = {(one.code, one.facts["term"]) for one in together(held)}
    found = [one for one in together(draft.answers) if (one.code, one.facts["term"]) not in before]
    return [one for one in found if one.code not in NOT_ASKED]


def _at(term: str, code: str, message: str, remedy: str) -> Violation:
    return Violation(code, message, facts={"term": term}, remedy=remedy)


# Which clauses


def _clauses_for(draft: AmendmentDraft) -> tuple[list[Clause], list[Violation]]:
    """For each term that changes the first clause that states it; in the order of the vocabulary, each once."""
    answers, found, missing = draft.words, [], []
    changed = our_view({**draft.changes, **draft.points}, draft.party_a)
    for term in [*vocabulary.TERMS, *POINTS]:
        if changed.get(term) is None:
            continue
        clause = next((one for one in ALL if _says(one, term, answers)), None)
        if clause is None and term not in POINTS:
            missing.append(_needs(term, answers, draft.party_a))
        elif clause is not None and clause not in found:
            found.append(clause)
    return found, missing


def _says(clause: Clause, term: str, answers: Mapping[str, object]) -> bool:
    refers = any(match["to"] for match in SLOT.finditer(clause.zh))
    return not refers and is_in(clause, answers) and term in {*states_of(clause, answers), *slots(clause)}


def _needs(term: str, answers: Mapping[str, object], party_a: str) -> Violation:
    """What else has to be said with a term that no clause says by itself."""
    could = [one for one in ALL if term in (*slots(one), *one.states)]
    along = [name for one in could for name in unmet(one, answers) if name != term]
    seen = our_view(dict.fromkeys(along, ""), party_a)
    if seen:
        words = "、".join(dict.fromkeys(called(name) for name in seen if called(name) != called(term)))
        return _at(term, "NEEDS_ALONG", f"{called(term)}要和{words}一起写", "请把它也选上。")
    return _at(term, "CANNOT_BE_WRITTEN", f"{called(term)}这样改没有现成的写法", "请上传写好的补充协议。")


def our_view(answers: Mapping[str, object], party_a: str) -> dict[str, object]:
    """Answers as the library takes them: it calls the brand 甲方, whichever the contract's text calls so."""
    if party_a == BRAND:
        return dict(answers)
    return {_turned_term(term): _turned_value(term, value) for term, value in answers.items()}


def _turned_term(term: str) -> str:
    for pattern in ("fee.share.{}", "party.{}.contact", "party.{}.name", "party.{}.role"):
        for side, other in (("a", "b"), ("b", "a")):
            if term == pattern.format(side):
                return pattern.format(other)
    return term


def _turned_value(term: str, value: object) -> object:
    kind = vocabulary.TERMS[term][1] if term in vocabulary.TERMS else ""
    return {"a": "b", "b": "a"}.get(str(value), value) if kind in ("party", "place") else value


# The text


def _compose(draft: AmendmentDraft, clauses: Iterable[Clause]) -> DraftText:
    answers = draft.words
    changed = [_changed(draft, clause, f"1.{nth}", answers) for nth, clause in enumerate(clauses, 1)]
    ended = [term for term, value in draft.changes.items() if value is None]
    changed += [_ended(draft, term, f"1.{nth}") for nth, term in enumerate(ended, len(changed) + 1)]
    day = day_in_words(draft.effective_on) if draft.effective_on else "【日期】"
    names = draft.names if draft.party_a == BRAND else draft.names[::-1]
    roles = [ROLES[side] for side in "ab"]
    notes = (
        [roles[0][0][2:], roles[1][0][2:]] if draft.party_a == BRAND else [roles[1][0][2:], roles[0][0][2:]]
    )
    front = tuple(
        f"{word}{note}：{name}" for word, note, name in zip(("甲方", "乙方"), notes, names, strict=True)
    )
    return DraftText(
        title=f"补充协议（{han(draft.number)}）",
        title_gloss=f"Supplementary agreement no. {draft.number}",
        number="",
        front=front,
        preamble=f"鉴于甲乙双方已签订合同（合同编号：{draft.contract_code}，以下称“原合同”），现经协商一致，对原合同作如下修改：",
        preamble_gloss=f"The parties have signed contract {draft.contract_code} (the “contract”) and now agree to change it as follows:",
        sections=(
            Section("changes", "第一条", "修改的内容", "What changes", tuple(changed)),
            Section("applies", "第二条", "适用", "From when", tuple(_closing(day, draft.effective_on, changed))),
        ),
        annexes=(),
        signatures=tuple(signature_of(side, {f"party.{side}.name": name}) for side, name in zip("ab", names, strict=True)),  # type: ignore[arg-type]
        front_states={},
    )  # fmt: skip


def _changed(draft: AmendmentDraft, clause: Clause, number: str, answers: Mapping[str, object]) -> Paragraph:
    """A clause under its number, with what it takes the place of before it."""
    stated = our_view(states_of(clause, answers), draft.party_a)
    terms = [term for term in stated if term in draft.changes]
    decided = [draft.decided.get(term.split(".")[0], "") for term in stated if term in draft.points]
    place = _place_of(draft.held, terms) or "".join(decided[:1])
    lead = f"{place}的约定改为：" if place else "增加约定："
    written = paragraph_of(clause, answers, {clause.id: number})
    return written.led_by(lead, turned=draft.party_a != BRAND)


def _ended(draft: AmendmentDraft, term: str, number: str) -> Paragraph:
    place = _place_of(draft.held, [term]) or "原合同"
    zh = f"{place}关于{called(term)}的约定不再适用。"
    return Paragraph.of(f"ended.{term}", number, zh, f"{vocabulary.label(term, 'en')}: no longer applies.")


def _place_of(held: ReadTerms, terms: Iterable[str]) -> str:
    """Where the contract says it now; empty where it is silent."""
    cited = held.clause(*terms)
    if not cited or cited.startswith("补充"):
        return cited
    return f"原合同{cited}"


def _closing(day: str, effective_on: date | None, changed: list[Paragraph]) -> list[Paragraph]:
    iso = effective_on.isoformat() if effective_on else "the day to be named"
    said = [
        (f"前条约定自{day}起适用；在此以前发生的事项，适用原来的约定。", f"This applies from {iso}; what happened before stays under the old terms."),
        ("本补充协议与原合同不一致的，以本补充协议为准；本补充协议没有涉及的，仍按原合同履行。", "Where it differs from the contract it prevails; in all else the contract stands."),
    ]  # fmt: skip
    if any("合作店铺" in one.text or "合作收益" in one.text for one in changed):
        said.append((
            "本补充协议所称合作店铺，是指原合同项下的店铺；所称合作收益，是指原合同约定由双方分配的收益。",
            "The Store is the store run under the contract; the profit is that which the contract shares.",
        ))  # fmt: skip
    return [Paragraph.of(f"applies.{nth}", f"2.{nth}", zh, en) for nth, (zh, en) in enumerate(said, 1)]


# The proof


def _read_back(draft: AmendmentDraft, text: DraftText) -> tuple[tuple[Change, ...], list[Violation]]:
    """The changes that the text makes as it is read, and where these are not the ones meant.

    What the text states along the way and the contract did not speak of is a change, too.
    """
    [document] = read_contract(to_text(text), name="amendment", sha256="").documents
    read: dict[str, list[object]] = {}
    for each in document.terms:
        if each.term not in OF_THE_PAPER:
            read.setdefault(each.term, []).append(each.value)
    wanted = {term: value for term, value in draft.changes.items() if value is not None}
    found = [
        _at(term, "READS_BACK_DIFFERENTLY", f"{called(term)}写进正文后读不出来", "请换一个值，或上传写好的补充协议。")
        for term, value in wanted.items()
        if read.get(term) != [value]
    ]  # fmt: skip
    along: list[str] = []
    for term, values in read.items():
        if term in wanted or values == [place["value"] for place in draft.held.all(term)]:
            continue
        if draft.held.all(term):
            found.append(
                _at(
                    term,
                    "BRINGS_ALONG",
                    f"这样写会把{called(term)}一起改掉",
                    "请把它也选上，或上传写好的补充协议。",
                )
            )
        along.append(term)
    found += [Violation(one.code.upper(), one.message, facts={"term": ""}) for one in document.findings if one.severity == ERROR]  # fmt: skip
    changes = [Change(term, TEXT) for term in (*wanted, *along)]
    changes += [Change(term, REMOVED) for term, value in draft.changes.items() if value is None]
    return (*changes, *_decided(draft)), found


def _decided(draft: AmendmentDraft) -> list[Change]:
    """The points as decisions: tax is one of three answers."""
    points: dict[str, object] = {
        key: value for key, value in draft.points.items() if not key.startswith("tax.")
    }
    if "tax.mode" in draft.points:
        names = ("mode", "paid_by") if draft.points["tax.mode"] == "none" else ("mode", "rate", "paid_by")
        points["tax"] = {name: draft.points.get(f"tax.{name}") for name in names}
    return [Change(key, POINT, value) for key, value in points.items()]
