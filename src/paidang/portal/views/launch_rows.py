"""A project's tasks in the page's words: rows of the Gantt, cards of the board, who owes what to whom."""

from bisect import bisect_right
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paidang.kit.period import day_of
from paidang.kit.workdays import add_days, is_working_day, next_working_day
from paidang.portal.templatetags.paidang import day_text, weekday_text, worded
from paidang.portal.views.contract_reading import language
from paidang.portal.views.statement_lines import called
from paidang.projects.models import Project
from paidang.projects.queries.papers import owed_papers
from paidang.projects.queries.projects import Picture, Standing, title_of
from paidang.projects.rules.papers import EXPIRED, GOOD, MISSING, PAPERS, STATE_WORDS
from paidang.projects.rules.schedule import working_days_between
from paidang.projects.rules.states import ANSWER, CONFIRMED, PUBLISH, REDO, SUBMITTED
from paidang.projects.rules.templates import KINDS, PHASES, PLATFORM

NOTE_COLUMNS = 4
"""What a word beside a bar needs; where there is less room after it, it stands before it."""
Row = dict[str, Any]


def task_url(picture: Picture, one: Standing) -> str:
    project = picture.project
    return reverse("portal:launch_task", args=[project.contract.code, project.number, one.task.number])


def side_word(picture: Picture, side: str) -> str:
    """What the contract calls the side; the platform is the platform."""
    return _("平台") if side == PLATFORM else called(side, picture.project.contract)


def name_of(project: Project) -> str:
    """The project's name: its kind's where nobody gave it one of its own."""
    return worded(KINDS[project.kind]) if project.title == KINDS[project.kind] else project.title


def columns(picture: Picture) -> list[Row]:
    """The working days that are drawn; `gap`: days off before it; the one that is today, or the next after it, is marked."""
    spans = [*picture.expected.values(), *picture.first.values()]
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    days = [next_working_day(first)[0]]
    while days[-1] < last:
        days.append(add_days(days[-1], 1, "working")[0])
    days += [add_days(last, n, "working")[0] for n in (1, 2)]
    today = _today_of(picture, days)
    return [
        {
            "day": day,
            "weekday": weekday_text(day)[-1] if language() != "en" else weekday_text(day)[:2],
            "gap": n > 0 and day - days[n - 1] > timedelta(days=1),
            "today": day == today,
        }
        for n, day in enumerate(days)
    ]


def calendar_note(days: list[Row]) -> str:
    """What of the span is off though a weekday, or worked though a weekend; "" where all is as every week."""
    first, last = days[0]["day"], days[-1]["day"]
    whole = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    off = [day for day in whole if day.isoweekday() <= 5 and not is_working_day(day)]
    on = [day for day in whole if day.isoweekday() > 5 and is_working_day(day)]
    said = []
    if off:
        said.append(_("%(days)s 放假") % {"days": _listed(off)})
    if on:
        said.append(_("%(days)s 上班") % {"days": _listed(on)})
    return _("，").join(said)


def _listed(days: list[date]) -> str:
    return _("、").join(day_text(day) for day in days)


def gantt(picture: Picture, days: list[Row]) -> list[Row]:
    """A group for each phase with its rows, each with a cell for every day."""
    drawn = [row["day"] for row in days]
    groups: list[Row] = []
    for one in sorted(
        picture.standings, key=lambda one: (list(PHASES).index(one.task.phase), one.task.number)
    ):
        phase = worded(PHASES[one.task.phase])
        if not groups or groups[-1]["phase"] != phase:
            groups.append({"phase": phase, "rows": []})
        groups[-1]["rows"].append(row_of(picture, one) | {"cells": _cells(picture, one, drawn)})
    return groups


