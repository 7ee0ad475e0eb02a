"""Whose turn it is to sign, on what authority, and the first fault that both sides see; annexes, seals, steps of approval."""

import struct
import zlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.contracts.rules.annexes import BYTES_MAX, COUNT_MAX, Annexed, annex_fault, annex_lines, safe_name
from paidang.contracts.rules.approval import APPROVED, SENT_BACK, Word, steps_left
from paidang.contracts.rules.pictures import SIGNATURE, seal_fault
from paidang.contracts.rules.signing import (
    ANY,
    LEGAL,
    LETTER,
    Authority,
    Case,
    NamedParty,
    authority_fault,
    awaited,
    change_check,
    checks,
    names_in_block,
    plain_name,
    term_check,
)
from paidang.kit.outcome import Violation
from paidang.kit.sentence import say

DAY = date(2026, 9, 24)
BRAND = NamedParty("a", say("甲方"), "青岚茶器（杭州）有限公司", "第一章 A", "青岚茶器(杭州) 有限公司")
AGENCY = NamedParty("b", say("乙方"), "拾舟电商", "第一章 A", "拾舟电商")
MONTH_SENT = Violation("MONTH_SENT", say("2026-09 的对账单已经发出"), remedy=say("请从 2026-10-01 起变更。"))
READY = Case(
    side="b", day=DAY, order=ANY, signed=(), parties=(BRAND, AGENCY), subject=term_check("2026-09-24", "2027-09-23"),
    mend=say("请交新的一稿改正"), authority=Authority(LEGAL), seal_is_said=True, approvals_left=0,
)  # fmt: skip


@pytest.mark.parametrize(
    ("order", "signed", "expected"),
    [
        (ANY, "", "ab"),
        (ANY, "a", "b"),
        (ANY, "ab", ""),
        ("a", "", "a"),
        ("a", "a", "b"),
        ("b", "", "b"),
        ("b", "ab", ""),
        ("b", "a", "b"),
    ],
)
def test_whose_turn_it_is(order, signed, expected):
    assert "".join(awaited(order, signed)) == expected


def test_all_is_in_order_where_nothing_is_wrong():
    assert [check.fault for check in checks(READY)] == [None] * 7


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"parties": (replace(BRAND, named=" "), AGENCY)}, "PARTY_NAME_BLANK", "第一章 A没有写甲方的名称"),
        (
            {"parties": (BRAND, replace(AGENCY, named="奇淘网2"))},
            "PARTY_NAME_DIFFERS",
            "第一章 A写的乙方是“奇淘网2”，登记的全称是“拾舟电商”",
        ),
        ({"subject": term_check("2026-09-24", "2026-09-23")}, "TERM_ENDS_BEFORE_START", "今天签，起始日是 2026-09-24，晚于终止日 2026-09-23"),
        ({"authority": None}, "NO_SIGNATORY", "没有登记"),
        ({"authority": Authority(LETTER, until=date(2026, 9, 23))}, "AUTHORITY_EXPIRED", "到 2026-09-23"),
        ({"seal_is_said": False}, "SEAL_NOT_SAID", "没有印章图"),
        ({"approvals_left": 2}, "APPROVALS_LEFT", "还差 2 步"),
        ({"order": "a"}, "NOT_YOUR_TURN", "由对方先签"),
        ({"subject": change_check(DAY, MONTH_SENT)}, "MONTH_SENT", "已经发出"),
    ],
)  # fmt: skip
def test_each_fault_says_where_and_what_to_do(change, code, words):
    (fault,) = [check.fault for check in checks(replace(READY, **change)) if check.fault]
    assert (fault.code, words in fault.message) == (code, True)
    assert fault.remedy


def test_what_can_no_longer_hold_is_taken_back_and_proposed_anew():
    remedy = change_check(DAY, MONTH_SENT).fault.remedy
    assert remedy == "请从 2026-10-01 起变更。请收回这一份，另提一份。"
    assert change_check(DAY, None).fault is None


def test_faults_come_in_one_order():
    worst = replace(READY, parties=(replace(BRAND, named=""),), authority=None, seal_is_said=False, order="a")
    found = [check.fault.code for check in checks(worst) if check.fault]
    assert found == ["PARTY_NAME_BLANK", "NO_SIGNATORY", "SEAL_NOT_SAID", "NOT_YOUR_TURN"]


