"""Today: the worklist by deadline, and what should have come and did not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.duties.rules.reminders import is_escalated
from paidang.kit.period import day_of, month_period
from paidang.portal.queries import get_switcher
from paidang.portal.queries.items import name_of, names_of
from paidang.portal.queries.worklist import get_worklist, list_summaries
from paidang.portal.rules import worklist as rules
from paidang.portal.rules.worklist import LATE, LATER, SOON, TODAY, Item, Missing
from paidang.portal.templatetags.paidang import day_text, moment_text, weekday_text
from paidang.team.models import Person

WHOSE = ("me", "mine", "theirs", "all")
CARDS = 8
UNDATED = "undated"
KIND_OF_GROUP = {LATE: "bad", TODAY: "warn", SOON: "warn", LATER: "ok", UNDATED: "wait"}


@login_required
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The first page: `whose` is me, mine (our side's), theirs or all; `show` keeps what is late, soon or later; one
    contract if it is picked or the address names it."""
    person = request.user
    assert isinstance(person, Person)
    now = timezone.now()
    switcher, asked = get_switcher(request), _asked(request)
    named = get_contract(asked.code) if asked.code else None
    one = named or switcher.picked
    contracts = [one] if one else switcher.contracts
    found = get_worklist(person=person, contracts=contracts, now=now)
    items = [item for item in found.items if _is_whose(item, asked.whose, person, now)]
    context = {
        "today": day_of(now),
        "day_note": _day_note(now),
        "whose": _whose(asked),
        "named": named,
        "without_named": replace(asked, code="").url,
        "next": _next(items, now),
        "numbers": _numbers(items, asked, now),
        "groups": _groups(items, asked.show, person, now),
        "missing": [_missing(one, now) for one in found.missing],
        "contracts": _cards(person, contracts, found.items, now),
        "start": [] if switcher.contracts else _start(person),
        "all_done": _all_done(asked),
        "counts": {
            "today": sum(
                _is_whose(item, "me", person, now) and rules.group_of(item.due_at, now) != LATER
                for item in found.items
            )
        },
    }
    return render(request, "portal/today.html", context)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: whose, late or soon or later, of which contract."""

    whose: str = "me"
    show: str = ""
    code: str = ""

    @property
    def url(self) -> str:
        values = {"whose": "" if self.whose == "me" else self.whose, "show": self.show, "contract": self.code}
        query = urlencode({name: value for name, value in values.items() if value})
        return reverse("portal:today") + (f"?{query}" if query else "")


def _asked(request: HttpRequest) -> Asked:
    return Asked(
        whose=_choice(request, "whose", WHOSE, "me"),
        show=_choice(request, "show", (LATE, SOON, LATER), ""),
        code=request.GET.get("contract", "")[:40],
    )


def _choice(request: HttpRequest, name: str, choices: Sequence[str], default: str) -> str:
    """A query value that is one of the choices; anything else is the default."""
    value = request.GET.get(name, "")
    return value if value in choices else default


def _is_whose(item: Item, whose: str, person: Person, now: datetime) -> bool:
    """Whether the item belongs into the view: one's own, our side's, the other side's, everything."""
    if whose == "me":
        return rules.is_personal(item, person.pk, manages=person.may("assign_duty"), today=day_of(now))
    return whose == "all" or item.mine == (whose == "mine")


def _whose(asked: Asked) -> list[dict[str, object]]:
    words = {"me": _("我的"), "mine": _("我方"), "theirs": _("等对方"), "all": _("全部")}
    return [
        {"word": words[key], "url": replace(asked, whose=key).url, "current": key == asked.whose}
        for key in WHOSE
    ]


def _numbers(items: Sequence[Item], asked: Asked, now: datetime) -> list[dict[str, object]]:
    words = {LATE: ("bad", _("已逾期")), SOON: ("warn", _("两天内")), LATER: ("ok", _("按时"))}
    return [
        {
            "ring": words[key][0],
            "word": words[key][1],
            "n": n,
            "current": key == asked.show,
            "url": replace(asked, show="" if key == asked.show else key).url,
        }
        for key, n in rules.count(items, now).items()
    ]


def _day_note(now: datetime) -> str:
    """The remark on tomorrow where its weekday would mislead."""
    note = rules.day_note(day_of(now))
    if note is None:
        return ""
    words = {
        "day": note.day.strftime("%m-%d"),
        "weekday": weekday_text(note.day),
        "next": note.next_working.strftime("%m-%d"),
    }
    if note.worked:
        return _("明天（%(day)s %(weekday)s）按国务院安排调休上班，算工作日。") % words
    return _("明天（%(day)s %(weekday)s）按国务院安排放假，不算工作日；下一个工作日 %(next)s。") % words


