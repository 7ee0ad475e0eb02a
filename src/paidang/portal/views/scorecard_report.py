"""The report of operations: a PDF of a contract's figures or of all contracts together, as a draft or as it was issued."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.kit.outcome import NotFound
from paidang.kit.period import check_month
from paidang.kit.sentence import say
from paidang.portal.actions import record_scorecard_report
from paidang.portal.queries import list_living
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.copies import copy_mark, copy_name
from paidang.portal.views.given_file import given_file
from paidang.portal.views.scorecard import (
    board_of,
    missed_of,
    month_asked,
    other_side,
    scorecard_url,
    span_asked,
    span_words,
)
from paidang.portal.views.scorecard_shown import Board, target_text, value_of
from paidang.portal.views.statement_lines import called, month_words
from paidang.printing.scorecard import Chart, ReportPaper, scorecard_pdf
from paidang.scorecards.actions import issue_report
from paidang.scorecards.queries.reports import get_report
from paidang.scorecards.queries.targets import comments_of
from paidang.scorecards.rules.charts import bars, line
from paidang.scorecards.rules.figures import Place
from paidang.scorecards.rules.measures import (
    AGENCY_SHARE,
    APPROVALS,
    BREACHES,
    DUTIES_A,
    DUTIES_B,
    MARGIN,
    MEASURES,
    MONEY,
    NUMBER,
    RATINGS,
    REFUND_RATE,
    RESOLVED,
    RESPONSE,
    REVENUE,
    SHIPPED,
    figure_words,
)
from paidang.team.models import Person

OF_CONTRACT = (
    REVENUE, AGENCY_SHARE, MARGIN, REFUND_RATE, SHIPPED, RESPONSE, RESOLVED, BREACHES, APPROVALS, DUTIES_A, DUTIES_B
)  # fmt: skip
OF_STORE = (REVENUE, REFUND_RATE, SHIPPED, RESPONSE, BREACHES, *RATINGS)
CHARTS = (REVENUE, MARGIN, REFUND_RATE, SHIPPED, RESPONSE, DUTIES_A, DUTIES_B)


@login_required
@require_GET
def scorecard_report(request: HttpRequest) -> HttpResponse:
    """A draft to take along, on record like every copy: of one contract (`?contract=`), else of all of them together."""
    person, now = person_of(request), timezone.now()
    contracts, month, span = list_living(request), month_asked(request, now), span_asked(request)
    code = request.GET.get("contract", "")
    picked = next((one for one in contracts if one.code == code), None)
    if code and picked is None:
        get_contract(code)  # not this organisation's: says so
    if not contracts:
        raise NotFound(say("还没有生效的合同"), remedy=say("合同生效后才有报告。"))
    mark = _("草稿，%(mark)s") % {"mark": copy_mark(person, now)}
    content = _pdf([picked] if picked else contracts, person, month, span, now, mark)
    record_scorecard_report(
        person=person, at=now, contract=picked, month=month, sha256=hashlib.sha256(content).hexdigest()
    )
    what = " ".join([_("运营报告"), picked.code if picked else _("全部合同"), span_words(month, span)])
    return given_file(copy_name(what, "pdf", person, now), content)


@login_required
@require_POST
def scorecard_issue(request: HttpRequest, code: str) -> HttpResponse:
    """Issue the report of the month or of the stretch that ends with it; both sides have it then."""
    person, now, asked = person_of(request), timezone.now(), request.POST
    month, span = asked.get("month", ""), span_asked(request)
    contract = get_contract(code)
    check_month(month, NotFound)
    mark = _("由 %(org)s %(name)s 出具") % {"org": person.org.name, "name": person.name}
    document = _pdf([contract], person, month, span, now, mark)
    report = issue_report(
        person=person, at=now, code=code, month=month, span=span, language=_lang(), document=document
    )
    messages.success(request, _("第 %(n)s 份报告已出具，双方都能下载，摘要已存证。") % {"n": report.number})
    return redirect(scorecard_url(contract, month, span))


@login_required
@require_GET
def scorecard_issued(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A report as it was issued, byte by byte."""
    report = get_report(get_contract(code).pk, number)
    name = _("运营报告 %(code)s %(month)s 第 %(n)s 份.pdf") % {
        "code": code, "month": report.month, "n": number,
    }  # fmt: skip
    return given_file(name, bytes(report.document))


