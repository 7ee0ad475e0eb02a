"""Fields for the values of terms: what drafting, deciding and amending ask for, each kind in one form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from paidang.contracts.rules.drafting.answers import PARTICULARS, Question
from paidang.contracts.rules.drafting.wording import TRIGGERS
from paidang.contracts.rules.reading import vocabulary
from paidang.portal.rules.draft_form import DAY_KIND, is_multiple, option_key, shown, shown_rows


@dataclass(frozen=True, slots=True)
class Field:
    """One question on the page. `choices` are (key, word, chosen); `beside` counts its days."""

    question: Question
    label: str
    value: str
    unit: str
    choices: list[tuple[str, str, bool]]
    rows: list[dict[str, str]]
    errors: list[str]
    days: list[str] = field(default_factory=list)
    beside: "Field | None" = None

    @property
    def id(self) -> str:
        return self.question.term.replace(".", "-")

    @property
    def is_multiple(self) -> bool:
        return is_multiple(self.question)


def fields_of(
    questions: Iterable[Question], answers: Mapping[str, object], errors: Mapping[str, list[str]], lang: str
) -> list[Field]:
    """A field for each question, those for the kind of days beside theirs."""
    asked = {question.term: question for question in questions}
    fields = []
    for term, question in asked.items():
        if term.endswith(DAY_KIND):
            continue
        kind = asked.get(term + DAY_KIND)
        beside = field_of(kind, answers, errors, lang) if kind else None
        fields.append(field_of(question, answers, errors, lang, beside))
    return fields


def field_of(
    question: Question, answers: Mapping[str, object], errors: Mapping[str, list[str]], lang: str, beside: Field | None = None
) -> Field:  # fmt: skip
    """The field of a question with its answer and what is wrong with it; `beside` asks how its days are counted."""
    value = answers.get(question.term)
    chosen = value if isinstance(value, list) and is_multiple(question) else [value]
    if question.term.endswith(DAY_KIND) and value is None:
        chosen = ["calendar"]
    window = (
        [str(day) for day in value] if question.kind == "window" and isinstance(value, list) else ["", ""]
    )
    at = 0 if lang == "zh" else 1
    return Field(
        question,
        PARTICULARS[question.term][at] if question.term in PARTICULARS else vocabulary.label(question.term, lang),
        shown(question, value) if not isinstance(value, list) or question.options else "",
        _unit(question),
        [(option_key(option), _word(option, lang), option in chosen) for option in question.options],
        shown_rows(question, value) if question.kind in ("installments", "tiers") else [],
        errors.get(question.term, []),
        (window + ["", ""])[:2],
        beside,
    )  # fmt: skip


def _word(option: object, lang: str) -> str:
    if isinstance(option, list):
        joint = "、" if lang == "zh" else ", "
        return joint.join(vocabulary.word(each, lang) for each in option)
    return vocabulary.word(option, lang)


def _unit(question: Question) -> str:
    units = {"fen": _("元"), "months": _("个月"), "day": _("日"), "years": _("年")}
    return "" if question.options else units.get(question.kind, "")


def triggers() -> list[tuple[str, str]]:
    """When an instalment falls due, in words."""
    words = {"signing": _("签订后"), "end": _("期满后"), "other": _("阶段成果验收后")}
    return [(key, words[key]) for key in TRIGGERS]
