"""Passkeys at the door and in the settings."""

from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.at_once import at_once
from tests.authenticator import Device
from tests.cast import PASSWORD, acting, come_in, shanghai

from paidang.evidence.models import Entry
from paidang.portal.actions.passkeys import TELL_PASSKEY
from paidang.portal.tasks.security import tell_passkey
from paidang.team.actions import begin_second_factor, confirm_second_factor, remove_passkey
from paidang.team.queries import list_passkeys
from paidang.team.rules.one_time_codes import code_at, step_of

AT = shanghai("2026-10-09 10:00")
ORIGIN = "http://localhost"


@pytest.fixture(autouse=True)
def _clean(settings):
    settings.LOGIN_REDIRECT_URL = "/settings"


@pytest.fixture
def client():
    return Client(headers={"host": "localhost"})


def add(client, device, name="手机", **fields):
    """Add the device's passkey as the page's script does."""
    options = client.post("/settings/passkeys/options", {"name": name, **fields})
    assert options.status_code == 200, options.content
    return client.post("/settings/passkeys/add", {"name": name, "credential": device.make(options.json())})


@pytest.fixture
def device(client, brand):
    """A device with a passkey of the brand's manager, who is signed out again."""
    made = Device(origin=ORIGIN)
    come_in(client, brand.manager)
    assert add(client, made).status_code == 302
    client.post("/signout")
    return made


def answered(client, device):
    return device.use(client.post("/signin/passkey/options").json())


def is_in(client) -> bool:
    return client.get("/settings").status_code == 200


def last_act(person):
    with acting(person):
        entry = Entry.objects.filter(chain=person.org.chain_id).latest("seq")
    return entry.act, entry.facts


def test_it_lets_in_and_leads_on_and_is_on_record(client, brand, device):
    answer = client.post("/signin/passkey", {"credential": answered(client, device), "next": "/verify?x=1"})
    assert answer.url == "/verify?x=1"
    assert is_in(client)
    assert last_act(brand.manager) == ("person.signed_in", {"passkey": "手机"})


def test_it_leads_nowhere_else_than_on_this_site(client, device):
    fields = {"credential": answered(client, device), "next": "https://evil.example/"}
    assert client.post("/signin/passkey", fields).url == "/settings"


def test_it_is_both_factors(client, brand, device):
    with acting(brand.manager):
        secret = begin_second_factor(person=brand.manager, at=AT).secret
        confirm_second_factor(person=brand.manager, at=AT, code=code_at(secret, step_of(AT)))
    client.post("/signin/passkey", {"credential": answered(client, device)})
    assert is_in(client)
    client.post("/signout")
    client.post("/signin", {"email": brand.manager.email, "password": PASSWORD})
    assert not is_in(client)


def test_an_answer_is_good_once(client, device):
    """Also for a device that does not count, whose answers look alike."""
    device.counts = False
    answer = answered(client, device)
    client.post("/signin/passkey", {"credential": answer})
    assert is_in(client)
    client.post("/signout")
    again = client.post("/signin/passkey", {"credential": answer})
    assert again.status_code == 422 and "已用过" in again.content.decode()
    client.post("/signin/passkey/options")  # nor does it fit the next challenge
    again = client.post("/signin/passkey", {"credential": answer})
    assert again.status_code == 422 and "核对不上" in again.content.decode()
    assert not is_in(client)


@pytest.mark.django_db(transaction=True)
def test_the_same_answer_twice_at_once_lets_in_once(client, device):
    """A device that does not count: only the challenge tells the two apart."""
    device.counts = False
    answer = answered(client, device)

    def come() -> int:
        own = Client(headers={"host": "localhost"})
        own.cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
        return own.post("/signin/passkey", {"credential": answer}).status_code

    assert sorted(at_once(come, come)) == [302, 422]


