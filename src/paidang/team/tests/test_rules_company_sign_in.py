"""Which domains, addresses and discovery documents are taken; the way to the provider."""

from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from hypothesis import given
from hypothesis import strategies as st

from paidang.team.rules.company_sign_in import (
    NotVouched,
    domains_of,
    is_of,
    is_web_address,
    journey,
    read_id_token,
    read_provider,
)

ISSUER = "https://login.example/tenant"
ABOUT = {
    "issuer": ISSUER,
    "authorization_endpoint": "https://login.example/authorize?tenant=1",
    "token_endpoint": "https://login.example/token",
    "jwks_uri": "https://login.example/jwks",
}


@pytest.mark.parametrize(
    ("typed", "domains"),
    [
        ("qinglan.example", ["qinglan.example"]),
        (" @Qinglan.example，b.example\nb.example ", ["b.example", "qinglan.example"]),
        ("", []),
    ],
)
def test_domains_are_read_as_they_are_typed(typed, domains):
    assert domains_of(typed) == domains


@pytest.mark.parametrize(
    "typed", ["localhost", "*.qinglan.example", "a@b.example", "-a.example", "a..example"]
)
def test_what_is_no_domain_is_named(typed):
    with pytest.raises(NotVouched, match="不是邮箱域名"):
        domains_of(typed)


@given(st.emails())
def test_an_address_is_of_its_own_domain_and_of_no_other(email):
    domain = email.rpartition("@")[2].lower()
    assert is_of(email, [domain])
    assert not is_of(email, [f"mail.{domain}", domain.partition(".")[2]])


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://login.example", True),
        ("https://login.example:8443/a", True),
        ("http://login.example", False),
        ("https://", False),
        ("https://user:pw@login.example", False),
        ("https://login.example:99999", False),
        ("https://login.example/a b", False),
        ("https://login.example/" + "a" * 500, False),
        ("file:///etc/passwd", False),
        (None, False),
    ],
)
def test_an_address_to_fetch_from_is_https_with_a_host(url, taken):
    assert is_web_address(url, local=False) is taken


@pytest.mark.parametrize(
    ("methods", "in_body"),
    [
        (None, False),
        (["client_secret_basic", "client_secret_post"], False),
        (["client_secret_post"], True),
        (["private_key_jwt"], False),
    ],
)
def test_a_provider_says_how_it_takes_the_secret(methods, in_body):
    about = ABOUT | {"token_endpoint_auth_methods_supported": methods}
    assert read_provider(about, issuer=ISSUER, local=False).in_body is in_body


@pytest.mark.parametrize("name", sorted(ABOUT))
def test_a_document_without_one_of_them_is_none(name):
    about = {each: value for each, value in ABOUT.items() if each != name}
    with pytest.raises(NotVouched):
        read_provider(about, issuer=ISSUER, local=False)


@given(st.one_of(st.none(), st.text(), st.lists(st.integers()), st.dictionaries(st.text(), st.text())))
def test_nonsense_vouches_for_nobody(said):
    with pytest.raises(NotVouched):
        read_provider(said, issuer=ISSUER, local=False)
    with pytest.raises(NotVouched):
        read_id_token({"id_token": str(said)}, keys=said, issuer=ISSUER, client_id="c", nonce="n", at=None)


def test_the_way_there_says_who_asks_and_keeps_the_verifier_back():
    provider = read_provider(ABOUT, issuer=ISSUER, local=False)
    randoms = ("the-state", "the-nonce", "v" * 43)
    way = journey(
        provider, client_id="c", back="https://p.example/back", email="a@b.example", randoms=randoms
    )
    assert (way.state, way.nonce, way.verifier) == randoms
    assert {name: values[0] for name, values in parse_qs(urlsplit(way.url).query).items()} == {
        "tenant": "1", "response_type": "code", "client_id": "c", "redirect_uri": "https://p.example/back",
        "scope": "openid email", "state": "the-state", "nonce": "the-nonce", "login_hint": "a@b.example",
        "code_challenge": create_s256_code_challenge("v" * 43), "code_challenge_method": "S256",
    }  # fmt: skip
    assert randoms[2] not in way.url
