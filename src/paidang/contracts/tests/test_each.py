"""The worker's round: every contract in force once, whatever happens at another one."""

from datetime import datetime

import pytest
from django.db import connection

from paidang.contracts.actions.each import for_each_contract
from paidang.contracts.models import Contract


@pytest.mark.django_db
def test_what_fails_at_one_contract_keeps_no_other_and_no_other_act_waiting(
    contract_in_force: Contract,
    living_contract: Contract,
    draft_contract: Contract,
    caplog: pytest.LogCaptureFixture,
) -> None:
    first, second = sorted((contract_in_force, living_contract), key=lambda one: one.pk)
    done: list[tuple[str, str]] = []

    def breaks(contract: Contract, *, at: datetime) -> None:
        if contract == first:
            connection.cursor().execute("select 1 / 0")  # also the transaction is broken by it
        done.append(("breaks", contract.code))

    def works(contract: Contract, *, at: datetime) -> None:
        done.append(("works", Contract.objects.get(pk=contract.pk).code))

    for_each_contract(breaks, works, what="a round")
    assert done == [("works", first.code), ("breaks", second.code), ("works", second.code)]
    assert f"a round of contract {first.code}" in caplog.text


@pytest.mark.django_db
def test_each_is_done_in_the_name_of_its_agency(contract_in_force: Contract) -> None:
    names: list[str] = []

    def tell(contract: Contract, *, at: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('app.org')")
            names.append(cursor.fetchone()[0])

    for_each_contract(tell, what="a round")
    assert names == [str(contract_in_force.agency_id)]
