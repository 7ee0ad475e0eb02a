"""The list of contracts: health, money, next date; filter, sort, search in the texts, take away."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import acting, agree_on, come_in, register, shanghai

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract, get_standing, list_planned, list_standings, living_of
from paidang.evidence.models import Entry
from paidang.kit.period import EVER, day_of
from paidang.portal.queries.portfolio import list_portfolio
from paidang.settlement.tests.month import ask, close, confirm, fill_march, send

NOW = shanghai("2026-04-09 14:22")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr("paidang.portal.views.portfolio.timezone.now", lambda: NOW)


def lines(person, now=NOW):
    with acting(person):
        found, _grounds = list_portfolio(
            person=person, contracts=list(Contract.objects.select_related("brand", "agency")), now=now
        )
        return {line.code: line for line in found}


def page(client, query="") -> str:
    answer = client.get(f"/contracts{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def rows(client, query) -> str:
    """The table's body alone: the menu of contracts names them all."""
    return page(client, query).partition("<tbody>")[2].partition("</tbody>")[0]


def test_health_names_what_is_late_and_whose(contract_in_force, brand, agency):
    for person, whose in ((agency.manager, "对方"), (brand.manager, "我方")):
        found = lines(person)[contract_in_force.code]
        assert found.health.key == "late"
        assert found.health.reason == f"{whose}晚 36 天：付开办费 ¥10,000.00"
    assert (found.next.title, str(found.next.due_on)) == ("发出 2026-03 对账单", "2026-04-10")


def test_the_statement_of_the_running_month_is_a_date_to_come(contract_in_force, brand, agency):
    fill_march(contract_in_force, brand, agency)
    close(contract_in_force, agency)
    send(contract_in_force, agency)
    coming = lines(agency.manager, now=shanghai("2026-04-21 10:00"))[contract_in_force.code].next
    assert (coming.title, str(coming.due_on)) == ("发出 2026-04 对账单", "2026-05-10")


def test_money_is_the_last_confirmed_and_what_waits(contract_in_force, brand, agency):
    fill_march(contract_in_force, brand, agency)
    close(contract_in_force, agency)
    code = contract_in_force.code
    assert lines(agency.manager)[code].money.waiting_fen is None
    statement = send(contract_in_force, agency)
    due = statement.figures["amount_due"]
    assert lines(brand.manager)[code].money.waiting_fen == due
    ask(contract_in_force, brand)
    with acting(brand.manager):
        found = lines(brand.manager, now=shanghai("2026-03-03 10:00"))[code]
    assert (found.health.key, found.health.reason) == ("disputed", "对 2026-03 对账单有疑问没答复")
    confirm(contract_in_force, brand)
    money = lines(brand.manager)[code].money
    assert (money.month, money.confirmed_fen, money.waiting_fen) == ("2026-03", due, None)


def test_many_are_read_as_one_is(contract_in_force, draft_contract, brand, agency):
    """The batch and the single reads say the same."""
    with acting(agency.manager):
        contracts = list(Contract.objects.select_related("brand", "agency"))
        together = list_standings(contracts)
        for contract in contracts:
            alone = get_standing(get_contract(contract.code))
            assert together[contract.pk].terms_sha256 == alone.terms_sha256
            assert together[contract.pk].waits_for == alone.waits_for
            assert list_planned(
                living_of(together[contract.pk], day_of(NOW)), EVER, on=day_of(NOW)
            ) == list_planned(living_of(alone, day_of(NOW)), EVER, on=day_of(NOW))


def test_ten_contracts_take_as_many_queries_as_one(client, contract_in_force, draft_contract, brand, agency):
    come_in(client, agency.manager)
    page(client)
    with CaptureQueriesContext(connection) as few:
        page(client)
    for n in range(4):
        other = register(name=f"品牌{n}", kind="brand", code=f"brand{n}")
        agree_on(brand=other, agency=agency)
    with CaptureQueriesContext(connection) as many:
        assert page(client).count("data-row") == 6
    assert len(many) == len(few)


def test_it_filters_by_state_other_side_and_health(client, contract_in_force, draft_contract, brand, agency):
    come_in(client, agency.manager)
    other = register(name="白瓷堂", kind="brand", code="baici")
    third = agree_on(brand=other, agency=agency)
    codes = {contract_in_force.code, draft_contract.code, third.code}
    shown = lambda query: set(re.findall(r"PD-2026-\d{4}", rows(client, query))) & codes  # noqa: E731
    assert shown("") == codes
    assert shown("?view=draft") == {draft_contract.code}
    assert shown(f"?other={other.org.pk}") == {third.code}
    assert shown("?health=late") == {contract_in_force.code, third.code}
    assert shown(f"?health=late&other={other.org.pk}&view=in_force") == {third.code}
    assert "没有符合条件的合同" in page(client, "?health=settled")
    assert shown("?view=x&other=%01&health='&sort=drop&page=99") == codes


