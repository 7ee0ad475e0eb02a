"""The one-time link: good once, for one person, as signed."""

import pytest
from django.core import signing
from tests.cast import BEFORE, acting

from paidang.portal.views.link import SALT, address_of
from paidang.team.actions import make_link

PASSWORD = "a-long-enough-sentence"


@pytest.fixture(autouse=True)
def _first_page(settings):
    settings.LOGIN_REDIRECT_URL = "/signin/forgot"


@pytest.fixture
def address(brand) -> str:
    with acting(brand.manager):
        _person, link = make_link(person=brand.manager, at=BEFORE, person_id=brand.finance.pk)
    return address_of(link)


def choose(client, address: str, password: str = PASSWORD, again: str | None = None):
    return client.post(address, {"password": password, "again": password if again is None else again})


def test_it_sets_the_password_and_signs_in(client, brand, address):
    assert brand.finance.name in client.get(address).content.decode()
    assert choose(client, address).status_code == 302
    assert client.get("/signin").status_code == 302
    client.post("/signout")
    assert client.post("/signin", {"email": brand.finance.email, "password": PASSWORD}).status_code == 302


def test_it_is_good_once(client, address):
    choose(client, address)
    client.post("/signout")
    assert client.get(address).status_code == 404
    assert choose(client, address).status_code == 404


@pytest.mark.parametrize(("password", "again"), [("short", None), (PASSWORD, "another-sentence"), ("", "")])
def test_a_weak_or_misspelt_password_changes_nothing(client, address, password, again):
    assert choose(client, address, password, again).status_code == 422
    assert client.get("/signin").status_code == 200
    assert client.get(address).status_code == 200


def test_a_forged_link_says_no_more_than_a_used_one(client, brand, address):
    assert client.get(address[:-3] + "xyz").status_code == 404
    forged = signing.dumps([brand.org.pk, brand.manager.pk, "cabc12-0123456789abcdef"], salt=SALT)
    assert client.get(f"/link/{forged}").status_code == 404
