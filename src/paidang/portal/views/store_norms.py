"""The stores' technical norms: what both sides agreed, how each store keeps to it, the month's proof as a page and on paper."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract, heading_of
from paidang.kit.outcome import NotFound
from paidang.kit.period import check_month, day_of, month_of, previous_month
from paidang.portal.templatetags.paidang import moment_text, worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_reading import language
from paidang.portal.views.copies import copy_mark
from paidang.portal.views.price_tabs import choose, contract_of
from paidang.portal.views.statement_lines import month_words
from paidang.printing.store_proof import StorePaper, proof_pdf
from paidang.stores.actions.norms import answer_norms, propose_norms, set_front
from paidang.stores.models import StoreLink, StoreNorms
from paidang.stores.queries import list_links
from paidang.stores.queries.norms import (
    Part,
    Proof,
    health_now,
    in_force,
    list_checked,
    list_entries_of,
    list_norms,
    norms_of,
    proof_of,
    proposal_of,
)
from paidang.stores.rules.norms import AGREED, MEASURES, NORM_STATES, USUAL, Norms, Verdict, judge, percent
from paidang.stores.tasks import defer_check

MONTHS_SHOWN = 6


@login_required
@never_cache
@require_safe
def store_norms(request: HttpRequest) -> HttpResponse:
    """What holds, what waits for an answer, how the stores do, how it came about. `?contract=`."""
    contract = contract_of(request)
    if contract is None:
        return choose(
            request, _("店铺技术规范"), reason=_("合同生效后，双方在这里定店铺的技术规范。"), icon="gauge"
        )
    person, now = person_of(request), timezone.now()
    side, rows = contract.side_of(person.org_id), list_norms(contract.pk)
    held, waiting = in_force(rows), proposal_of(rows)
    shown = waiting or held
    may = contract.state == IN_FORCE and person.may("agree_norms")
    context = {
        "contract": contract,
        "held": _version(held) if held else None,
        "waiting": _version(waiting) if waiting else None,
        "may_answer": may and waiting is not None and waiting.side != side,
        "may_propose": may and (waiting is None or waiting.side == side),
        "may_set": contract.agency_id == person.org_id and person.may("operate_store"),
        "form": _form_of(norms_of(shown) if shown else USUAL),
        "past": [_version(row) for row in rows if row not in (held, waiting)],
        "stores": [_store(link, held, day_of(now)) for link in list_links([contract.pk])],
        "months": _months(contract, now),
    }
    return render(request, "portal/store_norms.html", context)


def norms_url(code: str) -> str:
    return f"{reverse('portal:store_norms')}?{urlencode({'contract': code})}"


def _version(row: StoreNorms) -> dict[str, Any]:
    return {
        "row": row,
        "words": worded(norms_of(row).words()),
        "state": worded(NORM_STATES[row.state]),
        "is_agreed": row.state == AGREED,
    }


def _form_of(norms: Norms) -> dict[str, str]:
    return {
        "uptime": percent(norms.uptime_bp).rstrip("%"),
        "p95_ms": str(norms.p95_ms),
        "cert_days": str(norms.cert_days),
        "failed_max": str(norms.failed_max),
    }


def _store(link: StoreLink, held: StoreNorms | None, today: date) -> dict[str, Any]:
    """A store against the norms that hold; without any, what was measured alone."""
    found = health_now(link, today)
    verdicts = judge(norms_of(held) if held else USUAL, found, today)
    return {
        "link": link,
        "verdicts": [_told(one, bool(held)) for one in verdicts],
        "checks": found.checks,
        "bad": bool(held and link.misses),
    }


def _told(one: Verdict, is_held: bool) -> tuple[str, str, str, str]:
    """Measure, found, wanted, look: ok, bad, or "" where nothing can be said."""
    look = {True: "ok", False: "bad", None: ""}[one.is_kept] if is_held else ""
    return worded(MEASURES[one.measure]), worded(one.found), worded(one.wanted) if is_held else "", look


def _months(contract: Contract, now: datetime) -> list[tuple[str, str]]:
    """The months that there may be a proof of, this one first."""
    month = month_of(now)
    found: list[tuple[str, str]] = []
    first = month_of(contract.in_force_at) if contract.in_force_at else month
    while len(found) < MONTHS_SHOWN and month >= first:
        found.append((month, month_words(month)))
        month = previous_month(month)
    return found


@login_required
@require_POST
def norms_propose(request: HttpRequest, code: str) -> HttpResponse:
    """Propose a version to the other side."""
    asked = request.POST
    row = propose_norms(
        person=person_of(request),
        at=timezone.now(),
        code=code,
        norms=_typed(asked),
        note=asked.get("note", ""),
    )
    messages.success(request, _("第 %(n)s 版已发给对方，对方同意后生效。") % {"n": row.number})
    return redirect(norms_url(code))


def _typed(asked: Any) -> Norms | None:
    """The four numbers as typed; None where one is none."""
    try:
        uptime = Decimal(asked.get("uptime", "").strip().rstrip("%")) * 100
        rest = [int(asked.get(name, "")) for name in ("p95_ms", "cert_days", "failed_max")]
    except (InvalidOperation, ValueError):
        return None
    return Norms(int(uptime), *rest) if uptime.is_finite() and uptime == int(uptime) else None


@login_required
@require_POST
def norms_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Agree to the other side's version, or not."""
    agree = request.POST.get("answer") == "agree"
    answer_norms(person=person_of(request), at=timezone.now(), code=code, number=number, agree=agree)
    messages.success(
        request, _("第 %(n)s 版从现在起生效。") % {"n": number} if agree else _("已答复不同意。")
    )
    return redirect(norms_url(code))


