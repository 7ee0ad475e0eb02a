"""Promotions: planned or offered by a platform, checked, put before the brand, answered, set up, and what they sold."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router

from paidang.api.views.paging import page
from paidang.api.views.promotion_shapes import (
    CheckOut,
    FeeOut,
    GoodOut,
    NoteOut,
    PromotionOut,
    PromotionRow,
    Promotions,
    ReadinessOut,
    SkuOut,
    SoldOut,
    WorthOut,
)
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import (
    Asked,
    Code,
    Cursor,
    Digest,
    Fen,
    FenToPay,
    Json,
    Limit,
    MomentIn,
    Number,
    Shape,
    Units,
    said,
)
from paidang.api.views.token import who
from paidang.catalog.queries.guard import Shop
from paidang.contracts.queries import get_contract
from paidang.promotions import actions
from paidang.promotions.models import TITLE_MAX, WORDS_MAX, Promotion
from paidang.promotions.queries.board import load_board
from paidang.promotions.queries.check import Asked as Wished
from paidang.promotions.queries.check import Plan, check_plan, plan_of
from paidang.promotions.queries.outing import digest_now
from paidang.promotions.queries.promotions import get_promotion, promotions_of
from paidang.promotions.rules.fees import ExpectedFee
from paidang.promotions.rules.goods import LINES_MAX
from paidang.promotions.rules.readiness import Readiness
from paidang.promotions.rules.states import ENDED, ON_SALE
from paidang.promotions.rules.worth import Worth

router = Router(tags=["promotions"])
LISTING = "promotions"
MAKE, APPROVE = ["make_offer"], ["approve_offer"]
FLOW = ("CONTRACT_NOT_IN_FORCE", "NOT_YOUR_TURN", "WRONG_STATE")
TERMS = ("PROMOTION_TERMS", "PROMOTION_TIMES", "TOO_MANY_GOODS", *FLOW)
Words = Annotated[str, Field(max_length=WORDS_MAX)]
ONE = "/contracts/{code}/promotions/{number}"


class GoodIn(Asked):
    sku: str = Field(min_length=1, max_length=255)
    price_fen: FenToPay
    units: Units


class PlanIn(Asked):
    """What a promotion is. Without an offset moments are of Asia/Shanghai."""

    title: str = Field(max_length=TITLE_MAX)
    channel: str = Field(max_length=40)
    store: str = Field(max_length=200)
    starts_at: MomentIn
    ends_at: MomentIn
    answer_by: MomentIn
    goods: list[GoodIn] = Field(min_length=1, max_length=LINES_MAX)
    budget_fen: Fen | None = None
    words: Annotated[str, Field(max_length=WORDS_MAX)] = ""
    by_link: bool = Field(default=False, description="set its prices through the store's interface")

    def plan(self) -> Plan:
        """As the actions take it."""
        goods = [Wished(one.sku, one.price_fen, one.units) for one in self.goods]
        shop = Shop(self.channel, self.store)
        return Plan(shop, self.starts_at, self.ends_at, self.answer_by, goods, self.budget_fen, self.by_link)


class PromotionIn(PlanIn):
    lane: Literal["planned", "sudden", "own"]


class ApproveIn(Asked):
    digest: Digest


class WordsIn(Asked):
    words: Words


class ReasonIn(Asked):
    reason: Words


class Filters(Shape):
    store: Annotated[str, Field(max_length=200)] = ""


def _worth(worth: Worth | None) -> WorthOut | None:
    if worth is None:
        return None
    return WorthOut(revenue_fen=worth.revenue, profit_fen=worth.profit, a_fen=worth.a, b_fen=worth.b)


def _fee(fee: ExpectedFee | None) -> FeeOut | None:
    if fee is None:
        return None
    return FeeOut(fee_fen=fee.borne.fee, a_fen=fee.borne.a, b_fen=fee.borne.b, said=said(fee.words))


def readiness_out(ready: Readiness) -> ReadinessOut:
    """The checks as they are answered."""
    return ReadinessOut(
        verdict=ready.verdict,
        checks=[
            CheckOut(key=one.key, verdict=one.verdict, said=said(one.said), hint=said(one.hint) if one.hint else "")
            for one in ready.checks
        ],
        skus=[
            SkuOut(
                sku=one.wanted.sku, is_ready=one.is_ready, reasons=[said(each) for each in one.reasons],
                passing_units=one.allowed, best_units=one.units, best_price_fen=one.price_fen, worst_fen=one.wanted.worst_fen,
                floor_fen=one.wanted.floor_fen, list_fen=one.wanted.list_fen, available=one.wanted.available,
            )
            for one in ready.skus
        ],
        worth=_worth(ready.worth),
        fee=_fee(ready.fee),
        packing_days=ready.packing_days,
    )  # fmt: skip


def _row(one: Promotion, state: str) -> Json:
    names = set(PromotionRow.model_fields) - {"state", "goods"}
    goods = [GoodOut.from_orm(line) for line in sorted(one.lines.all(), key=lambda each: each.pk)]
    return {name: getattr(one, name) for name in names} | {"state": state, "goods": goods}


def promotion_out(code: str, number: int, refused: list[str] | None = None) -> PromotionOut:
    """A promotion as it is answered, as it stands now."""
    contract, now = get_contract(code), timezone.now()
    one = get_promotion(contract, number)
    state, offer = one.state_at(now), one.offer
    sold = load_board(one, now).skus if state in (ON_SALE, ENDED) else None
    more = (
        "words",
        "made_by",
        "made_at",
        "asked_by",
        "asked_at",
        "live_by",
        "live_at",
        "live_words",
        "by_link",
        "withdrawn_at",
    )
    return PromotionOut(
        **_row(one, state),
        **{name: getattr(one, name) for name in more},
        digest=digest_now(one),
        answer=offer.answer if offer else "",
        answered_at=offer.answered_at if offer else None,
        notes=[NoteOut.from_orm(note) for note in one.notes.select_related("by").order_by("at")],
        readiness=readiness_out(check_plan(contract, plan_of(one), now)),
        sold=None if sold is None else [SoldOut.from_orm(each) for each in sold],
        refused=refused or [],
    )  # fmt: skip


def _sent(code: str, done: actions.Sent) -> PromotionOut:
    return promotion_out(code, done.promotion.number, [said(one.message) for one in done.violations])


@reads(router, "/contracts/{code}/promotions", Promotions, errors=("422 CURSOR_UNKNOWN",))
def list_all_promotions(
    request: HttpRequest, code: Code, filters: Query[Filters], cursor: Cursor = "", limit: Limit = 50
) -> Promotions:
    """The promotions of a contract, the newest first."""
    rows = promotions_of(get_contract(code))
    found, more = page(LISTING, rows.filter(store=filters.store) if filters.store else rows, cursor, limit)
    now = timezone.now()
    items = [PromotionRow(**_row(one, one.state_at(now))) for one in found]
    return Promotions(items=items, next_cursor=more)


@reads(router, ONE, PromotionOut)
def get_one_promotion(request: HttpRequest, code: Code, number: Number) -> PromotionOut:
    """One promotion: its goods, whether it is ready and for whom it brings what, the brand's word, what it sold."""
    return promotion_out(code, number)


