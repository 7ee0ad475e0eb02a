"""Platforms' bills beside the orders: what does not agree in a month, the word given to it, fees that only bills tell."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router

from paidang.api.rules.cursors import cursor_of, place_of
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, Cursor, Done, Limit, Moment, Month, Named, Row, Shape
from paidang.api.views.token import who
from paidang.contracts.queries import get_contract
from paidang.orders import actions
from paidang.orders.models import BillExplanation, BillItem
from paidang.orders.queries.bill_fees import count_bill_fees
from paidang.orders.queries.bills import (
    EXPLAINED,
    explanations_of,
    items_of,
    list_fees,
    list_items,
    place_of_item,
    sum_items,
    sum_month,
)
from paidang.orders.rules.reconciling import OPEN, OTHER, REASONS, STATES, WAITING
from paidang.settlement.actions import give_back_fees, take_over_fees

router = Router(tags=["bills"])
LISTING = "bills"
ROOT = "/contracts/{code}/bills/{month}"
VIEWS = (OPEN, EXPLAINED, WAITING, OTHER)
EXPLAIN, CLOSE = ["explain_bill"], ["close_month"]
FIXED = ("ALREADY_SENT", "CONTRACT_NOT_IN_FORCE")


class SumOut(Shape):
    """What the items of one state come to: what was to come in by the orders, and what the bills say came in."""

    state: str
    items: int
    expected_fen: int
    billed_fen: int


class StoreOut(Shape):
    """A store's month by state."""

    channel: str
    store: str
    sums: list[SumOut]


class FeeOut(Shape):
    """A fee by name: what the bills took, and what the facts of the statement say."""

    name: str
    billed_fen: int
    facts_fen: int
    difference_fen: int


class FeesOut(Shape):
    """What the bills took and the facts lack, and what was taken over into them (`bill:` rows)."""

    missing: int
    missing_fen: int
    unplaced: int = Field(description="not sure whose they are: counted and left")
    taken: int
    taken_fen: int


class MonthOut(Shape):
    """A month's bills beside its orders."""

    stores: list[StoreOut]
    explained: int
    fees: list[FeeOut]
    fees_of_bills: FeesOut


class SaidOut(Shape):
    """A person's word why an item may stay as it is; it holds for exactly these amounts."""

    id: int
    reason: str = Field(description=", ".join(REASONS))
    words: str
    holds: bool
    explained_by: Named
    explained_at: Moment


class ItemOut(Shape):
    """An order, or a bill's line without one, that does not agree."""

    is_order: bool
    item: str
    channel: str
    store: str
    state: str
    kind: str
    name: str
    first_at: Moment
    expected_fen: int
    billed_fen: int
    said: SaidOut | None


class Items(Shape):
    """A page, the oldest first."""

    items: list[ItemOut]
    next_cursor: str | None


class PickIn(Asked):
    """An item as it was seen: other amounts meanwhile refuse the word."""

    is_order: bool
    item: str = Field(min_length=1, max_length=255)
    expected_fen: int
    billed_fen: int


class ExplainIn(Asked):
    items: list[PickIn] = Field(min_length=1, max_length=1000)
    reason: str = Field(max_length=20, description=", ".join(REASONS))
    words: str = Field("", max_length=500)


class ReopenIn(Asked):
    ids: list[Row] = Field(min_length=1, max_length=1000, description="`said.id` of the items")


class TakenOut(Shape):
    """How many fees were written, and what they come to."""

    fees: int
    amount_fen: int


class Filters(Shape):
    view: Annotated[str, Field(pattern=f"^({'|'.join(VIEWS)})$", description=", ".join(VIEWS))] = OPEN
    store: Annotated[str, Field(max_length=200)] = ""
    q: Annotated[str, Field(max_length=120, description="the beginning of a number")] = ""


