"""Each term in the words of different hands, one sentence at a time in an otherwise empty contract; and look-alikes.

A look-alike speaks of the term's subject and says nothing on it: 仓储费由甲方承担 is no warehouse.party. What is quiet
speaks of a finding's subject and has no defect: an exception beside its rule is no conflict.
"""

import json
from pathlib import Path

import pytest

from paidang.contracts.rules.reading import read_contract

HERE = Path(__file__).parent


def rows(table):
    return json.loads((HERE / f"{table}.json").read_text("utf-8"))


def named(pattern):
    """The tables of a kind, by name: `phrases_scope`."""
    return sorted(path.stem for path in HERE.glob(f"{pattern}*.json"))


BEFORE = (
    "电子商务运营服务合同\n甲方：青岚茶器有限公司\n乙方：拾舟电商有限公司\n"
    "甲乙双方经友好协商，订立本合同，共同遵守。\n第一条 合作事项\n双方本着诚信的原则开展合作。\n第二条 约定\n"
)
AFTER = "\n第三条 其他\n未尽事宜由双方友好协商。\n甲方（盖章）：　　　　乙方（盖章）：\n"


def read(said):
    return read_contract(BEFORE + said + AFTER, name="", sha256="").documents[0]


def values(said, term):
    return [found.value for found in read(said).terms if found.term == term]


@pytest.mark.parametrize("table", named("phrases"))
def test_one_meaning_in_many_words(table):
    wrong = [
        f"{row['term']} is {row['value']!r}, read {found!r}: {said}"
        for row in rows(table)
        for said in row["says"]
        if (found := values(said, row["term"])) != [row["value"]]
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("table", named("look_alikes"))
def test_what_only_looks_like_it_is_none(table):
    wrong = [
        f"{row['term']} is not said, read {found!r}: {said}"
        for row in rows(table)
        for said in row["says"]
        if (found := values(said, row["term"]))
    ]
    assert not wrong, "\n".join(wrong)


def test_an_aside_states_nothing():
    """What contracts say of platforms, other people and daily work: nothing of it is a term."""
    plain = [(term.term, term.value) for term in read("").terms]
    wrong = [
        f"read {found!r}: {said}"
        for said in rows("asides")
        if (found := [(term.term, term.value) for term in read(said).terms]) != plain
    ]
    assert not wrong, "\n".join(wrong)


def test_what_has_no_defect_raises_no_finding():
    wrong = [
        f"{row['code']} found: {said}"
        for row in rows("quiet")
        for said in row["says"]
        if row["code"] in [finding.code for finding in read(said).findings]
    ]
    assert not wrong, "\n".join(wrong)
