"""What comes after the sale in JD's gateway of the sandbox: services one by one, statements that add up; by jd-sdk's own classes too."""

import jd.api
import pytest

from paidang.channels.link.documents import ASKED, REFUNDED
from paidang.channels.tests.serving import ask, sandbox
from paidang.channels.tests.test_sandbox_jd import a_shop, say_to
from paidang.channels.tests.test_sandbox_jd_by_sdk import Sdk
from paidang.kit.money import fen_from_yuan

pytestmark = pytest.mark.slow  # over HTTP

PIN = {"operatePin": "x", "operateNick": "x"}
FACADE = "jingdong.com.jd.jin.vender.handler.open.StatementFacade"


def test_a_service_is_told_the_same_by_every_call() -> None:
    platform, _ = a_shop()
    listed = say_to(platform, "jingdong.asc.query.list", {**PIN, "pageNumber": 1, "pageSize": 100})
    rows = {row["serviceId"]: row for row in listed["pageResult"]["data"]}
    done = next(n for n, row in rows.items() if platform.shop.cases[str(n)].state == REFUNDED and row["customerExpect"] == 10)  # fmt: skip
    whole = say_to(platform, "jingdong.asc.query.view", {**PIN, "serviceId": done})["serviceInfo"]
    assert whole.items() >= rows[done].items() and whole["serviceDetailList"] and whole["freight"]
    older = say_to(platform, "jingdong.afsservice.serviceinfo.get", {"afs_service_id": done})
    assert older["publicResultObject"]["model"] == whole
    back = say_to(platform, "jingdong.afsservice.refundinfo.get", {"afs_service_id": done})
    (money,) = back["publicResultList"]["modelList"]
    assert fen_from_yuan(money["refundAmount"]) == platform.shop.cases[str(done)].amount_fen
    waiting = say_to(platform, "jingdong.afsservice.waitaudit.get", {"page_size": 100})["publicResultList"]
    assert {row["serviceId"] for row in waiting["modelList"]} == {
        n for n in rows if platform.shop.cases[str(n)].state == ASKED
    }
    assert say_to(platform, "jingdong.asc.query.view", {**PIN, "serviceId": 1}) == "67"
    assert say_to(platform, "jingdong.asc.query.view", {"serviceId": done}) == "67"


def test_a_day_s_statement_is_the_sum_of_its_rows_and_is_confirmed_once() -> None:
    platform, _ = a_shop()
    statements = say_to(platform, f"{FACADE}.listStatement", {"pageSize": 100})["result"]["data"]
    rows = say_to(platform, f"{FACADE}.orderSettlementList", {"pageSize": 100})["result"]
    assert statements and rows["totalCount"] > 100
    one = statements[0]
    detail = say_to(platform, f"{FACADE}.statementDetail", {"settlementId": one["settlementId"]})["result"][
        "data"
    ]
    assert sum(row["amount"] for row in detail["detailList"]) == one["amount"] == detail["amount"]
    assert {row["feeName"] for row in detail["detailList"]} >= {"货款", "佣金"}
    mine = say_to(platform, f"{FACADE}.orderSettlementList", {"orderId": detail["detailList"][0]["orderId"]})[
        "result"
    ]
    assert 0 < mine["totalCount"] < rows["totalCount"]
    for _ in range(2):
        say_to(platform, f"{FACADE}.confirmStatement", {"settlementId": one["settlementId"]})
    assert [change.act for change in platform.shop.changes].count("confirm_statement") == 1
    found = say_to(platform, f"{FACADE}.listStatement", {"status": 2})["result"]["data"]
    assert [each["statementId"] for each in found] == [one["statementId"]]
    assert say_to(platform, f"{FACADE}.statementDetail", {"settlementId": "1"}) == "67"


def test_another_clients_own_classes_read_services_and_statements() -> None:
    with sandbox(7) as base_url:
        sdk, api = Sdk(base_url), jd.api

        def result(made: type, **business: object) -> dict:
            told = sdk.send(made(sdk.host, sdk.port), **business)
            ((root, body),) = told.items()
            assert root.endswith("_responce") and body["code"] == "0", told
            return body["result"]

        services = result(api.ComJdIntlAsmShopAfsApiServiceQueryAllRequest, pageIndex=1, pageSize=5)
        number = services["data"][0]["serviceId"]
        whole = result(api.ComJdIntlAsmShopAfsApiServiceQueryDetailRequest, serviceId=number)["data"]
        assert whole["orderId"] == ask(base_url, f"/jd/cases/{number}")[1]["order_id"]
        statement = result(api.ComJdJinVenderHandlerOpenStatementFacadeListStatementRequest)["data"][0]
        detail = api.ComJdJinVenderHandlerOpenStatementFacadeStatementDetailRequest
        rows = result(detail, settlementId=statement["settlementId"])["data"]["detailList"]
        assert sum(row["amount"] for row in rows) == statement["amount"]
