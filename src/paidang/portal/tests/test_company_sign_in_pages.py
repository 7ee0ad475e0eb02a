"""The company's own sign-in: set, tried, used at the door, required; and a provider that lies."""

import re
import time
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.authenticator import Device
from tests.cast import PASSWORD, acting, come_in, shanghai
from tests.identity_provider import CLIENT, SECRET, Provider

from paidang.evidence.models import Entry
from paidang.team.actions import (
    begin_second_factor,
    confirm_second_factor,
    deactivate_person,
)
from paidang.team.models import CompanySignIn
from paidang.team.queries import get_company_sign_in
from paidang.team.rules.one_time_codes import code_at, step_of

AT = shanghai("2026-10-09 10:00")


@pytest.fixture(autouse=True)
def _here(settings):
    settings.LOGIN_REDIRECT_URL = "/verify"
    settings.COMPANY_SIGN_IN_LOCAL = True


@pytest.fixture
def provider(brand):
    running = Provider(brand.manager.email)
    yield running
    running.stop()


def fields(provider, **changed):
    return {
        "issuer": provider.issuer, "client_id": CLIENT, "secret": SECRET, "domains": "qinglan.example", **changed,
    }  # fmt: skip


def there(answer, provider):
    """The person goes where the page leads, signs in there, and this is where they are sent back to."""
    assert answer.status_code == 200, answer.content.decode()
    url = unescape(re.search(r'content="0;url=([^"]+)"', answer.content.decode())[1])
    assert url.startswith(f"{provider.issuer}/authorize?")
    back = provider.visit({name: values[0] for name, values in parse_qs(urlsplit(url).query).items()})
    return back.removeprefix("http://testserver")


@pytest.fixture
def tested(brand, provider):
    """The brand's provider, set and tried by its manager."""
    manager = come_in(Client(), brand.manager)
    assert manager.post("/settings/company/set", fields(provider)).status_code == 302
    back = manager.get(there(manager.post("/settings/company/test"), provider))
    assert back.url == "/settings/company"
    provider.email = brand.finance.email
    return provider


def go(client, provider, email, to="/settings"):
    """All the way there and back."""
    return client.get(there(client.post("/signin/company", {"email": email, "next": to}), provider))


def is_in(client) -> bool:
    return client.get("/settings").status_code == 200


def refused(answer, words: str) -> None:
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page, page[:3000]


def acts(party):
    with acting(party.manager):
        entries = Entry.objects.filter(chain_id=party.org.chain_id).order_by("seq")
        return [(entry.act, entry.facts) for entry in entries]


def test_the_company_lets_its_people_in_and_it_is_on_record(client, brand, tested):
    answer = go(client, tested, f" {brand.finance.email.upper()} ", "/settings?x=1")
    assert answer.url == "/settings?x=1"
    assert is_in(client)
    assert acts(brand)[-1] == ("person.signed_in", {"company": tested.issuer})


def test_the_provider_is_asked_in_its_own_way(client, brand, tested):
    tested.says = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert go(client, tested, brand.finance.email).status_code == 302
    assert is_in(client)


def test_it_is_one_factor_and_the_code_is_asked_for_too(client, brand, tested):
    person = brand.finance
    with acting(person):
        secret = begin_second_factor(person=person, at=AT).secret
        codes = confirm_second_factor(person=person, at=AT, code=code_at(secret, step_of(AT)))
    assert go(client, tested, person.email).url == "/signin/code?next=%2Fsettings"
    assert not is_in(client)
    assert client.post("/signin/code", {"code": codes[0]}).status_code == 302
    assert acts(brand)[-1] == ("person.signed_in", {"second_step": True, "company": tested.issuer})


