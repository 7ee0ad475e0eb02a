"""A person's word on what does not agree between bills and orders: why it may stay as it is, and taking that back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.evidence.actions import append
from paidang.evidence.rules.chain import text_digest
from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.sentence import say
from paidang.orders.models import BillExplanation, BillItem
from paidang.orders.rules.reconciling import OPEN, REASONS
from paidang.team.actions import check_may
from paidang.team.models import Person

AT_ONCE_MAX = 1_000


class UnableToExplainBill(UnableTo):
    code = "BILL_NOT_EXPLAINED"


@dataclass(frozen=True, slots=True)
class Pick:
    """One item as the person saw it: what was to come in and what had come in, in fen."""

    is_order: bool
    item: str
    expected_fen: int
    billed_fen: int


@transaction.atomic
def explain_items(
    *, person: Person, at: datetime, code: str, picks: Sequence[Pick], reason: str, words: str = ""
) -> int:
    """Explain open items with one reason; how many that newly explains. The same word again changes nothing.

    An item whose amounts are no longer those that the person saw refuses all of them: the word would be for other money.
    """
    check_may(person, "explain_bill")
    contract = get_contract(code)
    words = words.strip()[:500]
    if reason not in REASONS:
        raise UnableToExplainBill(say("没有“{reason}”这种原因", reason=reason[:40]))
    if reason == "other" and not words:
        raise UnableToExplainBill(
            say("没有写原因"), code="REASON_MISSING", remedy=say("一句话即可，会记进存证。")
        )
    if len(picks) > AT_ONCE_MAX:
        raise UnableToExplainBill(say("一次最多说明 {most} 笔", most=AT_ONCE_MAX))
    items = _lock(contract, picks)
    stand = {(one.is_order, one.item): one for one in _standing(contract, items)}
    fresh = []
    for item in items:
        before = stand.get((item.is_order, item.item))
        if before and _says(before, item, reason, words):
            continue
        if before:
            _withdraw(before, person, at)
        fresh.append(
            BillExplanation(
                contract=contract, is_order=item.is_order, item=item.item, expected_fen=item.expected_fen,
                billed_fen=item.billed_fen, reason=reason, words=words, explained_by=person, explained_at=at,
            )
        )  # fmt: skip
    BillExplanation.objects.bulk_create(fresh)
    if fresh:
        facts: dict[str, object] = {"count": len(fresh), "first": fresh[0].item, "reason": reason}
        facts["difference"] = sum(one.expected_fen - one.billed_fen for one in fresh)
        if words:
            facts["words_sha256"] = text_digest(words)
        _append(contract, person, at, "orders.bill_explained", facts)
    return len(fresh)


@transaction.atomic
def take_back_explanations(*, person: Person, at: datetime, code: str, ids: Iterable[int]) -> int:
    """Take explanations back: their items are open again. How many; those taken back before change nothing."""
    check_may(person, "explain_bill")
    contract = get_contract(code)
    found = list(
        BillExplanation.objects.filter(contract=contract, pk__in=list(ids)).order_by("pk").select_for_update()
    )
    if not found:
        raise NotFound(say("没有这些说明"))
    standing = [one for one in found if one.withdrawn_at is None]
    for one in standing:
        _withdraw(one, person, at)
    if standing:
        _append(
            contract, person, at, "orders.bill_reopened", {"count": len(standing), "first": standing[0].item}
        )
    return len(standing)


def _lock(contract: Contract, picks: Sequence[Pick]) -> list[BillItem]:
    """The items, in the order of their names so that nobody waits in a circle."""
    wanted = {(pick.is_order, pick.item): pick for pick in picks}
    found = BillItem.objects.filter(
        contract=contract, state=OPEN, item__in=[pick.item for pick in picks]
    ).order_by("is_order", "item")
    items = [one for one in found.select_for_update() if (one.is_order, one.item) in wanted]
    if not wanted or len(items) < len(wanted):
        raise UnableToExplainBill(
            say("有 {count} 笔已经对上或没有了", count=len(wanted) - len(items))
            if wanted
            else say("没有勾选"),
            code="ITEM_NOT_OPEN",
            remedy=say("请刷新页面。"),
        )
    for one in items:
        pick = wanted[(one.is_order, one.item)]
        if (pick.expected_fen, pick.billed_fen) != (one.expected_fen, one.billed_fen):
            raise UnableToExplainBill(
                say("{item} 的金额在您看的时候变了", item=one.item),
                code="ITEM_CHANGED",
                remedy=say("请刷新页面。"),
            )
    return items


def _standing(contract: Contract, items: Sequence[BillItem]) -> list[BillExplanation]:
    found = BillExplanation.objects.filter(
        contract=contract, withdrawn_at=None, item__in=[one.item for one in items]
    )
    return list(found.order_by("pk").select_for_update())


def _says(before: BillExplanation, item: BillItem, reason: str, words: str) -> bool:
    return (before.expected_fen, before.billed_fen, before.reason, before.words) == (
        item.expected_fen,
        item.billed_fen,
        reason,
        words,
    )


def _withdraw(one: BillExplanation, person: Person, at: datetime) -> None:
    one.withdrawn_by, one.withdrawn_at = person, at
    one.save(update_fields=["withdrawn_by", "withdrawn_at"])


def _append(contract: Contract, person: Person, at: datetime, act: str, facts: dict[str, object]) -> None:
    append(
        contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act, subject=contract.code, facts=facts
    )  # fmt: skip
