"""From where a request comes, what a browser keeps of an answer, who reads the log of letters."""

import logging
import stat

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from paidang.site.headers import BehindProxies, PrivateAnswers
from paidang.site.mail import PrivateFile


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "198.51.100.7", "127.0.0.1"),  # nobody in front: anybody may write the header
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "10.9.9.9, 198.51.100.7", "198.51.100.7"),  # what the asker wrote stands before
        (2, "10.9.9.9, 198.51.100.7, 192.0.2.1", "198.51.100.7"),
        (2, "198.51.100.7", "127.0.0.1"),  # less than the proxies add: not through them
        (1, "", "127.0.0.1"),
    ],
)
def test_the_address_is_what_the_outermost_proxy_saw(settings, proxies, told, address):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": told} if told else {})
    BehindProxies(lambda _request: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == address


def test_who_is_signed_in_is_answered_privately(settings):
    request = RequestFactory().get("/")
    answer = PrivateAnswers(lambda _request: HttpResponse())
    assert "Cache-Control" not in answer(request).headers
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    assert answer(request).headers["Cache-Control"] == "private, no-cache"


def test_the_log_of_letters_is_read_by_its_owner_only(tmp_path):
    file = tmp_path / "mail.log"
    file.touch(mode=0o644)
    handler = PrivateFile(file)
    handler.emit(logging.LogRecord("x", logging.INFO, "", 0, "a letter", None, None))
    handler.close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and file.read_text() == "a letter\n"