LIES = {
    "nonce": ({"lies": {"nonce": "another"}}, "不是为这一次登录开的"),
    "no nonce": ({"lies": {"nonce": None}}, "不是为这一次登录开的"),
    "aud": ({"lies": {"aud": "another-app"}}, "开给别的应用"),
    "azp": ({"lies": {"aud": [CLIENT, "other"], "azp": "other"}}, "开给别的应用"),
    "iss": ({"lies": {"iss": "https://login.example"}}, "别的提供方"),
    "expired": ({"lies": {"exp": int(time.time()) - 120}}, "已过期"),
    "never expires": ({"lies": {"exp": None}}, "exp 不对"),
    "alg none": ({"signed": "none"}, "没有签名，或签名算法不可靠"),
    "alg HS256": ({"signed": "HS256"}, "没有签名，或签名算法不可靠"),
    "foreign key": ({"signed": "foreign"}, "签名不对"),
    "unpublished key": ({"signed": "unpublished"}, "不是提供方公布的密钥"),
    "unverified mail": ({"verified": False}, "没有核实过邮箱"),
    "verified in words": ({"verified": "true"}, "没有核实过邮箱"),
    "no mail": ({"lies": {"email": None}}, "没有邮箱"),
    "no token": ({"answers": {"/token": (200, b"{}")}}, "没有给出身份令牌"),
    "nonsense": ({"answers": {"/token": (200, b"<html>")}}, "读不懂"),
    "refuses": ({"answers": {"/token": (400, b"{}")}}, "回答是 400"),
    "leads elsewhere": ({"answers": {"/jwks": (302, b"")}}, "回答是 302"),
    "no keys": ({"answers": {"/jwks": (200, b"[1]")}}, "公钥读不出来"),
    "floods": ({"answers": {"/jwks": (200, b" " * 600_000)}}, "太长"),
    "other secret": ({"secret": "changed"}, "回答是 400"),
}


@pytest.mark.parametrize(("lie", "words"), LIES.values(), ids=LIES)
def test_a_provider_that_lies_lets_nobody_in(client, brand, tested, lie, words):
    for name, value in lie.items():
        setattr(tested, name, value)
    refused(go(client, tested, brand.finance.email), words)
    assert not is_in(client)
    assert acts(brand)[-1][0] == "org.company_sign_in_tested"


def test_nobody_is_added_and_nobody_of_another_organisation_let_in(client, brand, agency, tested):
    for email in ("stranger@qinglan.example", agency.manager.email):
        tested.email = email
        refused(go(client, tested, brand.finance.email), "不是本单位在拍档的人")
        assert not is_in(client)
    with acting(brand.manager):
        deactivate_person(person=brand.manager, at=AT, person_id=brand.finance.pk)
    refused(client.post("/signin/company", {"email": brand.finance.email}), "没有公司账号可用")


def test_only_addresses_of_its_domains_are_its_own(client, brand, tested):
    manager = come_in(Client(), brand.manager)
    assert (
        manager.post("/settings/company/set", fields(tested, secret="", domains="@Other.example")).status_code
        == 302
    )
    refused(client.post("/signin/company", {"email": brand.finance.email}), "没有公司账号可用")


def test_without_one_an_unknown_address_and_none_the_door_says_so(client, agency, tested):
    refused(client.post("/signin/company", {"email": agency.manager.email}), "没有公司账号可用")
    refused(client.post("/signin/company", {"email": "nobody@qinglan.example"}), "没有公司账号可用")
    refused(client.post("/signin/company", {"email": ""}), "先在上面填公司的邮箱")


def test_a_way_is_gone_once_by_its_own_session_and_in_time(client, brand, tested, monkeypatch):
    back = there(client.post("/signin/company", {"email": brand.finance.email}), tested)
    refused(Client().get(back), "已用过，或等得太久")
    assert client.get(back).status_code == 302
    client.post("/signout")
    refused(client.get(back), "已用过，或等得太久")
    back = there(client.post("/signin/company", {"email": brand.finance.email}), tested)
    refused(client.get(back.replace("state=", "state=x")), "已用过，或等得太久")
    back = there(client.post("/signin/company", {"email": brand.finance.email}), tested)
    late = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr(timezone, "now", lambda: late)
    refused(client.get(back), "已用过，或等得太久")
    assert not is_in(client)


