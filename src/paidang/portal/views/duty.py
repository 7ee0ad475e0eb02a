"""One duty: what is owed, by whom and when, why that day, and that it was done, with its proof."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.actions import PROOF_MAX, complete_duty
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.contracts.rules.reading.vocabulary import label
from paidang.duties.actions import Proof
from paidang.duties.models import Reminder
from paidang.duties.queries import get_proof, list_assigned, list_reminders
from paidang.duties.rules.reminders import is_escalated
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.written import whole_in
from paidang.portal.actions import assign_duty
from paidang.portal.queries.duty import find_duty
from paidang.portal.queries.duty_reasons import list_consequences, why_that_day
from paidang.portal.queries.planned import address_of
from paidang.portal.rules.worklist import SOON_DAYS, Item, days_late, working_days_left
from paidang.portal.templatetags.paidang import moment_text, worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_reading import language
from paidang.portal.views.given_file import given_file
from paidang.team.models import Person
from paidang.team.queries import list_people
from paidang.team.rules.roles import who_may


@login_required
@require_GET
def duty(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """What is owed, by which rule, who does it, and the form that puts on record that it was done."""
    person, now = person_of(request), timezone.now()
    contract = get_contract(code)
    found = find_duty(contract, key, person=person, now=now)
    item, planned = found.item, found.planned
    late = days_late(item.due_at, now) if item.due_at else 0
    context = {
        "contract": contract,
        "item": item,
        "planned": planned,
        "why": why_that_day(contract, found),
        "consequences": list_consequences(contract, item, day_of(now)),
        "rule": label(planned.rule, language()) if planned else "",
        "done": found.done,
        "may": person.may("complete_duty"),
        "who": worded(who_may("complete_duty")),
        "late": ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", late) % {"n": late} if late > 0 else "",
        "left": _left(item, -late),
        "soon": -late <= SOON_DAYS,
        "escalated": not found.done and bool(item.due_on and is_escalated(item.due_on, day_of(now))),
        "people": _people(contract, item),
        "assigned": list_assigned([contract.pk]).get((contract.pk, key, item.side))
        if item.given_to
        else None,
        "assigns": item.mine and not found.done and person.may("assign_duty"),
        "reminders": [_reminder_words(row) for row in list_reminders(contract.pk, key)],
        "proof_max_mb": PROOF_MAX // 2**20,
    }
    return render(request, "portal/duty.html", context)


def _left(item: Item, days: int) -> str:
    if days < 0 or item.due_on is None:
        return ""
    working = working_days_left(item.due_on, timezone.localdate())
    return ngettext("还有 %(n)d 个工作日", "还有 %(n)d 个工作日", working) % {"n": working}


def _people(contract: Contract, item: Item) -> list[Person]:
    """Who may do it, the one it was given to first."""
    org_id = contract.brand_id if item.side == "a" else contract.agency_id
    able = [one for one in list_people(org_id) if one.pk in item.able] if org_id else []
    return sorted(able, key=lambda one: one.pk != item.given_to)


def _reminder_words(row: Reminder) -> dict[str, str]:
    """One line of what the product has done to remind people."""
    steps = {
        "before_3": _("提前 3 个工作日"),
        "before_1": _("提前 1 个工作日"),
        "on_day": _("到期当天"),
        "overdue_1": _("逾期 1 个工作日"),
        "overdue_3": _("逾期 3 个工作日"),
        "asked": _("轮到时"),
    }
    states = {
        "sent": _("%(at)s 已发邮件"),
        "pending": _("等着发"),
        "dropped": _("没发：已做完或已到下一步"),
        "failed": _("发不出去：%(reason)s"),
    }
    word = states[row.state] % {"at": moment_text(row.sent_at), "reason": row.reason}
    return {"who": row.person.name, "step": steps[row.step], "state": word, "kind": row.state}


@login_required
@require_POST
def duty_assign(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Give it to one person of one's own side, or to nobody in particular."""
    chosen = request.POST.get("person", "")
    person_id = whole_in(chosen)
    item = assign_duty(person=person_of(request), at=timezone.now(), code=code, key=key, person_id=person_id)
    if item.given_to:
        said = _("已交给 %(name)s，记入存证，对方也看得到。") % {"name": item.who}
    else:
        said = _("不再交给某一个人，角色合适的人都会收到提醒。")
    messages.success(request, said)
    return redirect(address_of(get_contract(code), key))


@login_required
@require_POST
def duty_done(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put on record that it was done."""
    file = request.FILES.get("proof")
    proof = Proof(str(file.name)[:255], file.read(PROOF_MAX + 1)) if file else None
    complete_duty(
        person=person_of(request), at=timezone.now(), code=code, key=key, note=request.POST.get("note", ""), proof=proof
    )  # fmt: skip
    messages.success(request, _("已登记，记入存证，对方也看得到。"))
    return redirect(address_of(get_contract(code), key))


@login_required
@require_GET
def duty_proof(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The file that shows that it was done, as it was given; a browser saves it and never runs it."""
    done = get_proof(get_contract(code).pk, key)
    if done is None:
        raise NotFound(_("这件事没有凭证文件"), remedy=_("请看登记时写的说明。"))
    name, content = done
    return given_file(name, content)
