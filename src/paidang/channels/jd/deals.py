"""A JD store's promotions. JD takes one in steps, the last of which, the commit, puts it before JD's review."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from paidang.channels.cells import BadCell, read_time
from paidang.channels.jd.calls import JdGateway, time_text
from paidang.channels.jd.goods import list_items
from paidang.channels.link.channel import Deal
from paidang.channels.link.errors import ChannelError, Refused, Unreachable
from paidang.channels.link.paging import Row, read_all
from paidang.channels.link.replies import objects, total
from paidang.kit.money import yuan_text
from paidang.kit.sentence import say

ITEM_PRICE, FULL_REDUCTION = "item_price", "full_reduction"
TYPE = {ITEM_PRICE: "1", FULL_REDUCTION: "4"}
"""Our kinds as JD numbers them."""
MINUS_FROM_QUOTA = "1"
"""The favor_mode: so much off once the order comes to the quota."""
PAGE_SIZE = 50


def list_deals(gateway: JdGateway) -> Iterator[Deal]:
    """Promotions of the kinds we know."""
    for kind, number in TYPE.items():

        def ask(page: int, number: str = number) -> tuple[Sequence[Row], int]:
            answer = gateway.read(
                "jingdong.seller.promotion.list", type=number, page=str(page), size=str(PAGE_SIZE)
            )
            return objects(answer, "promotion_list"), total(answer, "total_count")

        for row in read_all(ask, lambda row: str(row.get("promo_id", "")), page_size=PAGE_SIZE):
            yield Deal(
                deal_id=str(row.get("promo_id", "")),
                name=str(row.get("name") or ""),
                kind=kind,
                starts_at=_time(row.get("begin_time")),
                ends_at=_time(row.get("end_time")),
                state=str(row.get("status", "")),
            )


def add_deal(gateway: JdGateway, deal: Deal) -> str:
    """Create, fill, commit. One that cannot be finished is taken away again."""
    if deal.kind not in TYPE:
        raise Refused(say("京东的促销没有这一种：{kind}", kind=deal.kind))
    answer = gateway.write(
        "jingdong.seller.promotion.add",
        is_idempotent=False,
        name=deal.name,
        type=TYPE[deal.kind],
        begin_time=time_text(datetime.fromisoformat(deal.starts_at)),
        end_time=time_text(datetime.fromisoformat(deal.ends_at)),
    )
    promo_id = str(answer.get("promo_id") or "")
    if not promo_id:
        raise Unreachable(say("平台的答复里缺少 {name}", name="promo_id"))
    try:
        _fill(gateway, promo_id, deal)
        gateway.write("jingdong.seller.promotion.commit", is_idempotent=True, promo_id=promo_id)
    except ChannelError:
        with suppress(ChannelError):
            gateway.write("jingdong.seller.promotion.delete", is_idempotent=True, promo_id=promo_id)
        raise
    return promo_id


def _fill(gateway: JdGateway, promo_id: str, deal: Deal) -> None:
    if deal.items:
        prices = {item.sku_id: item.price_fen for item in list_items(gateway)}
        gateway.write(
            "jingdong.seller.promotion.sku.add",
            is_idempotent=False,
            promo_id=promo_id,
            sku_ids=",".join(deal.items),
            jd_prices=",".join(yuan_text(prices.get(sku_id, 0)) for sku_id in deal.items),
            promo_prices=",".join(yuan_text(deal.price_fen) for _ in deal.items) if deal.price_fen else "",
        )
    if deal.kind == FULL_REDUCTION:
        gateway.write(
            "jingdong.seller.promotion.ordermode.add",
            is_idempotent=False,
            promo_id=promo_id,
            favor_mode=MINUS_FROM_QUOTA,
            quota=yuan_text(deal.threshold_fen),
            minus=yuan_text(deal.minus_fen),
        )


def _time(text: object) -> str:
    try:
        return read_time(str(text or ""))
    except BadCell:
        return ""
