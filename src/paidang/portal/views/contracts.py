"""A contract's page: the text beside its terms, and what the two sides do on it."""

from collections.abc import Container, Mapping, Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts import actions
from paidang.contracts.models import DRAFT
from paidang.contracts.queries import (
    Room,
    Signable,
    Standing,
    get_contract,
    get_negotiation,
    get_room,
    get_standing,
    list_amendments,
    living_of,
    terms_of,
)
from paidang.contracts.rules import life
from paidang.contracts.rules.annexes import BYTES_MAX, KINDS
from paidang.evidence.queries import list_entries
from paidang.kit.period import day_of
from paidang.kit.written import whole_in
from paidang.portal.templatetags.paidang import moment_text, worded
from paidang.portal.views import (
    contract_cards,
    contract_duties,
    contract_example,
    contract_life,
    contract_proposals,
    contract_schedule,
    contract_steps,
    decision_form,
)
from paidang.portal.views.amended_terms import amended_terms
from paidang.portal.views.amendment import state_of as amendment_state
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_answers import done
from paidang.portal.views.contract_findings import FindingCard, cards_by_severity
from paidang.portal.views.contract_reading import document_of, language
from paidang.portal.views.contract_text import make_sheet
from paidang.portal.views.signing_words import order_choices, order_words, side_rows, signing_days
from paidang.portal.views.term_fields import triggers
from paidang.team.models import Organisation, Person
from paidang.team.queries import list_people
from paidang.team.rules.roles import AGENCY, BRAND, who_may

EVENTS_MAX = 500
"""So many of the contract's own acts are told, the latest; all stand in the evidence."""
SHOWN_ACTS = ("upload_contract", "share_contract", "decide_term", "accept_contract", "accept_finding")


@login_required
@require_GET
def contract(request: HttpRequest, code: str) -> HttpResponse:
    """The text beside its terms; what is open first; what happened."""
    person, standing = person_of(request), get_standing(get_contract(code))
    found, lang = standing.contract, language()
    document = document_of(standing)
    sheet = make_sheet(text=standing.text.text, document=document, lang=lang)
    is_draft = found.state == DRAFT
    room = get_room(Signable(standing)) if found.brand_id and found.agency_id else None
    addenda = contract_cards.addenda(standing, person.org_id)
    settled = {term: addendum.decided for addendum in addenda for term in addendum.terms}
    cards = contract_cards.open_cards(standing, sheet.terms, person.org_id) if is_draft else []
    if (
        standing.is_accepted
    ):  # what is still open binds nobody; only a proposal somebody has made is looked at
        cards = [card for card in cards if card.proposal]
    context = {
        "contract": found,
        "text": standing.text,
        "title": standing.document["title"] or found.title,
        "sheet": sheet,
        "blanks": sheet.count("blank", but=settled),
        "conflicts": sheet.count("conflict", but=settled),
        "settled": settled,
        **_findings(found_cards := cards_by_severity(standing, sheet, document, person)),
        "cards": cards,
        "triggers": triggers(),
        "asked_of_us": [card for card in cards if card.waits_for_me],
        "agreed": addenda,
        "side_words": {side: contract_cards.Words(standing).side(side) for side in "ab"},
        "state": contract_steps.state_of(standing),
        "step": _next_step(standing, room, person.org_id),
        "sides": _sides(standing),
        "signing": side_rows(room) if room and (standing.is_accepted or not is_draft) else [],
        "days": signing_days(standing, day_of(timezone.now())) if found.signed_on else [],
        "order": order_words(standing),
        "annexes": standing.annexes,
        "annex_kinds": {kind: worded(word) for kind, word in KINDS.items()},
        "orders": order_choices(standing),
        "annex_max_mb": BYTES_MAX // 2**20,
        "named": _named(standing),
        "may_withdraw": person.org_id in standing.accepted_by
        and is_draft
        and not (room and (room.signings or room.paper)),
        "effects": contract_steps.effects(standing) if is_draft and standing.compiled.is_complete else [],
        "by_hand": terms_of(standing, day_of(timezone.now())).by_hand,
        "starts": contract_steps.start_of(standing),
        "terms_sha256": standing.terms_sha256,
        "my_side": found.side_of(person.org_id),
        "proposing": contract_proposals.proposing_of(standing, person),
        "events": _events(
            standing, {card.key: card.row.headline for _kind, some in found_cards for card in some}
        ),
        "life": contract_life.life_in_short(standing, person.org_id),
        **_changes(standing, person, {term.term for term in sheet.terms}),
        "duties": contract_duties.duties_of(found, person),
        "calendar": contract_schedule.calendar_of(standing, contract_schedule.asked_year(request.GET)),
        "may": {act: person.may(act) for act in SHOWN_ACTS},
        "who": {act: worded(who_may(act)) for act in SHOWN_ACTS},
    }
    return render(request, "portal/contract.html", context)


