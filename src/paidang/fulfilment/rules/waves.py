"""Which parcels make a wave, and in which order they are picked: parcels of one and the same SKU together, along the shelves."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from paidang.kit.clause import clause
from paidang.orders.rules.carriers import OWN
from paidang.orders.rules.holding import short_place

SINGLE, MIXED = "single", "mixed"
PARCELS_MAX = 500
LAST_SHELF = "\uffff"
"""Where goods without a place stand in the walk: at its end."""


@dataclass(frozen=True, slots=True)
class Line:
    """Units of an order line whose goods are reserved in the parcel's warehouse; of a set: its parts, in all sets together."""

    order_id: str
    line_id: str
    sku: str
    quantity: int
    parts: tuple[tuple[str, int], ...] = ()

    @property
    def goods(self) -> tuple[tuple[str, int], ...]:
        """What is fetched for it: SKUs and units."""
        return self.parts or ((self.sku, self.quantity),)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A parcel that could leave: what one order, or several of one buyer, have in one warehouse. `place`: province, city, district. `ship_by`: the
    moment by which it must; None where nobody says. `same`: what tells a person at an address from all others, or "".
    """

    order_id: str
    warehouse: int
    channel: str
    store: str
    paid_at: datetime
    lines: tuple[Line, ...]
    place: tuple[str, str, str] = ("", "", "")
    ship_by: datetime | None = None
    same: str = ""

    @property
    def urgency(self) -> tuple[bool, datetime, str]:
        """What is first when not all can leave: what must leave first; what nobody limits comes after all that."""
        return (self.ship_by is None, self.ship_by or self.paid_at, self.order_id)

    @property
    def units(self) -> int:
        return sum(units for _sku, units in self.goods)

    @property
    def goods(self) -> tuple[tuple[str, int], ...]:
        """What is fetched for it: SKUs and units, line by line."""
        return tuple(one for line in self.lines for one in line.goods)

    @property
    def kind(self) -> str:
        """`single`: one SKU, so a whole stack of such parcels is picked at once."""
        return SINGLE if len({sku for sku, _units in self.goods}) == 1 else MIXED


@dataclass(frozen=True, slots=True)
class Rule:
    """What a wave takes: empty fields take all. `cities`: what the brand delivers itself there goes by nobody else."""

    warehouse: int
    carrier: str
    stores: frozenset[str] = frozenset()
    kind: str = ""
    paid_before: datetime | None = None
    due_before: datetime | None = None
    merges: bool = True
    most: int = PARCELS_MAX
    cities: frozenset[str] = frozenset()

    def takes(self, one: Candidate) -> bool:
        """Whether the parcel belongs to this wave."""
        return (
            one.warehouse == self.warehouse
            and bool(one.lines)
            and is_near(one.place, self.cities) == (self.carrier == OWN)
            and (not self.stores or one.store in self.stores)
            and (not self.kind or one.kind == self.kind)
            and (self.paid_before is None or one.paid_at < self.paid_before)
            and (self.due_before is None or (one.ship_by is not None and one.ship_by < self.due_before))
        )


@dataclass(frozen=True, slots=True)
class Held:
    """Units of a SKU that one warehouse holds for an order line, in no parcel yet. Of a line that sells a set: of a part, of which
    so many are in `each` set; the set has so many `parts`. Else 0."""

    order_id: str
    line_id: str
    line_sku: str
    sku: str
    units: int
    each: int = 0
    parts: int = 0


def whole_lines(held: Iterable[Held]) -> tuple[Line, ...]:
    """What may leave of what one warehouse holds: of a set only as many as all its parts are there for."""
    found: list[Line] = []
    of_sets: dict[tuple[str, str], list[Held]] = {}
    for one in held:
        if one.each:
            of_sets.setdefault((one.order_id, one.line_id), []).append(one)
        else:
            found.append(Line(one.order_id, one.line_id, one.line_sku, one.units))
    for (order_id, line_id), parts in of_sets.items():
        sets = min(one.units // one.each for one in parts) if len(parts) == parts[0].parts else 0
        if sets:
            made_of = tuple((one.sku, sets * one.each) for one in parts)
            found.append(Line(order_id, line_id, parts[0].line_sku, sets, made_of))
    return tuple(found)


def is_near(place: tuple[str, str, str], cities: Iterable[str]) -> bool:
    """Whether the brand delivers there itself (OP-3-E-1): a city it named, `杭州` as well as `杭州市`, or a district."""
    _province, city, district = place
    named = {short_place(name) for name in cities if name}
    return bool(named & {short_place(name) for name in (city, district) if name})


@clause("OP-3-E-1", "OP-4-B-4")
def build_wave(
    candidates: Iterable[Candidate], rule: Rule, shelves: Mapping[str, str]
) -> tuple[Candidate, ...]:
    """The wave's parcels in the order of picking; of more than fit the most urgent. `shelves`: a SKU's place.

    Parcels of one SKU come first, those of the same SKU together, the most of them first; then the mixed ones along the
    shelves.
    """
    taken = list(filter(rule.takes, candidates))
    fitting = sorted(merged(taken) if rule.merges else taken, key=lambda one: one.urgency)[
        : min(rule.most, PARCELS_MAX)
    ]
    alike = Counter(one.goods[0][0] for one in fitting if one.kind == SINGLE)

    def walk(one: Candidate) -> tuple[object, ...]:
        shelf, sku = min((shelves.get(sku) or LAST_SHELF, sku) for sku, _units in one.goods)
        many = alike[sku] if one.kind == SINGLE else 0
        return (one.kind != SINGLE, -many, shelf, sku, one.units, one.paid_at, one.order_id)

    return tuple(sorted(fitting, key=walk))


def merged(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The same with all orders of one person to one address in a parcel, those of one store in one warehouse.

    It leaves when the first of them must, and is named by that order.
    """
    groups: dict[tuple[object, ...], list[Candidate]] = {}
    for one in candidates:
        key = (one.same, one.store, one.warehouse) if one.same else (one.order_id, one.warehouse)
        groups.setdefault(key, []).append(one)
    found = []
    for group in groups.values():
        group.sort(key=lambda one: one.urgency)
        lines = tuple(line for one in group for line in one.lines)
        found.append(replace(group[0], lines=lines, paid_at=min(one.paid_at for one in group)))
    return found


def pick_order(units: Mapping[str, int], shelves: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """What is fetched for a wave: (place, SKU, units), along the shelves; what has no place comes last."""
    rows = [(shelves.get(sku, ""), sku, n) for sku, n in units.items()]
    return sorted(rows, key=lambda row: (row[0] or LAST_SHELF, row[1]))
