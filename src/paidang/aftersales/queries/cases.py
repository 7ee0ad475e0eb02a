"""Cases: one with all that belongs to it, the list, and the limits that its clocks run by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from paidang.aftersales.models import Case, CaseFile, CaseLine, CaseParcel, ServiceNorm, StoreLimit
from paidang.aftersales.rules.clocks import Clock, Limit, Moments, clocks_of, limits_of
from paidang.aftersales.rules.words import ENDED
from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.paged import Paged
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.sides import other_side
from paidang.kit.written import whole_in

LATE, OURS, THEIRS, OPEN, CLOSED = "late", "ours", "theirs", "open", "closed"
VIEWS = (OPEN, OURS, THEIRS, LATE, CLOSED)
PAGE = 50


def get_case(contract: Contract, number: int, *, lock: bool = False) -> Case:
    """The case; NotFound if the contract has none of that number."""
    found = Case.objects.filter(contract=contract, number=number)
    case = (found.select_for_update() if lock else found).first()
    if case is None:
        raise NotFound(
            say("合同 {code} 下没有售后 {number}", code=contract.code, number=number),
            remedy=say("请从售后页打开。"),
        )
    case.contract = contract
    return case


def list_lines(case: Case) -> list[CaseLine]:
    """The case's lines in the order of their ids."""
    people = ("inspected_by", "disputed_by", "answered_by")
    return list(CaseLine.objects.filter(case=case).select_related(*people).order_by("line_id"))


def list_case_files(case: Case) -> list[CaseFile]:
    """The evidence in the order in which it came, without its bytes."""
    return list(CaseFile.objects.filter(case=case).defer("content").select_related("added_by").order_by("pk"))


def get_case_file(case: Case, sha256: str) -> CaseFile:
    """One piece of evidence with its bytes."""
    found = CaseFile.objects.filter(case=case, sha256=sha256).first()
    if found is None:
        raise NotFound(say("售后 {code} 没有这份证据", code=case.code), remedy=say("请从售后页打开。"))
    return found


def find_parcel(case: Case) -> CaseParcel | None:
    """What left in exchange or once more."""
    return CaseParcel.objects.filter(case=case).select_related("sent_by").first()


def list_cases_of_order(contract_id: int, order_id: str) -> list[Case]:
    """All cases of an order, the latest first."""
    return list(Case.objects.filter(contract_id=contract_id, order_id=order_id).order_by("-number"))


def count_open_cases(contract_id: int, before: datetime) -> int:
    """Cases opened before a moment that have not ended: what they come to is not in the facts yet."""
    return Case.objects.filter(contract_id=contract_id, opened_at__lt=before).exclude(state__in=ENDED).count()


def cases_of_refunds(contract_id: int, refund_ids: Sequence[str]) -> dict[str, int]:
    """The numbers of the cases by the refunds that they are about."""
    found = CaseLine.objects.filter(contract_id=contract_id, refund_id__in=refund_ids)
    return dict(found.values_list("refund_id", "case__number"))


# The list


@dataclass(frozen=True, slots=True)
class CasesWanted:
    """What the list is narrowed to. `side` is the reader's own side by contract: whose turn is "ours"."""

    sides: dict[int, str]
    now: datetime
    view: str = OPEN
    text: str = ""
    store: str = ""
    reason: str = ""


def list_cases(wanted: CasesWanted, *, offset: int = 0, most: int = PAGE) -> Paged[Case]:
    """A page of the view: the nearest deadline first, what has none behind it; of the ended the latest first."""
    narrowed = _narrowed(wanted)
    in_view = _in_view(narrowed, wanted, wanted.view)
    nearest = (F("due_at").asc(nulls_last=True), "pk")
    found = in_view.order_by("-turned_at", "-pk") if wanted.view == CLOSED else in_view.order_by(*nearest)
    rows = list(
        found.select_related("contract__brand", "contract__agency").prefetch_related("lines")[
            offset : offset + most
        ]
    )
    counted = {view: Count("pk", filter=_view(wanted, view)) for view in VIEWS}
    counts = narrowed.aggregate(**counted)
    return Paged(rows, counts, counts[wanted.view], offset)


def iter_cases(wanted: CasesWanted) -> Any:
    """Every case of the view, for a copy."""
    found = (
        _in_view(_narrowed(wanted), wanted, wanted.view).select_related("contract").prefetch_related("lines")
    )
    return found.order_by("contract", "number").iterator(chunk_size=500)


def _narrowed(wanted: CasesWanted) -> QuerySet[Case]:
    found = Case.objects.filter(contract_id__in=list(wanted.sides))
    if wanted.store:
        found = found.filter(store=wanted.store)
    if wanted.reason:
        found = found.filter(reason=wanted.reason)
    if text := wanted.text:
        of_sku = CaseLine.objects.filter(contract_id__in=list(wanted.sides), sku__contains=text)
        number = text.upper().removeprefix("S-")
        found = found.filter(
            Q(order_id__contains=text)
            | Q(platform_case=text)
            | Q(return_waybill=text)
            | Q(pk__in=of_sku.values("case_id"))
            | Q(number=whole_in(number))
        )
    return found


def _in_view(found: QuerySet[Case], wanted: CasesWanted, view: str) -> QuerySet[Case]:
    return found.filter(_view(wanted, view))


def _view(wanted: CasesWanted, view: str) -> Q:
    ended = Q(state__in=ENDED)
    if view == CLOSED:
        return ended
    if view == LATE:
        return ~ended & Q(due_at__lt=wanted.now)
    if view in (OURS, THEIRS):
        turn = Q(pk=None)
        for contract_id, side in wanted.sides.items():
            mine = side if view == OURS else other_side(side)
            turn |= Q(contract_id=contract_id, turn=mine)
        return ~ended & turn
    return ~ended


def list_case_stores(contract_ids: Sequence[int]) -> list[str]:
    """The stores that have cases."""
    found = Case.objects.filter(contract_id__in=contract_ids).order_by("store")
    return list(found.values_list("store", flat=True).distinct())


# Clocks


def norm_on(contract_id: int, day: date) -> ServiceNorm | None:
    """The norms in force on a day: the latest version that was agreed for a day not after it."""
    found = ServiceNorm.objects.filter(contract_id=contract_id, agreed=True, from_day__lte=day)
    return found.order_by("-from_day", "-number").first()


def limits_for(contract_id: int, channel: str, store: str, day: date) -> dict[str, Limit]:
    """The limits of a store on a day."""
    norm = norm_on(contract_id, day)
    own: dict[str, int] = {}
    rows = StoreLimit.objects.filter(contract_id=contract_id, channel=channel, store=store).order_by("pk")
    for act, minutes in rows.values_list("act", "minutes"):
        own.pop(act, None)
        if minutes is not None:
            own[act] = minutes
    return limits_of(channel, norm.figures if norm else {}, own)


def list_clocks(case: Case) -> list[Clock]:
    """What is due on the case, the nearest first, by the limits of the day on which it turned to its state."""
    limits = limits_for(case.contract_id, case.channel, case.store, day_of(case.turned_at))
    return clocks_of(Moments(case.state, case.asked_at, case.received_at, case.turned_at), limits)
