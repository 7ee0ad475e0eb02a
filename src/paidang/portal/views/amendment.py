"""One supplementary agreement: what changes, what it is worth, from when; and the other side's word for it."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts import actions
from paidang.contracts.models import AGREED, COUNTERED, DECLINED, WITHDRAWN, Amendment, Contract
from paidang.contracts.queries import (
    Standing,
    amended,
    find_signed_pdf,
    get_case,
    get_contract,
    get_room,
    get_signable,
    offered_digest,
)
from paidang.contracts.rules.amending import REMOVED, Amended, Held, held_on, in_order, replaced_by
from paidang.contracts.rules.amendment_checks import amendment_fault
from paidang.evidence.models import Entry
from paidang.evidence.rules.wording import wording
from paidang.kit.outcome import Violation
from paidang.kit.period import day_of
from paidang.portal.queries.signing import addresses
from paidang.portal.rules.term_words import term_label
from paidang.portal.templatetags.paidang import day_text, moment_text, worded
from paidang.portal.views.amended_terms import before_of, url_of, words_of
from paidang.portal.views.amendment_worth import worth_of_amendment
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_answers import done
from paidang.portal.views.contract_cards import Words
from paidang.portal.views.contract_reading import language, read_again
from paidang.portal.views.contract_steps import signing_step
from paidang.portal.views.contract_text import make_sheet
from paidang.portal.views.contract_worth import days_of
from paidang.portal.views.signing_words import order_words, side_rows
from paidang.settlement.queries.books import get_books
from paidang.team.queries import list_people
from paidang.team.rules.roles import who_may

PAGE = "contract_amendment"


@dataclass(frozen=True, slots=True)
class Swap:
    """One term that changes: what it was and where, what it becomes and where; `later` is who changes it again, and when."""

    key: str
    name: str
    old: str
    old_clause: str
    old_url: str
    new: str
    new_clause: str
    mark: str
    later: str


@login_required
@require_GET
def contract_amendment(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The page; what is still open can be answered by the side that it waits for, and taken back by the other."""
    person, contract = person_of(request), get_contract(code)
    signable = get_signable(contract, number)
    amendment, standing = signable.amendment, signable.standing
    assert amendment, "asked for by its number"
    room = get_room(signable)
    new = amended(amendment)
    before = before_of(standing, new)
    held = held_on(standing.base, before, new.effective_on)
    document = amendment.reading["documents"][amendment.document]
    if language() != "zh":
        document = read_again(amendment.text, document, amendment.document)
    sheet = make_sheet(text=amendment.text, document=document, lang=language())
    side = contract.side_of(person.org_id)
    is_open = not amendment.verdict
    waits = signable.waits
    fault = _fault(standing, amendment) if is_open or waits else None
    context = {
        "contract": contract,
        "contract_url": reverse("portal:contract", args=(code,)),
        "amendment": amendment,
        "state": state_of(amendment, side),
        "swaps": _swaps(standing, held, new, {term.term: term.item for term in sheet.terms}),
        "replaces": [(one.number, _names(keys)) for one, keys in replaced_by(new, before)],
        "worth": worth_of_amendment(contract, standing.base, before, new),
        "days": days_of(contract, held.stated, held_on(held, [new], new.effective_on).stated),
        "sheet": sheet,
        "findings": [finding for finding in sheet.findings if finding.severity != "note"],
        "fault": fault,
        "mine": amendment.side == side,
        "waits_for_us": is_open and amendment.side != side,
        "is_open": is_open,
        "waits": waits,
        "urls": addresses(signable),
        "sides": side_rows(room) if waits or amendment.signed_on else [],
        "order": order_words(standing),
        "step": signing_step(room, side) if waits else None,
        "paper": room.paper,
        "signed": find_signed_pdf(signable),
        "may_withdraw": person.may("decide_term") and (waits or (is_open and amendment.side == side)),
        "offered": offered_digest(standing, amendment),
        "side_words": {one: Words(standing).side(one) for one in "ab"},
        "events": _events(contract, number),
        "may": {act: person.may(act) for act in ("accept_contract", "decide_term")},
        "who": {act: worded(who_may(act)) for act in ("accept_contract", "decide_term")},
    }
    return render(request, "portal/contract_amendment.html", context)


