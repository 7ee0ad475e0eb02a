"""Finding words in a contract's text and terms."""

import pytest
from tests.reading import READING, TEXT

from paidang.contracts.rules.search import find_in_contract

DOCUMENT = READING["documents"][0]


def find(asked, lang="zh", text=TEXT, document=DOCUMENT):
    return find_in_contract(asked, text=text, document=document, lang=lang)


def test_it_shows_the_sentence_the_place_and_its_clause():
    text = "第一条 甲方应当\n付款。第二条 逾期的，按日付违约金；另赔损失。\n第三条 乙方可以解除。"
    found = find("违约金", text=text, document={"start": 0, "end": len(text), "terms": []})
    assert (found.before, found.words, found.after) == ("第二条 逾期的，按日付", "违约金", "")
    found = find("解除", text=text, document={"start": 0, "end": len(text), "terms": []})
    assert (found.sentence, found.clause) == ("第三条 乙方可以解除", "第三条")


@pytest.mark.parametrize("asked", ["对账通知单", "对 账 通知单", "Ａ" + "不在这里"])
def test_blanks_and_line_breaks_do_not_matter(asked):
    text = TEXT.replace("对账通知单", "对账\n  通知单")
    found = find(asked, text=text, document={**DOCUMENT, "end": len(text)})
    assert (found is None) == ("不在" in asked)


def test_only_the_document_meant_is_searched():
    start = TEXT.index("第") if "第" in TEXT else 0
    assert (
        find("品牌", text="品牌在前。" + TEXT, document={"start": 5, "end": 5 + start, "terms": []}) is None
    )


def test_a_term_is_found_by_its_name_in_either_language_and_by_its_value():
    assert find("回执期限").term == "回执期限"
    found = find("Set-up fee due", lang="en")
    assert (found.term, found.clause) == ("Set-up fee due within", "第三章 B")
    assert find("¥10,000").term == "开办费"


@pytest.mark.parametrize("asked", ["", "  ", "没有这个词", "(", "[a-z"])
def test_nothing_is_found_where_there_is_nothing(asked):
    assert find(asked) is None
