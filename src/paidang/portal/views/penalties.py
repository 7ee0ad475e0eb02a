"""平台处罚: points and money that platforms took, whose fault it is by each side's word, where each store stands."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.queries import get_contract
from paidang.incidents import actions
from paidang.incidents.actions import PenaltyRow, UnableToReport
from paidang.incidents.actions.looks import note_copy
from paidang.incidents.actions.penalty_file import COLUMNS, FILE_BYTES_MAX, read_penalties
from paidang.incidents.models import Penalty
from paidang.incidents.queries.penalties import list_penalties, standings
from paidang.incidents.rules.points import (
    FAULTS,
    LIFTED,
    NOT_CHECKED,
    OPEN,
    OUTCOMES,
    REDUCED,
    THRESHOLDS,
    UPHELD,
    agreed_fault,
)
from paidang.kit.money import yuan_text
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.orders.models import Store
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_from, fen_from, person_of
from paidang.portal.views.copies import table_copy
from paidang.portal.views.orders import contracts_of
from paidang.portal.views.price_tabs import contract_of
from paidang.portal.views.statement_lines import called

PAGE = 50
LOOKS = {OPEN: "warn", UPHELD: "bad", REDUCED: "ok", LIFTED: "ok"}


@login_required
@require_GET
def penalties(request: HttpRequest) -> HttpResponse:
    """The page. `?year=` of the points, `?from=` how many of its penalties come before the list, or `?one=` in it."""
    person, today = person_of(request), day_of(timezone.now())
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today.year
    contracts = [one for one in contracts_of(request) if one.in_force_at]
    found = list_penalties([one.pk for one in contracts])
    one = contract_of(request)
    of_year = [each for each in found if each.penalised_on.year == year]
    offset = whole_in(request.GET.get("from", ""), digits=7)
    if named := request.GET.get("one"):
        offset = next((n // PAGE * PAGE for n, each in enumerate(of_year) if each.code == named), offset)
    shown = of_year[offset : offset + PAGE]
    sides = {each.pk: {side: called(side, each) for side in "ab"} for each in contracts}
    context = {
        "contract": one,
        "year": year,
        "years": sorted({each.penalised_on.year for each in found} | {today.year}, reverse=True),
        "standings": [_standing(each) for each in standings(found, year)],
        "not_checked": worded(NOT_CHECKED),
        "rows": [_row(each, sides[each.contract_id]) for each in shown],
        "pager": _pager(request, offset, len(shown), len(of_year)),
        "stores": [(f"{each.channel}|{each.name}", each.name) for each in Store.objects.filter(contract=one).order_by("name")] if one else [],
        "faults": [(key, worded(word)) for key, word in FAULTS.items() if key],
        "outcomes": [(key, worded(word)) for key, word in OUTCOMES.items() if key != OPEN],
        "columns": ",".join(_columns()),
        "today": today.isoformat(),
        "may": {"keep": person.may("keep_penalties"), "say": person.may("answer_incident")},
    }  # fmt: skip
    return render(request, "portal/penalties.html", context)


def _pager(request: HttpRequest, offset: int, shown: int, total: int) -> dict[str, Any]:
    """Where this part of the list stands, with the parts before and after it."""
    kept = {key: request.GET[key] for key in ("contract", "year") if request.GET.get(key)}

    def url(start: int) -> str:
        return f"{reverse('portal:incident_penalties')}?{urlencode({**kept, 'from': start})}"

    last = offset + shown
    return {
        "first": offset + 1,
        "last": last,
        "total": total,
        "previous_url": url(max(0, offset - PAGE)) if offset else "",
        "next_url": url(last) if last < total else "",
    }


def _standing(one: Any) -> dict[str, Any]:
    standing, rows = one.standing, THRESHOLDS.get(one.channel, ())
    return {
        "store": one.store,
        "points": standing.points,
        "money_fen": one.money_fen,
        "reached": worded(standing.reached.follows) if standing.reached else "",
        "following": worded(standing.following.follows) if standing.following else "",
        "left": standing.following.points - standing.points if standing.following else None,
        "look": "bad" if standing.reached else "warn" if standing.is_near else "ok",
        "word": _("已到 %(n)d 分") % {"n": standing.reached.points} if standing.reached else _("快到了") if standing.is_near else _("未到"),
        "most": rows[-1].points if rows else 0,
    }  # fmt: skip


def _row(one: Penalty, sides: Mapping[str, str]) -> dict[str, Any]:
    agreed = agreed_fault(one.brand_says, one.agency_says)
    return {
        "penalty": one,
        "contract": one.contract,
        "state": (LOOKS.get(one.outcome, "info"), worded(OUTCOMES[one.outcome])),
        "brand_says": worded(FAULTS[one.brand_says]),
        "agency_says": worded(FAULTS[one.agency_says]),
        "agreed": worded(FAULTS[agreed]) if agreed else "",
        "called": sides,
    }


@login_required
@require_POST
def penalty_enter(request: HttpRequest, code: str) -> HttpResponse:
    """Enter one by hand."""
    asked = request.POST
    channel, _bar, store = asked.get("store", "").partition("|")
    day = day_from(asked.get("day", ""), UnableToReport)
    if day is None:
        raise UnableToReport(say("没有写处罚日"), code="DAY_MISSING", remedy=say("请填平台通知上的日期。"))
    row = PenaltyRow(
        channel=channel, store=store, penalised_on=day, rule=asked.get("rule", ""), cause=asked.get("cause", ""),
        points=_points(asked.get("points", "")), money_fen=fen_from(asked.get("money", ""), UnableToReport) or 0,
        appeal_by=day_from(asked.get("appeal_by", ""), UnableToReport),
    )  # fmt: skip
    return _entered(request, code, [row])


@login_required
@require_POST
def penalties_file(request: HttpRequest, code: str) -> HttpResponse:
    """Enter those of a CSV, all of them or none."""
    file = request.FILES.get("file")
    if file is None:
        raise UnableToReport(say("没有选文件"), code="FILE_NOT_TAKEN", remedy=say("请选一个 CSV 文件。"))
    return _entered(request, code, read_penalties(file.read(FILE_BYTES_MAX + 1)))


def _entered(request: HttpRequest, code: str, rows: list[PenaltyRow]) -> HttpResponse:
    new, known = actions.enter_penalties(person=person_of(request), at=timezone.now(), code=code, rows=rows)
    messages.success(request, _("新记 %(new)d 条处罚，%(known)d 条早已登记。") % {"new": new, "known": known})
    return redirect(_url(code))


@login_required
@require_POST
def penalty_fault(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One side's word on whose fault it is."""
    actions.say_fault(
        person=person_of(request), at=timezone.now(), code=code, number=number, fault=request.POST.get("fault", "")
    )  # fmt: skip
    messages.success(request, _("已记下，对方看得到。"))
    return redirect(_url(code))


