"""What is told and when it is tried again."""

from datetime import timedelta

import pytest

from paidang.webhooks.rules.telling import WAITS, is_address, is_wanted, wait_after


@pytest.mark.parametrize(
    ("url", "local", "good"),
    [
        ("https://erp.qinglan.example/in?x=1", False, True), ("https://erp.qinglan.example:8443/in", False, True), ("http://erp.qinglan.example/in", False, False),
        ("http://127.0.0.1:9/in", True, True), ("ftp://erp.example/in", True, False), ("https://", False, False), ("https://u:p@erp.example/", False, False),
        ("https://erp.example/#part", False, False), ("https://erp.example:99999/", False, False), ("https://[::1", False, False), ("", False, False),
        ("https://erp.example/" + "a" * 300, False, False),
    ],
)  # fmt: skip
def test_addresses(url, local, good):
    assert is_address(url, local=local) is good


def test_it_waits_longer_each_time_and_then_no_more():
    waits = [wait_after(n) for n in range(1, len(WAITS) + 1)]
    assert waits == sorted(waits) and waits[-1] == timedelta(hours=24)
    assert wait_after(len(WAITS) + 1) is None


def test_headings():
    assert is_wanted("contract.shared", []) and is_wanted("contract.shared", ["contract"])
    assert not is_wanted("contract.shared", ["people"]) and not is_wanted("an.act.of.tomorrow", ["people"])
