"""Declaring done what the contract itself makes a side do."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import acting, shanghai
from tests.worlds import kept

from paidang.contracts.actions import PROOF_MAX, UnableToComplete, complete_duty
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_living, list_planned
from paidang.duties.actions import Proof
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.kit.period import EVER

NOW = shanghai("2026-08-20 10:00")


@kept
def mine(contract_in_force, brand):
    """A duty of the brand's."""
    with acting(brand.manager):
        living = get_living(Contract.objects.get(pk=contract_in_force.pk), date(2026, 8, 20))
        return next(each for each in list_planned(living, EVER, on=date(2026, 8, 20)) if each.side == "a")


def done_by(person, contract, planned, **more):
    with acting(person):
        return complete_duty(
            **{"person": person, "at": NOW, "code": contract.code, "key": planned.key, "note": "已办", **more}
        )


def test_it_is_recorded_with_who_when_and_proof_and_leaves_evidence(
    contract_in_force, mine, brand_manager, agency_manager
):
    done = done_by(brand_manager, contract_in_force, mine, proof=Proof("签到表.pdf", b"%PDF"))
    assert (done.done_by_id, done.closed_at, done.note, done.proof_name) == (
        brand_manager.pk,
        NOW,
        "已办",
        "签到表.pdf",
    )
    with acting(agency_manager):
        assert Duty.objects.get(pk=done.pk).proof_sha256 == done.proof_sha256
        entry = Entry.objects.filter(act="duty.done").get()
        assert entry.facts["proof_sha256"] == done.proof_sha256 and "note" not in entry.facts


def test_twice_is_once(contract_in_force, mine, brand_manager):
    first = done_by(brand_manager, contract_in_force, mine)
    second = done_by(brand_manager, contract_in_force, mine, note="又一次", at=NOW + timedelta(days=1))
    assert first.pk == second.pk and second.note == "已办"
    with acting(brand_manager):
        assert Entry.objects.filter(act="duty.done").count() == 1


def test_the_other_side_does_not_declare_it(contract_in_force, mine, agency_manager):
    with pytest.raises(NotAllowed):
        done_by(agency_manager, contract_in_force, mine)


def test_an_outsider_finds_no_contract(contract_in_force, mine, outsider_manager):
    with pytest.raises(NotFound):
        done_by(outsider_manager, contract_in_force, mine)


@pytest.mark.parametrize(
    "wrong",
    [{"note": " "}, {"key": "no-such-duty"}, {"proof": Proof("大.bin", b"0" * (PROOF_MAX + 1))}],
    ids=["no note", "no such duty", "too large"],
)
def test_what_cannot_be_recorded_says_so_and_writes_nothing(contract_in_force, mine, brand_manager, wrong):
    with pytest.raises(UnableToComplete):
        done_by(brand_manager, contract_in_force, mine, **wrong)
    with acting(brand_manager):
        assert not Duty.objects.filter(done_by__isnull=False).exists()
        assert not Entry.objects.filter(act="duty.done").exists()


def test_the_table_itself_refuses_a_second_record(contract_in_force, mine, brand_manager):
    done = done_by(brand_manager, contract_in_force, mine)
    with acting(brand_manager), pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=done.pk).update(closed_at=None)
    with (
        acting(brand_manager),
        connection.cursor() as cursor,
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        cursor.execute(
            "insert into duties_duty (contract_id, key, kind, side, clause, facts, page, raised_at, closed_at, done_by_id, note, proof_name, proof_sha256)"
            " select contract_id, key, kind, side, clause, facts, page, raised_at, closed_at, done_by_id, note, proof_name, proof_sha256 from duties_duty where id = %s",
            [done.pk],
        )
