"""How JD's interface tells of a shop: orders in yuan texts, refunds before shipping in fen, times without a zone.

Written by the notes alone, not by what our own client reads: a mistake of one must not hide in the other.
"""

import base64
from datetime import datetime
from typing import Any

from paidang.channels.jd.sandbox_params import TIME
from paidang.channels.link.channel import Deal
from paidang.channels.link.documents import (
    ASKED,
    CANCELLED,
    CLOSED,
    DONE,
    EXCHANGE,
    HELD,
    PAID,
    PART_SHIPPED,
    REFUND_ONLY,
    REFUNDED,
    REFUSED,
    REPAIR,
    RESEND,
    RETURN_GOODS,
    RETURNED,
    RETURNING,
    SHIPPED,
    SPLIT,
    UNPAID,
    Parcel,
)
from paidang.channels.sandbox.acts import DRAFT, ENDED, PAUSED, RUNNING
from paidang.channels.sandbox.buyers import FULL_REDUCTION, ITEM_PRICE
from paidang.channels.sandbox.shop import Bought, Case, Goods, Order
from paidang.kit.money import yuan_text
from paidang.kit.period import SHANGHAI

NOT_YET = "0001-01-01 00:00:00"
NOT_PAID = "1970-01-01 00:00:00"
VENDER_ID = "10086001"
STATE = {
    UNPAID: "NOT_PAY",
    PAID: "WAIT_SELLER_STOCK_OUT",
    PART_SHIPPED: "WAIT_SELLER_STOCK_OUT",
    SHIPPED: "WAIT_GOODS_RECEIVE_CONFIRM",
    DONE: "FINISHED_L",
    CANCELLED: "TRADE_CANCELED",
    HELD: "LOCKED",
    SPLIT: "PARENT_TRADE_CANCELED",
}
STATE_REMARK = {
    "NOT_PAY": "等待付款",
    "WAIT_SELLER_STOCK_OUT": "等待出库",
    "WAIT_GOODS_RECEIVE_CONFIRM": "等待确认收货",
    "FINISHED_L": "完成",
    "TRADE_CANCELED": "取消",
    "LOCKED": "已锁定",
    "PARENT_TRADE_CANCELED": "父单已拆分",
}
CARRIER_ID = {
    "SF": "467", "YTO": "463", "STO": "470", "YUNDA": "1327", "ZTO": "1499", "EMS": "465", "DBKD": "3046", "JD": "2087",
    "SELF": "1274",
}  # fmt: skip
CARRIER = {number: carrier for carrier, number in CARRIER_ID.items()}
REFUND_STATUS = {ASKED: 0, REFUNDED: 3, REFUSED: 2, CLOSED: 4}
SERVICE_STATUS = {
    ASKED: 10001,
    RETURNING: 10005,
    RETURNED: 10007,
    REFUNDED: 10010,
    REFUSED: 10004,
    CLOSED: 10011,
}
CUSTOMER_EXPECT = {REFUND_ONLY: 11, RETURN_GOODS: 10, EXCHANGE: 20, REPAIR: 30, RESEND: 80}
PROMOTION_TYPE = {ITEM_PRICE: 1, FULL_REDUCTION: 4}
PROMOTION_STATUS = {DRAFT: 1, RUNNING: 5, PAUSED: 6, ENDED: 7}
"""Believed: the notes do not list them."""
_BALANCE_FEN, _BALANCE_EVERY = 10_00, 20
"""Every so many orders a buyer pays 10 yuan out of a balance."""


def time_text(at: datetime | None, never: str = NOT_YET) -> str:
    """A moment as JD writes it, in Shanghai's time; `never` where it has not happened."""
    return at.astimezone(SHANGHAI).strftime(TIME) if at else never


