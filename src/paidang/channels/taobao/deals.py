"""A store's promotions on the open platform: coupons, money off from a total on, items at a price.

Units differ by call: a coupon's worth is in yuan and its threshold in fen, activities are in fen throughout.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from paidang.channels.cells import BadCell, read_time
from paidang.channels.link.channel import Deal, Item
from paidang.channels.link.errors import Refused, Unreachable
from paidang.channels.link.paging import Row, read_all
from paidang.channels.link.replies import total, whole
from paidang.channels.taobao.calls import TIME, TopGateway
from paidang.channels.taobao.replies import rows
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say

COUPON, FULL_REDUCTION, ITEM_PRICE = "coupon", "full_reduction", "item_price"
PAGE_SIZE = 40
TO_A_PRICE = 2
"""The promotion_type of an item's detail; 0 is money off, 1 a rate."""
_ACTIVITIES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("taobao.promotionmisc.mjs.activity.list.get", "mjs_promotion", {"activity_type": "1"}),
    ("taobao.promotionmisc.common.item.activity.list.get", "common_item_promotion", {}),
)


def list_deals(gateway: TopGateway) -> Iterator[Deal]:
    """All that the store has of these kinds."""
    for row in _read(gateway, "taobao.promotion.coupons.get", "coupon", {}):
        yield Deal(
            deal_id=str(row.get("coupon_id", "")),
            name=say("{yuan} 元优惠券", yuan=whole(row.get("denominations"))),
            kind=COUPON,
            starts_at=_moment(row.get("start_time")),
            ends_at=_moment(row.get("end_time")),
            minus_fen=whole(row.get("denominations")) * 100,
            threshold_fen=whole(row.get("condition")),
        )
    for method, of, given in _ACTIVITIES:
        for row in _read(gateway, method, of, given):
            yield Deal(
                deal_id=str(row.get("activity_id", "")),
                name=str(row.get("name") or ""),
                kind=FULL_REDUCTION if of == "mjs_promotion" else ITEM_PRICE,
                starts_at=_moment(row.get("start_time")),
                ends_at=_moment(row.get("end_time")),
                items=tuple(each for each in str(row.get("item_ids") or "").split(",") if each),
                price_fen=whole(row.get("promotion_value")),
                minus_fen=whole(row.get("decrease_amount")),
                threshold_fen=whole(row.get("total_price")),
            )


def _read(gateway: TopGateway, method: str, of: str, given: Mapping[str, str]) -> Sequence[Row]:
    is_coupon = of == "coupon"

    def ask(page: int) -> tuple[Sequence[Row], int]:
        reply = gateway.read(method, page_no=page, page_size=PAGE_SIZE, **given)
        if is_coupon:
            return rows(reply, of), total(reply, "total_results")
        return rows(reply, of, of + "_list"), total(reply, "total_count")

    name = "coupon_id" if is_coupon else "activity_id"
    return read_all(ask, lambda row: str(row.get(name, "")), page_size=PAGE_SIZE)


def add_deal(gateway: TopGateway, deal: Deal, list_items: Callable[[], Iterator[Item]]) -> str:
    """Create a promotion, and return its id. The platform's price promotions are for whole items, not for one choice."""
    when = {"start_time": _time(deal.starts_at), "end_time": _time(deal.ends_at)}
    if deal.kind == COUPON:
        return _add_coupon(gateway, deal, when)
    if deal.kind == FULL_REDUCTION:
        reply = gateway.write(
            "taobao.promotionmisc.mjs.activity.add",
            is_idempotent=False,
            name=deal.name,
            type=1,
            participate_range=0,
            is_amount_over="true",
            total_price=deal.threshold_fen,
            is_decrease_money="true",
            decrease_amount=deal.minus_fen,
            **when,
        )
        return _id_of(reply, "activity_id")
    if deal.kind != ITEM_PRICE:
        raise Refused(say("淘宝的促销没有这一种：{kind}", kind=deal.kind))
    items = _whole_items(deal, list_items)
    reply = gateway.write(
        "taobao.promotionmisc.common.item.activity.add",
        is_idempotent=False,
        name=deal.name,
        description=deal.name,
        **when,
    )
    deal_id = _id_of(reply, "activity_id")
    for item_id in items:
        gateway.write(
            "taobao.promotionmisc.common.item.detail.add",
            is_idempotent=False,
            activity_id=deal_id,
            item_id=item_id,
            promotion_type=TO_A_PRICE,
            promotion_value=deal.price_fen,
        )
    return deal_id


def _add_coupon(gateway: TopGateway, deal: Deal, when: Mapping[str, str]) -> str:
    if deal.minus_fen % 100 or deal.items:
        raise Refused(say("淘宝的店铺优惠券只能是整元，而且全店通用"))
    reply = gateway.write(
        "taobao.promotion.coupon.add",
        is_idempotent=False,
        denominations=deal.minus_fen // 100,
        condition=deal.threshold_fen or "",
        **when,
    )
    return _id_of(reply, "coupon_id")


def _whole_items(deal: Deal, list_items: Callable[[], Iterator[Item]]) -> list[str]:
    """The items that a deal names by themselves or by all of their choices."""
    skus: dict[str, set[str]] = {}
    for item in list_items():
        skus.setdefault(item.item_id, set()).add(item.sku_id)
    wanted = set(deal.items)
    found = [item_id for item_id, choices in skus.items() if item_id in wanted or choices <= wanted]
    left = wanted - set(found) - {sku for item_id in found for sku in skus[item_id]}
    if left or not found:
        names = "、".join(sorted(left))
        raise Refused(say("淘宝的促销价管整个商品：{names} 不是商品，也不是一个商品的全部规格", names=names))
    return found


def _id_of(reply: Mapping[str, Any], name: str) -> str:
    value = str(reply.get(name) or "")
    if not value:
        raise Unreachable(say("平台的答复里缺少 {name}", name=name))
    return value


def _time(iso: str) -> str:
    return datetime.fromisoformat(iso).astimezone(SHANGHAI).strftime(TIME)


def _moment(text: object) -> str:
    try:
        return read_time(str(text or ""))
    except BadCell:
        return ""