def _item(one: BillItem, said: BillExplanation | None) -> ItemOut:
    names = set(ItemOut.model_fields) - {"said"}
    holds = bool(said and (said.expected_fen, said.billed_fen) == (one.expected_fen, one.billed_fen))
    word = (
        SaidOut(
            id=said.pk, reason=said.reason, words=said.words, holds=holds, explained_by=said.explained_by.name,
            explained_at=said.explained_at,
        )
        if said
        else None
    )  # fmt: skip
    return ItemOut(**{name: getattr(one, name) for name in names}, said=word)


@reads(router, ROOT, MonthOut)
def get_month_of_bills(request: HttpRequest, code: Code, month: Month) -> MonthOut:
    """A month's sums by store and state, its fees, and the fees that only the bills tell."""
    contract = get_contract(code)
    stores = [
        StoreOut(
            channel=channel, store=store,
            sums=[
                SumOut(
                    state=state, items=sums.items, expected_fen=sums.expected, billed_fen=sums.billed
                )
                for state in STATES
                if (sums := states.get(state))
            ],
        )
        for (channel, store), states in sum_month(contract.pk, month).items()
    ]  # fmt: skip
    return MonthOut(
        stores=stores,
        explained=sum_items(items_of(contract.pk, month, state=EXPLAINED)).items,
        fees=[FeeOut.from_orm(one) for one in list_fees(contract.pk, month)],
        fees_of_bills=FeesOut.from_orm(count_bill_fees(contract.pk, month)),
    )


@reads(router, f"{ROOT}/items", Items, errors=("422 CURSOR_UNKNOWN",))
def list_bill_items(
    request: HttpRequest,
    code: Code,
    month: Month,
    filters: Query[Filters],
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Items:
    """What does not agree, what waits for its bill, or what is no sale, with the word given to each."""
    contract_id = get_contract(code).pk
    found = list_items(
        contract_id, month, state=filters.view, store=filters.store, text=filters.q, after=place_of(LISTING, cursor),
        most=limit + 1,
    )  # fmt: skip
    shown = found[:limit]
    said = explanations_of(contract_id, shown)
    return Items(
        items=[_item(one, said.get((one.is_order, one.item))) for one in shown],
        next_cursor=cursor_of(LISTING, place_of_item(shown[-1])) if len(found) > limit else None,
    )


@acts(
    router, f"{ROOT}/explain", Done, verbs=EXPLAIN, act=actions.explain_items,
    errors=("BILL_NOT_EXPLAINED", "REASON_MISSING", "ITEM_NOT_OPEN", "ITEM_CHANGED"),
)  # fmt: skip
def explain_bill_items(request: HttpRequest, code: Code, month: Month, body: ExplainIn) -> Done:
    """Explain open items with one reason. `count`: how many that newly explains."""
    picks = [actions.Pick(one.is_order, one.item, one.expected_fen, one.billed_fen) for one in body.items]
    count = actions.explain_items(**who(request, code), picks=picks, reason=body.reason, words=body.words)
    return Done(count=count)


@acts(router, f"{ROOT}/reopen", Done, verbs=EXPLAIN, act=actions.take_back_explanations)
def reopen_bill_items(request: HttpRequest, code: Code, month: Month, body: ReopenIn) -> Done:
    """Take explanations back: their items are open again."""
    return Done(count=actions.take_back_explanations(**who(request, code), ids=body.ids))


@acts(router, f"{ROOT}/fees/take-over", TakenOut, verbs=CLOSE, act=take_over_fees, errors=FIXED)
def take_fees_over(request: HttpRequest, code: Code, month: Month) -> TakenOut:
    """Write the fees that the month's bills took and the facts lack as platform fees. Twice is once."""
    count, fen = take_over_fees(**who(request, code), month=month)
    return TakenOut(fees=count, amount_fen=fen)


@acts(router, f"{ROOT}/fees/give-back", TakenOut, verbs=CLOSE, act=give_back_fees, errors=FIXED)
def give_fees_back(request: HttpRequest, code: Code, month: Month) -> TakenOut:
    """Set the fees taken over from the month's bills to nothing."""
    count, fen = give_back_fees(**who(request, code), month=month)
    return TakenOut(fees=count, amount_fen=fen)
