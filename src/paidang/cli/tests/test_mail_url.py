"""One variable names the mail server; what is wrong with it is said in one line, without the password."""

import logging

import pytest
from django.core.mail import EmailMessage
from typer.testing import CliRunner

from paidang.cli.main import build_app
from paidang.site.mail import LogBackend
from paidang.site.mail_url import BadMailUrl, mail_settings


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "password", "ssl", "tls", "sender"),
    [
        ("smtps://a%40b.example:p%3Aw@mail.b.example", "mail.b.example", 465, "a@b.example", "p:w", True, False, "a@b.example"),
        ("smtp+starttls://u:p@mail.b.example:2525/?from=x%40b.example", "mail.b.example", 2525, "u", "p", False, True, "x@b.example"),
        ("smtp://localhost:1025/?from=x%40b.example", "localhost", 1025, "", "", False, False, "x@b.example"),
        ("smtp://u:p@127.0.0.1/?from=x%40b.example", "127.0.0.1", 25, "u", "p", False, False, "x@b.example"),
    ],
)  # fmt: skip
def test_it_is_read_once_into_djangos_settings(url, host, port, user, password, ssl, tls, sender):
    found = mail_settings(url)
    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == (host, port)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == (user, password)
    assert (found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (ssl, tls)
    assert found["DEFAULT_FROM_EMAIL"] == sender


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mail.b.example", "要像"),
        ("http://u:secret@mail.b.example", "要像"),
        ("smtps://u%40b.example:secret@", "要像"),
        ("smtps://u%40b.example:secret@mail.b.example:port", "端口"),
        ("smtp://u%40b.example:secret@mail.b.example", "明着"),
        ("smtps://u:secret@mail.b.example", "发件人"),
    ],
)
def test_what_is_wrong_is_said_without_the_password(url, why):
    with pytest.raises(BadMailUrl, match=why) as refused:
        mail_settings(url)
    assert "secret" not in str(refused.value)


def test_serve_does_not_start_with_a_wrong_one(monkeypatch, tmp_path):
    monkeypatch.setenv("PAIDANG_SMTP_URL", "smtps://nobody")
    monkeypatch.setenv("PAIDANG_VAR", str(tmp_path))
    answer = CliRunner().invoke(build_app("serve"), ["serve", "--port", "8799"])
    assert answer.exit_code == 2
    assert "发件人" in answer.output


def test_without_one_mails_are_printed_with_shortened_addresses(caplog):
    assert mail_settings("")["EMAIL_BACKEND"] == "paidang.site.mail.LogBackend"
    letter = EmailMessage("今天到期", "第一行\n第二行", "x@b.example", ["linqiu@shizhou.example"])
    with caplog.at_level(logging.INFO, "paidang.mail"):
        assert LogBackend().send_messages([letter]) == 1
    assert "l…@shizhou.example" in caplog.text
    assert "linqiu" not in caplog.text
    assert "    第二行" in caplog.text
