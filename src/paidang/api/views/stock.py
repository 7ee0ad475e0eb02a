"""Stock: what there is of each SKU and what may be offered, its ledger, counts and moves."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router

from paidang.api.rules.cursors import cursor_of, number_of, place_of
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, Cursor, Limit, Moment, Shape
from paidang.api.views.token import person_of
from paidang.contracts.queries import get_contract
from paidang.stock import actions
from paidang.stock.models import SKU_MAX, UNITS_MAX
from paidang.stock.queries.ledger import LAST, LedgerLine, list_ledger
from paidang.stock.queries.listing import IN_VIEW, StockRow, StockWanted, list_stock
from paidang.stock.rules.kinds import COUNTED

router = Router(tags=["stock"])
LISTING, LEDGER = "stock", "stock_entries"
VIEWS = "|".join(view for view in IN_VIEW if view)


class StockOut(Shape):
    """One SKU over all warehouses, in units; `sellable` is on hand less reserved less safety, never below 0."""

    sku: str
    on_hand: int
    reserved: int
    damaged: int
    safety: int
    sellable: int
    short: int = Field(description="paid and not covered, or shipped though the books had none")
    sold: int = Field(description="in the 28 days up to the last order that is known")
    left_days: int | None = Field(
        description="for how many days it lasts at that pace; null where nothing was sold"
    )
    lead_days: int


class Stock(Shape):
    """A page of SKUs, by SKU."""

    items: list[StockOut]
    next_cursor: str | None
    total: int


class EntryOut(Shape):
    """One line of the ledger; `by` is empty for what follows from the orders."""

    id: int
    kind: str
    warehouse: str
    on_hand: int
    reserved: int
    damaged: int
    on_hand_after: int
    reserved_after: int
    damaged_after: int
    order_id: str
    reason: str
    happened_at: Moment
    at: Moment
    by: str


class Ledger(Shape):
    """Entries of one SKU, the newest first."""

    items: list[EntryOut]
    next_cursor: str | None


class StockFilters(Shape):
    """What the list is narrowed to."""

    view: Annotated[str, Field(pattern=f"^({VIEWS})?$", description=f"{VIEWS}; all without it")] = ""
    q: Annotated[str, Field(max_length=120, description="contained in the SKU")] = ""


class MoveIn(Asked):
    kind: Literal["counted", "received", "damaged", "disposed"] = Field(
        description="counted: units fit for sale, what is reserved included; else by how many units"
    )
    warehouse: str = Field(min_length=1, max_length=80)
    sku: str = Field(min_length=1, max_length=SKU_MAX)
    quantity: int = Field(ge=0, le=UNITS_MAX)
    reason: str = Field(
        "", max_length=500, description="wanted for damage, disposal and a count that differs"
    )


def _stock(row: StockRow) -> StockOut:
    return StockOut(
        sku=row.sku, on_hand=row.on_hand, reserved=row.reserved, damaged=row.damaged, safety=row.safety,
        sellable=row.sellable, short=row.short, sold=row.sold, left_days=row.left_days, lead_days=row.lead_days,
    )  # fmt: skip


def _entry(line: LedgerLine) -> EntryOut:
    return EntryOut(
        id=line.id, kind=line.kind, warehouse=line.warehouse, on_hand=line.on_hand, reserved=line.reserved,
        damaged=line.damaged, on_hand_after=line.on_hand_after, reserved_after=line.reserved_after,
        damaged_after=line.damaged_after, order_id=line.order_id, reason=line.reason, happened_at=line.happened_at,
        at=line.at, by=line.by,
    )  # fmt: skip


@reads(router, "/contracts/{code}/stock", Stock, errors=("422 CURSOR_UNKNOWN",))
def list_stock_levels(
    request: HttpRequest, code: Code, filters: Query[StockFilters], cursor: Cursor = "", limit: Limit = 50
) -> Stock:
    """What there is of each SKU."""
    wanted = StockWanted(get_contract(code).pk, view=filters.view, text=filters.q.strip())
    page = list_stock(wanted, after=place_of(LISTING, cursor), most=limit)
    return Stock(
        items=[_stock(row) for row in page.rows],
        next_cursor=cursor_of(LISTING, page.rows[-1].key) if page.has_next else None,
        total=page.counts[filters.view],
    )


@reads(router, "/contracts/{code}/stock/entries", Ledger, errors=("422 CURSOR_UNKNOWN",))
def list_stock_entries(
    request: HttpRequest,
    code: Code,
    sku: Annotated[str, Query(min_length=1, max_length=SKU_MAX)],
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Ledger:
    """The ledger of one SKU, the newest entry first."""
    lines = list_ledger(get_contract(code).pk, sku, before=number_of(LEDGER, cursor) or LAST, most=limit + 1)
    more = cursor_of(LEDGER, str(lines[limit - 1].id)) if len(lines) > limit else None
    return Ledger(items=[_entry(line) for line in lines[:limit]], next_cursor=more)


@acts(
    router, "/contracts/{code}/stock", Ledger, verbs=["declare_stock"], act=actions.move_goods,
    errors=(
        "CONTRACT_NOT_IN_FORCE", "GOODS_INCOMPLETE", "MOVE_UNKNOWN", "REASON_MISSING", "NOT_SO_MANY",
    ),
)  # fmt: skip
def move_stock(request: HttpRequest, code: Code, body: MoveIn) -> Ledger:
    """The brand books a count, a receipt, damage or what became of the damaged; answered is the SKU's newest entries."""
    person, now = person_of(request), timezone.now()
    goods = {"warehouse": body.warehouse, "sku": body.sku, "reason": body.reason}
    if body.kind == COUNTED:
        actions.count_goods(person=person, at=now, code=code, quantity=body.quantity, **goods)
    else:
        actions.move_goods(person=person, at=now, code=code, kind=body.kind, quantity=body.quantity, **goods)
    lines = list_ledger(get_contract(code).pk, body.sku.strip(), most=10)
    return Ledger(items=[_entry(line) for line in lines], next_cursor=None)
