"""Signing in and out."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import path
from tests.cast import PASSWORD, acting

from paidang.evidence.models import Entry
from paidang.portal import urls
from paidang.portal.views import guesses, signin

FIRST_PAGE = "/signin/forgot"  # any page that exists: the first page itself is not this test's business


@pytest.fixture(autouse=True)
def _clean(settings):
    settings.LOGIN_REDIRECT_URL = FIRST_PAGE


def sign_in(client, email: str, password: str = PASSWORD, **more: str):
    return client.post("/signin", {"email": email, "password": password, **more})


def is_signed_in(client) -> bool:
    return client.get("/signin").status_code == 302


def test_it_signs_in_and_records_it(client, brand):
    response = sign_in(client, f"  {brand.manager.email.upper()} ")
    assert response.status_code == 302
    assert response.url == FIRST_PAGE
    assert is_signed_in(client)
    with acting(brand.manager):
        entry = Entry.objects.filter(chain=brand.org.chain_id).latest("seq")
    assert (entry.act, entry.person) == ("person.signed_in", brand.manager.pk)


def test_a_wrong_password_and_an_unknown_account_read_alike(client, brand):
    answers = [
        sign_in(client, brand.manager.email, "wrong"),
        sign_in(client, "nobody@qinglan.example", "wrong"),
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    said = {str(answer.context["form"].non_field_errors()) for answer in answers}
    assert len(said) == 1
    assert not is_signed_in(client)


def test_what_is_missing_stands_at_its_field(client, db):
    form = client.post("/signin", {"email": "lin", "password": ""}).context["form"]
    assert form.errors["email"] == ["邮箱要像 name@example.com"]
    assert form.errors["password"] == ["请填密码"]


def test_guessing_stops_for_that_account_and_address_only(client, brand):
    for _ in range(guesses.TRIES):
        assert sign_in(client, brand.manager.email, "wrong").status_code == 422
    assert sign_in(client, brand.manager.email).status_code == 429
    assert not is_signed_in(client)
    elsewhere = client.post(
        "/signin", {"email": brand.manager.email, "password": PASSWORD}, REMOTE_ADDR="203.0.113.9"
    )
    assert elsewhere.status_code == 302


def test_a_success_forgets_the_failures(client, brand):
    for _ in range(guesses.TRIES - 1):
        sign_in(client, brand.manager.email, "wrong")
    sign_in(client, brand.manager.email)
    client.post("/signout")
    assert sign_in(client, brand.manager.email, "wrong").status_code == 422


def test_one_password_on_many_accounts_stops_for_the_address_and_the_office_goes_on(client, brand, agency):
    sign_in(client, brand.finance.email, "wrong")
    sign_in(client, brand.finance.email)  # who mistyped and got in is no guesser, and is known here
    client.post("/signout")
    stranger = Client()
    for nth in range(guesses.TRIES_OF_AN_ADDRESS):
        assert sign_in(stranger, f"person{nth}@qinglan.example", "Summer2026!").status_code == 422
    stopped = sign_in(stranger, agency.finance.email)
    assert stopped.status_code == 429
    assert "一小时内已错 40 次" in stopped.content.decode()
    assert not is_signed_in(stranger)
    assert sign_in(client, agency.finance.email).status_code == 429, (
        "another account from a browser that knows one"
    )
    assert sign_in(client, brand.finance.email).status_code == 302
    there = {"email": agency.finance.email, "password": PASSWORD}
    assert stranger.post("/signin", there, REMOTE_ADDR="203.0.113.9").status_code == 302


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("not an address", "not an address"),
        ("", ""),
    ],
)
def test_a_subscriber_is_counted_as_one(address, network):
    assert guesses.network_of(address) == network


def test_it_goes_where_one_wanted_to_go_on_this_site_only(client, brand):
    assert sign_in(client, brand.manager.email, next="/verify?x=1").url == "/verify?x=1"
    client.post("/signout")
    assert sign_in(client, brand.manager.email, next="https://evil.example/").url == FIRST_PAGE
    client.post("/signout")
    assert sign_in(client, brand.manager.email, next="//evil.example/").url == FIRST_PAGE


def test_signing_out_needs_a_post(client, brand):
    sign_in(client, brand.manager.email)
    assert client.get("/signout").status_code == 405
    assert is_signed_in(client)
    answer = client.post("/signout")
    assert answer.status_code == 302 and answer.headers["Clear-Site-Data"] == '"cache"'
    assert not is_signed_in(client)


def test_a_deactivated_person_does_not_come_in(client, brand):
    with acting(brand.manager):
        brand.finance.is_active = False
        brand.finance.save(update_fields=["is_active"])
    assert sign_in(client, brand.finance.email).status_code == 422


def test_sessions_that_have_run_out_are_cleared_away_and_no_others(client, brand):
    old = Client()
    for one in (client, old):
        sign_in(one, brand.finance.email)
    expired = old.session
    expired.set_expiry(-1)
    expired.save()
    call_command("clearsessions")
    assert is_signed_in(client)
    assert not client.session.exists(expired.session_key)


def test_a_session_ends_for_good_with_signing_out(client, brand):
    sign_in(client, brand.manager.email)
    key = client.session.session_key
    client.post("/signout")
    client.cookies["sessionid"] = key
    assert not is_signed_in(client)


def test_htmx_without_a_session_reloads_the_page(client, db):
    assert client.get("/signin", headers={"HX-Request": "true"})["HX-Refresh"] == "true"


class TestDemo:
    @pytest.fixture(autouse=True)
    def _demo(self, settings, brand):
        settings.DEMO = True
        settings.DEMO_PEOPLE = [brand.manager.email]

    def test_one_click_signs_in(self, client, brand):
        page = client.get("/signin").content.decode()
        assert brand.manager.name in page
        assert brand.org.name in page
        assert client.post("/signin/demo", {"email": brand.manager.email}).status_code == 302
        assert is_signed_in(client)

    def test_only_as_somebody_on_the_list(self, client, brand):
        assert client.post("/signin/demo", {"email": brand.finance.email}).status_code == 403
        assert not is_signed_in(client)

    def test_not_outside_a_demonstration(self, client, brand, settings):
        settings.DEMO = False
        assert brand.manager.name not in client.get("/signin").content.decode()
        assert client.post("/signin/demo", {"email": brand.manager.email}).status_code == 403
        assert not is_signed_in(client)


class TestFrame:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client, brand):
        sign_in(client, brand.manager.email)

    def test_the_palette_needs_a_session(self, client, brand):
        assert client.get("/palette?q=").status_code == 200
        client.post("/signout")
        assert client.get("/palette?q=").status_code == 302

    def test_the_palette_finds_a_contract_by_its_code_and_pages_in_either_language(
        self, client, contract_in_force
    ):
        def found(q: str) -> str:
            return client.get("/palette", {"q": q}).content.decode()

        assert contract_in_force.code in found(contract_in_force.code.lower())
        assert "/contracts" in found("合同")
        assert "/contracts" in found("contracts")
        assert "没有找到" in found("没有这样的东西")

    def test_navigation_shows_only_pages_that_exist(self, client):
        page = client.get("/nowhere").content.decode()
        names = {
            pattern.name for pattern in urls.urlpatterns if isinstance(pattern, type(path("", signin.signin)))
        }
        assert ('data-go="o"' in page) == ("orders" in names)

    def test_a_contract_of_others_cannot_be_picked(self, client):
        assert client.post("/pick", {"contract": "NOT-OURS"}).status_code == 404

    def test_a_contract_of_ours_can(self, client, contract_in_force):
        assert client.post("/pick", {"contract": contract_in_force.code}).status_code == 302
        assert client.session["contract"] == contract_in_force.code
        client.post("/pick", {"contract": ""})
        assert "contract" not in client.session
