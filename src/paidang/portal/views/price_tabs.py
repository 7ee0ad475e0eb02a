"""What the pages on prices have in common: whose prices they are, and the tabs that lead from one to the other."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paidang.catalog.queries.guard import Shop
from paidang.catalog.queries.price_list import count_open_market, count_problem_listings
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.portal.queries import get_switcher, list_living


def contract_of(request: HttpRequest) -> Contract | None:
    """The contract in force that the address names, else the picked one, else the only one; None: it is to be chosen."""
    if code := request.GET.get("contract"):
        found = get_contract(code)
        return found if found.in_force_at else None
    switch = get_switcher(request)
    living = [one for one in switch.contracts if one.in_force_at]
    picked = switch.picked if switch.picked and switch.picked.in_force_at else None
    return picked or (living[0] if len(living) == 1 else None)


def tabs(contract: Contract, here: str) -> list[dict[str, Any]]:
    """The pages on prices of a contract, as tabs."""
    pages = (
        ("price_list", _("价目表"), None),
        ("prices", _("出厂价"), None),
        ("price_offers", _("优惠"), None),
        ("price_send", _("发到店铺"), None),
        ("price_goods", _("商品对照"), count_problem_listings(contract) or None),
        ("price_market", _("别家价格"), count_open_market(contract) or None),
    )
    asked = urlencode({"contract": contract.code})
    return [
        {
            "word": word,
            "url": f"{reverse(f'portal:{name}')}?{asked}",
            "n": n,
            "bad": True,
            "current": name == here,
        }
        for name, word, n in pages
    ]


def choose(request: HttpRequest, title: str, *, reason: str = "", icon: str = "price") -> HttpResponse:
    """The page where no contract is chosen: which one; `reason` says what will be there once one is in force."""
    context = {
        "contracts": list_living(request),
        "title": title,
        "path": request.path,
        "reason": reason or _("合同生效后，甲方在这里定价。"),
        "icon": icon,
    }
    return render(request, "portal/price_choose.html", context)


SHORT_WORDS = {
    "jd": gettext_lazy("京东"), "tmall": gettext_lazy("天猫"), "taobao": gettext_lazy("淘宝"), "wechat": gettext_lazy("微信"),
    "renren_mall": gettext_lazy("人人"), "renren": gettext_lazy("人人"),
}  # fmt: skip
"""Platforms as columns are headed, in their order."""


def shop_word(shop: Shop) -> str:
    """A store by its platform's short word, or by its own name."""
    return str(SHORT_WORDS.get(shop.channel, shop.store))


def in_order(shops: Iterable[Shop]) -> list[Shop]:
    """Stores in the order of the columns, those without a short word last."""
    words = list(SHORT_WORDS)
    return sorted(
        shops,
        key=lambda one: (words.index(one.channel) if one.channel in words else len(words), one.store),
    )
