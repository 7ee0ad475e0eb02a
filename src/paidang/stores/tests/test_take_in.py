"""Documents of a pull become facts, heads and history: once, whole, with nothing about persons in the open."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from tests.cast import Party, acting, shanghai, signed_in
from tests.worlds import kept

from paidang.catalog.actions import ListingRow, put_listings
from paidang.catalog.models import RetailPrice
from paidang.catalog.queries.guard import Shop
from paidang.channels.jd.documents import map_document
from paidang.channels.link.documents import Document
from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.evidence.queries import verify_chain
from paidang.intake.models import ImportFile, QuarantineRow
from paidang.intake.tasks import reconcile
from paidang.orders.actions import reconcile_bills
from paidang.orders.models import BillItem, BillLine, History, OrderLine, Refund
from paidang.orders.tests.held import held_orders
from paidang.stores.actions import Given, connect_store, take_in
from paidang.stores.models import PulledDocument, StoreCase, StoreLink, StoreOrder, StoreOrderChange
from paidang.stores.queries import get_link, told_of
from paidang.stores.tests.jd import order, refund, shipped
from paidang.team.models import Person

AT = shanghai("2026-03-07 10:00")
SECRET = "s3cret-of-the-app"
GIVEN = Given(
    "jd",
    "青岚京东旗舰店",
    "https://api.jd.com",
    {"app_key": "KEY", "app_secret": SECRET, "access_token": "TOKEN"},
)


@kept
def link(contract_in_force: Contract, agency: Party) -> StoreLink:
    person = agency.people["agency_operator"]
    with acting(person):
        return connect_store(
            person=person, at=shanghai("2026-03-01 12:00"), code=contract_in_force.code, given=GIVEN
        )  # fmt: skip


def taken(link: StoreLink, person: Person, *documents: Document, at: Any = AT, **more: Any) -> Any:
    with acting(person):
        return take_in(
            person=person, at=at, link_id=link.pk, documents=documents, map_document=map_document, **more
        )


def test_an_order_with_the_number_of_another_stores_order_waits(
    link: StoreLink, agency_operator: Person
) -> None:
    given = Given(
        "jd", "青岚京东二店", GIVEN.base_url, {"app_key": "KEY2", "app_secret": SECRET, "access_token": "T2"}
    )
    with acting(agency_operator):
        second = connect_store(
            person=agency_operator, at=shanghai("2026-03-01 12:00"), code=link.contract.code, given=given
        )
    taken(link, agency_operator, order())
    taken(second, agency_operator, order(paymentConfirmTime="2026-03-04 09:00:00"))
    with acting(agency_operator):
        assert {line.store for line in OrderLine.objects.all()} == {link.store}
        assert StoreOrder.objects.get().link == link, "what ships it is told to its own platform"
        assert {row.faults[0]["code"] for row in QuarantineRow.objects.all()} == {"order_of_another_store"}


def test_an_order_that_was_taken_in_and_is_split_later_counts_for_nothing(
    link: StoreLink, agency_operator: Person
) -> None:
    taken(link, agency_operator, order())
    split = {"orderState": "PARENT_TRADE_CANCELED", "modified": "2026-03-05 11:00:00"}
    children = [
        order(number, parentOrderId="3001", modified="2026-03-05 11:00:00") for number in ("3002", "3003")
    ]
    taken(link, agency_operator, order(**split), *children)
    with acting(agency_operator):
        assert {line.order_id for line in OrderLine.objects.all()} == {"3001", "3002", "3003"}
        undone = Refund.objects.get(line_id="3001-QL-1")
        assert (undone.amount_fen, undone.quantity, undone.restocked) == (25_000, 2, True)


def test_an_order_becomes_facts_and_a_head_and_the_same_again_changes_nothing(
    link: StoreLink, agency_operator: Person
) -> None:
    first = taken(link, agency_operator, order(), kind="order", until=AT)
    again = taken(link, agency_operator, order(), order(), kind="order", until=AT)
    assert (first.documents, again.documents, again.imported) == (1, 0, None)
    with acting(agency_operator):
        line = OrderLine.objects.get()
        assert (line.line_id, line.store, line.channel) == ("3001-QL-1", "青岚京东旗舰店", "jd")
        assert (line.quantity, line.unit_price_fen, line.merchant_discount_fen, line.shipped_at) == (
            2,
            12900,
            800,
            None,
        )
        head = StoreOrder.objects.get()
        assert (head.state, head.platform_state, head.paid_at) == (
            "paid",
            "WAIT_SELLER_STOCK_OUT",
            line.paid_at,
        )
        assert (
            ImportFile.objects.count()
            == PulledDocument.objects.count()
            == StoreOrderChange.objects.count()
            == 1
        )
        assert get_link(link.pk).orders_until == AT
        assert verify_chain(link.contract.chain_id).is_unaltered


def test_what_came_by_an_interface_is_set_against_the_bills_by_the_next_minute(
    link: StoreLink, agency_operator: Person
) -> None:
    with acting(agency_operator):
        BillLine.objects.create(
            contract=link.contract, entry_id="p1", channel="jd", store=link.store, order_id="3001", kind="payment",
            item="货款", amount_fen=25_000, booked_at=AT,
        )  # fmt: skip
        reconcile_bills(link.contract_id)

    def open_items() -> list[str]:
        with acting(agency_operator):
            return [item.item for item in BillItem.objects.all()]

    assert open_items() == ["3001"]  # paid, but in no order
    taken(link, agency_operator, order())
    assert open_items() == ["3001"]
    reconcile(0)
    assert open_items() == []
    with acting(agency_operator):
        assert not ImportFile.objects.get().awaits_reconciling


def test_it_leaves_and_comes_back_and_an_older_state_changes_nothing(
    link: StoreLink, agency_operator: Person
) -> None:
    taken(link, agency_operator, order())
    taken(link, agency_operator, shipped(), refund(order_id="3001"), at=shanghai("2026-03-07 11:00"))
    taken(link, agency_operator, order(orderRemark="第一次拉到的还早些"), at=shanghai("2026-03-07 12:00"))
    with acting(agency_operator):
        line, head, case = OrderLine.objects.get(), StoreOrder.objects.get(), StoreCase.objects.get()
        assert line.shipped_at == head.shipped_at == shanghai("2026-03-06 11:00")
        assert head.parcels == [{"carrier": "467", "waybill": "SF1000000001", "line_ids": []}]
        assert [change.state for change in StoreOrderChange.objects.order_by("pk")] == ["paid", "shipped"]
        assert (case.state, case.amount_fen, case.kind) == ("refunded", 25000, "refund_only")
        assert Refund.objects.get().amount_fen == 25000
        assert History.objects.get().before["shipped_at"] is None


def test_an_order_of_goods_that_nobody_mapped_is_held_until_somebody_does_and_stays_when_the_code_comes_later(
    link: StoreLink, agency: Party, agency_operator: Person, brand_manager: Person
) -> None:
    def bare(**more: Any) -> Document:
        item = {"skuId": "70001", "jdPrice": "129.00", "itemTotal": "2", **more}
        return order(itemInfoList=[item])

    taken(link, agency_operator, bare())
    with acting(agency_operator):
        told = told_of(link.contract_id, "3001", whole=False)
        assert told and told.order.state == "paid" and told.receiver.name == "王**"
        assert held_orders(link.contract) == {"3001"} and not OrderLine.objects.exists()
        assert QuarantineRow.objects.get(state="open").faults[0]["column"] == "outerSkuId"
    page = signed_in(agency_operator).get("/orders?q=3001").content.decode()
    assert "3001" in page and "王**" in page and "view=quarantine" in page and "13812345678" not in page
    assert taken(link, agency_operator, bare()).documents == 0
    listing = [ListingRow("70001", "1", "盖碗", None, "QL-1")]
    shop = Shop(link.channel, link.store)
    with acting(brand_manager):
        RetailPrice.objects.create(
            contract=link.contract, sku="QL-1", valid_from=AT.date(), min_retail_price_fen=1,
            declared_by=brand_manager, declared_at=AT,
        )  # fmt: skip
    with acting(agency.manager):
        assert (
            put_listings(
                person=agency.manager, at=AT, code=link.contract.code, shop=shop, rows=listing
            ).problems
            == 0
        )
    assert taken(link, agency_operator, bare(), refund(), at=AT + timedelta(minutes=1)).documents == 2
    with acting(agency_operator):
        assert [(one.order_id, one.sku, one.quantity) for one in OrderLine.objects.all()] == [
            ("3001", "QL-1", 2)
        ]
        assert held_orders(link.contract) == set()
        assert not QuarantineRow.objects.filter(state="open").exists()
    taken(link, agency_operator, bare(outerSkuId="QL-1"), at=AT + timedelta(minutes=2))
    with acting(agency_operator):
        assert OrderLine.objects.count() == 1 and not QuarantineRow.objects.filter(state="open").exists()


def test_what_cannot_be_read_waits_and_makes_room_for_its_next_state(
    link: StoreLink, agency_operator: Person
) -> None:
    bad = order(itemInfoList=[{"skuId": "70001", "outerSkuId": "", "jdPrice": "129.00", "itemTotal": "2"}])
    unknown = order("3002", orderState="TELEPORTED")
    done = taken(link, agency_operator, bad, unknown, order("3003"))
    assert done.imported.counts["bad"] == 2
    with acting(agency_operator):
        rows = {row.group: row for row in QuarantineRow.objects.all()}
        assert set(rows) == {"3001", "3002"}
        assert (
            rows["3001"].faults[0]["column"] == "outerSkuId"
            and "货号是空的" in rows["3001"].faults[0]["reason"]
        )
        assert rows["3002"].faults[0]["value"] == "TELEPORTED"
        assert {line.order_id for line in OrderLine.objects.all()} == {"3003"}
    taken(link, agency_operator, order(modified="2026-03-08 09:00:00"), at=shanghai("2026-03-08 10:00"))
    with acting(agency_operator):
        assert QuarantineRow.objects.get(group="3001").state == "discarded"
        assert QuarantineRow.objects.get(group="3002").state == "open"
        assert {line.order_id for line in OrderLine.objects.all()} == {"3001", "3003"}


DOUBLED = [{"skuId": "70001", "outerSkuId": "QL-1", "jdPrice": "129.00", "itemTotal": "2"}] * 2
"""An order's goods twice: they no longer add up to its sum."""


