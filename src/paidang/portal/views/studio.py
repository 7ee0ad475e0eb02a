"""素材: the pictures of a contract as a grid, what is needed and what waits for whom; files come in here."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from paidang.catalog.models import Product
from paidang.contracts.models import IN_FORCE, Contract
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.portal.queries import list_living
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.paging import query_with
from paidang.portal.views.price_tabs import contract_of
from paidang.studio.actions import UnableToProof, add_shot, hand_in, plan_shots, send_to_proof
from paidang.studio.actions.uploads import KEPT as KEPT_UPLOADS
from paidang.studio.models import Asset, Upload
from paidang.studio.queries.pages import count_open_copy, count_open_pages
from paidang.studio.queries.pictures import Wanted, count_states, list_assets, list_products, list_uploads
from paidang.studio.rules.picture import AT_ONCE, PICTURE_BYTES_MAX
from paidang.studio.rules.shots import CATEGORIES, KINDS, TEMPLATE_WORDS
from paidang.studio.rules.sizes import PLATFORMS
from paidang.studio.rules.words import APPROVED, NEEDED, PROOF, RETURNED, STATES, UPLOADED
from paidang.team.models import Person

LOOKS = {NEEDED: "", UPLOADED: "info", PROOF: "warn", APPROVED: "ok", RETURNED: "bad"}
KEPT = ("contract", "state", "product", "channel", "q")
query_of = partial(query_with, KEPT)
TEXT_MAX = 120


@login_required
@require_GET
def studio(request: HttpRequest) -> HttpResponse:
    """The grid. `?state=`, `?product=`, `?channel=` those that fail a platform, `?q=`, `?after=` a number."""
    contract = contract_of(request)
    if contract is None:
        living = list_living(request)
        return render(request, "portal/studio.html", {"contracts": living, "path": reverse("portal:studio")})
    wanted, after = wanted_of(request), whole_in(request.GET.get("after", ""))
    rows, has_more = list_assets(contract, wanted, after=after)
    products = list_products(contract)
    counts, person = count_states(contract, wanted), person_of(request)
    path = reverse("portal:studio")
    makes = contract.state == IN_FORCE and person.may("make_pictures")
    return render(
        request,
        "portal/studio.html",
        {
            "contract": contract,
            "contract_url": reverse("portal:contract", args=[contract.code]),
            "sections": sections(contract, "studio"),
            "views": _views(request, counts, wanted.state),
            "rows": [card_of(contract, one) for one in rows],
            "any": sum(counts.values()) > 0 or _is_filtered(wanted),
            "is_filtered": _is_filtered(wanted),
            "without_filters": path + query_of(request, product="", channel="", q=""),
            "next_url": path + query_of(request, after=str(rows[-1].number)) if has_more else "",
            "first_url": path + query_of(request) if after else "",
            "products": products,
            "product_options": _options(products, wanted.product),
            "kinds": [(key, worded(word)) for key, word in KINDS.items()],
            "categories": [(key, worded(word), len(lines)) for key, (word, lines) in CATEGORIES.items()],
            "platforms": [(key, worded(word)) for key, word in PLATFORMS.items()],
            "wanted": wanted,
            "makes": makes,
            "uploads": unfinished(contract, person) if makes else [],
            "kept_days": KEPT_UPLOADS.days,
            "to_send": [one.number for one in rows if makes and one.state == UPLOADED],
            "waiting": counts[PROOF],
            "approved": counts[APPROVED],
            "all": sum(counts.values()),
            "mb_max": PICTURE_BYTES_MAX // 2**20,
        },
    )


def unfinished(contract: Contract, person: Person, asset: Asset | None = None) -> list[dict[str, Any]]:
    """One's own files that broke off, of all pictures or of one: what it is and where it goes without a script."""
    return [
        _unfinished(contract, one)
        for one in list_uploads(contract, person)
        if asset is None or one.asset_id == asset.pk
    ]


def _unfinished(contract: Contract, upload: Upload) -> dict[str, Any]:
    act = (
        reverse("portal:studio_act", args=[contract.code, upload.asset.number, "version"])
        if upload.asset
        else reverse("portal:studio_hand_in", args=[contract.code])
    )
    return {"it": upload, "kind": worded(KINDS[upload.kind]), "action": act}


def _options(products: list[Product], chosen: int | None) -> str:
    """The products to choose from, written once for the page's four lists: half its time was these with 500 products."""
    selected = mark_safe(" selected")
    rows = ((one.pk, selected if one.pk == chosen else "", one.title) for one in products)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


def sections(contract: Contract, here: str) -> list[dict[str, Any]]:
    """The pages of the studio, as tabs."""
    pages = (
        ("studio", _("图片"), reverse("portal:studio") + f"?contract={contract.code}", None),
        (
            "studio_pages",
            _("页面"),
            reverse("portal:studio_pages", args=[contract.code]),
            count_open_pages(contract),
        ),
        (
            "studio_copy",
            _("文案"),
            reverse("portal:studio_copy", args=[contract.code]),
            count_open_copy(contract),
        ),
    )
    return [{"word": word, "url": url, "n": n or None, "current": key == here} for key, word, url, n in pages]