def _findings(by_kind: list[tuple[str, list[FindingCard]]]) -> dict[str, object]:
    """The findings by severity, and how many still want somebody."""
    cards = [card for _kind, some in by_kind for card in some]
    return {
        "findings": by_kind,
        "errors": any(kind == "error" for kind, _some in by_kind),
        "open_findings": sum(len(some) for kind, some in by_kind if kind != "accepted"),
        "mendable": sum(bool(card.remedy) and not card.accepted for card in cards),
    }


def _named(standing: Standing) -> str:
    """What the text calls the side that nobody has taken yet."""
    read, missing = standing.base.stated, "b" if standing.contract.brand_id else "a"
    return str(read.stated(read.party_term("party.{}.name", missing)) or "")


def _changes(standing: Standing, person: Person, in_text: Container[str]) -> dict[str, object]:
    """What supplementary agreements have changed or will, by term, and the agreements themselves; nothing for a draft."""
    contract, today = standing.contract, day_of(timezone.now())
    if contract.state == DRAFT:
        return {}
    side = contract.side_of(person.org_id)
    changed = amended_terms(standing, today)
    alive = life.state_of(living_of(standing, today).life, today) in life.LIVE
    return {
        "changed": changed,
        "added": [term for key, term in changed.items() if key not in in_text],
        "amendments": [(one, amendment_state(one, side)) for one in list_amendments(contract)],
        "may_amend": alive and person.may("decide_term"),
    }


def _next_step(standing: Standing, room: Room | None, org_id: int) -> contract_steps.Step:
    """What is next; once everything is decided and shared, the words that are still being negotiated come first."""
    step, side = contract_steps.next_step(standing, org_id), standing.contract.side_of(org_id)
    if step.kind not in ("accept", "sign"):
        return step
    if talking := contract_steps.negotiating_step(get_negotiation(standing.contract), side):
        return talking
    return contract_steps.signing_step(room, side) if room and step.kind == "sign" else step


@login_required
@require_GET
def contract_tax_example(request: HttpRequest, code: str) -> HttpResponse:
    """The answers on tax with what the example month comes to at the rate being typed; nothing while it is no rate."""
    standing = get_standing(get_contract(code))
    try:
        asked = decision_form.value_from("tax", request.GET)
    except actions.UnableToDecide:
        return HttpResponse(status=204)
    card = contract_cards.tax_card(standing, asked, person_of(request).org_id)
    return (
        render(request, "portal/_contract_picks.html", {"card": card}) if card else HttpResponse(status=204)
    )


def _sides(standing: Standing) -> list[dict[str, object]]:
    """Both sides: who they are, and who has accepted when."""
    words = contract_cards.Words(standing)
    sides: list[dict[str, object]] = []
    for side, org in (("a", standing.contract.brand), ("b", standing.contract.agency)):
        accepted = standing.accepted_by.get(org.pk) if org else None
        sides.append({"side": side, "word": words.side(side), "org": org, "accepted": accepted})
    return sides


def _events(standing: Standing, headlines: Mapping[str, str]) -> list[dict[str, object]]:
    """The contract's own acts out of its chain, newest first; `headlines` are what the findings say, by key."""
    orgs = [org for org in (standing.contract.brand, standing.contract.agency) if org]
    names = {person.pk: person.name for org in orgs for person in list_people(org.pk)}
    words = contract_cards.Words(standing)
    points = contract_example.all_points(standing) | {point.key: point for point in standing.compiled.open}
    asked = {key: words.question(point) for key, point in points.items()} | dict(headlines)
    words_of_act, unknown = _act_words(), _("原来的一稿里的一个问题")
    events: list[dict[str, object]] = []
    for entry in list_entries(standing.contract.chain_id, kind="contract", limit=EVENTS_MAX):
        if said := words_of_act.get(entry.act):
            key, facts = str(entry.facts.get("key")), entry.facts
            what = asked.get(key, unknown if entry.act.startswith("finding.") else key)
            number, day = facts.get("number", ""), facts.get("signed_on", "")
            told = {
                "n": number,
                "number": number,
                "what": what,
                "clause": facts.get("clause", ""),
                "day": day,
            }
            side = standing.contract.side_of(entry.org)
            who = names.get(entry.person or 0, "—")
            hint = f"{moment_text(entry.at)} · {who} · #{entry.seq}"
            events.append({"word": said % told, "hint": hint, "kind": side})
    return events


