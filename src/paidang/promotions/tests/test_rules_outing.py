"""How far a price is: what the store lists counts more than what was sent; and the digest of what the brand saw."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from paidang.kit.period import SHANGHAI
from paidang.promotions.rules.digest import Promised, digest_of
from paidang.promotions.rules.outing import Way, needs_back, state_of_price, wants_look

AT = datetime(2026, 4, 20, 20, tzinfo=SHANGHAI)
SOON = AT + timedelta(minutes=1)
WAITING = Way("waiting", None, None, None, 9000)
SENT = replace(WAITING, out="done", out_done_at=AT)
LIVE = replace(SENT, seen_fen=9000, seen_at=SOON, was_live=True)
OVER = replace(LIVE, is_over=True)


@pytest.mark.parametrize(
    ("way", "state"),
    [
        (WAITING, "waits"),
        (SENT, "sent"),
        (replace(SENT, seen_fen=12000, seen_at=AT - timedelta(minutes=1)), "sent"),
        (replace(SENT, seen_fen=12000, seen_at=SOON), "differs"),
        (LIVE, "live"),
        (replace(LIVE, seen_fen=12000), "differs"),
        (replace(WAITING, out="failed"), "refused"),
        (replace(WAITING, out=""), "refused"),
        (replace(WAITING, out="failed", seen_fen=9000, seen_at=SOON, was_live=True), "live"),
        (replace(WAITING, out="failed", seen_fen=8000, seen_at=SOON, was_live=True), "differs"),
        (replace(WAITING, out="replaced"), "other"),
        (replace(LIVE, is_other=True), "other"),
        (OVER, "back_waits"),
        (replace(WAITING, is_over=True), "back_waits"),
        (replace(WAITING, out="failed", is_over=True), "never"),
        (replace(OVER, is_other=True), "other"),
        (replace(OVER, back="waiting"), "back_waits"),
        (replace(OVER, back="done"), "back_sent"),
        (replace(OVER, back="failed"), "back_refused"),
        (replace(OVER, back_refused=True), "back_refused"),
        (replace(OVER, back="replaced"), "other"),
        (replace(OVER, back="done", is_back=True), "back"),
        (replace(OVER, back="done", is_back=True, is_other=True), "back"),
    ],
)
def test_the_state_of_a_price(way: Way, state: str):
    assert state_of_price(way) == state


def test_what_may_be_in_a_workers_hands_is_taken_back():
    assert [needs_back(replace(WAITING, out=out)) for out in ("", "waiting", "done", "failed", "replaced")] == [
        False, True, True, False, True,
    ]  # fmt: skip
    assert needs_back(replace(WAITING, out="failed", was_live=True)), "a person set it by hand"


@pytest.mark.parametrize(
    ("way", "minutes", "back_done_at", "wants"),
    [
        (WAITING, 1, None, False),
        (SENT, 1, None, True),
        (LIVE, 60, None, False),
        (LIVE, 61, None, True),
        (OVER, 61, None, False),
        (OVER, 61, AT, False),
        (OVER, 61, AT + timedelta(hours=1), True),
    ],
)
def test_when_the_store_is_read(way: Way, minutes: int, back_done_at: datetime | None, wants: bool):
    assert wants_look(way, AT + timedelta(minutes=minutes), back_done_at=back_done_at) == wants


PROMISED = Promised("jd", "店", "名", "", AT, SOON, True, None, [("A", 100, 2), ("B", 200, 1)])


@pytest.mark.parametrize(
    "change",
    [
        {"channel": "tmall"}, {"store": "别的"}, {"title": "别的"}, {"words": "补一句"}, {"starts_at": SOON}, {"ends_at": AT},
        {"by_link": False}, {"budget_fen": 0}, {"lines": [("A", 99, 2), ("B", 200, 1)]}, {"lines": [("A", 100, 3), ("B", 200, 1)]},
        {"lines": [("A", 100, 2)]},
    ],
)  # fmt: skip
def test_any_change_is_another_digest(change: dict):
    assert digest_of(replace(PROMISED, **change)) != digest_of(PROMISED)


def test_neither_order_nor_zone_is_a_change():
    same = replace(PROMISED, lines=PROMISED.lines[::-1], starts_at=AT.astimezone(UTC))
    assert digest_of(same) == digest_of(PROMISED) and len(digest_of(same)) == 64