def test_every_column_sorts_both_ways_and_keeps_the_filter(client, contract_in_force, draft_contract, agency):
    come_in(client, agency.manager)
    found = page(client, "?q=PD&sort=state")
    assert 'aria-sort="ascending"' in found
    assert "sort=-state" in found and "q=PD" in found
    order = re.findall(r"PD-2026-\d{4}", found.split("<tbody>")[1].split("</tbody>")[0])
    back = re.findall(r"PD-2026-\d{4}", rows(client, "?q=PD&sort=-state"))
    assert list(dict.fromkeys(order)) == list(dict.fromkeys(back))[::-1]


def test_a_hit_in_the_text_shows_its_sentence_and_leads_there(client, contract_in_force, agency):
    come_in(client, agency.manager)
    found = page(client, "?q=千分之三")
    assert "<mark>千分之三</mark>" in found
    link = re.search(r'class="hit" href="([^"]+)"', found)[1]
    assert link.startswith(
        f"/contracts/{contract_in_force.code}#:~:text=%E7%94%B2%E6%96%B9%E9%80%BE%E6%9C%9F"
    )
    assert 'class="hit"' not in page(client, "?q=青岚")


def test_a_hit_in_a_terms_name_leads_to_its_clause(client, contract_in_force, agency):
    found = page(come_in(client, agency.manager), "?q=回执期限")
    assert "clause=%E7%AC%AC%E4%B8%89%E7%AB%A0" in found


def test_what_is_typed_cannot_write_on_the_page(client, contract_in_force, agency):
    found = page(come_in(client, agency.manager), "?q=<script>alert(1)</script>")
    assert "<script>alert" not in found


def test_fifty_on_a_page(client, contract_in_force, draft_contract, agency, monkeypatch):
    monkeypatch.setattr("paidang.portal.views.portfolio.PER_PAGE", 1)
    come_in(client, agency.manager)
    found = page(client, "?q=PD&sort=title")
    assert found.count("data-row") == 1
    following = re.search(r'rel="next"[^>]*href="([^"]+)"', found)[1].replace("&amp;", "&")
    assert "q=PD" in following and "sort=title" in following
    assert client.get(following).content.decode().count("data-row") == 1


def test_beside_the_next_day_of_work_stands_the_day_on_which_its_life_turns(
    client, living_contract, contract_in_force, agency
):
    come_in(client, agency.manager)
    found = page(client)
    assert "不续期最迟" in found and 'datetime="2027-01-28"' in found  # the one that renews
    assert "期满 " in found and 'datetime="2027-02-28"' in found


def test_the_filtered_list_is_taken_away_and_is_on_record(client, contract_in_force, draft_contract, agency):
    come_in(client, agency.manager)
    answer = client.get("/contracts/export.csv?view=in_force")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["编号", contract_in_force.code]
    record = dict(zip(*rows, strict=True))
    assert (record["健康"], record["下一个日期"], record["轮到"]) == ("逾期", "2026-04-10", "我方")
    assert (record["期满"], record["不续期最迟提出"]) == ("2027-02-28", "")
    book = client.get("/contracts/export.xlsx")
    assert b"".join(book.streaming_content).startswith(b"PK")
    with acting(agency.manager):
        copies = Entry.objects.filter(act="contracts.exported").order_by("seq")
        assert [entry.facts["contracts"] for entry in copies] == [1, 2]
    assert client.get("/contracts/export.pdf").status_code == 404


def test_an_outsider_finds_and_takes_nothing(client, contract_in_force, outsider):
    come_in(client, outsider.manager)
    assert contract_in_force.code not in page(client, "?q=千分之三")
    content = b"".join(client.get("/contracts/export.csv").streaming_content).decode()
    assert contract_in_force.code not in content
    assert client.get("/contracts/export.csv").status_code == 200


def test_it_is_complete_in_english(client, contract_in_force, agency):
    come_in(client, agency.manager)
    client.cookies["django_language"] = "en"
    found = page(client)
    assert "Other side 36 days late: Pay the Set-up fee, ¥10,000.00" in found
