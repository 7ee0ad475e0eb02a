"""Why a price or an offer does not go out, in words: clause, good, amounts, the combination, what to do."""

from collections.abc import Sequence
from datetime import date

from paidang.catalog.rules.guarding import Below
from paidang.catalog.rules.mending import APART, PRICE, SCOPE, THRESHOLD, PriceWay, Way
from paidang.catalog.rules.offers import KINDS, terms_of
from paidang.catalog.rules.price_floor import FLOOR_CLAUSE
from paidang.catalog.rules.worst_price import Step, Worst
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.outcome import Violation
from paidang.kit.sentence import Sentence, say

FACTORY_CLAUSE = "OP-3-D"
NAMED_MAX = 3


@clause(FLOOR_CLAUSE)
def below_floor(found: Below, ways: Sequence[PriceWay] = ()) -> Violation:
    """A good that could be sold below its floor; `ways` are what would let its list price pass."""
    worst = found.worst
    remedy = say("请提高价格、改小优惠，或设成不叠加；要降底价，请甲方改价目表。")
    if ways:
        remedy = say(
            "可以选一种：{ways}；要降底价，请甲方改价目表。", ways=[tell_price_way(way) for way in ways]
        )
    return Violation(
        code="PRICE_BELOW_FLOOR",
        message=say(
            "{sku} 在 {day} 最低到手价 {worst}，低于最低零售价 {floor}，差 {short}（{combination}）",
            sku=found.sku,
            day=found.day.isoformat(),
            worst=yuan(worst.price_fen),
            floor=yuan(found.floor_fen),
            short=yuan(found.floor_fen - worst.price_fen),
            combination=tell(worst),
        ),
        clause=FLOOR_CLAUSE,
        facts={
            "sku": found.sku,
            "day": found.day.isoformat(),
            "worst_fen": worst.price_fen,
            "floor_fen": found.floor_fen,
            "list_fen": worst.list_fen,
            "units": worst.units,
            "others_fen": worst.others_fen,
            "offers": [step.offer.key for step in worst.steps],
        },
        remedy=remedy,
    )


@clause(FACTORY_CLAUSE)
def without_factory_price(sku: str, day: date) -> Violation:
    """A SKU whose factory price the brand has not declared is not listed."""
    return Violation(
        code="FACTORY_PRICE_MISSING",
        message=say("{sku} 到 {day} 没有申报出厂价，不能上架", sku=sku, day=day.isoformat()),
        clause=FACTORY_CLAUSE,
        facts={"sku": sku, "day": day.isoformat()},
        remedy=say("请甲方先申报出厂价。"),
    )


@clause(FLOOR_CLAUSE)
def not_mapped(platform_sku: str) -> Violation:
    """Of a listing that stands for no known SKU nobody can tell the floor."""
    return Violation(
        code="LISTING_UNMAPPED",
        message=say("不知道 {sku} 是哪个商品，核对不了底价", sku=platform_sku),
        clause=FLOOR_CLAUSE,
        facts={"sku": platform_sku},
        remedy=say("请先在商品对照表里写明它是哪个商品。"),
    )


def tell(worst: Worst) -> tuple[Sentence, ...]:
    """What makes a worst price: the list price, each offer's merchant part of a unit, and what else is in the order."""
    said = [say("标价 {price}", price=yuan(worst.list_fen))]
    said += [
        say("{offer} −{fen}", offer=name_of(step), fen=yuan(step.merchant_fen))
        for step in worst.steps
        if step.merchant_fen
    ]
    if worst.units > 1:
        said.append(say("买 {units} 件", units=worst.units))
    if worst.others_fen:
        said.append(say("另买 {fen} 的其他商品", fen=yuan(worst.others_fen)))
    return tuple(said)


def name_of(step: Step) -> str:
    """An offer as people call it."""
    return step.offer.name or KINDS[step.offer.kind]


def tell_way(way: Way) -> tuple[Sentence, Sentence]:
    """A way out for an offer in words, and where that is done."""
    offer, detail = way.offer, way.detail
    if way.kind == APART and isinstance(detail, tuple):
        return say("不与{kinds}叠加", kinds=[KINDS[kind] for kind in detail]), say("在平台后台设成互斥")
    if way.kind == SCOPE and isinstance(detail, tuple):
        if len(detail) > NAMED_MAX:
            return say("不含其中 {count} 个商品", count=len(detail)), say("改适用范围")
        return say("不含 {skus}", skus=detail), say("改适用范围")
    if way.kind == THRESHOLD:
        return say("门槛提到 {full}", full=yuan(offer.threshold_fen)), say("改使用条件")
    if offer.prices:
        return say("{count} 个商品的促销价提高", count=int(detail) if isinstance(detail, int) else 0), say("各提到刚好不低于底价")  # fmt: skip
    if offer.price_fen is not None:
        return say("促销价提到 {price}", price=yuan(offer.price_fen)), say("再低一分就低于底价")
    if offer.rate is not None:
        return say("改成{terms}", terms=terms_of(offer)), say("再低一点就低于底价")
    return say("改成{terms}", terms=terms_of(offer)), say("再多减一分就低于底价")


def tell_price_way(way: PriceWay) -> Sentence:
    """A way out for a list price in words."""
    if way.kind == PRICE or way.offer is None:
        return say("挂牌价提到 {price}", price=yuan(way.price_fen))
    return say("“{offer}”不含这个商品", offer=way.offer.name or KINDS[way.offer.kind])
