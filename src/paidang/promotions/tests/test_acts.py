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
    Dates,
    UnableToPromote,
    approve_promotion,
    ask_brand,
    change_promotion,
    close_supply,
    decline_promotion,
    enter_season,
    explain_sale,
    go_live,
    lapse_promotions,
    register_promotion,
    say_about,
    set_packing,
    tell_supply,
    watch_sales,
    withdraw_promotion,
)
from paidang.promotions.models import Promotion, UnapprovedSale
from paidang.promotions.queries.board import list_results, load_board
from paidang.promotions.queries.check import Asked, Plan, check_plan, plan_of
from paidang.promotions.queries.outing import digest_now
from paidang.promotions.queries.promotions import list_past
from paidang.promotions.rules.states import SUDDEN
from paidang.settlement.tests.month import add_line
from paidang.staffing.actions import put_shifts
from paidang.stock.models import StockLevel, Warehouse

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
        if act is approve_promotion:
            found = Promotion.objects.get(contract=contract, number=1)
            more = {"digest": digest_now(found)} | more
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


def test_what_both_keep_bears_on_the_check(drafted, brand, agency):
    """Packers, goods on their way and dates of seasons: said by whose they are, counted at once, on record."""
    with acting(brand.people["brand_warehouse"]):
        warehouse = Warehouse.objects.create(
            contract=drafted, name="自有仓", owner=brand.org, added_by=brand.manager, added_at=AT
        )
        StockLevel.objects.create(
            contract=drafted, warehouse=warehouse, sku="CUP", on_hand=400, reserved=100, opened_at=AT, counted_at=AT
        )  # fmt: skip
    plan = replace(PLAN, lines=[Asked("CUP", 12900, 420)])

    def verdicts() -> dict[str, str]:
        with acting(agency.manager):
            return {one.key: one.verdict for one in check_plan(drafted, plan, AT).checks}

    assert (verdicts()["stock"], verdicts()["shipping"], verdicts()["calendar"]) == ("bad", "unknown", "ok")
    with acting(brand.manager):
        supply = tell_supply(
            person=brand.manager, at=AT, code=drafted.code, sku="CUP", units=120, day=AT.date()
        )
    with acting(agency.manager):
        set_packing(
            person=agency.manager, at=AT, code=drafted.code, warehouse_id=warehouse.pk, units_a_day=260, ship_hours=48
        )  # fmt: skip
        dates = Dates("jd_0618", AT.date(), AT.date() + timedelta(days=3), "京东商家后台公告")
        enter_season(person=agency.manager, at=AT, code=drafted.code, dates=dates)
    assert (verdicts()["stock"], verdicts()["shipping"], verdicts()["calendar"]) == ("ok", "ok", "warn")
    with acting(brand.manager):
        set_packing(
            person=brand.manager, at=AT, code=drafted.code, warehouse_id=warehouse.pk, units_a_day=259, ship_hours=48
        )  # fmt: skip
        for _twice in range(2):
            close_supply(person=brand.manager, at=AT, code=drafted.code, supply_id=supply.pk)
    assert (verdicts()["stock"], verdicts()["shipping"]) == ("bad", "warn"), "2 × 259 − 100 that wait"
    assert acts(drafted, agency.manager)[1:] == [
        "supply_told", "packing_set", "season_entered", "packing_set", "supply_closed",
    ]  # fmt: skip
    for act, person, more in (
        (tell_supply, agency.manager, {"sku": "CUP", "units": 1, "day": AT.date()}),
        (set_packing, agency.finance, {"warehouse_id": warehouse.pk, "units_a_day": 1, "ship_hours": 1}),
        (enter_season, brand.finance, {"dates": dates}),
    ):
        with acting(person), pytest.raises(NotAllowed):
            act(person=person, at=AT, code=drafted.code, **more)
    wrong = replace(dates, sale_until=AT.date() - timedelta(days=1))
    with acting(agency.manager), pytest.raises(UnableToPromote):
        enter_season(person=agency.manager, at=AT, code=drafted.code, dates=wrong)


def test_the_rota_bears_on_the_check(drafted, brand, agency):
    """No rota is unknown; packers on one of the days, and service of another store, are not enough."""
    plan = replace(PLAN, lines=[Asked("CUP", 12900, 420)])

    def staff() -> tuple[str, str]:
        with acting(agency.manager):
            [one] = [one for one in check_plan(drafted, plan, AT).checks if one.key == "staff"]
        return one.verdict, f"{one.said} {one.hint}"

    assert staff()[0] == "unknown"
    with acting(brand.manager):
        warehouse = Warehouse.objects.create(
            contract=drafted, name="自有仓", owner=brand.org, added_by=brand.manager, added_at=AT
        )
        set_packing(
            person=brand.manager, at=AT, code=drafted.code, warehouse_id=warehouse.pk, units_a_day=200, ship_hours=48
        )  # fmt: skip

    def put(person, role, hours, **more) -> None:
        days = {"first": AT.date(), "last": AT.date() + timedelta(days=1), "weekdays": range(1, 8)}
        with acting(person):
            put_shifts(
                person=person, at=AT, code=drafted.code, role=role, from_hour=hours[0], until_hour=hours[1],
                person_id=person.pk, **days | more,
            )  # fmt: skip

    put(brand.manager, "warehouse", (9, 18))
    assert staff() == (
        "warn",
        "发货人手不够 要发 420 件，排班只发得出 400 件；仓库这些天没人：2026-04-22；没有排客服的班",
    )
    put(agency.manager, "customer_service", (20, 24), store="别的店", last=AT.date())
    assert "没有排客服的班" in staff()[1]
    put(agency.people["agency_operator"], "customer_service", (20, 23), last=AT.date())
    assert "客服有 1 个小时没人" in staff()[1]


