"""JD's and Taobao's own exports, from the files in `tests/fixtures/files`, through the whole way."""

import pytest
from tests.cast import Party, acting, agree_on

from paidang.contracts.models import Contract
from paidang.intake import actions
from paidang.intake.models import HeldOrder, ImportFile
from paidang.intake.queries import count_waiting_orders, known_at, list_bad_rows
from paidang.intake.tests.files import AT, FILES, REFUND_HEADER, bad, hand_in, line, lines, table
from paidang.orders.models import History, LogisticsCharge, OrderLine, Refund, Store
from paidang.team.models import Person


def file(name: str) -> bytes:
    return (FILES / name).read_bytes()


def facts() -> list[tuple[str, int, int, int]]:
    found = OrderLine.objects.order_by("line_id")
    return [(one.line_id, one.quantity, one.unit_price_fen, one.merchant_discount_fen) for one in found]


def test_jd(contract_in_force: Contract, agency_operator: Person) -> None:
    done = hand_in(
        agency_operator, contract_in_force, file("jd_orders.csv"), "jd.csv", store="青岚京东旗舰店"
    )
    assert (done.format, done.counts["skipped"]) == ("jd_orders", {"未付款": 1})
    assert bad(agency_operator, done) == [(5, "订购数量", "bad_cell"), (6, "订单号", "waits")]
    with acting(agency_operator):
        assert facts() == [
            ("290001-QL-1", 2, 12900, 800),
            ("290002-QL-1", 1, 12900, 518),
            ("290002-QL-2", 1, 12000, 482),
            ("290005-QL-1", 1, 12900, 0),
        ]
        assert LogisticsCharge.objects.get().amount_fen == -800
        assert Refund.objects.get().line_id == "290005-QL-1"
        row = list_bad_rows(done.pk)[0]
        assert "客户姓名" not in row.cells
        row = actions.mend_row(person=agency_operator, at=AT, row_id=row.pk, cells={"订购数量": "1"})
        assert row.state == "mended" and list_bad_rows(done.pk) == []
        assert OrderLine.objects.filter(order_id="290004").count() == 2


@pytest.mark.parametrize(
    "order", [("taobao_orders.csv", "taobao_items.csv"), ("taobao_items.csv", "taobao_orders.csv")]
)
def test_taobao_whichever_report_comes_second_completes(
    order: tuple[str, str], contract_in_force: Contract, agency_operator: Person
) -> None:
    first = hand_in(agency_operator, contract_in_force, file(order[0]), order[0])
    assert first.counts["new"] == 0 and first.counts["waiting"] in (
        3,
        4,
    )  # the item report does not say who has paid
    with acting(agency_operator):
        assert count_waiting_orders(contract_in_force.pk) == {
            first.format: 3 if first.format == "taobao_orders" else 4
        }
    hand_in(agency_operator, contract_in_force, file(order[1]), order[1])
    with acting(agency_operator):
        assert facts() == [
            ("2290417735518840012-QL-1", 2, 12900, 800),
            ("2290417735518840013-QL-1", 1, 12900, 518),
            ("2290417735518840013-QL-2", 1, 12000, 482),
            ("2290417735518840014-QL-2", 1, 12000, 0),
        ]
        assert [one.amount_fen for one in Refund.objects.all()] == [12000]
        assert Store.objects.get().name == "青岚天猫旗舰店"
        assert count_waiting_orders(contract_in_force.pk) == {}


@pytest.mark.parametrize(
    "version", ["taobao_orders_2013.csv", "taobao_orders_2017.csv", "taobao_orders_2019.xlsx"]
)
def test_every_version_of_the_order_report_gives_the_same_lines(
    version: str, contract_in_force: Contract, agency_operator: Person
) -> None:
    hand_in(agency_operator, contract_in_force, file("taobao_items.csv"), "items.csv")
    done = hand_in(agency_operator, contract_in_force, file(version), version)
    assert done.format == "taobao_orders" and done.counts["bad"] == 0
    with acting(agency_operator):
        assert len(facts()) == 4


def test_the_same_reports_again_change_nothing(contract_in_force: Contract, agency_operator: Person) -> None:
    for name in ("taobao_orders.csv", "taobao_items.csv", "jd_orders.csv"):
        hand_in(agency_operator, contract_in_force, file(name), name)
    for name in ("taobao_orders.csv", "taobao_items.csv", "jd_orders.csv"):
        again = hand_in(agency_operator, contract_in_force, file(name) + b"\r\n", name)
        assert (again.state, again.counts["new"], again.counts["changed"]) == ("written", 0, 0)
    with acting(agency_operator):
        assert not History.objects.exists()


