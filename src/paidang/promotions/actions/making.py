"""A promotion written down by the agency, changed, put before the brand, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from paidang.catalog.actions import end_offer, make_offer
from paidang.catalog.actions.offers import duty_key
from paidang.catalog.queries.guard import list_listed
from paidang.contracts.models import Contract
from paidang.contracts.queries.numbers import next_number
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.clause import clause
from paidang.kit.outcome import Violation
from paidang.kit.sentence import say
from paidang.promotions.actions.outing import check_can_go_by_link
from paidang.promotions.actions.recording import (
    UnableToPromote,
    check_state,
    contract_for,
    key_of,
    page_of,
    record,
)
from paidang.promotions.models import TITLE_MAX, WORDS_MAX, Promotion, PromotionLine
from paidang.promotions.queries.check import Asked, Plan, check_plan, offer_of_plan, plan_of
from paidang.promotions.queries.promotions import get_promotion
from paidang.promotions.rules.goods import LINES_MAX
from paidang.promotions.rules.states import (
    APPROVED,
    ASKED,
    BROKEN,
    CHANGEABLE,
    DRAFT,
    LANES,
    ON_SALE,
)
from paidang.stock.models import UNITS_MAX
from paidang.team.models import Person

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Sent:
    """A promotion that was put before the brand, with what forbids it; nothing does where that is empty."""

    promotion: Promotion
    violations: Sequence[Violation]


@clause("OP-2-B-4", "JD-3", "JD-4")
@transaction.atomic
def register_promotion(
    *, person: Person, at: datetime, code: str, lane: str, title: str, plan: Plan, words: str = ""
) -> Promotion:
    """Write down a platform's offer or a plan of one's own: a draft, which asks nobody for anything yet."""
    contract = contract_for(person, code, "make_offer", side="b")
    if lane not in LANES:
        raise UnableToPromote(
            say("没有选计划、突发还是自办"), code="PROMOTION_TERMS", remedy=say("请选一种。")
        )
    _check_plan(plan, title, at)
    made = Promotion(
        contract=contract,
        number=next_number(Promotion, contract=contract),
        lane=lane,
        made_by=person,
        made_at=at,
    )
    _write(made, plan, title, words)
    record(made, person, at, "promotions.registered", lane=lane, skus=len(plan.lines))
    return made


@clause("OP-2-B-4")
@transaction.atomic
def change_promotion(
    *, person: Person, at: datetime, code: str, number: int, title: str, plan: Plan, words: str = ""
) -> Promotion:
    """Write other goods, prices, units or times: it is a draft again, and what the brand was asked is taken back."""
    contract = contract_for(person, code, "make_offer", side="b")
    promotion = get_promotion(contract, number, lock=True)
    check_state(promotion, at, CHANGEABLE)
    _check_plan(plan, title, at)
    _take_offer_back(promotion, person, at)
    promotion.offer = promotion.asked_by = promotion.asked_at = None
    _write(promotion, plan, title, words)
    record(promotion, person, at, "promotions.changed", skus=len(plan.lines))
    return promotion


@transaction.atomic
def take_best(
    *, person: Person, at: datetime, code: str, number: int, within_people: bool = False
) -> Promotion:
    """Take the units and prices that pass the checks now; a good of which none may be sold is left out. `within_people`:
    no more than the people on shift manage either."""
    contract = contract_for(person, code, "make_offer", side="b")
    promotion = get_promotion(contract, number, lock=True)
    plan = plan_of(promotion)
    ready = check_plan(contract, plan, at)
    lines = [Asked(*one) for one in (ready.manageable if within_people else ready.passing)]
    if not lines and ready.passing:
        raise UnableToPromote(
            say("按现在的排班和发货时间，一件也接不住"), code="NOBODY_ON_SHIFT", clause="OP-4-B-5",
            remedy=say("先排班；人手只是提醒，也可以照能通过的报。"),
        )  # fmt: skip
    if not lines:
        raise UnableToPromote(
            say("现在没有一款能通过"), code="NOTHING_PASSES", clause="OP-2-B-4",
            remedy=say("先补上准备情况里缺的库存或底价；或改时间、商品和价格。"),
        )  # fmt: skip
    return change_promotion(
        person=person, at=at, code=code, number=number, title=promotion.title, plan=replace(plan, lines=lines),
        words=promotion.words,
    )  # fmt: skip


@clause("OP-2-B-4")
@transaction.atomic
def ask_brand(*, person: Person, at: datetime, code: str, number: int) -> Sent:
    """Put it before the brand, if its prices keep to the floors: by an offer of the store, which carries the brand's word."""
    contract = contract_for(person, code, "make_offer", side="b")
    promotion = get_promotion(contract, number, lock=True)
    if promotion.state_at(at) == ASKED:
        return Sent(promotion, ())
    check_state(promotion, at, [DRAFT, BROKEN])
    _take_offer_back(promotion, person, at)
    plan = plan_of(promotion)
    _check_listed(contract, plan)
    if promotion.by_link:
        check_can_go_by_link(promotion, at)
    done = make_offer(
        person=person, at=at, code=code, shop=plan.shop, offer=offer_of_plan(plan, promotion.title),
        answer_by=promotion.answer_by,
    )  # fmt: skip
    promotion.offer, promotion.asked_by, promotion.asked_at = done.offer, person, at
    promotion.save()
    record(promotion, person, at, "promotions.asked", offer=done.offer.number, below=len(done.violations))
    if not done.violations:
        raise_duty(  # the offer's own duty, with the deadline and the page on which it is answered
            contract.pk, key=duty_key(done.offer), kind="approve_offer", side="a", page=page_of(promotion), at=at,
            due_at=promotion.answer_by, clause="OP-2-B-4",
            facts={"number": done.offer.number, "name": promotion.title, "store": promotion.store},
        )  # fmt: skip
    return Sent(promotion, done.violations)