def _fault(standing: Standing, amendment: Amendment) -> Violation | None:
    """Why it can no longer be accepted, or signed."""
    case = get_case(standing, amendment, get_books(standing.contract), day_of(timezone.now()))
    return amendment_fault(case)


def state_of(amendment: Amendment, side: str) -> tuple[str, str]:
    """The kind and the word for `{% st %}`, as the side that looks sees it."""
    if not amendment.verdict:
        return ("info", _("等对方同意")) if amendment.side == side else ("warn", _("等你们答复"))
    if amendment.verdict == AGREED:
        if amendment.signed_on is None:
            return "warn", _("已同意，等签署")
        if amendment.effective_on <= day_of(timezone.now()):
            return "ok", _("已生效")
        return "ok", _("已签，%(day)s 起") % {"day": day_text(amendment.effective_on)}
    words = {DECLINED: _("没有同意"), COUNTERED: _("对方另提了一份"), WITHDRAWN: _("已收回")}
    return "", words[amendment.verdict]


def _swaps(standing: Standing, held: Held, new: Amended, marks: dict[str, str]) -> list[Swap]:
    """What changes, in the order of the agreement, with who changes it again on a later day."""
    after = held_on(held, [new], new.effective_on)
    code, swaps = standing.contract.code, []
    for change in new.changes:
        old, now = held.places(change.key), after.places(change.key)
        old_clause = str(old[0]["clause"]) if old else ""
        words = _("不再适用") if change.kind == REMOVED else words_of(change.key, now)
        swaps.append(
            Swap(
                change.key,
                term_label(change.key, language()),
                words_of(change.key, old),
                old_clause,
                url_of(code, old_clause),
                words,
                str(now[0]["clause"]) if now else "",
                marks.get(change.key, ""),
                _later(standing, change.key, new),
            )  # fmt: skip
        )
    return swaps


def _later(standing: Standing, key: str, new: Amended) -> str:
    """The next agreement that changes the term again on a later day."""
    later = [
        one
        for one in in_order(standing.amendments)
        if key in one.keys and one.effective_on > new.effective_on
    ]
    if not later:
        return ""
    words = {"n": later[0].number, "day": day_text(later[0].effective_on)}
    return _("%(day)s 起按补充协议 %(n)s") % words


def _names(keys: frozenset[str]) -> str:
    return "、".join(term_label(key, language()) for key in sorted(keys))


def _events(contract: Contract, number: int) -> list[dict[str, object]]:
    """What the contract's chain says about it, the newest first."""
    names = {person.pk: person.name for org in contract.parties for person in list_people(org.pk)}
    found = Entry.objects.filter(
        chain_id=contract.chain_id, act__startswith="amendment.", facts__number=number
    )
    return [
        {
            "word": wording(entry.act, entry.subject, entry.facts, language()),
            "hint": f"{moment_text(entry.at)} · {names.get(entry.person or 0, '—')} · #{entry.seq}",
            "kind": contract.side_of(entry.org),
        }
        for entry in found.order_by("-seq")
    ]


# Acts


@login_required
@require_POST
def amendment_accept(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Accept exactly what the page showed."""
    accepted = actions.accept_amendment(
        person=person_of(request), at=timezone.now(), code=code, number=number,
        offered_sha256=request.POST.get("offered", ""), books_of=get_books,
    )  # fmt: skip
    said = _("补充协议 %(n)s 已同意。双方签署后，%(day)s 起按它履行。")
    return done(
        request, code, said % {"n": number, "day": day_text(accepted.effective_on)}, page=PAGE, number=number
    )


@login_required
@require_POST
def amendment_decline(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Decline the other side's proposal, with the reason."""
    actions.decline_amendment(
        person=person_of(request), at=timezone.now(), code=code, number=number, reason=request.POST.get("reason", "")
    )  # fmt: skip
    return done(request, code, _("已答复不同意，对方看得到理由。"), page=PAGE, number=number)


@login_required
@require_POST
def amendment_withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take back one's own side's proposal."""
    actions.withdraw_amendment(person=person_of(request), at=timezone.now(), code=code, number=number)
    return done(request, code, _("已收回补充协议 %(n)s。") % {"n": number}, page=PAGE, number=number)
