"""A promotion as it was typed: its store, times and goods, and the form that says a stored one."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, QueryDict

from paidang.kit.money import yuan_text
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say
from paidang.portal.views.asking import fen_from
from paidang.portal.views.price_offers import shop_from
from paidang.promotions.actions import UnableToPromote
from paidang.promotions.models import Promotion
from paidang.promotions.queries.check import Asked, Plan
from paidang.promotions.rules.states import SUDDEN


def plan_from(request: HttpRequest) -> Plan:
    """The plan of the form; UnableToPromote where a field is none of its kind."""
    asked = request.POST
    return Plan(
        shop_from(asked), _moment(asked, "starts"), _moment(asked, "ends"), _moment(asked, "answer_by"),
        lines_from(asked.get("lines", "")), fen_from(asked.get("budget", ""), UnableToPromote), by_link=asked.get("way") == "link",
    )  # fmt: skip


def _moment(asked: QueryDict, name: str) -> datetime:
    """The moment that was typed, in Asia/Shanghai."""
    text = asked.get(name, "").strip()
    try:
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise UnableToPromote(
            say("“{text}”不是日期和时间", text=text[:20]),
            code="PROMOTION_TIMES",
            remedy=say("三个时间都要填。"),
        ) from None


def lines_from(text: str) -> list[Asked]:
    """Goods as a sheet or a CSV copies them: SKU, price in yuan, units a line, parted by a tab or a comma; a head is left out."""
    found = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines()))):
        sku, price, units, *_more = [*line.replace("，", ",").replace("\t", ",").split(","), "", ""]
        is_head = number == 0 and not any(letter.isdecimal() for letter in price)
        if is_head and not units.strip().isdecimal():
            continue
        fen = fen_from(price, UnableToPromote)
        if fen is None or not units.strip().isdecimal() or len(units.strip()) > 9:
            raise UnableToPromote(
                say("读不懂这一行：{line}", line=line[:60]),
                code="PROMOTION_TERMS",
                remedy=say("一行写：商品编码、活动价、预计件数。"),
            )
        found.append(Asked(sku.strip(), fen, int(units)))
    return found


def form_of(promotion: Promotion) -> dict[str, Any]:
    """The fields that say a stored promotion."""
    lines = sorted(promotion.lines.all(), key=lambda one: one.pk)
    return {
        "lane": promotion.lane,
        "shop": f"{promotion.channel}|{promotion.store}",
        "title": promotion.title,
        "words": promotion.words,
        "way": "link" if promotion.by_link else "hand",
        "starts": _typed(promotion.starts_at),
        "ends": _typed(promotion.ends_at),
        "answer_by": _typed(promotion.answer_by),
        "budget": "" if promotion.budget_fen is None else yuan_text(promotion.budget_fen),
        "lines": "\n".join(f"{one.sku},{yuan_text(one.price_fen)},{one.units}" for one in lines),
    }


def usual_form(lane: str, now: datetime) -> dict[str, Any]:
    """The form before anything is typed: a sudden one tonight, another in a week."""
    tonight = now.astimezone(SHANGHAI).replace(hour=20, minute=0, second=0, microsecond=0)
    starts = (
        tonight
        if lane == SUDDEN and now < tonight - timedelta(hours=3)
        else tonight + timedelta(days=1 if lane == SUDDEN else 7)
    )
    return {
        "lane": lane,
        "starts": _typed(starts),
        "ends": _typed(starts + (timedelta(hours=4) if lane == SUDDEN else timedelta(days=3))),
        "answer_by": _typed(starts - (timedelta(hours=2) if lane == SUDDEN else timedelta(days=2))),
    }


def _typed(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
