"""One case: the rule that lights up, the evidence, the inspection, what each verdict costs whom, its clocks and its past."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.aftersales.actions.recording import shipment_key
from paidang.aftersales.models import Case, CaseLine
from paidang.aftersales.queries.cases import find_parcel, get_case, list_case_files, list_clocks, list_lines
from paidang.aftersales.queries.money import (
    CaseMoney,
    decided,
    list_choices,
    load_money,
    outcome_for,
    units_back,
)
from paidang.aftersales.queries.same_goods import same_goods
from paidang.aftersales.rules.clocks import ACTS as CLOCK_ACTS
from paidang.aftersales.rules.clocks import NORM, PLATFORM
from paidang.aftersales.rules.guide import light
from paidang.aftersales.rules.words import (
    ASKED,
    DISPUTED,
    DONE,
    ENDED,
    EXCHANGE,
    FILE_KINDS,
    FINDINGS,
    INSPECTED,
    LOST,
    OPEN,
    OVER_SHIPPED,
    PROPOSED,
    QUALITY,
    REASONS,
    RECEIVED,
    REFUND,
    RESALEABLE,
    RESEND,
    RETURNING,
    SENDING,
    SOURCES,
    STATES,
    VERDICTS,
    WISH_WORDS,
    WRONG_ITEM,
)
from paidang.catalog.queries.names import titles_of
from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.duties.queries import is_open
from paidang.evidence.queries import list_entries_about
from paidang.kit.media import PICTURES
from paidang.kit.period import month_of
from paidang.portal.templatetags.paidang import hms, moment_text, worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.case_effect import effect_rows, effect_words
from paidang.portal.views.case_platform import platform_context
from paidang.portal.views.case_replies import filled_replies
from paidang.portal.views.cases import LOOKS
from paidang.portal.views.entry_words import events_of
from paidang.portal.views.statement_lines import called
from paidang.stock.queries.levels import list_warehouses
from paidang.team.models import Person

SAME_DAYS = 30


@login_required
@require_GET
def case(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The page."""
    contract = get_contract(code)
    return render(request, "portal/case.html", page_context(request, get_case(contract, number)))


def page_context(request: HttpRequest, found: Case) -> dict[str, Any]:
    """Everything the page shows."""
    person, now, contract = person_of(request), timezone.now(), found.contract
    lines = list_lines(found)
    money = load_money(found, lines)
    outcomes = {line.line_id: outcome_for(found, line, money) for line in lines}
    choices = list_choices(found, lines, money, now)
    lit = next((one for one in choices if one.finding == _finding(found, lines)), choices[0])
    effect = decided(found, lines, money)
    may = _may(found, person)
    titles = titles_of(contract, {line.sku for line in lines})
    refund_fen = sum(line.asked_fen for line in lines if outcomes[line.line_id].gives)
    return {
        "contract": contract,
        "contract_url": reverse("portal:contract", args=[contract.code]),
        "case": found,
        "is_wrong_parcel": found.reason in (WRONG_ITEM, OVER_SHIPPED) and person.may("report_incident"),
        "title": _title(found, lines, money, titles),
        "state": (LOOKS.get(found.state, ""), worded(STATES[found.state])),
        "source": worded(SOURCES[found.source]),
        "reason": worded(REASONS[found.reason]),
        "wish": worded(WISH_WORDS[found.wish]),
        "verdict": worded(VERDICTS[found.verdict]) if found.verdict else "",
        "order_url": reverse("portal:order", args=[contract.code, found.order_id]),
        "steps": _steps(found, lines),
        "rules": light(found.reason, {line.finding for line in lines if line.finding}, outcomes),
        "files": [(file, file.media in PICTURES, worded(FILE_KINDS[file.kind])) for file in list_case_files(found)],
        "lines": [_line(found, line, money, now, titles.get(line.sku, line.sku)) for line in lines],
        "findings": [(key, worded(word)) for key, word in FINDINGS.items()],
        "choices": choices,
        "lit": lit.finding,
        "effect_rows": effect_rows(found, choices, money, contract),
        "decided": effect_words(effect, found, contract, money) if effect else "",
        "month": month_of(found.decided_at or now),
        "clocks": [_clock(one, now) for one in list_clocks(found)],
        "parcel": find_parcel(found),
        "same": [same_goods(contract.pk, line.sku, since=now - timedelta(days=SAME_DAYS)) for line in lines[:1]],
        "same_days": SAME_DAYS,
        "events": _events(found),
        **platform_context(found, lines, {line.line_id: line.asked_fen for line in lines}, person.may("serve_buyers")),
        "may": may,
        "replies": filled_replies(found, lines, titles) if person.may("serve_buyers") else [],
        "refund_fen": refund_fen,
        "gives": all(outcome.gives for outcome in outcomes.values()),
        "is_swap": found.wish in (EXCHANGE, RESEND),
        "gives_any": any(outcome.gives for outcome in outcomes.values()),
        "rule_words": _rule_words(found, lines),
        "told_fen": sum(money.refunds[line.refund_id].amount_fen for line in lines if line.refund_id in money.refunds),
        "reasons": [(key, worded(word)) for key, word in REASONS.items()],
        "verdicts": [(key, worded(word)) for key, word in VERDICTS.items()],
        "preset": _preset(found),
        "is_lost": found.reason == LOST,
        "comes_back": any(outcome.comes_back for outcome in outcomes.values()),
        "is_surplus": found.reason == OVER_SHIPPED,
        "warehouses": [one.name for one in list_warehouses(contract.pk)],
        "called": {"a": called("a", contract), "b": called("b", contract)},
        "imports": found.import_ids,
    }  # fmt: skip


