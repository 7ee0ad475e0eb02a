"""A sentence is its Chinese text everywhere, and can be said in another language at any later time."""

import copy
import json
import pickle

import pytest

from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import Sentence, SentenceDecoder, SentenceEncoder, say, worded

ENGLISH = {
    "第 {row:,} 行：{reason}": "Row {row:,}: {reason}",
    "不能小于 {least}": "must not be below {least}",
    "只能是 {choices} 之一": "must be one of {choices}",
    "、": ", ",
    "{message}。{remedy}": "{message}. {remedy}",
    "{message}（{clause}）。{remedy}": "{message} ({clause}). {remedy}",
    "已经发出": "Already sent",
    "打开第 {version} 版。": "Open version {version}.",
}
NESTED = say("第 {row:,} 行：{reason}", row=1234, reason=say("不能小于 {least}", least=5))


def english(text: str) -> str:
    return ENGLISH[text]


def stored(value: object) -> object:
    return json.loads(json.dumps(value, cls=SentenceEncoder), cls=SentenceDecoder)


def test_it_is_its_chinese_text():
    assert NESTED == "第 1,234 行：不能小于 5"
    assert f"{NESTED}" == NESTED[:] == "第 1,234 行：不能小于 5"
    assert json.dumps([say("已经发出")], ensure_ascii=False) == '["已经发出"]'


def test_it_is_said_in_another_language_with_its_facts():
    assert worded(NESTED, english) == "Row 1,234: must not be below 5"


def test_a_list_is_joined_as_the_language_does():
    one_of = say("只能是 {choices} 之一", choices=("a", "b"))
    assert one_of == "只能是 a、b 之一"
    assert worded(one_of, english) == "must be one of a, b"
    assert worded((one_of, "c"), english) == "must be one of a, b, c"


@pytest.mark.parametrize(
    ("days", "name", "said"),
    [(1, "the plan", "1 working day after the plan"), (2, "1 task(s)", "2 working days after 1 task(s)")],
)
def test_english_counts_by_the_number_and_leaves_what_people_typed(days, name, said):
    after = say("{name}后 {days} 个工作日", days=days, name=name)
    assert worded(after, lambda text: "{days} working day(s) after {name}" if "{" in text else text) == said


def test_plain_text_stays_as_it_is():
    assert worded("旧的一句 {x}", english) == "旧的一句 {x}"


def test_braces_in_a_fact_are_only_text():
    assert worded(say("只能是 {choices} 之一", choices="{row}"), english) == "must be one of {row}"


@pytest.mark.parametrize("again", [copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one)), stored])
def test_it_outlives_copying_and_storing(again):
    found = again({"faults": [{"reason": NESTED, "value": "3"}], "notes": [say("已经发出"), "旧的一句"]})
    reason = found["faults"][0]["reason"]
    assert isinstance(reason, Sentence)
    assert reason == NESTED
    assert worded(reason, english) == "Row 1,234: must not be below 5"
    assert worded(found["notes"][0], english) == "Already sent"
    assert found["notes"][1] == "旧的一句"
    assert not isinstance(found["notes"][1], Sentence)


def test_it_outlives_being_raised():
    try:
        raise ValueError(NESTED)
    except ValueError as error:
        assert worded(str(error), english) == "Row 1,234: must not be below 5"


@pytest.mark.parametrize(
    ("clause", "chinese", "in_english"),
    [
        ("", "已经发出。打开第 2 版。", "Already sent. Open version 2."),
        ("第三章 E", "已经发出（第三章 E）。打开第 2 版。", "Already sent (第三章 E). Open version 2."),
    ],
)
def test_a_refusal_as_a_whole_is_a_sentence(clause, chinese, in_english):
    refusal = UnableTo(say("已经发出"), clause=clause, remedy=say("打开第 {version} 版。", version=2))
    assert str(refusal) == chinese
    assert worded(str(refusal), english) == in_english


def test_a_template_without_its_fact_is_our_bug():
    with pytest.raises(KeyError):
        say("第 {row} 行")
