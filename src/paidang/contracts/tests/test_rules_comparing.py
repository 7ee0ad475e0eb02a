"""Two versions of a contract: clauses are recognised whatever their number, words change in runs, terms by value."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paidang.contracts.rules.comparing import (
    ADDED,
    CHANGED,
    IN,
    KEPT,
    MOVED,
    OUT,
    REMOVED,
    SAME,
    compare,
    compare_words,
    pair_documents,
    split_clauses,
    tokens,
)
from paidang.contracts.rules.reading import read_contract
from paidang.contracts.rules.reading.squeezed import fold

SOURCE = Path("samples/contracts/02-operations-profit-share.txt").read_text("utf-8")
HEAD = "店铺代运营合同\n甲方：青岚茶器有限公司\n乙方：拾舟电商有限公司\n"
CLAUSES = [
    "乙方负责店铺的日常运营和客服。",
    "甲方负责提供商品并保证库存。",
    "甲方每月支付乙方服务费8000元，于15日前付清。",
]


def numbered(*clauses):
    return HEAD + "".join(f"第{'一二三四五六七'[at]}条 {clause}\n" for at, clause in enumerate(clauses))


def compared(old, new):
    (before,), (after,) = (
        read_contract(text, name="x", sha256="").to_json()["documents"] for text in (old, new)
    )
    return compare(old, before, new, after)


def shown(comparison):
    return [(change.kind, change.old, change.new) for change in comparison.changes]


def marked(words):
    marks = {KEPT: "{}", OUT: "[-{}]", IN: "[+{}]"}
    return "".join(marks[each.op].format(each.text) for each in words)


def test_the_same_text_has_no_changes():
    comparison = compared(SOURCE, SOURCE)
    assert (comparison.changes, comparison.terms) == ([], ())
    assert len(comparison.clauses) > 40


def test_a_clause_put_in_renumbers_the_others_and_changes_none():
    new = numbered(CLAUSES[0], "乙方每月5日前提交经营报告。", *CLAUSES[1:])
    comparison = compared(numbered(*CLAUSES), new)
    assert shown(comparison) == [
        (ADDED, None, "第二条"),
        (SAME, "第二条", "第三条"),
        (SAME, "第三条", "第四条"),
    ]
    assert all(change.renumbered and change.says_the_same for change in comparison.changes[1:])


def test_a_clause_taken_out_stands_where_it_stood():
    comparison = compared(numbered(*CLAUSES), numbered(CLAUSES[0], CLAUSES[2]))
    assert shown(comparison) == [(REMOVED, "第二条", None), (SAME, "第三条", "第二条")]


def test_a_clause_that_moved_is_found_again():
    comparison = compared(numbered(*CLAUSES), numbered(CLAUSES[2], *CLAUSES[:2]))
    assert (MOVED, "第三条", "第一条") in shown(comparison)
    assert {kind for kind, _old, _new in shown(comparison)} == {MOVED, SAME}


def test_a_clause_that_moved_and_changed_shows_both():
    new = numbered(CLAUSES[2].replace("8000", "9000"), *CLAUSES[:2])
    (moved,) = [change for change in compared(numbered(*CLAUSES), new).changes if change.kind == MOVED]
    assert marked(moved.words) == "甲方每月支付乙方服务费[-8000][+9000]元，于15日前付清。"


def test_a_rewritten_clause_under_the_same_number_is_one_change():
    new = numbered(CLAUSES[0], "甲方负责提供商品，库存不足的应提前通知乙方。", CLAUSES[2])
    assert shown(compared(numbered(*CLAUSES), new)) == [(CHANGED, "第二条", "第二条")]


def test_terms_that_differ_with_both_values():
    comparison = compared(numbered(*CLAUSES), numbered(*CLAUSES[:2], CLAUSES[2].replace("8000", "9000")))
    (fee,) = [change for change in comparison.terms if change.term == "fee.monthly"]
    assert ([each["value"] for each in fee.old], [each["value"] for each in fee.new]) == ([800000], [900000])
    assert fee.old[0]["clause"] == "第三条"


def test_accidents_of_typing_are_no_changes():
    typed = (
        numbered(*CLAUSES)
        .replace("15", "１５")
        .replace("服务费", "服务 费")
        .replace("\n第二条", "\n\n第二条")
    )
    assert compared(numbered(*CLAUSES), typed).changes == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("每日千分之三的违约金", "每日万分之五的违约金", "每日[-千分之三][+万分之五]的违约金"),
        ("按照7:3的比例", "按照6:4的比例", "按照[-7:3][+6:4]的比例"),
        ("支付10,000元", "支付12,000.50元", "支付[-10,000][+12,000.50]元"),
        ("五个工作日内", "十五个工作日内", "[-五][+十五]个工作日内"),
        ("甲方负责仓储", "甲方不负责仓储", "甲方[+不]负责仓储"),
        ("由甲方承担运费", "由乙方支付邮费", "由[-甲方承担运][+乙方支付邮]费"),
        ("Ping Pong Ltd", "Ping Pang Ltd", "Ping[- Pong][+ Pang] Ltd"),
    ],
)
def test_words_change_in_runs_that_read_well(old, new, expected):
    assert marked(compare_words(old, new)) == expected


def test_numbers_are_one_token():
    assert tokens("第3.2条，千分之五 3 USB-C 型") == [
        "第",
        "3.2",
        "条",
        "，",
        "千分之五",
        "3",
        " USB-C",
        "型",
    ]


def test_numbers_of_clauses_are_no_words_of_theirs():
    text = numbered(*CLAUSES)
    assert [clause.body for clause in split_clauses(text, 0, len(text))][1:] == CLAUSES


def test_documents_are_paired_by_title_then_by_order():
    a, b, c = ({"title": title} for title in "abc")
    assert pair_documents([a, b], [b, c]) == [(b, b), (a, c)]
    assert pair_documents([a], [a, c]) == [(a, a), (None, c)]
    assert (
        compare("", None, HEAD, {"title": "c", "start": 0, "end": len(HEAD), "terms": []}).old_title is None
    )


PIECES = st.lists(
    st.sampled_from(
        ["甲方", "乙方", "第一条 ", "\n", "千分之三", "10,000元", "不", "，", "。", "abc ", "１"]
    ),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(PIECES.map("".join), PIECES.map("".join))
def test_what_stays_and_comes_is_the_new_text_and_what_stays_and_goes_the_old(old, new):
    words = compare_words(old, new)

    def joined(without):
        return fold("".join(each.text for each in words if each.op != without)).replace(" ", "")

    assert joined(OUT) == fold("".join(tokens(new))).replace(" ", "")
    assert joined(IN).replace("\n", "") == fold("".join(tokens(old))).replace(" ", "").replace("\n", "")


@settings(max_examples=60, deadline=None)
@given(st.permutations(CLAUSES), st.lists(st.sampled_from(CLAUSES), unique=True))
def test_every_clause_of_both_versions_is_there_once(old, new):
    comparison = compared(numbered(*old), numbered(*new))
    front = 1
    assert sum(change.old is not None for change in comparison.clauses) == len(old) + front
    assert sum(change.new is not None for change in comparison.clauses) == len(new) + front