@pytest.mark.parametrize("rounds", [1, 2])
def test_an_order_that_comes_whole_again_after_a_doubled_one_closes_what_waited(
    link: StoreLink, agency_operator: Person, rounds: int
) -> None:
    first = taken(link, agency_operator, order(), refund(status="0"))
    for n in range(rounds):
        at = shanghai(f"2026-03-07 1{n}:30")
        taken(link, agency_operator, order(itemInfoList=DOUBLED, orderRemark=str(n)), at=at)
        with acting(agency_operator):
            assert QuarantineRow.objects.get(state="open").group == "3001"
        again = taken(link, agency_operator, order(), at=at + timedelta(minutes=1))
        assert again.documents == 1 and again.imported.pk != first.imported.pk
        with acting(agency_operator):
            assert {row.state for row in QuarantineRow.objects.all()} == {"discarded"}
            assert Entry.objects.filter(act="intake.discarded").count() == n + 1
            assert OrderLine.objects.count() == StoreOrder.objects.count() == 1
    assert taken(link, agency_operator, order(), at=shanghai("2026-03-07 12:00")).documents == 0


def test_an_older_state_that_comes_again_closes_nothing(link: StoreLink, agency_operator: Person) -> None:
    taken(link, agency_operator, order())
    strange = order(orderState="TELEPORTED", modified="2026-03-06 09:00:00")
    taken(link, agency_operator, strange, order(), at=AT + timedelta(minutes=1))
    taken(link, agency_operator, order(), order(orderRemark="也早些"), at=AT + timedelta(minutes=2))
    with acting(agency_operator):
        assert [row.faults[0]["value"] for row in QuarantineRow.objects.filter(state="open")] == [
            "TELEPORTED"
        ]
        assert verify_chain(link.contract.chain_id).is_unaltered


