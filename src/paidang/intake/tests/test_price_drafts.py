"""Drafts of the price list: who writes, answers and takes them back; they act on nothing until the brand publishes them."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.cast import acting
from tests.goods import DAY

from paidang.catalog.actions import UnableToDraft, decline_draft, draft_prices, withdraw_draft
from paidang.catalog.models import PriceDraft, RetailPrice
from paidang.catalog.queries.editions import edition_on, list_editions, list_open_drafts, number_of
from paidang.catalog.rules.pasted import RetailRow
from paidang.catalog.tests.test_guard import acts_of, answer
from paidang.duties.models import Duty
from paidang.intake.actions import publish_draft
from paidang.kit.outcome import NotAllowed, NotFound

ROWS = [RetailRow("CUP", 12000, 16800, DAY), RetailRow("POT", 4100, None, DAY)]


def test_a_draft_acts_on_nothing_until_the_brand_publishes_it(priced, agency, brand, outsider):
    with acting(agency.manager):
        editions = list_editions(priced)
        assert [(one.number, one.prices) for one in editions] == [(1, 2), (2, 1)]
        assert edition_on(editions, DAY).number == 1 and edition_on(editions, date(2026, 2, 1)) is None
    given = {"since": date(2026, 6, 1), "rows": ROWS}
    draft = answer(draft_prices, agency.manager, priced, **given, note="双十一")
    with acting(agency.manager):
        assert number_of(list_editions(priced), draft) == 3 and list_open_drafts(priced) == [draft]
        [duty] = Duty.objects.filter(kind="answer_price_draft", closed_at=None)
        assert (duty.side, duty.facts["count"]) == ("a", 2)
        assert RetailPrice.objects.filter(valid_from=given["since"]).count() == 0
    with pytest.raises(NotAllowed):
        answer(publish_draft, agency.manager, priced, number=draft.number)
    with pytest.raises(NotAllowed):
        answer(withdraw_draft, brand.manager, priced, number=draft.number)
    for _twice in range(2):
        answer(publish_draft, brand.manager, priced, number=draft.number)
    with acting(brand.manager):
        prices = RetailPrice.objects.filter(valid_from=given["since"]).order_by("sku")
        assert [(one.min_retail_price_fen, one.suggested_price_fen) for one in prices] == [
            (12000, 16800),
            (4100, None),
        ]
        assert not Duty.objects.filter(kind="answer_price_draft", closed_at=None).exists()
        assert acts_of(priced, "prices.") == ["prices.drafted", "prices.retail_set", "prices.draft_published"]
        with pytest.raises(DatabaseError), transaction.atomic():
            PriceDraft.objects.update(state="open")
    own = answer(draft_prices, brand.manager, priced, **given)
    other = answer(draft_prices, agency.manager, priced, **given)
    for act, person, number, more in (
        (decline_draft, brand.manager, other.number, {"reason": "不降"}), (withdraw_draft, brand.manager, own.number, {}),
    ):  # fmt: skip
        for _twice in range(2):
            answer(act, person, priced, number=number, **more)
        with pytest.raises(UnableToDraft, match="已经答复过"):
            answer(publish_draft, brand.manager, priced, number=number)
    for wrong, word in (
        ({"rows": []}, "没有价格"), ({"rows": [ROWS[0], ROWS[0]]}, "写了两次"), ({"since": date(2026, 4, 19)}, "已经过去"),
    ):  # fmt: skip
        with pytest.raises(UnableToDraft, match=word):
            answer(draft_prices, brand.manager, priced, **{**given, **wrong})
    for person in (agency.finance, brand.people["brand_warehouse"], outsider.manager):
        with pytest.raises((NotAllowed, NotFound)):
            answer(draft_prices, person, priced, **given)
