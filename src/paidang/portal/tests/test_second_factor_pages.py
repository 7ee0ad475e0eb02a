"""The second factor at the door and in the settings."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.cast import PASSWORD, acting, come_in, set_password_of, shanghai

from paidang.evidence.models import Entry
from paidang.portal.actions.second_factor import TELL_RESET
from paidang.portal.tasks.security import tell_reset
from paidang.portal.views.link import address_of
from paidang.team.actions import begin_second_factor, confirm_second_factor, make_link
from paidang.team.queries import has_second_factor
from paidang.team.rules.one_time_codes import code_at, step_of

AT = shanghai("2026-10-09 10:00")


@pytest.fixture(autouse=True)
def _clean(settings):
    settings.LOGIN_REDIRECT_URL = "/settings"


@pytest.fixture
def enrolled(brand):
    """The brand's manager with a second factor: person, secret, recovery codes."""
    person = brand.manager
    with acting(person):
        secret = begin_second_factor(person=person, at=AT).secret
        codes = confirm_second_factor(person=person, at=AT, code=code_at(secret, step_of(AT)))
    return person, secret, codes


def now_code(secret: str) -> str:
    return code_at(secret, step_of(timezone.now()))


def wrong_code(secret: str) -> str:
    around = {code_at(secret, step_of(timezone.now()) + by) for by in range(-3, 4)}
    return next(code for n in range(10) if (code := f"{n:06d}") not in around)


def password_given(client, person):
    return client.post(
        "/signin?next=/verify", {"email": person.email, "password": PASSWORD, "next": "/verify"}
    )


AT_THE_DOOR = "/signin/code?next=%2Fverify"


def is_in(client) -> bool:
    return client.get("/settings").status_code == 200


def test_the_password_alone_does_not_let_in(client, enrolled):
    answer = password_given(client, enrolled[0])
    assert answer.url == AT_THE_DOOR
    assert not is_in(client)
    assert enrolled[0].name in client.get("/signin/code").content.decode()


def test_the_code_lets_in_and_leads_on_and_is_on_record(client, enrolled):
    person, secret, _ = enrolled
    password_given(client, person)
    answer = client.post(AT_THE_DOOR, {"code": now_code(secret)})
    assert answer.url == "/verify"
    assert is_in(client)
    with acting(person):
        entry = Entry.objects.filter(chain=person.org.chain_id).latest("seq")
    assert (entry.act, entry.facts) == ("person.signed_in", {"second_step": True})


def test_where_one_wanted_to_go_outlives_wrong_codes_and_the_wait(client, enrolled, monkeypatch):
    person, secret, _ = enrolled
    password_given(client, person)
    page = client.post(AT_THE_DOOR, {"code": wrong_code(secret), "next": "/verify"}).content.decode()
    assert 'name="next" value="/verify"' in page and 'href="/signin?next=%2Fverify"' in page
    late = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr(timezone, "now", lambda: late)
    assert client.get(AT_THE_DOOR).url == "/signin?next=%2Fverify"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_it_leads_nowhere_else_than_on_this_site(client, enrolled, elsewhere):
    person, secret, codes = enrolled
    password_given(client, person)
    fields = {"code": codes[0], "next": elsewhere}
    assert client.post("/signin/code", fields).url == "/settings"


def test_a_session_that_somebody_else_began_is_not_the_one_that_comes_in(client, enrolled):
    """Who knows the session's key before the password or before the code does not know it after."""
    person, secret, _ = enrolled
    client.get("/signin")
    password_given(client, person)
    waiting = client.session.session_key
    client.post("/signin/code", {"code": now_code(secret)})
    assert is_in(client) and client.session.session_key != waiting


def test_turning_it_on_ends_the_sessions_that_the_password_alone_began(client, brand):
    elsewhere = Client()
    for one in (client, elsewhere):
        come_in(one, brand.finance)
    client.post("/settings/second-factor/begin")
    page = client.get("/settings/second-factor").content.decode()
    secret = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))
    assert client.post("/settings/second-factor/confirm", {"code": now_code(secret)}).status_code == 200
    assert is_in(client) and not is_in(elsewhere)


def test_a_wrong_code_does_not_and_guessing_stops(client, enrolled):
    person, secret, _ = enrolled
    password_given(client, person)
    assert [client.post("/signin/code", {"code": wrong_code(secret)}).status_code for _ in range(6)] == [
        *[422] * 5,
        429,
    ]
    assert client.post("/signin/code", {"code": now_code(secret)}).status_code == 429
    assert not is_in(client)


def test_a_recovery_code_lets_in_once(client, enrolled):
    person, _, codes = enrolled
    password_given(client, person)
    assert client.post("/signin/code", {"code": codes[3]}).status_code == 302
    client.post("/signout")
    password_given(client, person)
    assert client.post("/signin/code", {"code": codes[3]}).status_code == 422
    assert not is_in(client)


