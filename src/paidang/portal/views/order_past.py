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
from paidang.portal.views.fact_words import cell_text, column_word
from paidang.settlement.rules.corrected_rows import SILENT


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
    columns = []
    for name, was in entry.before.items():
        if name in SILENT or name not in after:
            continue
        before, became = cell_text(name, was), cell_text(name, after[name])
        if before != became:
            columns.append((column_word(name), before, became))
    return Change(entry.row_id, entry.at, file, columns)


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
