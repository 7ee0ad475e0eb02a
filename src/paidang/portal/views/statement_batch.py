"""A month of all contracts at once: what can be closed, what is closed and can be sent, what waits and why."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.models import Contract
from paidang.contracts.queries import list_contracts
from paidang.kit.outcome import NotFound
from paidang.kit.period import month_end_at, month_of, next_month, previous_month
from paidang.portal.templatetags.paidang import moment_text, worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.statement_lines import called, month_words, statement_url
from paidang.portal.views.statement_past import state_of
from paidang.settlement import actions
from paidang.settlement.models import (
    BATCH_CLOSE,
    BATCH_SEND,
    DONE,
    PARKED,
    UNCHANGED,
    WAITING,
    Batch,
    BatchItem,
    Statement,
)
from paidang.settlement.queries.batches import count_items, get_batch, get_running, list_items
from paidang.settlement.queries.closing import (
    LOOK,
    MADE,
    NOT_NOW,
    READY,
    SENT_OUT,
    ContractMonth,
    list_contract_months,
)
from paidang.settlement.tasks import defer
from paidang.team.models import Person

MONTHS_SHOWN = 24
VIEWS = {"close": (READY, LOOK), "send": (MADE,), "sent": (SENT_OUT,), "later": (NOT_NOW,)}
LOOKED_AT_IN_TRIAL = {"FACTS_REFUSED", "FAR_FROM_LAST_MONTH", "SHARES_DO_NOT_ADD_UP", "UNEXPECTED"}


@login_required
@require_GET
def statements_batch(request: HttpRequest) -> HttpResponse:
    """The contracts of one month in four views; the first two have a form each."""
    person, now = person_of(request), timezone.now()
    contracts = _own_contracts(person)
    last = previous_month(month_of(now))
    months = _months(contracts, last)
    month = asked if (asked := request.GET.get("month", "")) in months else last
    standing = list_contract_months(contracts, month, now)
    view = asked if (asked := request.GET.get("view", "")) in VIEWS else _first_view(standing)
    running = get_running(month)
    context = {
        "month": month,
        "word": month_words(month),
        "months": [(one, month_words(one)) for one in months],
        "view": view,
        "views": _views(standing, month, view),
        "rows": [_row(one, month) for one in standing if one.place in VIEWS[view]],
        "any": bool(contracts),
        "is_over": now >= month_end_at(month),
        "running": _progress(running) if running else None,
        "may_close": person.may("close_month") and not running,
        "may_send": person.may("send_statement") and not running,
    }
    return render(request, "portal/statements_batch.html", context)


@login_required
@require_POST
def statements_batch_close(request: HttpRequest) -> HttpResponse:
    """Close the month of the ticked contracts."""
    return _start(request, BATCH_CLOSE)


@login_required
@require_POST
def statements_batch_send(request: HttpRequest) -> HttpResponse:
    """Send the ticked statements, those that the page showed, with one note."""
    return _start(request, BATCH_SEND)


@login_required
@require_GET
def statements_batch_done(request: HttpRequest, batch_id: int) -> HttpResponse:
    """How far a batch is, in contracts, and what became of each; htmx asks for the bar alone until it is done."""
    person, batch = person_of(request), get_batch(batch_id)
    if request.headers.get("HX-Request") == "true":
        answer = render(request, "portal/batch_bar.html", {"progress": _progress(batch)})
        if batch.done_at:
            answer["HX-Refresh"] = "true"
        return answer
    parts = _parts(batch, list_items(batch))
    query = {"month": batch.month, "view": "close" if batch.kind == BATCH_CLOSE else "sent"}
    context = {
        "batch": batch,
        "word": month_words(batch.month),
        "progress": _progress(batch),
        "parts": parts,
        "list_url": f"{reverse('portal:statements_batch')}?{urlencode(query)}",
        "to_send": [row for part in parts for row in part["rows"] if row["digest"]],
        "parked": [row for part in parts if part["state"] == PARKED for row in part["rows"]],
        "may_close": person.may("close_month"),
        "may_send": person.may("send_statement"),
    }
    return render(request, "portal/statements_batch_done.html", context)


def _start(request: HttpRequest, kind: str) -> HttpResponse:
    """Begin, or show the batch of this month that is at work already."""
    picks = dict(text.partition("|")[::2] for text in request.POST.getlist("pick"))
    batch, is_new = actions.start_batch(
        person=person_of(request), at=timezone.now(), kind=kind, month=request.POST.get("month", ""), picks=picks,
        note=request.POST.get("note", ""),
    )  # fmt: skip
    defer(batch)  # also one at work: should its job have been given up, this one goes on with it
    if not is_new:
        words = {
            "who": batch.asked_by.name,
            "at": moment_text(batch.asked_at),
            "month": month_words(batch.month),
        }
        messages.info(request, _("%(who)s %(at)s 已开始做%(month)s，这就是那一次；没有再做一遍。") % words)
    return redirect("portal:statements_batch_done", batch.pk)


def _own_contracts(person: Person) -> list[Contract]:
    """Those that this organisation closes; nobody else has this page."""
    if person.org.kind != "agency":
        raise NotFound(_("没有批量关账"), remedy=_("对账单由乙方关账、发出。"))
    return [one for one in list_contracts() if one.side_of(person.org_id) == "b"]


def _months(contracts: Iterable[Contract], last: str) -> list[str]:
    """From the first month of any contract to the last that is over, the newest first."""
    begun = [month_of(one.in_force_at) for one in contracts if one.in_force_at]
    month, found = min([*begun, last]), []
    while month <= last:
        found.append(month)
        month = next_month(month)
    return found[::-1][:MONTHS_SHOWN]


def _first_view(standing: Iterable[ContractMonth]) -> str:
    """The first that has something to do."""
    places = {one.place for one in standing}
    return next((view for view, its in VIEWS.items() if places & set(its)), "close")


def _views(standing: Sequence[ContractMonth], month: str, view: str) -> list[dict[str, Any]]:
    words = {"close": _("待关账"), "send": _("待发出"), "sent": _("已发出"), "later": _("不到时候")}
    return [
        {
            "word": word,
            "url": f"?{urlencode({'month': month, 'view': key})}",
            "n": sum(one.place in VIEWS[key] for one in standing),
            "bad": False,
            "current": key == view,
        }
        for key, word in words.items()
    ]


def _row(one: ContractMonth, month: str) -> dict[str, Any]:
    """A contract in one line: where it stands, why, what is due and how that differs from the statement before."""
    statement, before = one.statement, one.before
    return {
        "contract": one.contract,
        "url": statement_url(statement)
        if statement
        else reverse("portal:statement_trial", args=[one.contract.code]),
        "state": _state(one),
        "why": _why(one, month),
        "is_ticked": one.place in (READY, MADE),
        "pick": f"{one.contract.code}|{statement.digest if statement else ''}",
        **_amounts(statement),
        "before": before.figures["amount_due"] if before else None,
        "change": one.change_fen,
    }


def _amounts(statement: Statement | None) -> dict[str, Any]:
    if statement is None:
        return {"fen": None, "due_b": 0, "payer": ""}
    payer = statement.figures["payer"]
    return {
        "fen": statement.figures["amount_due"],
        "due_b": statement.figures["due_b"],
        "payer": called(payer, statement.contract) if payer else "",
    }


def _state(one: ContractMonth) -> dict[str, str]:
    if one.parked and one.place in (READY, LOOK):
        return {"kind": "bad", "word": _("搁下")}
    if one.place == READY:
        return {"kind": "ok", "word": _("可以关账")}
    if one.place == LOOK:
        return {"kind": "warn", "word": _("先看一眼")}
    if one.statement:
        return state_of(one.statement)
    return {"kind": "", "word": _("不到时候")}


def _why(one: ContractMonth, month: str) -> list[dict[str, str]]:
    """What a closing would take in, and what stands in its way, each with the page where it is mended."""
    code = urlencode({"contract": one.contract.code})
    found: list[dict[str, str]] = []
    if one.parked and one.place != SENT_OUT:
        found.append(_parked_words(one.parked, month) | {"kind": "bad"})
    if one.place == NOT_NOW:
        found.append(_not_now(one, month))
    if one.quarantined:
        text = ngettext("隔离 %(n)s 行", "隔离 %(n)s 行", one.quarantined) % {"n": f"{one.quarantined:,}"}
        url = f"{reverse('portal:imports')}?{code}&view=quarantine"
        found.append({"kind": "warn", "text": text, "url": url, "word": _("去修正")})
    if (ready := one.ready) and ready.unpriced:
        text = ngettext(
            "%(n)s 个商品没有出厂价，%(rows)s 行会挂起",
            "%(n)s 个商品没有出厂价，%(rows)s 行会挂起",
            ready.unpriced,
        )
        words = {"n": f"{ready.unpriced:,}", "rows": f"{ready.unpriced_lines:,}"}
        found.append({"kind": "warn", "text": text % words})
    if ready and ready.orders:
        words = {"orders": f"{ready.orders:,}", "lines": f"{ready.lines:,}"}
        found.append({"text": _("可计入 %(orders)s 单，%(lines)s 行") % words})
    elif ready:
        text = _("%(month)s还没有可计入的订单") % {"month": month_words(month)}
        url = f"{reverse('portal:imports')}?{code}"
        found.append({"kind": "warn", "text": text, "url": url, "word": _("去导入")})
    if one.statement and (held := one.statement.figures["counts"]["held"]):
        text = ngettext("挂起 %(n)s 行", "挂起 %(n)s 行", held) % {"n": f"{held:,}"}
        found.append({"kind": "warn", "text": text})
    return found


def _not_now(one: ContractMonth, month: str) -> dict[str, str]:
    """Which month's turn it is, with the page where that month is closed; a month that is not over has none."""
    here = f"{reverse('portal:statements')}?{urlencode({'contract': one.contract.code})}"
    if one.turn == month:
        return {"text": _("没有可结的"), "url": here, "word": _("看这份合同")}
    word = month_words(one.turn)
    text = _("轮到的是%(month)s") % {"month": word}
    if one.turn > month:
        return {"text": text, "url": here, "word": _("看这份合同")}
    url = f"{reverse('portal:statements_batch')}?{urlencode({'month': one.turn})}"
    return {"text": text, "url": url, "word": _("去结%(month)s") % {"month": word}}