def _cells(picture: Picture, one: Standing, drawn: list[date]) -> list[Row]:
    """A cell for each day: part of the bar, the other side's word at its end, and a note beside them."""
    span = picture.expected[one.task.number]
    # what was done on a rest day stands on the working day before it
    start, end = (max(0, bisect_right(drawn, day) - 1) for day in (span.start, span.end))
    look = "done" if one.is_done else "late" if picture.late_of(one) else "run" if one.latest else ""
    cells: list[Row] = [{"kind": "today" if day == _today_of(picture, drawn) else ""} for day in drawn]
    has_word = not one.is_done and one.task.answer_days > 0 and end > start
    is_opening = has_word and one.task.days == 1 and one.task.is_public
    last = end - 1 if has_word else end
    for n in range(start, end + 1) if not is_opening else ():
        ends = f"{' first' if n == start else ''}{' last' if n == last else ''}"
        cells[n]["kind"] += " g-mark" if n > last else f" g-bar {look}{ends}"
    if is_opening:
        cells[end]["kind"] += " g-mark go"
    note, late = note_of(picture, one), look == "late"
    if len(drawn) - end - 1 < NOTE_COLUMNS <= start:
        cells[start - 1] |= {"note": note, "late": late, "kind": cells[start - 1]["kind"] + " before"}
    elif end + 1 < len(drawn):
        cells[end + 1] |= {"note": note, "late": late}
    return cells


def _today_of(picture: Picture, drawn: list[date]) -> date | None:
    """Today, or the next day that is worked on; None before all of it."""
    if drawn[0] > picture.today:
        return None
    return next((day for day in drawn if day >= picture.today), None)


def row_of(picture: Picture, one: Standing) -> Row:
    """A task in words."""
    span = picture.expected[one.task.number]
    return {
        "one": one,
        "task": one.task,
        "title": worded(title_of(one.task)),
        "url": task_url(picture, one),
        "side": one.task.side,
        "side_word": side_word(picture, one.task.side),
        "span": span,
        "days": day_text(span.start) if span.start == span.end else _("%(first)s 至 %(last)s") % {"first": day_text(span.start), "last": day_text(span.end)},
        "note": note_of(picture, one),
        "late": picture.late_of(one),
        "critical": one.task.number in picture.critical,
    }  # fmt: skip


def note_of(picture: Picture, one: Standing) -> str:
    """What there is to say of a task now, in a few words."""
    latest, stands, late = one.latest, one.stands, picture.late_of(one)
    if stands is not None and one.turn is None and stands.answered_by and stands.answered_at:
        if one.task.is_public and stands.published_at:
            return _("%(day)s 已发布") % {"day": day_text(day_of(stands.published_at))}
        word = _("%(who)s %(day)s 已告知") if one.task.side == PLATFORM else _("%(who)s %(day)s 书面确认")
        return word % {"who": stands.answered_by.name, "day": day_text(day_of(stands.answered_at))}
    if late:
        return ngettext("应到 %(day)s，晚 %(n)d 天", "应到 %(day)s，晚 %(n)d 天", late) % {
            "day": day_text(picture.due_of(one)),
            "n": late,
        }
    if latest is not None and one.state == SUBMITTED:
        side = side_word(picture, one.turn.side) if one.turn else ""
        words = _("改版 V%(version)d 等%(side)s确认") if one.is_change else _("V%(version)d 等%(side)s确认")
        return words % {"version": latest.version, "side": side}
    if latest is not None and one.state == CONFIRMED:
        waits = _waits_of(one) or _("等发布")
        return _("V%(version)d 已确认，%(waits)s") % {"version": latest.version, "waits": waits}
    if latest is not None:
        return _("V%(version)d 被退回") % {"version": latest.version}
    if picture.early_of(one):
        start = picture.agreed[one.task.number].start
        return _("可提前开始，原定 %(day)s 起") % {"day": day_text(start)}
    return _waits_of(one)


def _waits_of(one: Standing) -> str:
    if len(one.waits_for) > 1:
        n = len(one.waits_for)
        return ngettext("等前面 %(n)d 件", "等前面 %(n)d 件", n) % {"n": n}
    return _("等%(title)s") % {"title": worded(title_of(one.waits_for[0]))} if one.waits_for else ""


