"""JD's and Taobao's own exports, from the files in `tests/fixtures/files`, through the whole way."""

import pytest
from tests.cast import acting

from paidang.contracts.models import Contract
from paidang.intake import actions
from paidang.intake.queries import count_waiting_orders, list_bad_rows
from paidang.intake.tests.files import AT, FILES, bad, hand_in
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
