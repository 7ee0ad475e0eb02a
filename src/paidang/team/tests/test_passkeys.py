"""Passkeys: adding, using and removing one; who is refused, and that a copy and two answers at once are seen."""

from collections.abc import Callable

import pytest
from django.db import connection
from tests.at_once import at_once
from tests.authenticator import Device
from tests.cast import Party, acting, shanghai

from paidang.evidence.models import Entry
from paidang.kit.outcome import NotFound, UnableTo
from paidang.team.actions import (
    UnableToUsePasskey,
    add_passkey,
    deactivate_person,
    reactivate_person,
    remove_passkey,
    use_passkey,
)
from paidang.team.models import Passkey, Person
from paidang.team.queries import find_passkey, list_passkeys, passkey_handle
from paidang.team.rules.passkeys import Place, making, using

AT = shanghai("2026-10-09 10:00")
HERE = Place("localhost", "http://localhost:8000")
CHALLENGE = b"c" * 32


def add(person: Person, device: Device, name: str = "手机") -> Passkey:
    """The device's passkey for the person, added by themself."""
    with acting(person):
        options = making(
            place=HERE, challenge=CHALLENGE, handle=passkey_handle(person), account=person.email,
            name=person.name, has=(),
        )  # fmt: skip
        return add_passkey(
            person=person, at=AT, name=name, answer=device.make(options), place=HERE, challenge=CHALLENGE
        )


def use(device: Device, **changed: object) -> Passkey:
    """Sign in with the device, in nobody's name as at the door."""
    answer = device.use(using(place=HERE, challenge=CHALLENGE))
    with acting(None):
        return use_passkey(**{"at": AT, "answer": answer, "place": HERE, "challenge": CHALLENGE, **changed})


def refused_with(code: str, do: Callable[[], object]) -> UnableTo:
    with pytest.raises(UnableToUsePasskey) as refused:
        do()
    assert refused.value.code == code
    return refused.value


def acts(party: Party) -> list[tuple[str, object]]:
    with acting(party.manager):
        entries = Entry.objects.filter(chain_id=party.org.chain_id).order_by("seq")
        return [(entry.act, entry.facts) for entry in entries]


def test_one_added_is_known_at_the_door_and_by_its_owner_alone(brand):
    person, device = brand.manager, Device()
    add(person, device)
    used = use(device)
    assert used.person == person
    with acting(person):
        [mine] = list_passkeys(person)
        assert (mine.name, mine.host, mine.sign_count, mine.used_at) == ("手机", "localhost", 1, AT)
    with acting(brand.finance):
        assert list(Passkey.objects.all()) == []
    assert acts(brand)[-1] == ("person.passkey_added", {"name": "手机"})


def test_the_one_exact_number_shows_the_one_row(brand, agency):
    first, second = Device(), Device()
    add(brand.manager, first)
    add(agency.manager, second)
    with acting(None):
        assert find_passkey(first.credential_id).person_id == brand.manager.pk
        assert find_passkey("") is None
        assert find_passkey(first.credential_id[:-1]) is None
        assert list(Passkey.objects.all()) == []


def test_nothing_of_the_private_half_is_kept(brand):
    device = Device()
    add(brand.manager, device)
    secret = device.key.private_numbers().private_value.to_bytes(32, "big").hex()
    with acting(brand.manager), connection.cursor() as cursor:
        cursor.execute("select row_to_json(p)::text from team_passkey p")
        assert secret not in cursor.fetchone()[0]


def test_a_person_may_have_several_and_each_works_by_itself(brand):
    phone, laptop = Device(), Device()
    kept = add(brand.manager, phone)
    add(brand.manager, laptop, "笔记本")
    with acting(brand.manager):
        assert [each.name for each in list_passkeys(brand.manager)] == ["手机", "笔记本"]
        remove_passkey(person=brand.manager, at=AT, passkey_id=kept.pk)
    assert acts(brand)[-1] == ("person.passkey_removed", {"name": "手机"})
    assert use(laptop).person == brand.manager
    refused_with("PASSKEY_UNKNOWN", lambda: use(phone))


