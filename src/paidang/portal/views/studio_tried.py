"""What a page's changes came to, in words: orders a day before and after, the interval, and the promotions meanwhile."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from paidang.kit.period import day_start_at
from paidang.portal.templatetags.paidang import worded
from paidang.promotions.queries.promotions import list_gone_out
from paidang.studio.models import Page
from paidang.studio.queries.experiments import list_tried, skus_of
from paidang.studio.rules.experiments import LESS, MORE, UNCLEAR, WEEK, WHAT, Difference, Tried

LOOKS = {MORE: "ok", LESS: "bad", UNCLEAR: ""}


def tried_on(page: Page) -> list[dict[str, Any]]:
    """The changes of a page, the newest first."""
    return [_row(page, one) for one in list_tried(page)]


def _row(page: Page, tried: Tried) -> dict[str, Any]:
    row = {
        "edition": tried.change.edition,
        "on": tried.change.on,
        "what": [worded(WHAT[part]) for part in tried.change.what],
    }
    found = tried.difference
    if found is None:
        return row
    days = tried.weeks * WEEK
    return row | {
        "weeks": tried.weeks,
        "before": _tenths(round(found.before * 10 / days)),
        "after": _tenths(round(found.after * 10 / days)),
        "verdict": (LOOKS[found.verdict], _verdict(found)),
        "low": _tenths(found.low),
        "high": _tenths(found.high),
        "promotions": _promotions(page, tried),
    }


def _verdict(found: Difference) -> str:
    if found.verdict == UNCLEAR:
        return _("看不出差别")
    words = _("每天多 {n} 单") if found.verdict == MORE else _("每天少 {n} 单")
    return words.format(n=_tenths(abs(found.tenths)))


def _tenths(value: int) -> str:
    sign = "−" if value < 0 else ""
    return f"{sign}{abs(value) // 10}.{abs(value) % 10}"


def _promotions(page: Page, tried: Tried) -> list[tuple[str, str]]:
    """Title and address of each that was on within the weeks that are compared."""
    found = list_gone_out(
        page.contract, page.channel, skus_of(page),
        since=day_start_at(tried.before.start), before=day_start_at(tried.after.end),
    )  # fmt: skip
    code = page.contract.code
    return [(one.title, reverse("portal:price_promotion", args=[code, one.number])) for one in found]
