"""Rows that were corrected after a statement settled them, in words: what changed, what it comes to, by which figures."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from paidang.kit.money import yuan
from paidang.portal.views.fact_words import cell_text, column_word
from paidang.portal.views.statement_lines import Lines, called, month_words
from paidang.settlement.queries.corrected import TOLD, Corrected
from paidang.settlement.rules.adjusting import REASON_MAX
from paidang.settlement.rules.corrected_months import NO_PRICE
from paidang.settlement.rules.corrected_rows import is_moved_earlier
from paidang.settlement.rules.corrections import Difference

SHOWN = 20


def corrected_words(corrected: Corrected | None, lines: Lines) -> dict[str, Any] | None:
    """For the panel of adjustments; the first `SHOWN` rows."""
    if corrected is None:
        return None
    parts = [_part(part, lines) for part in corrected.parts or ()]
    return {
        "found": corrected,
        "rows": _rows(corrected, lines),
        "parts": parts,
        "waiting": [_part(part, lines) for part in corrected.waiting_parts],
        "reason": _reason(corrected, lines),
        "stale": "、".join(map(str, corrected.stale)),
        "has_lines": any(one.kind == "line" and one.moves_money for one in corrected.changes),
    }


def _rows(corrected: Corrected, lines: Lines) -> list[dict[str, Any]]:
    statement = lines.statement
    kinds = {
        "line": _("订单行"),
        "refund": _("退款"),
        "logistics": _("物流费"),
        "platform_fee": _("平台费用"),
    }
    return [
        {
            "word": f"{kinds[one.kind]} {one.row_id}",
            "cells": [
                (column_word(cell.column), cell_text(cell.column, cell.was), cell_text(cell.column, cell.now))
                for cell in one.cells
            ],
            "waits": _why(corrected.waits[one.name]) if one.name in corrected.waits else "",
            "told": corrected.told.get(one.name),
            "refunded": one.name in corrected.refunded_since,
            "is_late": is_moved_earlier(one, statement.month, f"{statement.terms['recognition']}_at"),
        }
        for one in corrected.changes[:SHOWN]
    ]


def _why(reason: str) -> str:
    if reason == TOLD:
        return _("改以前已提过调整")
    return _("没有这一天的出厂价") if reason == NO_PRICE else _("改到以后的月份")


def _part(part: Difference, lines: Lines) -> dict[str, Any]:
    """A month's part; `rest` is the loss that another month's correction brings in."""
    due = next((now - was for name, was, now in part.figures if name == "due_b"), 0)
    who = called("b", lines.statement.contract)
    words = {"due_b": _("应付{who}").format(who=who), "platform_fees": _("平台费用")}
    return {
        "month": part.month,
        "word": month_words(part.month),
        "amount": part.amount,
        "figures": [
            (words.get(name) or lines.words.get(name, name), was, now) for name, was, now in part.figures
        ],
        "rest": part.amount - due,
    }


def _reason(corrected: Corrected, lines: Lines) -> str:
    """Why the amount, with its formula as far as there is room; in Chinese, since it goes into the terms of a statement."""
    with translation.override("zh-hans"):
        chinese = Lines(lines.statement, lines.breakdown)
        reason = f"{lines.statement.month} 已结的行，按结算后更正的数据"
        for part in (_part(one, chinese) for one in corrected.parts or ()):
            figures = "，".join(f"{word} {yuan(was)}→{yuan(now)}" for word, was, now in part["figures"])
            text = f"；{part['month']}：{figures}，差 {yuan(part['amount'])}"
            if len(reason + text) > REASON_MAX:
                break
            reason += text
    return reason
