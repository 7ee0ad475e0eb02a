"""What the pages on prices have in common: whose prices they are, and the tabs that lead from one to the other."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from paidang.catalog.queries.price_list import count_open_market, count_problem_listings
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.portal.queries import get_switcher


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
        ("price_offers", _("促销"), None),
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


def choose(request: HttpRequest, title: str) -> HttpResponse:
    """The page where no contract is chosen: which one."""
    living = [one for one in get_switcher(request).contracts if one.in_force_at]
    return render(
        request, "portal/price_choose.html", {"contracts": living, "title": title, "path": request.path}
    )
