"""Who does what in a sentence: the roles of parties, the parts they act in, and how texts name them at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.contracts.rules.reading import read_contract
from paidang.contracts.rules.reading.mentions import mentions
from paidang.contracts.rules.reading.parties import find_parties
from paidang.contracts.rules.reading.parts import Parts
from paidang.contracts.rules.reading.squeezed import squeeze

BODY = "\n第一条 合作\n{a}委托{b}运营其天猫店铺“青岚旗舰店”。\n第二条 其他\n本合同一式两份，双方签字盖章后生效。\n"
TEA, BOAT = "青岚茶器有限公司", "拾舟电商有限公司"


def parts_of(text):
    return Parts(squeeze(text, 0, len(text), {}))


@pytest.mark.parametrize(
    ("words", "side", "role"),
    [
        ("甲方负责发货", "a", "subject"),
        ("打包发货由乙方完成", "b", "agent"),
        ("图片处理由乙方完成", "b", "agent"),
        ("店铺归甲方所有", "a", "owner"),
        ("店是甲方的", "a", "owner"),
        ("发货归乙方负责", "b", "agent"),
        ("快递公司也是甲方去找", "a", "agent"),
        ("货款打到甲方的账户", "a", "goal"),
        ("货放在乙方的仓库", "b", "place"),
        ("向甲方提供", "a", "other"),
        ("甲方的商品", "a", "other"),
        ("甲方客服接待", "a", "subject"),
        ("委托乙方运营", "b", "agent"),
        ("以甲方确定的价格为准", "a", "agent"),
        ("双方各承担一半", "both", "subject"),
        ("第三方费用甲方付", "a", "subject"),
    ],
)
def test_the_role_of_a_party(words, side, role):
    assert [(found.side, found.role) for found in mentions(words, 0, len(words))] == [(side, role)]


@pytest.mark.parametrize("words", ["不由甲方负责", "原由甲方承担"])
def test_a_denied_part_is_none(words):
    assert list(mentions(words, 0, len(words))) == []


def test_the_subject_is_carried_to_the_next_comma_and_no_further_than_the_stop():
    parts = parts_of("乙方应制作页面，并上架商品。按时发货。\n")
    assert [part.actor and part.actor.side for part in parts.all] == ["b", None, None]
    assert [part.carried and part.carried.side for part in parts.all] == [None, "b", None]


def test_a_heading_says_who_does_what_stands_below():
    parts = parts_of("A．甲方的工作\n1．货物入库。\n2．打包发货。\nB．乙方的工作\n1．页面设计。\n")
    said = {parts.words(part): part.head and part.head.side for part in parts.all}
    assert (said["2.打包发货"], said["1.页面设计"]) == ("a", "b")


def test_what_stands_in_brackets_acts_by_itself():
    parts = parts_of("乙方负责拍摄（场地由甲方提供），并负责修图。\n")
    place = parts.text.index("场地")
    assert parts.all[parts.index(place)].actor.side == "a"
    assert parts.all[parts.index(0)].actor.side == "b"


def test_a_ticked_cell_says_whose_column_it_is():
    table = "| 事项 | 甲方 | 乙方 |\n| 打包发货 | √ |  |\n| 修图 |  | √ |\n"
    text = f"合同\n甲方：{TEA}\n乙方：{BOAT}\n分工：\n{table}双方签字后生效。\n"
    (document,) = read_contract(text, name="", sha256="").documents
    said = {term.term: term.value for term in document.terms}
    assert (said["shipping.party"], said["image_processing.party"]) == ("a", "b")


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("甲方：{x}\n乙方：{y}", "甲乙"),
        ("1. 甲方：{x}（品牌方）。联系人：张三。\n2. 乙方：{y}（代运营方）。", "甲乙"),
        ("甲方（Party A）：{x}\nQinglan Tea Co., Ltd.\n乙方（Party B）：{y}", "甲乙"),
        ("Party A / 甲方：{x}\nParty B / 乙方：{y}", "甲乙"),
        ("委任人：{x}\n受任人：{y}", ("委任人", "受任人")),
        ("業主：{x}\n營運商：{y}", ("業主", "營運商")),
        ("出品方：{x}\n操盘方：{y}", ("出品方", "操盘方")),
        ("直播商家：{x}\n直播机构：{y}", ("直播商家", "直播机构")),
        ("本协议由以下双方签订：\n（1）{x}（“品牌方”）；\n（2）{y}（“运营方”）。", ("品牌方", "运营方")),
        ("甲方是{x}，乙方是{y}。", "甲乙"),
        ("甲方名称：{x}\n甲方地址：上海\n乙方名称：{y}", "甲乙"),
    ],
)
def test_any_label_names_a_party(head, words):
    a, b = ("甲方", "乙方") if words == "甲乙" else words
    text = "店铺运营合同\n" + head.format(x=TEA, y=BOAT) + BODY.format(a=a, b=b)
    (document,) = read_contract(text, name="", sha256="").documents
    said = {term.term: term.value for term in document.terms}
    assert (said["party.a.name"], said["party.b.name"]) == (TEA, BOAT)
    assert said["platform"] == ["tmall"]


def test_names_that_stand_only_with_the_signatures():
    text = "网店约定\n" + BODY.format(a="甲方", b="乙方") + "甲方（签字）：王大勇\n乙方（签字）：李小满\n"
    parties, _contacts = find_parties(text, 0, len(text))
    assert [(party.side, party.name) for party in parties] == [("a", "王大勇"), ("b", "李小满")]


def test_a_blank_contact_is_one():
    text = "合同\n甲方：" + TEA + "\n联系人：【张三丰】\n乙方：" + BOAT + "\n联系人：________\n"
    _parties, contacts = find_parties(text, 0, len(text))
    assert [(contact.side, contact.name) for contact in contacts] == [("a", "张三丰"), ("b", None)]


@given(st.text(alphabet="甲乙丙双方由归的，。；：、（）|\n负责发货图片1A “”", max_size=120))
def test_any_text_falls_into_parts_that_lie_one_after_another(text):
    parts = parts_of(text)
    outer = [part for part in parts.all if parts.all[parts.index(part.start)] is part]
    assert all(0 <= part.start < part.end <= len(parts.text) for part in outer)
    for part in outer:
        first, last = parts.sentence(parts.all.index(part))
        assert first <= parts.all.index(part) <= last