@login_required
@require_POST
def penalty_outcome(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What became of it."""
    asked = request.POST
    actions.record_outcome(
        person=person_of(request), at=timezone.now(), code=code, number=number, outcome=asked.get("outcome", ""),
        points=_points(asked.get("points", "")), money_fen=fen_from(asked.get("money", ""), UnableToReport) or 0,
        words=asked.get("words", ""),
    )  # fmt: skip
    messages.success(request, _("结果已记下。"))
    return redirect(_url(code))


@login_required
@require_GET
def penalties_export(request: HttpRequest) -> FileResponse:
    """All as CSV, its columns as the page takes them in; on record like every copy."""
    now, person = timezone.now(), person_of(request)
    contracts = [one for one in contracts_of(request) if one.in_force_at]
    head = [_("合同"), _("编号"), *_columns(), _("品牌方认为"), _("运营方认为"), _("结果")]
    rows: list[list[str | int | Decimal | None]] = [
        [
            one.contract.code, one.code, one.channel, one.store, one.penalised_on.isoformat(), one.rule, one.points,
            yuan_text(one.money_fen), one.cause, one.appeal_by.isoformat() if one.appeal_by else "",
            worded(FAULTS[one.brand_says]), worded(FAULTS[one.agency_says]), worded(OUTCOMES[one.outcome]),
        ]
        for one in list_penalties([one.pk for one in contracts])
    ]  # fmt: skip
    note_copy(person=person, at=now, contracts=contracts, what="penalties", rows=len(rows))
    return table_copy(request, _("平台处罚"), head, rows)


def _columns() -> list[str]:
    """What the columns of a file are called in the language of the page."""
    return list(COLUMNS.values() if (get_language() or "zh").startswith("zh") else COLUMNS)


def _points(text: str) -> int:
    if not text.strip():
        return 0
    if not (text.strip().isdecimal() and len(text.strip()) < 6):
        raise UnableToReport(
            say("“{text}”不是分数", text=text[:20]), code="NOT_POINTS", remedy=say("写整数。")
        )
    return int(text)


def _url(code: str) -> str:
    return f"{reverse('portal:incident_penalties')}?contract={get_contract(code).code}"
