"""The sandbox's 人人商城 over HTTP: what the back office and 龙虾助手 do, to one shop behind both."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from paidang.channels.renren.sandbox import CLAW, CLAW_TOKEN, PASSWORD, SHOP_ID, USERNAME
from paidang.channels.sandbox.shop import Shop
from paidang.channels.tests.shops import NOW, serving

pytestmark = pytest.mark.slow  # over HTTP


class Office:
    """A back office's session, and 龙虾助手's token, at one address."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, trust_env=False)
        session = self.http.get("/account/index/get-session-id").json()["session_id"]
        self.http.headers.update({"session-id": session, "client-type": "50", "shop-id": SHOP_ID})

    def sign_in(self, password: str = PASSWORD) -> dict[str, Any]:
        return self.post("/account/login/submit", username=USERNAME, password=password)

    def get(self, path: str, **asked: object) -> dict[str, Any]:
        return self._read(self.http.get(path, params=asked))

    def post(self, path: str, **form: object) -> dict[str, Any]:
        return self._read(self.http.post(path, data=form))

    def claw(self, method: str, path: str, token: str = CLAW_TOKEN, **asked: object) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {token}"}
        sent = {"data": asked} if method == "POST" else {"params": asked}
        return self._read(self.http.request(method, CLAW + path, headers=headers, **sent))

    def _read(self, answer: httpx.Response) -> dict[str, Any]:
        assert answer.status_code == 200
        return answer.json()


@pytest.fixture
def place() -> Iterator[tuple[Shop, Office]]:
    with serving() as (world, address):
        office = Office(address)
        assert office.get("/shop/api/goods/index/list")["error"] == -3
        assert office.sign_in("wrong")["error"] == -2
        assert office.sign_in() == {"error": 0}
        yield world.stalls["renren"].platform.shop, office


def test_the_back_office_sorts_and_changes_goods_and_tells_what_was_done(place: tuple[Shop, Office]) -> None:
    shop, office = place
    goods = office.get("/shop/api/goods/index/list", type="all", status=1, pagesize=100)["list"]
    one = next(each for each in goods if len(each["options"]) == 1)
    assert office.post("/shop/api/goods/operation/set-category", method=1, **{"category_id[0]": "3", "goods_id[0]": one["id"]}) == {"error": 0}  # fmt: skip
    asked = {"type": "all", "status": 0, "category_id[]": "3"}
    assert [each["id"] for each in office.get("/shop/api/goods/index/list", **asked)["list"]] == [one["id"]]
    assert (
        office.post("/shop/api/goods/index/property", id=one["id"], field="is_hot", value="1")["error"] == 0
    )
    assert (
        office.post("/shop/api/goods/index/property", id=one["id"], field="price", value="1")["error"] == -1
    )
    told = office.get("/shop/api/goods/index/get", id=one["id"])["data"]
    assert (told["is_hot"], told["category_id"], told["ext_field"]["return"]) == ("1", ["3"], "1")

    option = {**told["options"][0], "price": "99.00", "stock": "7"}
    edited = {"goods": json.dumps({**told, "title": "换了名字"}), "options": json.dumps([option])}
    assert office.post("/shop/api/goods/index/edit", **edited) == {"error": 0}
    held = shop.goods[option["id"]]
    assert (held.price_fen, held.quantity) == (99_00, 7)
    assert office.get("/shop/api/goods/index/get", id=one["id"])["data"]["title"] == "换了名字"
    made = office.post(
        "/shop/api/goods/index/add", goods=json.dumps({"title": "新品", "price": "20.00", "stock": "3"})
    )
    assert [(g.title, g.price_fen, g.quantity) for g in shop.items()[made["goods_id"]]] == [
        ("新品", 20_00, 3)
    ]
    assert office.post("/shop/api/goods/index/add", goods="{}")["error"] == -1

    number = office.post("/shop/api/goods/group/create", name="茶", status=1, **{"goods_id[0]": one["id"]})[
        "id"
    ]
    assert office.get("/shop/api/goods/group/get-one", id=number)["data"]["goods_id"] == [one["id"]]
    log = office.get("/shop/api/sysset/log/list", pagesize=100)
    assert log["total"] == len(shop.changes) and log["list"][0]["title"] == "add_goods"
    assert office.get("/shop/api/sysset/log/detail", id=log["list"][-1]["id"])["data"]["id"] == "1"