def test_a_code_of_somebody_elses_way_does_not_fit(client, brand, tested):
    """PKCE: a code that was stolen on its way is of no use in another session."""
    other = there(Client().post("/signin/company", {"email": brand.finance.email}), tested)
    mine = there(client.post("/signin/company", {"email": brand.finance.email}), tested)
    stolen = parse_qs(urlsplit(other).query)["code"][0]
    own = parse_qs(urlsplit(mine).query)["code"][0]
    refused(client.get(mine.replace(own, stolen)), "回答是 400")


def test_what_the_provider_says_went_wrong_is_repeated_if_it_is_a_word(client, brand, tested):
    for error, shown in (("access_denied", "access_denied"), ("<b>x</b>", "error")):
        back = there(client.post("/signin/company", {"email": brand.finance.email}), tested)
        state = parse_qs(urlsplit(back).query)["state"][0]
        answer = client.get("/signin/company/back", {"state": state, "error": error})
        refused(answer, f"没有让您登录：{shown}")
        assert "<b>x</b>" not in answer.content.decode()


def test_a_provider_that_is_down_is_named(client, brand, tested):
    tested.stop()
    refused(client.post("/signin/company", {"email": brand.finance.email}), "连不上身份提供方 127.0.0.1")


def test_it_is_no_way_in_before_it_was_tested(client, brand, provider):
    manager = come_in(Client(), brand.manager)
    manager.post("/settings/company/set", fields(provider))
    refused(client.post("/signin/company", {"email": brand.manager.email}), "没有公司账号可用")
    provider.email = brand.finance.email
    manager.get(there(manager.post("/settings/company/test"), provider))
    assert "提供方说您是" in manager.get("/settings/company").content.decode()
    with acting(brand.manager):
        assert get_company_sign_in(brand.org.pk).tested_at is None
    require = manager.post("/settings/company/require", {"required": "1"})
    refused(require, "还没有试成功")


def test_the_secret_is_encrypted_and_never_shown(brand, tested):
    manager = come_in(Client(), brand.manager)
    assert SECRET not in manager.get("/settings/company").content.decode()
    with acting(brand.manager), connection.cursor() as cursor:
        cursor.execute("select row_to_json(c)::text from team_companysignin c")
        kept = cursor.fetchone()[0]
        kept += str(list(Entry.objects.values_list("facts", flat=True)))
    assert SECRET not in kept


def test_a_secret_goes_to_no_other_address(brand, tested):
    manager = come_in(Client(), brand.manager)
    other = Provider(brand.manager.email)
    refused(manager.post("/settings/company/set", fields(other, secret="")), "密钥也要重填")
    assert other.asked == []
    assert manager.post("/settings/company/set", fields(other)).status_code == 302
    other.stop()
    with acting(brand.manager):
        company = get_company_sign_in(brand.org.pk)
        assert (company.issuer, company.tested_at, company.required) == (other.issuer, None, False)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"issuer": "ftp://login.example"}, "要以 https:// 开头"),
        ({"issuer": "https://user@login.example"}, "要以 https:// 开头"),
        ({"issuer": "http://127.0.0.1:9"}, "连不上"),
        ({"issuer": ""}, "都要填"),
        ({"secret": ""}, "都要填"),
        ({"domains": " "}, "没有写邮箱域名"),
        ({"domains": "qinglan.example, *"}, "不是邮箱域名"),
    ],
)
def test_what_is_wrong_stands_on_the_page_and_nothing_is_written(brand, provider, changed, words):
    manager = come_in(Client(), brand.manager)
    answer = manager.post("/settings/company/set", fields(provider, **changed))
    refused(answer, words)
    assert SECRET not in answer.content.decode()
    with acting(brand.manager):
        assert not CompanySignIn.objects.exists()


