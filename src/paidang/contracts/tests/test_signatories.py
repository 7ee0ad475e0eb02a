"""Who may sign, the seal and the registered name: kept by managers, on the organisation's own chain."""

from datetime import date
from threading import Thread

import pytest
from django.db import DatabaseError, connection
from tests.at_once import wait_until_another_waits
from tests.cast import BEFORE, Party, acting

from paidang.contracts.actions import (
    StepWanted,
    UnableToRegisterSignatory,
    UnableToSetSeal,
    add_signatory,
    end_signatory,
    set_approval_steps,
    set_seal,
)
from paidang.contracts.models import OrganisationSeal, Signatory
from paidang.contracts.queries import find_seal, find_signatory, list_signatories, list_steps
from paidang.contracts.tests.test_rules_signing import png
from paidang.duties.actions import Proof
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.team.actions import UnableToSetName, set_legal_name

LETTER = Proof("../授权委托书.pdf", b"%PDF letter")


def add(party: Party, by=None, **fields):
    manager = by or party.manager
    with acting(manager):
        return add_signatory(
            person=manager, at=BEFORE, **{"person_id": party.finance.pk, "ground": "legal"} | fields
        )


def acts(party: Party, prefix: str) -> list[str]:
    with acting(party.manager):
        found = Entry.objects.filter(chain_id=party.org.chain_id, act__startswith=prefix).order_by("seq")
        return list(found.values_list("act", flat=True))


def test_a_letter_is_kept_with_its_last_day(agency):
    row = add(agency, ground="letter", title="财务总监", letter=LETTER, until=date(2027, 3, 1))
    assert (row.letter_name, row.letter_sha256, bytes(row.letter)) == (
        "授权委托书.pdf",
        LETTER.sha256,
        LETTER.content,
    )
    with acting(agency.finance):
        assert find_signatory(agency.finance).until == date(2027, 3, 1)


def test_registered_again_the_new_ground_counts(agency):
    add(agency)
    add(agency, ground="position", title="总经理")
    with acting(agency.manager):
        assert [(row.ground, row.title) for row in list_signatories(agency.org.pk)] == [
            ("position", "总经理")
        ]
        assert Signatory.objects.count() == 2
    assert acts(agency, "signatory") == ["signatory.added"] * 2


def test_ended_twice_is_once(agency):
    row = add(agency)
    with acting(agency.manager):
        for _click in range(2):
            end_signatory(person=agency.manager, at=BEFORE, signatory_id=row.pk)
        assert list_signatories(agency.org.pk) == [] and find_signatory(agency.finance) is None
    assert acts(agency, "signatory") == ["signatory.added", "signatory.ended"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"ground": "magic"}, "SIGNATORY_UNKNOWN"),
        ({"person_id": 10**9}, "SIGNATORY_UNKNOWN"),
        ({"ground": "position", "title": " "}, "TITLE_MISSING"),
        ({"ground": "letter", "until": date(2027, 1, 1)}, "LETTER_MISSING"),
        ({"ground": "letter", "letter": Proof("a", b""), "until": date(2027, 1, 1)}, "LETTER_MISSING"),
        ({"ground": "letter", "letter": LETTER}, "LETTER_EXPIRED"),
        ({"ground": "letter", "letter": LETTER, "until": date(2026, 2, 28)}, "LETTER_EXPIRED"),
    ],
)
def test_who_cannot_be_registered(agency, fields, code):
    with pytest.raises(UnableToRegisterSignatory) as caught:
        add(agency, **fields)
    assert caught.value.code == code
    with acting(agency.manager):
        assert not Signatory.objects.exists()


def test_nobody_of_another_organisation(agency, brand):
    with pytest.raises(UnableToRegisterSignatory):
        add(agency, person_id=brand.manager.pk)
    theirs = add(agency)
    with acting(brand.manager), pytest.raises(NotFound):
        end_signatory(person=brand.manager, at=BEFORE, signatory_id=theirs.pk)
    with acting(agency.manager):
        assert find_signatory(agency.finance) == theirs


def test_only_managers(agency):
    person = agency.finance
    with acting(person):
        for act in (
            lambda: add_signatory(person=person, at=BEFORE, person_id=person.pk, ground="legal"),
            lambda: end_signatory(person=person, at=BEFORE, signatory_id=1),
            lambda: set_seal(person=person, at=BEFORE, picture=None),
            lambda: set_legal_name(person=person, at=BEFORE, legal_name="x"),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_a_seal_is_set_waived_and_private(agency, brand, contract_in_force):
    with acting(agency.manager):
        for picture in (png(), png(), None, None):
            set_seal(person=agency.manager, at=BEFORE, picture=picture)
        assert find_seal(agency.org.pk).picture is None
        with pytest.raises(UnableToSetSeal, match="不是完好的 PNG"):
            set_seal(person=agency.manager, at=BEFORE, picture=b"\x89PNG nonsense")
    assert acts(agency, "seal") == ["seal.set", "seal.waived"]
    with acting(brand.manager):
        assert not OrganisationSeal.objects.exists()


def test_the_registered_name_is_the_name_until_it_is_set(agency):
    assert agency.org.registered_name == "拾舟电商"
    with acting(agency.manager):
        for _click in range(2):
            org = set_legal_name(person=agency.manager, at=BEFORE, legal_name=" 拾舟电子商务有限公司 ")
        assert (org.registered_name, org.name) == ("拾舟电子商务有限公司", "拾舟电商")
        with pytest.raises(UnableToSetName):
            set_legal_name(person=agency.manager, at=BEFORE, legal_name=" ")
    assert acts(agency, "org.name") == ["org.name_set"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["signatory", "seal", "steps"])
def test_of_two_managers_at_once_the_second_waits_and_then_has_its_way(brand, what):
    """One has not committed yet when the other begins: neither is told of a database's constraint."""

    def change(title: str) -> None:
        if what == "signatory":
            add_signatory(
                person=brand.manager, at=BEFORE, person_id=brand.finance.pk, ground="position", title=title
            )
        elif what == "seal":
            set_seal(person=brand.manager, at=BEFORE, picture=None)
        else:
            set_approval_steps(person=brand.manager, at=BEFORE, steps=[StepWanted(role=title)])

    outcomes: list[str] = []

    def second() -> None:
        try:
            with acting(brand.manager):
                change("brand_manager")
            outcomes.append("done")
        except DatabaseError as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    other = Thread(target=second)
    with acting(brand.manager):
        change("brand_finance")
        other.start()
        wait_until_another_waits()
    other.join()
    assert outcomes == ["done"]
    with acting(brand.manager):
        if what == "signatory":
            assert Signatory.objects.get(ended_at=None).title == "brand_manager"
        elif what == "steps":
            assert [step.role for step in list_steps()] == ["brand_manager"]
        else:
            assert find_seal(brand.org.pk).picture is None
