"""The list of orders, filtered as on its page."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router

from paidang.api.rules.cursors import cursor_of, place_of
from paidang.api.views.route import reads
from paidang.api.views.shapes import Cursor, Limit, Moment, Shape
from paidang.contracts.queries import get_contract, list_contracts
from paidang.orders.queries.listing import list_orders
from paidang.orders.queries.matching import IN_VIEW, Wanted

router = Router(tags=["orders"])
LISTING = "orders"
VIEWS = "|".join(view for view in IN_VIEW if view)


class Goods(Shape):
    """How much of what an order has."""

    sku: str
    quantity: int


class OrderOut(Shape):
    """An order; amounts in fen."""

    contract: str
    order_id: str
    channel: str
    store: str
    state: str = Field(description="unshipped, on_hold, part_shipped, moving, done, part_refunded, refunded")
    paid_at: Moment
    shipped_at: Moment | None
    completed_at: Moment | None
    lines: int
    quantity: int
    revenue_fen: int
    refunded_fen: int
    is_below_floor: bool
    goods: list[Goods]


class Orders(Shape):
    """A page of orders, and what all that match come to."""

    items: list[OrderOut]
    next_cursor: str | None
    total: int
    revenue_fen: int
    refunded_fen: int


class Filters(Shape):
    """What the list is narrowed to."""

    contract: Annotated[str, Field(max_length=40, description="a contract's code; all without it")] = ""
    view: Annotated[str, Field(pattern=f"^({VIEWS})?$", description=f"{VIEWS}; all without it")] = ""
    store: Annotated[str, Field(max_length=200)] = ""
    paid_from: Annotated[date | None, Field(description="the first day of payment, in Shanghai, in")] = None
    paid_to: Annotated[date | None, Field(description="the last day of payment, in")] = None
    q: Annotated[
        str,
        Field(
            max_length=120,
            description="order (beginning or end), waybill, part of a SKU or title, receiver's name, phone or its last four, part of a remark",
        ),
    ] = ""
    oldest_first: bool = False


@reads(router, "/orders", Orders, errors=("404 NOT_FOUND", "422 CURSOR_UNKNOWN"))
def list_all_orders(
    request: HttpRequest, filters: Query[Filters], cursor: Cursor = "", limit: Limit = 50
) -> Orders:
    """Orders, the newest payment first."""
    contracts = [get_contract(filters.contract)] if filters.contract else list_contracts()
    wanted = Wanted(
        contract_ids=[one.pk for one in contracts], view=filters.view, store=filters.store, paid_from=filters.paid_from,
        paid_to=filters.paid_to, text=filters.q.strip(), newest_first=not filters.oldest_first,
    )  # fmt: skip
    page = list_orders(wanted, after=place_of(LISTING, cursor), most=limit)
    codes = {one.pk: one.code for one in contracts}
    items = [
        OrderOut(
            contract=codes[row.contract_id], order_id=row.order_id, channel=row.channel, store=row.store, state=row.state,
            paid_at=row.paid_at, shipped_at=row.shipped_at, completed_at=row.completed_at, lines=row.lines,
            quantity=row.quantity, revenue_fen=row.revenue_fen, refunded_fen=row.refunded_fen,
            is_below_floor=row.is_below_floor, goods=[Goods(sku=sku, quantity=n) for sku, n in row.goods],
        )
        for row in page.rows
    ]  # fmt: skip
    more = cursor_of(LISTING, page.rows[-1].key) if page.has_next else None
    return Orders(
        items=items,
        next_cursor=more,
        total=page.total,
        revenue_fen=page.revenue_fen,
        refunded_fen=page.refunded_fen,
    )
