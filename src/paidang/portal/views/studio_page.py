"""One product page: made block by block, looked at as a phone and a desktop show it, signed off as a whole, published."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.written import whole_in, wholes_in
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.studio import card_of
from paidang.portal.views.studio_pages import PAGE_LOOKS
from paidang.portal.views.studio_tried import tried_on
from paidang.studio import actions
from paidang.studio.models import Edition, Page, PageBlock
from paidang.studio.queries.pages import (
    content_now,
    count_unread,
    get_page,
    list_blocks,
    list_copy,
    list_editions,
    list_proofs,
    signed_of,
    superlatives_shown,
    without_right,
)
from paidang.studio.queries.pictures import Wanted, list_assets
from paidang.studio.rules.page import Content, code_of, missing_to_publish, superlatives_of, unfit_to_submit
from paidang.studio.rules.sizes import PLATFORMS
from paidang.studio.rules.superlatives import find_superlatives
from paidang.studio.rules.words import (
    AGREED,
    COPY_MAX,
    DRAFT,
    PAGE_STATES,
    PLACES,
    PUBLISHED,
    SENT_BACK,
    SUBMITTED,
)

PHONE, DESKTOP = "phone", "desktop"


@login_required
@require_GET
def studio_page(request: HttpRequest, code: str, page_id: int) -> HttpResponse:
    """The builder, or for who only reads, the page with its words. `?as=desktop`: the wide preview."""
    contract = get_contract(code)
    page = get_page(contract, page_id)
    person, editions = person_of(request), list_editions(page)
    last = editions[0] if editions else None
    waits = page.state == SUBMITTED
    content = _content(page, last)
    living = contract.state == IN_FORCE
    makes, judges = living and person.may("make_pictures"), living and person.may("approve_pictures")
    return render(
        request,
        "portal/studio_page.html",
        {
            "contract": contract,
            "contract_url": reverse("portal:contract", args=[code]),
            "made": page,
            "platform": worded(PLATFORMS[page.channel]),
            "state": (PAGE_LOOKS[page.state], worded(PAGE_STATES[page.state])),
            "places": _places(page) if makes else [],
            "blocks_any": bool(content["main"] or content["detail"]),
            "seen": preview_of(contract, page, content),
            "as_desktop": request.GET.get("as") == DESKTOP,
            "superlatives": [one.word for one in superlatives_of(content)]
            + [f"{one.word}（{code_of(number)}）" for number, one in superlatives_shown(contract, content)],
            "unread": count_unread(contract, content),
            "unfit": [worded(one.message) for one in unfit_to_submit(content)],
            "missing": _missing(contract, page, last, content),
            "edition": last,
            "editions": editions,
            "tried": tried_on(page),
            "choices": [card_of(contract, one) for one in _choices(contract, page)] if makes else [],
            "copy": [one for one in list_copy(contract, page.product_id) if one.text],
            "copy_max": COPY_MAX,
            "may": {
                "edit": makes,
                "submit": makes and page.state in (DRAFT, SENT_BACK),
                "answer": judges and waits,
                "publish": makes and page.state in (SUBMITTED, AGREED),
            },
            "is_published": page.state == PUBLISHED,
        },
    )


def _content(page: Page, edition: Edition | None) -> Content:
    """What the brand is asked about, while it is; else the page as it stands."""
    return edition.content if edition and page.state == SUBMITTED else content_now(page)


def _choices(contract: Contract, page: Page) -> list[Any]:
    rows, _more = list_assets(contract, Wanted(product=page.product_id))
    return [one for one in rows if one.latest]


def _places(page: Page) -> list[dict[str, Any]]:
    """The blocks to work on, by place."""
    blocks = list_blocks(page)
    return [
        {
            "key": place,
            "word": worded(word),
            "blocks": [_block(page, one) for one in blocks if one.place == place],
        }
        for place, word in PLACES.items()
    ]


def _block(page: Page, block: PageBlock) -> dict[str, Any]:
    return {
        "block": block,
        "card": card_of(page.contract, block.asset) if block.asset else None,
        "superlatives": [found.word for found in find_superlatives(block.text)],
    }


def _missing(contract: Contract, page: Page, edition: Edition | None, content: Content) -> list[str]:
    """What keeps the page from being published; nothing to say once it is."""
    if page.state == PUBLISHED:
        return []
    if edition is None or page.state == DRAFT:
        return [_("整页还没有送甲方确认")] if edition is None else [_("整页送后又改过，要重新送")]
    found = missing_to_publish(
        content, edition=edition.number, is_agreed=edition.agreed is True, signed=signed_of(contract, content),
        without_right=without_right(contract, content, day_of(timezone.now())),
    )  # fmt: skip
    return [worded(one.message) for one in found]


def preview_of(contract: Contract, page: Page, content: Content) -> dict[str, Any]:
    """The page as a buyer sees it: main pictures, then the detail from top to bottom."""
    proofs = list_proofs(contract, content)

    def block(one: dict[str, Any]) -> dict[str, Any]:
        if "text" in one:
            return {"text": one["text"]}
        proof = proofs.get((one["asset"], one["version"]))
        return {
            "url": reverse("portal:studio_file", args=[contract.code, proof.proof_sha256]) if proof else "",
            "width": proof.width if proof else 0,
            "height": proof.height if proof else 0,
            "version": one["version"],
            "asset": one["asset"],
        }

    return {
        "title": content["product"],
        "main": [block(one) for one in content["main"]],
        "detail": [block(one) for one in content["detail"]],
    }


@login_required
@require_GET
def studio_page_preview(request: HttpRequest, code: str, page_id: int) -> HttpResponse:
    """The page and nothing else, in the width of whatever looks at it."""
    contract = get_contract(code)
    page = get_page(contract, page_id)
    editions = list_editions(page)
    content = _content(page, editions[0] if editions else None)
    return render(
        request,
        "portal/studio_preview.html",
        {"made": page, "contract": contract, "seen": preview_of(contract, page, content)},
    )


# What is done on the page, one address for each act

Who = dict[str, Any]


@login_required
@require_POST
def studio_page_act(request: HttpRequest, code: str, page_id: int, act: str) -> HttpResponse:
    """Do one of ACTS with the page, and be back on it."""
    if act not in ACTS:
        raise NotFound(_("没有这一步"), remedy=_("请从这个页面上做。"))
    do, said = ACTS[act]
    do({"person": person_of(request), "at": timezone.now(), "code": code, "page_id": page_id}, request.POST)
    if said:
        messages.success(request, said())
    anchor = "#make" if act in ("picture", "text", "change", "move", "order", "remove") else ""
    return redirect(reverse("portal:studio_page", args=[code, page_id]) + anchor)


def _picture(who: Who, asked: QueryDict) -> None:
    actions.add_picture(**who, place=asked.get("place", ""), asset_id=_int(asked, "asset"))


def _text(who: Who, asked: QueryDict) -> None:
    actions.add_text(**who, text=asked.get("text", ""))


def _change(who: Who, asked: QueryDict) -> None:
    actions.change_text(**who, block_id=_int(asked, "block"), text=asked.get("text", ""))


def _move(who: Who, asked: QueryDict) -> None:
    actions.move_block(**who, block_id=_int(asked, "block"), by=1 if asked.get("by") == "down" else -1)


def _order(who: Who, asked: QueryDict) -> None:
    ids = wholes_in(asked.getlist("block"))
    actions.order_blocks(**who, place=asked.get("place", ""), block_ids=ids)


def _remove(who: Who, asked: QueryDict) -> None:
    actions.remove_block(**who, block_id=_int(asked, "block"))


def _submit(who: Who, asked: QueryDict) -> None:
    actions.submit_page(**who)


def _approve(who: Who, asked: QueryDict) -> None:
    actions.approve_page(**who, sha256=asked.get("sha256", ""))


def _return(who: Who, asked: QueryDict) -> None:
    actions.return_page(**who, sha256=asked.get("sha256", ""), reason=asked.get("reason", ""))


def _publish(who: Who, asked: QueryDict) -> None:
    actions.publish_page(**who)


def _int(asked: QueryDict, name: str) -> int:
    text = asked.get(name, "")
    return whole_in(text, digits=11)


ACTS: dict[str, tuple[Callable[[Who, QueryDict], None], Callable[[], str] | None]] = {
    "picture": (_picture, None),
    "text": (_text, None),
    "change": (_change, None),
    "move": (_move, None),
    "order": (_order, None),
    "remove": (_remove, None),
    "submit": (_submit, lambda: _("整页已送甲方确认。")),
    "approve": (_approve, lambda: _("整页已书面确认，记入存证。")),
    "return": (_return, lambda: _("已请乙方修改。")),
    "publish": (_publish, lambda: _("已登记发布。")),
}