def test_a_challenge_is_spent_by_a_wrong_answer_too(client, device):
    options = client.post("/signin/passkey/options").json()
    device.verifies = False
    assert client.post("/signin/passkey", {"credential": device.use(options)}).status_code == 422
    device.verifies = True
    again = client.post("/signin/passkey", {"credential": device.use(options)})
    assert again.status_code == 422 and "已用过" in again.content.decode()


def test_a_challenge_is_its_sessions_own(client, device):
    elsewhere = Client(headers={"host": "localhost"})
    elsewhere.post("/signin/passkey/options")
    refused = elsewhere.post("/signin/passkey", {"credential": answered(client, device)})
    assert refused.status_code == 422
    assert not is_in(elsewhere)
    nobodys = Client(headers={"host": "localhost"})
    assert nobodys.post("/signin/passkey", {"credential": answered(client, device)}).status_code == 422


def test_a_challenge_waits_ten_minutes(client, device, monkeypatch):
    answer = answered(client, device)
    late = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr(timezone, "now", lambda: late)
    refused = client.post("/signin/passkey", {"credential": answer})
    assert refused.status_code == 422 and "等得太久" in refused.content.decode()


def test_a_challenge_for_one_thing_is_none_for_another(client, brand, device):
    """Whoever is at somebody's open browser cannot add a passkey by a challenge that took no code."""
    come_in(client, brand.manager)
    options = client.post("/signin/passkey/options").json() | {"user": {"id": "AAEC"}}
    made = client.post(
        "/settings/passkeys/add", {"name": "x", "credential": Device(origin=ORIGIN).make(options)}
    )
    assert made.status_code == 422 and "已用过" in made.content.decode()


@pytest.mark.parametrize("origin", ["http://localhost:8001", "https://localhost", "http://evil.example"])
def test_another_origin_is_refused(client, device, origin):
    device.origin = origin
    refused = client.post("/signin/passkey", {"credential": answered(client, device)})
    assert refused.status_code == 422 and "核对不上" in refused.content.decode()
    assert not is_in(client)


def test_a_refusal_stands_on_the_door(client, device):
    client.post("/signin/passkey/options")
    page = client.post("/signin/passkey", {"credential": "{}"}).content.decode()
    assert "通行密钥核对不上，这次不算" in page and 'name="password"' in page


def test_by_an_ip_address_there_is_no_button_but_the_way_to_it(brand):
    client = Client(headers={"host": "127.0.0.1:8000"})
    page = client.get("/signin").content.decode()
    assert "data-passkey" not in page and "passkeys.js" not in page and "webauthn" not in page
    assert 'href="http://localhost:8000/signin"' in page
    refused = client.post("/signin/passkey/options")
    assert refused.status_code == 409 and "localhost" in refused.json()["message"]
    come_in(client, brand.manager)
    page = client.get("/settings/passkeys").content.decode()
    assert "data-passkey" not in page and 'href="http://localhost:8000/settings/passkeys"' in page
    assert client.post("/settings/passkeys/options").status_code == 422


def test_without_tls_a_name_says_what_is_missing(settings, db):
    settings.ALLOWED_HOSTS = ["paidang.example"]
    page = Client(headers={"host": "paidang.example"}).get("/signin").content.decode()
    assert "data-passkey" not in page and "https" in page
    assert (
        "data-passkey"
        in Client(headers={"host": "paidang.example"}).get("/signin", secure=True).content.decode()
    )


def test_it_is_listed_and_its_owner_is_told(client, brand, device):
    [job] = ProcrastinateJob.objects.filter(task_name=TELL_PASSKEY)
    tell_passkey(**job.args)
    [letter] = mail.outbox
    assert letter.to == [brand.manager.email]
    assert "手机" in letter.body and "/settings/passkeys" in letter.body
    come_in(client, brand.manager)
    page = client.get("/settings/passkeys").content.decode()
    assert "手机" in page and "还没用过" in page
    assert "查看、添加" in client.get("/settings").content.decode()


