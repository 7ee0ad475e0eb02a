"""A promotion registered, asked for, answered, put on sale, withdrawn: who may, when, what is on record, what is owed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.cast import Party, acting
from tests.goods import AT, JD

from paidang.catalog.actions import UnableToOffer, approve_offer, make_offer
from paidang.catalog.models import RetailPrice, StoreOffer
from paidang.catalog.rules.offers import SHOP_COUPON, Offer
from paidang.contracts.models import Contract
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.promotions.actions import (
    UnableToPromote,
    approve_promotion,
    ask_brand,
    change_promotion,
    decline_promotion,
    go_live,
    register_promotion,
    say_about,
    withdraw_promotion,
)
from paidang.promotions.models import Promotion
from paidang.promotions.queries.check import Asked, Plan, check_plan, plan_of
from paidang.promotions.rules.states import SUDDEN

DEADLINE, START, END = AT + timedelta(hours=8), AT + timedelta(hours=10), AT + timedelta(hours=14)
PLAN = Plan(JD, START, END, DEADLINE, [Asked("CUP", 12900, 420), Asked("POT", 4500, 260)])
SECOND = timedelta(seconds=1)


@pytest.fixture
def drafted(priced: Contract, agency: Party) -> Contract:
    with acting(agency.manager):
        register_promotion(
            person=agency.manager, at=AT, code=priced.code, lane=SUDDEN, title="京东限时秒杀", plan=PLAN
        )
    return priced


@pytest.fixture
def asked(drafted: Contract, agency: Party) -> Contract:
    done(ask_brand, agency.manager, drafted)
    return drafted


def done(act, person, contract: Contract, at=AT, **more: object):
    with acting(person):
        return act(person=person, at=at, code=contract.code, number=1, **more)


def state(contract: Contract, person, at=AT) -> str:
    with acting(person):
        return Promotion.objects.select_related("offer").get(contract=contract, number=1).state_at(at)


def duties(contract: Contract, person) -> dict[str, Duty]:
    with acting(person):
        return {one.kind: one for one in Duty.objects.filter(contract_id=contract.pk, closed_at=None)}


def acts(contract: Contract, person) -> list[str]:
    with acting(person):
        found = Entry.objects.filter(chain=contract.chain_id, act__startswith="promotions.").order_by("seq")
        return [one.act.removeprefix("promotions.") for one in found]


def test_from_the_platforms_offer_to_the_brands_word_and_on_sale(drafted, agency, brand):
    assert state(drafted, agency.manager) == "draft" and not duties(drafted, brand.manager)
    with acting(agency.manager):
        ready = check_plan(drafted, plan_of(Promotion.objects.get()), AT)
    assert [(one.wanted.worst_fen, one.wanted.floor_fen) for one in ready.skus] == [
        (12900, 11800),
        (4500, 3900),
    ]
    assert ready.worth and not ready.below
    done(ask_brand, agency.manager, drafted)
    done(ask_brand, agency.manager, drafted)  # twice is once
    owed = duties(drafted, brand.manager)["approve_offer"]
    assert (owed.side, owed.due_at) == ("a", DEADLINE) and owed.page.endswith("/promotions/1")
    done(say_about, brand.manager, drafted, words="要不要加赠品？")
    assert duties(drafted, agency.manager)["answer_promotion"].due_at == DEADLINE
    done(say_about, agency.manager, drafted, words="不用，平台补贴。")
    assert "answer_promotion" not in duties(drafted, agency.manager)
    for _twice in range(2):
        assert not done(approve_promotion, brand.manager, drafted, at=DEADLINE - SECOND).violations
    assert state(drafted, brand.manager, DEADLINE) == "approved"
    assert set(duties(drafted, brand.manager)) == {"put_out_promotion"}, "the answer closes what was asked"
    for _twice in range(2):
        assert not done(go_live, agency.manager, drafted, at=DEADLINE, words="活动 88213 已报名").violations
    assert (
        state(drafted, agency.manager, START) == "on_sale" and state(drafted, agency.manager, END) == "ended"
    )
    assert not duties(drafted, agency.manager)
    assert acts(drafted, agency.manager) == ["registered", "asked", "said", "said", "approved", "live"]


def test_after_the_deadline_there_is_no_word_on_either_page(asked, brand, agency):
    for act, more in ((approve_promotion, {}), (decline_promotion, {"reason": "晚了"})):
        with pytest.raises(UnableToPromote):
            done(act, brand.manager, asked, at=DEADLINE, **more)
    with pytest.raises(UnableToOffer) as late:
        done(approve_offer, brand.manager, asked, at=DEADLINE)
    assert late.value.code == "ANSWER_TOO_LATE"
    assert state(asked, brand.manager, DEADLINE) == "lapsed"
    with pytest.raises(UnableToPromote):
        done(change_promotion, agency.manager, asked, at=DEADLINE, title="晚", plan=PLAN)


def test_a_floor_that_rose_meanwhile_stops_the_yes(asked, brand, agency):
    with acting(brand.manager):
        RetailPrice.objects.create(
            contract=asked, sku="CUP", valid_from=AT.date(), min_retail_price_fen=13000,
            declared_by=brand.manager, declared_at=AT,
        )  # fmt: skip
    assert done(approve_promotion, brand.manager, asked).violations
    assert state(asked, brand.manager) == "broken" and "approved" not in acts(asked, brand.manager)
    with acting(agency.manager):
        [cup, _pot] = check_plan(asked, plan_of(Promotion.objects.get()), AT).skus
    assert (cup.price_fen, cup.wanted.price_fen, cup.is_ready) == (13000, 12900, False)
    better = replace(PLAN, lines=[Asked("CUP", 13000, 420)])
    done(change_promotion, agency.manager, asked, title="京东限时秒杀", plan=better)
    assert not done(ask_brand, agency.manager, asked).violations
    assert not done(approve_promotion, brand.manager, asked).violations


def test_a_coupon_on_top_breaks_the_floor_before_the_brand_is_asked(drafted, agency, brand):
    coupon = Offer("new", SHOP_COUPON, "店铺券", None, AT.date(), AT.date(), minus_fen=1200)
    with acting(agency.manager):
        make_offer(person=agency.manager, at=AT, code=drafted.code, shop=JD, offer=coupon)
    found = done(ask_brand, agency.manager, drafted)
    assert [one.code for one in found.violations] == ["PRICE_BELOW_FLOOR"] * 2
    assert state(drafted, agency.manager) == "broken"
    assert duties(drafted, brand.manager)["approve_offer"].facts["name"] == "店铺券", "the brand is not asked"


def test_a_no_has_its_reason_and_a_change_asks_anew(asked, brand, agency):
    with pytest.raises(UnableToOffer):
        done(decline_promotion, brand.manager, asked, reason=" ")
    for _twice in range(2):
        done(decline_promotion, brand.manager, asked, reason="库存要留给双 11")
    assert state(asked, brand.manager) == "declined" and not duties(asked, brand.manager)
    done(change_promotion, agency.manager, asked, title="少一些", plan=replace(PLAN, lines=PLAN.lines[:1]))
    assert state(asked, agency.manager) == "draft"
    for _twice in range(2):
        done(withdraw_promotion, agency.manager, asked)
    assert state(asked, agency.manager) == "withdrawn"
    assert acts(asked, agency.manager) == ["registered", "asked", "declined", "changed", "withdrawn"]


@pytest.mark.parametrize(
    ("plan", "title", "code"),
    [
        (replace(PLAN, answer_by=AT), "名", "PROMOTION_TIMES"),
        (replace(PLAN, answer_by=START + SECOND), "名", "PROMOTION_TIMES"),
        (replace(PLAN, ends_at=START), "名", "PROMOTION_TIMES"),
        (PLAN, "  ", "PROMOTION_TERMS"),
        (replace(PLAN, lines=[]), "名", "PROMOTION_TERMS"),
        (replace(PLAN, lines=[Asked("CUP", 1, 1)] * 2), "名", "PROMOTION_TERMS"),
        (replace(PLAN, lines=[Asked("CUP", 0, 1)]), "名", "PROMOTION_TERMS"),
        (replace(PLAN, lines=[Asked("CUP", 1, 0)]), "名", "PROMOTION_TERMS"),
    ],
)
def test_what_is_not_whole_is_not_written(priced, agency, plan, title, code):
    with acting(agency.manager), pytest.raises(UnableToPromote) as no:
        register_promotion(
            person=agency.manager, at=AT, code=priced.code, lane=SUDDEN, title=title, plan=plan
        )
    assert no.value.code == code
    with acting(agency.manager):
        assert not Promotion.objects.exists()


def test_each_side_does_its_own_and_an_outsider_sees_nothing(asked, brand, agency, outsider):
    for act, person, more in (
        (ask_brand, brand.manager, {}),
        (withdraw_promotion, agency.finance, {}),
        (approve_promotion, agency.manager, {}),
        (decline_promotion, brand.finance, {"reason": "不"}),
        (go_live, brand.manager, {"words": "好"}),
        (say_about, agency.finance, {"words": "好"}),
    ):
        with pytest.raises(NotAllowed):
            done(act, person, asked, **more)
    with pytest.raises(NotFound):
        done(withdraw_promotion, outsider.manager, asked)
    with acting(outsider.manager):
        assert not Promotion.objects.exists()
    with pytest.raises(UnableToPromote) as early:
        done(go_live, agency.manager, asked, words="已报名")
    assert early.value.code == "WRONG_STATE"
    with acting(brand.manager), pytest.raises(IntegrityError), transaction.atomic():
        Promotion.objects.update(ends_at=START)
    with acting(brand.manager):
        assert StoreOffer.objects.get().state == "checked"


def test_what_the_store_does_not_list_cannot_be_guarded(priced, agency):
    with acting(agency.manager):
        register_promotion(
            person=agency.manager, at=AT, code=priced.code, lane=SUDDEN, title="没挂的",
            plan=replace(PLAN, lines=[Asked("GHOST", 100, 1)]),
        )  # fmt: skip
    with pytest.raises(UnableToPromote) as no:
        done(ask_brand, agency.manager, priced)
    assert no.value.code == "NOT_LISTED"


def test_fifty_goods_are_answered_with_few_questions(priced, agency, brand, django_assert_max_num_queries):
    plan = replace(PLAN, lines=[Asked(f"N{n}", 12900, 10) for n in range(50)])
    with acting(agency.manager), django_assert_max_num_queries(40):
        assert len(check_plan(priced, plan, AT).skus) == 50
