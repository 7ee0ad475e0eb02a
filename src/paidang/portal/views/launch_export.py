"""A project as CSV: every task with its days, its latest version and the word on it."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from paidang.contracts.queries import get_contract
from paidang.kit.money import yuan_text
from paidang.kit.period import SHANGHAI, day_of
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.copies import table_copy
from paidang.portal.views.launch_rows import side_word
from paidang.printing.tables import Cell
from paidang.projects.actions import record_export
from paidang.projects.queries.projects import Picture, Standing, get_picture, get_project, title_of
from paidang.projects.rules.states import STATES


@login_required
@require_safe
def launch_export(request: HttpRequest, code: str, number: int) -> FileResponse:
    """The project's tasks; on record like every copy."""
    now = timezone.now()
    picture = get_picture(get_project(get_contract(code), number), day_of(now))
    head = [
        _("编号"), _("事"), _("由谁做"), _("开始"), _("应交"), _("对方应答"), _("约定应交"), _("状态"), _("版本"), _("摘要"), _("书面确认"), _("确认时间"),
        _("收费（元）"),
    ]  # fmt: skip
    rows = [_cells(picture, one) for one in picture.standings]
    record_export(person=person_of(request), at=now, code=code, number=number, rows=len(rows))
    return table_copy(request, f"{code} {picture.project.code}", head, rows)


def _cells(picture: Picture, one: Standing) -> list[Cell]:
    task, latest, span = one.task, one.latest, picture.expected[one.task.number]
    word = latest if latest and latest.agreed and latest.answered_by and latest.answered_at else None
    return [
        task.number, worded(title_of(task)), side_word(picture, task.side), span.start.isoformat(), span.due.isoformat(),
        span.end.isoformat(), picture.agreed[task.number].due.isoformat(), worded(STATES[one.state]), latest.version if latest else "", latest.digest if latest else "",
        word.answered_by.name if word and word.answered_by else "",
        word.answered_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S") if word and word.answered_at else "",
        yuan_text(task.charge_fen) if task.charge_fen else "",
    ]  # fmt: skip