def _lang() -> str:
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def _pdf(
    contracts: Sequence[Contract], person: Person, month: str, span: str, now: datetime, mark: str
) -> bytes:
    """The document, of one contract or of several together."""
    board = board_of(contracts, month, now, span)
    one = contracts[0] if len(contracts) == 1 else None
    brand, agency = one.parties if one else (None, None)
    paper = ReportPaper(
        language=_lang(),
        title=_("%(span)s运营报告") % {"span": span_words(month, span)},
        line=f"{one.title} · {one.code}" if one else _("%(org)s，%(n)s 份合同") % {"org": person.org.name, "n": len(contracts)},
        parties=[(called("a", one), brand.name), (called("b", one), agency.name)] if one and brand and agency else [],
        mark=mark,
        head=[_("指标"), board_word(board), _("分子 / 分母"), _("目标"), _("结论"), month_words(board.months[-2])],
        figures=list(_figures(board, one)),
        charts=[_chart(board, one, key) for key in CHARTS if _is_known(board, one, key)],
        place_head=[_("店铺") if one else _("合同"), *(worded(MEASURES[key].name) for key in (OF_STORE if one else OF_CONTRACT))],
        places=list(_stores(board, one) if one else _contracts(board, contracts, person)),
        missed=missed_of(board, one) if one else [],
        comments=_comments(board, one) if one else [],
        formulas=[(worded(each.name), worded(each.formula)) for each in MEASURES.values()],
    )  # fmt: skip
    return scorecard_pdf(paper, now)


def board_word(board: Board) -> str:
    """The head of the column of figures: the month, or the first and the last."""
    return " – ".join(dict.fromkeys([month_words(board.span[0]), month_words(board.span[-1])]))


def _place(contract: Contract | None) -> Place:
    return Place(contract.pk) if contract else Place()


def _figures(board: Board, contract: Contract | None) -> Iterator[list[str]]:
    looks = {"ok": _("达到"), "warn": _("没有达到")}
    for key in OF_CONTRACT:
        cell = board.cell(key, _place(contract), contract)
        before = board.sums.get((_place(contract), key, board.months[-2]))
        yield [
            worded(MEASURES[key].name), cell.words, cell.whole or "—", target_text(key, board.target(key, contract)),
            looks.get(cell.look, "—"), worded(figure_words(key, before)),
        ]  # fmt: skip


def _is_known(board: Board, contract: Contract | None, measure: str) -> bool:
    return any((_place(contract), measure, month) in board.sums for month in board.months)


def _chart(board: Board, contract: Contract | None, measure: str) -> Chart:
    series = [board.sums.get((_place(contract), measure, month)) for month in board.months]
    values = [one.value if one else None for one in series]
    target = value_of(measure, board.target(measure, contract)) if len(board.span) == 1 else None
    draw = bars if MEASURES[measure].unit in (MONEY, NUMBER) else line
    return Chart(
        name=worded(MEASURES[measure].name),
        svg=draw(values, target),
        labels=[month[2:].replace("-", "/") for month in board.months],
        values=[worded(figure_words(measure, one)) for one in series],
    )


def _stores(board: Board, contract: Contract) -> Iterator[list[str]]:
    places = {place for place, *_rest in board.whole if place.contract_id == contract.pk and place.store}
    for place in sorted(places, key=lambda one: (one.channel, one.store)):
        yield [place.store, *(board.cell(key, place, contract).words for key in OF_STORE)]


def _contracts(board: Board, contracts: Sequence[Contract], person: Person) -> Iterator[list[str]]:
    for one in contracts:
        name = f"{other_side(one, person)} {one.code}"
        yield [name, *(board.cell(key, Place(one.pk), one).words for key in OF_CONTRACT)]


def _comments(board: Board, contract: Contract) -> list[tuple[str, str]]:
    """Each month's words of both sides; of a stretch only the months to which somebody said something."""
    found = []
    for month in board.span:
        said = comments_of(contract.pk, month)
        if said or len(board.span) == 1:
            found += [
                (f"{month_words(month)} {called(side, contract)}", said[side].text if side in said else "")
                for side in ("a", "b")
            ]
    return found
