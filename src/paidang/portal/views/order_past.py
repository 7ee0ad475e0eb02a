"""What happened to an order, and what a corrected file changed in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from paidang.intake.models import ImportFile
from paidang.kit.money import yuan
from paidang.orders.models import History
from paidang.portal.queries.order import Order
from paidang.portal.templatetags.paidang import moment_text

SILENT = {"import_id", "extra", "contract_id"}


@dataclass(frozen=True, slots=True)
class Change:
    """One correction: which row, by which file, when; column by column what it was and what it became."""

    row_id: str
    at: datetime
    file: ImportFile | None
    columns: list[tuple[str, str, str]] = field(default_factory=list)


def changes_of(found: Order) -> list[Change]:
    """The corrections, the newest first. What a row became is what it was before the next one, or what it is now."""
    now: dict[tuple[str, str], Mapping[str, Any]] = {}
    rows = (
        ("order_lines", "line_id", found.lines),
        ("refunds", "refund_id", found.refunds),
        ("logistics", "charge_id", found.charges),
        ("platform_fees", "fee_id", found.fees),
    )
    for table, key, facts in rows:
        for fact in facts:
            now[table, getattr(fact, key)] = {name: getattr(fact, name) for name in _columns(fact)}
    changes = []
    for entry in found.history:
        after = now.get((entry.table, entry.row_id), {})
        changes.append(_change(entry, after, found.files.get(int(after.get("import_id") or 0))))
        now[entry.table, entry.row_id] = entry.before
    return [change for change in changes if change.columns]


def _columns(fact: Any) -> list[str]:
    return [column.attname for column in fact._meta.concrete_fields if column.attname != "pk"]


def _change(entry: History, after: Mapping[str, Any], file: ImportFile | None) -> Change:
    words = _column_words()
    columns = []
    for name, was in entry.before.items():
        if name in SILENT or name not in after:
            continue
        before, became = _shown(name, was), _shown(name, after[name])
        if before != became:
            columns.append((words.get(name, name), before, became))
    return Change(entry.row_id, entry.at, file, columns)


def _shown(name: str, value: Any) -> str:
    """A stored value for people; times and amounts come from JSON or from the row."""
    if value is None or value == "":
        return "—"
    if name.endswith("_fen"):
        return yuan(int(value))
    if name.endswith("_at"):
        return moment_text(value if isinstance(value, datetime) else datetime.fromisoformat(value))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(value)


def _column_words() -> dict[str, str]:
    return {
        "order_id": _("订单号"),
        "channel": _("平台"),
        "store": _("店铺"),
        "sku": "SKU",
        "quantity": _("数量"),
        "unit_price_fen": _("单价"),
        "merchant_discount_fen": _("商家优惠"),
        "platform_discount_fen": _("平台优惠"),
        "paid_at": _("付款时间"),
        "shipped_at": _("发货时间"),
        "completed_at": _("签收时间"),
        "gift": _("赠品"),
        "line_id": _("行号"),
        "amount_fen": _("金额"),
        "cause": _("原因"),
        "restocked": _("可再售"),
        "refunded_at": _("退款时间"),
        "kind": _("类别"),
        "paid_by": _("谁付"),
        "charged_at": _("计费时间"),
        "borne_by": _("谁承担"),
    }


Moment = tuple[datetime, str, str, str]
"""When, what, whose (`kind` of `_timeline.html`), the page that shows more."""


def events_of(found: Order, state: str, told: Sequence[Moment] = ()) -> list[dict[str, str]]:
    """The timeline: what is next on top, then the newest first; `told`: what the platform's interface says besides."""
    moments: list[Moment] = list(told)
    for name, word in (
        ("paid_at", _("买家付款")),
        ("shipped_at", pgettext("经过", "发货")),
        ("completed_at", _("签收")),
    ):
        moments += [(at, word, "", "") for at in {getattr(line, name) for line in found.lines} if at]
    for refund in found.refunds:
        moments.append((refund.refunded_at, _("退款 %(fen)s") % {"fen": yuan(refund.amount_fen)}, "", ""))
    for file in found.files.values():
        if file.written_at:
            url = reverse("portal:import_file", args=[file.pk])
            moments.append((file.written_at, _("由文件写入：%(file)s") % {"file": file.name}, "", url))
    for breach in found.breaches:
        sold = {"sold": yuan(breach.sold_fen), "floor": yuan(breach.floor_fen * breach.quantity)}
        moments.append((breach.recorded_at, _("记下低于底价：%(sold)s，底价 %(floor)s") % sold, "bad", ""))
        if breach.explained_at:
            moments.append((breach.explained_at, _("说明低于底价的原因"), "b", ""))
    events = [
        {"word": word, "hint": moment_text(at), "kind": kind, "url": url}
        for at, word, kind, url in sorted(moments, key=lambda one: one[0], reverse=True)
    ]
    waits = {
        "unshipped": _("等发货"),
        "part_shipped": _("等发出其余的"),
        "on_hold": _("等放行"),
        "moving": _("等买家签收"),
    }.get(state)
    return [{"word": waits, "hint": _("下一步"), "kind": "next", "url": ""}, *events] if waits else events
