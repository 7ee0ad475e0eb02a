"""Whatever the text, reading ends, and every quotation is a part of it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paidang.contracts.rules.reading import read_contract
from paidang.contracts.rules.reading.messages import ENGLISH

SOURCE = (Path("samples/contracts") / "00-source-bundle.txt").read_text("utf-8")
PIECES = st.sampled_from(
    [
        "甲方：",
        "乙方：\n",
        "第一条",
        "自年月日起",
        "合同\n",
        "7:3的比例分配",
        "0.3%",
        "\n",
        "，",
        "。",
        "一、",
        "（",
        "）",
        "10000元",
        "负责",
        "2026年2月30日",
        "　",
        "\x00",
        "𬭎",
    ]
)


def exact(text):
    reading = read_contract(text, name="x", sha256="").to_json()
    for document in reading["documents"]:
        for place in [*document["terms"], *(q for f in document["findings"] for q in f["quotes"])]:
            assert text[place["start"] : place["end"]] == place["quote"]
    return reading


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SOURCE)), st.integers(0, len(SOURCE)))
def test_a_part_of_a_contract(start, length):
    exact(SOURCE[start : start + length])


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_nonsense(text):
    exact(text)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_any_text(text):
    exact(text)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, len(SOURCE) - 1), st.text(max_size=5))
def test_a_contract_with_something_put_in(position, more):
    exact(SOURCE[:position] + more + SOURCE[position:])


def test_the_same_text_gives_the_same_reading():
    assert exact(SOURCE) == exact(SOURCE)


def test_english_messages():
    reading = read_contract(SOURCE, name="x", sha256="", lang="en").to_json()
    messages = [finding["message"] for document in reading["documents"] for finding in document["findings"]]
    assert messages and all(message.isascii() for message in messages)
    assert set(messages) <= set(ENGLISH.values())


@pytest.mark.parametrize("between", ["  ", "。", "；", "，"])
def test_both_parties_on_one_line(between):
    text = f"店铺运营合作协议\n甲方：青岚茶器{between}乙方：拾舟电商\n一、货款由甲方收取。"
    (document,) = exact(text)["documents"]
    named = {term["term"]: term["value"] for term in document["terms"]}
    assert (named["party.a.name"], named["party.b.name"]) == ("青岚茶器", "拾舟电商")


@pytest.mark.parametrize("rate", ["千分之____", "____%"])
def test_a_late_fee_whose_rate_nobody_filled_in_is_a_blank(rate):
    text = f"运营合同\n甲方：青岚公司\n乙方：拾舟公司\n甲方逾期付款的，每日按逾期金额的{rate}支付违约金。\n"
    (document,) = read_contract(text, name="", sha256="").documents
    assert [t.status for t in document.terms if t.term.endswith("rate_per_day")] == ["blank"]
    assert "blank_field" in {finding.code for finding in document.findings}
