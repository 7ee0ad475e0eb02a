"""A day found by counting, with the sentence that says how: what both sides can count again by hand."""

from dataclasses import dataclass
from datetime import date, timedelta

from paidang.kit.festivals import festival_of
from paidang.kit.sentence import Sentence, say
from paidang.kit.workdays import add_days, is_working_day

WEEKDAYS = (say("周一"), say("周二"), say("周三"), say("周四"), say("周五"), say("周六"), say("周日"))


@dataclass(frozen=True, slots=True)
class Counted:
    """The last day of a period, whether that is provisional, and how it was counted."""

    day: date
    provisional: bool
    why: Sentence


def day_words(day: date) -> Sentence:
    """A day as a sentence's fact.

    >>> day_words(date(2026, 9, 28))
    '2026-09-28（周一）'
    """
    return say("{day}（{weekday}）", day=day.isoformat(), weekday=WEEKDAYS[day.weekday()])


def count_days(event: Sentence, start: date, n: int, kind: str) -> Counted:
    """`workdays.add_days` from the day of an event, with the sentence.

    >>> count_days(say("签订日"), date(2026, 9, 24), 3, "calendar").why
    '签订日 2026-09-24（周四）后第 3 日是 2026-09-27（周日），遇中秋顺延到 2026-09-28（周一）'
    >>> count_days(say("收到日"), date(2026, 9, 28), 3, "working").why
    '收到日 2026-09-28（周一）后 3 个工作日，到 2026-10-08（周四），国庆不算'
    """
    day, provisional = add_days(start, n, kind)
    first = day_words(start)
    if not n:
        why = say("{event} {start}当天", event=event, start=first)
        return Counted(day, provisional, moved(why, start, day))
    if kind == "calendar":
        counted = start + timedelta(days=n)
        why = say("{event} {start}后第 {n} 日是 {end}", event=event, start=first, n=n, end=day_words(counted))
        return Counted(day, provisional, moved(why, counted, day))
    why = say("{event} {start}后 {n} 个工作日，到 {end}", event=event, start=first, n=n, end=day_words(day))
    if skipped := _festivals_between(start, day):
        why = say("{why}，{skipped}不算", why=why, skipped=skipped)
    return Counted(day, provisional, why)


def moved(why: Sentence, day: date, moved_to: date) -> Sentence:
    """The sentence that ends on `day`, with what that moved to where it is a rest day."""
    if moved_to == day:
        return why
    reason = festival_of(day) or WEEKDAYS[day.weekday()]
    return say("{why}，遇{reason}顺延到 {end}", why=why, reason=reason, end=day_words(moved_to))


def _festivals_between(start: date, end: date) -> list[Sentence]:
    """The festivals whose days off were passed over on weekdays, in order, each once."""
    found: list[Sentence] = []
    for n in range(1, (end - start).days):
        day = start + timedelta(days=n)
        festival = None if is_working_day(day) else festival_of(day)
        if festival and festival not in found:
            found.append(festival)
    return found
