"""One picture: its versions side by side, remarks at their place, what the platforms want, the brand's word."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.evidence.queries import list_entries_about
from paidang.evidence.rules.wording import wording
from paidang.kit.outcome import NotFound
from paidang.kit.written import whole_in
from paidang.portal.templatetags.paidang import digest, moment_text, worded
from paidang.portal.views.asking import day_from, person_of
from paidang.portal.views.studio import LOOKS, unfinished, what_of
from paidang.studio import actions
from paidang.studio.actions import UnableToProof
from paidang.studio.actions.rights import record_right
from paidang.studio.actions.uploads import KEPT as KEPT_UPLOADS
from paidang.studio.engines.reading import reader
from paidang.studio.models import Asset, Pin, Version
from paidang.studio.queries.pages import list_pages_with
from paidang.studio.queries.pictures import (
    find_neighbours,
    find_reading,
    get_asset,
    get_file,
    list_pins,
    list_renditions,
    list_rights,
    list_versions,
    measured,
)
from paidang.studio.rules.picture import PICTURE_BYTES_MAX
from paidang.studio.rules.reading import TRIES_MAX, lines_of, superlatives_in
from paidang.studio.rules.shots import KINDS
from paidang.studio.rules.sizes import PLATFORMS, SOURCE, check, in_the_way, rules_for, too_much_text
from paidang.studio.rules.words import APPROVED, PROOF, RIGHTS, STATES, UPLOADED
from paidang.team.queries import list_people

NINE = [(x, y) for y in (167, 500, 833) for x in (167, 500, 833)]


@login_required
@require_GET
def studio_picture(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The page. `?v=` the version to look at, the newest by default; beside it stands the one before."""
    asset = get_asset(get_contract(code), number)
    return render(request, "portal/studio_picture.html", _context(request, asset))


def _context(request: HttpRequest, asset: Asset) -> dict[str, Any]:
    contract, person = asset.contract, person_of(request)
    versions, pins = list_versions(asset), list_pins(asset)
    shown = _shown(request, versions)
    living = contract.state == IN_FORCE
    makes, judges = living and person.may("make_pictures"), living and person.may("approve_pictures")
    return {
        "contract": contract,
        "contract_url": reverse("portal:contract", args=[contract.code]),
        "asset": asset,
        "kind": worded(KINDS[asset.kind]),
        "what": what_of(asset),
        "state": (LOOKS[asset.state], worded(STATES[asset.state])),
        "shown": [_version(one, asset, pins) for one in reversed(shown)],
        "current": shown[0] if shown else None,
        "versions": [(one, one in shown, _verdict(one, asset)) for one in versions],
        "older_url": _version_url(asset, versions, shown, 1),
        "newer_url": _version_url(asset, versions, shown, -1),
        "sizes": _sizes(contract, shown[0], asset.kind) if shown else [],
        "reading": _reading(shown[0]) if shown else None,
        "size_source": worded(SOURCE),
        "pins": pins,
        "open_pins": sum(1 for pin in pins if not pin.resolved_at),
        "places": _places(),
        "rights": [(right, worded(RIGHTS[right.kind])) for right in list_rights(asset)],
        "right_kinds": [(key, worded(word)) for key, word in RIGHTS.items()],
        "signers": [one for one in list_people(contract.brand_id or 0) if one.is_active and one.may("approve_pictures")],
        "pages": [(page, worded(PLATFORMS[page.channel])) for page in list_pages_with(asset)],
        "before": find_neighbours(asset)[0],
        "after": find_neighbours(asset)[1],
        "events": _events(contract, asset),
        "may": {
            "upload": makes,
            "send": makes and asset.state == UPLOADED,
            "answer": judges and asset.state == PROOF,
            "pin": (makes or judges) and bool(versions),
        },
        "uploads": unfinished(contract, person, asset) if makes else [],
        "kept_days": KEPT_UPLOADS.days,
        "is_approved": asset.state == APPROVED,
        "mb_max": PICTURE_BYTES_MAX // 2**20,
    }  # fmt: skip


def _shown(request: HttpRequest, versions: list[Version]) -> list[Version]:
    """The version asked for and the one before it, the newer first."""
    asked = request.GET.get("v", "")
    at = next((n for n, one in enumerate(versions) if str(one.number) == asked), 0)
    return versions[at : at + 2]


