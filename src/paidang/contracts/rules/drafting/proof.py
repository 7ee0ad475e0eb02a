"""The proof of a draft: reading its text gives exactly the terms that went in."""

import json
from dataclasses import dataclass

from paidang.contracts.rules.drafting.checks import called, check, malformed
from paidang.contracts.rules.drafting.compose import DraftText, compose, to_text
from paidang.contracts.rules.drafting.model import Draft
from paidang.contracts.rules.reading import read_contract
from paidang.contracts.rules.reading.model import NOTE
from paidang.contracts.rules.reading.vocabulary import show_value
from paidang.kit.outcome import Violation


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft with its text and all that is wrong with it; nothing wrong: it may be printed."""

    draft: Draft
    text: DraftText
    violations: tuple[Violation, ...]


def make(draft: Draft) -> Drafted:
    """Compose, check, and read back. Malformed answers are left out of the text and reported."""
    wrong = malformed(draft)
    terms = {str(one.facts["term"]) for one in wrong}
    answers = {
        term: value for term, value in draft.answers.items() if term not in terms and value is not None
    }
    sound = Draft(draft.template, answers)
    text = compose(sound)
    found = [*wrong, *(one for one in check(sound, text) if one.facts["term"] not in terms)]
    return Drafted(sound, text, tuple(found or differences(text)))


def differences(text: DraftText) -> list[Violation]:
    """Where the reader finds another value than went in, and what it finds wrong."""
    [document, *_more] = read_contract(to_text(text), name="draft", sha256="").documents
    said = {(term, _key(value)) for term, value in text.states.items()}
    read = {(term.term, _key(term.value)): term for term in document.terms}
    found = [
        Violation("READS_BACK_DIFFERENTLY", f"{called(term)}写进正文后读不出来", facts={"term": term}, remedy="请换一种写法，名称里不要用合同里的用词。")
        for term, value in sorted(said - read.keys())
    ]  # fmt: skip
    found += [
        Violation("READS_BACK_DIFFERENTLY", f"正文会被读成{called(term)}：{show_value(term, each.value)}", facts={"term": term}, remedy="请检查名称和地址里的用词。")
        for (term, value), each in read.items()
        if (term, value) not in said
    ]  # fmt: skip
    found += [
        Violation(one.code.upper(), one.message, facts={"term": ""}) for one in document.findings if one.severity != NOTE
    ]  # fmt: skip
    return found


def _key(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
