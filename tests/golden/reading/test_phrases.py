"""Each term in the words of different hands: one sentence at a time in an otherwise empty contract."""

import json
from pathlib import Path

import pytest

from paidang.contracts.rules.reading import read_contract

PHRASES = json.loads((Path(__file__).parent / "phrases.json").read_text())
BEFORE = (
    "电子商务运营服务合同\n甲方：青岚茶器有限公司\n乙方：拾舟电商有限公司\n"
    "甲乙双方经友好协商，订立本合同，共同遵守。\n第一条 合作事项\n双方本着诚信的原则开展合作。\n第二条 约定\n"
)
AFTER = "\n第三条 其他\n未尽事宜由双方友好协商。\n甲方（盖章）：　　　　乙方（盖章）：\n"


@pytest.mark.parametrize("phrase", PHRASES, ids=[phrase["term"] for phrase in PHRASES])
def test_one_meaning_in_many_words(phrase):
    for said in phrase["says"]:
        document = read_contract(BEFORE + said + AFTER, name="", sha256="").documents[0]
        found = [term.value for term in document.terms if term.term == phrase["term"]]
        assert found == [phrase["value"]], said
