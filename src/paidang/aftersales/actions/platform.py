"""Cases that platforms tell of: opened here as soon as their order is in the facts, and kept up with what is told later."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from paidang.aftersales.actions.opening import LineAsked, new_case
from paidang.aftersales.actions.recording import record, step
from paidang.aftersales.models import Case
from paidang.aftersales.rules.buyers_words import reason_from
from paidang.aftersales.rules.refunds import refund_id_of
from paidang.aftersales.rules.words import ASKED, ENDED, OPEN, RETURNING, WITHDRAWN
from paidang.channels.link.documents import ASKED as TOLD_ASKED
from paidang.channels.link.documents import CLOSED, RETURNED
from paidang.channels.link.documents import RETURNING as TOLD_RETURNING
from paidang.contracts.models import IN_FORCE, Contract
from paidang.kit.clause import clause
from paidang.orders.models import OrderLine
from paidang.stores.models import StoreCase

STILL_OPEN = (TOLD_ASKED, TOLD_RETURNING, RETURNED)
AT_ONCE = 200


@clause("OP-2-A-5", "OP-4-C")
@transaction.atomic
def take_platform_cases(contract: Contract, *, at: datetime) -> int:
    """Open what is open on the platforms and not here yet, and follow what is; answers how many cases changed.

    In the name of whoever connected the store. What a platform has ended before we saw it is opened by hand, if at all.
    """
    if contract.state != IN_FORCE:
        return 0
    cases = Case.objects.filter(contract=contract).exclude(platform_case="")
    going_on = {(case.channel, case.platform_case): case.pk for case in cases.exclude(state__in=ENDED)}
    told = StoreCase.objects.filter(contract=contract).select_related("link", "link__connected_by")
    wanted = told.filter(
        Q(state__in=STILL_OPEN) | Q(state=CLOSED, case_id__in=[number for _, number in going_on])
    )
    found = list(wanted.order_by("pk"))
    ids = [one.case_id for one in found]
    known = set(cases.filter(platform_case__in=ids).values_list("channel", "platform_case"))
    if not found:
        return 0
    Contract.objects.select_for_update(no_key=True).get(
        pk=contract.pk
    )  # one number each, no line in two cases
    places = [(one.link.channel, one.case_id) for one in found]
    ours = Case.objects.filter(pk__in=[going_on[place] for place in places if place in going_on])
    locked = {case.pk: case for case in ours.order_by("pk").select_for_update()}
    changed = 0
    for one, place in zip(found, places, strict=True):
        if place in going_on:
            case = locked[going_on[place]]
            case.contract = contract
            changed += _follow(case, one, at)
        elif place not in known and one.state in STILL_OPEN and changed < AT_ONCE:
            changed += _open(contract, one, at)
    return changed


def _open(contract: Contract, told: StoreCase, at: datetime) -> int:
    sold = list(OrderLine.objects.filter(contract=contract, order_id=told.order_id).order_by("line_id"))
    if told.line_id:
        sold = [line for line in sold if line.line_id == told.line_id]
    if not sold or _is_in_another(contract, sold):
        return 0
    lines = [
        LineAsked(
            line.line_id,
            min(told.quantity, line.quantity) if told.line_id else line.quantity,
            refund_id_of(told.link.platform, order_id=told.order_id, line_id=line.line_id, case_id=told.case_id),
        )
        for line in sold
    ]  # fmt: skip
    state = ASKED if told.state == TOLD_ASKED else RETURNING
    new_case(
        contract, told.link.connected_by, at, order_id=told.order_id, lines=lines, source="platform",
        reason=reason_from(told.reason), wish=told.kind, words=told.reason, state=state, asked_at=told.asked_at or at,
        platform_case=told.case_id, return_waybill=told.return_waybill,
    )  # fmt: skip
    return 1


def _is_in_another(contract: Contract, sold: list[OrderLine]) -> bool:
    found = Case.objects.filter(contract=contract, lines__line_id__in=[line.line_id for line in sold])
    return found.exclude(state__in=ENDED).exists()


def _follow(case: Case, told: StoreCase, at: datetime) -> int:
    """Bring a case along with what its platform says; what is on its way to a verdict here is left alone."""
    person = told.link.connected_by
    if told.state == CLOSED and case.state in (ASKED, OPEN, RETURNING):
        step(case, WITHDRAWN, at)
        record(case, person, at, "case.withdrawn")
        return 1
    if told.state in (TOLD_RETURNING, RETURNED) and case.state in (ASKED, OPEN):
        if case.accepted_at is None:
            case.accepted_by, case.accepted_at = person, at
        case.return_waybill = told.return_waybill
        step(case, RETURNING, at)
        record(case, person, at, "case.awaited", {"waybill": told.return_waybill})
        return 1
    if case.state == RETURNING and told.return_waybill and told.return_waybill != case.return_waybill:
        case.return_waybill = told.return_waybill
        case.save()
        record(case, person, at, "case.awaited", {"waybill": told.return_waybill})
        return 1
    return 0
