"""JD's after-sales services of the sandbox beyond their list: one whole, and the three calls of the older interface.

What the list (`sandbox_orders.list_services`) tells is documented; what these reply besides its rows is believed.
"""

from collections.abc import Callable
from datetime import datetime

from paidang.channels.jd import sandbox_words as words
from paidang.channels.jd.sandbox_orders import CASES_PAGE_MAX
from paidang.channels.jd.sandbox_params import Body, Params, bad_parameter
from paidang.channels.link.documents import ASKED, REFUNDED
from paidang.channels.sandbox.shop import Case, Order, Shop


def view(shop: Shop, params: Params, now: datetime) -> Body:
    """One service with its order's buyer, goods and parcel back."""
    params.text("operatePin"), params.text("operateNick")
    return {"serviceInfo": _whole(*_find(shop, params, "serviceId"))}


def list_waiting(shop: Shop, params: Params, now: datetime) -> Body:
    """The older list of services that wait for the seller's word."""
    page = params.whole("page_index", "pageIndex", least=1, most=10**9, default=1)
    size = params.whole("page_size", "pageSize", least=1, most=CASES_PAGE_MAX, default=10)
    found = [case for case in shop.cases.values() if case.state == ASKED and _is_service(shop, case)]
    rows = [
        words.service_row(case, shop.orders[case.order_id]) for case in found[(page - 1) * size : page * size]
    ]
    return {"publicResultList": {"totalCount": len(found), "modelList": rows, "success": True}}


def get(shop: Shop, params: Params, now: datetime) -> Body:
    return {"publicResultObject": {"model": _whole(*_find(shop, params, "afs_service_id", "afsServiceId"))}}


def get_refund(shop: Shop, params: Params, now: datetime) -> Body:
    """The money that went back for a service, in yuan; none before it did."""
    case, _ = _find(shop, params, "afs_service_id", "afsServiceId")
    rows = []
    if case.state == REFUNDED and case.amount_fen:
        row = words.service_row(case, shop.orders[case.order_id])
        rows = [{"afsServiceId": row["serviceId"], "refundAmount": row["actualPayPrice"], "refundTime": row["processTime"]}]  # fmt: skip
    return {"publicResultList": {"modelList": rows, "success": True}}


def list_abroad(shop: Shop, params: Params, now: datetime) -> Body:
    """The services of a shop outside China, as jd-sdk asks for them; by status, order or number, a page."""
    page = params.whole("pageIndex", least=1, most=10**9, default=1)
    size = params.whole("pageSize", least=1, most=CASES_PAGE_MAX, default=10)
    order_id, number = params.text("orderId", default=""), params.text("serviceId", default="")
    since, until = params.time("applyTimeBegin"), params.time("applyTimeEnd")
    found = [
        case
        for case in shop.cases.values()
        if _is_service(shop, case)
        and order_id in ("", case.order_id)
        and number in ("", case.case_id)
        and (since is None or since <= case.asked_at)
        and (until is None or case.asked_at <= until)
    ]
    rows = [
        words.service_row(case, shop.orders[case.order_id]) for case in found[(page - 1) * size : page * size]
    ]
    return {"result": {"success": True, "totalCount": len(found), "data": rows}}


def get_abroad(shop: Shop, params: Params, now: datetime) -> Body:
    return {"result": {"success": True, "data": _whole(*_find(shop, params, "serviceId"))}}


def _is_service(shop: Shop, case: Case) -> bool:
    return not words.is_before_shipping(case, shop.orders[case.order_id])


def _find(shop: Shop, params: Params, *names: str) -> tuple[Case, Order]:
    case = shop.cases.get(params.text(*names))
    if case is None or not _is_service(shop, case):
        raise bad_parameter(names[0], "没有这个服务单")
    return case, shop.orders[case.order_id]


def _whole(case: Case, order: Order) -> Body:
    lines = [line for line in order.lines if case.line_id in ("", line.line_id)]
    parcel = case.return_parcel
    goods = [
        {
            "skuId": line.goods.sku_id,
            "wareName": line.goods.title,
            "wareNum": case.quantity if case.line_id else line.quantity,
        }
        for line in lines
    ]
    back = {"expressCompany": parcel.carrier, "expressCode": parcel.waybill} if parcel else {}
    return {**words.service_row(case, order), "orderType": 22, "serviceDetailList": goods, "freight": back}


SERVICES: dict[str, Callable[[Shop, Params, datetime], Body]] = {
    "jingdong.asc.query.view": view,
    "jingdong.afsservice.waitaudit.get": list_waiting,
    "jingdong.afsservice.serviceinfo.get": get,
    "jingdong.afsservice.refundinfo.get": get_refund,
    "jingdong.com.jd.intl.asm.shop.AfsApiService.queryAll": list_abroad,
    "jingdong.com.jd.intl.asm.shop.AfsApiService.queryDetail": get_abroad,
}