@pytest.mark.parametrize(
    ("says", "words"),
    [({"issuer": "https://x.example"}, "写的不是这个地址"), ({"jwks_uri": "file:///etc/passwd"}, "缺少")],
)
def test_a_discovery_document_that_is_none_is_refused(brand, provider, says, words):
    provider.says = says
    refused(come_in(Client(), brand.manager).post("/settings/company/set", fields(provider)), words)


def test_addresses_of_the_own_network_are_not_asked_unless_the_installation_says_so(
    brand, provider, settings
):
    settings.COMPANY_SIGN_IN_LOCAL = False
    manager = come_in(Client(), brand.manager)
    refused(manager.post("/settings/company/set", fields(provider)), "要以 https:// 开头")
    inside = fields(provider, issuer=provider.issuer.replace("http:", "https:"))
    refused(manager.post("/settings/company/set", inside), "不是公网地址")
    assert provider.asked == []


def require(brand):
    """The manager requires it, after turning on the second factor; a client signed in as the manager."""
    person = brand.manager
    with acting(person):
        secret = begin_second_factor(person=person, at=AT).secret
        codes = confirm_second_factor(person=person, at=AT, code=code_at(secret, step_of(AT)))
    manager = Client()
    manager.post("/signin", {"email": person.email, "password": PASSWORD})
    manager.post("/signin/code", {"code": codes[0]})
    assert manager.post("/settings/company/require", {"required": "1"}).status_code == 302
    return manager


def test_required_of_everybody_but_managers(client, brand, agency, tested):
    first = come_in(Client(), brand.manager)
    refused(first.post("/settings/company/require", {"required": "1"}), "还没有开启两步验证")
    manager = require(brand)
    answer = client.post("/signin", {"email": brand.finance.email, "password": PASSWORD})
    refused(answer, "要求用公司账号登录")
    assert not is_in(client)
    go(client, tested, brand.finance.email)
    assert is_in(client)
    assert is_in(manager)
    come_in(Client(), agency.finance)  # another organisation's people are not touched
    manager.post("/settings/company/require")
    come_in(Client(), brand.finance)
    said = [act for act, _facts in acts(brand) if act.startswith("org.company")]
    assert said[-2:] == ["org.company_sign_in_required", "org.company_sign_in_optional"]


def test_where_it_is_required_a_passkey_does_not_let_in_but_a_managers(brand, tested):
    for person, status in ((brand.finance, 422), (brand.manager, 302)):
        client, device = Client(headers={"host": "localhost"}), Device(origin="http://localhost")
        come_in(client, person)
        made = device.make(client.post("/settings/passkeys/options").json())
        assert client.post("/settings/passkeys/add", {"name": "手机", "credential": made}).status_code == 302
        client.post("/signout")
        with acting(person):
            CompanySignIn.objects.update(required=True)
        answer = device.use(client.post("/signin/passkey/options").json())
        assert client.post("/signin/passkey", {"credential": answer}).status_code == status
        assert is_in(client) is (status == 302)


def test_once_removed_passwords_are_good_again(client, brand, tested):
    manager = require(brand)
    assert manager.post("/settings/company/remove").status_code == 302
    come_in(client, brand.finance)
    refused(Client().post("/signin/company", {"email": brand.finance.email}), "没有公司账号可用")
    assert manager.post("/settings/company/remove").status_code == 409


@pytest.mark.parametrize("path", ["set", "test", "require", "remove"])
def test_only_managers_set_it_each_their_own(client, brand, agency, tested, path):
    come_in(client, brand.finance)
    assert client.post(f"/settings/company/{path}", fields(tested)).status_code == 403
    assert client.get("/settings/company").status_code == 403
    other = come_in(Client(), agency.manager)
    assert tested.issuer not in other.get("/settings/company").content.decode()
    if path != "set":
        other.post(f"/settings/company/{path}")
    with acting(brand.manager):
        assert get_company_sign_in(brand.org.pk).tested_at
