"""JD's documents as its interface sends them, for the tests that need no server."""

from typing import Any

from paidang.channels.link.documents import Document


def order(order_id: str = "3001", **changes: Any) -> Document:
    """A paid order of two units that waits to be shipped, with changes by field."""
    body = {
        "orderId": order_id, "orderState": "WAIT_SELLER_STOCK_OUT", "modified": "2026-03-05 10:05:00",
        "orderTotalPrice": "258.00", "orderSellerPrice": "250.00", "orderPayment": "250.00", "freightPrice": "0.00",
        "sellerDiscount": "8.00", "balanceUsed": "0.00", "payType": "4-在线支付", "orderStartTime": "2026-03-05 09:58:00",
        "orderEndTime": "0001-01-01 00:00:00", "paymentConfirmTime": "2026-03-05 10:00:00", "waybill": "", "logisticsId": "",
        "pin": "jd_tea_lover", "orderRemark": "请在周末送", "invoiceEasyInfo": {"invoiceTitle": "王小茶"},
        "consigneeInfo": {
            "fullname": "王小茶", "mobile": "13812345678", "province": "浙江", "city": "杭州市", "county": "西湖区",
            "fullAddress": "龙井路 1 号",
        },
        "itemInfoList": [{"skuId": "70001", "outerSkuId": "QL-1", "skuName": "盖碗", "jdPrice": "129.00", "itemTotal": "2"}],
    }  # fmt: skip
    return Document("order", order_id, {**body, **changes})


def shipped(order_id: str = "3001", waybill: str = "SF1000000001") -> Document:
    return order(
        order_id, orderState="WAIT_GOODS_RECEIVE_CONFIRM", modified="2026-03-06 11:00:00", logisticsId="467", waybill=waybill
    )  # fmt: skip


def refund(case_id: str = "501", order_id: str = "3001", status: str = "3", **changes: Any) -> Document:
    """A refund before shipping: of everything, passed by JD's finance."""
    row = {
        "id": case_id, "orderId": order_id, "applyTime": "2026-03-05 12:00:00", "applyRefundSum": 25000, "status": status,
        "checkTime": "2026-03-05 15:00:00", "reason": "不想要了", "buyerName": "王小茶",
    }  # fmt: skip
    return Document("case", case_id, {"refund": {**row, **changes}, "order": dict(order(order_id).body)})