def _version_url(asset: Asset, versions: list[Version], shown: list[Version], by: int) -> str:
    if not shown:
        return ""
    to = versions.index(shown[0]) + by
    path = reverse("portal:studio_picture", args=[asset.contract.code, asset.number])
    return f"{path}?v={versions[to].number}" if 0 <= to < len(versions) else ""


def _version(one: Version, asset: Asset, pins: list[Pin]) -> dict[str, Any]:
    code = asset.contract.code
    return {
        "version": one,
        "proof": reverse("portal:studio_file", args=[code, one.proof_sha256]),
        "original": reverse("portal:studio_file", args=[code, one.sha256]),
        "verdict": _verdict(one, asset),
        "pins": [pin for pin in pins if pin.version_id == one.pk and pin.x is not None],
    }


def _verdict(one: Version, asset: Asset) -> tuple[str, str]:
    """Look and word of what the brand said of a version."""
    if one.agreed is not None:
        state = "approved" if one.agreed else "returned"
        return LOOKS[state] if one.agreed else "", worded(STATES[state])
    if one.number == asset.latest:
        return LOOKS[asset.state], worded(STATES[asset.state])
    return "", _("没有送审")


def _sizes(contract: Contract, version: Version, kind: str) -> list[dict[str, Any]]:
    """What each platform wants of the version, with what is in the way and what was drawn for it."""
    drawn = {one.rule: one for one in list_renditions(version)}
    picture = measured(version)
    rows = []
    for rule in rules_for(kind):
        found, made = check(picture, rule), drawn.get(rule.key)
        rows.append(
            {
                "name": worded(rule.name),
                "faults": [worded(one.message) for one in in_the_way(found) + too_much_text(picture, kind)],
                "hints": [worded(one.message) for one in found if one not in in_the_way(found)],
                "made": made,
                "url": reverse("portal:studio_file", args=[contract.code, made.sha256]) if made else "",
                "kb": made.size_bytes // 1024 if made else 0,
            }
        )
    return rows


def _reading(version: Version) -> dict[str, Any]:
    """What was read in the version; `why_not` says why nothing was yet."""
    found = find_reading(version)
    if found is None or found.permille is None:
        return {"why_not": _why_not(found.tries if found else 0)}
    lines = lines_of(found.lines)
    return {
        "percent": f"{found.permille // 10}.{found.permille % 10}",
        "lines": [line.text for line in lines],
        "superlatives": superlatives_in(lines),
    }


def _why_not(tries: int) -> str:
    if tries >= TRIES_MAX:
        return _("没有识别：试了 %(n)s 次，识别程序读不了这张图。图里的字请人看。") % {"n": tries}
    if tries:
        return _("没有识别：识别程序这次没读成，最晚一天后再试。")
    if reader():
        return _("还没有识别：几分钟内由后台识别。")
    return _("没有识别：这台服务器没有装文字识别。文字占比和图中的广告法用语请人看。")


def _places() -> list[tuple[str, str]]:
    words = (
        _("左上"), _("中上"), _("右上"), _("左中"), _("正中"), _("右中"), _("左下"), _("中下"), _("右下"),
    )  # fmt: skip
    return [(f"{x},{y}", word) for (x, y), word in zip(NINE, words, strict=True)]


def _events(contract: Contract, asset: Asset) -> list[dict[str, Any]]:
    """What happened, by the chain's own entries, the latest first."""
    people = {
        one.pk: one.name for org in (contract.brand_id, contract.agency_id) if org for one in list_people(org)
    }
    language = get_language() or "zh"
    found = []
    for entry in list_entries_about(contract.chain_id, f"{contract.code} {asset.code}"):
        facts = entry.facts | ({"sha256": digest(entry.facts["sha256"])} if "sha256" in entry.facts else {})
        said = wording(entry.act, entry.subject, facts, language)
        found.append(
            {
                "word": f"{people.get(entry.person or 0, '')} {said}".strip(),
                "hint": moment_text(entry.at),
                "kind": contract.side_of(entry.org),
                "url": "",
            }
        )
    return found


