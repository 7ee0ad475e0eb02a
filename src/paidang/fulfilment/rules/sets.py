"""Why a set does not leave: its parts lie in several warehouses, or one of them is short. A parcel holds whole sets alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from paidang.kit.sentence import Sentence, say


@dataclass(frozen=True, slots=True)
class Part:
    """What stock has done for one part of a set that an order line sells, in units of the part; `warehouse`: its name, or ""."""

    order_id: str
    line_id: str
    set_sku: str
    sku: str
    warehouse: str
    reserved: int
    short: int


@dataclass(frozen=True, slots=True)
class NotWhole:
    """A line's set that is not whole in one warehouse, and why, in words."""

    order_id: str
    line_id: str
    sku: str
    why: Sentence


def not_whole(parts: Iterable[Part]) -> list[NotWhole]:
    """The lines whose sets cannot leave from one warehouse as stock stands, in the order they come."""
    lines: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        lines.setdefault((part.order_id, part.line_id), []).append(part)
    return [
        NotWhole(order_id, line_id, some[0].set_sku, why)
        for (order_id, line_id), some in lines.items()
        if (why := _why(some))
    ]


def _why(parts: list[Part]) -> Sentence | None:
    sku = parts[0].set_sku
    places: dict[str, list[str]] = {}
    for part in parts:
        if part.reserved:
            places.setdefault(part.warehouse, []).append(part.sku)
    short = [say("{sku} 缺 {units:,} 件", sku=part.sku, units=part.short) for part in parts if part.short]
    there = [say("{warehouse}有 {skus}", warehouse=name, skus=skus) for name, skus in places.items()]
    if len(places) > 1:
        return say("套装 {sku} 的货不在一个仓：{parts}", sku=sku, parts=[*there, *short])
    return say("套装 {sku} 还不齐：{parts}", sku=sku, parts=short) if short else None
