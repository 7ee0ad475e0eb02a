"""Where a statement stands: its state in a word, the steps with their dates, what has happened to it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from paidang.evidence.models import Entry
from paidang.kit.workdays import is_working_day
from paidang.portal.templatetags.paidang import day, moment, moment_text
from paidang.portal.views.statement_lines import called
from paidang.portal.views.statement_parts import Parts
from paidang.settlement.models import CLOSED, CONFIRMED, QUESTIONED, REPLACED, SENT, Statement
from paidang.settlement.queries import OPENED, list_entries, pay_by_of
from paidang.team.models import Person

STATE_KINDS = {CLOSED: "me", SENT: "info", QUESTIONED: "warn", CONFIRMED: "ok", REPLACED: ""}
STATEMENT = re.compile(r"\S+ (?P<month>\d{4}-\d\d) v(?P<version>\d+)")


def state_of(statement: Statement) -> dict[str, str]:
    """The state's colour and word."""
    brand = called("a", statement.contract)
    words = {
        CLOSED: _("未发出"),
        SENT: _("待%(brand)s确认") % {"brand": brand},
        QUESTIONED: _("%(brand)s有疑问") % {"brand": brand},
        CONFIRMED: _("已付清") if statement.is_paid else _("已确认"),
        REPLACED: _("已被新版代替"),
    }
    return {"kind": STATE_KINDS[statement.state], "word": words[statement.state]}


def left_until(last: date, today: date) -> str:
    """How many working days are left, or how many days it is late."""
    if today > last:
        late = (today - last).days
        return ngettext("已过 %(n)d 天", "已过 %(n)d 天", late) % {"n": late}
    days = sum(is_working_day(today + timedelta(days=n)) for n in range(1, (last - today).days + 1))
    left = ngettext("还有 %(n)d 个工作日", "还有 %(n)d 个工作日", days) % {"n": days}
    return left if days else _("今天截止")


def parse_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def pay_span(statement: Statement, today: date) -> tuple[date | None, date | None]:
    """From when to when the amount is paid: fixed by the confirmation; before it, as if it were confirmed today."""
    dates = statement.figures["dates"]
    last = parse_day(dates["window_end"])
    if statement.state in (CLOSED, SENT, QUESTIONED):
        last = pay_by_of(statement, today)
    return parse_day(dates["earliest_payment"]), statement.pay_by or last


def span_words(first: date | None, last: date | None) -> str:
    """`10-15 至 10-20`."""
    if first and last and first < last:
        return _("%(first)s 至 %(last)s") % {"first": day(first), "last": day(last)}
    return str(day(last or first))


def steps_of(statement: Statement, today: date, parts: Parts | None = None) -> list[dict[str, Any]]:
    """Computed, sent, confirmed, paid, settled, each with its date or its limit."""
    due = parse_day(statement.figures["dates"]["statement_due"])
    limit = _("限 %(day)s")
    sent: list[str] = [moment(statement.sent_at)] if statement.sent_at else []
    sent += [SafeString(limit % {"day": day(due)})] if due else []
    answer: list[str] = [moment(statement.confirmed_at)] if statement.confirmed_at else []
    is_replaced = statement.state == REPLACED
    if statement.sent_at and not statement.confirmed_at and statement.confirm_by and not is_replaced:
        answer = [
            SafeString(limit % {"day": day(statement.confirm_by)}),
            left_until(statement.confirm_by, today),
        ]
    first, last = pay_span(statement, today)
    pay = (
        [SafeString(span_words(first, last))]
        if last and statement.figures["payer"] and not is_replaced
        else []
    )
    if parts and pay:
        pay = [SafeString(line) for line in parts.words()]
    if statement.is_paid:
        pay = [SafeString(day(statement.last_paid_on))]
    done = 1 + bool(statement.sent_at) + bool(statement.confirmed_at) + 2 * statement.is_paid
    payable = bool(statement.figures["payer"])
    words = [
        (_("算出"), [moment(statement.closed_at)]),
        (pgettext("步骤", "发出"), sent),
        (_("%(brand)s确认") % {"brand": called("a", statement.contract)}, answer),
        (_("付款"), pay if payable else [_("互不应付")]),
        (_("结清"), pay if statement.is_paid and payable else []),
    ]
    return [
        {"word": word, "lines": lines, "state": "done" if n < done else "now" if n == done else ""}
        for n, (word, lines) in enumerate(words)
    ]


def events_of(statement: Statement, people: Mapping[int, Person], today: date) -> list[dict[str, str]]:
    """The chain's entries on this version, the newest first, and on top what comes next; the same again in a row is one."""
    entries = list_entries(statement)
    is_opened = any(entry.act == OPENED for entry in entries)
    found = [_event(entry, statement, people) for entry in entries]
    rows = [list(row) for _word, row in groupby(found, key=lambda event: event["word"])]
    return [*_next_event(statement, today, is_opened=is_opened), *(_folded(row) for row in rows)]


