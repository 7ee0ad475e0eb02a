"""评分卡: a month by contract and in sum, then by store of one contract, each figure with six months, its target and its rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.catalog.queries.guard import Shop
from paidang.contracts.models import IN_FORCE, Contract
from paidang.kit.period import (
    NotAMonth,
    asked_month,
    day_of,
    month_of,
    next_month,
    previous_month,
)
from paidang.orders.models import Store
from paidang.portal.queries import get_switcher, list_living
from paidang.portal.queries.worklist import list_summaries
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.price_tabs import in_order
from paidang.portal.views.scorecard_months import shown_months
from paidang.portal.views.scorecard_shown import Board, Cell, reason_of, target_text
from paidang.portal.views.statement_lines import month_words
from paidang.scorecards.queries.figures import list_figures
from paidang.scorecards.queries.reports import list_reports
from paidang.scorecards.queries.targets import comments_of, list_agreed, list_versions
from paidang.scorecards.rules.figures import Place, add_up, months_to
from paidang.scorecards.rules.measures import (
    AGENCY_SHARE,
    APPROVALS,
    BREACHES,
    DUTIES_A,
    DUTIES_B,
    MARGIN,
    MEASURES,
    MONEY,
    POINTS,
    REFUND_RATE,
    RESPONSE,
    REVENUE,
    SECONDS,
    SHARE,
    SHIPPED,
    TARGETED,
    target_words,
)
from paidang.scorecards.rules.spans import MONTH, QUARTER, SPANS, YEAR, months_of, over, target_over
from paidang.scorecards.rules.targets import (
    COMMENT_CHARS,
    NOTE_CHARS,
    PROPOSED,
    STATES,
    Agreed,
    targets_in,
)
from paidang.team.models import Person
from paidang.team.rules.roles import who_may

COLUMNS = (AGENCY_SHARE, MARGIN, REFUND_RATE, SHIPPED, RESPONSE, BREACHES, APPROVALS, DUTIES_A, DUTIES_B)
"""Of a contract, beside its revenue."""
OF_STORES = tuple(key for key, one in MEASURES.items() if one.by_store)


@login_required
@require_GET
def scorecard(request: HttpRequest) -> HttpResponse:
    """The page. `?month=` which month, the last whole one by default; `?span=` it, its quarter or its year up to it;
    `?contract=` whose stores."""
    person, now = person_of(request), timezone.now()
    contracts = list_living(request)
    if not contracts:
        return render(request, "portal/scorecard.html", {"contracts": []})
    span = span_asked(request)
    board = board_of(contracts, month_asked(request, now), now, span)
    picked = picked_of(request, contracts)
    summaries = list_summaries(contracts, day_of(now))
    context = {
        "contracts": contracts,
        "picked": picked,
        "picked_name": other_side(picked, person),
        "month": board.month,
        "month_word": month_words(board.month),
        "span_word": span_words(board.month, span),
        "months": _picker(picked, board.month, span, now),
        "spans": [
            {"word": word, "url": scorecard_url(picked, board.month, key), "current": key == span}
            for key, word in SPANS.items()
        ],
        "columns": [(key, MEASURES[key]) for key in COLUMNS],
        "rows": [
            _row(board, one, person, summaries.get(one.pk, ""), one == picked, span) for one in contracts
        ],
        "sum": [board.cell(key, Place()) for key in (REVENUE, *COLUMNS)] if len(contracts) > 1 else [],
        "csv_url": f"{reverse('portal:scorecard_csv')}?{urlencode({'month': board.month, 'span': span})}",
        **_stores(board, picked),
        **shown_months(board, picked, other_side(picked, person)),
        **_reports(board, picked, person, span, now),
        **_targets(picked, person),
        **_comments(picked, person, board.month),
        "measures": [(one.name, one.formula, one.awaits) for one in MEASURES.values()],
        "my_side": picked.side_of(person.org_id),
        "who": worded(who_may("keep_norms")),
        "now_month": month_of(now),
    }
    return render(request, "portal/scorecard.html", context)


def picked_of(request: HttpRequest, contracts: Sequence[Contract]) -> Contract:
    """The contract that the address names, else the one picked, else the first."""
    code = request.GET.get("contract", "")
    named = next((one for one in contracts if one.code == code), None)
    picked = get_switcher(request).picked
    return named or (picked if picked in contracts else None) or contracts[0]


def month_asked(request: HttpRequest, now: datetime) -> str:
    """The month that the address names, this one at the latest; else the last whole month."""
    this = month_of(now)
    try:
        asked_month(asked := request.GET.get("month", ""))
    except NotAMonth:
        return previous_month(this)
    return max("2000-01", min(asked, this))


def span_asked(request: HttpRequest) -> str:
    """The stretch that the address names; the month by default."""
    asked = request.GET.get("span", "")
    return asked if asked in SPANS else MONTH


def board_of(contracts: Sequence[Contract], month: str, now: datetime, span: str = MONTH) -> Board:
    """The figures of these contracts in the six months up to this one, and in the stretch that ends with it."""
    months, whole = months_to(month), months_of(span, month)
    agreed = list_agreed([one.pk for one in contracts])
    sums = add_up(list_figures(contracts, sorted({*months, *whole}), now))
    return Board(
        sums=sums, months=months, span=whole, whole=over(sums, whole),
        targets={pk: _targets_over(of_it, whole) for pk, of_it in agreed.items()},
    )  # fmt: skip


def _targets_over(agreed: Sequence[Agreed], months: Sequence[str]) -> dict[str, Agreed]:
    by_month = [targets_in(month, agreed) for month in months]
    found = {key: target_over(key, [each.get(key) for each in by_month]) for key in by_month[-1]}
    return {key: one for key, one in found.items() if one is not None}


def scorecard_url(contract: Contract, month: str, span: str = MONTH) -> str:
    asked = {"contract": contract.code, "month": month} | ({"span": span} if span != MONTH else {})
    return f"{reverse('portal:scorecard')}?{urlencode(asked)}"


def span_words(month: str, span: str) -> str:
    """The stretch in words: `2026 年 9 月`, `2026 年第 3 季度（到 9 月）`, `2026 年（到 9 月）`."""
    year, number = month[:4], int(month[5:])
    facts = {"year": year, "quarter": (number + 2) // 3, "month": number}
    if span == QUARTER:
        return _("%(year)s 年第 %(quarter)s 季度（到 %(month)s 月）") % facts
    return _("%(year)s 年（到 %(month)s 月）") % facts if span == YEAR else month_words(month)


def other_side(contract: Contract, person: Person) -> str:
    """What a contract is called on this page: by who the other side is."""
    brand, agency = contract.parties
    return brand.name if contract.agency_id == person.org_id else agency.name


def _picker(contract: Contract, month: str, span: str, now: datetime) -> list[dict[str, Any]]:
    """The month before, this one, the next if it has begun."""
    near = [previous_month(month), month, next_month(month)]
    return [
        {"word": month_words(one), "url": scorecard_url(contract, one, span), "current": one == month}
        for one in near
        if one <= month_of(now)
    ]


def _row(
    board: Board, contract: Contract, person: Person, terms: str, is_picked: bool, span: str
) -> dict[str, Any]:
    place = Place(contract.pk)
    return {
        "contract": contract,
        "name": other_side(contract, person),
        "terms": terms,
        "picked": is_picked,
        "url": scorecard_url(contract, board.month, span),
        "revenue": board.cell(REVENUE, place, contract),
        "cells": [board.cell(key, place, contract) for key in COLUMNS],
    }


def _stores(board: Board, contract: Contract) -> dict[str, Any]:
    """The measures of the picked contract, a column for each store; why what is missed is."""
    declared = {Shop(one.channel, one.name) for one in Store.objects.filter(contract=contract)}
    sold = {Shop(p.channel, p.store) for p, *_rest in board.sums if p.contract_id == contract.pk and p.store}
    shops = in_order(declared | sold)
    lines = [
        (key, [board.cell(key, _place(contract, shop), contract) for shop in shops]) for key in OF_STORES
    ]
    return {
        "shops": shops,
        "lines": [
            {"measure": MEASURES[key], "cells": cells, "target": board.target(key, contract),
             "target_word": target_text(key, board.target(key, contract))}
            for key, cells in lines
        ],
        "missed": missed_of(board, contract),
    }  # fmt: skip


def missed_of(board: Board, contract: Contract) -> list[str]:
    """Why each target is missed that a store of the contract misses, by store."""
    places = {place for place, *_rest in board.whole if place.contract_id == contract.pk and place.store}
    return [
        reason_of(cell, board.target(key, contract), place.store, _before(board, cell))
        for key in OF_STORES
        for place in sorted(places, key=lambda one: (one.channel, one.store))
        if (cell := board.cell(key, place, contract)).look == "warn"
    ]


def _reports(board: Board, contract: Contract, person: Person, span: str, now: datetime) -> dict[str, Any]:
    """Where drafts of the report are, those that were issued, and whether this person may issue one."""
    asked = {"month": board.month, "span": span}
    path = reverse("portal:scorecard_report")
    return {
        "span": span,
        "draft_url": f"{path}?{urlencode({**asked, 'contract': contract.code})}",
        "portfolio_url": f"{path}?{urlencode(asked)}",
        "issue_url": f"{reverse('portal:scorecard_issue', args=[contract.code])}?{urlencode({'span': span})}",
        "reports": [(one, span_words(one.month, one.span)) for one in list_reports(contract.pk)],
        "may_issue": contract.state == IN_FORCE and board.month < month_of(now) and person.may("keep_norms"),
    }


def _place(contract: Contract, shop: Shop) -> Place:
    return Place(contract.pk, shop.channel, shop.store)


def _before(board: Board, cell: Cell) -> Any:
    return board.sums.get((cell.place, cell.measure, board.months[-2]))


def _targets(contract: Contract, person: Person) -> dict[str, Any]:
    """The contract's targets by state, with what this person may do about them."""
    side, versions = contract.side_of(person.org_id), list_versions(contract.pk)
    may = contract.state == IN_FORCE and person.may("keep_norms")
    return {
        "waiting": [
            {**_version(row), "may_answer": may and row.side != side}
            for row in versions
            if row.state == PROPOSED
        ],
        "answered": [_version(row) for row in versions if row.state != PROPOSED],
        "may": may,
        "targeted": [
            (key, MEASURES[key].name, unit_word(MEASURES[key].unit)) for key in TARGETED if key != BREACHES
        ],
        "note_chars": NOTE_CHARS,
    }


def _version(row: Any) -> dict[str, Any]:
    return {
        "row": row,
        "measure": MEASURES[row.measure].name,
        "words": worded(target_words(row.measure, row.value)),
        "from_month": month_words(row.from_month),
        "state": worded(STATES[row.state]),
    }


def unit_word(unit: str) -> str:
    """What a number of this unit is a number of."""
    return {MONEY: _("元"), SHARE: "%", SECONDS: _("秒"), POINTS: _("分")}.get(unit, _("笔"))


def _comments(contract: Contract, person: Person, month: str) -> dict[str, Any]:
    """What each side says to the month."""
    said, side = comments_of(contract.pk, month), contract.side_of(person.org_id)
    return {
        "comments": [(one, said.get(one)) for one in ("a", "b")],
        "my_comment": said[side].text if side in said else "",
        "comment_chars": COMMENT_CHARS,
    }