@transaction.atomic
def withdraw_promotion(*, person: Person, at: datetime, code: str, number: int) -> Promotion:
    """Take it back before it is over: its prices count no longer. Twice is once."""
    contract = contract_for(person, code, "make_offer", side="b")
    promotion = get_promotion(contract, number, lock=True)
    if promotion.withdrawn_at:
        return promotion
    check_state(promotion, at, [*CHANGEABLE, APPROVED, ON_SALE])
    _take_offer_back(promotion, person, at)
    promotion.withdrawn_by, promotion.withdrawn_at = person, at
    promotion.save(update_fields=["withdrawn_by", "withdrawn_at"])
    record(promotion, person, at, "promotions.withdrawn")
    for what in ("live", "question"):
        close_duty(contract.pk, key=key_of(promotion, what), at=at)
    return promotion


def _take_offer_back(promotion: Promotion, person: Person, at: datetime) -> None:
    if promotion.offer:
        end_offer(person=person, at=at, code=promotion.contract.code, number=promotion.offer.number)


def _check_plan(plan: Plan, title: str, at: datetime) -> None:
    skus = [one.sku for one in plan.lines]
    if not title.strip() or not plan.shop.store or not skus:
        raise UnableToPromote(
            say("没有写名称、店铺或商品"), code="PROMOTION_TERMS", remedy=say("三样都要写。")
        )
    if len(skus) > LINES_MAX:
        raise UnableToPromote(
            say("商品有 {count:,} 个，一次促销至多 {most:,} 个", count=len(skus), most=LINES_MAX), code="TOO_MANY_GOODS",
            remedy=say("请分成几次促销登记。"),
        )  # fmt: skip
    if len(set(skus)) < len(skus) or not all(skus):
        raise UnableToPromote(
            say("同一个商品写了两次，或没有写编码"), code="PROMOTION_TERMS", remedy=say("一行一个商品。")
        )
    if any(one.price_fen < 1 or not 1 <= one.units <= UNITS_MAX for one in plan.lines):
        raise UnableToPromote(
            say("活动价和件数都要大于 0"),
            code="PROMOTION_TERMS",
            remedy=say("一行写：商品编码、活动价、预计件数。"),
        )
    if (plan.budget_fen or 0) < 0:
        raise UnableToPromote(say("预算不能小于 0"), code="PROMOTION_TERMS")
    if not at < plan.answer_by <= plan.starts_at < plan.ends_at or plan.ends_at - plan.starts_at > LONGEST:
        raise UnableToPromote(
            say("时间不对"),
            code="PROMOTION_TIMES",
            remedy=say("答复截止在现在之后、开始之前；结束在开始之后，最长一年。"),
        )


def _check_listed(contract: Contract, plan: Plan) -> None:
    """UnableToPromote where a good cannot be guarded: the store does not list it with a price."""
    skus = {one.sku for one in plan.lines}
    listed = {one.sku for one in list_listed(contract.pk, plan.shop, skus) if one.price_fen is not None}
    if missing := sorted(skus - listed):
        raise UnableToPromote(
            say("这家店没有挂这些商品：{skus}", skus=missing[:10]),
            code="NOT_LISTED",
            clause="OP-2-A-2",
            remedy=say("没有挂牌价就核对不了底价。请先在商品对照里补上。"),
        )


def _write(promotion: Promotion, plan: Plan, title: str, words: str) -> None:
    promotion.channel, promotion.store = plan.shop.channel, plan.shop.store
    promotion.title, promotion.words = " ".join(title.split())[:TITLE_MAX], words.strip()[:WORDS_MAX]
    promotion.starts_at, promotion.ends_at, promotion.answer_by = plan.starts_at, plan.ends_at, plan.answer_by
    promotion.budget_fen, promotion.by_link, promotion.approved_digest = plan.budget_fen, plan.by_link, ""
    promotion.save()
    promotion.lines.all().delete()
    PromotionLine.objects.bulk_create(
        PromotionLine(
            contract=promotion.contract, promotion=promotion, sku=one.sku, price_fen=one.price_fen, units=one.units
        )
        for one in plan.lines
    )  # fmt: skip
