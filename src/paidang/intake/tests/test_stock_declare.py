"""What the brand's people say of their stock: lists, counts, receipts, damage; who may, what is refused, what it writes."""

import pytest
from tests.cast import acting, shanghai

from paidang.evidence.models import Entry
from paidang.intake.tests.files import bad, hand_in, table
from paidang.intake.tests.goods import HOUSE, LATER, books, declare, holds, order, sell
from paidang.kit.outcome import NotAllowed, NotFound, UnableTo
from paidang.stock.actions import confirm_list, count_goods, move_goods
from paidang.stock.models import GoodsList, StockEntry, Warehouse
from paidang.stock.queries.levels import last_list


def entries(person) -> list[tuple[str, int, int, int, str]]:
    with acting(person):
        found = StockEntry.objects.order_by("id")
        return list(found.values_list("kind", "on_hand", "reserved", "damaged", "reason"))


def test_a_list_opens_what_is_new_and_books_what_differs(contract_in_force, brand, brand_warehouse):
    done = declare(brand_warehouse, contract_in_force, f"{HOUSE},QL-1,10", f"{HOUSE},QL-2,4")
    assert (done.state, done.counts["new"]) == ("written", 2)
    done = declare(
        brand_warehouse, contract_in_force, f"{HOUSE},QL-1,8", f"{HOUSE},QL-2,4", at=LATER, name="2.csv"
    )
    assert done.counts["tables"] == {"stock": {"new": 0, "changed": 1, "unchanged": 1}}
    assert entries(brand.manager) == [
        ("opening", 10, 0, 0, "stock.csv"), ("opening", 4, 0, 0, "stock.csv"), ("counted", -2, 0, 0, "2.csv"),
    ]  # fmt: skip
    assert books(brand, contract_in_force) == (8, 0, 0)
    with acting(brand.manager):
        assert Warehouse.objects.get().owner_id == brand.org.pk
        assert [(one.number, one.rows, one.changed) for one in GoodsList.objects.order_by("number")] == [
            (1, 2, 2), (2, 2, 1),
        ]  # fmt: skip
        facts = Entry.objects.filter(act="stock.list_declared").latest("seq").facts
        assert facts == {"number": 2, "rows": 2, "new": 0, "changed": 1}


def test_a_test_read_writes_nothing(contract_in_force, brand_warehouse):
    from paidang.intake import actions

    with acting(brand_warehouse):
        content = table(
            "warehouse,sku,quantity,counted_at",
            f"{HOUSE},QL-1,10,2026-03-20T18:00:00+08:00",
            f"{HOUSE},QL-1,9,",
        )
        file = actions.receive_file(
            person=brand_warehouse, at=LATER, code=contract_in_force.code, name="s.csv", content=content
        )
        read = actions.test_read(person=brand_warehouse, at=LATER, import_id=file.pk)
        assert (read.counts["new"], read.counts["bad"]) == (1, 1)
        assert not StockEntry.objects.exists() and not Warehouse.objects.exists()


@pytest.mark.parametrize(
    ("row", "code"),
    [(",QL-1,1", "empty"), (f"{HOUSE},,1", "empty"), (f"{HOUSE},QL-1,-1", "too_small"), (f"{HOUSE},QL-1,1.5", "not_integer")],
)  # fmt: skip
def test_bad_rows_wait(contract_in_force, brand_warehouse, row, code):
    done = declare(brand_warehouse, contract_in_force, row, f"{HOUSE},QL-9,1")
    assert [fault[2] for fault in bad(brand_warehouse, done)] == [code]
    with acting(brand_warehouse):
        assert set(StockEntry.objects.values_list("sku", flat=True)) == {"QL-9"}


def test_what_left_after_the_count_is_out_of_the_count(contract_in_force, brand, agency_operator):
    """Counted at noon, one unit shipped at two, the file handed in in the evening."""
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,10")
    sell(
        agency_operator,
        contract_in_force,
        order("L1", shipped="03-22 14:00"),
        order("L2", shipped="03-22 11:00"),
    )
    content = table("warehouse,sku,quantity,counted_at", f"{HOUSE},QL-1,9,2026-03-22T12:00:00+08:00")
    hand_in(brand.manager, contract_in_force, content, "noon.csv", at=LATER)
    assert books(brand, contract_in_force) == (8, 0, 0)