@login_required
@require_POST
def store_front(request: HttpRequest, link_id: int) -> HttpResponse:
    """Say which page of a store is looked at."""
    person = person_of(request)
    link = set_front(person=person, at=timezone.now(), link_id=link_id, url=request.POST.get("url", ""))
    if link.front_url:
        defer_check(link.pk, person.org_id)
    messages.success(
        request, _("已保存，每 5 分钟打开一次。") if link.front_url else _("不再检查这家店铺的网址。")
    )
    return redirect(norms_url(link.contract.code))


@login_required
@never_cache
@require_safe
def store_proof(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """The month's proof of a contract's stores; `?pdf`: on paper."""
    contract, now = get_contract(code), timezone.now()
    check_month(month, NotFound)
    if month > month_of(now):
        raise Http404
    proofs = [proof_of(link, month, now) for link in list_checked(contract.pk)]
    if "pdf" in request.GET:
        return _paper(contract, month, proofs, copy_mark(person_of(request), now))
    context = {
        "contract": contract,
        "month": month,
        "title": _("%(month)s店铺运行证明") % {"month": month_words(month)},
        "stores": [_proved(one) for one in proofs],
        "is_over": all(one.is_over for one in proofs),
        "norms_url": norms_url(code),
    }
    return render(request, "portal/store_proof.html", context)


def _proved(proof: Proof) -> dict[str, Any]:
    return {
        "link": proof.link,
        "parts": [_part(one) for one in proof.parts],
        "failures": [(one.at, worded(one.problem or "")) for one in proof.failures],
        "checks": sum(one.found.checks for one in proof.parts),
        "left": proof.failures_left,
    }


def _part(part: Part) -> dict[str, Any]:
    """A span of the month under one version."""
    span = f"{part.since:%m-%d}" + (f" – {part.last:%m-%d}" if part.last > part.since else "")
    return {
        "span": f"{span} · {_('第 %(n)s 版') % {'n': part.norms.number}}" if part.norms else span,
        "words": worded(norms_of(part.norms).words())
        if part.norms
        else _("这几天还没有双方同意的技术规范。"),
        "checks": part.found.checks,
        "verdicts": [_told(one, True) for one in part.verdicts],
    }


def _paper(contract: Contract, month: str, proofs: Sequence[Proof], mark: str) -> HttpResponse:
    title = _("%(month)s店铺运行证明") % {"month": month_words(month)}
    paper = StorePaper(
        title=title,
        month=month,
        stores=[
            (
                one.link.store,
                one.link.front_url,
                sum(part.found.checks for part in one.parts),
                [(part["span"], part["words"], part["verdicts"]) for part in map(_part, one.parts)],
                [(moment_text(each.at), worded(each.problem or "")) for each in one.failures],
            )
            for one in proofs
        ],
        entries=[(entry.seq, entry.hash) for entry in list_entries_of(contract, month)],
        is_over=all(one.is_over for one in proofs),
    )
    meta = {"lang": language(), **heading_of(contract), "mark": mark}
    answer = HttpResponse(proof_pdf(paper, meta), content_type="application/pdf")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{contract.code} {title}.pdf')}"
    return answer
