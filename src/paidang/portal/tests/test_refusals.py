"""A refusal raised in a view becomes the house's answer."""

from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from tests.cast import come_in

from paidang.kit.outcome import NotAllowed, NotFound, UnableTo
from paidang.portal.middleware import SayNo
from paidang.portal.views import errors


@pytest.fixture
def request_of():
    def make(**headers: str):
        request = RequestFactory().get("/x", headers=headers)
        request.user = AnonymousUser()
        return request

    return make


def say_no(request, error: Exception) -> HttpResponse | None:
    return SayNo(lambda _: HttpResponse()).process_exception(request, error)


@pytest.mark.parametrize(("kind", "status"), [(UnableTo, 409), (NotAllowed, 403), (NotFound, 404)])
def test_the_page_says_what_why_and_what_next(request_of, kind, status):
    response = say_no(request_of(), kind("只有甲方能确认<b>", clause="OP-3-E-4", remedy="请顾文澜来确认。"))
    page = response.content.decode()
    assert response.status_code == status
    assert "只有甲方能确认&lt;b&gt;" in page
    assert "第三章 E 4" in page
    assert "请顾文澜来确认。" in page
    assert kind.code in page


def test_htmx_gets_a_notice_and_keeps_its_page(request_of):
    response = say_no(request_of(**{"HX-Request": "true"}), UnableTo("已经发出", remedy="打开第 1 版。"))
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#notices"
    assert "<html" not in response.content.decode()


def test_other_exceptions_are_not_its_business(request_of):
    assert say_no(request_of(), ValueError("ours")) is None


def test_the_last_resort_needs_neither_database_nor_request_context(request_of):
    response = errors.server_error(request_of())
    assert response.status_code == 500
    assert "<h1>" in response.content.decode()


@pytest.mark.django_db
def test_an_english_page_refuses_in_english_with_its_facts(client, contract_in_force, brand_warehouse):
    of_warehouse = come_in(client, brand_warehouse)
    of_warehouse.cookies["django_language"] = "en"
    response = of_warehouse.post(reverse("portal:settings_invite"), {"name": "x", "email": "x@x.example"})
    page = response.content.decode()
    assert response.status_code == 403
    assert f"The role of {brand_warehouse.name} does not include this" in page
    assert "Ask one of: agency project manager, brand manager." in page
    unknown = of_warehouse.get(reverse("portal:contract", args=["GOTEN-1"])).content.decode()
    assert "There is no contract GOTEN-1" in unknown
    assert "Check the number, or ask the other side to share the contract with you." in unknown


@pytest.mark.django_db
def test_an_english_form_says_in_english_what_is_wrong(client, brand_manager):
    of_brand = come_in(client, brand_manager)
    of_brand.cookies["django_language"] = "en"
    form = {"name": "Gu", "email": "nobody", "roles": ["brand_finance"]}
    page = of_brand.post(reverse("portal:settings_invite"), form).content.decode()
    assert "“nobody” is not an email address. An email address looks like name@example.com." in page


@pytest.mark.parametrize("url", ["/orders?contract=a%00b", "/contracts/a%00b", "/orders?a%00b=1"])
def test_a_nul_in_an_address_is_no_request(client, contract_in_force, agency_manager, url):
    assert come_in(client, agency_manager).get(url).status_code == 400


def test_a_nul_in_a_form_is_no_request(client, contract_in_force, agency_manager):
    url = reverse("portal:payment_record", args=[contract_in_force.code])
    answer = come_in(client, agency_manager).post(url, {"month": "2026-\0"})
    assert answer.status_code == 400
    assert "<h1>" in answer.content.decode()


def test_who_was_signed_out_comes_back_to_the_page_of_the_form(client, contract_in_force, agency_manager):
    url = reverse("portal:payment_record", args=[contract_in_force.code])
    page = f"/contracts/{contract_in_force.code}/life?x=1"
    answer = client.post(url, headers={"Referer": f"http://testserver{page}"})
    assert answer["Location"] == f"/signin?next={quote(page, safe='')}"
    assert "没有写入" in client.get(answer["Location"]).content.decode()
    elsewhere = client.post(url, headers={"Referer": "https://elsewhere.example/contracts"})
    assert elsewhere["Location"] == "/signin?next=%2F"


def test_a_refused_form_offers_the_way_back_to_its_page(client, contract_in_force, agency_manager):
    url = reverse("portal:statement_close", args=[contract_in_force.code, "2099-01"])
    come_in(client, agency_manager)
    answer = client.post(url, headers={"Referer": "http://testserver/statements?view=pay"})
    assert (answer.status_code, answer.content.decode().count('href="/statements?view=pay"')) == (409, 1)
    assert 'href="https:' not in client.post(url, headers={"Referer": "https://e.example/"}).content.decode()
