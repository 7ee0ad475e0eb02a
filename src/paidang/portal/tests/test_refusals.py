"""A refusal raised in a view becomes the house's answer."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

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
