"""The calendar of promotions as a strip: a row for each platform's lane, one for the dates of its seasons, one for the brand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from paidang.contracts.models import Contract
from paidang.kit.period import day_of, day_start_at
from paidang.portal.templatetags.paidang import day_text, worded
from paidang.portal.views.price_offers import shops_of
from paidang.portal.views.price_promotion_card import Card
from paidang.portal.views.price_tabs import in_order, shop_word
from paidang.promotions.queries.promotions import list_season_dates, list_supplies
from paidang.promotions.rules.calendar import Strip, stacked, strip_around
from paidang.promotions.rules.seasons import BY_KEY, named_days
from paidang.promotions.rules.states import (
    APPROVED,
    ASKED,
    BROKEN,
    DRAFT,
    LANES,
    ON_SALE,
    SUDDEN,
    WITHDRAWN,
)

BAR_KINDS = {DRAFT: "draft", BROKEN: "draft", ASKED: "wait", APPROVED: "ok", ON_SALE: "ok"}
LETTER = 1.35
"""Percent of the strip that one character of a label takes."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A span in percent with its label: inside where it has room, else after it, or before it near the end."""

    x: float
    width: float
    kind: str
    word: str
    url: str = ""

    @property
    def label_width(self) -> float:
        return 1 + LETTER * len(self.word)

    @property
    def room(self) -> str:
        wide = self.label_width
        return "in" if self.width > wide else "before" if self.x + self.width + wide > 100 else "after"

    @property
    def span(self) -> tuple[float, float]:
        """From where to where it reaches, label and all."""
        before, after = (self.label_width if self.room == side else 0 for side in ("before", "after"))
        return self.x - before, self.x + self.width + after

    @property
    def text_x(self) -> float:
        return self.x if self.room == "before" else self.x + self.width


@dataclass(frozen=True, slots=True)
class Mark:
    """A day in percent with its label: a platform's deadline, what the brand does, a day that only a name says."""

    x: float
    kind: str
    word: str

    @property
    def room(self) -> str:
        return "before" if self.x + 2 + LETTER * len(self.word) > 100 else "after"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the strip."""

    word: str
    lane: str
    bars: Sequence[Bar]
    marks: Sequence[Mark]


def calendar_of(contract: Contract, cards: "Iterable[Card]", now: datetime) -> dict[str, Any]:
    """The strip around now with its rows."""
    strip = strip_around(day_of(now))
    shown = [
        one
        for one in cards
        if one.state != WITHDRAWN and strip.shows(one.promotion.starts_at, one.promotion.ends_at)
    ]
    rows = []
    for channel, word in _channels(contract).items():
        own = [one for one in shown if one.promotion.channel == channel]
        seasons, marks = _seasons(contract, channel, strip)
        if seasons or marks:
            rows.append(Row(word, _("大促"), seasons, marks))
        for lane, lane_word in LANES.items():
            bars = [_bar(one, strip) for one in own if one.promotion.lane == lane]
            if bars or (lane == SUDDEN and channel == "jd"):
                rows += _stacked(word, worded(lane_word), bars)
    rows.append(Row(_("甲方要做"), "", [], _for_brand(contract, strip)))
    return {
        "rows": rows,
        "mondays": [(day_text(day), place) for day, place in strip.mondays],
        "now": strip.place(now),
    }


def _stacked(word: str, lane: str, bars: Sequence[Bar]) -> list[Row]:
    """A lane in as many rows as its labels need; the first of them is named."""
    places = stacked([bar.span for bar in bars])
    rows = [
        [bar for bar, place in zip(bars, places, strict=True) if place == nth]
        for nth in range(max(places, default=0) + 1)
    ]
    return [Row(word if nth == 0 else "", lane if nth == 0 else "", row, []) for nth, row in enumerate(rows)]


def _channels(contract: Contract) -> dict[str, str]:
    return {shop.channel: shop_word(shop) for shop in in_order(shops_of(contract))}


def _bar(card: Card, strip: Strip) -> Bar:
    one = card.promotion
    x = strip.place(one.starts_at)
    kind = BAR_KINDS.get(card.state, "past")
    if card.state == ASKED and one.lane == SUDDEN:
        kind = "hot"
    return Bar(
        x,
        max(1.2, strip.place(one.ends_at) - x),
        kind,
        one.title,
        f"/contracts/{one.contract.code}/promotions/{one.number}",
    )


def _seasons(contract: Contract, channel: str, strip: Strip) -> tuple[list[Bar], list[Mark]]:
    """What was entered of a platform's seasons, and the days that only their names say."""
    bars, marks, known = [], [], set()
    for one in list_season_dates(contract):
        season = BY_KEY[one.season]
        if season.channel != channel:
            continue
        known.add((one.season, one.year))
        begins = day_start_at(one.presale_from or one.sale_from)
        ends = day_start_at(one.sale_until + timedelta(days=1))
        if strip.shows(begins, ends):
            x = strip.place(begins)
            bars.append(Bar(x, max(1.2, strip.place(ends) - x), "season", worded(season.word)))
        if one.signup_by and strip.first <= one.signup_by <= strip.last:
            word = _("%(day)s 报名截止") % {"day": day_text(one.signup_by)}
            marks.append(Mark(strip.place(day_start_at(one.signup_by)), "due", word))
    for season, day in named_days(channel, strip.first, strip.last):
        if (season.key, day.year) not in known:
            marks.append(Mark(strip.place(day_start_at(day)), "named", worded(season.word)))
    return bars, marks


def _for_brand(contract: Contract, strip: Strip) -> list[Mark]:
    return [
        Mark(
            strip.place(day_start_at(one.day)), "brand",
            _("%(day)s 到货 %(units)s 件") % {"day": day_text(one.day), "units": f"{one.units:,}"},
        )
        for one in list_supplies(contract)
        if strip.first <= one.day <= strip.last
    ]  # fmt: skip
