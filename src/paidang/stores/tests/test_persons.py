"""Who gets the goods: seen by whoever ships, on record each time; changed with a reason; erased when the time has come.

What the database holds is looked at with SQL: nothing of it can be read without the installation's key.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from tests.cast import Party, acting
from tests.worlds import kept

from paidang.channels.jd.documents import map_document
from paidang.channels.link.documents import Document, Receiver
from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed
from paidang.orders.actions import pack_parcel
from paidang.orders.models import OrderAct, OrderAddress
from paidang.orders.queries.parcels import same_of
from paidang.orders.queries.work import list_looks
from paidang.orders.rules.packing import Packed
from paidang.stores import actions
from paidang.stores.actions.erase import erase_persons
from paidang.stores.models import OutgoingAct, PulledDocument, StoreLink
from paidang.stores.queries import get_link, told_of
from paidang.stores.queries.receivers import receiver_of
from paidang.stores.tests.jd import order, refund, shipped
from paidang.stores.tests.test_acts import AT, given
from paidang.team.models import Person

SECRETS = ("王小茶", "13812345678", "龙井路", "请在周末送", "jd_tea_lover")
OTHER = Receiver("李四", "13900001111", "江苏省", "南京市", "鼓楼区", "中山路 8 号")


@kept
def store(contract_in_force: Contract, agency: Party) -> StoreLink:
    """A store with orders 3001, 3002 (the same person's) that wait, and 3003 that is done."""
    person = agency.people["agency_operator"]
    done = order(
        "3003", orderState="FINISHED_L", modified="2026-03-08 11:00:00", orderEndTime="2026-03-08 11:00:00"
    )
    with acting(person):
        made = actions.connect_store(
            person=person, at=AT, code=contract_in_force.code, given=given(), since=AT
        )
        documents = [order(), order("3002"), done, refund("501", "3003", status="3")]
        actions.take_in(person=person, at=AT, link_id=made.pk, documents=documents, map_document=map_document)
        return get_link(made.pk)


def everything() -> str:
    """Every row of every table that may be read now, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name from information_schema.tables where table_schema = 'public' and table_name ~ '^(orders|stores|intake|evidence)_'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f"select t::text from {table} t")
            rows += [row for (row,) in cursor.fetchall()]
        cursor.execute("select convert_from(content, 'UTF8') from intake_importpart")
        return "\n".join([*rows, *(text for (text,) in cursor.fetchall())])


def see(person: Person, store: StoreLink, order_id: str = "3001") -> Receiver:
    with acting(person):
        return actions.see_receiver(person=person, at=AT, code=store.contract.code, order_id=order_id)


def test_nothing_about_anybody_stands_in_the_clear(store: StoreLink, agency_operator: Person) -> None:
    see(agency_operator, store)
    with acting(agency_operator):
        actions.readdress_order(
            person=agency_operator, at=AT, code=store.contract.code, order_id="3001", receiver=OTHER, by_buyer=True,
            reason="搬家了",
        )  # fmt: skip
        text = everything()
        assert "3001" in text
        assert [secret for secret in (*SECRETS, "李四", "13900001111", "中山路") if secret in text] == []


@pytest.mark.parametrize(
    ("who", "order_id", "is_seen"),
    [
        ("agency_operator", "3001", True), ("agency_manager", "3001", True), ("brand_warehouse", "3001", True),
        ("agency_finance", "3001", False), ("brand_finance", "3001", False), ("brand_manager", "3001", False),
        ("agency_operator", "3003", False), ("brand_warehouse", "3003", False),
    ],
)  # fmt: skip
def test_whoever_ships_sees_it_while_the_order_is_open(
    store: StoreLink, agency: Party, brand: Party, who: str, order_id: str, is_seen: bool
) -> None:
    person = {**agency.people, **brand.people}[who]
    if is_seen:
        assert see(person, store, order_id).address == "龙井路 1 号"
    else:
        with pytest.raises(NotAllowed):
            see(person, store, order_id)
    with acting(person):
        assert told_of(store.contract_id, "3001", whole=False).receiver.address == "****"  # type: ignore[union-attr]
        looks = [(one.order_id, one.by) for one in list_looks([store.contract_id])]
        assert looks == ([(order_id, person)] if is_seen else [])
        assert Entry.objects.filter(act="orders.person_seen").count() == is_seen


def test_taking_them_along_wants_a_reason(store: StoreLink, agency_operator: Person) -> None:
    give: dict[str, Any] = {"person": agency_operator, "at": AT, "code": store.contract.code}
    with acting(agency_operator):
        for orders, reason, code in ((["3001"], " ", "REASON_MISSING"), ([], "补单", "TOO_MANY_ORDERS")):
            with pytest.raises(actions.UnableToTouchPersons) as refused:
                actions.export_receivers(**give, order_ids=orders, reason=reason)
            assert refused.value.code == code
        with pytest.raises(NotAllowed):
            actions.export_receivers(**give, order_ids=["3001", "3003"], reason="补单")
        assert not OrderAct.objects.filter(kind="exported").exists()
        rows = actions.export_receivers(**give, order_ids=["3001", "3002"], reason="同城自送")
        assert [(order_id, one.name) for order_id, one in rows] == [("3001", "王小茶"), ("3002", "王小茶")]
        assert Entry.objects.get(act="orders.persons_exported").facts["orders"] == 2
        assert "同城自送" in str(OrderAct.objects.filter(kind="exported")[0].words)


def test_another_address_counts_and_the_one_before_stays(
    store: StoreLink, agency_operator: Person, brand_warehouse: Person
) -> None:
    contract = store.contract
    give: dict[str, Any] = {"at": AT, "code": contract.code, "order_id": "3001", "by_buyer": True}
    with acting(agency_operator):
        before = same_of(contract.pk, ["3001", "3002"])
        assert before["3001"] == before["3002"] != ""
        for receiver, reason, code in (
            (OTHER, "", "REASON_MISSING"),
            (Receiver("李四"), "搬家了", "ADDRESS_WRONG"),
        ):
            with pytest.raises(actions.UnableToTouchPersons) as refused:
                actions.readdress_order(person=agency_operator, **give, receiver=receiver, reason=reason)
            assert refused.value.code == code
        for receiver in (OTHER, Receiver("李四", "1", "江苏", "南京", "", "新路 1 号")):
            actions.readdress_order(person=agency_operator, **give, receiver=receiver, reason="搬家了")
        assert receiver_of(contract.pk, "3001") == receiver
        assert same_of(contract.pk, ["3001"])["3001"] not in ("", before["3002"])
        versions = OrderAddress.objects.filter(order_id="3001").order_by("version")
        assert [(one.version, one.replaced_at is None) for one in versions] == [(1, False), (2, True)]
        # the platform says its own again: ours counts
        again = Document("order", "3001", {**order().body, "modified": "2026-03-06 12:00:00"})
        take_in(agency_operator, store, again)
        assert receiver_of(contract.pk, "3001") == receiver
        # the buyer changes the other one on the platform
        moved = {**order("3002").body, "modified": "2026-03-06 12:00:00"}
        moved["consigneeInfo"] = {**moved["consigneeInfo"], "fullAddress": "龙井路 2 号"}
        take_in(agency_operator, store, Document("order", "3002", moved))
        assert receiver_of(contract.pk, "3002").address == "龙井路 2 号"
        assert OrderAct.objects.filter(order_id="3002", kind="readdressed", by=None).count() == 1
        assert OrderAddress.objects.filter(order_id="3002", replaced_at__isnull=False).count() == 1
    with acting(brand_warehouse):
        pack_parcel(person=brand_warehouse, at=AT, code=contract.code, lines=[Packed("3002", "3002-QL-1", 2)])
    with acting(agency_operator), pytest.raises(actions.UnableToTouchPersons) as packed:
        actions.readdress_order(
            person=agency_operator, **{**give, "order_id": "3002"}, receiver=OTHER, reason="晚了"
        )
    assert packed.value.code == "PARCEL_WRONG_STATE"


def take_in(person: Person, store: StoreLink, *documents: Document) -> None:
    actions.take_in(person=person, at=AT, link_id=store.pk, documents=documents, map_document=map_document)


def test_two_orders_in_one_parcel_are_both_told_to_the_platform(
    store: StoreLink, brand_warehouse: Person, agency_operator: Person
) -> None:
    with acting(brand_warehouse):
        parcel = pack_parcel(
            person=brand_warehouse, at=AT, code=store.contract.code,
            lines=[Packed("3001", "3001-QL-1", 2), Packed("3002", "3002-QL-1", 1)],
        )  # fmt: skip
        for _twice in range(2):
            acts = actions.ship_packed(
                person=brand_warehouse, at=AT, code=store.contract.code, parcel_code=parcel.code, carrier="467", waybill="SF1000000009",
            )  # fmt: skip
        assert [(act.body["order_id"], act.body["line_ids"]) for act in acts] == [
            ("3001", []),
            ("3002", ["3002-QL-1"]),
        ]
        assert OutgoingAct.objects.count() == 2
    with acting(agency_operator):
        take_in(agency_operator, store, shipped("3001", "SF1000000009"))


def test_when_the_time_has_come_nothing_of_them_is_left(store: StoreLink, agency_operator: Person) -> None:
    contract, org_id = store.contract, agency_operator.org_id
    late = AT + timedelta(days=settings.PERSONS_KEPT_DAYS + 30)
    with acting(agency_operator):
        assert erase_persons(contract, org_id=org_id, at=AT) == 0
        before = dict(PulledDocument.objects.values_list("document_id", "sealed"))
        assert erase_persons(contract, org_id=org_id, at=late) == 1
        assert erase_persons(contract, org_id=org_id, at=late) == 0
        assert receiver_of(contract.pk, "3003") == Receiver()
        assert receiver_of(contract.pk, "3001").name == "王小茶"  # still waits to be shipped
        after = dict(PulledDocument.objects.values_list("document_id", "sealed"))
        assert {number for number in after if after[number] != before[number]} == {"3003", "501"}
        assert told_of(contract.pk, "3003", whole=True).buyer_words == ""  # type: ignore[union-attr]
        with connection.cursor() as cursor:
            cursor.execute(
                "select name || phone || last_four || same from orders_orderperson where order_id = '3003'"
            )
            assert cursor.fetchone() == ("",)
        for number in ("3003", "501"):
            text = opened(PulledDocument.objects.get(document_id=number))
            assert [secret for secret in SECRETS if secret in text] == []
            assert "3003" in text
        assert Entry.objects.filter(act="orders.persons_erased").count() == 1


def opened(document: PulledDocument) -> str:
    from paidang.stores.queries.sealed import DOCUMENT, link_owner, unseal

    return unseal(document.sealed, purpose=DOCUMENT, owner=link_owner(document.link_id))