@dataclass(frozen=True, slots=True)
class Next:
    """The nearest deadline that is still to come; where none is, the one that passed first."""

    item: Item
    label: str
    seconds: int | None
    clock: str
    hint: str
    kind: str
    word: str


def _is_late(item: Item, now: datetime) -> bool:
    return rules.group_of(item.due_at, now) == LATE


def _next(items: Sequence[Item], now: datetime) -> Next | None:
    dated = [item for item in items if item.due_at]
    item = next((item for item in dated if not _is_late(item, now)), dated[0] if dated else None)
    if not item or not item.due_at:
        return None
    left = item.due_at - now
    is_near = timedelta() <= left < timedelta(days=1)
    if _is_late(item, now):
        label, (clock, hint) = _("已逾期，最早的一件"), _when(item, LATE, now)
    else:
        days = rules.working_days_left(day_of(item.due_at), day_of(now))
        label = _("下一个时限")
        clock = ngettext("还有 %(n)d 个工作日", "还有 %(n)d 个工作日", days) % {"n": days}
        hint = _ends(item.due_at, now) if is_near else _("%(due)s 截止") % {"due": day_text(item.due_at)}
    return Next(
        item=item,
        label=label,
        seconds=int(left.total_seconds()) if is_near else None,
        clock=clock,
        hint=hint,
        kind=KIND_OF_GROUP[rules.group_of(item.due_at, now)],
        word=_opens(item),
    )


def _opens(item: Item) -> str:
    """What the button says that leads to where it is done, or seen."""
    words = {
        "send_statement": _("去对账"), "answer_statement": _("看对账单"), "answer_question": _("去答复"),
        "accept_contract": _("看合同"),
    }  # fmt: skip
    return words.get(item.kind, _("打开")) if item.mine else _("打开")


def _ends(due_at: datetime, now: datetime) -> str:
    """When it ends that ends within a day."""
    word = _("今天 %(time)s 截止") if day_of(due_at) == day_of(now) else _("明天 %(time)s 截止")
    return word % {"time": moment_text(due_at)[-5:]}


def _groups(items: Sequence[Item], show: str, person: Person, now: datetime) -> list[dict[str, object]]:
    words = {LATE: _("已逾期"), TODAY: _("今天"), SOON: _("两天内"), LATER: _("之后"), UNDATED: _("没有期限")}
    shown = {"": set(words), LATE: {LATE}, SOON: {TODAY, SOON}, LATER: {LATER, UNDATED}}[show]
    groups: list[dict[str, object]] = []
    for key, word in words.items():
        tasks = [_task(item, key, person, now) for item in items if _heading_of(item, now) == key]
        if tasks and key in shown:
            groups.append({"key": key, "word": word, "tasks": tasks})
    return groups


def _heading_of(item: Item, now: datetime) -> str:
    """The group that it stands under: what has no deadline is on time, and stands apart."""
    return rules.group_of(item.due_at, now) if item.due_at else UNDATED


def _task(item: Item, group: str, person: Person, now: datetime) -> dict[str, object]:
    when, since = _when(item, group, now)
    escalated = item.due_on is not None and is_escalated(item.due_on, day_of(now))
    return {
        "item": item,
        "kind": KIND_OF_GROUP[group],
        "when": when,
        "since": since,
        "about": reverse("portal:duty", args=(item.code, item.key)),
        "escalated": escalated,
        "opens": _opens(item),
        "gives": item.mine and person.may("assign_duty") and len(item.able) > 1,
    }


