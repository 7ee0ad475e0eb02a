"""Letting a finding stand: who may, with a reason, once; who takes it back; what the other side and an outsider see."""

import hashlib

import pytest
from django.db import DatabaseError, connection, transaction
from tests.cast import BEFORE, acting
from tests.reading import READING, TEXT
from tests.worlds import kept

from paidang.contracts.actions import (
    UnableToAcceptFinding,
    accept_finding,
    revoke_finding,
    share_contract,
    upload_contract,
)
from paidang.contracts.models import AcceptedFinding, Contract
from paidang.contracts.queries import list_accepted_findings
from paidang.contracts.rules.finding_key import finding_key
from paidang.evidence.models import Entry
from paidang.evidence.queries import verify_chain
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.team.rules.roles import BRAND

QUOTE = "每日千分之三的违约金"
FINDING = {
    "code": "penalty_excessive", "severity": "warning", "message": "违约金合年 109.5%。", "law": "民法典 585",
    "quotes": [{"start": TEXT.index(QUOTE), "end": TEXT.index(QUOTE) + len(QUOTE), "quote": QUOTE, "clause": "第六章 C"}],
}  # fmt: skip
KEY = finding_key(FINDING, TEXT)


@kept
def contract(brand, agency):
    """A shared draft with one finding."""
    (document,) = READING["documents"]
    reading = READING | {"documents": [document | {"findings": [FINDING]}]}
    with acting(agency.manager):
        made = upload_contract(
            person=agency.manager, at=BEFORE, file_name="c.txt", sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
            text=TEXT, reading=reading, document=0, party_a=BRAND,
        )  # fmt: skip
        return share_contract(
            person=agency.manager, at=BEFORE, code=made.code, counterparty_code=brand.org.code
        )


def accept(person, contract, key=KEY, reason="对方要求保留"):
    with acting(person):
        return accept_finding(person=person, at=BEFORE, code=contract.code, key=key, reason=reason)


def revoke(person, contract, key=KEY):
    with acting(person):
        return revoke_finding(person=person, at=BEFORE, code=contract.code, key=key)


@pytest.mark.parametrize("who", ["agency_manager", "agency_finance", "brand_manager", "brand_finance"])
def test_a_person_of_either_side_may_and_both_see_it(request, contract, brand_manager, agency_manager, who):
    person = request.getfixturevalue(who)
    accept(person, contract)
    for looks in (brand_manager, agency_manager):
        with acting(looks):
            row = list_accepted_findings(contract)[KEY]
            assert (row.accepted_by, row.accepted_at, row.reason, row.code) == (
                person, BEFORE, "对方要求保留", "penalty_excessive"
            )  # fmt: skip


def test_the_reason_stands_in_the_chain_by_its_digest(contract, agency_manager):
    accept(agency_manager, contract)
    with acting(agency_manager):
        entry = Entry.objects.get(act="finding.accepted")
        assert entry.facts == {
            "finding": "penalty_excessive",
            "key": KEY,
            "reason_sha256": hashlib.sha256("对方要求保留".encode()).hexdigest(),
        }
        assert verify_chain(contract.chain_id).is_unaltered


def test_twice_changes_nothing(contract, agency_manager):
    assert accept(agency_manager, contract) == accept(agency_manager, contract, reason="另一个理由")
    with acting(agency_manager):
        assert AcceptedFinding.objects.get().reason == "对方要求保留"
        assert Entry.objects.filter(act="finding.accepted").count() == 1


def test_another_person_is_told_who_did(contract, agency_manager, brand_manager):
    accept(agency_manager, contract)
    with pytest.raises(UnableToAcceptFinding, match=agency_manager.name):
        accept(brand_manager, contract)


@pytest.mark.parametrize(
    ("key", "reason", "message"), [("0" * 64, "x", "没有这个问题"), (KEY, "  ", "没有写理由")]
)
def test_what_cannot_stand_is_refused_and_leaves_nothing(contract, agency_manager, key, reason, message):
    with pytest.raises(UnableToAcceptFinding, match=message):
        accept(agency_manager, contract, key, reason)
    with acting(agency_manager):
        assert not AcceptedFinding.objects.exists()
        assert not Entry.objects.filter(act="finding.accepted").exists()


@pytest.mark.parametrize("who", ["agency_operator", "brand_warehouse"])
def test_other_roles_may_not(request, contract, who):
    with pytest.raises(NotAllowed, match="请找"):
        accept(request.getfixturevalue(who), contract)


def test_an_outsider_finds_no_contract(contract, outsider_manager):
    with pytest.raises(NotFound):
        accept(outsider_manager, contract)


def test_who_accepted_takes_it_back_and_it_can_be_accepted_anew(contract, agency_manager, brand_manager):
    accept(agency_manager, contract)
    with pytest.raises(
        UnableToAcceptFinding, match=f"请 {agency_manager.name} 收回|{agency_manager.name} 接受的"
    ):
        revoke(brand_manager, contract)
    assert revoke(agency_manager, contract).revoked_at == BEFORE
    with pytest.raises(UnableToAcceptFinding, match="没有被接受"):
        revoke(agency_manager, contract)
    accept(brand_manager, contract)
    with acting(agency_manager):
        assert [row.accepted_by for row in list_accepted_findings(contract).values()] == [brand_manager]
        assert AcceptedFinding.objects.count() == 2
        assert Entry.objects.filter(act="finding.revoked").count() == 1


def test_a_settled_contract_is_left_alone(contract, agency_manager):
    with acting(agency_manager):
        Contract.objects.filter(pk=contract.pk).update(state="settled", in_force_at=BEFORE, signed_on=BEFORE)
    with pytest.raises(UnableToAcceptFinding, match="结清"):
        accept(agency_manager, contract)


@pytest.mark.parametrize(
    "sql",
    [
        "update contracts_acceptedfinding set reason = 'x'",
        "update contracts_acceptedfinding set accepted_by_id = accepted_by_id",
        "delete from contracts_acceptedfinding",
    ],
)
def test_no_member_rewrites_it_in_the_database(contract, agency_manager, sql):
    accept(agency_manager, contract)
    with (
        acting(agency_manager),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_an_outsider_sees_no_row_in_the_database(contract, agency_manager, outsider_manager):
    accept(agency_manager, contract)
    with acting(outsider_manager), connection.cursor() as cursor:
        cursor.execute("select count(*) from contracts_acceptedfinding")
        assert cursor.fetchone() == (0,)
        cursor.execute("update contracts_acceptedfinding set revoked_at = now()")
        assert cursor.rowcount == 0
