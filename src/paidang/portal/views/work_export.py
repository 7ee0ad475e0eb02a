"""What the agency's work is, taken along as CSV: the rota, service figures, lessons, advice, incidents, pictures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.incidents.actions.looks import note_copy
from paidang.incidents.queries.incidents import DONE, IncidentsWanted, incidents_of
from paidang.incidents.queries.incidents import OPEN as OPEN_ONES
from paidang.incidents.rules.words import FAULTS, KINDS, STATES
from paidang.kit.outcome import NotFound
from paidang.kit.period import SHANGHAI, day_of
from paidang.kit.sentence import say
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.copies import table_copy
from paidang.printing.tables import Cell
from paidang.staffing.queries import list_service_days, list_shifts
from paidang.staffing.rules.roles import ROLES
from paidang.staffing.rules.rota import HEADER_ZH as ROTA_HEADER
from paidang.staffing.rules.service import HEADER_ZH as SERVICE_HEADER
from paidang.studio.queries.pictures import Wanted, list_assets
from paidang.studio.rules.page import code_of
from paidang.studio.rules.shots import KINDS as SHOTS
from paidang.studio.rules.words import STATES as PICTURE_STATES
from paidang.training.queries import advice_of, lessons_of
from paidang.training.rules.curriculum import SKILLS
from paidang.training.rules.lesson_rows import COLUMNS as LESSON_COLUMNS
from paidang.training.rules.words import DECISIONS

DAYS_BACK, DAYS_AHEAD = 366, 62
PICTURES_AT_ONCE = 1_000
Rows = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Export:
    """One table: what it is called, its head, its rows. Where it can come in again its first columns are those of the import."""

    word: Callable[[], str]
    head: Callable[[], Sequence[str]]
    rows: Callable[[Contract, date], Rows]


def _moment(at: datetime | None) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if at else ""


def _rota(contract: Contract, today: date) -> Rows:
    shifts = list_shifts(contract, today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD))
    return [
        [
            f"{one.day}", worded(ROLES[one.role].word),
            one.person.name if one.person else one.firm.name if one.firm else "", one.from_hour, one.until_hour, one.store,
        ]
        for one in shifts
    ]  # fmt: skip


def _service(contract: Contract, today: date) -> Rows:
    return [
        [f"{one.day}", one.store, one.conversations, one.first_response_seconds, one.resolved]
        for one in list_service_days(contract, today - timedelta(days=DAYS_BACK), today)
    ]


def _lessons(contract: Contract, today: date) -> Rows:
    return [
        [
            f"{one.planned_on}", worded(SKILLS[one.skill].word) if one.skill in SKILLS else one.skill, one.title, one.number,
            one.teacher.name if one.teacher else "", f"{one.held_on or ''}", len(one.present), one.words,
        ]
        for one in lessons_of(contract).order_by("planned_on", "number")
    ]  # fmt: skip


def _advice(contract: Contract, today: date) -> Rows:
    return [
        [
            one.number, _moment(one.asked_at), one.asked_by.name, one.question, one.advice, _moment(one.advised_at),
            worded(DECISIONS[one.decision]) if one.decision else "", one.decision_words, _moment(one.decided_at), one.result,
        ]
        for one in advice_of(contract).order_by("number")
    ]  # fmt: skip


def _incidents(contract: Contract, today: date) -> Rows:
    views = [IncidentsWanted({contract.pk: "a"}, view) for view in (OPEN_ONES, DONE)]
    found = sorted((one for wanted in views for one in incidents_of(wanted)), key=lambda one: one.number)
    return [
        [
            one.code, worded(KINDS[one.kind].word), worded(FAULTS[one.at_fault]), one.store, _moment(one.seen_at), one.found_by,
            one.words, one.answer, worded(STATES[one.state]), one.notice.number if one.notice else "", one.close_words,
            _moment(one.closed_at),
        ]
        for one in found
    ]  # fmt: skip


def _pictures(contract: Contract, today: date) -> Rows:
    rows: Rows = []
    after, has_more = 0, True
    while has_more:
        found, has_more = list_assets(contract, Wanted(), after=after, most=PICTURES_AT_ONCE)
        rows += [
            [
                code_of(one.number), one.product.title, one.sku.code if one.sku else "", worded(SHOTS[one.kind]),
                worded(one.what), worded(PICTURE_STATES[one.state]), one.latest, one.approved,
            ]
            for one in found
        ]  # fmt: skip
        after = found[-1].number if found else after
    return rows


EXPORTS: dict[str, Export] = {
    "team": Export(lambda: _("排班"), lambda: ROTA_HEADER, _rota),
    "service": Export(lambda: _("客服数据"), lambda: SERVICE_HEADER, _service),
    "training": Export(
        lambda: _("课表"),
        lambda: [*LESSON_COLUMNS, _("编号"), _("讲的人"), _("上课日"), _("到场人数"), _("记要")],
        _lessons,
    ),
    "advice": Export(
        lambda: _("建议记录"),
        lambda: [
            _("编号"), _("提问时间"), _("谁问的"), _("问题"), _("建议"), _("建议时间"), _("决定"), _("理由"), _("决定时间"), _("结果"),
        ],
        _advice,
    ),
    "incidents": Export(
        lambda: _("违约"),
        lambda: [
            _("编号"), _("种类"), _("过错方"), _("店铺"), _("发现"), _("谁发现的"), _("经过"), _("答复"), _("状态"), _("通知"), _("结果"),
            _("了结时间"),
        ],
        _incidents,
    ),
    "pictures": Export(
        lambda: _("素材"),
        lambda: [
            _("编号"), _("商品"), _("商品编码"), _("种类"), _("拍什么"), _("状态"), _("最新一版"), _("书面确认的一版"),
        ],
        _pictures,
    ),
}  # fmt: skip


@login_required
@require_safe
def work_export(request: HttpRequest, code: str, what: str) -> FileResponse:
    """One of EXPORTS; on record like every copy."""
    contract, person, now = get_contract(code), person_of(request), timezone.now()
    if what not in EXPORTS:
        raise NotFound(say("没有这张表"), remedy=say("请从页面上导出。"))
    export = EXPORTS[what]
    rows = export.rows(contract, day_of(now))
    note_copy(person=person, at=now, contracts=[contract], what=what, rows=len(rows))
    return table_copy(request, export.word(), export.head(), rows)
