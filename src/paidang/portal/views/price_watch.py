"""商品对照: what a store lists and which SKUs it is. 别家价格: what other sellers ask, and what was done about it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from paidang.catalog.actions import ListingRow, act_on_market, put_listings, record_market_prices
from paidang.catalog.models import Listing
from paidang.catalog.queries.guard import Shop
from paidang.catalog.queries.names import titles_of
from paidang.catalog.queries.price_list import (
    count_listings,
    count_open_market,
    get_listing,
    list_listings,
    list_market,
    list_problem_listings,
)
from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.written import whole_in, wholes_in
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.price_files import TOLD_MAX, UnableToReadSheet, read_listings, read_market
from paidang.portal.views.price_offers import shop_from, shops_of
from paidang.portal.views.price_tabs import choose, contract_of, tabs
from paidang.stores.actions import ask_again_soon
from paidang.team.rules.roles import who_may

SHOWN_MAX = 200
LISTINGS_MAX = 100


@login_required
@require_GET
def price_goods(request: HttpRequest) -> HttpResponse:
    """The listings with what each stands for. `?q=` titles, ids or SKUs; `?listing=` the one to be changed."""
    contract = contract_of(request)
    if contract is None:
        return choose(request, _("商品对照"))
    problems = list_problem_listings(contract)
    q, asked = request.GET.get("q", "").strip()[:120], request.GET.get("listing", "")
    edited = get_listing(contract, number) if (number := whole_in(asked)) else None
    context = {
        "listings": list_listings(contract, text=q, most=LISTINGS_MAX),
        "q": q,
        "edited": edited,
        "parts": "\n".join(f"{one.sku.code},{one.quantity}" for one in edited.parts.all()) if edited else "",
        "contract": contract,
        "tabs": tabs(contract, "price_goods"),
        "problems": problems[:SHOWN_MAX],
        "count": len(problems),
        "total": count_listings(contract),
        "shops": shops_of(contract),
        "may_offer": _may_offer(request, contract),
        "who": worded(who_may("make_offer")),
    }
    return render(request, "portal/price_goods.html", context)


def _may_offer(request: HttpRequest, contract: Contract) -> bool:
    person = person_of(request)
    return contract.agency_id == person.org_id and contract.state == IN_FORCE and person.may("make_offer")


@login_required
@require_POST
def price_goods_put(request: HttpRequest, code: str) -> HttpResponse:
    """Put a store's list in the place of what is known of the same listings."""
    upload = request.FILES.get("file")
    if upload is None:
        raise UnableToReadSheet(say("没有选文件"), remedy=say("请选一份 CSV 或 XLSX。"))
    rows = read_listings(upload, str(upload.name))
    done = put_listings(
        person=person_of(request), at=timezone.now(), code=code, shop=shop_from(request.POST), rows=rows
    )
    said = _("%(listings)s 个链接已更新，%(problems)s 个没对上。")
    shop = shop_from(request.POST)
    ask_again_soon(get_contract(code).pk, shop.channel, shop.store)
    messages.success(request, said % {"listings": done.listings, "problems": done.problems})
    return redirect(_url("price_goods", code))


@login_required
@require_POST
def price_goods_edit(request: HttpRequest, code: str, listing_id: int) -> HttpResponse:
    """Say what one listing stands for: one SKU, several of it, or a bundle."""
    listing = get_listing(get_contract(code), listing_id)
    lines = [line.strip() for line in request.POST.get("parts", "").splitlines() if line.strip()]
    rows = [_part(listing, line) for line in lines]
    if not rows:
        raise UnableToReadSheet(say("没有写是哪个商品"), remedy=say("一行一个：商品编码、件数。"))
    done = put_listings(
        person=person_of(request),
        at=timezone.now(),
        code=code,
        shop=Shop(listing.channel, listing.store),
        rows=rows,
    )
    if done.problems:
        messages.error(request, _("价目表里没有其中的商品编码，链接没有对上。"))
    else:
        ask_again_soon(listing.contract_id, listing.channel, listing.store)
        messages.success(request, _("“%(title)s”已对上。") % {"title": listing.title or listing.platform_sku})
    return redirect(_url("price_goods", code))


