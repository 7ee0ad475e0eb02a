"""The trial: the figures that a closing at the same moment gives, for the agency alone, and nothing is left behind."""

from types import SimpleNamespace

import pytest
from django.utils import timezone
from tests.cast import Party, acting, shanghai, signed_in

from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.portal.views import statement_trial
from paidang.settlement.models import BundleFile, Statement
from paidang.settlement.queries.trial import Trial, run_trial
from paidang.settlement.tests.month import APRIL_CLOSED, add_line, add_refund, close, fill_march, send

IN_MARCH = shanghai("2026-03-26 09:30")


@pytest.fixture
def march(contract_in_force: Contract, brand: Party, agency: Party, monkeypatch) -> Contract:
    fill_march(contract_in_force, brand, agency)
    monkeypatch.setattr(timezone, "now", lambda: IN_MARCH)
    return contract_in_force


def trial(contract: Contract) -> str:
    return f"/contracts/{contract.code}/trial"


def tried(contract: Contract, agency: Party, month: str) -> Trial:
    with acting(agency.manager):
        found = run_trial(contract, month)
    assert isinstance(found, Trial)
    return found


def test_it_says_what_it_is_and_what_is_missing(march, agency):
    client = signed_in(agency.people["agency_operator"])
    assert f'href="{trial(march)}"' in client.get("/statements").content.decode()
    shown = client.get(trial(march)).content.decode()
    for text in (
        "试算，不是对账单", "按 <time", "03-26 09:30", "¥59.60", "收益分成 30%", 'class="fall"',
        "GIFT-BOX 的 1 行没有出厂价", "1 个商品没有出厂价，1 行会挂起", "2 单还没有物流费", "2026 年 3 月还没过完",
    ):  # fmt: skip
        assert text in shown, text
    assert "/rows" not in shown and "第 1 版" not in shown and 'class="fig' not in shown


def test_it_names_what_nobody_has_decided_yet(march, agency, monkeypatch):
    standing = SimpleNamespace(compiled=SimpleNamespace(open=["保密期限", "争议管辖"]))
    monkeypatch.setattr(statement_trial, "get_standing", lambda contract: standing)
    assert "2 件事还没定，不动这些数字" in signed_in(agency.finance).get(trial(march)).content.decode()


def test_the_figures_are_those_of_a_closing_at_the_same_moment(march, agency):
    before = tried(march, agency, "2026-03")
    closed = close(march, agency)
    assert before.figures == closed.figures and before.terms == closed.terms
    send(march, agency)
    with acting(agency.manager):
        add_line(march, "L6", done="2026-03-29 10:00")
        add_refund(march, "R1", "L1", at="2026-04-05 10:00", amount=11_300)
    april = tried(march, agency, "2026-04")
    assert april.figures == close(march, agency, "2026-04", APRIL_CLOSED).figures
    assert april.figures["counts"]["late"] == 1


def test_nothing_is_left_behind(march, agency):
    client = signed_in(agency.finance)  # which is on record
    with acting(agency.manager):
        entries = Entry.objects.count()
    assert client.get(trial(march)).status_code == 200
    with acting(agency.manager):
        assert Entry.objects.count() == entries
        assert not Statement.objects.exists() and not BundleFile.objects.exists()


def test_neither_the_brand_nor_a_stranger_sees_it(march, brand, outsider):
    assert trial(march) not in signed_in(brand.manager).get("/statements").content.decode()
    for person in (brand.manager, outsider.manager):
        assert signed_in(person).get(trial(march)).status_code == 404


def test_bad_facts_are_named_as_a_closing_would(march, agency):
    with acting(agency.manager):
        add_refund(march, "R9", "L2", at="2026-03-22 10:00", amount=99_900)
    shown = signed_in(agency.finance).get(trial(march)).content.decode()
    assert "1 处数据不能结算" in shown and ">R9<" in shown and 'class="fall"' not in shown


def test_there_is_none_before_the_month_begins_or_the_contract_is_in_force(
    march, draft_contract, agency, monkeypatch
):
    monkeypatch.setattr(timezone, "now", lambda: shanghai("2026-02-27 09:00"))
    client = signed_in(agency.finance)
    assert trial(march) not in client.get("/statements").content.decode()
    refused = client.get(trial(march))
    assert refused.status_code == 409 and "2026-03 还没开始" in refused.content.decode()
    assert client.get(trial(draft_contract)).status_code == 409
