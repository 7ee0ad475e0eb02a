"""The pages on which people work with orders: the bar over ticked ones with its undo, the drawer, rules and looks."""

import re

import pytest
from django.test import Client
from tests.cast import Party, acting, come_in
from tests.worlds import kept

from paidang.channels.jd.documents import map_document
from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.intake.tests.files import hand_in, table
from paidang.orders.models import OrderAct, Parcel, Remark, SavedView
from paidang.orders.tests.held import held_orders
from paidang.stores import actions
from paidang.stores.tests.jd import order
from paidang.stores.tests.test_acts import AT, given
from paidang.team.models import Person


@kept
def with_store(contract_in_force: Contract, agency: Party, brand: Party) -> Contract:
    """A store with orders 3001 and 3002 of one person; QL-1 has its price."""
    prices = table("sku,factory_price,valid_from", "QL-1,5000,2026-03-01")
    hand_in(brand.manager, contract_in_force, prices, "costs.csv", at=AT)
    person = agency.people["agency_operator"]
    with acting(person):
        made = actions.connect_store(
            person=person, at=AT, code=contract_in_force.code, given=given(), since=AT
        )
        actions.take_in(
            person=person, at=AT, link_id=made.pk, documents=[order(), order("3002")], map_document=map_document
        )  # fmt: skip
    return contract_in_force


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def send(client: Client, path: str, **fields: object) -> str:
    """Send a form and read what it leads to."""
    answer = client.post(path, fields, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_many_are_held_and_it_is_taken_back(
    client: Client, with_store: Contract, agency_operator: Person
) -> None:
    come_in(client, agency_operator)
    picks = [f"{with_store.pk}~{order_id}" for order_id in ("3001", "3002")]
    page = send(client, "/orders/bulk", act="hold", order=picks, hold_reason="等买家", back="/orders?view=on_hold")  # fmt: skip
    assert "已拦截 2 单" in page
    assert page.count(">已拦截</span>") >= 2
    [batch] = re.findall(r'name="batch" value="([0-9a-f]+)"', page)
    with acting(agency_operator):
        assert held_orders(with_store) == {"3001", "3002"}
    assert "已撤销 2 单" in send(client, "/orders/undo", batch=batch, back="/orders")
    with acting(agency_operator):
        assert held_orders(with_store) == set()
        assert Entry.objects.filter(act__in=["orders.held", "orders.undone"]).count() == 2
    everything = send(client, "/orders/bulk?q=300", act="remark", text="周末送", all="remark")
    assert "已备注 2 单" in everything
    assert "已插旗 1 单" in send(client, "/orders/bulk", act="flag", flag="red", order=picks[:1])
    assert "没有变化" in send(client, "/orders/bulk", act="flag", flag="red", order=picks[:1])
    assert "3002" not in read(client, "/orders?flag=red")


def test_an_order_is_found_by_whatever_somebody_knows_of_it(
    client: Client, with_store: Contract, agency_operator: Person, outsider_manager: Person
) -> None:
    with acting(agency_operator):
        Remark.objects.create(contract=with_store, order_id="3002", text="放门口", by=agency_operator, at=AT)
    come_in(client, agency_operator)
    for text, found in {
        "3001": ["3001"], "002": ["3002"], "王小茶": ["3001", "3002"], "5678": ["3001", "3002"], "13812345678": ["3001", "3002"],
        "门口": ["3002"], "ql-1": ["3001", "3002"], "王": [], "0000": [], "23001": [],
    }.items():  # fmt: skip
        page = read(client, f"/orders?q={text}")
        assert [number for number in ("3001", "3002") if f"~{number}" in page] == found, text
    stranger = come_in(Client(), outsider_manager)
    assert "~3001" not in read(stranger, "/orders?q=3001")


def test_a_view_is_ones_own(
    client: Client, with_store: Contract, agency_operator: Person, agency_finance: Person
) -> None:
    come_in(client, agency_operator)
    assert "我的盖碗" in send(client, "/orders/views?q=QL-1", name="我的盖碗")
    assert "我的盖碗" not in read(come_in(Client(), agency_finance), "/orders")
    with acting(agency_operator):
        view = SavedView.objects.get()
        assert view.query == "?q=QL-1"
    assert "我的盖碗" not in send(client, f"/orders/views/{view.pk}/drop")


def test_the_drawer_masks_shows_on_request_and_remembers(
    client: Client, with_store: Contract, agency_operator: Person, brand_finance: Person
) -> None:
    base = f"/orders/{with_store.code}/3001"
    come_in(client, agency_operator)
    page = read(client, base)
    assert "王**" in page
    assert "龙井路" not in page
    assert "龙井路 1 号" in send(client, f"{base}/receiver")
    looks = read(client, "/orders/looks")
    assert agency_operator.name in looks
    assert "3001" in looks
    picks = [f"{with_store.pk}~{order_id}" for order_id in ("3001", "3002")]
    assert client.post("/orders/receivers", {"order": picks, "export_reason": ""}).status_code == 409
    taken = client.post("/orders/receivers", {"order": picks, "export_reason": "同城自送"})
    assert b"".join(taken.streaming_content).decode("utf-8-sig").count("龙井路 1 号") == 2
    assert "导出收货信息：同城自送" in read(client, "/orders/looks")
    theirs = come_in(Client(), brand_finance)
    assert "显示，并记下我看过" not in read(theirs, base)
    assert theirs.post(f"{base}/receiver").status_code == 403
    address = {
        "name": "李四",
        "phone": "13900001111",
        "province": "浙江",
        "city": "杭州",
        "address": "新路 1 号",
    }
    assert "收货地址已改" in send(client, f"{base}/address", reason="搬家了", **address)
    page = read(client, base)
    assert "李**" in page
    assert "改收货地址（买家要求）：搬家了" in page


def test_the_drawer_holds_releases_remarks_packs_and_ships(
    client: Client, with_store: Contract, agency_operator: Person
) -> None:
    base = f"/orders/{with_store.code}/3001"
    come_in(client, agency_operator)
    assert "已拦截：地址待核" in send(client, f"{base}/hold", kind="address", reason="门牌不对")
    assert client.post(f"{base}/ship", {"carrier": "467", "waybill": "SF1000000001"}).status_code == 409
    assert "等发货" in send(client, f"{base}/release", reason="已核对")
    page = send(client, f"{base}/remark", text="易碎", flag="red")
    assert "备注：易碎" in page
    assert "红旗" in page
    assert "已装箱" in send(client, f"{base}/pack", **{"units-3001-QL-1": "1"})
    with acting(agency_operator):
        parcel = Parcel.objects.get()
    page = send(client, f"{base}/parcel", parcel=parcel.code, carrier="467", waybill="SF1000000001")
    assert "部分发货" in page
    assert "SF1000000001" in page
    with acting(agency_operator):
        kinds = OrderAct.objects.filter(order_id="3001").order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["held", "released", "remarked", "flagged", "packed", "shipped"]


def test_the_rules_of_orders_are_set_where_both_see_them(
    client: Client, with_store: Contract, agency_operator: Person, brand_manager: Person
) -> None:
    base = f"/orders/rules/{with_store.code}"
    come_in(client, agency_operator)
    page = send(client, f"{base}/area", store="", provinces="浙江、江苏省，上海", same_city="杭州")
    assert "浙江、江苏、上海" in page
    assert "同城 杭州" in page
    assert "3001" in read(client, "/orders?view=same_city")
    assert "等对方确认" in send(client, f"{base}/customer", name="青山茶馆")
    theirs = come_in(Client(), brand_manager)
    page = read(theirs, "/orders/rules")
    [number] = re.findall(r'name="customer" value="(\d+)"', page)
    assert "已确认" in send(theirs, f"{base}/customer", act="confirm", customer=number)
    assert theirs.post(f"{base}/area", {"provinces": "浙江"}).status_code == 409
    sold = {
        "customer": "青山茶馆",
        "number": "D-1",
        "paid_on": "2026-03-20",
        "sku-1": "QL-1",
        "quantity-1": "2",
    }
    assert client.post(f"{base}/direct", sold).status_code == 409
    page = send(client, f"{base}/direct", **sold, **{"price-1": "120.00"})
    assert "D-1" in page
    assert "青山茶馆" in page
    refused = client.post(
        f"{base}/direct", {**sold, "customer": "路边小店", "number": "D-2", "price-1": "120"}
    )
    assert refused.status_code == 409
    assert "不是双方确认过的直接客户" in refused.content.decode()


@pytest.mark.parametrize("path", ["/orders/looks", "/orders/rules"])
def test_an_outsider_sees_nothing_of_it(
    client: Client, with_store: Contract, outsider_manager: Person, path: str
) -> None:
    come_in(client, outsider_manager)
    assert with_store.code not in read(client, path)
