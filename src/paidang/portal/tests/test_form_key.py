"""A form sent twice is done once: the same answer again, a refusal for something else under its key, nothing kept of a refusal."""

import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from tests.cast import Party, acting, agree_on, come_in, shanghai
from tests.worlds import kept

import paidang.portal
from paidang.contracts.models import Contract
from paidang.kit.outcome import UnableTo
from paidang.settlement.models import Payment, Statement
from paidang.settlement.tests.month import close, confirm, fill_march, send
from paidang.team.actions import give_back, keep_answer, take_form
from paidang.team.models import AnsweredForm

NOW = shanghai("2026-04-25 10:00")
TEMPLATES = Path(paidang.portal.__file__).parent / "templates"
KEY = re.compile(r'name="form_key" value="([0-9a-f]{32})"')


def with_march(contract: Contract, brand: Party, agency: Party) -> Contract:
    fill_march(contract, brand, agency)
    close(contract, agency)
    send(contract, agency)
    confirm(contract, brand)
    return contract


@kept
def confirmed(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    return with_march(contract_in_force, brand, agency)


@pytest.fixture
def ours(client: Client, confirmed: Contract, agency: Party, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return come_in(client, agency.finance)


def payment(contract: Contract, key: str, amount: str = "20.00") -> tuple[str, dict[str, str]]:
    """A form of which the page forgot its own key: only this one makes it once."""
    asked = {"amount": amount, "paid_on": "2026-04-16", "named": "statement-2026-03", "form_key": key}
    return f"/contracts/{contract.code}/payments", asked


def test_every_form_of_a_page_has_a_key_of_its_own_and_another_one_next_time(ours, confirmed):
    first, second = (ours.get("/payments").content.decode() for _ in range(2))
    keys = KEY.findall(first)
    assert len(keys) == first.count("csrfmiddlewaretoken") > 1
    assert len({*keys, *KEY.findall(second)}) == 2 * len(keys)


def test_every_form_that_posts_carries_a_key():
    """In all templates: the key stands beside the token (`templatetags.form_key`)."""
    forms = [
        (path.name, tag.group(0), text[tag.end() : text.index("</form>", tag.end())])
        for path in TEMPLATES.rglob("*.html")
        for text in [path.read_text()]
        for tag in re.finditer(r"<form\b(?:[^>{]|{%.*?%}|{{.*?}})*>", text)
    ]
    posting = [form for form in forms if re.search(r'method="post"|hx-post', form[1])]
    assert len(posting) > 300
    assert not [form for form in posting if "{% csrf_token %}" not in form[2]]


def test_the_same_form_again_is_answered_alike_and_says_so(ours, confirmed, agency):
    path, asked = payment(confirmed, "k1")
    first, again = ours.post(path, asked), ours.post(path, asked)
    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    assert again["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first.headers
    assert "已经交过，没有再做一次" in ours.get(again["Location"]).content.decode()
    with acting(agency.finance):
        assert Payment.objects.count() == 1


def test_something_else_under_the_key_is_refused_and_another_form_is_not(ours, confirmed, agency):
    path, asked = payment(confirmed, "k1")
    ours.post(path, asked)
    for other in (payment(confirmed, "k1", "21.00")[1], {**asked, "note": "x"}):
        refused = ours.post(path, other)
        assert refused.status_code == 409 and "这张表已经交过，当时填的不一样" in refused.content.decode()
    elsewhere = ours.post(f"/contracts/{confirmed.code}/statements/2026-03/invoice", asked)
    assert elsewhere.status_code == 409 and "KEY_USED" in elsewhere.content.decode()
    assert ours.post(path, {**asked, "form_key": "k2"}).status_code == 302
    with acting(agency.finance):
        assert Payment.objects.count() == 2


def test_a_refused_form_may_be_mended_and_sent_again(ours, confirmed, agency):
    path, asked = payment(confirmed, "k1", "no amount")
    assert ours.post(path, asked).status_code == 409
    assert ours.post(path, payment(confirmed, "k1")[1]).status_code == 302
    with acting(agency.finance):
        assert Payment.objects.count() == 1 and AnsweredForm.objects.count() == 1


def test_a_form_that_is_only_shown_leaves_the_key_free(ours, confirmed, agency):
    """The draft of a contract is shown at every change of its form, which keeps its key."""
    for title in ("一", "二"):
        assert ours.post("/contracts/draft/operations", {"title": title, "form_key": "k1"}).status_code in (
            200,
            404,
        )
    with acting(agency.finance):
        assert not AnsweredForm.objects.exists()


def test_what_one_looks_at_is_chosen_as_often_as_one_likes(ours, confirmed):
    for code in (confirmed.code, "", confirmed.code):
        assert ours.post("/pick", {"contract": code, "page": "payments", "form_key": "k1"}).status_code == 302


def test_htmx_is_told_to_look_again(ours, draft_contract, agency):
    person = agency.manager
    client = come_in(Client(), person)
    path = f"/contracts/{draft_contract.code}/annexes"
    answers = []
    for content in (b"%PDF-1.7 a", b"%PDF-1.7 a", b"%PDF-1.7 b"):
        file = SimpleUploadedFile("price.pdf", content)
        asked = {"kind": "price_list", "title": "价目", "file": file, "form_key": "k1"}
        answers.append(client.post(path, asked, headers={"HX-Request": "true"}))
    assert [answer.status_code for answer in answers] == [answers[0].status_code] * 2 + [409]
    assert answers[1]["HX-Refresh"] == "true" == answers[1]["Idempotency-Replayed"]


def test_a_key_is_one_persons_and_is_forgotten_after_some_days(confirmed, agency, brand):
    ours, theirs = agency.finance, brand.finance
    for person in (ours, agency.manager, theirs):
        with acting(person):
            form, is_new = take_form(person=person, at=NOW, key="k1", digest=f"{person.pk}")
            assert is_new
            keep_answer(form, status=302, headers={"Location": "/"})
    with acting(ours):
        assert AnsweredForm.objects.get().person_id == ours.pk
        with pytest.raises(UnableTo):
            take_form(person=ours, at=NOW + timedelta(days=2), key="k1", digest="other")
        form, is_new = take_form(person=ours, at=NOW + timedelta(days=4), key="k1", digest="other")
        assert is_new
        give_back(form)
        assert not AnsweredForm.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_send_one_form_at_once_do_it_once(brand, agency, monkeypatch):
    contract = agree_on(brand=brand, agency=agency)
    with_march(contract, brand, agency)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    clients, start, answers = [come_in(Client(), agency.finance) for _ in range(2)], threading.Barrier(2), []

    def go(client: Client) -> None:
        start.wait()
        try:
            answers.append(client.post(*payment(contract, "k1")))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answer.headers.get("Idempotency-Replayed", "") for answer in answers) == ["", "true"]
    with acting(agency.finance):
        assert Payment.objects.count() == 1 and Statement.objects.get().state == "confirmed"
