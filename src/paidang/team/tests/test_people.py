"""Registering, inviting, links, passwords, deactivating."""

import pytest
from tests.cast import Party, acting, password_is, shanghai

from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.team.actions import (
    UnableToDeactivate,
    UnableToInvite,
    UnableToRegister,
    UnableToSetPassword,
    deactivate_person,
    invite_person,
    make_link,
    reactivate_person,
    register_organisation,
    set_password,
)
from paidang.team.models import Organisation, Person
from paidang.team.queries import has_password, is_link_good

AT = shanghai("2026-10-09 10:00")
GOOD = "plum-and-oar-77"


def acts(party: Party) -> list[str]:
    """What the organisation's chain says, oldest first."""
    return list(
        Entry.objects.filter(chain_id=party.org.chain_id).order_by("seq").values_list("act", flat=True)
    )


def again(person: Person) -> Person:
    """Somebody as the database knows them by now."""
    return Person.objects.get(pk=person.pk)


def test_it_registers_an_organisation_with_its_first_manager(db):
    manager = register_organisation(
        at=AT,
        name="青岚茶器",
        kind="brand",
        code="qinglan",
        manager_name="沈知夏",
        manager_email="Shen@Qinglan.example",
    )
    with acting(manager):
        assert manager.may("manage_people")
        assert manager.email == "shen@qinglan.example"
        assert not has_password(manager)
        assert [entry.act for entry in Entry.objects.order_by("seq")] == ["org.registered", "person.invited"]


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [("", "brand", "x"), ("名", "shop", "x"), ("名", "brand", " "), ("名", "brand", "shizhou")],
)
def test_it_registers_nothing_that_is_wrong(agency, name, kind, code):
    with pytest.raises(UnableToRegister):
        register_organisation(
            at=AT, name=name, kind=kind, code=code, manager_name="某", manager_email="a@b.example"
        )
    with acting(agency.manager):
        assert list(Organisation.objects.all()) == [agency.org]


def test_registering_with_a_taken_email_leaves_no_organisation(agency):
    with pytest.raises(UnableToInvite):
        register_organisation(
            at=AT, name="新", kind="brand", code="new", manager_name="某", manager_email=agency.manager.email
        )
    register_organisation(
        at=AT, name="新", kind="brand", code="new", manager_name="某", manager_email="a@new.example"
    )


def test_a_manager_invites_and_the_person_sets_a_password(brand):
    with acting(brand.manager):
        invited, link = invite_person(
            person=brand.manager, at=AT, name="罗平", email="luo@qinglan.example", roles=["brand_warehouse"]
        )
        assert not has_password(invited)
        assert (link.org_id, link.person_id) == (brand.org.pk, invited.pk)
        set_password(person=invited, at=AT, password=GOOD, token=link.token)
        assert password_is(invited, GOOD)
        assert acts(brand)[-2:] == ["person.invited", "person.password_set"]


def test_a_link_works_once(brand):
    with acting(brand.manager):
        invited, link = invite_person(
            person=brand.manager, at=AT, name="罗平", email="luo@qinglan.example", roles=["brand_warehouse"]
        )
        set_password(person=invited, at=AT, password=GOOD, token=link.token)
        with pytest.raises(UnableToSetPassword) as refused:
            set_password(person=invited, at=AT, password=GOOD + "x", token=link.token)
        assert refused.value.code == "LINK_SPENT"
        assert password_is(invited, GOOD)


@pytest.mark.parametrize("weak", ["short", "password1234"[:8], "1234567890"])
def test_a_weak_password_is_refused_and_the_link_lives_on(brand, weak):
    with acting(brand.manager):
        member, link = make_link(person=brand.manager, at=AT, person_id=brand.finance.pk)
        with pytest.raises(UnableToSetPassword) as refused:
            set_password(person=member, at=AT, password=weak, token=link.token)
        assert refused.value.code == "PASSWORD_WEAK"
        assert is_link_good(again(member), link.token)


