"""When each task of a project is due, counted in working days (kit.workdays), and which tasks move the last day.

A task begins on the working day after the last of those it waits for; it takes its days, then the other side has its
days to answer. What waits for each other in a circle is refused where it would be written (`follow`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from graphlib import TopologicalSorter

from paidang.kit.clause import clause
from paidang.kit.workdays import add_days, next_working_day


@dataclass(frozen=True, slots=True)
class Settled:
    """The days of a task that both sides agreed on since it was planned: from `start`, `days` working days, at least 1."""

    start: date
    days: int


@dataclass(frozen=True, slots=True)
class Planned:
    """A task as the calendar reads it. `days` to do it, at least 1; `answer_days` for the other side's word; `slipped`
    working days were added since; `done_on` is the day on which nothing was left to do; it begins not before `not_before`;
    what both sides `settled` since takes the place of its own days and of what had slipped."""

    number: int
    days: int
    answer_days: int = 0
    after: tuple[int, ...] = ()
    slipped: int = 0
    done_on: date | None = None
    not_before: date | None = None
    settled: Settled | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """First day, the day on which the work is due, and the day on which the other side's word is due.

    All are worked on, save the days of what was done on a rest day."""

    start: date
    due: date
    end: date


@clause("OP-2-B-3")
def schedule(tasks: Sequence[Planned], start: date, today: date | None = None) -> dict[int, Span]:
    """The days of every task by its number. With `today`, what is not done yet ends today at the earliest: a forecast."""
    spans: dict[int, Span] = {}
    for task in _in_order(tasks):
        ends = [spans[number].end for number in task.after]
        first = add_days(max(ends), 1, "working")[0] if ends else next_working_day(start)[0]
        waits = [next_working_day(task.not_before)[0]] if task.not_before else []
        waits += [task.settled.start] if task.settled else []
        span = _from(max([first, *waits]), task)
        if task.done_on is not None:
            span = Span(min(span.start, task.done_on), min(span.due, task.done_on), task.done_on)
        elif today is not None and span.end < today:
            span = replace(span, end=next_working_day(today)[0])
        spans[task.number] = span
    return spans


@clause("OP-2-B-3")
def as_agreed(tasks: Sequence[Planned], start: date) -> dict[int, Span]:
    """The days each side is held to: as planned with what slipped; later where what comes first was done late, never
    earlier because it was done early: what was agreed is changed by agreement (Civil Code 543), which `settled` is, and who
    performs early may not harm the other side (530). What follows a settled task is never earlier than it was planned."""
    planned = schedule([replace(one, done_on=None, settled=None) for one in tasks], start)
    spans: dict[int, Span] = {}
    ended: dict[int, date] = {}
    for task in _in_order(tasks):
        follows = [add_days(ended[number], 1, "working")[0] for number in task.after]
        own = task.settled.start if task.settled else planned[task.number].start
        spans[task.number] = _from(max([own, *follows]), task)
        ended[task.number] = task.done_on or spans[task.number].end
    return spans


def _from(first: date, task: Planned) -> Span:
    days = task.settled.days if task.settled else task.days + task.slipped
    due = add_days(first, days - 1, "working")[0]
    return Span(first, due, add_days(due, task.answer_days, "working")[0])


def _in_order(tasks: Sequence[Planned]) -> list[Planned]:
    """Each after those it waits for."""
    known = {task.number: task for task in tasks}
    return [
        known[number]
        for number in TopologicalSorter({n: one.after for n, one in known.items()}).static_order()
    ]


def as_first_planned(tasks: Sequence[Planned], start: date) -> dict[int, Span]:
    """The days before anything slipped, was settled anew or was done."""
    return schedule([replace(one, slipped=0, done_on=None, settled=None) for one in tasks], start)


def critical_path(tasks: Sequence[Planned], spans: dict[int, Span]) -> list[int]:
    """The tasks each of which, a day later, makes the project a day later: from the first to the one that ends last."""
    if not tasks:
        return []
    known = {task.number: task for task in tasks}
    path = [max(tasks, key=lambda task: (spans[task.number].end, task.number)).number]
    while after := known[path[-1]].after:
        path.append(max(after, key=lambda number: (spans[number].end, number)))
    return path[::-1]


def follow(tasks: Sequence[Planned], number: int) -> set[int]:
    """The tasks that wait for this one, directly or through others."""
    found: set[int] = set()
    for task in _in_order(tasks):
        if any(each == number or each in found for each in task.after):
            found.add(task.number)
    return found


def held_up_by(tasks: Sequence[Planned], number: int) -> set[int]:
    """The tasks that wait for this one, directly or through others, and are not done."""
    waiting = follow(tasks, number)
    return {task.number for task in tasks if task.number in waiting and task.done_on is None}


def working_days_between(first: date, last: date) -> int:
    """How many working days after `first` the day `last` is; 0 for the same day, less than 0 for an earlier one.

    >>> working_days_between(date(2026, 9, 30), date(2026, 10, 9))
    2
    """
    if last < first:
        return -working_days_between(last, first)
    count = 0
    while first < last:
        first = add_days(first, 1, "working")[0]
        count += first <= last
    return count
