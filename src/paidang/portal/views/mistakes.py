"""错发多发: what buyers told customer service, told to the brand, and what the brand does about it (OP-3-E-2)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.queries import get_contract
from paidang.duties.actions import Proof
from paidang.fulfilment import actions
from paidang.fulfilment.actions import Told
from paidang.fulfilment.models import Mistake
from paidang.fulfilment.rules.states import MISTAKES
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.fulfilment import choose_contract, shared_context
from paidang.portal.views.given_file import given_file
from paidang.portal.views.price_tabs import contract_of

SHOWN = 100
FILE_BYTES_READ = 10 * 2**20 + 1


@login_required
@require_GET
def mistakes(request: HttpRequest) -> HttpResponse:
    """The page. `?order=` fills the form for one order."""
    contract = contract_of(request)
    if contract is None:
        return choose_contract(request, "portal/mistakes.html")
    found = (
        Mistake.objects.filter(contract=contract).select_related("told_by", "answered_by").defer("content")
    )
    context = shared_context(request, contract, "fulfilment_mistakes") | {
        "rows": [
            {
                "mistake": one, "kind": worded(MISTAKES[one.kind]),
                "order_url": reverse("portal:order", args=[contract.code, one.order_id]),
                "file_url": reverse("portal:fulfilment_mistake_file", args=[contract.code, one.number]) if one.file_name else "",
                "answer_url": reverse("portal:fulfilment_mistake_answer", args=[contract.code, one.number]),
            }
            for one in found.order_by("-pk")[:SHOWN]
        ],
        "kinds": [(code, worded(word)) for code, word in MISTAKES.items()],
        "order": request.GET.get("order", "")[:255],
    }  # fmt: skip
    return render(request, "portal/mistakes.html", context)


@login_required
@require_POST
def mistake_tell(request: HttpRequest, code: str) -> HttpResponse:
    """Put a mistake on record; the brand is told with it."""
    asked, upload = request.POST, request.FILES.get("photo")
    photo = Proof((upload.name or "photo")[-255:], upload.read(FILE_BYTES_READ)) if upload else None
    told = Told(
        asked.get("kind", ""),
        asked.get("order_id", "").strip(),
        asked.get("came", ""),
        asked.get("words", ""),
        photo,
    )
    mistake = actions.tell_mistake(person=person_of(request), at=timezone.now(), code=code, told=told)
    messages.success(request, _("第 %(n)s 件已登记，甲方已收到通知。") % {"n": mistake.number})
    return redirect(_mistakes_url(code))


@login_required
@require_POST
def mistake_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The brand takes note."""
    actions.answer_mistake(
        person=person_of(request),
        at=timezone.now(),
        code=code,
        number=number,
        answer=request.POST.get("answer", ""),
    )
    messages.success(request, _("已记下，乙方看得到。"))
    return redirect(_mistakes_url(code))


@login_required
@require_GET
def mistake_file(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The photo that came with it."""
    mistake = Mistake.objects.filter(contract=get_contract(code), number=number).first()
    if mistake is None or mistake.content is None:
        raise NotFound(say("没有这个文件"), remedy=say("请从列表打开。"))
    return given_file(mistake.file_name, bytes(mistake.content))


def _mistakes_url(code: str) -> str:
    return f"{reverse('portal:fulfilment_mistakes')}?contract={get_contract(code).code}"
