"""Orders are held as they come in, by what the facts and their receivers say; a held one does not go out; what a person
released no rule raises again, and what is mended goes by itself."""

from collections.abc import Sequence
from datetime import date

import pytest
from tests.cast import Party, acting, shanghai
from tests.worlds import kept

from paidang.catalog.rules.declaring import TRUTH, Price
from paidang.channels.jd.documents import map_document
from paidang.channels.link.documents import Document
from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.intake.actions import declare_price
from paidang.intake.tests.files import hand_in, table
from paidang.orders.actions import release_orders
from paidang.orders.models import DeliveryArea, OrderAct, OrderHold, OrderPerson
from paidang.orders.tests.held import held_orders
from paidang.stores import actions
from paidang.stores.models import OutgoingAct, StoreLink
from paidang.stores.queries import get_link
from paidang.stores.tests.jd import order
from paidang.stores.tests.test_acts import AT, PARCEL, given
from paidang.team.models import Person

WITHIN_THE_HOUR = "2026-03-05 10:{minute}:00"


@kept
def priced_link(contract_in_force: Contract, agency: Party, brand: Party) -> StoreLink:
    """A store whose brand has declared QL-1 and QL-9, QL-9 only from April on, and a floor for QL-1."""
    prices = table("sku,factory_price,valid_from", "QL-1,5000,2026-03-01", "QL-9,5000,2026-04-01")
    hand_in(brand.manager, contract_in_force, prices, "costs.csv", at=AT)
    person = agency.people["agency_operator"]
    with acting(person):
        made = actions.connect_store(
            person=person, at=AT, code=contract_in_force.code, given=given(), since=AT
        )
        DeliveryArea.objects.create(
            contract=contract_in_force, provinces=["浙江", "江苏"], set_by=person, set_at=AT
        )
        return get_link(made.pk)


def take_in(person: Person, link: StoreLink, documents: Sequence[Document]) -> set[str]:
    """The orders that are held after these came in."""
    with acting(person):
        actions.take_in(person=person, at=AT, link_id=link.pk, documents=documents, map_document=map_document)
        return held_orders(link.contract)


def of_sku(order_id: str, sku: str, units: int = 1) -> Document:
    item = {"skuId": "1", "outerSkuId": sku, "skuName": "盖碗", "jdPrice": "125.00", "itemTotal": str(units)}
    price = f"{125 * units}.00"
    return order(order_id, itemInfoList=[item], orderTotalPrice=price, orderSellerPrice=price, orderPayment=price, sellerDiscount="0.00")  # fmt: skip


def to(order_id: str, province: str) -> Document:
    receiver = {"fullname": "李四", "mobile": f"1390000{order_id}", "province": province, "city": "某市", "fullAddress": "路 1 号"}  # fmt: skip
    return order(order_id, consigneeInfo=receiver)


def test_each_sign_holds_an_order_and_others_pass(priced_link: StoreLink, agency_operator: Person) -> None:
    documents = [
        to("3001", "浙江省"), to("3002", "新疆维吾尔自治区"), of_sku("3003", "QL-9"), of_sku("3004", "QL-1", 25),
        *(
            order(f"40{n:02}", paymentConfirmTime=WITHIN_THE_HOUR.format(minute=10 + n)) for n in range(5)
        ),
    ]  # fmt: skip
    held = take_in(agency_operator, priced_link, documents)
    assert "3001" not in held
    assert {"3002", "3003", "3004"} <= held
    with acting(agency_operator):
        kinds = dict(OrderHold.objects.values_list("order_id", "kind"))
        assert [kinds[one] for one in ("3002", "3003", "3004")] == ["area", "sku", "fraud"]
        assert kinds["4004"] == "fraud"  # the fifth of one person within the hour
        said = Entry.objects.filter(act="orders.held")
        assert not [entry for entry in said if "李四" in str(entry.facts) or "1390000" in str(entry.facts)]
        acts = OrderAct.objects.filter(order_id="3002")
        assert [(act.kind, act.by) for act in acts] == [("held", None)]
        assert "新疆" in str(acts[0].words)
    assert take_in(agency_operator, priced_link, documents) == held


