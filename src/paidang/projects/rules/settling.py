"""Another day for a task that both sides agree on (Civil Code 543): which days can be proposed, and what one comes to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from paidang.kit.clause import clause
from paidang.kit.outcome import Violation
from paidang.kit.sentence import say
from paidang.kit.workdays import add_days, is_working_day, next_working_day
from paidang.projects.rules.schedule import Planned, Settled, as_agreed, working_days_between

AHEAD_MAX = 250
"""How many working days ahead a day may lie."""


def first_possible(tasks: Sequence[Planned], start: date, number: int, today: date) -> date:
    """The first working day on which a task can be due: today, and after the agreed days of what it waits for."""
    agreed, known = as_agreed(tasks, start), {task.number: task for task in tasks}
    ends = [known[each].done_on or agreed[each].end for each in known[number].after]
    return max([next_working_day(today)[0], *(add_days(end, 1, "working")[0] for end in ends)])


@clause("OP-2-B-3")
def why_not_on(
    tasks: Sequence[Planned], start: date, number: int, due_on: date, today: date
) -> Violation | None:
    """Why a task cannot be due on a day; None: it can, if both agree."""
    first = first_possible(tasks, start, number, today)
    if not is_working_day(due_on):
        return _refused(
            say("{day} 是休息日", day=due_on.isoformat()),
            say("请选工作日，如 {day}。", day=next_working_day(due_on)[0].isoformat()),
        )
    if due_on < first:
        return _refused(
            say("最早只能是 {first}：要等今天，也要等前面的事约定做完", first=first.isoformat()),
            say("要更早，先和对方商定前面的事。"),
        )
    if working_days_between(today, due_on) > AHEAD_MAX:
        return _refused(say("至多约到 {n} 个工作日以后", n=AHEAD_MAX), say("请选近一些的日子。"))
    if as_agreed(tasks, start)[number].due == due_on:
        return _refused(say("现在约定的就是 {day}", day=due_on.isoformat()), say("请写另一天。"))
    return None


@clause("OP-2-B-3")
def settle(tasks: Sequence[Planned], start: date, number: int, due_on: date, today: date) -> Settled:
    """The days of a task that is due on a day by agreement: as many as it had, fewer where what comes first leaves fewer."""
    first = first_possible(tasks, start, number, today)
    task = next(task for task in tasks if task.number == number)
    had = task.settled.days if task.settled else task.days + task.slipped
    day, days = due_on, 1
    while day > first and days < had:
        day -= timedelta(days=1)
        days += is_working_day(day)
    while not is_working_day(day):
        day += timedelta(days=1)
    return Settled(day, days)


def moved_by(
    tasks: Sequence[Planned], start: date, number: int, due_on: date, today: date
) -> tuple[int, date]:
    """How many other tasks would be due later, and on which day all of them would be done as agreed."""
    settled = settle(tasks, start, number, due_on, today)
    then = [replace(task, settled=settled) if task.number == number else task for task in tasks]
    before, after = as_agreed(tasks, start), as_agreed(then, start)
    moved = [each for each in before if each != number and after[each] != before[each]]
    return len(moved), max(span.end for span in after.values())


def _refused(message: str, remedy: str) -> Violation:
    return Violation("DAY_WRONG", message, "OP-2-B-3", {}, remedy)
