"""推广提案: one yuan from left to right (proposed, approved, spent, vouched, reimbursed), what stops it, and the list."""

from collections.abc import Sequence
from datetime import date
from heapq import nsmallest
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.incidents.actions.looks import note_copy
from paidang.kit.cells import yuan_cell
from paidang.kit.money import yuan
from paidang.kit.period import day_of
from paidang.kit.written import whole_in
from paidang.marketing.models import ProposalVersion, SpendEntry
from paidang.marketing.queries.money import Money, Sums, list_money, list_sums
from paidang.marketing.queries.proposals import list_proposals
from paidang.marketing.queries.results import get_result
from paidang.marketing.rules.counting import CLAUSE_OF, STOPS, UNVOUCHERED
from paidang.marketing.rules.states import APPROVED, ASKED, DRAFT, ENDED, KINDS, STATES
from paidang.portal.queries import list_living
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.copies import CSV, XLSX, table_copy
from paidang.portal.views.price_tabs import contract_of
from paidang.printing.tables import Cell
from paidang.settlement.queries.reimbursed import find_statements

ALL, WAITING, LACKING, RUNNING, CLAIMED = "all", "waiting", "unvouchered", "running", "claimed"
ROWS_SHOWN, WAITING_SHOWN, LACKING_SHOWN = 50, 10, 6
RESULTS_SHOWN, RESULTS_AMONG = 8, 40
"""So many results are told, of the latest so many proposals: each adds up the sales of some weeks."""
LOOKS = {ASKED: "warn", APPROVED: "info", "declined": "", "asked_back": "warn", DRAFT: "", ENDED: ""}


def code_of(number: int) -> str:
    """What people call a proposal."""
    return f"M-{number:02}"


@login_required
@require_GET
def marketing(request: HttpRequest) -> HttpResponse:
    """The page. `?view=` one of the saved views, `?before=` the number of a proposal: those before it."""
    contract = contract_of(request)
    if contract is None:
        living = list_living(request)
        return render(request, "portal/marketing.html", {"contracts": living})
    person, today = person_of(request), day_of(timezone.now())
    found = list_sums(list_proposals(contract))
    view = request.GET.get("view", ALL)
    shown = [one for one in found if _is_in(one, view, today)]
    asked = request.GET.get("before", "")
    before = whole_in(asked, digits=9)
    rows = [one for one in shown if not before or one.proposal.number < before]
    address = {"contract": contract.code, "view": view}
    side = contract.side_of(person.org_id)
    context = {
        "contract": contract,
        "picked": contract,
        "contract_url": reverse("portal:contract", args=[contract.code]),
        "any": bool(found),
        "band": band_of(found, find_statements(contract)),
        "views": _views(contract, found, view, today),
        "rows": [_row(one, today) for one in rows[:ROWS_SHOWN]],
        "older_url": f"?{urlencode({**address, 'before': rows[ROWS_SHOWN - 1].proposal.number})}"
        if len(rows) > ROWS_SHOWN
        else "",
        "newest_url": f"?{urlencode(address)}" if before else "",
        "sums": _sums(shown),
        "stopped": stopped_of(found),
        "waiting": [_asked(one) for one in found if one.proposal.state == ASKED][:WAITING_SHOWN],
        "lacking": _lacking(found, LACKING_SHOWN),
        "has_results": any(one.approved and one.tally.spends for one in found),
        "side": side,
        "may": {"propose": person.may("propose_marketing"), "spend": person.may("keep_spend")},
        "stores": sorted({one.approved.store for one in found if one.approved and one.approved.store}),
    }
    return render(request, "portal/marketing.html", context)


def _is_in(one: Sums, view: str, today: date) -> bool:
    """Whether a proposal belongs to a view."""
    if view == WAITING:
        return one.proposal.state == ASKED
    if view == LACKING:
        return UNVOUCHERED in one.tally.stops
    if view == RUNNING:
        return bool(one.approved and one.proposal.state != ENDED and one.approved.until >= today)
    return view != CLAIMED or one.tally.claimed_fen > 0


