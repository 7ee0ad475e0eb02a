"""Proposed and agreed adjustments: what a month's statement brings in, what stands beside a statement, the files given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.settlement.models import AGREED, CONFIRMED, Adjustment, Attachment, Statement
from paidang.settlement.queries import has_later_sent, only_sent
from paidang.settlement.rules.adjusting import PREFIX, as_term, is_for_adjusting
from paidang.settlement.rules.read_terms import read_terms


def list_agreed_adjustments(contract: Contract, month: str) -> list[dict[str, Any]]:
    """The adjustments of the month's statement that both sides agreed to and no statement of another month has."""
    elsewhere = {number for number, one in find_bringing(contract).items() if one != month}
    found = contract.adjustments.filter(state=AGREED, statement__month__lt=month).exclude(
        number__in=elsewhere
    )
    return [
        as_term(one.number, one.kind, one.amount_fen, one.reason, one.clause, one.rows)
        for one in found.order_by("number")
    ]


def find_bringing(contract: Contract) -> dict[int, str]:
    """By number of an agreed adjustment, the month of the sent statement that stands and brings it in."""
    return {
        int(one["id"].removeprefix(PREFIX)): month
        for month, terms in only_sent(contract.statements).values_list("month", "terms")
        for one in terms.get("adjustments") or []
        if one["id"].startswith(PREFIX)
    }


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed adjustment with its files (no contents), and the month whose statement brings it in ("": none yet)."""

    adjustment: Adjustment
    files: Sequence[Attachment]
    brought_in: str


def list_proposed(statement: Statement) -> list[Proposed]:
    """What was proposed to set right of any version of this month, the newest first."""
    contract = statement.contract
    found = list(
        Adjustment.objects.filter(contract=contract, statement__month=statement.month)
        .select_related("proposed_by", "answered_by", "statement")
        .order_by("-number")
    )
    if not found:
        return []
    bringing = find_bringing(contract)
    files = list(Attachment.objects.filter(adjustment__in=found).defer("content").order_by("pk"))
    return [
        Proposed(one, [each for each in files if each.adjustment_id == one.pk], bringing.get(one.number, ""))
        for one in found
    ]


def is_to_adjust(statement: Statement, at: datetime) -> bool:
    """Whether the statement stands for good, so that what is wrong with it becomes an adjustment of the next (SPEC §7)."""
    if statement.sent_at is None:
        return False
    rules = read_terms(statement.terms, statement.month).statement
    is_over = statement.confirm_by is not None and day_of(at) > statement.confirm_by
    return is_for_adjusting(
        is_confirmed=statement.state == CONFIRMED,
        is_silently_confirmed=rules.silence == "approved" and is_over and not statement.questions.exists(),
        has_later=has_later_sent(statement.contract, statement.month),
    )


def get_attachment(contract: Contract, attachment_id: int) -> Attachment:
    """One file given with a question, an answer or a proposal; NotFound if there is none to be seen."""
    found = Attachment.objects.filter(contract=contract, pk=attachment_id).first()
    if found is None:
        raise NotFound(say("没有这个文件"), remedy=say("请从对账单的页面下载。"))
    return found
