"""Editions of the price list: which is shown, on which days which holds; drafts written down, published, declined, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from paidang.catalog.actions import UnableToDraft, decline_draft, draft_prices, withdraw_draft
from paidang.catalog.models import OPEN, PriceDraft
from paidang.catalog.queries.editions import (
    Edition,
    edition_on,
    get_draft,
    list_days_of_suggestions,
    list_editions,
    list_factory_days,
    list_open_drafts,
    number_of,
)
from paidang.catalog.rules.pasted import RetailRow, read_pasted
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.intake.actions import UnableToSetPrices, publish_draft
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.portal.rules.price_lanes import lane, window_around
from paidang.portal.templatetags.paidang import day_text, worded
from paidang.portal.views.asking import day_from, fen_from, person_of

SEGMENTS = 3
"""So many editions are beside each other; older ones are reached by their day."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the grid shows: the prices of a day, or of a draft of which `changes` are the floors and suggestions by SKU."""

    day: date
    edition: Edition | None
    draft: PriceDraft | None
    changes: dict[str, tuple[int, int | None]]
    is_past: bool
    editions: Sequence[Edition]
    drafts: Sequence[PriceDraft]


def shown_edition(request: HttpRequest, contract: Contract, today: date) -> Shown:
    """What the address asks for by `?draft=` or `?edition=`; else what holds today."""
    editions, drafts = list_editions(contract), list_open_drafts(contract)
    if number := whole_in(request.GET.get("draft", ""), digits=8):
        draft = get_draft(contract, number)
        changes = {sku: (floor, suggested) for sku, floor, suggested in draft.rows}
        return Shown(max(draft.since, today), None, draft, changes, False, editions, drafts)
    since = day_from(request.GET.get("edition", ""), UnableToSetPrices)
    current = edition_on(editions, today)
    asked = next((one for one in editions if one.since == since), current)
    if asked is None or asked == current:
        return Shown(today, asked, None, {}, False, editions, drafts)
    return Shown(asked.since, asked, None, {}, asked.since < today, editions, drafts)


def segments(shown: Shown, today: date, asked: dict[str, str]) -> list[dict[str, Any]]:
    """The editions to choose from: those around the one that is shown, then the open drafts."""
    at = shown.editions.index(shown.edition) if shown.edition else len(shown.editions)
    first = max(0, min(at - 1, len(shown.editions) - SEGMENTS))
    current = edition_on(shown.editions, today)
    found = [
        {
            "word": _("第 %(n)s 版") % {"n": one.number},
            "title": day_text(one.since),
            "url": f"?{urlencode({**asked, **({} if one == current else {'edition': one.since.isoformat()})})}",
            "current": one == shown.edition,
        }
        for one in shown.editions[first : first + SEGMENTS]
    ]
    drafts = list(shown.drafts)
    if shown.draft and shown.draft not in drafts:
        drafts.append(shown.draft)
    return found + [
        {
            "word": _("第 %(n)s 版草案") % {"n": number_of(shown.editions, one)},
            "title": day_text(one.since),
            "url": f"?{urlencode({**asked, 'draft': one.number})}",
            "current": one == shown.draft,
        }
        for one in drafts
    ]


def timeline(contract: Contract, shown: Shown, today: date) -> dict[str, Any]:
    """Which edition holds on which day, for suggested prices, floors and factory prices; drafts stand dashed."""
    window = window_around(today)
    numbers = {one.since: _("第 %(n)s 版") % {"n": one.number} for one in shown.editions}
    suggested = sorted(list_days_of_suggestions(contract) & set(numbers))
    factory = [(day, _("%(day)s 起") % {"day": day_text(day)}) for day in list_factory_days(contract)]
    floors = lane(window, list(numbers.items()), today)
    for draft in shown.drafts:
        word = _("第 %(n)s 版草案") % {"n": number_of(shown.editions, draft)}
        floors = [one for one in floors if one.x < window.place(draft.since)] + [
            *lane(window, [(draft.since, f"{word} {_draft_words(draft)}")], today - timedelta(1))
        ]
    marks = sorted({window.first, *numbers, *(one.since for one in shown.drafts), today})
    return {
        "lanes": [
            (_("建议价"), lane(window, [(day, numbers[day]) for day in suggested], today)),
            (_("底价"), floors),
            (_("出厂价"), lane(window, factory, today)),
        ],
        "today_x": window.place(today),
        "first": window.first,
        "last": window.last,
        "marks": [(day, window.place(day)) for day in marks if 12 < window.place(day) < 84],
    }