def stored(columns: Sequence[str] = ("bytea", "text", "jsonb", "character varying")) -> str:
    """Every text, JSON and byte in every table, as the installation's owner sees it."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name, data_type from information_schema.columns"
            " where table_schema = 'public' and data_type = any(%s)",
            [list(columns)],
        )
        for table, column, kind in cursor.fetchall():
            cursor.execute(f'select "{column}" from "{table}" where "{column}" is not null')
            found += [
                bytes(value).decode("utf-8", "replace") if kind == "bytea" else str(value)
                for (value,) in cursor.fetchall()
            ]
    return "\n".join(found)


def test_nothing_about_buyers_and_no_secret_is_kept_in_the_open(
    link: StoreLink, agency_operator: Person, brand_warehouse: Person, brand_finance: Person
) -> None:
    taken(link, agency_operator, order(), order("3002", orderState="TELEPORTED"), refund())
    with acting(agency_operator):
        everything = stored()
    assert "3001" in everything
    for secret in ("王小茶", "13812345678", "龙井路", "jd_tea_lover", "请在周末送", SECRET):
        assert secret not in everything, secret
    with acting(brand_warehouse):
        whole, masked = (told_of(link.contract_id, "3001", whole=is_whole) for is_whole in (True, False))
        assert whole and whole.receiver.name == "王小茶" and whole.receiver.phone == "13812345678"
        assert masked and (masked.receiver.name, masked.receiver.phone, masked.receiver.address, masked.receiver.city) == (
            "王**", "138****5678", "****", "杭州市",
        )  # fmt: skip
        assert not PulledDocument.objects.exists()


def test_killed_before_the_end_nothing_is_in_and_the_cursor_stands(
    link: StoreLink, agency_operator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise SystemExit("killed")

    before = link.orders_until
    with monkeypatch.context() as patch:
        patch.setattr("paidang.stores.actions.documents.record", die)
        with pytest.raises(SystemExit):
            taken(link, agency_operator, order(), kind="order", until=AT)
    with acting(agency_operator):
        assert get_link(link.pk).orders_until == before
        assert (
            not OrderLine.objects.exists()
            and not PulledDocument.objects.exists()
            and not ImportFile.objects.exists()
        )
    assert taken(link, agency_operator, order(), kind="order", until=AT).documents == 1
    with acting(agency_operator):
        assert OrderLine.objects.count() == 1 and get_link(link.pk).orders_until == AT
