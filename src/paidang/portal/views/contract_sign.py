"""Signing: what is signed and what follows, the checks, the code; afterwards both signatures and the signed PDF."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts import actions
from paidang.contracts.models import PaperSignature, SigningDocument
from paidang.contracts.queries import (
    Room,
    Signable,
    Standing,
    amended,
    case_of,
    find_seal,
    find_signed_pdf,
    get_contract,
    get_pdf_to_sign,
    get_room,
    get_signable,
    get_signatory_letter,
    list_signatories,
)
from paidang.contracts.rules.amending import Amended, held_on
from paidang.contracts.rules.dated_terms import dated_terms
from paidang.contracts.rules.signing import Check, checks
from paidang.evidence.queries import get_chain
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.sentence import Sentence, say
from paidang.kit.sides import other_side
from paidang.portal.queries.signing import addresses
from paidang.portal.rules.term_words import term_label
from paidang.portal.templatetags.paidang import day_text, worded
from paidang.portal.views.amended_terms import before_of, words_of
from paidang.portal.views.amendment import state_of as amendment_state
from paidang.portal.views.asking import person_of
from paidang.portal.views.challenge import check_place, place_here, put_challenge, take_challenge
from paidang.portal.views.contract_answers import done
from paidang.portal.views.contract_cards import Words
from paidang.portal.views.contract_reading import language
from paidang.portal.views.contract_steps import effects, state_of
from paidang.portal.views.given_file import given_file
from paidang.portal.views.signing_words import order_words, side_rows, signing_days
from paidang.printing.contract_signed.words import what_it_is
from paidang.settlement.queries.books import get_books
from paidang.team.actions import Assertion, UnableToUsePasskey
from paidang.team.models import Person
from paidang.team.queries import has_second_factor, list_passkeys
from paidang.team.rules.passkeys import using


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check as the page shows it; `url` leads to where a fault is mended."""

    ring: str
    what: str
    fault: str = ""
    remedy: str = ""
    url: str = ""
    act: str = ""


