"""Setting a statement right that stands: propose an amount, agree, decline, withdraw; the files beside what was said."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.queries import get_contract
from paidang.duties.actions import Proof
from paidang.kit.money import yuan
from paidang.kit.sentence import say
from paidang.portal.views.asking import fen_from, person_of
from paidang.portal.views.given_file import given_file
from paidang.portal.views.statement_lines import called, statement_url
from paidang.settlement import actions
from paidang.settlement.actions.attach import FILES_MAX
from paidang.settlement.models import Adjustment
from paidang.settlement.models.adjusting import FILE_BYTES_MAX
from paidang.settlement.queries.adjusting import get_attachment


def files_of(request: HttpRequest) -> list[Proof]:
    """The files that were chosen; one more than may be, and a byte more, so that the act can say so."""
    chosen = request.FILES.getlist("file")[: FILES_MAX + 1]
    return [Proof(str(file.name)[-255:], file.read(FILE_BYTES_MAX + 1)) for file in chosen]


def _to_page(made: Adjustment) -> HttpResponse:
    return redirect(f"{statement_url(made.statement)}#proposed")


@login_required
@require_POST
def adjust(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """Propose an amount in one side's favour, for the ticked rows if any; without `favour` its sign says whose."""
    amount, favour = (
        fen_from(request.POST.get("amount", ""), actions.UnableToAdjust) or 0,
        request.POST.get("favour"),
    )
    if favour and amount < 0:
        raise actions.UnableToAdjust(
            say("金额 {amount} 不能调整", amount=yuan(amount)),
            code="AMOUNT_MISSING",
            remedy=say("金额写正数，归哪一方另选。"),
        )
    made = actions.propose_adjustment(
        person=person_of(request),
        at=timezone.now(),
        code=code,
        month=month,
        amount_fen=-amount if favour == "a" else amount,
        reason=request.POST.get("reason", ""),
        kind=request.POST.get("kind", "dispute"),
        rows=request.POST.getlist("rows"),
        files=files_of(request),
        replaces=[
            int(number)
            for number in request.POST.getlist("replaces")
            if number.isascii() and number.isdigit()
        ],
    )
    who = called("a" if made.side == "b" else "b", made.contract)
    text = _("调整 %(n)d 号已提议，等%(who)s答复；同意后记入下一张对账单。")
    messages.success(request, text % {"n": made.number, "who": who})
    return _to_page(made)


@login_required
@require_POST
def adjust_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Agree to what the other side proposed, or say why not."""
    agree = request.POST.get("agree") == "1"
    made = actions.answer_adjustment(
        person=person_of(request), at=timezone.now(), code=code, number=number, agree=agree,
        answer=request.POST.get("answer", ""),
    )  # fmt: skip
    said = {"n": made.number, "amount": yuan(made.amount_fen)}
    if agree:
        messages.success(request, _("已同意调整 %(n)d 号 %(amount)s，下一张对账单带上它。") % said)
    else:
        messages.success(request, _("已答复，对方看得到；调整 %(n)d 号不记。") % said)
    return _to_page(made)


@login_required
@require_POST
def adjust_withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take back what one's own side proposed."""
    made = actions.withdraw_adjustment(person=person_of(request), at=timezone.now(), code=code, number=number)
    messages.success(request, _("调整 %(n)d 号已撤回。") % {"n": made.number})
    return _to_page(made)


@login_required
@require_GET
def attachment(request: HttpRequest, code: str, attachment_id: int) -> HttpResponse:
    """A file beside a question, an answer or a proposal, as it was given."""
    found = get_attachment(get_contract(code), attachment_id)
    return given_file(found.name, bytes(found.content))
