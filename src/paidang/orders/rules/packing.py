"""What may go into one parcel. Pure: the wish and what is known of the orders go in, what is wrong comes out."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from paidang.kit.outcome import Violation
from paidang.kit.sentence import say

CODE_CHARS, CARRIER_CHARS, WAYBILL_CHARS, PLACE_CHARS = 40, 20, 60, 40
WAYBILL = re.compile(r"[A-Za-z0-9-]{5,40}")
LINES_MAX = 500


@dataclass(frozen=True, slots=True)
class Packed:
    """So many units of an order line."""

    order_id: str
    line_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Open:
    """What of a line is still to be packed: sold, less refunded, less what is in other parcels."""

    order_id: str
    sku: str
    units: int


def less(known: Mapping[str, Open], packed: Sequence[Packed]) -> dict[str, Open]:
    """What is still to be packed once these units are."""
    left = dict(known)
    for line in packed:
        one = left[line.line_id]
        left[line.line_id] = replace(one, units=one.units - line.quantity)
    return left


def wrong_with(
    lines: Sequence[Packed],
    *,
    known: Mapping[str, Open],
    same: Mapping[str, str],
    held: Mapping[str, Sequence[str]],
) -> list[Violation]:
    """What is wrong with a parcel: empty, not of these orders, too many units, held, of several people or addresses.

    `known` by line; `same` by order: a hash of person and address, empty where not known; `held` by order: why, in words.
    """
    found: list[Violation] = []
    if not lines or len(lines) > LINES_MAX:
        found.append(Violation("PARCEL_EMPTY", say("包裹里要有 1 到 {most} 行商品", most=LINES_MAX)))
    asked: Counter[str] = Counter()
    for line in lines:
        asked[line.line_id] += line.quantity
        open_line = known.get(line.line_id)
        if open_line is None or open_line.order_id != line.order_id or line.quantity < 1:
            found.append(
                Violation(
                    "PARCEL_LINE_UNKNOWN",
                    say("订单 {order} 没有这一行：{line}", order=line.order_id, line=line.line_id),
                )
            )
        elif asked[line.line_id] > open_line.units:
            found.append(
                Violation(
                    "PARCEL_TOO_MANY",
                    say(
                        "{sku} 还可以装 {open} 件，不是 {asked} 件",
                        sku=open_line.sku,
                        open=open_line.units,
                        asked=asked[line.line_id],
                    ),
                    remedy=say("已退款的和已装进别的包裹的不能再装。"),
                )
            )
    orders = list(dict.fromkeys(line.order_id for line in lines))
    for order_id in orders:
        if why := held.get(order_id):
            found.append(
                Violation(
                    "ORDER_HELD",
                    say("订单 {order} 被拦截：{why}", order=order_id, why=list(why)),
                    remedy=say("放行后才能发货。"),
                )
            )
    people = {same.get(order_id, "") for order_id in orders}
    if len(orders) > 1 and (len(people) > 1 or "" in people):
        found.append(
            Violation(
                "PARCEL_OF_SEVERAL",
                say("这几单不是同一个人同一个地址，不能合在一个包裹里"),
                remedy=say("请分开装。"),
            )
        )
    return found
