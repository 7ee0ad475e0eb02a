"""What is answered of a promotion."""

from ninja import Field

from paidang.api.views.shapes import Moment, Named, Shape, word_of
from paidang.promotions.rules.states import LANES, STATES


class GoodOut(Shape):
    """So many of a SKU at a price."""

    sku: str
    price_fen: int
    units: int


class PromotionRow(Shape):
    """A promotion as the list has it; `answer_by` is the brand's deadline."""

    number: int
    lane: str = Field(description="planned, sudden (a platform's offer with hours to answer), own")
    lane_word = word_of("lane", LANES)
    state: str = Field(description=", ".join(STATES))
    state_word = word_of("state", STATES)
    channel: str
    store: str
    title: str
    starts_at: Moment
    ends_at: Moment
    answer_by: Moment
    budget_fen: int | None
    goods: list[GoodOut]


class Promotions(Shape):
    """A page, the newest first."""

    items: list[PromotionRow]
    next_cursor: str | None


class WorthOut(Shape):
    """What units sold bring by the contract's terms; carriage and platforms' fees are not taken off (`fee`)."""

    revenue_fen: int
    profit_fen: int
    a_fen: int
    b_fen: int


class FeeOut(Shape):
    """A platform's fee as expected, how much less either side has for it, and by what it is reckoned."""

    fee_fen: int
    a_fen: int
    b_fen: int
    said: str


class CheckOut(Shape):
    """One line of the check list."""

    key: str = Field(description="floor, money, stock, shipping, budget, calendar, time")
    verdict: str = Field(description="ok, warn, bad, unknown")
    said: str
    hint: str


class SkuOut(Shape):
    """Whether a SKU is ready, why not, and the units and the price that would be; null: there are none."""

    sku: str
    is_ready: bool
    reasons: list[str]
    passing_units: int = Field(description="nothing refuses so many: stock, floor")
    best_units: int = Field(
        description="so many of them the people on shift manage; more is warned of, not refused"
    )
    best_price_fen: int | None
    worst_fen: int | None = Field(description="the lowest price that a cart could reach")
    floor_fen: int | None
    list_fen: int | None
    available: int | None


class ReadinessOut(Shape):
    """Whether it is ready now."""

    verdict: str
    checks: list[CheckOut]
    skus: list[SkuOut]
    worth: WorthOut | None
    fee: FeeOut | None = Field(description="what the platform is expected to take of it; null: nothing tells")
    packing_days: int | None = Field(description="with what waits already; null: nobody has said the pace")


class SoldOut(Shape):
    """What was sold of a SKU, of so many planned. Refunds are not taken off."""

    sku: str
    planned: int
    units: int
    revenue_fen: int
    lowest_fen: int | None
    floor_fen: int | None
    left: int | None


class NoteOut(Shape):
    """A question of the brand, or the agency's answer."""

    words: str
    by: Named
    at: Moment


class PromotionOut(PromotionRow):
    """A promotion with all that either side sees of it."""

    words: str
    made_by: Named
    made_at: Moment
    asked_by: Named
    asked_at: Moment | None
    live_by: Named
    live_at: Moment | None
    live_words: str
    by_link: bool = Field(
        description="its prices are set through the store's interface, and taken back at its end"
    )
    digest: str = Field(description="of what it says now; the brand approves by it")
    withdrawn_at: Moment | None
    answer: str = Field(description="the brand's reason, where it declined")
    answered_at: Moment | None
    notes: list[NoteOut]
    readiness: ReadinessOut
    sold: list[SoldOut] | None = Field(description="from the start on")
    refused: list[str] = Field(
        default_factory=list, description="why the floors did not let this act through: then nothing went on"
    )
