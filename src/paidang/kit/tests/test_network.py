"""Which addresses are the public internet's, by table."""

import socket

import pytest

from paidang.kit.network import is_public, is_public_address


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "::1", "::", "fe80::1%eth0", "fd00::1", "ff0e::1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_our_own_network_however_it_is_written(address):
    assert not is_public_address(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::"])
def test_the_public_internet(address):
    assert is_public_address(address)


def test_one_address_of_our_own_network_is_enough(monkeypatch):
    found = [(socket.AF_INET, 0, 0, "", (address, 0)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    assert not is_public("example.com")


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "017700000001"])
def test_a_number_that_leads_home_is_seen_through(host):
    assert not is_public(host)


def test_a_name_that_cannot_be_one_is_nobodys():
    assert is_public("a" * 64 + ".example.com")
