"""What a platform is told of a verdict: by table."""

import pytest

from paidang.aftersales.rules.answering import Given, Told, ToTell, answer_to
from paidang.aftersales.rules.words import EXCHANGE, REFUND, REFUSE
from paidang.channels.link.channel import AGREE
from paidang.channels.link.channel import REFUSE as TELL_REFUSAL
from paidang.channels.link.documents import (
    ASKED,
    CLOSED,
    REFUND_ONLY,
    REFUNDED,
    REFUSED,
    RETURN_GOODS,
    RETURNED,
    RETURNING,
)

HAND = "by hand"


@pytest.mark.parametrize(
    ("verdict", "state", "kind", "asked_fen", "given", "postage_fen", "told"),
    [
        (REFUND, ASKED, REFUND_ONLY, 10_000, [(10_000, 0)], 0, AGREE),
        (REFUND, RETURNED, RETURN_GOODS, 10_000, [(4_000, 0), (6_000, 0)], 0, AGREE),
        (REFUND, ASKED, RETURN_GOODS, 10_000, [(10_000, 0)], 0, HAND),  # the goods first
        (REFUND, RETURNING, RETURN_GOODS, 10_000, [(10_000, 0)], 0, HAND),
        (REFUND, ASKED, REFUND_ONLY, 9_999, [(10_000, 0)], 0, HAND),  # another amount
        (REFUND, ASKED, REFUND_ONLY, 10_001, [(10_000, 0)], 0, HAND),
        (REFUND, ASKED, REFUND_ONLY, 9_000, [(10_000, 1_000)], 0, AGREE),  # the platform's part goes to it
        (REFUND, ASKED, REFUND_ONLY, 8_999, [(10_000, 1_000)], 0, HAND),
        (REFUND, ASKED, REFUND_ONLY, 10_800, [(10_000, 0)], 800, AGREE),  # with the postage
        (REFUND, ASKED, REFUND_ONLY, 10_801, [(10_000, 0)], 800, HAND),
        (REFUND, ASKED, REFUND_ONLY, 1, [(0, 0)], 0, HAND),
        (REFUND, REFUNDED, RETURN_GOODS, 10_000, [(10_000, 0)], 0, ""),
        (REFUND, REFUSED, REFUND_ONLY, 10_000, [(10_000, 0)], 0, HAND),
        (REFUSE, ASKED, RETURN_GOODS, 10_000, [], 0, TELL_REFUSAL),
        (REFUSE, RETURNED, RETURN_GOODS, 10_000, [], 0, TELL_REFUSAL),
        (REFUSE, RETURNING, RETURN_GOODS, 10_000, [], 0, HAND),
        (REFUSE, REFUSED, RETURN_GOODS, 10_000, [], 0, ""),
        (REFUSE, CLOSED, RETURN_GOODS, 10_000, [], 0, ""),
        (REFUSE, REFUNDED, RETURN_GOODS, 10_000, [], 0, HAND),
        (EXCHANGE, ASKED, RETURN_GOODS, 10_000, [], 0, HAND),
    ],
)
def test_what_is_told(verdict, state, kind, asked_fen, given, postage_fen, told):
    lines = [Given(*one) for one in given]
    for answerable in (True, False):
        found = answer_to(verdict, Told(state, kind, asked_fen, answerable), lines, postage_fen=postage_fen)
        expected = told if answerable or not told else HAND
        assert (HAND if found.by_hand else found.does) == expected
        assert found == ToTell() or bool(found.by_hand) != bool(found.does)