def _parked_words(item: BatchItem, month: str) -> dict[str, str]:
    """Why a contract was parked and what to do, with the page on which it is seen or mended."""
    refusal, code = item.refusal or {}, item.contract.code
    if refusal["code"] in LOOKED_AT_IN_TRIAL:
        url, word = reverse("portal:statement_trial", args=[code]), _("打开试算")
    else:
        url = f"{reverse('portal:statements')}?{urlencode({'contract': code})}"
        word = _("看这份合同")
    text = _("%(reason)s。%(remedy)s") % {
        "reason": worded(refusal["message"]),
        "remedy": worded(refusal["remedy"]),
    }
    return {"text": text, "url": url, "word": word}


# One batch


def _progress(batch: Batch) -> dict[str, Any]:
    counts = count_items(batch)
    total = sum(counts.values())
    return {
        "batch": batch,
        "url": reverse("portal:statements_batch_done", args=[batch.pk]),
        "done": total - counts[WAITING],
        "total": total,
        "is_done": bool(batch.done_at),
        "counts": counts,
    }


def _parts(batch: Batch, items: Sequence[tuple[BatchItem, Statement | None]]) -> list[dict[str, Any]]:
    """The contracts by what became of them, those that want somebody first."""
    closes = batch.kind == BATCH_CLOSE
    words = {
        PARKED: (_("搁下"), "bad"),
        DONE: (_("已算出") if closes else _("已发出"), "ok"),
        UNCHANGED: (_("没有变化") if closes else _("早已发出"), "wait"),
        WAITING: (_("还没轮到"), "wait"),
    }
    rows = {state: [_done_row(*one, batch) for one in items if one[0].state == state] for state in words}
    return [
        {"state": state, "word": word, "kind": kind, "rows": rows[state]}
        for state, (word, kind) in words.items()
        if rows[state]
    ]


def _done_row(item: BatchItem, statement: Statement | None, batch: Batch) -> dict[str, Any]:
    is_here = statement is not None and item.state in (DONE, UNCHANGED)
    may_send = is_here and statement is not None and batch.kind == BATCH_CLOSE and statement.state == "closed"
    return {
        "contract": item.contract,
        "url": statement_url(statement) if statement and is_here else "",
        "parked": _parked_words(item, batch.month) if item.state == PARKED else None,
        "digest": statement.digest if statement and may_send else "",
        **_amounts(statement if is_here else None),
    }