@login_required
@require_GET
def contract_sign(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
    """What waits for signatures, or has them: the contract, or its supplementary agreement of that number."""
    person, now = person_of(request), timezone.now()
    contract = get_contract(code)
    signable = get_signable(contract, number)
    if not signable.waits and signable.signed_on is None:
        return _back(request, signable)
    room = get_room(signable)
    standing, side = room.standing, contract.side_of(person.org_id)
    waits, day = signable.waits, signable.signed_on or day_of(now)
    signed = find_signed_pdf(signable)
    place = place_here(request)
    by_passkey = any(place and each.host == place.host for each in list_passkeys(person))
    rows = _check_rows(room, person, day_of(now), by_passkey=by_passkey) if waits else []
    context = {
        "contract": contract,
        "standing": standing,
        "amendment": signable.amendment,
        "title": signable.title,
        "state": amendment_state(signable.amendment, side) if signable.amendment else state_of(standing),
        "urls": addresses(signable),
        "my_side": side,
        "waits": waits,
        "sides": side_rows(room),
        "rows": rows,
        "faults": sum(row.ring == "bad" for row in rows),
        "passed": sum(row.ring == "ok" for row in rows),
        "can_sign": waits and side in room.awaited and all(row.ring != "bad" for row in rows),
        "has_signed": side in room.signings,
        "by_passkey": by_passkey,
        "by_code": has_second_factor(person),
        "other": Words(standing).side(other_side(side)),
        "is_last": len(room.signings) == 1,
        "digest": _digest(room, signed) if signable.is_accepted else "",
        "signed": signed,
        "chain": get_chain(contract.chain_id),
        "effects": _effects(signable, day),
        "days": _days(signable, day_of(now)),
        "order": order_words(standing),
        "paper": room.paper,
        "past_papers": _past_papers(signable),
        "may_record": person.may("accept_contract"),
        "scan_max_mb": actions.SCAN_MAX // 2**20,
        "today": day_of(now),
        "law": what_it_is(
            is_own=settings.SIGNING.p12 is None, issuer=_("所配置的认证机构"), language=language(), on_the_page=False
        ),
    }  # fmt: skip
    return render(request, "portal/contract_sign.html", context)


def _back(request: HttpRequest, signable: Signable) -> HttpResponse:
    """An old link leads here after something has changed: to the page that says what is next."""
    messages.info(request, worded(_nothing_to_sign(signable)))
    if signable.amendment:
        return redirect("portal:contract_amendment", signable.contract.code, signable.number)
    return redirect("portal:contract", signable.contract.code)


def _nothing_to_sign(signable: Signable) -> Sentence:
    if signable.amendment:
        return say("这份补充协议现在没有要签的文件")
    return say("双方还没有都接受这一稿，没有要签的文件")


def _past_papers(signable: Signable) -> QuerySet[PaperSignature]:
    found = signable.contract.papers.filter(amendment=signable.amendment)
    return found.exclude(verdict__in=["", "confirmed"]).select_related("answered_by").defer("scan")


def _days(signable: Signable, today: date) -> Sequence[tuple[str, str]]:
    if signable.amendment is None:
        return signing_days(signable.standing, today)
    return [(_("签订日"), signable.signed_on.isoformat())] if signable.signed_on else []


def _digest(room: Room, signed: SigningDocument | None) -> str:
    """The digest of what both sign; a contract signed on paper has none of ours."""
    if room.signings:
        return str(next(iter(room.signings.values())).document.sha256)
    if not room.signable.waits:
        return ""
    return hashlib.sha256(get_pdf_to_sign(room.signable)).hexdigest()


# What is checked


def _check_rows(room: Room, person: Person, day: date, *, by_passkey: bool) -> list[CheckRow]:
    """The checks of the rules, then what the person is known by: a passkey of this place, or the phone."""
    rows = [_row(check, room, person) for check in checks(case_of(room, person, day, get_books))]
    here = addresses(room.signable)["contract_sign"]
    if by_passkey:
        return [*rows, CheckRow("ok", _("这里能用您的通行密钥签"))]
    if has_second_factor(person):
        return [*rows, CheckRow("ok", _("手机验证码已开启"))]
    return [
        *rows,
        CheckRow(
            "bad",
            _("手机验证码"),
            _("您还没有开启两步验证"),
            _("签署要用手机上的验证码，或在“设置”里添加通行密钥。"),
            f"/settings/second-factor?next={quote(here)}",
            _("去开启"),
        ),
    ]


def _row(check: Check, room: Room, person: Person) -> CheckRow:
    what = worded(check.what)
    if check.fault is None:
        return CheckRow("ok", _detail(check.key, room, person) or what)
    url, act, remedy = "", "", worded(check.fault.remedy)
    urls, code = addresses(room.signable), room.standing.contract.code
    if check.key in ("authority", "seal"):
        url, act = f"{reverse('portal:settings_signing')}?next={quote(urls['contract_sign'])}", _("去设置")
        names = [one.person.name for one in list_signatories(person.org_id)]
        if check.key == "authority" and names:
            remedy = _("可以签的人：%(names)s。") % {"names": "、".join(names)}
    elif check.key == "approvals":
        url, act = urls["contract_approve"], _("去审批")
    elif room.signable.amendment and check.key.startswith(("name", "change")):
        url, act = reverse("portal:contract_amendment", args=[code, room.signable.number]), _("看补充协议")
    elif check.key.startswith("name"):
        url, act = reverse("portal:contract", args=[code]), _("看合同")
    return CheckRow("bad", what, worded(check.fault.message), remedy, url, act)


def _detail(key: str, room: Room, person: Person) -> str:
    """What is said of a check that is in order, where the rule's own words say too little."""
    if key == "seal":
        seal = find_seal(person.org_id)
        return _("印章图显示在签署存证页") if seal and seal.picture else _("电子签署不用印章")
    if key == "approvals":
        return _("内部审批已通过") if room.steps else _("没有设内部审批")
    if key == "turn":
        return order_words(room.standing)
    return ""


# What follows


def _effects(signable: Signable, day: date) -> list[tuple[str, str]]:
    """What follows in money and dates from the day of the last signature."""
    if signable.amendment:
        return changes(signable.standing, amended(signable.amendment))
    standing = signable.standing
    if not signable.waits:
        return deadlines(standing, day)
    rows = effects(standing, standing.signed_on(day).terms)
    return [*rows[:-1], *deadlines(standing, day), rows[-1]]


def changes(standing: Standing, new: Amended) -> list[tuple[str, str]]:
    """What a supplementary agreement changes, from its day on."""
    before = held_on(standing.base, before_of(standing, new), new.effective_on)
    after = held_on(before, [new], new.effective_on)
    rows = [(_("从"), day_text(new.effective_on))]
    for change in new.changes:
        was = words_of(change.key, before.places(change.key)) or "—"
        now = words_of(change.key, after.places(change.key)) or _("不再适用")
        rows.append((term_label(change.key, language()), f"{was} → {now}"))
    return [*rows, (_("之前"), _("照原来的约定"))]


def deadlines(standing: Standing, day: date) -> list[tuple[str, str]]:
    """What has to be paid by which day, counted from the day of signing."""
    compiled = standing.signed_on(day)
    signed_on = str(compiled.terms["signed_on"])
    read = standing.base.stated.with_stated({"signed_on": signed_on}, compiled.sources)
    rows = []
    for dated in dated_terms(read.stated):
        if dated.term in ("fee.setup", "fee.installments"):
            nth = dated.nth + 1
            name = _("付款期限") if dated.term == "fee.setup" else _("第 %(n)d 期付款期限") % {"n": nth}
            until = _("最迟 %(day)s 付清：%(why)s") % {"day": day_text(dated.day), "why": worded(dated.why)}
            rows.append((name, until))
    return rows


# Acts and files


@login_required
@never_cache
@require_POST
def contract_sign_options(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
    """What the browser is to ask a passkey for, as JSON: a signature over the document's digest."""
    document = request.POST.get("document", "")
    get_signable(get_contract(code), number)
    if not re.fullmatch(r"[0-9a-f]{64}", document):
        raise NotFound(say("没有写要签哪份文件"), remedy=say("请刷新页面。"))
    try:
        place = check_place(request)
    except UnableToUsePasskey as refused:
        return JsonResponse({"message": worded(str(refused))}, status=refused.status)
    to, at = _to_sign(code, number), timezone.now()
    return JsonResponse(
        using(place=place, challenge=put_challenge(request, to=to, at=at, document_sha256=document))
    )


def _to_sign(code: str, number: int) -> str:
    return f"sign {code} {number}"


@login_required
@require_POST
def contract_sign_now(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
    """Sign for one's own side, by the phone's code or by a passkey."""
    asked, at, passkey = request.POST, timezone.now(), None
    if "credential" in asked:
        place = check_place(request)
        challenge = take_challenge(request, to=_to_sign(code, number), at=at)
        passkey = Assertion(asked["credential"], place, challenge)
    signed = actions.sign_document(
        person=person_of(request), at=at, code=code, document_sha256=asked.get("document", ""),
        one_time_code=asked.get("code", ""), passkey=passkey, number=number, books_of=get_books,
    )  # fmt: skip
    if signed.amendment and signed.signed_on:
        words = {"n": number, "day": day_text(signed.amendment.effective_on)}
        said = _("双方都已签署补充协议 %(n)s，%(day)s 起按它履行。签好的 PDF 在这一页。") % words
    elif signed.signed_on:
        said = _("双方都已签署，合同生效。签好的 PDF 在这一页。")
    else:
        other = other_side(signed.contract.side_of(person_of(request).org_id))
        side = Words(signed.standing).side(other)
        said = _("已签署，记入存证。%(side)s签后生效。") % {"side": side}
    return done(request, code, said, page="contract_sign", number=number)


@login_required
@require_GET
def contract_sign_pdf(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
    """The PDF that both sign; `?signed` the one that carries the signatures."""
    signable = get_signable(get_contract(code), number)
    if "signed" in request.GET:
        signed = find_signed_pdf(signable)
        if signed is None:
            raise NotFound(say("还没有双方签署的 PDF"), remedy=say("双方都签后在签署页下载。"))
        return _pdf(bytes(signed.content), _("%(code)s 已签署.pdf") % {"code": signable.name})
    if not signable.is_accepted:
        raise NotFound(_nothing_to_sign(signable), remedy=say("请在合同页继续。"))
    return _pdf(get_pdf_to_sign(signable), _("%(code)s 待签.pdf") % {"code": signable.name}, inline=True)


@login_required
@require_GET
def contract_sign_letter(request: HttpRequest, code: str, signing_id: int) -> HttpResponse:
    """The letter of authority that a signature rests on, as it was given; a browser saves it and never runs it."""
    letter = get_signatory_letter(get_contract(code), signing_id)
    if letter is None or letter.letter is None:
        raise NotFound(say("这次签署没有授权委托书"), remedy=say("请从签署页打开。"))
    return given_file(letter.letter_name, bytes(letter.letter))


def _pdf(content: bytes, name: str, *, inline: bool = False) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    how = "inline" if inline else "attachment"
    answer["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    if inline:  # a browser's own viewer needs more than our pages may load
        answer["Content-Security-Policy"] = "frame-ancestors 'none'"
    return answer