def test_a_new_link_voids_the_earlier_ones_of_somebody_who_never_came(brand):
    with acting(brand.manager):
        invited, first = invite_person(
            person=brand.manager, at=AT, name="罗平", email="luo@qinglan.example", roles=["brand_warehouse"]
        )
        member, second = make_link(person=brand.manager, at=AT, person_id=invited.pk)
        assert not is_link_good(again(member), first.token)
        assert is_link_good(again(member), second.token)


@pytest.mark.parametrize(
    ("name", "email", "roles", "code"),
    [
        (" ", "a@b.example", ["brand_finance"], "NAME_MISSING"),
        ("某", "not-an-address", ["brand_finance"], "EMAIL_MALFORMED"),
        ("某", "a@b.example", [], "ROLE_UNKNOWN"),
        ("某", "a@b.example", ["agency_finance"], "ROLE_UNKNOWN"),
        ("某", "BRAND_FINANCE@qinglan.example", ["brand_finance"], "EMAIL_TAKEN"),
    ],
)
def test_it_invites_nobody_that_is_wrong(brand, name, email, roles, code):
    with acting(brand.manager):
        before = (Person.objects.count(), acts(brand))
        with pytest.raises(UnableToInvite) as refused:
            invite_person(person=brand.manager, at=AT, name=name, email=email, roles=roles)
        assert refused.value.code == code
        assert (Person.objects.count(), acts(brand)) == before


def test_only_a_manager_invites_links_or_deactivates(brand):
    finance = brand.finance
    with acting(finance):
        before = (Person.objects.count(), acts(brand))
        with pytest.raises(NotAllowed):
            invite_person(person=finance, at=AT, name="某", email="a@b.example", roles=["brand_finance"])
        with pytest.raises(NotAllowed):
            make_link(person=finance, at=AT, person_id=brand.manager.pk)
        with pytest.raises(NotAllowed):
            deactivate_person(person=finance, at=AT, person_id=brand.manager.pk)
        assert (Person.objects.count(), acts(brand)) == before


def test_people_of_another_organisation_cannot_be_touched(contract_in_force, brand, agency):
    """They are seen by name, being the other side of a contract, and that is all."""
    with acting(agency.manager):
        with pytest.raises(NotFound):
            make_link(person=agency.manager, at=AT, person_id=brand.manager.pk)
        with pytest.raises(NotFound):
            deactivate_person(person=agency.manager, at=AT, person_id=brand.manager.pk)
    with acting(brand.manager):
        assert Person.objects.get(pk=brand.manager.pk).is_active


def test_deactivating_ends_access_and_is_done_once(brand):
    with acting(brand.manager):
        for _twice in range(2):
            deactivate_person(person=brand.manager, at=AT, person_id=brand.finance.pk)
        assert not Person.objects.get(pk=brand.finance.pk).is_active
        assert acts(brand).count("person.deactivated") == 1


def test_nobody_deactivates_oneself(brand):
    with acting(brand.manager):
        with pytest.raises(UnableToDeactivate):
            deactivate_person(person=brand.manager, at=AT, person_id=brand.manager.pk)
        assert Person.objects.get(pk=brand.manager.pk).is_active
        assert "person.deactivated" not in acts(brand)


def test_somebody_deactivated_gets_no_link_and_can_be_let_in_again(brand):
    with acting(brand.manager):
        deactivate_person(person=brand.manager, at=AT, person_id=brand.finance.pk)
        with pytest.raises(UnableToInvite):
            make_link(person=brand.manager, at=AT, person_id=brand.finance.pk)
        for _twice in range(2):
            reactivate_person(person=brand.manager, at=AT, person_id=brand.finance.pk)
        assert Person.objects.get(pk=brand.finance.pk).is_active
        assert acts(brand).count("person.reactivated") == 1


def test_only_a_manager_lets_in_again(brand):
    with acting(brand.finance):
        with pytest.raises(NotAllowed):
            reactivate_person(person=brand.finance, at=AT, person_id=brand.manager.pk)
        assert "person.reactivated" not in acts(brand)