def test_less_than_was_promised_takes_the_newest_promise_back(contract_in_force, brand, agency_operator):
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,5")
    sell(
        agency_operator,
        contract_in_force,
        order("L1", 3, paid="03-21 09:00"),
        order("L2", 2, paid="03-21 10:00"),
    )
    act = {
        "person": brand.manager,
        "at": LATER,
        "code": contract_in_force.code,
        "warehouse": HOUSE,
        "sku": "QL-1",
    }
    with acting(brand.manager):
        with pytest.raises(UnableTo) as refused:
            count_goods(**act, quantity=4)
        assert refused.value.code == "REASON_MISSING"
        count_goods(**act, quantity=4, reason="少一只")
        move_goods(**act, kind="damaged", quantity=1, reason="碰碎")
    assert holds(brand, contract_in_force) == {"L1": (3, 0, 0, 0), "L2": (0, 2, 0, 0)}
    assert books(brand, contract_in_force) == (3, 3, 1)
    with acting(brand.manager):
        move_goods(**act, kind="received", quantity=2)
        move_goods(**act, kind="disposed", quantity=1, reason="销毁")
        acts = list(
            Entry.objects.filter(act__startswith="stock.").order_by("seq").values_list("act", flat=True)
        )
    assert acts == [
        "stock.list_declared",
        "stock.counted",
        "stock.damaged",
        "stock.received",
        "stock.disposed",
    ]
    assert holds(brand, contract_in_force)["L2"] == (2, 0, 0, 0)
    assert books(brand, contract_in_force) == (5, 5, 0)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "stolen"}, "MOVE_UNKNOWN"), ({"quantity": 0}, "MOVE_UNKNOWN"), ({"quantity": -1}, "GOODS_INCOMPLETE"),
        ({"warehouse": " "}, "GOODS_INCOMPLETE"), ({"sku": ""}, "GOODS_INCOMPLETE"), ({"quantity": 11}, "NOT_SO_MANY"),
        ({"warehouse": "没有的仓"}, "NOT_SO_MANY"), ({"sku": "QL-9"}, "NOT_SO_MANY"), ({"reason": " "}, "REASON_MISSING"),
        ({"kind": "disposed", "quantity": 1}, "NOT_SO_MANY"),
    ],
)  # fmt: skip
def test_what_cannot_be_booked(contract_in_force, brand, change, code):
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,10")
    asked = {"kind": "damaged", "warehouse": HOUSE, "sku": "QL-1", "quantity": 2, "reason": "碰碎"} | change
    with acting(brand.manager), pytest.raises(UnableTo) as refused:
        move_goods(person=brand.manager, at=LATER, code=contract_in_force.code, **asked)
    assert refused.value.code == code
    assert books(brand, contract_in_force) == (10, 0, 0)


def test_the_brand_alone_declares(contract_in_force, brand, agency, outsider_manager, draft_contract):
    act = {"at": LATER, "code": contract_in_force.code}
    goods = {"warehouse": HOUSE, "sku": "QL-1", "quantity": 2}
    for person in (agency.manager, agency.people["agency_operator"], brand.finance):
        with acting(person), pytest.raises(NotAllowed):
            count_goods(person=person, **act, **goods)
        with acting(person), pytest.raises(NotAllowed):
            move_goods(person=person, **act, **goods, kind="received")
        with acting(person), pytest.raises(NotAllowed):
            confirm_list(person=person, **act)
        with pytest.raises(NotAllowed):
            declare(person, contract_in_force, f"{HOUSE},QL-1,10")
    with acting(outsider_manager), pytest.raises(NotFound):
        count_goods(person=outsider_manager, **act, **goods)
    with acting(brand.manager):
        with pytest.raises(UnableTo) as refused:
            count_goods(person=brand.manager, at=LATER, code=draft_contract.code, **goods)
        assert refused.value.code == "CONTRACT_NOT_IN_FORCE"
        assert not StockEntry.objects.exists()


def test_a_list_may_stand_as_it_is(contract_in_force, brand):
    act = {"person": brand.manager, "at": shanghai("2026-04-03 09:00"), "code": contract_in_force.code}
    with acting(brand.manager):
        with pytest.raises(UnableTo) as refused:
            confirm_list(**act)
        assert refused.value.code == "NOTHING_DECLARED"
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,10")
    with acting(brand.manager):
        assert confirm_list(**act) == 2
        assert (last_list(contract_in_force.pk).rows, last_list(contract_in_force.pk).changed) == (1, 0)
        assert StockEntry.objects.count() == 1