def test_a_letter_counts_on_its_last_day():
    assert authority_fault(Authority(LETTER, until=DAY), DAY) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("第一条 各执一份。\n甲方（盖章）：      乙方（盖章）：\n授权签字：   授权签字：\n", []),
        ("各执一份。甲方：乙方：\n代理人：代理人：\n年月日年月日\n", []),
        ("甲方：青岚茶器。各执一份。", []),
        ("各执一份。\n甲方（公章）：云山茶业有限公司\n乙方（公章）：________（盖章）\n", [("a", "云山茶业有限公司")]),
        ("各执一份。\n甲方：青岚茶器  乙方（签章）：旧代运营公司\n", [("a", "青岚茶器"), ("b", "旧代运营公司")]),
    ],
)  # fmt: skip
def test_names_left_in_the_block_of_signatures(text, found):
    assert names_in_block(text) == found


@given(st.text(max_size=40))
def test_a_name_compares_to_itself_however_it_is_spaced(name):
    assert plain_name(name) == plain_name(f" {name}\u3000")


# Approval


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ([], [1, 2, 3]),
        ([(1, APPROVED)], [2, 3]),
        ([(1, APPROVED), (2, APPROVED), (3, APPROVED)], []),
        ([(1, APPROVED), (2, SENT_BACK)], [1, 2, 3]),
        ([(1, APPROVED), (2, SENT_BACK), (1, APPROVED)], [2, 3]),
        ([(9, APPROVED)], [1, 2, 3]),
    ],
)
def test_what_is_left_of_the_steps(said, left):
    assert steps_left([1, 2, 3], [Word(*one) for one in said]) == left


# Annexes


def test_annexes_are_covered_in_one_order():
    one, two = Annexed("norms", "二", "b.pdf", "22", 1), Annexed("fee_table", "一", "a.pdf", "11", 1)
    assert annex_lines([one, two]) == annex_lines([two, one]) == [["fee_table", "一", "a.pdf", "11"], ["norms", "二", "b.pdf", "22"]]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "title", "size", "count", "code"),
    [
        ("price_list", "附件一", 1, 0, None),
        ("price_list", "附件一", BYTES_MAX, COUNT_MAX - 1, None),
        ("virus", "附件一", 1, 0, "ANNEX_KIND"),
        ("norms", "  ", 1, 0, "ANNEX_TITLE"),
        ("norms", "附件一", 0, 0, "ANNEX_SIZE"),
        ("norms", "附件一", BYTES_MAX + 1, 0, "ANNEX_SIZE"),
        ("norms", "附件一", 1, COUNT_MAX, "TOO_MANY_ANNEXES"),
    ],
)
def test_which_files_can_be_annexed(kind, title, size, count, code):
    fault = annex_fault(kind, title, size, count)
    assert (fault.code if fault else None) == code


@given(st.text(max_size=300))
def test_a_file_name_cannot_lead_anywhere(name):
    safe = safe_name(name)
    assert 0 < len(safe) <= 200
    assert not set(safe) & set('/\\:*?"<>|\n\r\x00\u202e')
    assert safe not in (".", "..")


# Seals


def png(width=100, height=100, colour=6, rows=None, extra=b""):
    """A picture of one colour; `rows` instead of its own pixels, `extra` after its end."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    channels = {0: 1, 2: 3, 6: 4}[colour]
    pixels = (b"\0" + b"\xaa" * width * channels) * height if rows is None else rows
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return (
        SIGNATURE + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"") + extra
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (png(), None),
        (png(colour=2), None),
        (png(64, 1200, 0), None),
        (png(63, 100), "SEAL_PIXELS"),
        (png(100, 1201), "SEAL_PIXELS"),
        (b"", "SEAL_SIZE"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500_000), "SEAL_SIZE"),
        (b"GIF89a" + bytes(100), "SEAL_NO_PNG"),
        (png()[:-20], "SEAL_NO_PNG"),
        (png(rows=b"\0" * 100), "SEAL_NO_PNG"),
        (png(rows=b"\0" * 10_000_000), "SEAL_NO_PNG"),
        (png().replace(b"IDAT", b"IDAX"), "SEAL_NO_PNG"),
    ],
    ids=["rgba", "rgb", "bounds", "narrow", "tall", "empty", "big", "gif", "cut", "short", "bomb", "broken"],
)
def test_which_picture_is_a_seal(content, code):
    fault = seal_fault(content)
    assert (fault.code if fault else None) == code


@given(st.binary(max_size=200))
def test_any_bytes_give_an_answer(content):
    assert seal_fault(SIGNATURE + content) is not None
