"""What may leave: paid, reserved, whole, not held, in no other parcel. Each order's part in each warehouse is a parcel."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from paidang.channels.link.documents import PAID, PART_SHIPPED
from paidang.contracts.queries.kept import kept
from paidang.evidence.rules.wording import acts_of
from paidang.fulfilment.rules.waves import SINGLE, Candidate, Held, is_near, whole_lines
from paidang.orders.models import DeliveryArea
from paidang.orders.queries.deadlines import due_of
from paidang.orders.queries.holds import why_held
from paidang.orders.queries.parcels import same_of
from paidang.stock.models import Reservation
from paidang.stock.queries.sets import OF_LINE, WITH_SETS, has_sets
from paidang.stores.models import StoreOrder
from paidang.stores.queries import list_receivers

WAVES = [
    "fulfilment.wave_made",
    "fulfilment.wave_released",
    "fulfilment.stopped",
    "fulfilment.set_aside",
    "fulfilment.split",
]
"""What takes parcels out of what is ready, or puts them back."""
ROWS_AN_ORDER = 20
"""Whether an order may leave takes its reservations, parcels, holds and limits: as much as so many rows."""
_GOODS = {
    "with_sets": "with", "of_sets": "", "is_its": "l.sku = r.sku", "free": "r.reserved - coalesce(p.units, 0)", "of_part": "0, 0",
}  # fmt: skip
_GOODS_AND_SETS = {
    "with_sets": WITH_SETS,
    "of_sets": f"""left join (select *, count(*) over (partition by channel, store, code) as parts from sets) s
        on {OF_LINE} and s.sku = r.sku""",
    "is_its": "(l.sku = r.sku or s.sku is not null)",
    "free": "r.reserved - coalesce(p.units, 0) * coalesce(s.units, 1)",
    "of_part": "coalesce(s.units, 0), coalesce(s.parts, 0)",
}
READY_MAX = 5_000
"""So many orders are looked at, the longest paid first: more than a day's work of a warehouse."""

_READY = """
    {with_sets} whole as (
        select order_id, min(paid_at) as paid_at from stock_reservation
        where contract_id = %(contract)s and (reserved > 0 or short > 0)
        group by order_id having bool_and(short = 0) order by 2, 1
    )
    select r.order_id, r.warehouse_id, l.channel, l.store, r.paid_at, r.line_id, l.sku, r.sku, {free}, {of_part}
    from (select * from whole limit %(most)s) w join stock_reservation r using (order_id)
    join orders_orderline l on l.contract_id = r.contract_id and l.line_id = r.line_id {of_sets}
    left join lateral (
        select sum(q.quantity)::bigint as units from orders_parcelline q join orders_parcel b on b.id = q.parcel_id
        where q.contract_id = r.contract_id and q.order_id = r.order_id and q.line_id = r.line_id and b.unpacked_at is null
    ) p on true
    where r.contract_id = %(contract)s and {is_its} and {free} > 0
    order by w.paid_at, r.order_id, r.line_id, r.sku"""


def list_ready(contract_id: int, *, places: bool = True) -> list[Candidate]:
    """The parcels that could leave now, the longest paid first, each with the moment by which it must; without `places`
    nobody's address is opened to tell where they go."""
    with connection.cursor() as cursor:
        cursor.execute(
            _READY.format(**(_GOODS_AND_SETS if has_sets(contract_id) else _GOODS)),
            {"contract": contract_id, "most": READY_MAX},
        )
        rows = cursor.fetchall()
    found: dict[tuple[str, int], Candidate] = {}
    held: dict[tuple[str, int], list[Held]] = {}
    for order_id, warehouse, channel, store, paid_at, *line in rows:
        key = (order_id, warehouse)
        found.setdefault(key, Candidate(order_id, warehouse, channel, store, paid_at, ()))
        held.setdefault(key, []).append(Held(order_id, *line))
    made = [replace(one, lines=whole_lines(held[key])) for key, one in found.items()]
    made = [one for one in made if one.lines]
    orders = {one.order_id for one in made}
    stopped, due = list_held(contract_id, orders), due_of([contract_id], orders)
    same = same_of(contract_id, orders)
    free = [
        replace(one, ship_by=due.get((contract_id, one.order_id)), same=same.get(one.order_id, ""))
        for one in made
        if one.order_id not in stopped
    ]
    return with_places(contract_id, free) if places else free


@dataclass(frozen=True, slots=True)
class Ready:
    """The parcels that could leave now, counted: of one SKU, to the brand's own cities; since when the oldest is paid, by when the
    first must leave; and by store."""

    parcels: int
    single: int
    near: int
    oldest: datetime | None
    first_due: datetime | None
    stores: Sequence[tuple[str, int]]


def count_ready(contract_id: int) -> Ready:
    """`list_ready` counted: of thousands of orders as it was some seconds ago, but never as it was before the last wave."""
    cities = list_own_cities(contract_id)

    def make() -> Ready:
        found = list_ready(contract_id, places=bool(cities))
        return Ready(
            len(found),
            sum(one.kind == SINGLE for one in found),
            sum(is_near(one.place, cities) for one in found),
            found[0].paid_at if found else None,
            min((one.ship_by for one in found if one.ship_by), default=None),
            sorted(Counter(one.store for one in found).items()),
        )

    return kept(
        [contract_id],
        ("ready", sorted(cities)),
        make,
        rows=lambda ready: ready.parcels * ROWS_AN_ORDER,
        acts=acts_of("orders") + WAVES,
    )


def list_held(contract_id: int, order_ids: Collection[str]) -> set[str]:
    """Those of the orders that must not leave now: somebody or a rule holds them, or their platform says so."""
    told = StoreOrder.objects.filter(contract_id=contract_id, order_id__in=order_ids)
    stopped = told.exclude(state__in=[PAID, PART_SHIPPED]).values_list("order_id", flat=True)
    return {*why_held(contract_id, order_ids), *stopped}


def with_places(contract_id: int, parcels: Iterable[Candidate]) -> list[Candidate]:
    """The same, with where each goes, as far as it is known."""
    parcels = list(parcels)
    receivers = list_receivers(contract_id, {one.order_id for one in parcels})
    return [
        replace(one, place=(who.province, who.city, who.district))
        if (who := receivers.get(one.order_id))
        else one
        for one in parcels
    ]


def list_reserved(
    contract_id: int, order_ids: Collection[str], warehouse_id: int
) -> dict[tuple[str, str], int]:
    """What is reserved of these orders in a warehouse by now, by line and SKU."""
    found = Reservation.objects.filter(
        contract_id=contract_id, order_id__in=order_ids, warehouse_id=warehouse_id, reserved__gt=0
    )
    return {(line_id, sku): n for line_id, sku, n in found.values_list("line_id", "sku", "reserved")}


def list_own_cities(contract_id: int) -> frozenset[str]:
    """Where the brand delivers itself (OP-3-E-1)."""
    areas = DeliveryArea.objects.filter(contract_id=contract_id).exclude(same_city="")
    return frozenset(areas.values_list("same_city", flat=True))
