"""What is asked of an address that somebody typed goes to the address that was checked, and to no other."""

import socket

import httpx
import pytest

from paidang import outward
from paidang.webhooks.engines.posting import post
from paidang.webhooks.tests.receiver import receiving
from tests.cast import shanghai

AT = shanghai("2026-10-09 10:00")
SECRET = "whsec_" + "c2VjcmV0" * 4
ask_the_system = socket.getaddrinfo


class Names:
    """Names as this test has them: each asking of `changing.example` takes the next address."""

    def __init__(self, *addresses: str) -> None:
        self.left = list(addresses)

    def __call__(self, host, port, *args, **kwargs):
        if host != "changing.example":
            return ask_the_system(host, port, *args, **kwargs)
        address = self.left.pop(0) if len(self.left) > 1 else self.left[0]
        return ask_the_system(address, port, *args, **kwargs)


def test_a_name_that_leads_home_once_it_was_checked_reaches_nobody(monkeypatch):
    with receiving() as receiver:
        port = httpx.URL(receiver.url).port
        monkeypatch.setattr(socket, "getaddrinfo", Names("8.8.8.8", "127.0.0.1"))
        url = f"http://changing.example:{port}/in"
        assert post(url, SECRET, "1", "{}", at=AT, local=False).status is None
        assert receiver.got == []


def test_what_was_checked_is_asked_by_its_own_name(monkeypatch):
    with receiving() as receiver:
        port = httpx.URL(receiver.url).port
        monkeypatch.setattr(socket, "getaddrinfo", Names("127.0.0.1", "8.8.8.8"))
        monkeypatch.setattr(outward, "is_public_address", lambda address: True)
        with outward.client(local=False, timeout=2) as client:
            answer = client.post(f"http://changing.example:{port}/in", content=b"{}")
        assert answer.status_code == 204
        ((headers, _body),) = receiver.got
        assert headers["Host"] == f"changing.example:{port}"


def test_a_redirect_home_is_not_followed():
    with receiving() as other, receiving() as receiver:
        receiver.statuses.append(307)
        receiver.url, at = other.url, receiver.url
        assert post(at, SECRET, "1", "{}", at=AT, local=True).status == 307
        assert other.got == [] and len(receiver.got) == 1


def test_nobody_is_asked_for_a_name_that_nobody_knows(monkeypatch):
    def unknown(*_args, **_kwargs):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with outward.client(local=False) as client, pytest.raises(httpx.ConnectError):
        client.get("https://changing.example/")