def test_no_device_is_asked_for_a_second_one(client, brand, device):
    come_in(client, brand.manager)
    options = client.post("/settings/passkeys/options", {"name": "x"}).json()
    assert [each["id"] for each in options["excludeCredentials"]] == [device.credential_id]


def test_who_has_a_second_factor_gives_a_code_first(client, brand):
    person = brand.manager
    with acting(person):
        secret = begin_second_factor(person=person, at=AT).secret
        codes = confirm_second_factor(person=person, at=AT, code=code_at(secret, step_of(AT)))
    come_in(client, person)
    client.post("/signin/code", {"code": codes[1]})
    assert 'name="code"' in client.get("/settings/passkeys").content.decode()
    refused = client.post("/settings/passkeys/options", {"name": "x", "code": "AAAAA-AAAAA"})
    assert refused.status_code == 422 and "验证码不对" in refused.json()["message"]
    forced = client.post("/settings/passkeys/add", {"name": "x", "credential": "{}"})
    assert forced.status_code == 422
    assert add(client, Device(origin=ORIGIN), code=codes[0]).status_code == 302


def test_what_is_wrong_stands_on_the_page_and_nothing_is_written(client, brand):
    come_in(client, brand.manager)
    for device in (Device(origin="http://evil.example"), Device(origin=ORIGIN, verifies=False)):
        refused = add(client, device, "办公室")
        page = refused.content.decode()
        assert refused.status_code == 422 and "核对不上" in page and 'value="办公室"' in page
    assert "没有名称" in add(client, Device(origin=ORIGIN), " ").content.decode()
    with acting(brand.manager):
        assert list_passkeys(brand.manager) == []
    assert not ProcrastinateJob.objects.filter(task_name=TELL_PASSKEY).exists()


def test_it_is_removed_by_its_owner_alone(client, brand, agency, device):
    with acting(brand.manager):
        [passkey] = list_passkeys(brand.manager)
    for other in (brand.finance, agency.manager):
        come_in(client, other)
        assert client.post(f"/settings/passkeys/{passkey.pk}/remove").status_code == 404
        client.post("/signout")
    come_in(client, brand.manager)
    assert client.post(f"/settings/passkeys/{passkey.pk}/remove").status_code == 302
    client.post("/signout")
    refused = client.post("/signin/passkey", {"credential": answered(client, device)})
    assert refused.status_code == 422 and "不认得" in refused.content.decode()


@pytest.mark.parametrize("path", ["options", "add", "1/remove"])
def test_a_form_for_nobody_writes_nothing(client, db, path):
    assert client.post(f"/settings/passkeys/{path}").status_code == 302


def test_removing_one_ends_the_sessions_elsewhere_and_not_this_one(client, brand, device):
    """The device may be lost, and somebody may have come in with it."""
    elsewhere, by_password = Client(headers={"host": "localhost"}), Client()
    elsewhere.post("/signin/passkey", {"credential": answered(elsewhere, device)})
    for one in (client, by_password):
        come_in(one, brand.manager)
    with acting(brand.manager):
        [passkey] = list_passkeys(brand.manager)
    answer = client.post(f"/settings/passkeys/{passkey.pk}/remove", follow=True)
    assert "别处的登录都已退出" in answer.content.decode()
    assert is_in(client) and not is_in(elsewhere) and not is_in(by_password)


def test_its_owner_is_told_also_if_it_is_gone_again(client, brand, device):
    with acting(brand.manager):
        [passkey] = list_passkeys(brand.manager)
        remove_passkey(person=brand.manager, at=AT, passkey_id=passkey.pk)
    [job] = ProcrastinateJob.objects.filter(task_name=TELL_PASSKEY)
    tell_passkey(**job.args)
    [letter] = mail.outbox
    assert letter.to == [brand.manager.email] and "手机" not in letter.body and "—" in letter.body