def _draft_words(draft: PriceDraft) -> str:
    return _("%(n)s 个价格") % {"n": len(draft.rows)}


def rows_from(request: HttpRequest, since: date) -> list[RetailRow]:
    """What was pasted, or what of the grid differs from what was shown in it; UnableToSetPrices for a line that is none."""
    if pasted := request.POST.get("pasted", ""):
        rows, bad = read_pasted(pasted, since=since)
        if bad:
            raise UnableToSetPrices(bad[0].message, code=bad[0].code, remedy=bad[0].remedy)
        return rows
    rows = []
    for sku in request.POST.getlist("sku"):
        floor = fen_from(request.POST.get(f"floor:{sku}", ""), UnableToSetPrices)
        suggested = fen_from(request.POST.get(f"suggested:{sku}", ""), UnableToSetPrices)
        before = request.POST.get(f"before:{sku}", "")
        if before == "|".join("" if fen is None else str(fen) for fen in (floor, suggested)):
            continue
        if floor is None:
            raise UnableToSetPrices(
                say("{sku} 没有写最低零售价", sku=sku[:255]), code="FLOOR_MISSING",
                remedy=say("写上最低零售价；不想改这一行，就照原样留着。"),
            )  # fmt: skip
        rows.append(RetailRow(sku, floor, suggested, since))
    if not rows:
        raise UnableToSetPrices(
            say("没有改动"), code="NOTHING_CHANGED", remedy=say("改了价再发布；没改的行不动。")
        )
    return rows


@login_required
@require_POST
def price_draft_make(request: HttpRequest, code: str) -> HttpResponse:
    """Write a draft down, or propose it: what was changed in the grid, or pasted."""
    person, now = person_of(request), timezone.now()
    since = day_from(request.POST.get("since", ""), UnableToDraft) or day_of(now)
    rows = [RetailRow(row.sku, row.floor_fen, row.suggested_fen, since) for row in rows_from(request, since)]
    draft = draft_prices(
        person=person, at=now, code=code, since=since, rows=rows, note=request.POST.get("note", "")
    )
    is_agency = draft.contract.agency_id == person.org_id
    messages.success(
        request,
        _("已提议给甲方，发布前不起作用。") if is_agency else _("草案已写下，发布前不起作用。"),
    )
    return redirect(draft_url(code, draft.number))


@login_required
@require_POST
def price_draft_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The brand publishes or declines a draft; who wrote it takes it back."""
    asked: dict[str, Any] = {
        "person": person_of(request),
        "at": timezone.now(),
        "code": code,
        "number": number,
    }
    verdict = request.POST.get("verdict", "")
    if verdict == "publish":
        draft = publish_draft(**asked)
        said = ngettext(
            "已发布：%(n)s 个价格到日子生效，记入存证。",
            "已发布：%(n)s 个价格到日子生效，记入存证。",
            len(draft.rows),
        ) % {"n": len(draft.rows)}
    elif verdict == "decline":
        decline_draft(**asked, reason=request.POST.get("reason", ""))
        said = _("已答复不采用，对方看得到理由。")
    else:
        withdraw_draft(**asked)
        said = _("草案已撤回。")
    messages.success(request, said)
    return redirect(f"{reverse('portal:price_list')}?{urlencode({'contract': get_contract(code).code})}")


def draft_url(code: str, number: int) -> str:
    """A draft in the price list."""
    return f"{reverse('portal:price_list')}?{urlencode({'contract': code, 'draft': number})}"


def draft_state(draft: PriceDraft) -> tuple[str, str]:
    """The colour and the word of a draft's state."""
    kinds = {OPEN: "info", "published": "ok"}
    return kinds.get(draft.state, ""), worded(draft.get_state_display())
