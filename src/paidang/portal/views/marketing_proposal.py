"""One proposal, for both sides and on a phone: what is asked, the brand's word, each yuan spent, vouched, claimed, and its result."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.contracts.models import IN_FORCE
from paidang.contracts.queries import get_contract, get_standing
from paidang.evidence.models import Entry
from paidang.evidence.rules.wording import wording
from paidang.kit.period import day_of, next_month
from paidang.marketing.models import Proposal, Voucher, Waiver
from paidang.marketing.queries.money import Money, get_money, list_claims, list_vouchers
from paidang.marketing.queries.proposals import clause_of, get_proposal
from paidang.marketing.queries.results import get_result
from paidang.marketing.queries.unclaimed import standing_waiver
from paidang.marketing.rules.counting import CLAUSE_OF, STOPS
from paidang.marketing.rules.states import ASKED, ENDED, KINDS, MOVES, STATES, WRITE
from paidang.portal.templatetags.paidang import moment_text, worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.marketing import LOOKS, band_of, code_of, goal_words, stopped_of
from paidang.settlement.queries import get_open_month
from paidang.settlement.queries.reimbursed import find_statements
from paidang.team.models import Person
from paidang.team.rules.roles import who_may

EVENTS_SHOWN = 30


@login_required
@require_GET
def marketing_proposal(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The page of one proposal."""
    person, contract = person_of(request), get_contract(code)
    standing, month = get_standing(contract), get_open_month(contract)
    money = get_money(get_proposal(contract, number), standing)
    proposal, version = money.proposal, money.latest
    statements = find_statements(contract)
    context = {
        "contract": contract,
        "contract_url": reverse("portal:contract", args=[code]),
        "proposal": proposal,
        "number": code_of(number),
        "version": version,
        "goal": goal_words(version),
        "kind": worded(KINDS[proposal.kind]),
        "state": (LOOKS[proposal.state], worded(STATES[proposal.state])),
        "clause": clause_of(proposal, standing),
        "money": money,
        "band": band_of([money], statements),
        "stopped": stopped_of([money]),
        "spends": [_spend(money, one.pk) for one in money.spends],
        "vouchers": [_voucher(money, one) for one in list_vouchers(proposal)],
        "claims": _claims(money, statements),
        "waiver": Waiver.objects.filter(proposal=proposal).select_related("waived_by", "answered_by").last(),
        "claim_month": month,
        "statement_due": next_month(month) if month else "",
        "result": get_result(money, day_of(timezone.now())),
        "earlier": [
            one for one in proposal.versions.order_by("-version") if one.verdict and one.pk != version.pk
        ],
        "may": _may(person, proposal, money),
        "ask_whom": worded(who_may("answer_proposal")),
        "today": day_of(timezone.now()),
        "events": _events(contract.chain_id, number, contract.side_of),
    }
    return render(request, "portal/marketing_proposal.html", context)


def _may(person: Person, proposal: Proposal, money: Money) -> dict[str, bool]:
    """What the person may do on this page now."""
    contract = proposal.contract
    side, state, waiver = contract.side_of(person.org_id), proposal.state, standing_waiver(proposal)
    proposes = side == "b" and person.may("propose_marketing")
    return {
        "answer": side == "a" and state == ASKED and person.may("answer_proposal"),
        "write": proposes and state in MOVES[WRITE],
        "ask": proposes and state == "draft",
        "take_back": proposes and state == ASKED,
        "end": proposes and state not in (ASKED, ENDED),
        "result": proposes and money.approved is not None,
        "spend": side == "b" and person.may("keep_spend"),
        "claim": side == "b" and contract.state == IN_FORCE and person.may("claim_spend") and not waiver,
        "note_waiver": side == "a"
        and person.may("answer_proposal")
        and bool(waiver and waiver.agreed is None),
        "question": side == "a" and person.may("question_voucher"),
        "open": person.may("open_voucher"),
    }


def _spend(money: Money, spend_id: int) -> dict[str, Any]:
    spend = next(one for one in money.spends if one.pk == spend_id)
    counted = money.tally.spends[spend_id]
    return {
        "spend": spend,
        "counted": counted,
        "vouched_fen": spend.amount_fen - money.open_of(spend_id),
        "open_fen": money.open_of(spend_id),
        "stops": [
            {"word": worded(STOPS[reason]), "fen": fen, "clause": CLAUSE_OF[reason]}
            for reason, fen in counted.stops.items()
        ],
    }


def _voucher(money: Money, voucher: Voucher) -> dict[str, Any]:
    parts = [part for part in money.parts.values() if part.voucher_id == voucher.pk]
    claimed = sum(money.claimed[part.pk] for part in parts)
    spends = {one.pk: one for one in money.spends}
    look = "bad" if voucher.is_questioned else "" if voucher.withdrawn_at else "ok"
    return {
        "voucher": voucher,
        "look": look,
        "claimed_fen": claimed,
        "free_fen": 0 if voucher.withdrawn_at else money.free_of(voucher),
        "can_lay": any(money.open_of(one.pk) for one in money.spends),
        "behind": [(spends[part.spend_id], part.amount_fen) for part in parts],
        "is_whole_claimed": claimed == voucher.amount_fen,
    }


def _claims(money: Money, statements: dict[int, str]) -> list[dict[str, Any]]:
    """The reimbursements of a proposal, the newest first, each with the statement that brings it in."""
    code = money.proposal.contract.code
    return [
        {
            "claim": one,
            "month": statements.get(one.number, ""),
            "url": reverse("portal:statement", args=[code, month])
            if (month := statements.get(one.number))
            else "",
            "can_take_back": one.reverses_id is None and not hasattr(one, "reversed_by"),
        }
        for one in list_claims(money.proposal)
    ]


def _events(chain_id: int, number: int, side_of: Any) -> list[dict[str, str]]:
    """What the chain says of this proposal, the newest first."""
    entries = list(
        Entry.objects.filter(chain_id=chain_id, subject=code_of(number)).order_by("-seq")[:EVENTS_SHOWN]
    )
    people = {one.pk: one for one in Person.objects.filter(pk__in={one.person for one in entries})}
    language = get_language() or "zh"
    return [
        {
            "word": wording(one.act, one.subject, one.facts, language),
            "hint": f"{moment_text(one.at)} · {people[one.person].name if one.person in people else _('程序')}",
            "kind": side_of(one.org),
            "url": "",
        }
        for one in entries
    ]
