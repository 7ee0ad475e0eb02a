"""A language model is asked on the contract's page: off by default, on record, lies refused, nothing decided by it."""

import json

import pytest
from django.test import Client
from procrastinate import testing
from procrastinate.contrib.django import app
from tests.cast import acting, come_in
from tests.language_model import a_model

from paidang.contracts.models import Contract, ModelProposals
from paidang.contracts.queries import get_standing
from paidang.contracts.rules.reading.unread import unread_of
from paidang.evidence.queries import iter_entries

LIES = {"term": "deposit", "value": 99900, "quote": "支付10000元"}


@pytest.fixture
def jobs():
    with app.replace_connector(testing.InMemoryConnector()):
        yield app


@pytest.fixture
def model(monkeypatch):
    with a_model() as running:
        monkeypatch.setenv("PAIDANG_LLM_URL", running.url)
        monkeypatch.setenv("PAIDANG_LLM_MODEL", "small")
        monkeypatch.setenv("PAIDANG_LLM_KEY", "key-of-the-test")
        yield running


@pytest.fixture
def draft(draft_contract, agency_manager) -> str:
    """The cast's draft with one more sentence that no reader understands."""
    with acting(agency_manager):
        text = draft_contract.texts.latest("number")
        more = "乙方每年参加甲方茶会8次，每次补贴2500元。"
        read = json.loads(json.dumps(text.reading))
        read["documents"][0]["end"] = len(text.text) + len(more)
        draft_contract.texts.create(
            number=2, file_name=text.file_name, sha256="0" * 64, text=text.text + more, document=0, reading=read,
            party_a=text.party_a, uploaded_by=agency_manager, uploaded_at=text.uploaded_at,
        )  # fmt: skip
    return draft_contract.code


def acts(code, person) -> list[str]:
    with acting(person):
        return [entry.act for entry in iter_entries(Contract.objects.get(code=code).chain_id)]


def page(client, code) -> str:
    return client.get(f"/contracts/{code}").content.decode()


def test_without_an_address_there_is_no_button_and_nothing_is_asked(draft, agency_manager, jobs):
    client = come_in(Client(), agency_manager)
    assert "语言模型" not in page(client, draft)
    assert client.post(f"/contracts/{draft}/proposals").status_code == 302
    with acting(agency_manager):
        assert not ModelProposals.objects.exists()
    assert jobs.connector.jobs == {}


@pytest.mark.django_db(transaction=True)
def test_it_is_asked_once_and_only_what_the_text_bears_out_is_shown(
    draft, model, agency_manager, brand_manager, jobs
):
    client = come_in(Client(), agency_manager)
    assert f"这些句子会送到 127.0.0.1:{model.server_port}" in page(client, draft)
    for _ in range(2):
        answer = client.post(f"/contracts/{draft}/proposals", headers={"HX-Request": "true"})
        assert (
            "正在看这些句子" in answer.content.decode() and 'hx-trigger="every 2s"' in answer.content.decode()
        )
    model.says = json.dumps(
        {"terms": [{"term": "fee.monthly", "value": 250000, "quote": "每次补贴2500元"}, LIES]}
    )
    jobs.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    assert len(model.asked) == 1 and "茶会8次" in str(model.asked[0]["messages"])
    for person in (agency_manager, brand_manager):
        shown = page(come_in(Client(), person), draft)
        assert "每次补贴2500元" in shown and "¥2,500.00" in shown and "¥999.00" not in shown
        assert "另有 1 条对不上原文" in shown and "不是约定" in shown
    with acting(agency_manager):
        standing = get_standing(Contract.objects.get(code=draft))
        assert "fee.monthly" not in {term["term"] for term in standing.document["terms"]}
        assert standing.compiled.terms["components"][0]["kind"] == "profit_share"
    assert acts(draft, agency_manager)[-2:] == ["model.asked", "model.answered"]
    assert "key-of-the-test" not in str(acts(draft, agency_manager))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("says", "why"), [("好的！", "不是约定的格式"), (b"", "不是约定的格式")])
def test_no_answer_is_said_and_can_be_asked_again(draft, model, agency_manager, jobs, says, why):
    client, model.says = come_in(Client(), agency_manager), says
    client.post(f"/contracts/{draft}/proposals")
    jobs.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    shown = page(client, draft)
    assert "没有问成" in shown and why in shown and "再请语言模型看一次" in shown
    assert acts(draft, agency_manager)[-1] == "model.asked"


def test_who_may_not_decide_may_not_ask_and_outsiders_see_nothing(
    draft, model, agency_operator, outsider_manager, jobs
):
    client = come_in(Client(), agency_operator)
    assert "语言模型" not in page(client, draft)
    assert client.post(f"/contracts/{draft}/proposals").status_code == 403
    assert come_in(Client(), outsider_manager).post(f"/contracts/{draft}/proposals").status_code == 404


def test_a_contract_in_force_and_one_with_nothing_unread_are_not_asked_about(
    contract_in_force, draft_contract, model, agency_manager, jobs
):
    client = come_in(Client(), agency_manager)
    assert client.post(f"/contracts/{contract_in_force.code}/proposals").status_code == 409
    with acting(agency_manager):
        text = draft_contract.texts.get()
        unread = unread_of(text.text, text.reading["documents"][0])
    assert client.post(f"/contracts/{draft_contract.code}/proposals").status_code == (302 if unread else 409)
