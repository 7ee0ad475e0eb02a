"""What is done on a case's page, one address for each act."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paidang.aftersales import actions
from paidang.aftersales.actions import Found, Given, UnableToServe
from paidang.aftersales.models import Case
from paidang.aftersales.queries.cases import get_case, list_lines
from paidang.contracts.queries import get_contract
from paidang.kit.outcome import NotFound
from paidang.portal.views.asking import fen_from, person_of
from paidang.portal.views.cases import units_from

Act = dict[str, Any]


@login_required
@require_POST
def case_act(request: HttpRequest, code: str, number: int, act: str) -> HttpResponse:
    """Do one of ACTS with the case, and be back on its page."""
    if act not in ACTS:
        raise NotFound(_("没有这一步"), remedy=_("请从售后的页面上做。"))
    case = get_case(get_contract(code), number)
    who = {"person": person_of(request), "at": timezone.now(), "code": code, "number": number}
    do, said = ACTS[act]
    do(who, request.POST, case)
    messages.success(request, said())
    return redirect("portal:case", code, number)


def _accept(who: Act, asked: QueryDict, case: Case) -> None:
    actions.accept_case(**who, reason=asked.get("reason", ""))


def _withdraw(who: Act, asked: QueryDict, case: Case) -> None:
    actions.withdraw_case(**who)


def _await(who: Act, asked: QueryDict, case: Case) -> None:
    actions.await_return(**who, carrier=asked.get("carrier", ""), waybill=asked.get("waybill", ""))


def _receive(who: Act, asked: QueryDict, case: Case) -> None:
    actions.receive_return(
        **who, waybill=asked.get("waybill", ""), freight_fen=fen_from(asked.get("freight", ""), UnableToServe) or 0,
        freight_paid_by=asked.get("paid_by", ""),
    )  # fmt: skip


def _tell(who: Act, asked: QueryDict, case: Case) -> None:
    actions.tell_again(**who)


def _note(who: Act, asked: QueryDict, case: Case) -> None:
    actions.note_shipment(**who)


def _inspect(who: Act, asked: QueryDict, case: Case) -> None:
    found = {
        line.line_id: Found(asked.get(f"finding-{line.pk}", ""), asked.get(f"words-{line.pk}", ""))
        for line in list_lines(case)
    }
    actions.inspect_case(**who, found=found)


def _dispute(who: Act, asked: QueryDict, case: Case) -> None:
    actions.dispute_line(**who, line_id=asked.get("line", ""), reason=asked.get("reason", ""))


def _answer(who: Act, asked: QueryDict, case: Case) -> None:
    actions.answer_dispute(
        **who, line_id=asked.get("line", ""), finding=asked.get("finding", ""), answer=asked.get("answer", "")
    )


def _decide(who: Act, asked: QueryDict, case: Case) -> None:
    given = {
        line.line_id: Given(
            units_from(asked.get(f"units-{line.pk}", "")),
            fen_from(asked.get(f"fen-{line.pk}", ""), UnableToServe) or 0,
        )
        for line in list_lines(case)
        if f"units-{line.pk}" in asked
    }
    actions.decide_case(
        **who, verdict=asked.get("verdict", ""), given=given, words=asked.get("words", ""),
        compensation_fen=fen_from(asked.get("compensation", ""), UnableToServe) or 0,
        compensation_to=asked.get("compensation_to", ""),
    )  # fmt: skip


def _approve(who: Act, asked: QueryDict, case: Case) -> None:
    actions.approve_case(**who)


def _decline(who: Act, asked: QueryDict, case: Case) -> None:
    actions.decline_case(**who, reason=asked.get("reason", ""))


def _send(who: Act, asked: QueryDict, case: Case) -> None:
    actions.send_parcel(
        **who, warehouse=asked.get("warehouse", ""), carrier=asked.get("carrier", ""), waybill=asked.get("waybill", ""),
        freight_fen=fen_from(asked.get("freight", ""), UnableToServe) or 0, freight_paid_by=asked.get("paid_by", "a"),
    )  # fmt: skip


ACTS: dict[str, tuple[Callable[[Act, QueryDict, Case], None], Callable[[], str]]] = {
    "accept": (_accept, lambda: _("已受理。")),
    "withdraw": (_withdraw, lambda: _("已记下：买家撤回。")),
    "await": (_await, lambda: _("等买家寄回甲方仓库。")),
    "tell": (_tell, lambda: _("再发给平台一次，一分钟内发出。")),
    "receive": (_receive, lambda: _("已收到退货，请验收。")),
    "note": (_note, lambda: _("已记下，乙方看得到。")),
    "inspect": (_inspect, lambda: _("验收结论已写下，乙方看得到。")),
    "dispute": (_dispute, lambda: _("异议已交给甲方。")),
    "answer": (_answer, lambda: _("已答复。")),
    "decide": (_decide, lambda: _("处理结果已记下。")),
    "approve": (_approve, lambda: _("已同意，写入结算的退款和物流。")),
    "decline": (_decline, lambda: _("已退回，请乙方另提。")),
    "send": (_send, lambda: _("已寄出，库存随之出库。")),
}
