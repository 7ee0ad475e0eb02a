"""Entries of a chain in words for people: codes as their words, what an entry is about by its name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from paidang.aftersales.rules import words as cases
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_living, list_planned
from paidang.contracts.rules import notices as n
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.evidence.rules.acts import ACTS
from paidang.evidence.rules.wording import wording
from paidang.incidents.rules import points
from paidang.incidents.rules import words as incidents
from paidang.incidents.rules.matters import MATTERS
from paidang.intake.queries import name_files
from paidang.kit.period import EVER, day_of
from paidang.portal.queries.planned import title_of
from paidang.portal.rules.term_words import term_label
from paidang.portal.templatetags.paidang import moment_text, worded
from paidang.portal.views.launch_rows import name_of
from paidang.portal.views.statement_past import copy_word, statement_word
from paidang.projects.models import Task
from paidang.projects.queries.projects import title_of as task_title
from paidang.projects.rules.papers import PAPERS
from paidang.team.queries import names_of
from paidang.team.rules.naming import called, with_names
from paidang.training.rules.curriculum import SKILLS
from paidang.training.rules.ladder import STEPS
from paidang.training.rules.words import ITEM_KINDS

CODES: dict[str, dict[str, Mapping[str, Any]]] = {
    "incident": {
        "kind": {key: kind.word for key, kind in incidents.KINDS.items()},
        "verdict": incidents.VERDICTS,
        "outcome": incidents.STATES,
    },
    "penalty": {"fault": points.FAULTS, "outcome": points.OUTCOMES},
    "notice": {"verdict": n.VERDICT_WORDS, "outcome": n.OUTCOME_WORDS},
    "case": {"reason": cases.REASONS, "finding": cases.FINDINGS, "verdict": cases.VERDICTS},
    "training": {
        "skill": {key: skill.word for key, skill in SKILLS.items()},
        "learns": {key: skill.word for key, skill in SKILLS.items()},
        "level": {str(level): word for level, word in STEPS.items()},
        "kind": {key: word for key, (word, _hint) in ITEM_KINDS.items()},
    },
    "matter": {"what": {key: matter.word for key, matter in MATTERS.items()}},
}
"""Facts that are codes, by the first word of the act and the fact's key."""


@dataclass(frozen=True, slots=True)
class Names:
    """What entries name by number: people and files by their key, duties by theirs, subjects as the entry has them."""

    people: Mapping[int, str]
    files: Mapping[int, str] = field(default_factory=dict)
    duties: Mapping[str, str] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)


def names_in(contract: Contract, entries: Iterable[Entry]) -> Names:
    """The names that these entries of a contract's chain need."""
    orgs = (contract.brand_id, contract.agency_id)
    entries = list(entries)
    return Names(
        people=names_of(orgs),
        files=name_files(number for one in entries if (number := _file_number(one.subject))),
        duties=_duties(contract, [one for one in entries if one.act.startswith("duty.")]),
        subjects=_tasks(contract) if any(one.act.startswith("project.") for one in entries) else {},
    )


def _duties(contract: Contract, entries: Sequence[Entry]) -> dict[str, str]:
    """What the duties of these entries are called: those that the contract plans, else as they were raised."""
    if not entries:
        return {}
    keys = {str(one.facts.get("key", "")) for one in entries}
    last = max(day_of(one.at) for one in entries)
    planned = list_planned(get_living(contract, last), EVER, on=last)
    raised = Duty.objects.filter(contract_id=contract.pk, key__in=keys).exclude(facts={}).defer("proof")
    found = {one.key: title_of(one.kind, one.facts) for one in raised}
    return found | {one.key: title_of(one.kind, one.facts) for one in planned if one.key in keys}


def _tasks(contract: Contract) -> dict[str, str]:
    """Projects and their tasks, by their codes."""
    found = list(Task.objects.filter(contract=contract).select_related("project"))
    projects = {one.project.code: name_of(one.project) for one in found}
    return {f"{contract.code} {code}": f"{name} {code}" for code, name in projects.items()} | {
        f"{contract.code} {one.project.code}-{one.number}": f"{worded(task_title(one))} {one.project.code}-{one.number}"
        for one in found
    }


def entry_words(entry: Entry, language: str, names: Names, *, names_subject: bool = False) -> str:
    """The entry in words. `names_subject`: where its words do not say what it is about, that comes first."""
    said = wording(
        entry.act, _about(entry.subject, names, language), _facts(entry, language, names), language
    )
    _code, _blank, rest = entry.subject.partition(" ")
    if not names_subject or not rest or "{subject}" in ACTS.get(entry.act, ("", "{subject}", ""))[1]:
        return said
    return _("%(about)s：%(said)s") % {"about": rest, "said": said}


def events_of(contract: Contract, entries: Sequence[Entry], bad: str) -> list[dict[str, str]]:
    """What happened for a list of events, by the chain's own entries; the act `bad` stands out."""
    language, names = get_language() or "zh", names_in(contract, entries)
    return [
        {
            "word": f"{names.people.get(entry.person or 0, '')} {entry_words(entry, language, names)}".strip(),
            "hint": moment_text(entry.at),
            "kind": "bad" if entry.act == bad else contract.side_of(entry.org),
            "url": "",
        }
        for entry in entries
    ]


def _facts(entry: Entry, language: str, names: Names) -> dict[str, object]:
    """The entry's facts, with the words of those that are codes."""
    family = entry.act.partition(".")[0]
    facts: dict[str, object] = dict(entry.facts)
    for key, words in CODES.get(family, {}).items():
        if isinstance(value := facts.get(key), (str, int)):
            facts[key] = _("、").join(worded(words.get(code, code)) for code in f"{value}".split(", "))
    if isinstance(named := facts.get("key"), str):
        facts["key"] = names.duties.get(named, named) if family == "duty" else term_label(named, language)
    if family == "statement" and isinstance(what := facts.get("what"), str):
        facts["what"] = copy_word(what)
    return with_names(facts, names.people, language)


def _about(subject: str, names: Names, language: str) -> str:
    """What an entry is about, in words: a person, a file, a task, a paper by name, a statement by its month."""
    if number := _file_number(subject):
        return names.files.get(number, "") or _("文件 %(n)s") % {"n": number}
    if subject in names.subjects:
        return names.subjects[subject]
    paper = PAPERS.get(subject.rpartition(" ")[2])
    return worded(paper[0]) if paper else statement_word(str(called(subject, names.people, language)))


def _file_number(subject: str) -> int:
    """The number of the imported file that an entry is about; 0 if it is about none."""
    number = subject.removeprefix("import ")
    return int(number) if number != subject and number.isdecimal() else 0
