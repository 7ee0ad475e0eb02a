"""Whoever holds a contract's row keeps nobody from committing facts of it: both also wait for its chain of evidence."""

from functools import partial

import pytest
from django.db import connection
from tests.at_once import at_once
from tests.cast import acting, shanghai

from paidang.contracts.queries import get_contract
from paidang.evidence.actions import append
from paidang.orders.models import Store

AT = shanghai("2026-04-02 10:00")


@pytest.mark.django_db(transaction=True)
def test_an_act_on_the_contract_and_a_file_of_it_do_not_wait_for_each_other(
    transactional_db, contract_in_force, agency_operator
) -> None:
    """A file holds the chain when it commits, and its rows are then checked against the contract's row."""

    def note(act: str) -> None:
        append(
            contract_in_force.chain_id, at=AT, org_id=agency_operator.org_id, person_id=agency_operator.pk, act=act,
            subject=contract_in_force.code,
        )  # fmt: skip

    def connect() -> str:
        with acting(agency_operator):
            get_contract(contract_in_force.code, lock=True)
            _pause(1)
            note("stores.connected")
        return "connected"

    def write() -> str:
        with acting(agency_operator):
            _pause(0.3)
            Store.objects.create(contract=contract_in_force, channel="jd", name="晚到的店", declared_at=AT)
            note("intake.written")
            _pause(1)
        return "written"

    assert at_once(partial(connect), partial(write)) == ["connected", "written"]


def _pause(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_sleep(%s)", [seconds])
