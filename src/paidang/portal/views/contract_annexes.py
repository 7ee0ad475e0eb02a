"""Annexes and the order of signing, on the contract's own page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts import actions
from paidang.contracts.queries import get_contract
from paidang.contracts.rules.annexes import BYTES_MAX
from paidang.duties.actions import Proof
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_answers import done
from paidang.portal.views.given_file import given_file


@login_required
@require_POST
def annex_add(request: HttpRequest, code: str) -> HttpResponse:
    """Annex a file."""
    file, asked = request.FILES.get("file"), request.POST
    proof = Proof(str(file.name), file.read(BYTES_MAX + 1)) if file else Proof("", b"")
    annex = actions.add_annex(
        person=person_of(request), at=timezone.now(), code=code, kind=asked.get("kind", ""), title=asked.get("title", ""),
        file=proof,
    )  # fmt: skip
    said = _("已加入附件“%(title)s”，和合同一起接受、一起签。") % {"title": annex.title}
    return done(request, code, said, mark="annexes")


@login_required
@require_POST
def annex_remove(request: HttpRequest, code: str, annex_id: int) -> HttpResponse:
    """Take an annex out."""
    annex = actions.remove_annex(person=person_of(request), at=timezone.now(), code=code, annex_id=annex_id)
    return done(request, code, _("已移除附件“%(title)s”。") % {"title": annex.title}, mark="annexes")


@login_required
@require_GET
def annex_file(request: HttpRequest, code: str, annex_id: int) -> HttpResponse:
    """An annex as it was given, also one that was taken out; a browser saves it and never runs it."""
    annex = get_contract(code).annexes.filter(pk=annex_id).first()
    if annex is None:
        raise NotFound(say("没有这份附件"), remedy=say("请从合同页打开。"))
    return given_file(annex.name, bytes(annex.content))


@login_required
@require_POST
def signing_order(request: HttpRequest, code: str) -> HttpResponse:
    """Say who signs first."""
    actions.set_signing_order(
        person=person_of(request), at=timezone.now(), code=code, order=request.POST.get("order", "")
    )
    return done(request, code, _("已定签署顺序，双方接受时一并接受。"), mark="annexes")