def test_what_was_not_approved_in_time_lapses_and_low_prices_are_told_to_both(asked, brand, agency):
    with acting(agency.manager):
        assert lapse_promotions(asked, at=DEADLINE - SECOND) == []
        for _twice in range(2):
            lapse_promotions(asked, at=DEADLINE)
        assert StoreOffer.objects.get().state == "ended", "it does not count for other offers any longer"
    assert "approve_offer" not in duties(asked, brand.manager)
    assert acts(asked, agency.manager)[-1:] == ["lapsed"] and acts(asked, agency.manager).count("lapsed") == 1
    with acting(brand.manager):
        RetailPrice.objects.filter(sku="CUP").update(suggested_price_fen=16800)
    with acting(agency.finance):
        add_line(asked, "L1", done=None, paid="2026-04-20 20:00", unit_price=12900)
        add_line(asked, "L2", done=None, paid="2026-04-20 20:00", unit_price=16800)
        add_line(asked, "L3", done=None, paid="2026-04-19 20:00", unit_price=100)
    with acting(agency.manager):
        assert [watch_sales(asked, at=END) for _twice in range(2)] == [1, 0]
        sale = UnapprovedSale.objects.get()
    assert (sale.sku, sale.units, sale.lowest_fen, sale.regular_fen) == ("CUP", 1, 12900, 16800)
    owed = duties(asked, brand.manager)
    assert (owed["explain_sale"].side, owed["note_sale"].side) == ("b", "a")
    with acting(brand.manager), pytest.raises(NotAllowed):
        explain_sale(person=brand.manager, at=END, code=asked.code, sale_id=sale.pk, words="不是我")
    with acting(agency.manager):
        for words in ("价格误设，已改回", "第二句不算"):
            explain_sale(person=agency.manager, at=END, code=asked.code, sale_id=sale.pk, words=words)
        assert UnapprovedSale.objects.get().answer == "价格误设，已改回"
    assert not duties(asked, brand.manager)


def test_those_that_are_over_go_on_by_their_end(drafted, agency):
    with acting(agency.manager):
        for days, title in ((1, "后一场"), (0, "同时一场")):
            plan = replace(PLAN, starts_at=START + timedelta(days=days), ends_at=END + timedelta(days=days))
            register_promotion(
                person=agency.manager, at=AT, code=drafted.code, lane=SUDDEN, title=title, plan=plan
            )
        late = END + timedelta(days=1)
        assert [one.number for one in list_past(drafted, at=late - SECOND, most=9)] == [3, 1]
        assert [one.number for one in list_past(drafted, at=late, most=2)] == [2, 3]
        assert [one.number for one in list_past(drafted, at=late, before=3, most=2)] == [1]


def test_what_was_sold_stands_beside_the_plan(asked, brand, agency):
    done(approve_promotion, brand.manager, asked)
    done(go_live, agency.manager, asked, words="已报名")
    with acting(agency.finance):
        for name, paid, sku, fen in (
            ("L1", "2026-04-20 20:00", "CUP", 12900),
            ("L2", "2026-04-20 21:00", "CUP", 11799),
            ("L3", "2026-04-21 00:00", "CUP", 12900),
            ("L4", "2026-04-20 19:59", "POT", 4500),
        ):
            add_line(asked, name, done=None, paid=paid, sku=sku, unit_price=fen)
    with acting(brand.manager):
        board = load_board(Promotion.objects.get(), END)
        assert [(one.sku, one.title, one.units, one.planned, one.lowest_fen) for one in board.skus] == [
            ("CUP", "盖碗", 2, 420, 11799),
            ("POT", "公道杯", 0, 260, None),
        ]
        assert (board.below, board.revenue_fen) == (1, 24699)
        spans = [(one["word"], one["units"]) for one in board.bars]
        assert spans == [("20:00", 1), ("21:00", 1), ("22:00", 0), ("23:00", 0)]
        assert board.worth and board.worth.revenue == 24699 and board.worth.b > 0
        result = list_results([Promotion.objects.get()])[Promotion.objects.get().pk]
        assert (result.planned, result.units, result.worth) == (board.planned, board.units, board.worth)
        assert watch_sales(asked, at=END) == 0, "what the brand approved is no incident"
        warehouse = Warehouse.objects.create(
            contract=asked, name="自有仓", owner=brand.org, added_by=brand.manager, added_at=AT
        )
        StockLevel.objects.create(
            contract=asked, warehouse=warehouse, sku="CUP", on_hand=900, reserved=2, opened_at=AT, counted_at=AT
        )  # fmt: skip
        beside = Plan(JD, START, END + timedelta(hours=1), DEADLINE, [Asked("CUP", 12900, 10)])
        [one] = check_plan(asked, beside, END - timedelta(hours=1)).skus
        assert one.wanted.claimed == 418, "what the other sold has left the stock: it is not claimed twice"