def order_info(order: Order, *, is_encrypted: bool) -> dict[str, Any]:
    """An order's `orderInfo`. Receivers come as ciphertext, or (the old methods) masked."""
    goods = sum(line.unit_price_fen * line.quantity for line in order.lines)
    merchant = sum(line.merchant_discount_fen for line in order.lines)
    balance = _balance_fen(order)
    state = STATE[order.state]
    told = order.parcels if order.state in (SHIPPED, DONE) else []
    hide = _encrypt if is_encrypted else _mask
    return {
        "orderId": order.order_id,
        "venderId": VENDER_ID,
        "orderType": "22",
        "payType": "4-在线支付",
        "orderTotalPrice": yuan_text(goods),
        "orderSellerPrice": yuan_text(goods - merchant),
        "orderPayment": yuan_text(order.paid_fen - balance),
        "freightPrice": yuan_text(order.postage_fen),
        "sellerDiscount": yuan_text(merchant),
        "balanceUsed": yuan_text(balance),
        "orderState": state,
        "orderStateRemark": STATE_REMARK[state],
        "orderStartTime": time_text(order.created_at),
        "orderEndTime": time_text(order.completed_at),
        "paymentConfirmTime": time_text(order.paid_at, NOT_PAID),
        "modified": time_text(order.modified_at),
        "waybill": _by_carrier(told)[1],
        "logisticsId": _by_carrier(told)[0],
        "outBoundDate": time_text(order.shipped_at),
        "partialLogisticsInfoModel": _partial(order),
        "parentOrderId": order.parent_id or "0",
        "directParentOrderId": order.parent_id or "0",
        "returnOrder": "0",
        "orderRemark": order.buyer_words,
        "venderRemark": order.seller_words,
        "pin": hide(order.buyer),
        "open_id_buyer": f"o{order.buyer}",
        "consigneeInfo": {
            "fullname": hide(order.receiver.name),
            "mobile": hide(order.receiver.phone),
            "telephone": "",
            "fullAddress": hide(order.receiver.address),
            "province": order.receiver.province,
            "city": order.receiver.city,
            "county": order.receiver.district,
            "town": "",
        },
        "invoiceEasyInfo": _invoice(order),
        "itemInfoList": [_item(line) for line in order.lines],
        "couponDetailList": _coupons(order),
    }


def refund_row(case: Case, order: Order, *, shows_sku: bool = False) -> dict[str, Any]:
    """A row of the list of refunds before shipping: its amount is in fen. `shows_sku`: with the goods that it is about."""
    about = [line for line in order.lines if case.line_id in ("", line.line_id)]
    shown = [
        {"skuId": line.goods.sku_id, "skuName": line.goods.title, "skuCount": case.quantity if case.line_id else line.quantity}
        for line in about
    ]  # fmt: skip
    return {
        "id": int(case.case_id),
        "orderId": order.order_id,
        "applyTime": time_text(case.asked_at),
        "applyRefundSum": case.amount_fen,
        "status": REFUND_STATUS.get(case.state, 0),
        "checkTime": time_text(case.answered_at) if case.answered_at else None,
        "checkUserName": "系统" if case.answered_at else "",
        "checkRemark": "",
        "reason": case.reason,
        "buyerId": _encrypt(order.buyer),
        "buyerName": _mask(order.buyer),
        "systemId": 14,
        "partRefundType": 1 if case.line_id else 0,
        **({"skuList": shown} if shows_sku else {}),
    }


def service_row(case: Case, order: Order) -> dict[str, Any]:
    """A row of the list of after-sales services. `actualPayPrice` is what was paid for what it is about, in yuan."""
    line = next((line for line in order.lines if line.line_id == case.line_id), order.lines[0])
    moves_money = case.kind in (REFUND_ONLY, RETURN_GOODS)
    price = case.amount_fen if moves_money else line.paid_fen * case.quantity // line.quantity
    is_done = case.state in (REFUNDED, REFUSED, CLOSED)
    refused = case.state == REFUSED
    return {
        "serviceId": int(case.case_id),
        "applyId": int(case.case_id) + 1,
        "orderId": order.order_id,
        "applyTime": time_text(case.asked_at),
        "customerExpect": CUSTOMER_EXPECT[case.kind],
        "serviceStatus": SERVICE_STATUS[case.state],
        "skuId": line.goods.sku_id,
        "wareName": line.goods.title,
        "actualPayPrice": yuan_text(price),
        "questionDesc": case.reason,
        "approveTime": time_text(case.answered_at) if case.answered_at else None,
        "approveResult": "审核关闭" if refused else "客户自行寄回" if case.answered_at else "",
        "processTime": time_text(case.modified_at) if is_done else None,
        "processResult": "" if refused or not is_done else "良品" if case.kind == RETURN_GOODS else "完成",
        "expressCode": case.return_parcel.waybill if case.return_parcel else "",
        "customerPin": _encrypt(order.buyer),
    }


def sku_row(goods: Goods) -> dict[str, Any]:
    return {
        "wareId": int(goods.item_id),
        "skuId": int(goods.sku_id),
        "outerId": goods.sku,
        "skuName": goods.title,
        "wareTitle": goods.title.split(" ")[0] + " " + goods.title.split(" ")[1],
        "jdPrice": yuan_text(goods.price_fen),
        "stockNum": goods.quantity,
        "status": 1 if goods.is_listed else 2,
        "modified": time_text(goods.modified_at),
    }