def _may(found: Case, person: Person) -> dict[str, bool]:
    """Which acts this person may do now."""
    living = found.contract.state == IN_FORCE
    serves, inspects = living and person.may("serve_buyers"), living and person.may("inspect_returns")
    approves = living and person.may("approve_case")
    state = found.state
    return {
        "accept": serves and state == ASKED,
        "await": serves and state in (OPEN, RETURNING),
        "receive": inspects and state in (ASKED, OPEN, RETURNING),
        "inspect": inspects and state == RECEIVED,
        "dispute": serves and state in (INSPECTED, DISPUTED),
        "answer": inspects and state == DISPUTED,
        "decide": (serves or approves) and state in (OPEN, RETURNING, INSPECTED),
        "approve": approves and state == PROPOSED,
        "send": inspects and state == SENDING,
        "note": inspects and is_open(found.contract_id, shipment_key(found)),
        "withdraw": serves and state in (ASKED, OPEN, RETURNING, RECEIVED),
        "file": (serves or inspects) and state not in ENDED,
        "inspects": inspects,
    }


def _finding(found: Case, lines: Sequence[CaseLine]) -> str:
    """Which column of the reckoning is lit: the finding, or what the buyer's reason would come to."""
    return lines[0].finding or (QUALITY if found.reason == QUALITY else RESALEABLE)


def _title(found: Case, lines: Sequence[CaseLine], money: CaseMoney, titles: Mapping[str, str]) -> str:
    first = lines[0]
    sold = money.lines[first.line_id].quantity
    words = {
        "sku": titles.get(first.sku, first.sku),
        "n": first.quantity,
        "of": sold,
        "reason": worded(REASONS[found.reason]),
    }
    if len(lines) > 1:
        return _("%(sku)s 等 %(n)d 种：%(reason)s") % {**words, "n": len(lines)}
    if first.quantity == sold:
        return _("%(sku)s %(n)d 件：%(reason)s") % words
    return _("%(sku)s %(of)d 件中 %(n)d 件：%(reason)s") % words


def _steps(found: Case, lines: Sequence[CaseLine]) -> list[dict[str, Any]]:
    """From the buyer's request to the statement."""
    inspected_at = max((line.inspected_at for line in lines if line.inspected_at), default=None)
    steps: list[tuple[str, datetime | None, list[str]]] = [
        (_("买家申请"), found.asked_at, []),
        (_("客服受理"), found.accepted_at, []),
    ]
    skips_return = found.decided_at and not found.received_at
    if not skips_return:
        waybill = (
            [_("运单 %(waybill)s") % {"waybill": found.return_waybill[-12:]}] if found.return_waybill else []
        )
        steps += [(_("退到甲方仓"), found.received_at, waybill), (_("验收"), inspected_at, [])]
    steps.append((worded(VERDICTS[found.verdict]) if found.verdict else _("了结"), found.decided_at, []))
    shown, is_open = [], found.state not in ENDED
    for word, at, more in steps:
        state = "done" if at else "now" if is_open else ""
        is_open = is_open and bool(at)
        shown.append({"word": word, "state": state, "lines": [*([moment_text(at)] if at else []), *more]})
    if found.state == DONE and found.decided_at:
        month = month_of(found.decided_at)
        shown.append(
            {"word": _("计入 %(month)s") % {"month": month}, "state": "", "lines": [_("下次关账时计入")]}
        )
    return shown


def _line(found: Case, line: CaseLine, money: CaseMoney, now: datetime, title: str) -> dict[str, Any]:
    """A line with its inspection, the dispute of it, and what each finding would cost."""
    sold = money.lines[line.line_id]
    told = money.refunds.get(line.refund_id)
    return {
        "line": line,
        "title": title,
        "units": units_back(found, line),
        "sold": sold,
        "revenue": sold.revenue_fen,
        "finding": worded(FINDINGS[line.finding]) if line.finding else "",
        "told": told,
        "waits": bool(line.dispute and not line.answered_at),
        "choices": [
            (one, worded(FINDINGS[one.finding]), effect_words(one.effect, found, found.contract, money))
            for one in list_choices(found, [line], money, now)
        ],
    }


def _rule_words(found: Case, lines: Sequence[CaseLine]) -> str:
    """What the main button calls it: by the finding, or by the buyer's reason."""
    finding = lines[0].finding
    return worded(FINDINGS[finding]) if finding else worded(REASONS[found.reason])


def _preset(found: Case) -> str:
    wishes = {EXCHANGE: EXCHANGE, RESEND: RESEND}
    return found.verdict or wishes.get(found.wish, REFUND)


def _clock(one: Any, now: datetime) -> dict[str, Any]:
    left = int((one.due_at - now).total_seconds())
    sources = {PLATFORM: _("平台的通行时限，未核对"), NORM: _("客服规范")}
    return {
        "word": worded(CLOCK_ACTS[one.act]),
        "side": one.side,
        "due_at": one.due_at,
        "left": left,
        "hms": hms(left),
        "is_late": left < 0,
        "is_near": left < 4 * 3600,
        "source": sources.get(one.limit.source, _("这家店铺的约定")),
    }


def _events(found: Case) -> list[dict[str, str]]:
    """What happened, by the chain's own entries, the latest first."""
    contract: Contract = found.contract
    entries = list(list_entries_about(contract.chain_id, f"{contract.code} {found.code}"))
    return events_of(contract, entries, "case.opened")