def _folded(events: Sequence[dict[str, str]]) -> dict[str, str]:
    """The newest of several that say the same, with how often it was."""
    newest, n = events[0], len(events)
    if n == 1:
        return newest
    return {**newest, "hint": _("%(at)s · 共 %(n)d 次") % {"at": newest["hint"], "n": n}}


def people_of(entries: list[Entry]) -> dict[int, Person]:
    """Who did it; somebody who is no longer visible has no name."""
    return Person.objects.in_bulk({entry.person for entry in entries if entry.person})


def copy_word(what: str) -> str:
    """Which copy of a statement was taken, or which part of it was opened."""
    words = {
        "pdf": "PDF",
        "xlsx": "Excel",
        "bundle": _("对账包"),
        "receipt": _("回执"),
        "rows": _("明细 CSV"),
    }
    return words.get(what, what)


def statement_word(subject: str) -> str:
    """What a statement is called that an entry is about (`PD-2026-0001 2026-09 v1`); another subject as it is."""
    if found := STATEMENT.fullmatch(subject):
        return _("%(month)s 对账单第 %(version)s 版") % found.groupdict()
    return subject


def _event(entry: Entry, statement: Statement, people: Mapping[int, Person]) -> dict[str, str]:
    person = people.get(entry.person or 0)
    who = {"who": person.name if person else "—", "n": statement.version}
    words = {
        "statement.closed": _("%(who)s 关账，算出第 %(n)d 版"),
        "statement.sent": _("%(who)s 发出第 %(n)d 版"),
        OPENED: _("%(who)s 打开"),
        "statement.recomputed": _("%(who)s 重算，一致"),
        "statement.recomputed_differs": _("%(who)s 重算，不一致"),
        "statement.confirmed": _("%(who)s 确认"),
        "statement.paid": _("%(who)s 登记到账"),
        "statement.open_again": _("%(who)s 冲销到账登记"),
        "statement.invoiced": _("%(who)s 送达发票"),
        "statement.questioned": _("%(who)s 提出异议"),
        "statement.answered": _("%(who)s 答复异议"),
        "statement.downloaded": _("%(who)s 下载 %(what)s"),
        "statement.adjustment_proposed": _("%(who)s 提议调整"),
        "statement.adjustment_agreed": _("%(who)s 同意调整"),
        "statement.adjustment_declined": _("%(who)s 不同意调整"),
        "statement.adjustment_withdrawn": _("%(who)s 撤回调整"),
        "statement.files_added": _("%(who)s 附文件"),
    }
    rows = entry.facts.get("rows")
    hint = moment_text(entry.at)
    if entry.act == "statement.questioned":
        hint += " · " + (
            ngettext("%(n)s 行", "%(n)s 行", int(str(rows))) % {"n": rows} if rows else _("整张对账单")
        )
    kind = "bad" if entry.act.endswith("_differs") else statement.contract.side_of(entry.org)
    word = words.get(entry.act, entry.act) % {**who, "what": copy_word(str(entry.facts.get("what", "")))}
    return {"word": word, "hint": hint, "kind": kind, "url": ""}


def _next_event(statement: Statement, today: date, *, is_opened: bool) -> list[dict[str, str]]:
    brand, agency = called("a", statement.contract), called("b", statement.contract)
    due, pay_by = parse_day(statement.figures["dates"]["statement_due"]), pay_span(statement, today)[1]
    payer = {"a": brand, "b": agency}.get(statement.figures["payer"] or "", "")
    nexts = {
        CLOSED: (_("等%(who)s发出") % {"who": agency}, due),
        SENT: (_("等%(who)s确认") % {"who": brand}, statement.confirm_by),
        QUESTIONED: (_("等%(who)s答复") % {"who": agency}, None),
        CONFIRMED: (_("等%(who)s付款") % {"who": payer}, pay_by) if payer and not statement.is_paid else None,
    }
    if not (found := nexts.get(statement.state)):
        return []
    word, last = found
    hints = [_("%(day)s 24:00 前") % {"day": last.strftime("%m-%d")}] if last else []
    if statement.state == SENT and not is_opened:
        hints.append(_("还没有打开"))
    hint = " · ".join(hints)
    return [{"word": word, "hint": hint, "kind": "next", "url": ""}]


def verdict_of(statement: Statement, entries: list[Entry], org_id: int) -> dict[str, Any] | None:
    """What this side's latest recomputation found."""
    mine = (
        entry for entry in entries if entry.org == org_id and entry.act.startswith("statement.recomputed")
    )
    entry = next(mine, None)
    if entry is None:
        return None
    facts = entry.facts
    return {
        "is_verified": entry.act == "statement.recomputed",
        "at": entry.at,
        "rows": facts.get("rows"),
        "rules": facts.get("rules"),
        "differences": facts.get("differences", []),
        "count": facts.get("count", 0),
    }
