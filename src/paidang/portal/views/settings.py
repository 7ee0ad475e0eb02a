"""Settings: the organisation with its people, and per contract what is agreed and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from paidang.contracts.models import DRAFT, Decision
from paidang.contracts.queries import (
    DayTerms,
    Standing,
    get_contract,
    get_standing,
    list_contracts,
    list_signatories,
    terms_of,
)
from paidang.contracts.rules.points import Point
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_of
from paidang.portal.queries.setup import Setup, get_setup
from paidang.portal.rules.term_words import DATES, MONEY, term_label, term_value, values_of
from paidang.portal.templatetags.paidang import day_text, moment_text, worded
from paidang.portal.views.calendar_feed import feed_address
from paidang.portal.views.link import address_of
from paidang.team.actions import choose_mail, deactivate_person, invite_person, make_link, reactivate_person
from paidang.team.models import Person
from paidang.team.queries import (
    get_company_sign_in,
    list_api_tokens,
    list_passkeys,
    list_people,
    list_with_second_factor,
    list_without_password,
)
from paidang.team.rules.mail import DIGEST, NOW, OFF
from paidang.team.rules.roles import ACTS, ROLES, act_label, role_label


@login_required
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """The organisation: its code, its people, who may do what, its contracts."""
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **extra: object) -> HttpResponse:
    person, lang = cast(Person, request.user), get_language() or "zh"
    people, manages = list_people(person.org_id), person.may("manage_people")
    context = {
        "org": person.org,
        "people": sorted(people, key=lambda one: (not one.is_active, one.name)),
        "manages": manages,
        "books": person.may("record_payment"),
        "without_password": list_without_password(people),
        "with_code": list_with_second_factor(people if manages else [person]),
        "passkeys": len(list_passkeys(person)),
        "tokens": len(list_api_tokens(person)),
        "company": get_company_sign_in(person.org_id),
        "roles": [(role, role_label(role, lang)) for role in ROLES[person.org.kind]],
        "acts": _acts(people, person.org.kind, lang),
        "contracts": list_contracts(),
        "signatories": [row.person.name for row in list_signatories(person.org_id)],
        "feed": request.build_absolute_uri(feed_address(person)),
        "mails": [(mail, word, mail == person.account.mail) for mail, word in _mail_words().items()],
        "language": person.account.language,
        "form": {"name": "", "email": "", "roles": []},
        **extra,
    }
    return render(request, "portal/settings.html", context, status=status)


def _mail_words() -> dict[str, str]:
    return {DIGEST: _("每天一封，有事才发"), NOW: _("每件事一封，到时就发"), OFF: _("不发邮件")}


def _acts(people: list[Person], kind: str, lang: str) -> list[dict[str, object]]:
    """The acts this kind of organisation has, with the people who may; an act that nobody may is what to mend."""
    own = set(ROLES[kind])
    return [
        {"word": act_label(act, lang), "who": [one.name for one in people if one.is_active and one.may(act)]}
        for act, roles in ACTS.items()
        if roles & own
    ]


@login_required
@never_cache
@require_POST
def settings_invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the link is shown once, on the page that answers."""
    name, email, roles = (
        request.POST.get("name", ""),
        request.POST.get("email", ""),
        request.POST.getlist("roles"),
    )
    person = cast(Person, request.user)
    try:
        invited, link = invite_person(person=person, at=timezone.now(), name=name, email=email, roles=roles)
    except UnableTo as refused:
        if refused.status != UnableTo.status:
            raise
        form = {"name": name, "email": email, "roles": roles}
        return _page(request, 422, form=form, wrong=worded(str(refused)))
    return _page(request, link=request.build_absolute_uri(address_of(link)), link_for=invited)


@login_required
@require_POST
def settings_mail(request: HttpRequest) -> HttpResponse:
    """Choose how oneself is reminded by e-mail, and in which language."""
    choose_mail(
        person=cast(Person, request.user), at=timezone.now(), mail=request.POST.get("mail", ""),
        language=request.POST.get("language", ""),
    )  # fmt: skip
    messages.success(request, _("已记下，下一封起照这样发。"))
    return redirect(reverse("portal:settings") + "#mail")


@login_required
@never_cache
@require_POST
def settings_link(request: HttpRequest, person_id: int) -> HttpResponse:
    """A new one-time link for somebody who has none any more; shown once."""
    member, link = make_link(person=cast(Person, request.user), at=timezone.now(), person_id=person_id)
    return _page(request, link=request.build_absolute_uri(address_of(link)), link_for=member)


@login_required
@require_POST
def settings_deactivate(request: HttpRequest, person_id: int) -> HttpResponse:
    """End somebody's access."""
    deactivate_person(person=cast(Person, request.user), at=timezone.now(), person_id=person_id)
    return redirect("portal:settings")


