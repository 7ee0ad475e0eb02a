"""A promotion as it was typed: its store, times and goods, and the form that says a stored one."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from paidang.catalog.queries.guard import codes_of
from paidang.channels.columns import read_columns
from paidang.channels.reading import BadFile
from paidang.contracts.models import Contract
from paidang.kit.money import yuan_text
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say
from paidang.portal.views.asking import fen_from, moment_in
from paidang.portal.views.price_offers import shop_from
from paidang.promotions.actions import UnableToPromote
from paidang.promotions.models import Promotion
from paidang.promotions.queries.check import Asked, Plan
from paidang.promotions.rules.goods import (
    COLUMNS,
    LINES_MAX,
    PRICE,
    SKU,
    UNITS,
    NotAGood,
    cells_of,
    read_good,
)
from paidang.promotions.rules.invitation import read_invitation
from paidang.promotions.rules.states import SUDDEN

FILE_BYTES_MAX = 2 * 2**20
FIELDS = (
    "lane",
    "shop",
    "title",
    "starts",
    "ends",
    "answer_by",
    "lines",
    "budget",
    "way",
    "words",
    "message",
)


def plan_from(request: HttpRequest) -> Plan:
    """The plan of the form; UnableToPromote where a field is none of its kind."""
    asked = request.POST
    return Plan(
        shop_from(asked), moment_from(asked, "starts"), moment_from(asked, "ends"), moment_from(asked, "answer_by"),
        _goods_from(request), fen_from(asked.get("budget", ""), UnableToPromote), by_link=asked.get("way") == "link",
    )  # fmt: skip


def moment_from(asked: QueryDict, name: str) -> datetime:
    """The moment that was typed, in Asia/Shanghai."""
    text = asked.get(name, "").strip()
    if at := moment_in(text):
        return at
    raise UnableToPromote(
        say("“{text}”不是日期和时间", text=text[:20]), code="PROMOTION_TIMES", remedy=say("三个时间都要填。")
    )


def _goods_from(request: HttpRequest) -> list[Asked]:
    """The goods that were typed, then those of the file; UnableToPromote names the first line that says none."""
    given = [("", cells) for cells in cells_of(request.POST.get("lines", ""))]
    return [_good(row, cells) for row, cells in [*given, *cells_of_file(request)]]


def cells_of_file(request: HttpRequest) -> list[tuple[str, tuple[str, str, str]]]:
    """The lines of the form's file, each with its number; none without a file. UnableToPromote where it cannot be read."""
    file = request.FILES.get("file")
    if file is None:
        return []
    try:
        rows = read_columns(
            file.read(FILE_BYTES_MAX + 1), str(file.name), COLUMNS, rows_max=LINES_MAX, bytes_max=FILE_BYTES_MAX
        )  # fmt: skip
    except BadFile as bad:
        raise UnableToPromote(
            bad.args[0],
            code="FILE_NOT_TAKEN",
            remedy=say("交 CSV 或 XLSX，三列：商品编码、活动价、预计件数。"),
        ) from None
    return [(f"{number}", (row[SKU], row[PRICE], row[UNITS])) for number, row in rows]


def _good(row: str, cells: tuple[str, str, str]) -> Asked:
    try:
        return Asked(*read_good(*cells))
    except NotAGood as wrong:
        raise UnableToPromote(
            say("第 {row} 行：{why}", row=row, why=wrong.args[0]) if row else wrong.args[0],
            code="PROMOTION_TERMS", remedy=say("一行写：商品编码、活动价、预计件数。"),
        ) from None  # fmt: skip


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


def read_form(request: HttpRequest, contract: Contract, now: datetime) -> dict[str, Any]:
    """The form with what a platform's message says written into it; `read` tells what was found and what is still to be filled in."""
    form: dict[str, Any] = {name: request.POST.get(name, "") for name in FIELDS}
    codes = codes_of(contract.pk, shop_from(request.POST))
    said = read_invitation(form["message"], codes, now.astimezone(SHANGHAI))
    times = {"starts": said.starts_at, "ends": said.ends_at, "answer_by": said.answer_by}
    form |= {name: _typed(at) for name, at in times.items() if at}
    form["title"] = said.title or form["title"]
    if said.goods:
        form["lines"] = "\n".join(",".join(cells) for cells in said.goods)
    words = {"title": _("名称"), "starts": _("开始"), "ends": _("结束"), "answer_by": _("答复截止")}
    found = {"title": said.title, **times}
    form["read"] = {
        "goods": len(said.goods),
        "lacking": sum(not (price and units) for _sku, price, units in said.goods),
        "missing": [word for name, word in words.items() if not found[name]],
    }
    return form


def _typed(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