def test_a_held_order_is_not_shipped_and_says_what_to_do(
    priced_link: StoreLink, agency_operator: Person
) -> None:
    take_in(agency_operator, priced_link, [of_sku("3003", "QL-9")])
    give = {"person": agency_operator, "at": AT, "code": priced_link.contract.code}
    with acting(agency_operator):
        with pytest.raises(actions.UnableToShip, match="没有出厂价.*请甲方申报出厂价") as refused:
            actions.ship_order(**give, order_id="3003", parcel=PARCEL)
        assert refused.value.code == "ORDER_HELD"
        assert not OutgoingAct.objects.exists()
        release_orders(**give, order_ids=["3003"], reason="甲方说就按老价")
        assert actions.ship_order(**give, order_id="3003", parcel=PARCEL).state == "waiting"
    later = of_sku("3003", "QL-9")
    changed = Document("order", "3003", {**later.body, "modified": "2026-03-05 12:00:00"})
    assert take_in(agency_operator, priced_link, [changed]) == set()


def test_a_reason_that_is_gone_lets_the_order_go(
    priced_link: StoreLink, agency_operator: Person, brand: Party
) -> None:
    assert take_in(agency_operator, priced_link, [of_sku("3003", "QL-9"), to("3002", "西藏")]) == {"3003", "3002"}  # fmt: skip
    prices = table("sku,factory_price,valid_from", "QL-9,5000,2026-03-01")
    hand_in(brand.manager, priced_link.contract, prices, "costs2.csv", at=shanghai("2026-03-01 12:00"))
    moved = Document("order", "3002", {**to("3002", "江苏省").body, "modified": "2026-03-06 12:00:00"})
    assert take_in(agency_operator, priced_link, [moved]) == set()
    with acting(agency_operator):
        freed = OrderHold.objects.filter(released_at__isnull=False)
        assert {(hold.order_id, hold.released_by) for hold in freed} == {("3002", None), ("3003", None)}
        assert Entry.objects.filter(act="orders.freed").count() == 2


def test_a_typed_factory_price_lets_its_orders_go_at_once(
    priced_link: StoreLink, agency_operator: Person, brand: Party
) -> None:
    assert take_in(agency_operator, priced_link, [of_sku("3003", "QL-9")]) == {"3003"}
    with acting(brand.manager):
        declare_price(
            person=brand.manager, at=shanghai("2026-03-01 12:00"), code=priced_link.contract.code,
            price=Price("QL-9", date(2026, 3, 1), 5000), words=TRUTH,
        )  # fmt: skip
    with acting(agency_operator):
        assert held_orders(priced_link.contract) == set()


def test_an_order_whose_goods_nobody_knows_waits_until_they_are(
    priced_link: StoreLink, agency_operator: Person, brand: Party
) -> None:
    assert take_in(agency_operator, priced_link, [of_sku("3005", "QL-77")]) == {"3005"}
    prices = table("sku,factory_price,valid_from", "QL-77,5000,2026-03-01")
    hand_in(brand.manager, priced_link.contract, prices, "costs3.csv", at=shanghai("2026-03-01 12:00"))
    with acting(agency_operator):
        assert held_orders(priced_link.contract) == {"3005"}  # its rows still wait in quarantine
    changed = Document("order", "3005", {**of_sku("3005", "QL-77").body, "modified": "2026-03-06 12:00:00"})
    assert take_in(agency_operator, priced_link, [changed]) == set()


def test_nobody_can_be_read_in_what_orders_are_found_by(
    priced_link: StoreLink, agency_operator: Person
) -> None:
    take_in(agency_operator, priced_link, [order()])
    with acting(agency_operator):
        row = OrderPerson.objects.get(order_id="3001")
        hashes = {row.name, row.phone, row.last_four, row.same}
        kept = {str(getattr(row, column.attname)) for column in OrderPerson._meta.concrete_fields} - hashes
        assert row.city == "杭州市" and len(hashes) == 4
        for secret in ("王", "小茶", "138", "5678", "龙井"):
            assert secret not in str(kept), "in a hash the digits are there by chance"
        for secret in ("王小茶", "13812345678"):
            assert not any(secret in one for one in hashes)