def _when(item: Item, group: str, now: datetime) -> tuple[str, str]:
    """The two lines at the end of a row: when, and counted from what."""
    if item.due_at is None:
        return (_("%(day)s 起") % {"day": day_text(item.raised_at)} if item.raised_at else "—"), ""
    days = rules.days_late(item.due_at, now)
    if group == LATE:
        late = ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", days) % {"n": days} if days else _("今天已过")
        return late, _("应在 %(day)s") % {"day": day_text(item.due_at)}
    if group == TODAY:
        minutes = int((item.due_at - now).total_seconds()) // 60
        left = _("剩 %(hours)d 小时 %(minutes)d 分") % {"hours": minutes // 60, "minutes": minutes % 60}
        return moment_text(item.due_at)[-5:], left
    if group == SOON:
        return _("明天") if days == -1 else _("后天"), day_text(item.due_at)
    return day_text(item.due_at), ngettext("还有 %(n)d 天", "还有 %(n)d 天", -days) % {"n": -days}


def _missing(one: Missing, now: datetime) -> dict[str, object]:
    """Title, how late, and why it matters."""
    month = _("%(n)d 月") % {"n": month_period(one.month).start.month} if one.month else ""
    titles = {
        "orders": _("%(month)s订单") % {"month": month},
        "logistics": _("%(month)s物流费") % {"month": month},
        "fees": _("%(month)s平台扣费") % {"month": month},
        "prices": ngettext("%(n)s 个商品的出厂价", "%(n)s 个商品的出厂价", int(one.sample or 0))
        % {"n": one.sample}
        if one.kind == "prices"
        else "",
        "answer": one.sample,
    }
    reasons = {
        "orders": _("缺它不能对账"),
        "logistics": _("缺它，分成会多算"),
        "fees": _("缺它，扣费要到下月才进账"),
        "prices": _("甲方未申报，这些行先挂起"),
        "answer": _("对方还没有做"),
    }
    days = rules.days_late(one.since, now) if one.since else 0
    late = ngettext("晚 %(n)d 天", "晚 %(n)d 天", days) % {"n": days} if days > 0 else _("还没到")
    if one.kind == "prices":
        late = ngettext("挂起 %(n)d 行", "挂起 %(n)d 行", one.n) % {"n": one.n}
    return {
        "title": titles[one.kind],
        "late": late,
        "why": f"{one.contract} · {reasons[one.kind]}",
        "url": one.url,
    }


def _cards(
    person: Person, contracts: Sequence[Contract], items: Sequence[Item], now: datetime
) -> list[dict[str, object]]:
    """The contracts that want looking at first, a few of them, each with its share of late, soon and on time."""
    by_contract: dict[int, list[Item]] = {contract.pk: [] for contract in contracts}
    for item in items:
        by_contract[item.contract_id].append(item)
    counts = {pk: rules.count(of, now) for pk, of in by_contract.items()}
    first = sorted(contracts, key=lambda one: (-counts[one.pk][LATE], -counts[one.pk][SOON]))[:CARDS]
    summaries = list_summaries(first, day_of(now))
    names = names_of(contracts, person)
    cards: list[dict[str, object]] = []
    for contract in first:
        n, name = counts[contract.pk], name_of(contract, person)
        note = names[contract.pk].removeprefix(name).removeprefix(" · ")
        cards.append({
            "title": name, "hint": summaries.get(contract.pk, "") or _("草稿"), "note": note,
            "url": reverse("portal:contract", args=(contract.code,)), "late": n[LATE], "soon": n[SOON], "ok": n[LATER],
        })  # fmt: skip
    return cards


def _start(person: Person) -> list[dict[str, object]]:
    """What leads from nothing to the first statement; `doors` (address, word): the first is the main one."""
    people = [(f"{reverse('portal:settings')}#invite", _("邀请同事"))]
    contract = [
        (reverse("portal:contract_new"), _("上传合同")),
        (reverse("portal:contract_draft_choose"), _("起草合同")),
    ]
    return [
        {
            "title": _("交上合同，或起草一份"),
            "about": _("已有的上传 DOCX、PDF 或文本，原文一字不改，约定从原文读出；还没有的从模板起草。"),
            "doors": contract if person.may("upload_contract") else [],
        },
        {
            "title": _("请同事进来"),
            "about": _("财务、运营、仓库各用各的账号，看到的和能做的按角色分。一个人也可以先开始。"),
            "doors": people if person.may("manage_people") else [],
        },
        {
            "title": _("发给对方，双方定下没写清的"),
            "about": _(
                "在合同页按“发给对方”，写上对方的机构代码；对方先发的，把我方的代码 %(code)s 给对方。双方逐条同意，签署后生效。"
            )
            % {"code": person.org.code},
        },
        {
            "title": _("导入第一份文件"),
            "about": _("平台导出的订单、出厂价、物流费直接拖进来，先试读，再写入；也可以接上平台的接口。"),
        },
        {
            "title": _("第一张对账单"),
            "about": _("第一个月过完，乙方关账、发出，甲方重算、确认。之后每天要做的事都列在这一页。"),
        },
    ]


def _all_done(asked: Asked) -> dict[str, str]:
    """Why the list is empty, and what comes next."""
    if asked.show or asked.whose != "all":
        ours = {"me": _("没有轮到您的事"), "mine": _("我方没有要做的事")}
        title = _("这一类没有事") if asked.show else ours.get(asked.whose, _("这一类没有事"))
        return {
            "title": title,
            "reason": _("换一类看看，或看双方全部的事。"),
            "url": replace(asked, whose="all", show="").url,
            "word": _("看全部"),
        }
    reason = _("新的事由合同的日期和双方的动作产生：关账、发单、确认、付款。")
    return {
        "title": _("今天的事都做完了"),
        "reason": reason,
        "url": reverse("portal:contracts"),
        "word": _("看合同"),
    }