@login_required
@require_GET
def studio_file(request: HttpRequest, code: str, sha256: str) -> HttpResponse:
    """A picture by its digest: the same for ever, so a browser asks once. `?save` hands it out as a file."""
    tag = f'"{sha256}"'
    contract = get_contract(code)
    found = get_file(contract, sha256, with_content=request.headers.get("If-None-Match") != tag)
    answer: HttpResponse = (
        HttpResponseNotModified()
        if request.headers.get("If-None-Match") == tag
        else HttpResponse(bytes(found.content), content_type=found.media)
    )
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    answer["X-Content-Type-Options"] = "nosniff"
    kind = "attachment" if "save" in request.GET else "inline"
    answer["Content-Disposition"] = f'{kind}; filename="{sha256[:12]}.{found.media.removeprefix("image/")}"'
    return answer


# What is done on the page, one address for each act

Who = dict[str, Any]


@login_required
@require_POST
def studio_act(request: HttpRequest, code: str, number: int, act: str) -> HttpResponse:
    """Do one of ACTS with the picture, and be back on its page."""
    if act not in ACTS:
        raise NotFound(_("没有这一步"), remedy=_("请从图片的页面上做。"))
    do, said = ACTS[act]
    do({"person": person_of(request), "at": timezone.now(), "code": code, "number": number}, request)
    messages.success(request, said())
    return redirect("portal:studio_picture", code, number)


def _upload(who: Who, request: HttpRequest) -> None:
    file = request.FILES.get("file")
    if file is None:
        raise UnableToProof(_("没有选文件"), code="FILE_NOT_TAKEN", remedy=_("请选一张图。"))
    content = file.read(PICTURE_BYTES_MAX + 1)
    actions.add_version(**who, name=str(file.name), content=content, note=request.POST.get("note", ""))


def _send(who: Who, request: HttpRequest) -> None:
    actions.send_to_proof(person=who["person"], at=who["at"], code=who["code"], numbers=[who["number"]])


def _approve(who: Who, request: HttpRequest) -> None:
    actions.approve_version(**who, **_seen(request.POST))


def _return(who: Who, request: HttpRequest) -> None:
    actions.return_version(**who, **_seen(request.POST), reason=request.POST.get("reason", ""))


def _pin(who: Who, request: HttpRequest) -> None:
    x, y = place_from(request.POST.get("place", ""))
    actions.add_pin(**who, version=_int(request.POST, "version"), text=request.POST.get("text", ""), x=x, y=y)


def _reply(who: Who, request: HttpRequest) -> None:
    actions.reply_to_pin(**who, pin=_int(request.POST, "pin"), text=request.POST.get("text", ""))


def _resolve(who: Who, request: HttpRequest) -> None:
    actions.resolve_pin(**who, pin=_int(request.POST, "pin"))


def _right(who: Who, request: HttpRequest) -> None:
    asked = request.POST
    until = day_from(asked.get("until", ""), UnableToProof)
    record_right(**who, kind=asked.get("kind", ""), holder=asked.get("holder", ""), until=until)


def place_from(text: str) -> tuple[int | None, int | None]:
    """`720,400` in thousandths of width and height; what is no such place is the whole picture."""
    x, _comma, y = text.partition(",")
    return (int(x), int(y)) if x.isdecimal() and y.isdecimal() and len(text) < 12 else (None, None)


def _seen(asked: QueryDict) -> dict[str, Any]:
    """Which bytes the brand had before its eyes."""
    return {"version": _int(asked, "version"), "sha256": asked.get("sha256", "")}


def _int(asked: QueryDict, name: str) -> int:
    text = asked.get(name, "")
    return whole_in(text, digits=8)


ACTS: dict[str, tuple[Callable[[Who, HttpRequest], None], Callable[[], str]]] = {
    "version": (_upload, lambda: _("新的一版已存证。")),
    "send": (_send, lambda: _("已送甲方确认。")),
    "approve": (_approve, lambda: _("已书面确认，记入存证。这一版可以对外发布。")),
    "return": (_return, lambda: _("已请乙方修改。")),
    "pin": (_pin, lambda: _("批注已写在图上，对方看得到。")),
    "reply": (_reply, lambda: _("已回复。")),
    "resolve": (_resolve, lambda: _("已标为已改。")),
    "right": (_right, lambda: _("授权已登记，到期前会提醒。")),
}
