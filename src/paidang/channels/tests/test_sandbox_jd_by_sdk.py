"""JD's sandbox under another client, over HTTP: it reads, ships, prices and is refused as at JD."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import jd
import jd.api
import pytest
from jd.api.base import RestApi

from paidang.channels.jd.sandbox import ACCESS_TOKEN, APP_KEY, APP_SECRET
from paidang.channels.tests.serving import ask, sandbox

pytestmark = pytest.mark.slow  # over HTTP

ALL = {"order_state": "ALL", "page": "1", "page_size": "100", "optional_fields": ""}
BY_CREATION = {**ALL, "dateType": "1"}
"""An order of rows that time does not change."""


class Sdk:
    """jd-sdk against one sandbox. A class of its own for each request, as its generator would make it."""

    def __init__(self, base_url: str, token: str = ACCESS_TOKEN) -> None:
        target = urlsplit(base_url)
        self.host, self.port, self.token = target.hostname, target.port, token
        jd.setDefaultAppInfo(APP_KEY, APP_SECRET)

    def call(self, method: str, **business: object) -> dict[str, Any]:
        made = type("Made", (RestApi,), {"getapiname": lambda self: method})
        return self.send(made(self.host, self.port), **business)

    def send(self, request: RestApi, **business: object) -> dict[str, Any]:
        for name, value in business.items():
            setattr(request, name, value)
        return request.getResponse(self.token)


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with sandbox(7) as url:
        yield url


def test_another_client_reads_ships_and_prices_unchanged(base_url: str) -> None:
    sdk = Sdk(base_url)
    found = sdk.call("jingdong.pop.order.enSearch", **BY_CREATION)["jingdong_pop_order_enSearch_responce"]
    result = found["searchorderinfo_result"]
    assert (found["code"], result["apiResult"]["success"]) == ("0", True)
    seen = {order["orderId"] for order in result["orderInfoList"]}
    page = 2
    while len(seen) < result["orderTotal"]:
        more = sdk.call("jingdong.pop.order.enSearch", **{**BY_CREATION, "page": page})
        seen |= {order["orderId"] for order in more["jingdong_pop_order_enSearch_responce"]["searchorderinfo_result"]["orderInfoList"]}  # fmt: skip
        page += 1
    assert len(seen) == ask(base_url, "")[1]["platforms"]["jd"]["orders"]

    (order_id,) = ask(base_url, "/jd/buy", {"orders": 1})[1]
    waiting = sdk.call(
        "jingdong.pop.order.enGet", order_id=order_id, optional_fields="orderState,itemInfoList"
    )
    info = waiting["jingdong_pop_order_enGet_responce"]["orderDetailInfo"]["orderInfo"]
    assert set(info) == {"orderId", "orderState", "itemInfoList"}
    assert info["orderState"] == "WAIT_SELLER_STOCK_OUT"
    shipment = {"orderId": order_id, "logiCoprId": "467|1499", "logiNo": "SF1,SF2|ZT1"}
    for _ in range(2):  # the same parcels again are fine
        told = sdk.call("jingdong.pop.order.shipment", **shipment)
        assert told["jingdong_pop_order_shipment_responce"]["sopjosshipment_result"]["success"] is True
    info = sdk.call("jingdong.pop.order.get", order_id=order_id, optional_fields="")["jingdong_pop_order_get_responce"]["orderDetailInfo"]["orderInfo"]  # fmt: skip
    assert (info["orderState"], info["logisticsId"], info["waybill"]) == ("WAIT_GOODS_RECEIVE_CONFIRM", "467|1499", "SF1,SF2|ZT1")  # fmt: skip
    ask(base_url, f"/jd/orders/{order_id}/complete", {})
    refused = sdk.call("jingdong.pop.order.shipment", orderId=order_id, logiCoprId="467", logiNo="SF9")
    assert refused["jingdong_pop_order_shipment_responce"]["sopjosshipment_result"]["success"] is False

    back = sdk.call("jingdong.pop.afs.soa.refundapply.queryPageList", pageIndex=1, pageSize=50, showSku=True)
    rows = back["jingdong_pop_afs_soa_refundapply_queryPageList_responce"]["queryResult"]["result"]
    assert rows and all(row["applyRefundSum"] > 0 and row["skuList"] for row in rows)
    pin = {"operatePin": "x", "operateNick": "x"}
    served = sdk.call("jingdong.asc.query.list", pageNumber=1, pageSize=50, **pin)
    assert served["jingdong_asc_query_list_responce"]["pageResult"]["data"]

    sku_id = info["itemInfoList"][0]["skuId"]
    stock = jd.api.StockUpdateSkuStockRequest(sdk.host, sdk.port)
    assert "error_response" not in sdk.send(stock, skuId=sku_id, stockNum=37)
    price = jd.api.PromotionPriceUpdateSkuPriceJsonWithVenderIdRequest(sdk.host, sdk.port)
    assert "error_response" not in sdk.send(price, wid=sku_id, salePrice="188.00")
    rows = sdk.call("jingdong.sku.read.searchSkuList", skuId=sku_id)["jingdong_sku_read_searchSkuList_responce"]["page"]["data"]  # fmt: skip
    assert [(row["stockNum"], row["jdPrice"]) for row in rows] == [(37, "188.00")]
    changed = [(change["act"], change["subject"]) for change in ask(base_url, "/jd/changes")[1]]
    assert changed[-4:] == [*[("ship", order_id)] * 2, ("set_stock", sku_id), ("set_price", sku_id)]


def test_another_clients_own_classes_list_deliver_stock_and_promote(base_url: str) -> None:
    sdk, api = Sdk(base_url), jd.api
    (order_id,) = ask(base_url, "/jd/buy", {"orders": 1})[1]

    def result(made: type[RestApi], **business: object) -> dict[str, Any]:
        told = sdk.send(made(sdk.host, sdk.port), **business)
        ((root, body),) = told.items()
        assert root.endswith("_responce") and body["code"] == "0", told
        return body["result"]

    for listing, wanted in (
        (api.ComJdThPopOpenOrderInformationFacadeListOrderRequest, {"page": 1, "orderCreateTimeBegin": "2020-01-01 00:00:00"}),
        (api.ComJdSellerOrderApiInformationFacadeGetOrderListRequest, {"pageStart": 1, "startTime": "2020-01-01 00:00:00"}),
    ):  # fmt: skip
        assert result(listing, pageSize=5, **wanted)["totalCount"] > 100
        assert result(listing, orderId=int(order_id))["orderList"][0]["orderId"] == order_id
    parcel = {"logisticsNo": "JDVA1", "logisticsCompany": {"id": "2087"}}
    assert (
        result(api.ComJdSellerOrderApiDeliveryFacadeDeliveryRequest, orderId=order_id, **parcel)["success"]
        is True
    )
    info = result(api.ComJdThPopOpenOrderInformationFacadeQueryOrderDetailRequest, orderId=order_id)["order"]
    assert (info["logisticsId"], info["waybill"]) == ("2087", "JDVA1")
    sku = result(api.ComProductQueryApiServiceQueryskusRequest, outerId="QL-CG500")["skuList"][0]
    sdk.send(api.StockUpdateSkuStockRequest(sdk.host, sdk.port), skuId=sku["skuId"], stockNum=12)
    assert result(api.StockBatchQueryStockRequest, skuIds=[sku["skuId"]])["stockList"][0]["stockNum"] == 12
    times = {"beginTime": "2026-01-01 00:00:00", "endTime": "2036-01-01 00:00:00"}
    promotion = {"promoName": "unit", "skuId": sku["skuId"], "promoPrice": "69.00", **times}
    number = result(api.ComEpiPromoOpenApiWriteCreateUnitPromoRequest, **promotion)["promoId"]
    assert ask(base_url, f"/jd/deals/{number}")[1]["price_fen"] == 69_00
    result(api.ComEpiPromoOpenApiWriteSuspendPromoRequest, promoId=number)
    result(api.ComEpiPromoOpenApiWriteDelPromoRequest, promoId=number)
    assert ask(base_url, f"/jd/deals/{number}")[1]["state"] == "ended"


def test_another_clients_faults_are_told_in_jds_own_words(base_url: str) -> None:
    assert Sdk(base_url, "wrong").call("jingdong.pop.order.enSearch", **ALL)["error_response"]["code"] == "19"
    sdk = Sdk(base_url)
    for name, code in {
        "throttled": "11",
        "expired_token": "20",
        "bad_signature": "12",
        "transient": "1",
    }.items():
        ask(base_url, "/jd/faults", {"name": name, "on": "enSearch"})
        assert sdk.call("jingdong.sku.read.searchSkuList")["jingdong_sku_read_searchSkuList_responce"]
        assert sdk.call("jingdong.pop.order.enSearch", **ALL)["error_response"]["code"] == code
        assert "error_response" not in sdk.call("jingdong.pop.order.enSearch", **ALL)
