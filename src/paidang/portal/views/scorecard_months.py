"""The six months of one contract as bars: what there was to share, or where the contract shares no profit, what it sold."""

from typing import Any

from django.utils.translation import gettext as _

from paidang.contracts.models import Contract
from paidang.kit.money import yuan
from paidang.kit.period import month_name
from paidang.kit.sentence import say
from paidang.portal.rules.waterfall import HALF, Step, draw
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.scorecard_shown import Board, rows_url
from paidang.portal.views.statement_lines import month_words
from paidang.scorecards.rules.figures import Place
from paidang.scorecards.rules.measures import AGENCY_SHARE, MARGIN, MEASURES, REVENUE


def shown_months(board: Board, contract: Contract, name: str) -> dict[str, Any]:
    """The bars with their table. A month without a sent statement has no profit to share: it is unknown, not nought."""
    place = Place(contract.pk)
    has_profit = any((place, MARGIN, month) in board.sums for month in board.months)
    measure = MARGIN if has_profit else REVENUE  # a margin is counted from the profit, in fen
    title = _("%(name)s，每月可分收益") if has_profit else _("%(name)s，每月净收入")
    columns = {
        measure: say("可分收益") if has_profit else MEASURES[REVENUE].name,
        AGENCY_SHARE: MEASURES[AGENCY_SHARE].name,
    }
    return {
        "chart": draw([_step(board, contract, measure, month) for month in board.months], HALF),
        "chart_title": title % {"name": name},
        "chart_columns": list(columns.values()),
        "chart_rows": [
            {"word": month_words(month), "cells": [_cell(board, contract, key, month) for key in columns]}
            for month in board.months
        ],
    }


def _step(board: Board, contract: Contract, measure: str, month: str) -> Step:
    figure, name = board.sums.get((Place(contract.pk), measure, month)), worded(month_name(month))
    if figure is None:
        return Step(month, name, 0, "unknown")
    role = "now" if month == board.month else "before"
    return Step(month, name, figure.n, role, rows_url(contract, measure, Place(contract.pk), [month]))


def _cell(board: Board, contract: Contract, measure: str, month: str) -> tuple[str, str]:
    place = Place(contract.pk)
    figure = board.sums.get((place, measure, month))
    return (yuan(figure.n), rows_url(contract, measure, place, [month])) if figure else ("—", "")
