"""A sandbox shop's orders, cases and goods as 微信小店 tells them: fen, seconds since 1970, its own numbers for states."""

from datetime import datetime
from os.path import commonprefix
from typing import Any

from paidang.channels.link.documents import (
    ASKED,
    CANCELLED,
    CLOSED,
    DONE,
    HELD,
    PAID,
    PART_SHIPPED,
    REFUND_ONLY,
    REFUNDED,
    REFUSED,
    RETURNED,
    RETURNING,
    SHIPPED,
    SPLIT,
    UNPAID,
)
from paidang.channels.sandbox.shop import Bought, Case, Goods, Order, Shop

STATUS = {UNPAID: 10, PAID: 20, PART_SHIPPED: 21, SHIPPED: 30, DONE: 100, HELD: 20, SPLIT: 250}
_CASE_STATUS = {
    ASKED: "MERCHANT_PROCESSING",
    RETURNING: "USER_WAIT_RETURN",
    RETURNED: "MERCHANT_WAIT_RECEIPT",
    CLOSED: "USER_CANCELD",
}


def status_of(order: Order) -> int:
    """The platform's number for a state: cancelled after payment and before are two."""
    return (200 if order.paid_at else 250) if order.state == CANCELLED else STATUS[order.state]


def seconds(at: datetime | None) -> int:
    return int(at.timestamp()) if at else 0


def order_json(order: Order, cases: list[Case]) -> dict[str, Any]:
    """An order as `/channels/ec/order/get` answers it."""
    goods = sum(line.unit_price_fen * line.quantity for line in order.lines)
    merchant = sum(line.merchant_discount_fen for line in order.lines)
    platform = sum(line.platform_discount_fen for line in order.lines)
    return {
        "order_id": order.order_id,
        "openid": f"o{order.buyer}",
        "create_time": seconds(order.created_at),
        "update_time": seconds(order.modified_at),
        "status": status_of(order),
        "order_detail": {
            "product_infos": [product_json(line, cases) for line in order.lines],
            "price_info": {
                "product_price": goods,
                "freight": order.postage_fen,
                "original_order_price": goods + order.postage_fen,
                "discounted_price": merchant,
                "is_discounted": merchant > 0,
                "deduction_price": platform,
                "order_price": order.paid_fen,
            },
            "pay_info": {
                "pay_time": seconds(order.paid_at),
                "transaction_id": f"42{order.order_id}" if order.paid_at else "",
                "payment_method": 1,
            },
            "delivery_info": _delivery_json(order),
            "ext_info": {
                "customer_notes": order.buyer_words,
                "merchant_notes": order.seller_words,
                "confirm_receipt_time": seconds(order.completed_at),
            },
            "invoice_info": {"title": order.invoice.title, "tax_number": order.invoice.tax_number}
            if order.invoice
            else {},
            "settle_info": {"predict_commission_fee": order.paid_fen // 50 if order.paid_at else 0},
        },
        "aftersale_detail": {
            "on_aftersale_order_cnt": sum(case.state in (ASKED, RETURNING, RETURNED) for case in cases),
            "aftersale_order_list": [
                {"aftersale_order_id": case.case_id, "status": case_status(case)} for case in cases
            ],
        },
    }


def _delivery_json(order: Order) -> dict[str, Any]:
    receiver = order.receiver
    return {
        "address_info": {
            "user_name": receiver.name,
            "tel_number": receiver.phone,
            "province_name": receiver.province,
            "city_name": receiver.city,
            "county_name": receiver.district,
            "detail_info": receiver.address,
        },
        "delivery_product_info": [
            {
                "delivery_id": parcel.carrier,
                "waybill_id": parcel.waybill,
                "delivery_time": seconds(order.shipped_at),
                "product_infos": [
                    {
                        "product_id": line.goods.item_id,
                        "sku_id": line.goods.sku_id,
                        "product_cnt": line.quantity,
                    }
                    for line in order.lines
                    if not parcel.line_ids or line.line_id in parcel.line_ids
                ],
            }
            for parcel in order.parcels
        ],
        "ship_done_time": seconds(order.shipped_at) if order.state in (SHIPPED, DONE) else 0,
    }


def product_json(line: Bought, cases: list[Case]) -> dict[str, Any]:
    """One line of an order."""
    finished = sum(case.quantity for case in cases if case.line_id == line.line_id and case.state == REFUNDED)
    total = line.unit_price_fen * line.quantity
    return {
        "product_id": line.goods.item_id,
        "sku_id": line.goods.sku_id,
        "sku_code": line.goods.sku,
        "title": line.goods.title,
        "sku_cnt": line.quantity,
        "sale_price": line.unit_price_fen,
        "market_price": line.goods.price_fen,
        "real_price": total - line.merchant_discount_fen,
        "is_discounted": line.merchant_discount_fen > 0,
        "finish_aftersale_sku_cnt": finished,
    }


def case_status(case: Case) -> str:
    """The platform's word for a case's state; how it ends depends on whether goods came back."""
    suffix = "REFUND" if case.kind == REFUND_ONLY else "RETURN"
    if case.state == REFUNDED:
        return f"MERCHANT_{suffix}_SUCCESS"
    return f"MERCHANT_REJECT_{suffix}" if case.state == REFUSED else _CASE_STATUS[case.state]


def case_json(case: Case, shop: Shop) -> dict[str, Any]:
    """A case as `/channels/ec/aftersale/getaftersaleorder` answers it."""
    order = shop.orders[case.order_id]
    line = next((line for line in order.lines if line.line_id == case.line_id), None)
    parcel = case.return_parcel
    return {
        "after_sale_order_id": case.case_id,
        "order_id": case.order_id,
        "openid": f"o{order.buyer}",
        "status": case_status(case),
        "type": "REFUND" if case.kind == REFUND_ONLY else "RETURN",
        "reason": "OTHERS",
        "reason_text": case.reason,
        "create_time": seconds(case.asked_at),
        "update_time": seconds(case.modified_at),
        "product_info": {
            "product_id": line.goods.item_id,
            "sku_id": line.goods.sku_id,
            "count": case.quantity,
        }
        if line
        else {},
        "refund_info": {"amount": case.amount_fen},
        "return_info": {"delivery_id": parcel.carrier, "waybill_id": parcel.waybill} if parcel else {},
    }


def goods_json(item_id: str, of_item: list[Goods]) -> dict[str, Any]:
    """One product with its SKUs, as `/channels/ec/product/get` answers it: what they have in common, and each one's choice."""
    title = commonprefix([one.title for one in of_item])
    return {
        "product_id": item_id,
        "title": title.strip(),
        "status": 5 if any(one.is_listed for one in of_item) else 11,
        "skus": [
            {
                "sku_id": one.sku_id,
                "sku_code": one.sku,
                "sale_price": one.price_fen,
                "stock_num": one.quantity,
                "sku_attrs": [{"attr_key": "规格", "attr_value": choice}]
                if (choice := one.title.removeprefix(title))
                else [],
                "status": 5 if one.is_listed else 11,
            }
            for one in of_item
        ],
    }
