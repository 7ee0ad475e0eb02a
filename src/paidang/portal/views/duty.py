"""One thing the contract itself makes a side do: by when, by which clause, and that it was done, with its proof."""

from urllib.parse import quote

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
from paidang.contracts.queries import get_contract, get_standing, list_planned
from paidang.contracts.rules.duty_plan import Planned
from paidang.contracts.rules.reading.vocabulary import label
from paidang.duties.actions import Proof
from paidang.duties.queries import get_proof, list_done
from paidang.kit.outcome import NotFound
from paidang.kit.period import EVER, day_end_at
from paidang.portal.queries.planned import address_of, title_of
from paidang.portal.rules.worklist import days_late, working_days_left
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.contract_reading import language
from paidang.team.models import Person
from paidang.team.rules.roles import who_may


@login_required
@require_GET
def duty(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """What is owed, by which rule, and the form that puts on record that it was done."""
    person = _person(request)
    contract, planned = _planned(code, key)
    now = timezone.now()
    late = days_late(day_end_at(planned.due_on), now)
    context = {
        "contract": contract,
        "planned": planned,
        "title": title_of(planned.kind, planned.facts),
        "rule": label(planned.rule, language()),
        "done": list_done(contract.pk).get(key),
        "mine": contract.side_of(person.org_id) == planned.side,
        "may": person.may("complete_duty"),
        "who": worded(who_may("complete_duty")),
        "late": ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", late) % {"n": late} if late > 0 else "",
        "left": _left(planned, -late),
        "proof_max_mb": PROOF_MAX // 2**20,
    }
    return render(request, "portal/duty.html", context)


def _left(planned: Planned, days: int) -> str:
    if days < 0:
        return ""
    working = working_days_left(planned.due_on, timezone.localdate())
    return ngettext("还有 %(n)d 个工作日", "还有 %(n)d 个工作日", working) % {"n": working}


def _planned(code: str, key: str) -> tuple[Contract, Planned]:
    contract = get_contract(code)
    planned = next((each for each in list_planned(get_standing(contract), EVER) if each.key == key), None)
    if planned is None:
        raise NotFound(_("这份合同里没有这件事"), remedy=_("请从「今天」或合同的日程里打开。"))
    return contract, planned


@login_required
@require_POST
def duty_done(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put on record that it was done."""
    file = request.FILES.get("proof")
    proof = Proof(str(file.name)[:255], file.read(PROOF_MAX + 1)) if file else None
    complete_duty(
        person=_person(request), at=timezone.now(), code=code, key=key, note=request.POST.get("note", ""), proof=proof
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
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person), "the view is behind login_required"
    return request.user
