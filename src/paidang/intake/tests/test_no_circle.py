"""Who writes facts of a contract, changes the contract or connects a store of it at once: nobody waits in a circle."""

from threading import Event

import pytest
from django.db import connection
from tests.at_once import at_once, wait_until_another_waits
from tests.cast import acting, shanghai

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.evidence.actions import append
from paidang.intake.actions import receive_file, write, write_now
from paidang.intake.actions.turn import wait_for_turn
from paidang.intake.tests.files import hand_in, line, lines, table
from paidang.intake.tests.goods import COUNTED, HOUSE, LATER, books, declare, order
from paidang.orders.models import OrderHold, Store
from paidang.stock.actions import follow_orders, move_goods
from paidang.team.models import Person

AT = shanghai("2026-04-02 10:00")


@pytest.mark.django_db(transaction=True)
def test_an_act_on_the_contract_and_a_file_of_it_do_not_wait_for_each_other(
    transactional_db, contract_in_force, agency_operator
) -> None:
    """A file holds the chain when it commits, and its rows are then checked against the contract's row."""

    def connect() -> str:
        with acting(agency_operator):
            get_contract(contract_in_force.code, lock=True)
            _pause(1)
            _note(contract_in_force, agency_operator, "stores.connected")
        return "connected"

    def write() -> str:
        with acting(agency_operator):
            _pause(0.3)
            Store.objects.create(contract=contract_in_force, channel="jd", name="晚到的店", declared_at=AT)
            _note(contract_in_force, agency_operator, "intake.written")
            _pause(1)
        return "written"

    assert at_once(connect, write) == ["connected", "written"]


@pytest.mark.django_db(transaction=True)
def test_what_a_store_tells_waits_for_a_file_before_it_goes_on_record(
    transactional_db, contract_in_force, agency_operator
) -> None:
    """A large file is being written, and its entry comes last; a pull is received and written meanwhile."""

    def write() -> str:
        with acting(agency_operator):
            wait_for_turn(contract_in_force.pk)
            _pause(1)
            _note(contract_in_force, agency_operator, "intake.written")
        return "written"

    def pull() -> str:
        with acting(agency_operator):
            _pause(0.3)
            content = lines(line("L1"))
            given = {"person": agency_operator, "at": AT}
            file = receive_file(
                code=contract_in_force.code, name="pull.csv", content=content, is_to_write=True, **given
            )
            return write_now(import_id=file.pk, **given).state

    assert at_once(write, pull) == ["written", "written"]


@pytest.mark.django_db(transaction=True)
def test_a_file_whose_orders_are_held_and_the_warehouse_do_not_wait_for_each_other(
    transactional_db, contract_in_force, agency_operator, brand, monkeypatch
) -> None:
    """The hold is on record, and then the stock follows the order; a cup breaks in that moment, which is on record last."""
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,10")
    prices = table("sku,factory_price,valid_from", "QL-1,5000,2026-04-01")  # none of the day of the order
    hand_in(brand.manager, contract_in_force, prices, "costs.csv", at=COUNTED)
    given = {"person": agency_operator, "at": LATER}
    with acting(agency_operator):
        file = receive_file(
            code=contract_in_force.code, name="lines.csv", content=lines(order("L1")), **given
        )
    is_held = Event()

    def follow(contract_id: int, **asked: object) -> int:
        is_held.set()
        wait_until_another_waits()
        return follow_orders(contract_id, **asked)

    monkeypatch.setattr(write, "follow_orders", follow)

    def write_file() -> str:
        with acting(agency_operator):
            return write_now(import_id=file.pk, **given).state

    def break_one() -> str:
        is_held.wait(30)
        with acting(brand.manager):
            move_goods(
                person=brand.manager, at=LATER, code=contract_in_force.code, kind="damaged", warehouse=HOUSE, sku="QL-1",
                quantity=1, reason="碰碎",
            )  # fmt: skip
        return "broken"

    assert at_once(write_file, break_one) == ["written", "broken"]
    assert books(brand, contract_in_force) == (9, 1, 1)
    with acting(brand.manager):
        assert OrderHold.objects.filter(contract=contract_in_force).exists()


def _note(contract: Contract, person: Person, act: str) -> None:
    append(
        contract.chain_id, at=AT, org_id=person.org_id, person_id=person.pk, act=act, subject=contract.code
    )  # fmt: skip


def _pause(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_sleep(%s)", [seconds])
