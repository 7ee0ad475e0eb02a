"""What a draft is made of: clauses with slots, articles, templates, and the answers that fill them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

SLOT = re.compile(r"\{(?P<to>@)?(?P<name>[a-z0-9_.]+)(?:\|(?P<form>[a-z]+))?\}")
Condition = Callable[[object], bool]


def has(value: object) -> Condition:
    """Met by a list that holds the value."""
    return lambda answer: isinstance(answer, list) and value in answer


def one_of(*values: object) -> Condition:
    """Met by one of the values."""
    return lambda answer: answer in values


def none_of(*values: object) -> Condition:
    """Met by any answer but these; not by none."""
    return lambda answer: answer is not None and answer not in values


ANSWERED = none_of()
SILENT = one_of(None)


@dataclass(frozen=True, slots=True)
class Clause:
    """One paragraph in our own wording, Chinese with its English gloss.

    `{fee.setup}` is a slot for that answer, `{fee.setup|form}` in another form, `{@fee.setup}` the number of a clause.
    A clause is in a draft when each of its slots is answered and `when` is met: a value, or a condition on it.
    `states` are the terms that its words say besides its slots.
    """

    id: str
    zh: str
    en: str
    when: Mapping[str, object] = field(default_factory=dict)
    states: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Article:
    """A heading with the clauses under it, in their order."""

    id: str
    zh: str
    en: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """One kind of contract: its articles, what must be answered, and what is answered to begin with.

    There are a few, made once: each is equal to itself alone.
    """

    id: str
    title: tuple[str, str]
    purpose: tuple[str, str]
    subject: tuple[str, str]
    articles: tuple[Article, ...]
    required: tuple[str, ...]
    defaults: Mapping[str, object]
    platforms: tuple[str, ...] = ()
    """The only platforms that the template is for; empty: any."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A template with answers: terms of READING.md, integer fen, decimal rates as text, ISO dates, lists sorted."""

    template: Template
    answers: Mapping[str, object]


def slots(clause: Clause) -> list[str]:
    """The answers that a clause writes out, in their order."""
    return [match["name"] for match in SLOT.finditer(clause.zh) if not match["to"]]
