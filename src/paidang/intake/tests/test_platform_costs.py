"""A platform's own cost field is kept beside its lines, and compared with what the brand declared."""

from datetime import date

from tests.cast import acting

from paidang.channels.tests.test_renren import FIRST, HEADER, SECOND
from paidang.contracts.models import Contract
from paidang.intake import actions
from paidang.intake.queries import list_bad_rows
from paidang.intake.tests.files import AT, LINE_HEADER, hand_in, line, table
from paidang.orders.models import OrderLine
from paidang.orders.queries.platform_costs import CostDifference, list_cost_differences
from paidang.team.models import Person

STORE = "青岚人人商城"
COSTS = "sku,factory_price,valid_from"


def export(*rows: dict[str, str]) -> bytes:
    titles = [title if title else f"(blank){at}" for at, title in enumerate(HEADER)]
    return table(",".join(HEADER), *(",".join(row.get(title, "") for title in titles) for row in rows))


def differences(contract: Contract, person: Person) -> list[CostDifference]:
    with acting(person):
        return list_cost_differences(contract)


def test_the_cost_of_the_shop_is_kept_beside_the_line_and_compared(
    contract_in_force, agency_operator, brand_manager, outsider_manager
):
    hand_in(
        brand_manager,
        contract_in_force,
        table(COSTS, "QL-1,5500,2026-03-01", "QL-2,1,2026-03-01"),
        "costs.csv",
    )
    done = hand_in(agency_operator, contract_in_force, export(FIRST, SECOND), "orders.csv", store=STORE)
    assert (done.format, done.state, done.counts["new"]) == ("renren_orders", "written", 3)
    assert done.notes == [
        f"登记了店铺 {STORE}（renren_mall）", "平台的成本字段只存着，与申报的出厂价对照，不参与计算"
    ]  # fmt: skip
    with acting(agency_operator):
        assert dict(OrderLine.objects.values_list("sku", "extra")) == {
            "QL-1": {"platform_cost": "6000"}, "QL-2": None,
        }  # fmt: skip
    day = date(2026, 3, 5)
    found = [CostDifference("QL-1", "renren_mall", STORE, 6000, 5500, day, day, 1, 2)]
    assert (
        differences(contract_in_force, agency_operator)
        == differences(contract_in_force, brand_manager)
        == found
    )
    assert differences(contract_in_force, outsider_manager) == []


def test_the_same_again_changes_nothing_and_equal_prices_do_not_differ(
    contract_in_force, agency_operator, brand_manager
):
    hand_in(
        brand_manager,
        contract_in_force,
        table(COSTS, "QL-1,6000,2026-03-01", "QL-2,1,2026-03-01"),
        "costs.csv",
    )
    hand_in(agency_operator, contract_in_force, export(FIRST, SECOND), "orders.csv", store=STORE)
    again = hand_in(agency_operator, contract_in_force, export(FIRST, SECOND, {}), "again.csv", store=STORE)
    assert (again.counts["new"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 3)
    assert differences(contract_in_force, agency_operator) == []


def test_an_order_that_was_mended_keeps_its_cost(contract_in_force, agency_operator):
    wrong = {**FIRST, "应收款": "400.00"}
    done = hand_in(agency_operator, contract_in_force, export(wrong, SECOND), "orders.csv", store=STORE)
    assert done.counts["bad"] == 2
    with acting(agency_operator):
        row = list_bad_rows(done.pk)[0]
        actions.mend_row(person=agency_operator, at=AT, row_id=row.pk, cells={"应收款": "386.00"})
        assert OrderLine.objects.get(sku="QL-1").extra == {"platform_cost": "6000"}


def test_the_own_format_may_carry_it_too_and_what_is_no_amount_is_not_compared(
    contract_in_force, agency_operator, brand_manager
):
    hand_in(brand_manager, contract_in_force, table(COSTS, "QL-1,5500,2026-03-01"), "costs.csv")
    rows = [f"{line('L1')},6000", f"{line('L2')},60.00", f"{line('L3')},0", f"{line('L4')},"]
    hand_in(agency_operator, contract_in_force, table(f"{LINE_HEADER},platform_cost", *rows))
    (found,) = differences(contract_in_force, agency_operator)
    assert (found.stated_fen, found.lines) == (6000, 1)
