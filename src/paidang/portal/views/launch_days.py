"""Another day for a task: what one side proposed, what it would come to, and what the page offers."""

from collections.abc import Sequence
from typing import Any

from paidang.portal.templatetags.paidang import worded
from paidang.projects.models import DayProposal, Slip
from paidang.projects.queries.projects import Picture, Standing, title_of
from paidang.projects.rules.settling import first_possible, moved_by


def day_context(
    picture: Picture, one: Standing, proposals: Sequence[DayProposal], *, side: str, may: bool
) -> dict[str, Any]:
    """Of one task: the proposal that waits with its effect, the others, the first day that could be proposed."""
    if one.is_done:
        return {"past": proposals}
    waiting = next((row for row in proposals if row.agreed is None), None)
    start, number = picture.project.starts_on, one.task.number
    first = first_possible(picture.planned, start, number, picture.today)
    context: dict[str, Any] = {
        "first": first,
        "is_past": bool(waiting and waiting.due_on < first),
        "waiting": waiting,
        "is_ours": waiting is not None and waiting.side == side,
        "past": [row for row in proposals if row.agreed is not None],
        "may_propose": may and (waiting is None or waiting.side == side),
        "may_answer": may and waiting is not None and waiting.side != side,
    }
    if waiting and not context["is_past"]:
        moved, end = moved_by(picture.planned, start, number, waiting.due_on, picture.today)
        context |= {"moved": moved, "end": end, "is_earlier": waiting.due_on < picture.agreed[number].due}
    return context


def changed_days(slips: Sequence[Slip], proposals: Sequence[DayProposal]) -> list[dict[str, Any]]:
    """Every day that was moved or proposed, the latest first."""
    rows: list[dict[str, Any]] = [{"at": one.slipped_at, "slip": one, "task": one.task} for one in slips]
    rows += [{"at": one.proposed_at, "day": one, "task": one.task} for one in proposals]
    return [
        row | {"title": worded(title_of(row["task"]))}
        for row in sorted(rows, key=lambda row: row["at"], reverse=True)
    ]