def board(picture: Picture) -> list[Row]:
    """The tasks by where they lie: cannot begin, with the agency, with the brand, with the platform, done."""
    places: dict[str, list[Row]] = {"wait": [], "b": [], "a": [], PLATFORM: [], "done": []}
    for one in picture.standings:
        places[_place(one)].append(row_of(picture, one))
    for row in papers_owed(picture):
        places[row["side"]].append(row)
    words = {
        "wait": _("还不能开始"), "b": _("轮到%(side)s") % {"side": side_word(picture, "b")},
        "a": _("轮到%(side)s") % {"side": side_word(picture, "a")}, PLATFORM: _("等平台"), "done": _("完成"),
    }  # fmt: skip
    return [{"key": key, "word": words[key], "cards": cards} for key, cards in places.items()]


def _place(one: Standing) -> str:
    return "wait" if one.is_held else one.whose or "done"


def owed(picture: Picture) -> list[Row]:
    """What each side and the platform owes now, the latest first; with what one more day would do."""
    groups: dict[str, list[Row]] = {"a": [], "b": [], PLATFORM: []}
    for one in picture.standings:
        place = _place(one)
        if place in groups:
            groups[place].append(
                row_of(picture, one)
                | {"what": what_of(one), "due": picture.due_of(one), "more": _more(picture, one)}
            )
    for row in papers_owed(picture):
        groups[row["side"]].append(row)
    return [
        {"side": side, "word": side_word(picture, side), "rows": sorted(rows, key=_by_day)}
        for side, rows in groups.items()
        if rows
    ]


def _by_day(row: Row) -> date:
    return row["due"] or date.max


def papers_owed(picture: Picture) -> list[Row]:
    """The papers that are wanted now, as rows beside the tasks: whose, by when, how late."""
    contract = picture.project.contract
    rows = []
    for one, due in owed_papers(contract, [picture], picture.today):
        if one.state == GOOD:
            continue
        late = max(0, working_days_between(due, picture.today)) if due else 0
        query = {"contract": contract.code, "kind": one.kind}
        rows.append({
            "is_paper": True, "is_lacking": one.state in (MISSING, EXPIRED), "side": one.side, "side_word": side_word(picture, one.side),
            "title": worded(PAPERS[one.kind][0]), "what": _missing(one.kind, one.state),
            "url": f"{reverse('portal:launch_papers')}?{urlencode(query)}",
            "due": due, "days": day_text(due) if due else "", "late": late, "more": "",
            "note": worded(STATE_WORDS[one.state]),
        })  # fmt: skip
    return rows


def _missing(kind: str, state: str) -> str:
    paper = worded(PAPERS[kind][0])
    if state == MISSING:
        return _("交%(paper)s") % {"paper": paper}
    return _("换新的%(paper)s（%(state)s）") % {"paper": paper, "state": worded(STATE_WORDS[state])}


def what_of(one: Standing) -> str:
    """What is to be done with the task now."""
    title = worded(title_of(one.task))
    version = one.latest.version if one.latest else 0
    turn = one.turn
    if turn is None:
        return title
    if turn.kind == ANSWER and one.is_change:
        return _("确认%(title)s的改版 V%(version)d") % {"title": title, "version": version}
    if turn.kind == ANSWER:
        return _("确认%(title)s V%(version)d") % {"title": title, "version": version}
    if turn.kind == REDO:
        return _("重做%(title)s") % {"title": title}
    if turn.kind == PUBLISH:
        return _("发布%(title)s V%(version)d") % {"title": title, "version": version}
    return title


def _more(picture: Picture, one: Standing) -> str:
    """What follows where the task takes a day more."""
    if one.task.number not in picture.critical:
        return ""
    later = add_days(picture.end, 1, "working")[0]
    return _("再晚一天，整个项目到 %(day)s") % {"day": day_text(later)}
