"""Each term in the words of different hands, one sentence at a time in an otherwise empty contract; and look-alikes.

A look-alike speaks of the term's subject and says nothing on it: 仓储费由甲方承担 is no warehouse.party. What is quiet
speaks of a finding's subject and has no defect: an exception beside its rule is no conflict.
"""

import json
from pathlib import Path

import pytest

from paidang.contracts.rules.reading import read_contract

HERE = Path(__file__).parent
PHRASES = [
    phrase for path in sorted(HERE.glob("phrases*.json")) for phrase in json.loads(path.read_text("utf-8"))
]
QUIET = json.loads((HERE / "quiet.json").read_text("utf-8"))
ASIDES = json.loads((HERE / "asides.json").read_text("utf-8"))
"""What contracts say of platforms, other people and daily work: nothing of it is a term."""
LOOK_ALIKES = [
    row for path in sorted(HERE.glob("look_alikes*.json")) for row in json.loads(path.read_text("utf-8"))
]
BEFORE = (
    "电子商务运营服务合同\n甲方：青岚茶器有限公司\n乙方：拾舟电商有限公司\n"
    "甲乙双方经友好协商，订立本合同，共同遵守。\n第一条 合作事项\n双方本着诚信的原则开展合作。\n第二条 约定\n"
)
AFTER = "\n第三条 其他\n未尽事宜由双方友好协商。\n甲方（盖章）：　　　　乙方（盖章）：\n"


def values(said, term):
    document = read_contract(BEFORE + said + AFTER, name="", sha256="").documents[0]
    return [found.value for found in document.terms if found.term == term]


@pytest.mark.parametrize("phrase", PHRASES, ids=[phrase["term"] for phrase in PHRASES])
def test_one_meaning_in_many_words(phrase):
    for said in phrase["says"]:
        assert values(said, phrase["term"]) == [phrase["value"]], said


@pytest.mark.parametrize("phrase", LOOK_ALIKES, ids=[phrase["term"] for phrase in LOOK_ALIKES])
def test_what_only_looks_like_it_is_none(phrase):
    for said in phrase["says"]:
        assert values(said, phrase["term"]) == [], said


@pytest.mark.parametrize("said", ASIDES)
def test_an_aside_states_nothing(said):
    plain, with_aside = (
        read_contract(BEFORE + words + AFTER, name="", sha256="").documents[0] for words in ("", said)
    )
    assert [(term.term, term.value) for term in with_aside.terms] == [
        (term.term, term.value) for term in plain.terms
    ]


@pytest.mark.parametrize("phrase", QUIET, ids=[phrase["code"] for phrase in QUIET])
def test_what_has_no_defect_raises_no_finding(phrase):
    for said in phrase["says"]:
        document = read_contract(BEFORE + said + AFTER, name="", sha256="").documents[0]
        assert phrase["code"] not in [finding.code for finding in document.findings], said