def test_without_a_name_or_proof_nothing_is_added(brand):
    before = acts(brand)
    refused_with("PASSKEY_UNNAMED", lambda: add(brand.manager, Device(), "  "))
    for lie in ({"origin": "http://evil.example"}, {"host": "evil.example"}, {"verifies": False}):
        refused_with("PASSKEY_NOT_PROVEN", lambda lie=lie: add(brand.manager, Device(**lie)))
    with acting(brand.manager):
        assert list_passkeys(brand.manager) == []
    assert acts(brand) == before


def test_one_key_is_one_persons(brand, agency):
    device = Device()
    add(brand.manager, device)
    refused_with("PASSKEY_TAKEN", lambda: add(agency.manager, device))
    refused_with("PASSKEY_TAKEN", lambda: add(brand.manager, device))
    device.handle = ""
    with acting(agency.manager):
        assert list_passkeys(agency.manager) == []


def test_only_its_owner_removes_one_and_only_once(brand, agency):
    passkey = add(brand.manager, Device())
    for other in (brand.finance, agency.manager):
        with acting(other), pytest.raises(NotFound):
            remove_passkey(person=other, at=AT, passkey_id=passkey.pk)
    with acting(brand.manager):
        remove_passkey(person=brand.manager, at=AT, passkey_id=passkey.pk)
        with pytest.raises(NotFound):
            remove_passkey(person=brand.manager, at=AT, passkey_id=passkey.pk)


def test_another_persons_credential_does_not_let_in(brand, agency):
    """Neither one's own key under another's number, nor a number that says it is somebody else's."""
    mine, theirs = Device(), Device()
    add(brand.manager, mine)
    add(agency.manager, theirs)
    refused_with("PASSKEY_NOT_PROVEN", lambda: use(Device(number=theirs.number, handle=theirs.handle)))
    mine.handle, own = theirs.handle, mine.handle
    refused_with("PASSKEY_NOT_PROVEN", lambda: use(mine))
    mine.handle = own
    assert use(mine).person == brand.manager


@pytest.mark.parametrize(
    ("name", "lie"),
    [("origin", "http://localhost:8001"), ("host", "evil.example"), ("verifies", False)],
    ids=["another origin", "a key of another name", "nobody verified"],
)
def test_a_lie_does_not_let_in_and_changes_nothing(brand, name, lie):
    device = Device()
    add(brand.manager, device)
    setattr(device, name, lie)
    refused_with("PASSKEY_NOT_PROVEN", lambda: use(device))
    with acting(brand.manager):
        [kept] = list_passkeys(brand.manager)
        assert (kept.sign_count, kept.used_at) == (0, None)


def test_an_answer_to_another_challenge_does_not_let_in(brand):
    device = Device()
    add(brand.manager, device)
    refused_with("PASSKEY_NOT_PROVEN", lambda: use(device, challenge=b"x" * 32))
    refused_with("PASSKEY_NOT_PROVEN", lambda: use(device, answer="{}"))


def test_a_copy_is_seen_by_its_counter(brand):
    device = Device()
    add(brand.manager, device)
    for _ in range(3):
        use(device)
    copy = Device(number=device.number, key=device.key, handle=device.handle, used=1)
    refused_with("PASSKEY_COPIED", lambda: use(copy))
    assert use(device).sign_count == 4


def test_a_device_that_does_not_count_is_let_in_again_and_again(brand):
    device = Device(counts=False)
    add(brand.manager, device)
    assert [use(device).sign_count for _ in range(3)] == [0, 0, 0]


def test_who_is_deactivated_is_not_let_in_until_reactivated(brand):
    person, device = brand.finance, Device()
    add(person, device)
    with acting(brand.manager):
        deactivate_person(person=brand.manager, at=AT, person_id=person.pk)
    refused_with("DEACTIVATED", lambda: use(device))
    with acting(brand.manager):
        reactivate_person(person=brand.manager, at=AT, person_id=person.pk)
    assert use(device).person == person


@pytest.mark.django_db(transaction=True)
def test_the_same_answer_twice_at_once_lets_in_once(brand):
    device = Device()
    add(brand.manager, device)
    answer = device.use(using(place=HERE, challenge=CHALLENGE))

    def come() -> str:
        use(device, answer=answer)
        return "in"

    assert sorted(at_once(come, come)) == ["PASSKEY_COPIED", "in"]