def test_an_order_number_in_scientific_notation_refuses_the_file(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    content = file("taobao_orders.csv").replace(b'"=""2290417735518840012"""', b"2.29042E+18")
    done = hand_in(agency_operator, contract_in_force, content, "excel.csv")
    assert done.state == "refused" and "科学计数法" in done.problem["reason"]


ORDERS_HEADER = "订单编号,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,订单付款时间,店铺名称"
ITEMS_HEADER = "订单编号,价格,购买数量,订单状态,商家编码"


def taobao_order(order_id: str, total: str = "129.00") -> str:
    return f"{order_id},{total},0.00,{total},{total},交易成功,2026-03-05 10:00:00,青岚天猫旗舰店"


def taobao_item(order_id: str, sku: str = "QL-1") -> str:
    return f"{order_id},129.00,1,交易成功,{sku}"


def declare_one_price(brand_manager: Person, contract: Contract) -> None:
    content = table("sku,valid_from,factory_price", "QL-1,2026-01-01,4000")
    hand_in(brand_manager, contract, content, "costs.csv")


def test_what_is_wrong_with_the_other_report_is_said_of_the_right_order(
    contract_in_force: Contract, agency_operator: Person, brand_manager: Person
) -> None:
    items = table(ITEMS_HEADER, *(taobao_item(f"88000{at}") for at in range(4)))
    hand_in(agency_operator, contract_in_force, items, "items.csv")
    declare_one_price(brand_manager, contract_in_force)
    with acting(agency_operator):  # as if it had been known when the items came
        HeldOrder.objects.filter(order_id="880003").update(
            rows=[
                [
                    5,
                    {
                        "订单编号": "880003",
                        "价格": "129.00",
                        "购买数量": "1",
                        "订单状态": "交易成功",
                        "商家编码": "QL-X",
                    },
                ]
            ]
        )
    orders = table(ORDERS_HEADER, *(taobao_order(f"88000{at}") for at in (3, 2, 1)))
    done = hand_in(agency_operator, contract_in_force, orders, "orders.csv")
    assert bad(agency_operator, done) == [(2, "商家编码", "unknown_sku")]
    with acting(agency_operator):
        assert [row.group for row in list_bad_rows(done.pk)] == ["880003"]
        assert set(OrderLine.objects.values_list("order_id", flat=True)) == {"880001", "880002"}


def test_a_bad_order_is_not_kept_for_the_other_report(
    contract_in_force: Contract, agency_operator: Person, brand_manager: Person
) -> None:
    declare_one_price(brand_manager, contract_in_force)
    hand_in(agency_operator, contract_in_force, table(ORDERS_HEADER, taobao_order("880001")), "orders.csv")
    items = table(ITEMS_HEADER, taobao_item("880001", "QL-X"))
    done = hand_in(agency_operator, contract_in_force, items, "items.csv")
    assert bad(agency_operator, done) == [(2, "商家编码", "unknown_sku")]
    with acting(agency_operator):
        assert list(HeldOrder.objects.values_list("format", flat=True)) == ["taobao_orders"]
        [row] = list_bad_rows(done.pk)
        actions.mend_row(person=agency_operator, at=AT, row_id=row.pk, cells={"商家编码": "QL-1"})
        assert OrderLine.objects.get().sku == "QL-1" and HeldOrder.objects.count() == 2


def test_the_time_of_a_refund_is_kept_from_this_contract_alone(
    contract_in_force: Contract, brand: Party, agency: Party, agency_operator: Person
) -> None:
    other = agree_on(brand=brand, agency=agency)
    elsewhere = line(
        "290005-QL-1",
        order_id="X1",
        channel="pdd",
        store="别处",
        quantity="1",
        unit_price="12900",
        merchant_discount="0",
    )
    hand_in(agency_operator, other, lines(elsewhere))
    back = "290005-QL-1-cancelled,290005-QL-1,1,12900,no_reason,true,2026-03-07T10:00:00+08:00"
    hand_in(agency_operator, other, table(REFUND_HEADER, back), "refunds.csv")
    hand_in(agency_operator, contract_in_force, file("jd_orders.csv"), "jd.csv", store="青岚京东旗舰店")
    with acting(agency_operator):
        mine = Refund.objects.get(contract=contract_in_force)
        assert (mine.line_id, mine.refunded_at) == ("290005-QL-1", AT)


def test_an_order_is_not_read_again_without_its_bad_row(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    header = "订单号,订购数量,京东价,订单金额,结算金额,订单状态,货号,下单时间,付款确认时间"
    rest = "129.00,129.00,完成,{},2026-03-05 10:00:00,2026-03-05 10:01:00"
    rows = [f"290001,1,129.00,{rest.format('QL-1')}", f"290001,x,0.00,{rest.format('BAG')}"]
    done = hand_in(agency_operator, contract_in_force, table(header, *rows), "jd.csv", store="青岚京东旗舰店")
    assert bad(agency_operator, done) == [(2, "订单号", "waits"), (3, "订购数量", "bad_cell")]
    with acting(agency_operator):
        assert actions.reread_waiting(person=agency_operator, at=AT, contract_id=contract_in_force.pk) == 0
        assert not OrderLine.objects.exists() and len(list_bad_rows(done.pk)) == 2


@pytest.mark.parametrize(
    ("name", "when"),
    [
        ("ExportOrderList202603091630.csv", "2026-03-09T16:30"),
        ("jd_20260309163059.csv", "2026-03-09T16:30"),
        ("订单2290417202603091630.csv", "2026-04-02T10:00"),  # a number that only looks like a time
    ],
)
def test_when_a_file_was_made(name: str, when: str) -> None:
    assert known_at(ImportFile(name=name, received_at=AT)).isoformat().startswith(when)