def _act_words() -> dict[str, str]:
    """What the acts of the contract's own making are called here, to be filled with their facts."""
    return {
        "contract.uploaded": _("上传合同"),
        "contract.composed": _("把谈妥的改动写成第 %(n)s 稿"),
        "clause.remark": _("说意见：%(clause)s"),
        "clause.offer": _("还价：%(clause)s"),
        "clause.accept": _("接受改动：%(clause)s"),
        "clause.decline": _("不接受改动：%(clause)s"),
        "clause.take_back": _("收回接受：%(clause)s"),
        "contract.acceptance_withdrawn": _("收回对合同的接受"),
        "contract.revised": _("交出第 %(n)s 稿"),
        "contract.shared": _("发给对方"),
        "term.proposed": _("提议：%(what)s"),
        "term.agreed": _("同意补充约定 %(number)s：%(what)s"),
        "finding.accepted": _("照原文接受：%(what)s"),
        "finding.revoked": _("收回对问题的接受：%(what)s"),
        "contract.accepted": _("接受合同"),
        "contract.annex_added": _("加入附件"),
        "contract.annex_removed": _("移除附件"),
        "contract.order_set": _("定签署顺序"),
        "contract.signed": _("电子签署"),
        "contract.paper_recorded": _("登记纸上签署 %(day)s"),
        "contract.paper_confirmed": _("确认纸上签署 %(day)s"),
        "contract.paper_disputed": _("不认登记的纸上签署"),
        "contract.paper_withdrawn": _("撤回登记的纸上签署"),
        "contract.in_force": _("合同生效"),
        "contract.sealed": _("生成双方签署的 PDF"),
        "amendment.proposed": _("提出补充协议 %(n)s"),
        "amendment.accepted": _("同意补充协议 %(n)s"),
        "amendment.signed": _("电子签署补充协议 %(n)s"),
        "amendment.paper_recorded": _("登记补充协议 %(n)s 的纸上签署"),
        "amendment.in_force": _("双方都已签署补充协议 %(n)s"),
        "amendment.declined": _("不同意补充协议 %(n)s"),
        "amendment.withdrawn": _("收回补充协议 %(n)s"),
    }


# Acts


@login_required
@require_POST
def contract_decide(request: HttpRequest, code: str) -> HttpResponse:
    """Propose what shall hold where the text is silent, blank or contradicts itself."""
    key = request.POST.get("key", "")
    decision = actions.propose_decision(
        person=person_of(request), at=timezone.now(), code=code, key=key,
        value=decision_form.value_from(key, request.POST), reason=request.POST.get("reason", ""),
    )  # fmt: skip
    return done(
        request,
        code,
        _("已提议，%(at)s 记入存证。对方同意后成为补充约定。") % {"at": moment_text(decision.proposed_at)},
    )


@login_required
@require_POST
def contract_agree(request: HttpRequest, code: str) -> HttpResponse:
    """Agree to the other side's proposals that the form names: all of them, or none if one was replaced meanwhile."""
    agreed = [
        actions.agree_decision(
            person=person_of(request), at=timezone.now(), code=code, decision_id=decision_id
        )
        for decision_id in _numbers(request.POST.getlist("decision"))
    ]
    numbers = "、".join(str(decision.number) for decision in agreed)
    return done(request, code, _("已同意，成为补充约定 %(number)s。") % {"number": numbers})


def _numbers(texts: Sequence[str]) -> list[int]:
    """The ids that a form names, 0 for what is none."""
    return [whole_in(text) for text in texts] or [0]


@login_required
@require_POST
def contract_share(request: HttpRequest, code: str) -> HttpResponse:
    """Name the other side by its organisation code."""
    shared = actions.share_contract(
        person=person_of(request),
        at=timezone.now(),
        code=code,
        counterparty_code=request.POST.get("counterparty", ""),
        despite_name="despite_name" in request.POST,
    )
    other: Organisation | None = shared.agency if person_of(request).org.kind == BRAND else shared.brand
    return done(
        request,
        code,
        _("已发给 %(name)s，双方从现在起看同一份合同。") % {"name": other.name if other else ""},
    )


@login_required
@require_POST
def contract_accept(request: HttpRequest, code: str) -> HttpResponse:
    """Give this side's word for the text and the terms that the page showed."""
    accepted = actions.accept_contract(
        person=person_of(request), at=timezone.now(), code=code, terms_sha256=request.POST.get("terms", "")
    )
    if get_standing(accepted).is_accepted:
        said = _("双方都已接受，等双方签署。")
    else:
        said = _("已接受。%(side)s接受后由双方签署。") % {
            "side": _("甲方") if person_of(request).org.kind == AGENCY else _("乙方")
        }
    return done(request, code, said)


@login_required
@require_POST
def contract_acceptance_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take this side's word back while nobody has signed."""
    actions.withdraw_acceptance(person=person_of(request), at=timezone.now(), code=code)
    return done(request, code, _("已收回接受，可以接着谈。"))