def ware_row(choices: list[Goods]) -> dict[str, Any]:
    """A page of the shop: all SKUs of one ware."""
    first = choices[0]
    return {
        "wareId": int(first.item_id),
        "title": first.title,
        "wareStatus": 8 if any(goods.is_listed for goods in choices) else 2,
        "outerId": first.sku,
        "jdPrice": yuan_text(min(goods.price_fen for goods in choices)),
        "stockNum": sum(goods.quantity for goods in choices),
        "modified": time_text(max(goods.modified_at for goods in choices)),
    }


def promotion_row(deal: Deal) -> dict[str, Any]:
    return {
        "promo_id": int(deal.deal_id),
        "name": deal.name,
        "type": PROMOTION_TYPE[deal.kind],
        "status": PROMOTION_STATUS[deal.state],
        "begin_time": time_text(datetime.fromisoformat(deal.starts_at)),
        "end_time": time_text(datetime.fromisoformat(deal.ends_at)),
        "sku_ids": ",".join(deal.items),
        "promo_prices": ",".join(yuan_text(deal.price_fen) for _ in deal.items) if deal.price_fen else "",
        "quota": yuan_text(deal.threshold_fen),
        "minus": yuan_text(deal.minus_fen),
    }


def is_before_shipping(case: Case, order: Order) -> bool:
    """Such a case is in the list of refunds; any other is an after-sales service."""
    return case.kind == REFUND_ONLY and (order.shipped_at is None or case.asked_at < order.shipped_at)


def _item(line: Bought) -> dict[str, Any]:
    return {
        "skuId": line.goods.sku_id,
        "outerSkuId": line.goods.sku,
        "skuName": line.goods.title,
        "jdPrice": yuan_text(line.unit_price_fen),
        "itemTotal": str(line.quantity),
        "wareId": line.goods.item_id,
        "giftPoint": "0",
        "productNo": "",
    }


def _coupons(order: Order) -> list[dict[str, Any]]:
    """Who gave what: on a SKU, on the order, by JD."""
    single = [(line, line.own_discount_fen) for line in order.lines if line.own_discount_fen]
    shop = sum(line.merchant_discount_fen - line.own_discount_fen for line in order.lines)
    platform = sum(line.platform_discount_fen for line in order.lines)
    rows = [_coupon(order, "30-单品促销优惠", fen, line.goods.sku_id) for line, fen in single]
    rows += [_coupon(order, "100-店铺优惠", shop)] if shop else []
    return rows + ([_coupon(order, "41-京东券优惠", platform)] if platform else [])


def _coupon(order: Order, kind: str, fen: int, sku_id: str = "") -> dict[str, Any]:
    return {"orderId": order.order_id, "skuId": sku_id, "couponType": kind, "couponPrice": yuan_text(fen)}


def _invoice(order: Order) -> dict[str, str]:
    wish = order.invoice
    if wish is None:
        return {
            "invoiceType": "不需要开具发票",
            "invoiceTitle": "",
            "invoiceContentId": "",
            "invoiceCode": "",
        }
    return {
        "invoiceType": "电子发票",
        "invoiceTitle": wish.title,
        "invoiceContentId": "1",
        "invoiceCode": wish.tax_number,
    }


def _partial(order: Order) -> list[dict[str, Any]]:
    """Parcels of an order that has not left whole yet."""
    if order.state != PART_SHIPPED:
        return []
    millis = int(order.modified_at.timestamp()) * 1000
    return [
        {
            "shipmentId": f"{order.order_id}{number}",
            "logicId": CARRIER_ID.get(parcel.carrier, parcel.carrier),
            "waybillId": parcel.waybill,
            "shipmentTime": millis,
        }
        for number, parcel in enumerate(order.parcels, 1)
    ]


def _by_carrier(parcels: list[Parcel]) -> tuple[str, str]:
    """Carriers apart by ``|``, one carrier's waybills by a comma."""
    by_carrier: dict[str, list[str]] = {}
    for parcel in parcels:
        by_carrier.setdefault(CARRIER_ID.get(parcel.carrier, parcel.carrier), []).append(parcel.waybill)
    return "|".join(by_carrier), "|".join(",".join(waybills) for waybills in by_carrier.values())


def _balance_fen(order: Order) -> int:
    is_one = int(order.order_id) % _BALANCE_EVERY == 0
    return min(_BALANCE_FEN, sum(line.paid_fen for line in order.lines)) if is_one else 0


def _encrypt(text: str) -> str:
    """What stands for JD's ciphertext: not to be read, but the same for the same text."""
    return "AQ" + base64.b64encode(text.encode()[::-1]).decode() if text else ""


def _mask(text: str) -> str:
    """``沈知夏`` → ``沈**``, ``13800130037`` → ``138****0037``."""
    if text.isdigit() and len(text) == 11:
        return f"{text[:3]}****{text[7:]}"
    return text[:1] + "*" * min(len(text) - 1, 6) if text else ""
