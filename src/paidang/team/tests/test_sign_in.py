"""The password at the door: found for one address alone, checked alike for all, and made anew when hashes have grown."""

import pytest
from django.contrib.auth import authenticate, hashers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import PASSWORD, acting, password_is

from paidang.team.actions import deactivate_person
from paidang.team.models import Credential, Person
from paidang.team.queries import find_account, find_person

MD5 = "django.contrib.auth.hashers.MD5PasswordHasher"
PBKDF2 = "django.contrib.auth.hashers.PBKDF2PasswordHasher"


def come(email: str, password: str = PASSWORD) -> Person | None:
    with acting(None):
        return authenticate(None, email=email, password=password)


def test_the_right_password_alone_finds_the_person(brand, agency):
    assert come(f" {brand.finance.email.upper()} ") == brand.finance
    for email, password in (
        (brand.finance.email, "wrong"),
        (brand.finance.email, ""),
        ("nobody@qinglan.example", PASSWORD),
        ("", PASSWORD),
    ):
        assert come(email, password) is None


def test_who_is_deactivated_does_not_come_in(brand):
    with acting(brand.manager):
        deactivate_person(person=brand.manager, at=brand.org.created_at, person_id=brand.finance.pk)
    assert come(brand.finance.email) is None


def test_who_has_set_no_password_does_not_come_in_with_any(brand):
    with acting(brand.finance):
        own = Credential.objects.get()
        own.set_password(None)
        own.save()
    for guess in ("", "!", own.password):
        assert come(brand.finance.email, guess) is None


@pytest.fixture
def hashed(monkeypatch) -> list[str]:
    """Each password that is hashed: this is what takes the time at the door."""
    done: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def counting(self, password, salt, *more):
        done.append(password)
        return encode(self, password, salt, *more)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counting)
    return done


def test_a_refusal_takes_the_same_steps_whoever_is_asked_for(brand, hashed):
    """So that nobody learns from the time it takes whether an address has an account."""
    with acting(brand.manager):
        deactivate_person(
            person=brand.manager, at=brand.org.created_at, person_id=brand.people["brand_warehouse"].pk
        )
    steps = []
    for email in (brand.manager.email, brand.people["brand_warehouse"].email, "nobody@qinglan.example"):
        hashed.clear()
        with CaptureQueriesContext(connection) as asked:
            assert come(email, "wrong") is None
        steps.append((len(hashed), len(asked.captured_queries)))
    assert steps[0][0] == 1
    assert len(set(steps)) == 1


def test_an_old_hash_is_made_anew_at_the_door(brand, settings):
    """Before anybody is signed in: the person's own row can be written then, and no other."""
    settings.PASSWORD_HASHERS = [PBKDF2, MD5]
    with acting(brand.manager):
        before = Credential.objects.get().password
    assert come(brand.manager.email) == brand.manager
    with acting(brand.manager):
        after = Credential.objects.get().password
    assert before.startswith("md5$") and after.startswith("pbkdf2_sha256$")
    assert password_is(brand.manager, PASSWORD)


def test_an_address_is_found_exactly_or_not_at_all(brand):
    with acting(None):
        found = find_account(brand.manager.email)
        assert found and found.person_id == brand.manager.pk
        assert find_person(brand.manager.email) == brand.manager
        assert find_account("%") is None
        assert find_account("") is None
