"""Sentences for people that plain Python says in Chinese and a page shows in its own language, also years later.

    raise UnableToSend(say("第 {version} 版已经发出", version=2))

`manage words` collects what stands in `say`, as it does for gettext, so that a test wants its English.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

SLOT = re.compile(r"\{(\w+)(:,)?\}")
"""`{count}`, or `{count:,}` with thousands apart. No more than that: a template may come out of a database or a file."""

COUNTED = re.compile(r"(\{(\w+)(?::,)?\}(?: [A-Za-z-]+)+)\(s\)")
"""`{n} working day(s)`: English that follows a number."""

Fact = str | int | Sequence[str]
"""What fills a slot: text (also a sentence), a number, or several texts, which are listed."""


class Sentence(str):
    """A Chinese sentence, for all purposes its text; it remembers the template and the facts that it was made of."""

    __slots__ = ("facts", "template")

    template: str
    facts: Mapping[str, Fact]

    def __new__(cls, template: str, facts: Mapping[str, Fact]) -> "Sentence":
        made = super().__new__(cls, _filled(template, facts, _as_it_is))
        made.template, made.facts = template, dict(facts)
        return made

    def __str__(self) -> str:
        # itself: the text of an exception that was raised with a sentence is still the sentence
        return self

    def __reduce__(self) -> tuple[type["Sentence"], tuple[str, Mapping[str, Fact]]]:
        return Sentence, (self.template, self.facts)


def say(template: str, /, **facts: Fact) -> Sentence:
    """The sentence that the template and its facts make. The template is written out, so that it can be collected.

    >>> say("还轮不到 {month}", month="2026-09")
    '还轮不到 2026-09'
    >>> say("只能是 {choices} 之一", choices=("a", "b"))
    '只能是 a、b 之一'
    """
    return Sentence(template, facts)


def worded(text: Fact, translate: Callable[[str], str]) -> str:
    """A sentence in another language, its facts too; plain text, as older rows hold it, stays as it is."""
    if isinstance(text, Sentence):
        return _filled(translate(text.template), text.facts, translate)
    if isinstance(text, str | int):
        return str(text)
    return translate("、").join(worded(each, translate) for each in text)


def _filled(template: str, facts: Mapping[str, Fact], translate: Callable[[str], str]) -> str:
    def fact(slot: re.Match[str]) -> str:
        value = facts[slot[1]]
        return f"{value:,}" if slot[2] and isinstance(value, int) else worded(value, translate)

    return SLOT.sub(fact, counted(template, facts))


def counted(template: str, facts: Mapping[str, object]) -> str:
    """The template with `(s)` after a number's slot told apart by the number, before anything fills it.

    >>> counted("{n} working day(s) of {name}", {"n": 1, "name": "X"}), counted("{n} SKU(s)", {"n": "0"})
    ('{n} working day of {name}', '{n} SKUs')
    """
    if "(s)" not in template:
        return template
    return COUNTED.sub(lambda found: found[1] + ("" if str(facts.get(found[2])) == "1" else "s"), template)


def _as_it_is(text: str) -> str:
    return text


# In the database


class SentenceEncoder(json.JSONEncoder):
    """For a JSONField with sentences: each is stored as its template and facts."""

    def encode(self, o: object) -> str:
        return super().encode(_apart(o))


class SentenceDecoder(json.JSONDecoder):
    """For a JSONField with sentences: what was stored as template and facts is a sentence again."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "object_hook": _together})


def _apart(value: object) -> object:
    if isinstance(value, Sentence):
        return {"say": value.template, "facts": _apart(value.facts)}
    if isinstance(value, Mapping):
        return {name: _apart(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_apart(each) for each in value]
    return value


def _together(value: dict[str, Any]) -> object:
    return Sentence(value["say"], value["facts"]) if value.keys() == {"say", "facts"} else value
