"""Drafts of the price list: written down by either side, put aside or taken back. Publishing stands in `intake`, which looks at what was sold."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from paidang.catalog.models import DECLINED, OPEN, WITHDRAWN, PriceDraft
from paidang.catalog.queries.editions import get_draft
from paidang.catalog.rules.pasted import RetailRow, find_wrong
from paidang.catalog.rules.price_floor import FLOOR_CLAUSE
from paidang.contracts.models import IN_FORCE
from paidang.contracts.queries import get_contract
from paidang.contracts.queries.numbers import next_number
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.actions import append
from paidang.kit.clause import clause
from paidang.kit.outcome import NotAllowed, UnableTo
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person

ROWS_MAX = 20_000
NOTE_MAX = 500


class UnableToDraft(UnableTo):
    code = "PRICES_NOT_DRAFTED"


@clause(FLOOR_CLAUSE)
@transaction.atomic
def draft_prices(
    *, person: Person, at: datetime, code: str, since: date, rows: Sequence[RetailRow], note: str = ""
) -> PriceDraft:
    """Write prices down for a day on, as the brand or as the agency's proposal; they act on nothing.

    The days of the rows do not count: a draft has one. What the agency proposes is a duty of the brand to answer.
    """
    contract = get_contract(code, lock=True)
    is_agency = contract.agency_id == person.org_id
    check_may(person, "make_offer" if is_agency else "declare_price")
    if contract.state != IN_FORCE:
        raise UnableToDraft(say("合同不在履行中"), remedy=say("请核对合同。"))
    if not 0 < len(rows) <= ROWS_MAX or len({row.sku for row in rows}) < len(rows):
        raise UnableToDraft(
            say("没有价格，同一个商品写了两次，或超过 2 万行"),
            code="DRAFT_ROWS",
            remedy=say("一个商品写一行。"),
        )
    if wrong := find_wrong(rows):
        raise UnableToDraft(wrong.message, code=wrong.code, remedy=wrong.remedy)
    if since < day_of(at):
        raise UnableToDraft(say("起日已经过去"), code="DRAFT_PAST", remedy=say("草案从今天或以后起。"))
    plain = sorted([row.sku, row.floor_fen, row.suggested_fen] for row in rows)
    draft = PriceDraft.objects.create(
        contract=contract, number=next_number(PriceDraft, contract=contract),
        since=since, rows=plain, note=" ".join(note.split())[:NOTE_MAX], state=OPEN,
        made_by=person, made_at=at,
    )  # fmt: skip
    digest = hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()
    facts = {"count": len(plain), "since": since.isoformat(), "rows_sha256": digest}
    record(draft, person, at, "prices.drafted", **facts)
    if is_agency:
        raise_duty(
            contract.pk, key=duty_key(draft), kind="answer_price_draft", side="a", page=page_of(draft), at=at,
            clause=FLOOR_CLAUSE, facts={"number": draft.number, "count": len(plain), "since": since.isoformat()},
        )  # fmt: skip
    return draft


@transaction.atomic
def decline_draft(*, person: Person, at: datetime, code: str, number: int, reason: str) -> PriceDraft:
    """The brand's no, with its reason. Twice is once."""
    check_may(person, "declare_price")
    draft = get_draft(get_contract(code, lock=True), number, lock=True)
    reason = " ".join(reason.split())[:NOTE_MAX]
    if draft.state == DECLINED and draft.answer == reason:
        return draft
    if not reason:
        raise UnableToDraft(say("没有写理由"), code="REASON_MISSING", remedy=say("写明为什么，对方看得到。"))
    answer_draft(draft, DECLINED, person, at, reason)
    record(draft, person, at, "prices.draft_declined")
    return draft


@transaction.atomic
def withdraw_draft(*, person: Person, at: datetime, code: str, number: int) -> PriceDraft:
    """Who wrote a draft takes it back. Twice is once."""
    draft = get_draft(get_contract(code, lock=True), number, lock=True)
    if draft.made_by.org_id != person.org_id:
        raise NotAllowed(say("草案由写的一方撤回"), remedy=say("请对方撤回。"))
    check_may(person, "make_offer" if draft.contract.agency_id == person.org_id else "declare_price")
    if draft.state != WITHDRAWN:
        answer_draft(draft, WITHDRAWN, person, at)
        record(draft, person, at, "prices.draft_withdrawn")
    return draft


def answer_draft(draft: PriceDraft, state: str, person: Person, at: datetime, answer: str = "") -> None:
    """Close an open draft; UnableToDraft where it was answered before."""
    if draft.state != OPEN:
        raise UnableToDraft(
            say("草案 {number} 已经答复过", number=draft.number), code="ALREADY_ANSWERED", remedy=say("请刷新页面。")
        )  # fmt: skip
    draft.state, draft.answer, draft.answered_by, draft.answered_at = state, answer, person, at
    draft.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    close_duty(draft.contract_id, key=duty_key(draft), at=at)


def duty_key(draft: PriceDraft) -> str:
    """The brand's duty to answer what the agency proposes."""
    return f"answer-price-draft-{draft.number}"


def page_of(draft: PriceDraft) -> str:
    """Where it is looked at."""
    return f"/prices/list?contract={draft.contract.code}&draft={draft.number}"


def record(draft: PriceDraft, person: Person, at: datetime, act: str, **facts: object) -> None:
    """Put on record what was done with a draft."""
    append(
        draft.contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act, subject=draft.contract.code,
        facts={"number": draft.number, **facts},
    )  # fmt: skip
