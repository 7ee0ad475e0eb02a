"""A month beside the month before, in words: what changed, and which goods want a second look."""

from typing import Any

from django.utils.translation import gettext as _

from paidang.kit.money import percent, yuan
from paidang.portal.views.statement_lines import Lines, month_words, rows_url
from paidang.settlement.models import Statement
from paidang.settlement.queries.compare import compare
from paidang.settlement.queries.trial import Trial
from paidang.settlement.rules import comparing as c

BAR = 100


def comparison_of(now: Statement | Trial, lines: Lines) -> dict[str, Any] | None:
    """For the panels beside the figures; None where there is nothing to compare and nothing odd."""
    found = compare(now)
    if found.before is None and not found.unusual:
        return None
    return {
        "before": month_words(found.before.month) if found.before else "",
        "before_statement": found.before,
        "now": month_words(now.month),
        "changes": _changes(found.changes, lines),
        "unusual": [_look(one, now) for one in found.unusual[: c.SHOWN_MAX]],
        "more": max(found.count - c.SHOWN_MAX, 0),
    }


def _changes(changes: Any, lines: Lines) -> list[dict[str, Any]]:
    largest = max((abs(fen) for one in changes for fen in (one.was, one.now)), default=0)
    return [
        {
            "word": _("乙方应得") if one.key == "due_b" else lines.words.get(one.key, one.key),
            "was": one.was,
            "now": one.now,
            "fen": one.fen,
            "share": _signed(one.share),
            "url": lines.url(one.key),
            "bars": [abs(fen) * BAR // largest if largest else 0 for fen in (one.was, one.now)],
        }
        for one in changes
    ]


def _signed(share: int | None) -> str:
    """`+12.5%`, `−3%`; nothing where there was nothing before."""
    if share is None:
        return ""
    return f"{'−' if share < 0 else '+'}{_share(abs(share))}"


def _share(share: int) -> str:
    tenths = (share + 5) // 10
    return percent(f"{tenths // 1000}.{tenths % 1000:03d}")


def _look(one: c.Unusual, now: Statement | Trial) -> dict[str, Any]:
    """Why a SKU wants a look, in one sentence with its figures, and the door to its rows."""
    money = {"now": yuan(one.now), "was": yuan(one.was)}
    shares = {"now": _share(one.now), "was": "" if one.was is None else _share(one.was)}
    signed = {"now": _points(one.now), "was": _points(one.was or 0)}
    words = {
        c.BELOW_COST: (_("卖得比出厂价低：净收入 %(now)s，成本 %(was)s"), money),
        c.MARGIN: (_("毛利率 %(was)s → %(now)s"), signed),
        c.REFUNDS: (
            _("退款占销售额 %(now)s，上一张 %(was)s") if one.was is not None else _("退款占销售额 %(now)s"),
            shares,
        ),
        c.SALES_UP: (_("销售额 %(was)s → %(now)s"), money),
        c.SALES_DOWN: (_("销售额 %(was)s → %(now)s"), money),
    }
    text, facts = words[one.kind]
    return {
        "sku": one.sku,
        "text": text % facts,
        "fen": one.fen,
        "is_bad": one.kind == c.BELOW_COST,
        "url": "" if isinstance(now, Trial) else rows_url(now, "revenue", q=one.sku),
    }


def _points(share: int) -> str:
    return f"{'−' if share < 0 else ''}{_share(abs(share))}"
