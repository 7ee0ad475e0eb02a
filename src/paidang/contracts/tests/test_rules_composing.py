"""The next version of a text: what was accepted, and nothing else, of what was offered."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paidang.contracts.rules.comparing import compare
from paidang.contracts.rules.composing import compose
from paidang.contracts.rules.negotiating import ACCEPTED, DECLINED, Talk
from paidang.contracts.rules.reading import read_contract

SOURCE = Path("samples/contracts/02-operations-profit-share.txt").read_text("utf-8")
HEAD = "店铺代运营合同\n甲方：青岚茶器有限公司\n乙方：拾舟电商有限公司\n"
YES, NO = Talk(ACCEPTED, "b"), Talk(DECLINED, "b")
BODIES = [
    "乙方负责店铺的日常运营和客服。",
    "甲方负责提供商品并保证库存。",
    "甲方每月支付乙方服务费8000元，于15日前付清。",
    "双方对商业秘密保密三年。",
    "争议由甲方所在地人民法院管辖。",
]


def contract(*bodies):
    return HEAD + "".join(f"第{'一二三四五六七八'[at]}条 {body}\n" for at, body in enumerate(bodies))


def composed(old, new, talk_of):
    (before,), (after,) = (
        read_contract(text, name="x", sha256="").to_json()["documents"] for text in (old, new)
    )
    found = compare(old, before, new, after)
    talks = {change.key: talk_of(change) for change in found.clauses}
    return compose(old, new, after["start"], found.clauses, talks)


NEW = (
    SOURCE.replace("按照7:3的比例", "按照6.5:3.5的比例")
    .replace("自动延期姨奶奶", "自动延期一年")
    .replace("在收到乙方对账通知单5个工作日", "在收到乙方对账通知单3个工作日")
)


def test_all_accepted_is_the_new_text_all_declined_the_old_one():
    assert NEW != SOURCE
    assert composed(SOURCE, NEW, lambda change: YES) == NEW
    assert composed(SOURCE, NEW, lambda change: NO) == SOURCE


def test_one_accepted_change_goes_in_alone():
    text = composed(SOURCE, NEW, lambda change: YES if change.path == "第三章 D" else NO)
    assert text == SOURCE.replace("按照7:3的比例", "按照6.5:3.5的比例")


def test_other_words_stand_under_the_clause_s_own_number():
    talk = Talk(ACCEPTED, "a", "双方按6.8:3.2分配收益。")
    text = composed(SOURCE, NEW, lambda change: talk if change.path == "第三章 D" else NO)
    assert "\nD、双方按6.8:3.2分配收益。E、配送与结算\n" in text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (BODIES, [*BODIES[:2], "乙方每月5日前提交经营报告。", *BODIES[2:]]),
        (BODIES, [BODIES[0], *BODIES[2:]]),
        (BODIES, [*BODIES[1:], "附加条款另议。"]),
    ],
    ids=["put in", "taken out", "both"],
)
def test_clauses_put_in_and_taken_out(old, new):
    old, new = contract(*old), contract(*new)
    assert composed(old, new, lambda change: YES) == new
    back = composed(old, new, lambda change: NO)
    assert [line.split(" ", 1)[-1] for line in back.splitlines()] == [
        line.split(" ", 1)[-1] for line in old.splitlines()
    ]


@settings(max_examples=60, deadline=None)
@given(st.permutations(BODIES), st.sets(st.sampled_from(BODIES), max_size=3))
def test_nothing_is_lost_or_doubled_whatever_moves(order, reworded):
    new = [body.replace("。", "，以书面为准。") if body in reworded else body for body in order]
    old_text, new_text = contract(*BODIES), contract(*new)
    assert composed(old_text, new_text, lambda change: YES) == new_text
    back = composed(old_text, new_text, lambda change: NO)
    assert [line.split(" ", 1)[-1] for line in back.splitlines()[3:]] == BODIES
