"""An agreement is never lost, however it introduces its two parties; and what binds nobody is no agreement."""

import json
from pathlib import Path

import pytest

from paidang.contracts.rules.reading import read_contract

HERE = Path(__file__).parent
OPENINGS = json.loads((HERE / "openings.json").read_text("utf-8"))
NO_AGREEMENTS = json.loads((HERE / "no_agreements.json").read_text("utf-8"))
BODY = """
第一条 {a}把拼多多店铺“橘渡旗舰店”交给{b}运营，{b}负责店铺装修、商品上架和在线客服。
第二条 货物存放在{a}的仓库，{a}负责打包发货。商品图片由{a}提供，修图由{b}完成。
第三条 {a}每月向{b}支付服务费8000元。{b}应在每月5日前把账单发给{a}，{a}收到后3个工作日内确认，逾期付款的按违约处理。
第四条 未经{a}书面同意，{b}不得转包。{b}可以为其他品牌服务。店铺和数据归{a}所有。
第五条 本协议自2026年5月1日起至2027年4月30日止。因本协议发生的争议由{a}所在地人民法院管辖。
"""
TERSE = """
货放在{a}仓库，由{a}打包发货；图片由{a}给，{b}修图。
{a}每月付给{b}8000元，{b}每月5号前给账单。{b}未经{a}书面同意不得转包。店铺归{a}所有。
期限一年，从2026年5月1日到2027年4月30日。签字后生效，一式两份。
"""
SAID = {
    "warehouse.party": "a",
    "shipping.party": "a",
    "image_processing.party": "b",
    "subcontract.allowed": "with_consent",
    "store.owner": "a",
}


def lost(opening, body):
    """What of an agreement is not read; nothing, as it should be."""
    a, b = opening["a"], opening["b"]
    text = opening["head"] + "\n" + body.format(a=a, b=b) + "\n" + opening["tail"]
    documents = read_contract(text, name="", sha256="").documents
    if [document.kind == "not_agreement" for document in documents] != [False]:
        return [document.kind for document in documents]
    said = {term.term: term.value for term in documents[0].terms}
    wanted = dict(SAID)
    if opening["names"]:
        wanted["party.a.name"], wanted["party.b.name"] = opening["names"]
    return {term: said.get(term) for term, value in wanted.items() if said.get(term) != value}


@pytest.mark.parametrize("body", [BODY, TERSE], ids=["in full", "terse"])
def test_no_agreement_is_lost(body):
    assert {
        opening["kind"] + opening["head"]: found for opening in OPENINGS if (found := lost(opening, body))
    } == {}


def test_what_binds_nobody_is_no_agreement():
    kinds = {
        other["text"]: {
            document.kind for document in read_contract(other["text"], name="", sha256="").documents
        }
        for other in NO_AGREEMENTS
    }
    assert {text: kind for text, kind in kinds.items() if kind != {"not_agreement"}} == {}
