"""A page's digest, what is missing before it goes out, and the words of 广告法 第九条."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.studio.rules.page import (
    Shown,
    Signed,
    content_of,
    missing_to_publish,
    page_digest,
    pictures_of,
    superlatives_of,
    unfit_to_submit,
)
from paidang.studio.rules.superlatives import ALIKE, HARMLESS, NAMED, find_superlatives

BOWL, FOOT = Shown(1, 3, "a" * 64), Shown(2, 1, "b" * 64)
PAGE = content_of("青瓷盖碗", "jd", {"main": [BOWL], "detail": ["手工拉坯", FOOT, BOWL]})
SIGNED = {1: Signed(3, "a" * 64), 2: Signed(1, "b" * 64)}


@pytest.mark.parametrize(
    "other",
    [
        content_of("青瓷盖碗", "jd", {"main": [BOWL], "detail": [FOOT, "手工拉坯", BOWL]}),
        content_of("青瓷盖碗", "jd", {"main": [BOWL], "detail": ["手工拉坯。", FOOT, BOWL]}),
        content_of("青瓷盖碗", "tmall", {"main": [BOWL], "detail": ["手工拉坯", FOOT, BOWL]}),
        content_of("青瓷盖碗", "jd", {"main": [Shown(1, 4, "c" * 64)], "detail": ["手工拉坯", FOOT, BOWL]}),
        content_of("青瓷盖碗", "jd", {"main": [], "detail": [BOWL, "手工拉坯", FOOT, BOWL]}),
    ],
    ids=["order", "word", "platform", "picture", "place"],
)
def test_whatever_changes_is_another_digest(other):
    assert page_digest(other) != page_digest(PAGE)
    assert page_digest(PAGE) == page_digest(
        content_of("青瓷盖碗", "jd", {"detail": ["手工拉坯", FOOT, BOWL], "main": [BOWL]})
    )


@pytest.mark.parametrize(
    ("signed", "is_agreed", "ended", "codes"),
    [
        (SIGNED, True, [], []),
        (SIGNED, False, [], ["PAGE_NOT_SIGNED"]),
        ({1: SIGNED[1]}, True, [], ["PICTURE_NOT_SIGNED"]),
        ({**SIGNED, 1: Signed(4, "a" * 64)}, True, [], ["PICTURE_NOT_SIGNED"]),
        ({**SIGNED, 1: Signed(3, "c" * 64)}, True, [], ["PICTURE_NOT_SIGNED"]),
        ({}, False, [2], ["PICTURE_NOT_SIGNED", "PICTURE_NOT_SIGNED", "RIGHT_ENDED", "PAGE_NOT_SIGNED"]),
        (SIGNED, True, [1], ["RIGHT_ENDED"]),
    ],
)
def test_it_says_which_word_is_missing(signed, is_agreed, ended, codes):
    found = missing_to_publish(PAGE, edition=2, is_agreed=is_agreed, signed=signed, without_right=ended)
    assert [one.code for one in found] == codes


def test_the_words_name_picture_and_edition():
    found = missing_to_publish(PAGE, edition=2, is_agreed=False, signed={1: SIGNED[1]}, without_right=[])
    assert [str(one.message) for one in found] == [
        "T-0002 第 1 版没有甲方的书面确认", "整页第 2 稿没有甲方的书面确认",
    ]  # fmt: skip
    assert pictures_of(PAGE) == [BOWL, FOOT]


def test_an_unfit_page_is_not_shown_to_the_brand():
    assert [one.code for one in unfit_to_submit(content_of("x", "jd", {"detail": [Shown(5, 0, "")]}))] == [
        "NO_MAIN_PICTURE", "PICTURE_NEEDED",
    ]  # fmt: skip
    assert unfit_to_submit(PAGE) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("国家级非遗传人监制", ["国家级"]),
        ("全网销量第一，最好喝的茶", ["销量第一", "最好"]),
        ("顶级釉料", ["顶级"]),
        ("最  佳\n之选", ["最佳"]),
        ("最大容量 150 ml，最高温度 100 ℃", []),
        ("最佳赏味期 18 个月", []),
        ("最佳赏味期内风味最佳", ["最佳"]),
        ("最后一步，第一次冲泡请弃水", []),
        ("", []),
    ],
)
def test_superlatives_are_found_and_facts_of_the_goods_left_be(text, words):
    assert [found.word for found in find_superlatives(text)] == words


def test_they_are_told_in_a_pages_texts():
    page = content_of("x", "jd", {"main": [BOWL], "detail": ["好茶", BOWL, "最佳之选"]})
    assert [(found.word, found.is_named) for found in superlatives_of(page)] == [("最佳", True)]


@given(st.lists(st.sampled_from([*NAMED, *ALIKE, *HARMLESS, "茶", "，", " "]), max_size=8).map("".join))
def test_each_word_stands_where_it_is_said_to(text):
    for found in find_superlatives(text):
        rest = "".join(text[found.at :].split())
        assert rest.startswith(found.word)