def test_the_second_step_waits_ten_minutes_and_for_nobody_who_gave_no_password(client, enrolled, monkeypatch):
    person, secret, _ = enrolled
    assert client.post("/signin/code", {"code": now_code(secret)}).url == "/signin"
    password_given(client, person)
    late = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr(timezone, "now", lambda: late)
    assert client.post("/signin/code", {"code": code_at(secret, step_of(late))}).url == "/signin"
    assert not is_in(client)


def test_a_password_changed_meanwhile_ends_the_wait(client, enrolled):
    person, secret, _ = enrolled
    password_given(client, person)
    with acting(person):
        set_password_of(person, "another-one-5512")
    assert client.post("/signin/code", {"code": now_code(secret)}).url == "/signin"
    assert not is_in(client)


def test_a_one_time_link_asks_for_the_code_too(client, enrolled):
    person, secret, _ = enrolled
    with acting(person):
        _member, link = make_link(person=person, at=AT, person_id=person.pk)
    answer = client.post(address_of(link), {"password": "plum-and-oar-77", "again": "plum-and-oar-77"})
    assert answer.url == "/signin/code"
    assert not is_in(client)
    assert client.post("/signin/code", {"code": now_code(secret)}).status_code == 302


def test_turning_it_on_shows_the_secret_then_the_codes_once(client, brand):
    come_in(client, brand.finance)
    assert "还没有开启" in client.get("/settings/second-factor").content.decode()
    assert client.post("/settings/second-factor/begin").url == "/settings/second-factor"
    page = client.get("/settings/second-factor").content.decode()
    secret = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))
    assert len(secret) == 32 and "<svg" in page
    wrong = client.post("/settings/second-factor/confirm", {"code": wrong_code(secret)})
    assert wrong.status_code == 422 and "验证码不对" in wrong.content.decode()
    shown = client.post("/settings/second-factor/confirm", {"code": now_code(secret)})
    codes = re.findall(r"<li>([2-9A-Z]{5}-[2-9A-Z]{5})</li>", shown.content.decode())
    assert len(codes) == 10
    assert "no-store" in shown["Cache-Control"]
    later = client.get("/settings/second-factor").content.decode()
    assert not any(code in later for code in codes) and secret not in later


def test_it_is_removed_and_codes_are_renewed_with_a_code(client, enrolled):
    person, secret, codes = enrolled
    password_given(client, person)
    client.post("/signin/code", {"code": codes[0]})
    assert client.post("/settings/second-factor/renew", {"code": wrong_code(secret)}).status_code == 422
    renewed = client.post("/settings/second-factor/renew", {"code": now_code(secret)}).content.decode()
    new = re.findall(r"<li>([2-9A-Z]{5}-[2-9A-Z]{5})</li>", renewed)
    assert len(new) == 10 and not set(new) & set(codes)
    assert client.post("/settings/second-factor/remove", {"code": codes[1]}).status_code == 422
    assert client.post("/settings/second-factor/remove", {"code": new[0]}).status_code == 302
    with acting(person):
        assert not has_second_factor(person)


def test_a_manager_resets_it_and_the_person_is_told(client, brand, enrolled):
    person, _, codes = enrolled
    other = brand.finance
    with acting(other):
        secret = begin_second_factor(person=other, at=AT).secret
        confirm_second_factor(person=other, at=AT, code=code_at(secret, step_of(AT)))
    password_given(client, person)
    client.post("/signin/code", {"code": codes[0]})
    assert f'id="reset-{other.pk}"' in client.get("/settings").content.decode()
    assert client.post(f"/settings/people/{other.pk}/second-factor/reset").status_code == 302
    with acting(other):
        assert not has_second_factor(other)
    [job] = ProcrastinateJob.objects.filter(task_name=TELL_RESET)
    tell_reset(**job.args)
    [letter] = mail.outbox
    assert (
        letter.to == [other.email] and person.name in letter.body and "/settings/second-factor" in letter.body
    )


def test_others_cannot_reset_it(client, brand, agency, contract_in_force, enrolled):
    person = enrolled[0]
    come_in(client, brand.finance)
    assert client.post(f"/settings/people/{person.pk}/second-factor/reset").status_code == 403
    client.post("/signout")
    come_in(client, agency.manager)
    assert client.post(f"/settings/people/{person.pk}/second-factor/reset").status_code == 404
    with acting(person):
        assert has_second_factor(person)


def test_a_form_for_nobody_writes_nothing(client, db):
    for path in ("begin", "confirm", "renew", "remove"):
        assert client.post(f"/settings/second-factor/{path}").status_code == 302
