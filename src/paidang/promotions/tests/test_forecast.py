"""A promotion's forecast from the orders and promotions of its own shop, as they were known, and held against its result."""

from datetime import date, timedelta

import pytest
from tests.cast import Party, acting, shanghai
from tests.goods import AT, DAY, JD, sell, sell_daily

from paidang.contracts.models import Contract
from paidang.orders.models import PlatformFee
from paidang.promotions.actions import approve_promotion, ask_brand, go_live, register_promotion
from paidang.promotions.models import Promotion
from paidang.promotions.queries.board import load_board
from paidang.promotions.queries.check import Asked, Plan
from paidang.promotions.queries.fees import fee_rate
from paidang.promotions.queries.forecast import forecast_of, forecast_plan
from paidang.promotions.queries.outing import digest_now
from paidang.promotions.rules.states import OWN

TWENTY_OFF = 13440
STARTS = shanghai("2026-04-22 00:00")
PLAN = Plan(
    JD, STARTS, STARTS + timedelta(days=2), AT + timedelta(hours=8), [Asked("CUP", TWENTY_OFF, 90), Asked("POT", 4500, 9)]
)  # fmt: skip


def promote(contract: Contract, brand: Party, agency: Party, day: date, sold: int) -> None:
    """CUP at a fifth off for one day, with the brand's word, and what it sold besides the ten of every day."""
    starts = shanghai(f"{day} 00:00")
    at = starts - timedelta(days=4)
    plan = Plan(
        JD, starts, starts + timedelta(days=1), starts - timedelta(days=1), [Asked("CUP", TWENTY_OFF, 30)]
    )
    with acting(agency.manager):
        made = register_promotion(
            person=agency.manager, at=at, code=contract.code, lane=OWN, title=f"{day}", plan=plan
        )
        ask_brand(person=agency.manager, at=at, code=contract.code, number=made.number)
    with acting(brand.manager):
        approve_promotion(
            person=brand.manager, at=at, code=contract.code, number=made.number,
            digest=digest_now(Promotion.objects.get(pk=made.pk)),
        )  # fmt: skip
    with acting(agency.manager):
        go_live(person=agency.manager, at=at, code=contract.code, number=made.number, words="已设")
        sell(contract, f"{day} 20:00", units=sold, fen=TWENTY_OFF)


@pytest.fixture
def sold(priced: Contract, brand: Party, agency: Party) -> Contract:
    """Ten CUPs a day for ten weeks, thirty on each of two days of promotions."""
    with acting(agency.manager):
        sell_daily(priced, until=DAY, days=70)
    for day in (date(2026, 4, 8), date(2026, 4, 14)):
        promote(priced, brand, agency, day, 20)
    return priced


def test_a_plan_is_forecast_by_what_the_shop_sold_and_later_held_against_it(sold, agency, brand, outsider):
    with acting(agency.manager):
        found = forecast_plan(sold, PLAN, DAY)
        cup, pot = found.rows
        assert found.until == date(2026, 4, 18), "the last day with an order may not be whole"
        assert (cup.usual_units, cup.expected, cup.span) == (20, 60, (60, 60))
        assert cup.tested and (cup.tested.off, cup.tested.weeks) == (0, 5) and cup.discount == 200
        assert pot.usual is None and pot.expected is None and found.expected is None
        dearer = Plan(JD, PLAN.starts_at, PLAN.ends_at, PLAN.answer_by, [Asked("CUP", 9000, 90)])
        assert forecast_plan(sold, dearer, DAY).rows[0].expected is None, (
            "nothing was ever sold at such a discount"
        )
        assert forecast_plan(sold, PLAN, date(2026, 2, 1)).until is None, (
            "before the first order nothing was known"
        )
        made = register_promotion(
            person=agency.manager, at=AT, code=sold.code, lane=OWN, title="周末", plan=PLAN
        )
        ask_brand(person=agency.manager, at=AT, code=sold.code, number=made.number)
        sell(sold, "2026-04-22 13:00", units=77, fen=TWENTY_OFF)
        later = PLAN.ends_at + timedelta(days=1)
        promotion = Promotion.objects.get(pk=made.pk)
        [cup, _pot] = forecast_of(promotion, later, load_board(promotion, later)).rows
        assert (cup.expected, cup.sold, cup.is_within) == (60, 77, False), (
            "as it was known when the brand was asked"
        )
    with acting(outsider.manager):
        assert forecast_plan(sold, PLAN, DAY).until is None


def test_a_platforms_fee_is_estimated_from_what_it_charged(sold, agency):
    with acting(agency.manager):
        assert fee_rate(sold, JD, DAY) is None
        PlatformFee.objects.create(
            contract=sold,
            fee_id="1",
            order_id="2026-04-17 12:00",
            kind="佣金",
            amount_fen=8400,
            charged_at=AT,
        )
        rate = fee_rate(sold, JD, DAY + timedelta(days=1))
        assert rate and (rate.of(1_000_00), rate.orders, rate.text) == (50_00, 1, "5%"), (
            "84 of 1680 yuan, the others not yet charged"
        )
