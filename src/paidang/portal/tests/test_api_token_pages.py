"""Tokens for programs on the settings pages: made, shown once, told by mail, ended."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.cast import acting, come_in

from paidang.portal.actions.api_tokens import TELL_TOKEN
from paidang.portal.tasks.security import tell_token
from paidang.team.actions import begin_second_factor, confirm_second_factor
from paidang.team.models import ApiToken, Person
from paidang.team.queries import list_api_tokens
from paidang.team.rules.one_time_codes import code_at, step_of

PAGE = "/settings/tokens"


@pytest.fixture
def client(agency):
    return come_in(Client(), agency.finance)


def tokens(person) -> list[ApiToken]:
    with acting(person):
        return list_api_tokens(person)


def make(client: Client, **fields: object):
    until = (timezone.now() + timedelta(days=30)).date().isoformat()
    return client.post(
        f"{PAGE}/make", {"name": "金蝶 ERP", "verbs": ["read", "close_month"], "until": until, **fields}
    )


def text_of(answer) -> str:
    return re.search(r"paidang_[\w-]{43}", answer.content.decode())[0]


def test_it_is_shown_once_and_lets_a_program_in(client, agency):
    made = make(client)
    token = text_of(made)
    assert "no-store" in made["Cache-Control"]
    listed = client.get(PAGE).content.decode()
    assert "金蝶 ERP" in listed and "paidang_" not in listed and "关账" in listed
    answer = Client().get("/api/v1/me", headers={"authorization": f"Bearer {token}"})
    assert answer.json()["person"] == agency.finance.name
    assert "1 个" in client.get("/settings").content.decode()


def test_only_what_ones_roles_include_is_offered(client, agency):
    shown = client.get(PAGE).content.decode()
    assert 'value="close_month"' in shown and 'value="accept_contract"' not in shown
    assert 'value="manage_people"' not in shown


def test_what_is_wrong_stands_on_the_page_with_what_was_typed(client, agency):
    answer = make(client, until="2020-01-01", name="用友")
    shown = answer.content.decode()
    assert answer.status_code == 422 and "到期日要在今天和" in shown and 'value="用友"' in shown
    assert make(client, until="soon").status_code == make(client, verbs=[]).status_code == 422
    assert tokens(agency.finance) == []


def test_its_owner_is_told_by_mail(client, agency, settings):
    make(client)
    job = ProcrastinateJob.objects.get(task_name=TELL_TOKEN)
    tell_token(**job.args)
    [letter] = mail.outbox
    assert letter.to == [agency.finance.email] and "金蝶 ERP" in letter.body
    assert f"{settings.PUBLIC_URL}{PAGE}" in letter.body and "paidang_" not in letter.body
    assert set(job.args) == {"org_id", "person_id", "token_id", "at"}, (
        "ids only: jobs have no row-level security"
    )


def test_one_is_ended_and_nobody_elses(client, agency):
    make(client)
    [token] = tokens(agency.finance)
    other = come_in(Client(), agency.manager)
    assert other.post(f"{PAGE}/{token.pk}/end").status_code == 404
    assert client.post(f"{PAGE}/{token.pk}/end").status_code == 302
    assert tokens(agency.finance) == []
    assert "已作废" in client.get(PAGE).content.decode()


def test_who_has_a_second_factor_gives_a_code_of_it(client, agency):
    at = timezone.now() - timedelta(minutes=5)
    with acting(agency.finance):
        enrolment = begin_second_factor(person=agency.finance, at=at)
        codes = confirm_second_factor(
            person=agency.finance, at=at, code=code_at(enrolment.secret, step_of(at))
        )
        client = Client()
        client.force_login(Person.objects.get(pk=agency.finance.pk))
    assert make(client, code="000000x").status_code == 422 and tokens(agency.finance) == []
    assert make(client, code=codes[0]).status_code == 200 and len(tokens(agency.finance)) == 1


def test_the_page_is_in_english_too(client):
    client.cookies["django_language"] = "en"
    shown = client.get(PAGE).content.decode()
    assert "My API tokens" in shown and "Close a month" in shown


def test_who_is_signed_out_makes_none(db):
    assert Client().get(PAGE).status_code == 302
    assert make(Client()).status_code == 302
