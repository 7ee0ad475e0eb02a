"""The findings on a contract's page: law, wording, accepting as it is."""

import re

import pytest
from django.test import Client
from tests.cast import BEFORE, acting, come_in
from tests.worlds import kept

from paidang.contracts.actions import share_contract, upload_contract
from paidang.contracts.models import AcceptedFinding
from paidang.portal.views.contract_reading import read_pasted
from paidang.printing.read_text import read_text
from paidang.team.rules.roles import BRAND

TEXT = "店铺代运营合同\n甲方：青岚茶器有限公司\n乙方：拾舟电商有限公司\n一、甲方拖欠服务费的，每日按拖欠金额的千分之二支付违约金。\n二、乙方负责店铺运营，合作自动终止。\n"


@kept
def contract(brand, agency):
    read = read_pasted(TEXT)
    with acting(agency.manager):
        made = upload_contract(
            person=agency.manager, at=BEFORE, file_name="c.txt", sha256=read.sha256, text=read.text,
            reading=read.reading, document=0, party_a=BRAND,
        )  # fmt: skip
        return share_contract(
            person=agency.manager, at=BEFORE, code=made.code, counterparty_code=brand.org.code
        )


def page(person, contract, **more):
    answer = come_in(Client(**more), person).get(f"/contracts/{contract.code}")
    assert answer.status_code == 200
    return answer


def cards(answer):
    return {card.row.code: card for _kind, found in answer.context["findings"] for card in found}


def post(person, contract, act, key, reason="", client=None):
    client = client or come_in(Client(), person)
    return client.post(f"/contracts/{contract.code}/findings/{act}", {"key": key, "reason": reason})


def test_a_finding_shows_its_law_and_the_wording_to_copy(contract, brand_manager):
    text = page(brand_manager, contract).content.decode()
    assert "《民法典》第五百八十五条" in text and "适当减少" in text
    assert 'data-copy="每日按拖欠金额的万分之五支付违约金"' in text
    assert "守约方有权书面通知违约方解除" in text


def test_in_english_the_wording_stays_chinese_with_a_gloss(contract, brand_manager):
    text = page(brand_manager, contract, headers={"accept-language": "en"}).content.decode()
    assert "Civil Code, article 585" in text and "0.05 % a day" in text
    assert '<p lang="zh-CN">每日按拖欠金额的万分之五支付违约金</p>' in text


def test_accepted_as_it_is_both_sides_see_who_when_and_why(contract, agency_manager, brand_manager):
    before = page(agency_manager, contract)
    key = cards(before)["self_termination"].key
    answer = post(agency_manager, contract, "accept", key, "双方都明白")
    assert answer.status_code == 302
    for person in (agency_manager, brand_manager):
        after = page(person, contract)
        assert after.context["open_findings"] == before.context["open_findings"] - 1
        assert [kind for kind, _cards in after.context["findings"]][-1] == "accepted"
        text = re.sub(r"\s+", " ", after.content.decode())
        assert "双方都明白" in text and agency_manager.name in text
        assert ("findings/revoke" in text) is (person == agency_manager)
        said = [event["word"] for event in after.context["events"]]
        assert any(
            word.startswith("照原文接受：") and "自行终止" in word or "自动终止" in word for word in said
        )
    assert post(agency_manager, contract, "revoke", key).status_code == 302
    assert page(brand_manager, contract).context["open_findings"] == before.context["open_findings"]


def test_without_a_reason_or_the_role_nothing_is_written(contract, agency_manager, agency_operator):
    key = cards(page(agency_manager, contract))["self_termination"].key
    assert post(agency_manager, contract, "accept", key, " ").status_code == 409
    assert post(agency_operator, contract, "accept", key, "x").status_code == 403
    with acting(agency_manager):
        assert not AcceptedFinding.objects.exists()
    assert "findings/accept" not in page(agency_operator, contract).content.decode()


@pytest.mark.parametrize("act", ["accept", "revoke"])
def test_an_outsider_finds_nothing_and_a_get_is_refused(contract, outsider_manager, act):
    assert post(outsider_manager, contract, act, "0" * 64, "x").status_code == 404
    client = come_in(Client(), outsider_manager)
    assert client.get(f"/contracts/{contract.code}/findings/{act}").status_code == 405


def test_the_wordings_go_into_the_next_version_and_what_they_mend_is_gone(contract, agency_manager):
    client = come_in(Client(), agency_manager)
    asked = client.get(f"/contracts/{contract.code}/revise?mend=all")
    assert {card.row.code for card in asked.context["written"]} >= {"penalty_excessive", "self_termination"}
    text = asked.context["text"]
    assert "万分之五" in text and "守约方有权书面通知违约方解除" in text
    assert text in asked.content.decode().replace("&quot;", '"')
    answer = client.post(f"/contracts/{contract.code}/revise", {"text": text.replace("\n", "\r\n")})
    assert (answer.status_code, answer["Location"]) == (302, f"/contracts/{contract.code}/compare")
    assert not {"penalty_excessive", "self_termination"} & set(cards(page(agency_manager, contract)))


def test_one_wording_by_itself_and_none_for_what_is_let_stand(contract, agency_manager):
    found = cards(page(agency_manager, contract))
    client = come_in(Client(), agency_manager)
    one = client.get(f"/contracts/{contract.code}/revise?mend={found['self_termination'].key}")
    assert [card.row.code for card in one.context["written"]] == ["self_termination"]
    assert "千分之二" in one.context["text"]
    post(agency_manager, contract, "accept", found["self_termination"].key, "双方都明白")
    rest = client.get(f"/contracts/{contract.code}/revise?mend=all")
    assert "self_termination" not in [card.row.code for card in rest.context["written"]]


def test_the_same_text_again_is_no_new_version(contract, agency_manager):
    client = come_in(Client(), agency_manager)
    plain = client.get(f"/contracts/{contract.code}/revise")
    assert (plain.context["text"], plain.context["written"]) == (TEXT, [])
    answer = client.post(f"/contracts/{contract.code}/revise", {"text": TEXT.replace("\n", "\r\n")})
    assert answer.status_code == 422 and "第 1 稿一字不差" in answer.content.decode()


def test_the_review_is_a_word_file_with_law_wording_and_who_let_stand(
    contract, agency_manager, outsider_manager
):
    key = cards(page(agency_manager, contract))["self_termination"].key
    post(agency_manager, contract, "accept", key, "双方都明白")
    answer = come_in(Client(), agency_manager).get(f"/contracts/{contract.code}/review.docx")
    said = read_text(answer.content, "a.docx")
    assert f"{contract.code}-review-v1.docx" in answer["Content-Disposition"]
    assert "《民法典》第五百八十五条" in said and "改为：每日按拖欠金额的万分之五支付违约金" in said
    assert f"{agency_manager.name}" in said and "照原文接受：双方都明白" in said
    assert (
        come_in(Client(), outsider_manager).get(f"/contracts/{contract.code}/review.docx").status_code == 404
    )