def _views(contract: Contract, found: Sequence[Sums], view: str, today: date) -> list[dict[str, Any]]:
    words = {
        ALL: _("全部"), WAITING: _("等甲方"), LACKING: _("缺凭证"), RUNNING: _("进行中"), CLAIMED: _("有报销"),
    }  # fmt: skip
    return [
        {
            "word": word,
            "url": reverse("portal:marketing") + "?" + urlencode({"contract": contract.code, "view": key}),
            "n": sum(_is_in(one, key, today) for one in found),
            "bad": key == LACKING,
            "current": key == (view if view in words else ALL),
        }
        for key, word in words.items()
    ]


def band_of(found: Sequence[Sums], statements: dict[int, str]) -> list[dict[str, Any]]:
    """The five figures, each with what it says beside."""
    sums = _sums(found)
    asked = [one for one in found if one.proposal.state == ASKED]
    approved = [one for one in found if one.approved]
    share = sums["spent"] * 100 // sums["approved"] if sums["approved"] else 0
    lack = sums["spent"] - sums["vouched"]
    ready = sum(one.tally.ready_fen for one in found)
    waits = _("；%(n)s 个在等") % {"n": len(asked)} if asked else ""
    return [
        {"word": _("提案"), "fen": sums["budget"], "hint": _("%(n)s 个") % {"n": len(found)}},
        {
            "word": _("甲方批准"), "fen": sums["approved"],
            "hint": _("%(n)s 个%(waits)s") % {"n": len(approved), "waits": waits},
        },
        {"word": _("已花"), "fen": sums["spent"], "hint": _("批准额的 %(n)s%%") % {"n": share}},
        {
            "word": _("有凭证"), "fen": sums["vouched"], "warn": lack > 0,
            "hint": _("差 %(fen)s") % {"fen": yuan(lack)} if lack > 0 else _("每一元都有"),
        },
        {
            "word": _("记入报销"), "fen": sums["claimed"], "warn": ready > 0,
            "hint": _("还可以记入 %(fen)s") % {"fen": yuan(ready)} if ready else _("进对账单，甲方付乙方"),
        },
    ]  # fmt: skip


def _sums(found: Sequence[Sums]) -> dict[str, int]:
    return {
        "budget": sum(one.latest.budget_fen for one in found),
        "approved": sum(one.approved_fen for one in found),
        "spent": sum(one.spent_fen for one in found),
        "vouched": sum(one.vouched_fen for one in found),
        "claimed": sum(one.tally.claimed_fen for one in found),
    }


def stopped_of(found: Sequence[Sums]) -> dict[str, Any]:
    """What of the spend is not reimbursed, and why: reasons with their amounts, and what only has to be claimed."""
    reasons = [
        {
            "word": worded(STOPS[reason]), "fen": fen, "clause": CLAUSE_OF[reason],
            "names": "、".join(code_of(one.proposal.number) for one in found if reason in one.tally.stops),
        }
        for reason in STOPS
        if (fen := sum(one.tally.stops.get(reason, 0) for one in found))
    ]  # fmt: skip
    ready = sum(one.tally.ready_fen for one in found)
    return {"fen": ready + sum(one["fen"] for one in reasons), "ready": ready, "reasons": reasons}  # type: ignore[misc]


def state_of(one: Sums, today: date) -> tuple[str, str]:
    """(look, word) of a proposal with its money: what it lacks comes before where it stands."""
    tally, state = one.tally, one.proposal.state
    if state != ASKED and (lack := tally.stops.get(UNVOUCHERED)):
        return "bad", _("缺凭证 %(fen)s") % {"fen": yuan(lack)}
    if state == APPROVED and tally.ready_fen:
        return "info", _("可以记入报销")
    if state in (APPROVED, ENDED) and tally.claimed_fen:
        return "ok", _("已报销")
    if state == APPROVED and one.approved and one.approved.until >= today:
        return "info", _("进行中")
    return LOOKS[state], worded(STATES[state])


def _row(one: Sums, today: date) -> dict[str, Any]:
    proposal, version = one.proposal, one.latest
    return {
        "number": code_of(proposal.number),
        "url": reverse("portal:marketing_proposal", args=[proposal.contract.code, proposal.number]),
        "title": version.title,
        "kind": worded(KINDS[proposal.kind]),
        "version": version,
        "money": one,
        "has_spend": bool(one.tally.spends),
        "open_fen": max(one.approved_fen - one.spent_fen, 0),
        "lack_fen": one.spent_fen - one.vouched_fen,
        "state": state_of(one, today),
    }