@login_required
@require_POST
def settings_reactivate(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let somebody in again."""
    reactivate_person(person=cast(Person, request.user), at=timezone.now(), person_id=person_id)
    return redirect("portal:settings")


# One contract


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the check list: ok with its source, or what is missing and whose it is."""

    ring: str
    word: str
    value: str
    small: str = ""
    clause: str = ""
    url: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading."""

    word: str
    rows: list[Row]

    @property
    def done(self) -> int:
        return sum(row.ring == "ok" for row in self.rows)


@login_required
@require_safe
def settings_contract(request: HttpRequest, code: str) -> HttpResponse:
    """What is agreed, by which clause or addendum and by whom, and what is missing."""
    contract = get_contract(code)
    standing, setup = get_standing(contract), get_setup(contract)
    groups = [
        Group(_("钱"), _term_rows(standing, MONEY)),
        Group(_("日期与双方"), _term_rows(standing, DATES)),
        Group(_("其他约定"), _other_rows(standing)),
        Group(_("货、价与店"), _setup_rows(setup)),
    ]
    groups = [group for group in groups if group.rows]
    total, done = sum(len(group.rows) for group in groups), sum(group.done for group in groups)
    context = {
        "contract": contract,
        "groups": groups,
        "total": total,
        "done": done,
        "left": total - done,
        "standing": standing,
        "accepted": _accepted(standing),
        "by_hand": _held_today(standing).by_hand,
        "draft": contract.state == DRAFT,
        "contract_url": reverse("portal:contract", args=(code,)),
        "teams": [
            (org, [one for one in list_people(org.pk) if one.is_active])
            for org in (contract.brand, contract.agency)
            if org
        ],
    }
    return render(request, "portal/settings_contract.html", context)


def _term_rows(standing: Standing, keys: Iterable[str]) -> list[Row]:
    lang = get_language() or "zh"
    held = _held_today(standing)
    values, waiting = values_of(held.terms), {point.key: point for point in standing.compiled.open}
    rows = []
    for key in keys:
        decision = standing.decisions.get(key)
        if key in waiting:
            rows.append(_open_row(standing, waiting[key], decision, lang))
        elif key in values or (decision and decision.number):
            value = values[key] if key in values else cast(Decision, decision).value
            small = _agreed(decision) if decision and decision.number and not _is_overtaken(held, key) else ""
            rows.append(
                Row("ok", term_label(key, lang), term_value(key, value, lang), small, _source(standing, key))
            )
    return rows


def _is_overtaken(held: DayTerms, key: str) -> bool:
    """Whether a supplementary agreement has taken the place of a decision."""
    current = held.held.decisions.get(key)
    return current is None or current.by_amendment


def _held_today(standing: Standing) -> DayTerms:
    return terms_of(standing, day_of(timezone.now()))


def _open_row(standing: Standing, point: Point, decision: Decision | None, lang: str) -> Row:
    question = point.zh if lang.startswith("zh") else point.en
    label = term_label(point.key, lang)
    small = _proposed(decision) if decision else ("" if question == label else question)
    url = reverse("portal:contract", args=(standing.contract.code,))
    ring = "warn" if point.blocking else "wait"
    return Row(ring, label, _("待对方同意") if decision else _("没定"), small, url=url, act=_("去定"))


def _other_rows(standing: Standing) -> list[Row]:
    """What the text leaves blank or says twice besides, and what was decided on it."""
    keys = [*(point.key for point in standing.compiled.open), *standing.decisions]
    return _term_rows(standing, [key for key in dict.fromkeys(keys) if key not in {*MONEY, *DATES}])


def _source(standing: Standing, key: str) -> str:
    """The clause or the addendum that a term comes from."""
    held = _held_today(standing)
    terms, found = held.terms, held.sources.get(key, "")
    decision = standing.decisions.get(key)
    if found or (decision and decision.number):
        return found or f"补充约定 {cast(Decision, decision).number}"
    parts = [
        *cast("list[dict[str, object]]", terms.get("components", [])),
        *cast("list[dict[str, object]]", terms.get("dated_debts", [])),
    ]
    return next((str(part["clause"]) for part in parts if part["kind"] == key), "")


def _proposed(decision: Decision) -> str:
    return _("%(name)s %(at)s 提议") % {
        "name": decision.proposed_by.name,
        "at": day_text(decision.proposed_at),
    }


def _agreed(decision: Decision) -> str:
    """Who proposed and who agreed, and when."""
    agreed_by = decision.agreed_by.name if decision.agreed_by else "—"
    names = {"proposed": decision.proposed_by.name, "agreed": agreed_by, "at": day_text(decision.agreed_at)}
    return _("%(proposed)s 提议，%(agreed)s %(at)s 同意") % names


def _setup_rows(setup: Setup) -> list[Row]:
    url, go = reverse("portal:imports"), _("去导入")
    missing = "、".join(setup.unpriced[:3]) + ("…" if len(setup.unpriced) > 3 else "")
    n = len(setup.unpriced)
    if n:
        factory = Row(
            "warn",
            _("出厂价"),
            _("缺 %(n)d 个商品") % {"n": n},
            _("没有申报：%(skus)s") % {"skus": missing},
            url=url,
            act=go,
        )
    elif setup.priced:
        factory = Row("ok", _("出厂价"), _("%(n)d 个商品") % {"n": setup.priced}, clause="OP-3-D")
    else:
        factory = Row("warn", _("出厂价"), _("还没有"), _("由甲方申报，分成按它算"), url=url, act=go)
    floors = Row("ok", _("最低零售价"), _("%(n)d 个商品") % {"n": setup.floors}, clause="OP-2-A-2")
    if not setup.floors:
        floors = Row("warn", _("最低零售价"), _("还没有"), _("没有底价，低价成交查不出来"), url=url, act=go)
    stores = Row("ok", _("店铺"), "、".join(setup.stores), clause="OP-1-C")
    if not setup.stores:
        stores = Row("warn", _("店铺"), _("还没有登记"), _("第一次导入订单时登记"), url=url, act=go)
    return [factory, floors, stores]


def _accepted(standing: Standing) -> list[tuple[str, str]]:
    """For each side who accepted and when, or that it has not yet."""
    contract, words = standing.contract, []
    for side, org_id in (("a", contract.brand_id), ("b", contract.agency_id)):
        word = standing.accepted_by.get(org_id) if org_id else None
        words.append((side, f"{word.person.name} {moment_text(word.at)}" if word else _("还没有接受")))
    return words