def card_of(contract: Contract, asset: Asset) -> dict[str, Any]:
    """One picture in the grid."""
    return {
        "asset": asset,
        "url": reverse("portal:studio_picture", args=[contract.code, asset.number]),
        "thumb": reverse("portal:studio_file", args=[contract.code, asset.thumb_sha256])
        if asset.thumb_sha256
        else "",
        "kind": worded(KINDS[asset.kind]),
        "what": what_of(asset),
        "state": (LOOKS[asset.state], worded(STATES[asset.state])),
        "failing": [worded(PLATFORMS[one]) for one in asset.failing if one in PLATFORMS],
    }


def what_of(asset: Asset) -> str:
    """What it is to show, a template's line in the page's language."""
    return worded(TEMPLATE_WORDS.get(asset.what, asset.what))


def wanted_of(request: HttpRequest) -> Wanted:
    """What the address asks for; what is no state or platform asks for nothing."""
    asked = request.GET
    return Wanted(
        state=asked.get("state", "") if asked.get("state") in STATES else "",
        product=whole_in(asked.get("product", "")) or None,
        channel=asked.get("channel", "") if asked.get("channel") in PLATFORMS else "",
        text=asked.get("q", "").strip()[:TEXT_MAX],
    )


def _views(request: HttpRequest, counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    words = [("", _("全部"), sum(counts.values()))] + [
        (state, worded(word), counts[state]) for state, word in STATES.items()
    ]
    path = reverse("portal:studio")
    return [
        {
            "word": word,
            "url": path + query_of(request, state=state),
            "n": n,
            "bad": False,
            "current": state == current,
        }
        for state, word, n in words
    ]


def _is_filtered(wanted: Wanted) -> bool:
    return bool(wanted.product or wanted.channel or wanted.text)


@login_required
@require_POST
def studio_plan(request: HttpRequest, code: str) -> HttpResponse:
    """Put a template's pictures on the shot list of a product."""
    product = whole_in(request.POST.get("product", ""))
    made = plan_shots(
        person=person_of(request), at=timezone.now(), code=code, product_id=product,
        category=request.POST.get("category", ""),
    )  # fmt: skip
    if made:
        messages.success(
            request,
            ngettext("%(n)d 张图在拍摄清单上了。", "%(n)d 张图在拍摄清单上了。", len(made))
            % {"n": len(made)},
        )
    else:
        messages.info(request, _("这个商品的清单已经齐了。"))
    return redirect(reverse("portal:studio") + f"?contract={code}&product={product}")


@login_required
@require_POST
def studio_shot(request: HttpRequest, code: str) -> HttpResponse:
    """Put one more picture on the list."""
    made = add_shot(
        person=person_of(request), at=timezone.now(), code=code, product_id=whole_in(request.POST.get("product", "")),
        kind=request.POST.get("kind", ""), what=request.POST.get("what", ""), sku=request.POST.get("sku", "").strip(),
    )  # fmt: skip
    return redirect("portal:studio_picture", code, made.number)


@login_required
@require_POST
def studio_hand_in(request: HttpRequest, code: str) -> HttpResponse:
    """Take files in for a product; each fills what its list still needs, or is a picture more."""
    person, files = person_of(request), request.FILES.getlist("file")
    product = whole_in(request.POST.get("product", ""))
    if not 0 < len(files) <= AT_ONCE:
        raise UnableToProof(
            say("一次选 1 到 {most} 个文件", most=AT_ONCE), code="FILE_NOT_TAKEN", remedy=say("请再选一次。")
        )
    taken = [
        hand_in(
            person=person, at=timezone.now(), code=code, product_id=product, kind=request.POST.get("kind", ""),
            name=str(file.name), content=file.read(PICTURE_BYTES_MAX + 1),
        )
        for file in files
    ]  # fmt: skip
    messages.success(
        request, ngettext("%(n)d 张图已存证。", "%(n)d 张图已存证。", len(taken)) % {"n": len(taken)}
    )
    if len(taken) == 1:
        return redirect("portal:studio_picture", code, taken[0].number)
    return redirect(reverse("portal:studio") + f"?contract={code}&product={product}")


@login_required
@require_POST
def studio_send(request: HttpRequest, code: str) -> HttpResponse:
    """Send pictures to proof, all those that the page showed."""
    numbers = [whole_in(one) for one in request.POST.getlist("number")]
    sent = send_to_proof(person=person_of(request), at=timezone.now(), code=code, numbers=numbers)
    messages.success(
        request, ngettext("%(n)d 张图等甲方确认。", "%(n)d 张图等甲方确认。", sent) % {"n": sent}
    )
    return redirect(reverse("portal:studio") + f"?contract={code}&state={PROOF}")