def _asked(one: Sums) -> dict[str, Any]:
    proposal, version = one.proposal, one.latest
    return {
        "number": code_of(proposal.number),
        "url": reverse("portal:marketing_proposal", args=[proposal.contract.code, proposal.number]),
        "version": version,
        "goal": goal_words(version),
        "place": version.place,
    }


def goal_words(version: ProposalVersion) -> str:
    """The goal in one line."""
    goals = []
    if version.goal_count:
        goals.append(f"{version.goal_unit} {version.goal_count}")
    if version.goal_sales_fen:
        goals.append(_("销售额 %(fen)s") % {"fen": yuan(version.goal_sales_fen)})
    return _("、").join(goals)


def _lacking(found: Sequence[Sums], most: int) -> list[dict[str, Any]]:
    """Spends behind which a voucher is missing, the oldest first."""
    lacking = [
        (one, counted)
        for one in found
        for counted in one.tally.spends.values()
        if UNVOUCHERED in counted.stops
    ]
    first = nsmallest(most, lacking, key=lambda each: each[1].day)
    spends = SpendEntry.objects.in_bulk([counted.key for _one, counted in first])
    return [
        {
            "number": code_of(one.proposal.number),
            "url": reverse(
                "portal:marketing_proposal", args=[one.proposal.contract.code, one.proposal.number]
            ),
            "spend": spends[counted.key],
            "fen": counted.stops[UNVOUCHERED],
        }
        for one, counted in first
    ]


@login_required
@require_GET
def marketing_results(request: HttpRequest, code: str) -> HttpResponse:
    """The part of the page that is reckoned longest, asked for by itself: what was sold in the days of the latest proposals."""
    found = list_sums(list_proposals(get_contract(code), most=RESULTS_AMONG))
    return render(request, "portal/_marketing_results.html", {"results": _results(found)})


def _results(found: Sequence[Sums]) -> list[dict[str, Any]]:
    spent = [one for one in found if one.approved and one.tally.spends][:RESULTS_SHOWN]
    today = day_of(timezone.now())
    return [
        {"number": code_of(one.proposal.number), "title": one.latest.title, "result": result}
        for one in spent
        if (result := get_result(one, today))
    ]


@login_required
@require_GET
def marketing_export(request: HttpRequest, code: str) -> FileResponse:
    """Every spend with its proposal, vouchers, what is reimbursed and what stops, as CSV or, with `?kind=xlsx`, a workbook."""
    contract, form = get_contract(code), XLSX if request.GET.get("kind") == XLSX else CSV
    head = [
        _("提案"), _("名称"), _("种类"), _("状态"), _("批准"), _("日期"), _("金额"), _("供应商"), _("内容"), _("凭证"), _("有凭证"),
        _("已报销"), _("可以报销"), _("没有报销的原因"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        _export_row(one, spend_id)
        for one in list_money(list_proposals(contract))
        for spend_id in one.tally.spends
    ]
    note_copy(
        person=person_of(request), at=timezone.now(), contracts=[contract], what="marketing", rows=len(rows)
    )
    return table_copy(request, f"{_('推广花费')} {contract.code}", head, rows, form, sheet=_("推广花费"))


def _export_row(one: Money, spend_id: int) -> list[Cell]:
    spend = next(each for each in one.spends if each.pk == spend_id)
    counted, version = one.tally.spends[spend_id], one.latest
    numbers = {each.pk: each.number for each in one.vouchers}
    behind = [part for part in one.parts.values() if part.spend_id == spend_id]
    reasons = [f"{worded(STOPS[reason])} {yuan(fen)}" for reason, fen in counted.stops.items()]
    return [
        code_of(one.proposal.number), version.title, worded(KINDS[one.proposal.kind]), worded(STATES[one.proposal.state]),
        yuan_cell(one.approved_fen), f"{spend.spent_on}", yuan_cell(spend.amount_fen), spend.supplier, spend.what,
        _("、").join(numbers[part.voucher_id] for part in behind), yuan_cell(sum(part.amount_fen for part in behind)),
        yuan_cell(counted.claimed_fen), yuan_cell(counted.ready_fen), _("；").join(reasons),
    ]  # fmt: skip