def test_a_seckill_is_made_changed_stopped_and_its_members_are_known(place: tuple[Shop, Office]) -> None:
    shop, office = place
    one = office.get("/shop/api/goods/index/list", type="all", status=1)["list"][0]
    rules = [{"option_id": each["id"], "is_join": 1, "activity_price": "66.00", "activity_stock": 5} for each in one["options"]]  # fmt: skip
    form = {
        "title": "周五秒杀", "start_time": f"{NOW:%Y-%m-%d} 20:00:00", "end_time": f"{NOW:%Y-%m-%d} 22:00:00",
        "rules[limit_num]": 2, "goods_info": json.dumps([{"goods_id": one["id"], "has_option": 1, "rules": rules}]),
    }  # fmt: skip
    path = "/shop/api/apps/seckill/index"
    number = office.post(f"{path}/add", **form)["id"]
    assert (shop.deals[number].price_fen, shop.deals[number].items) == (66_00, tuple(each["option_id"] for each in rules))  # fmt: skip
    assert office.post(f"{path}/add", **{**form, "end_time": form["start_time"]})["error"] == -1
    assert office.post(f"{path}/add", **{**form, "goods_info": '[{"goods_id": "1"}]'})["error"] == -1
    assert office.post(f"{path}/edit", id=number, title="周六秒杀") == {"error": 0}
    detail = office.get(f"{path}/detail", id=number)["data"]
    assert (detail["title"], detail["status"], detail["rules"]["limit_num"]) == ("周六秒杀", "0", "2")
    assert [row["id"] for row in office.get(f"{path}/list", status=0)["list"]] == [number]
    assert office.get(f"{path}/delete", id=number) == {"error": 0}
    assert office.get(f"{path}/detail", id=number)["error"] == -1

    members = office.get("/shop/api/member/list", pagesize=100)
    assert members["total"] == len({order.buyer for order in shop.orders.values()})
    first, second = (row["id"] for row in members["list"][:2])
    change = "/shop/api/apps/commission/agent/change-agent"
    assert office.post(change, agent_id=first, member_id=first)["error"] == -1
    assert office.post(change, agent_id=first, member_id=second) == {"error": 0}
    assert [row["id"] for row in office.get("/shop/api/apps/commission/agent")["list"]] == [first]
    assert office.get("/shop/api/member/detail", id=second)["data"]["agent_id"] == first
    assert len(office.get("/shop/api/member/level")["list"]) == 2


def test_the_assistant_tells_figures_and_stops_a_coupon(place: tuple[Shop, Office]) -> None:
    shop, office = place
    assert office.claw("GET", "/sales/coupon/list", token="lh-wrong-oc")["error"] == -2
    coupon = office.claw("GET", "/sales/coupon/list")["list"][0]
    assert (coupon["status"], coupon["discount_price"]) == ("1", "15.00")
    assert office.claw("GET", "/sales/coupon/manual-stop", id=coupon["id"])["error"] == -1
    assert office.claw("POST", "/sales/coupon/manual-stop", id=coupon["id"]) == {"error": 0}
    assert office.claw("GET", "/sales/coupon/overview")["data"] == {"total": 1, "running": 0, "stopped": 1}
    assert office.claw("GET", "/sales/full-free/get")["data"] == {"is_open": "1", "enough": "99.00"}
    assert office.claw("POST", "/sales/full-free/close") == {"error": 0}
    assert office.claw("GET", "/sales/full-free/get")["data"]["is_open"] == "0"

    listed = office.claw("GET", "/goods/list/get", keywords="盖碗")["list"][0]["id"]
    assert office.claw("POST", "/goods/operation/put-store", id=listed) == {"error": 0}
    assert not any(goods.is_listed for goods in shop.items()[listed])
    states = [order.state for order in shop.orders.values()]
    assert office.claw("GET", "/statistics/overview/to-do")["data"]["wait_pay"] == states.count("unpaid")
    for name in ("operational", "new-member", "new-order", "view-data", "goods-rank", "member-rank"):
        assert office.claw("GET", f"/statistics/overview/{name}", period="month")["data"]
    assert office.claw("GET", "/statistics/overview/operational", period="year")["error"] == -1
    sold = office.claw(
        "GET", "/statistics/goods/basic", start_time="2026-01-01 00:00", end_time="2026-12-31 00:00"
    )["data"]
    assert sold["sales"] == sum(line.quantity for order in shop.orders.values() if order.paid_at for line in order.lines)  # fmt: skip