def _part(listing: Listing, line: str) -> ListingRow:
    sku, _comma, count = line.replace("，", ",").replace("\t", ",").partition(",")
    count = count.strip() or "1"
    if not sku.strip() or not count.isdecimal() or not 0 < len(count) < 6 or int(count) < 1:
        raise UnableToReadSheet(
            say("读不懂：{line}", line=line[:60]), remedy=say("一行一个：商品编码、件数。")
        )
    return ListingRow(
        platform_sku=listing.platform_sku, item_id=listing.item_id, title=listing.title, sku=sku.strip()[:255],
        quantity=int(count),
    )  # fmt: skip


@login_required
@require_GET
def price_market(request: HttpRequest) -> HttpResponse:
    """Other sellers' prices. `?view=all`: those too that are not below the floor, or were acted on."""
    contract = contract_of(request)
    if contract is None:
        return choose(request, _("别家价格"))
    shows_all = request.GET.get("view") == "all"
    base = {"contract": contract.code}
    person = person_of(request)
    rows = list(list_market(contract, open_only=not shows_all, most=SHOWN_MAX))
    titles = titles_of(contract, {one.sku for one in rows})
    context = {
        "contract": contract,
        "tabs": tabs(contract, "price_market"),
        "rows": [(one, one.title or titles.get(one.sku, "")) for one in rows],
        "views": [
            {"word": _("待处理"), "url": f"?{urlencode(base)}", "n": count_open_market(contract), "bad": True,
             "current": not shows_all},
            {"word": _("全部"), "url": f"?{urlencode({**base, 'view': 'all'})}", "n": None, "current": shows_all},
        ],
        "may_act": _may_offer(request, contract),
        "may_record": _may_offer(request, contract)
        or (contract.brand_id == person.org_id and person.may("declare_price")),
        "who": worded(who_may("make_offer")),
    }  # fmt: skip
    return render(request, "portal/price_market.html", context)


@login_required
@require_POST
def price_market_put(request: HttpRequest, code: str) -> HttpResponse:
    """Record a list of other sellers' prices."""
    upload = request.FILES.get("file")
    if upload is None:
        raise UnableToReadSheet(say("没有选文件"), remedy=say("请选一份 CSV 或 XLSX。"))
    now = timezone.now()
    rows, bad, digest = read_market(upload, str(upload.name), day_of(now))
    done = record_market_prices(
        person=person_of(request),
        at=now,
        code=code,
        rows=rows,
        file_name=str(upload.name),
        file_sha256=digest,
    )
    said = _("新记 %(new)s 个价格，%(below)s 个低于底价。")
    if done.new:
        messages.success(request, said % {"new": done.new, "below": done.below})
    else:
        messages.info(request, _("这些价格以前都记过，没有新的。"))
    if done.without_floor:
        words = ngettext(
            "%(n)s 个没有底价可比：商品编码对不上，或那天没有底价。在“全部”里看。",
            "%(n)s 个没有底价可比：商品编码对不上，或那天没有底价。在“全部”里看。",
            done.without_floor,
        )
        messages.warning(request, words % {"n": done.without_floor})
    if bad:
        told = [_("第 %(n)s 行：%(why)s") % {"n": n, "why": worded(why)} for n, why in bad[:TOLD_MAX]]
        words = ngettext("%(n)s 行没有记：%(rows)s。", "%(n)s 行没有记：%(rows)s。", len(bad))
        messages.error(request, words % {"n": len(bad), "rows": "；".join(told)})
    return redirect(_url("price_market", code))


@login_required
@require_POST
def price_market_act(request: HttpRequest, code: str) -> HttpResponse:
    """Say what was done about the ticked ones."""
    ids = wholes_in(request.POST.getlist("id"))
    count = act_on_market(
        person=person_of(request), at=timezone.now(), code=code, ids=ids, words=request.POST.get("words", "")
    )
    messages.success(request, _("已记下对 %(count)s 个低价的处理。") % {"count": count})
    return redirect(_url("price_market", code))


def _url(page: str, code: str) -> str:
    return f"{reverse(f'portal:{page}')}?{urlencode({'contract': get_contract(code).code})}"