@acts(
    router,
    "/contracts/{code}/promotions",
    PromotionOut,
    verbs=MAKE,
    act=actions.register_promotion,
    errors=TERMS,
)
def plan_promotion(request: HttpRequest, code: Code, body: PromotionIn) -> PromotionOut:
    """Write a plan or a platform's offer down: a draft. The answer says at once whether it is ready."""
    made = actions.register_promotion(
        **who(request, code), lane=body.lane, title=body.title, plan=body.plan(), words=body.words
    )
    return promotion_out(code, made.number)


@acts(router, f"{ONE}/change", PromotionOut, verbs=MAKE, act=actions.change_promotion, errors=TERMS)
def change_one_promotion(request: HttpRequest, code: Code, number: Number, body: PlanIn) -> PromotionOut:
    """Write other goods, prices, units or times: it is a draft again."""
    actions.change_promotion(
        **who(request, code, number=number), title=body.title, plan=body.plan(), words=body.words
    )
    return promotion_out(code, number)


@acts(
    router, f"{ONE}/best", PromotionOut, verbs=MAKE, act=actions.take_best,
    errors=("NOTHING_PASSES", "NOBODY_ON_SHIFT", *TERMS),
)  # fmt: skip
def take_best_of_promotion(
    request: HttpRequest, code: Code, number: Number, within_people: bool = False
) -> PromotionOut:
    """Take the units and prices that pass; with `within_people` no more than the people on shift manage."""
    actions.take_best(**who(request, code, number=number), within_people=within_people)
    return promotion_out(code, number)


@acts(router, f"{ONE}/ask", PromotionOut, verbs=MAKE, act=actions.ask_brand, errors=("NOT_LISTED", *FLOW))
def ask_for_promotion(request: HttpRequest, code: Code, number: Number) -> PromotionOut:
    """Put it before the brand; where a price breaks a floor, `refused` says so and nobody is asked."""
    return _sent(code, actions.ask_brand(**who(request, code, number=number)))


@acts(
    router, f"{ONE}/approve", PromotionOut, verbs=APPROVE, act=actions.approve_promotion,
    errors=("NOT_WHAT_WAS_SEEN", *FLOW),
)  # fmt: skip
def approve_one_promotion(request: HttpRequest, code: Code, number: Number, body: ApproveIn) -> PromotionOut:
    """The brand's yes to what `digest` names, after one more look at the floors."""
    return _sent(code, actions.approve_promotion(**who(request, code, number=number), digest=body.digest))


@acts(
    router, f"{ONE}/decline", PromotionOut, verbs=APPROVE, act=actions.decline_promotion,
    errors=("REASON_MISSING", *FLOW),
)  # fmt: skip
def decline_one_promotion(request: HttpRequest, code: Code, number: Number, body: ReasonIn) -> PromotionOut:
    """The brand's no, with its reason."""
    actions.decline_promotion(**who(request, code, number=number), reason=body.reason)
    return promotion_out(code, number)


@acts(
    router, f"{ONE}/say", PromotionOut, verbs=[*APPROVE, *MAKE], act=actions.say_about,
    errors=("WORDS_MISSING", *FLOW[:2]),
)  # fmt: skip
def say_about_promotion(request: HttpRequest, code: Code, number: Number, body: WordsIn) -> PromotionOut:
    """A question of the brand before its word, or the agency's answer."""
    actions.say_about(**who(request, code, number=number), words=body.words)
    return promotion_out(code, number)


@acts(router, f"{ONE}/live", PromotionOut, verbs=MAKE, act=actions.go_live, errors=("WORDS_MISSING", *FLOW))
def set_promotion_live(request: HttpRequest, code: Code, number: Number, body: WordsIn) -> PromotionOut:
    """Say that it is set up at the platform, and how."""
    return _sent(code, actions.go_live(**who(request, code, number=number), words=body.words))


@acts(router, f"{ONE}/withdraw", PromotionOut, verbs=MAKE, act=actions.withdraw_promotion, errors=FLOW)
def withdraw_one_promotion(request: HttpRequest, code: Code, number: Number) -> PromotionOut:
    """Take it back before it is over: its prices count no longer."""
    actions.withdraw_promotion(**who(request, code, number=number))
    return promotion_out(code, number)
