"""The brand publishes a draft of its price list: from then on its prices are like any others."""

from datetime import datetime

from django.db import transaction

from paidang.catalog.actions.drafts import answer_draft, record
from paidang.catalog.models import PUBLISHED, PriceDraft
from paidang.catalog.queries.editions import get_draft
from paidang.catalog.rules.pasted import RetailRow
from paidang.contracts.queries import get_contract
from paidang.intake.actions.retail import set_retail_prices
from paidang.kit.clause import clause
from paidang.kit.period import day_of
from paidang.team.actions import check_may
from paidang.team.models import Person


@clause("OP-2-A-2")
@transaction.atomic
def publish_draft(*, person: Person, at: datetime, code: str, number: int) -> PriceDraft:
    """Put a draft into force, all of it, from its day on, or from today where that day is over. Twice is once."""
    check_may(person, "declare_price")
    draft = get_draft(get_contract(code, lock=True), number, lock=True)
    if draft.state == PUBLISHED:
        return draft
    since = max(draft.since, day_of(at))
    rows = [RetailRow(sku, floor_fen, suggested_fen, since) for sku, floor_fen, suggested_fen in draft.rows]
    answer_draft(draft, PUBLISHED, person, at)
    set_retail_prices(person=person, at=at, code=code, rows=rows)
    record(draft, person, at, "prices.draft_published", since=since.isoformat())
    return draft
