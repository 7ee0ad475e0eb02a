"""The bar of a chain: its stretches follow the verdict, its labels keep apart."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.evidence.rules.chain import Head, Verdict
from paidang.portal.rules.chain_bar import NARROW, WIDE, Held, chain_bar


def _verdict(entries, complete_to, broken_at=None, missing=()):
    return Verdict(entries, broken_at, "", complete_to, [Head(seq, "", "", "") for seq in missing])


@pytest.mark.parametrize(
    ("verdict", "held", "parts"),
    [
        (_verdict(400, 100), [Held(100, "回执", True)], [("ok", 0, 25), ("warn", 25, 100)]),
        (_verdict(400, 400), [Held(400, "下载", True)], [("ok", 0, 100)]),
        (_verdict(400, 0), [], [("warn", 0, 100)]),
        (
            _verdict(400, 100, broken_at=301),
            [Held(100, "回执", True), Held(350, "下载", True)],
            [("ok", 0, 25), ("warn", 25, 75), ("bad", 75, 100)],
        ),
        (
            _verdict(300, 100, missing=[400]),  # the tail is cut off
            [Held(100, "回执", True), Held(400, "下载", False)],
            [("ok", 0, 25), ("warn", 25, 75), ("bad", 75, 100)],
        ),
        (_verdict(400, 0, missing=[1]), [Held(1, "回执", False)], [("bad", 0, 100)]),
    ],
)
def test_the_stretches_are_those_of_the_verdict(verdict, held, parts):
    bar = chain_bar(verdict, held)
    assert [(part.kind, part.start, part.end) for part in bar.parts] == parts


def test_an_empty_chain_has_no_bar():
    assert chain_bar(_verdict(0, 0), []) is None


def test_a_phone_has_room_for_less_and_the_verdicts_numbers_come_first():
    held = [Held(seq, f"2026-09 对账单第 {seq} 版", True) for seq in (29, 30, 87, 88, 200, 300)]
    bar = chain_bar(_verdict(400, 300), held)
    assert [label.text for label in bar.narrow.numbers][:2] == ["300", "400"]
    assert len(bar.narrow.names) < len(bar.wide.names) < len(held)
    assert len(bar.marks) == 4  # 29 with 30, 87 with 88
    assert bar.narrow.names[0].text == "2026-09 对账单第 300 版"


@given(st.lists(st.tuples(st.integers(1, 5000), st.booleans()), max_size=40), st.integers(1, 5000))
def test_no_two_labels_touch_and_none_leaves_the_bar(heads, entries):
    bar = chain_bar(_verdict(entries, 0), [Held(seq, "对账单", agrees) for seq, agrees in heads])
    for labels, width in ((bar.wide, WIDE), (bar.narrow, NARROW)):
        spans = []
        for label in labels.names:
            start = label.at * width / 100 - {"start": 0, "middle": 18, "end": 36}[label.anchor]
            spans.append((start, start + 36))
        spans.sort()
        assert all(start >= 0 and end <= width + 0.01 for start, end in spans)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
