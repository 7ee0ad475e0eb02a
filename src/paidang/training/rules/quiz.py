"""A quiz: a few questions with one or several right choices; the score of 100 for what was ticked."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

QUESTIONS_MAX, CHOICES_MIN, CHOICES_MAX = 20, 2, 6
PASSED = 80
"""From this score on a quiz counts as passed."""


class Question(TypedDict):
    """`right` are places in `choices`, ascending; more than one: all of them have to be ticked, and no other."""

    text: str
    choices: list[str]
    right: list[int]


def is_sane(question: Question) -> bool:
    """Whether a question can be asked: two to six different choices, at least one right and one wrong."""
    choices, right = question["choices"], question["right"]
    return (
        bool(question["text"].strip())
        and CHOICES_MIN <= len(choices) <= CHOICES_MAX
        and len({choice.strip() for choice in choices}) == len(choices)
        and all(choice.strip() for choice in choices)
        and 0 < len(set(right)) == len(right) < len(choices)
        and all(0 <= place < len(choices) for place in right)
    )


def is_right(question: Question, ticked: Sequence[int]) -> bool:
    """Whether exactly the right choices are ticked."""
    return sorted(ticked) == sorted(question["right"])


def score(questions: Sequence[Question], given: Mapping[int, Sequence[int]]) -> int:
    """Points of 100, rounded down; a question that is not answered counts nothing.

    >>> one = Question(text="?", choices=["x", "y"], right=[1])
    >>> score([one, one, one], {0: [1], 1: [0]})
    33
    """
    hits = sum(is_right(question, given.get(nth, ())) for nth, question in enumerate(questions))
    return hits * 100 // len(questions)
