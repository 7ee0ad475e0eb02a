"""Settings: the stores on their platforms' interfaces, how each does, what is to be done next; connecting one."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from paidang.channels.link.calling import is_loopback
from paidang.channels.platforms import PLATFORMS
from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract, list_contracts
from paidang.intake.queries import QUARANTINE, Waiting, count_open_by_store
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.stock.queries.pushes import count_adrift, stores_without_share
from paidang.stores import actions
from paidang.stores.engines.pushes import PUSH_PATH
from paidang.stores.models import LinkDay, StoreLink, StoreNorms
from paidang.stores.queries import Health, addresses_of, get_link, health_of, list_links
from paidang.stores.queries.links import DAYS_SHOWN, is_spent
from paidang.stores.queries.norms import health_now, norms_at, norms_of
from paidang.stores.queries.places import listings_of
from paidang.stores.queries.pushes import push_health_of
from paidang.stores.queries.sealed import CREDENTIALS, seal, unseal
from paidang.stores.rules.looking import turns_of
from paidang.stores.rules.norms import MEASURES, USUAL, judge
from paidang.stores.rules.states import CONNECTED, EXPIRED, LINK_STATES, PAUSED, REFUSED, STEP_WORDS
from paidang.stores.rules.wording import TROUBLE, TROUBLES
from paidang.stores.tasks import defer, wake
from paidang.team.rules.vault import Unreadable

LOOKS = {
    CONNECTED: ("ok", "check"),
    PAUSED: ("warn", "pause"),
    REFUSED: ("bad", "refused"),
    EXPIRED: ("bad", "clock"),
}
SESSION = "store-on-its-way"
FIRST = next(iter(PLATFORMS))
LONG = ("private_key",)
"""Credentials of several lines."""
VALUE_CHARS_MAX = 4_000
SOON = timedelta(days=7)
LATE = timedelta(minutes=15)


@login_required
@never_cache
@require_safe
def stores(request: HttpRequest) -> HttpResponse:
    """How each store does, with the one thing to do next."""
    person, at = person_of(request), timezone.now()
    contracts = list_contracts()
    links = list_links([one.pk for one in contracts])
    held = {code: norms_at(code, at) for code in {link.contract_id for link in links}}
    adrift = {name: n for one in held for name, n in count_adrift(one, at).items()}
    without = {name: said for one in held for name, said in stores_without_share(one).items()}
    waiting = count_open_by_store(list(held))
    rows = [
        _row(health_of(link, at), waiting.get((link.contract_id, link.channel, link.store)), at)
        | {
            "page": _page(link, held[link.contract_id], at),
            "adrift": adrift.get((link.contract_id, link.channel, link.store), 0),
            "share": _share(without.get((link.contract_id, link.channel, link.store))),
        }
        for link in links
    ]
    may = person.may("operate_store")
    context = {
        "rows": rows,
        "sub": _summary(rows),
        "may": may,
        "ours": [one for one in contracts if one.agency_id == person.org_id and one.state == IN_FORCE],
        "is_agency": person.org.kind == "agency",
    }
    return render(request, "portal/stores.html", context)


def _share(without: bool | None) -> str:
    """What a store without a part of the stock offers; `without`: whether somebody said so, None if it has a part."""
    if without is None:
        return ""
    return (
        _("分到的库存是 0 份，店里的商品都显示售罄。")
        if without
        else _("还没有给它分库存：店里的库存数不动，卖多了也没有拦。")
    )


def _summary(rows: Sequence[dict[str, Any]]) -> str:
    if not rows:
        return ""
    words = ngettext("%(n)s 家店铺", "%(n)s 家店铺", len(rows)) % {"n": len(rows)}
    bad = sum(row["kind"] != "ok" for row in rows)
    return words + (_("，%(n)s 家要看一下") % {"n": bad} if bad else _("，都正常"))


def _row(health: Health, waiting: Waiting | None, at: datetime) -> dict[str, Any]:
    """A store as its panel shows it. `waiting`: its rows in quarantine."""
    link = health.link
    kind, word, icon = _state(health, waiting, at)
    asked = {"view": QUARANTINE, "contract": link.contract.code, "store": link.store}
    return {
        "link": link, "health": health, "kind": kind, "word": word, "icon": icon,
        "platform": worded(PLATFORMS[link.platform].label), "host": urlsplit(link.base_url).netloc,
        "lag": _span(health.lag), "bars": _bars(health.days, at), "rate": _rate(health.days),
        "problem": worded(link.problem["reason"]) if link.problem else "",
        "spent": _spent(link, at),
        "expires_soon": bool(health.expires_at and health.expires_at - at < SOON),
        "push": _push(link, at), "looks": _looks(link),
        "waiting": waiting, "waiting_url": f"{reverse('portal:imports')}?{urlencode(asked)}",
        "may_pause": link.state == CONNECTED, "may_resume": link.state == PAUSED, "is_new": link.answered_at is None,
        "is_sandbox": is_loopback(link.base_url),
    }  # fmt: skip


def _page(link: StoreLink, held: StoreNorms | None, at: datetime) -> list[tuple[str, str, str, bool]]:
    """How the page that buyers open does: measure, found, norm, whether it is missed; nothing where no page is known."""
    if not link.front_url:
        return []
    day = day_of(at)
    verdicts = judge(norms_of(held) if held else USUAL, health_now(link, day), day)
    return [
        (worded(MEASURES[one.measure]), worded(one.found), worded(one.wanted) if held else "", bool(held) and one.is_kept is False)
        for one in verdicts
    ]  # fmt: skip


def _looks(link: StoreLink) -> dict[str, int] | None:
    """How the store's goods are looked at where each costs a call: how many an hour, and in how many hours all of them."""
    if not (PLATFORMS[link.platform].tells_products_singly and link.listed_at):
        return None
    skus = len(listings_of(link).products)
    turns = turns_of(skus)
    return {"skus": -(-skus // turns), "hours": turns, "all": skus}


def _push(link: StoreLink, at: datetime) -> dict[str, Any] | None:
    """The address for its messages, what of them waits or was not believed; None: its platform sends none."""
    health = push_health_of(link, at)
    if health is None:
        return None
    return {
        "address": f"{settings.PUBLIC_URL}{PUSH_PATH}{health.code}" if health.code else "",
        "waiting": health.waiting,
        "aside": [(one.received_at, worded(one.reason or "")) for one in health.not_taken],
        "refusals": [(one.last_at, one.times, worded(one.reason)) for one in health.refusals],
    }


def _state(health: Health, waiting: Waiting | None, at: datetime) -> tuple[str, str, str]:
    link = health.link
    kind, icon = LOOKS[link.state]
    if link.misses:
        return "bad", _("没有达到技术规范"), "warn"
    if link.state == CONNECTED and link.problem:
        return "warn", worded(TROUBLES.get(link.problem["code"], TROUBLE)), "warn"
    if link.state == CONNECTED and _spent(link, at):
        return "warn", _("今天的调用用完了"), "clock"
    if link.state == CONNECTED and waiting:
        words = ngettext("%(n)s 行没进来，等着修", "%(n)s 行没进来，等着修", waiting.count)
        return "warn", words % {"n": f"{waiting.count:,}"}, "warn"
    if link.state == CONNECTED and health.lag and health.lag > LATE:
        return "warn", _("在追赶"), "clock"
    if link.state == CONNECTED and health.expires_at and health.expires_at - at < SOON:
        return "warn", _("授权快到期"), "warn"
    return kind, _("正常") if link.state == CONNECTED else worded(LINK_STATES[link.state]), icon


def _spent(link: StoreLink, at: datetime) -> list[tuple[str, datetime]]:
    """Of what the day's calls are spent, and when the platform answers again."""
    return [
        (worded(STEP_WORDS[step]), datetime.fromisoformat(until))
        for step, until in sorted(link.spent.items())
        if step in STEP_WORDS and is_spent(link, step, at)
    ]


def _span(lag: timedelta | None) -> str:
    """How far behind, in the largest unit that says something."""
    if lag is None:
        return "—"
    seconds = max(0, int(lag.total_seconds()))
    if seconds < 120:
        return _("%(n)s 秒") % {"n": seconds}
    if seconds < 7200:
        return _("%(n)s 分钟") % {"n": seconds // 60}
    return _("%(n)s 小时") % {"n": seconds // 3600}


def _bars(days: Sequence[LinkDay], at: datetime) -> list[tuple[str, str]]:
    """The last 30 days, oldest first: (look, day): good, some failures, more failures than pulls, not connected yet."""
    by_day = {day.day: day for day in days}
    found = []
    for back in range(DAYS_SHOWN - 1, -1, -1):
        day = day_of(at) - timedelta(days=back)
        known = by_day.get(day)
        failed = sum(known.failures.values()) if known else 0
        look = "none" if not known else "x" if failed > known.pulls else "w" if failed else ""
        found.append((look, f"{day:%m-%d}"))
    return found


def _rate(days: Sequence[LinkDay]) -> str:
    """How many of the pulls of these days came through."""
    pulls = sum(day.pulls for day in days)
    failed = sum(sum(day.failures.values()) for day in days)
    return f"{100 * pulls / (pulls + failed):.2f}%" if pulls + failed else ""


@login_required
@never_cache
@require_safe
def store_new(request: HttpRequest) -> HttpResponse:
    """The form to connect a store, or to give one that stands still new credentials (`?store=`)."""
    asked = request.GET.get("store", "")
    link = get_link(number) if (number := whole_in(asked)) else None
    asked = request.GET.get("platform", "")
    platform = asked if asked in PLATFORMS else FIRST
    form = {"contract": request.GET.get("contract", ""), "platform": platform, "store": "", "base_url": ""}
    if link:
        form = {
            "contract": link.contract.code, "platform": link.platform, "store": link.store, "base_url": link.base_url,
        }  # fmt: skip
    return _form(request, form)


def _form(request: HttpRequest, form: dict[str, str], status: int = 200, wrong: str = "") -> HttpResponse:
    person = person_of(request)
    platform = form["platform"] if form["platform"] in PLATFORMS else FIRST
    known = PLATFORMS[platform]
    context = {
        "contracts": [
            one for one in list_contracts() if one.agency_id == person.org_id and one.state == IN_FORCE
        ],
        "platforms": [(key, worded(one.label)) for key, one in PLATFORMS.items()],
        "addresses": addresses_of(platform),
        "own_address": known.own_address,
        "fields": [
            (name, worded(word), name in known.wanted, name in LONG)
            for name, word in (*known.wanted.items(), *known.optional.items())
        ],
        "form": form,
        "may_authorise": bool(known.token),
        "wrong": wrong,
    }
    return render(request, "portal/store_new.html", context, status=status)


@login_required
@never_cache
@sensitive_post_parameters()
@require_POST
def store_connect(request: HttpRequest) -> HttpResponse:
    """Try the credentials at the platform; if it answers, keep them and begin to pull. `authorise`: send the owner there."""
    person, at, given = person_of(request), timezone.now(), _given(request)
    code = request.POST.get("contract", "")
    form = {"contract": code, "platform": given.platform, "store": given.store, "base_url": given.base_url}
    try:
        contract = get_contract(code)
        if request.POST.get("how") == "authorise":
            return _set_out(request, contract, given)
        if wrong := actions.try_store(person=person, contract=contract, at=at, given=given):
            return _form(request, form, 422, worded(wrong))
        link = actions.connect_store(person=person, at=at, code=code, given=given)
    except UnableTo as refused:
        return _form(request, form, 422, worded(str(refused)))
    return _connected(request, link)


def _given(request: HttpRequest) -> actions.Given:
    asked = request.POST
    platform = asked.get("platform", "")
    known = PLATFORMS.get(platform)
    names = [*known.wanted, *known.optional] if known else []
    values = {name: value[:VALUE_CHARS_MAX] for name in names if (value := asked.get(name, "").strip())}
    return actions.Given(
        platform, asked.get("store", "").strip(), asked.get("base_url", "").strip().rstrip("/"), values
    )


def _set_out(request: HttpRequest, contract: Contract, given: actions.Given) -> HttpResponse:
    """Off to the platform. What was typed waits encrypted in the session, under a secret that the way back carries."""
    state = secrets.token_urlsafe(24)
    address = actions.begin_authorising(
        person=person_of(request), contract=contract, at=timezone.now(), given=given, state=state,
        back=request.build_absolute_uri(reverse("portal:store_back")),
    )  # fmt: skip
    kept = json.dumps({"contract": contract.code, "given": asdict(given)})
    request.session[SESSION] = seal(kept, purpose=CREDENTIALS, owner=state)
    return redirect(address)


@login_required
@never_cache
@require_safe
def store_back(request: HttpRequest) -> HttpResponse:
    """The store's owner comes back from the platform."""
    sealed, state = request.session.pop(SESSION, ""), request.GET.get("state", "")
    try:
        kept = json.loads(unseal(sealed, purpose=CREDENTIALS, owner=state))
    except Unreadable:
        raise actions.UnableToConnect(
            say("这次授权不是从这里出发的，或已经用过"), remedy=say("请再点一次“去平台授权”。")
        ) from None
    given = actions.Given(**kept["given"])
    link = actions.finish_authorising(
        person=person_of(request), at=timezone.now(), code=kept["contract"], given=given,
        answer=request.GET.get("code", "")[:500],
    )  # fmt: skip
    return _connected(request, link)


def _connected(request: HttpRequest, link: StoreLink) -> HttpResponse:
    defer(link, person_of(request).org_id)
    messages.success(request, _("%(store)s 已连接，订单马上就来。") % {"store": link.store})
    return redirect("portal:stores")


@login_required
@require_POST
def store_act(request: HttpRequest, link_id: int, act: str) -> HttpResponse:
    """Pause, resume, disconnect; or pull now, or try again what was put aside."""
    person, at = person_of(request), timezone.now()
    if act not in ("pull", "pause", "resume", "disconnect", "retry"):
        raise Http404
    if act == "pull":
        link = actions.ask_pull(person=person, at=at, link_id=link_id)
        defer(link, person.org_id)
        said = _("正在拉取 %(store)s，一会儿刷新就看得到。")
    elif act == "retry":
        link = actions.retry_messages(person=person, at=at, link_id=link_id)
        transaction.on_commit(lambda: wake(link.pk, person.org_id))
        said = _("%(store)s 没收进来的消息正在再试，一会儿刷新就看得到。")
    else:
        do, said = {
            "pause": (actions.pause_store, _("%(store)s 已暂停，不拉单也不推送。")),
            "resume": (actions.resume_store, _("%(store)s 已继续，从断的地方接着拉。")),
            "disconnect": (actions.disconnect_store, _("%(store)s 已断开，凭据已销毁。")),
        }[act]
        link = do(person=person, at=at, link_id=link_id)
    messages.success(request, said % {"store": link.store})
    return redirect("portal:stores")
