"""Today: what is due, whose it is, what did not come."""

import re

import pytest
from tests.cast import acting, agree_on, come_in, shanghai

from paidang.contracts.actions import complete_duty, propose_decision
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_standing
from paidang.duties.actions import raise_duty
from paidang.portal.queries.grounds import load_grounds
from paidang.portal.queries.worklist import get_worklist, list_coming_statements, statement_due_at
from paidang.portal.rules.worklist import Item, Worklist
from paidang.settlement.actions import close_month
from paidang.settlement.tests.month import fill_march

NOW = shanghai("2026-04-09 14:22")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr("paidang.portal.views.today.timezone.now", lambda: NOW)


def worklist(person, *contracts, now=NOW) -> Worklist:
    with acting(person):
        found = [
            Contract.objects.select_related("brand", "agency").get(pk=contract.pk) for contract in contracts
        ]
        return get_worklist(person=person, contracts=found, now=now)


def titles(found: Worklist, *, mine: bool) -> list[str]:
    return [item.title for item in found.items if item.mine == mine]


def statements(found: Worklist) -> list[Item]:
    """The items about statements; what the contract plans by itself stands beside them."""
    return [item for item in found.items if item.kind == "send_statement"]


def test_signed_out_one_comes_to_the_door_and_back(client, db):
    answer = client.get("/?whose=all")
    assert (answer.status_code, answer["Location"]) == (302, "/signin?next=/%3Fwhose%3Dall")


def test_the_month_that_is_over_is_to_be_sent_by_its_day(contract_in_force, agency, brand):
    found = worklist(agency.manager, contract_in_force)
    assert titles(found, mine=True) == ["发出 2026-03 对账单"]
    (item,) = statements(found)
    assert item.due_at == shanghai("2026-04-10 23:59:59")
    assert item.clause == "第三章 E 4"
    assert not any(one.mine for one in statements(worklist(brand.manager, contract_in_force)))


def test_what_the_contract_plans_stands_on_the_list_until_it_is_declared_done(
    contract_in_force, agency, brand
):
    found = worklist(brand.manager, contract_in_force)
    fee = next(item for item in found.items if item.kind == "pay_agreed")
    assert (fee.title, fee.due_at, fee.mine) == ("付开办费 ¥10,000.00", shanghai("2026-03-04 23:59:59"), True)
    assert brand.people["brand_finance"].name in fee.who or "等" in fee.who
    with acting(brand.manager):
        complete_duty(
            person=brand.manager, at=NOW, code=contract_in_force.code, key=fee.url.rsplit("/", 1)[1], note="已汇出"
        )  # fmt: skip
    assert not any(item.kind == "pay_agreed" for item in worklist(brand.manager, contract_in_force).items)


def test_before_the_month_is_over_nothing_is_to_be_sent(contract_in_force, agency):
    assert statements(worklist(agency.manager, contract_in_force, now=shanghai("2026-03-31 23:59"))) == []


def test_each_month_that_waits_has_its_own_day_and_says_which_comes_first(contract_in_force, agency):
    found = statements(worklist(agency.manager, contract_in_force, now=shanghai("2026-07-01 10:00")))
    assert [(item.month, str(item.due_on), item.effect) for item in found] == [
        ("2026-03", "2026-04-10", ""),
        ("2026-04", "2026-05-10", "先发出 2026-03"),
        ("2026-05", "2026-06-10", "先发出 2026-03"),
        ("2026-06", "2026-07-10", "先发出 2026-03"),
    ]


def test_the_calendar_has_the_statements_of_the_months_ahead_to_the_end_of_the_term(
    contract_in_force, agency
):
    now = shanghai("2026-12-05 10:00")
    with acting(agency.manager):
        contract = Contract.objects.select_related("brand", "agency").get(pk=contract_in_force.pk)
        grounds = load_grounds([contract], now.date())
        coming = list_coming_statements(person=agency.manager, grounds=grounds, now=now)
    assert [item.month for item in coming] == ["2026-12", "2027-01", "2027-02"]
    assert [str(item.due_on) for item in coming] == ["2027-01-10", "2027-02-10", "2027-03-10"]


def test_after_the_term_no_month_is_asked_for(contract_in_force, agency):
    found = worklist(agency.manager, contract_in_force, now=shanghai("2028-01-01 10:00"))
    assert [item.month for item in statements(found)][-1] == "2027-02" and len(statements(found)) == 12


def test_a_day_that_the_month_does_not_have_is_its_last():
    assert statement_due_at({"statement": {"due_day": 31}}, "2026-03") == shanghai("2026-04-30 23:59:59")
    assert statement_due_at({}, "2026-03") is None


def test_what_did_not_come_is_listed(contract_in_force, agency):
    kinds = [one.kind for one in worklist(agency.manager, contract_in_force).missing]
    assert kinds == ["orders", "logistics"]  # the brand bears the platforms' fees: they move nothing


def test_a_late_answer_of_the_other_side_is_listed_too(contract_in_force, agency, brand):
    with acting(agency.manager):
        raise_duty(
            contract_in_force.pk, key="answer", kind="answer_statement", side="a", page="/", at=NOW,
            due_at=shanghai("2026-04-08 23:59"), facts={"month": "2026-02", "amount": "¥1.00"},
        )  # fmt: skip
    assert "answer" in [one.kind for one in worklist(agency.manager, contract_in_force).missing]
    assert "answer" not in [one.kind for one in worklist(brand.manager, contract_in_force).missing]


def test_a_draft_waits_for_decisions_and_then_for_the_side_that_did_not_propose(
    draft_contract, agency, brand
):
    count = len(worklist(brand.manager, draft_contract).items)
    assert count == 1
    assert titles(worklist(brand.manager, draft_contract), mine=True)[0].startswith("定下合同没写明的")
    with acting(agency.manager):
        contract = Contract.objects.get(pk=draft_contract.pk)
        point = get_standing(contract).compiled.open[0]
        propose_decision(
            person=agency.manager,
            at=NOW,
            code=contract.code,
            key=point.key,
            value=point.proposed,
            reason="惯例",
        )
    assert "同意或改 1 项提议" in titles(worklist(brand.manager, draft_contract), mine=True)
    assert "同意或改 1 项提议" in titles(worklist(agency.manager, draft_contract), mine=False)


def test_the_page_shows_ones_own_by_default_and_names_who(client, contract_in_force, agency):
    page = come_in(client, agency.finance).get("/").content.decode()
    assert "发出 2026-03 对账单" in page
    assert "明天（04-10" not in page
    assert "该到没到" in page
    assert "拾舟电商财务 等 2 人" in page


def test_what_an_item_names_opens_for_either_side(client, contract_in_force, agency, brand):
    fill_march(contract_in_force, brand, agency)
    for is_closed in (False, True):
        if is_closed:
            with acting(agency.finance):
                close_month(person=agency.finance, at=NOW, code=contract_in_force.code, month="2026-03")
        for person in (agency.manager, brand.manager):
            come_in(client, person)
            urls = [item.url for item in worklist(person, contract_in_force).items]
            assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


def test_a_row_has_its_acts_and_only_a_manager_gives_it_to_somebody_else(
    client, contract_in_force, agency, brand
):
    def acts(person: object, whose: str) -> str:
        page = come_in(client, person).get(f"/?whose={whose}").content.decode()
        row = next(one for one in page.split('class="task"')[1:] if "发出 2026-03 对账单" in one)
        return row.split('class="acts-h"')[1].split("</div>")[0]

    manager = acts(agency.manager, "mine")
    given = re.search(r'href="([^"]+)#who" aria-label="转给 发出 2026-03 对账单"', manager)
    assert given and 'name="person"' in client.get(given[1]).content.decode()
    assert "去对账" in manager
    assert "去对账" in acts(agency.finance, "me") and "转给" not in acts(agency.finance, "me")
    assert "打开" in acts(brand.manager, "theirs") and "转给" not in acts(brand.manager, "theirs")


def test_the_card_counts_to_what_comes_and_else_names_what_is_oldest(
    client, contract_in_force, agency, monkeypatch
):
    come_in(client, agency.finance)
    page = client.get("/").content.decode()
    assert "下一个时限" in page and "04-10 截止" in page
    monkeypatch.setattr("paidang.portal.views.today.timezone.now", lambda: shanghai("2026-04-14 09:00"))
    page = client.get("/?contract=" + contract_in_force.code).content.decode()
    card = page.split('class="next"')[1].split('class="three"')[0]
    assert "没有将到的时限" not in card and "已逾期，最早的一件" in card
    assert "逾期 4 天" in card and "应在 04-10" in card and 'class="dot bad"' in card


def test_the_other_side_sees_it_under_waiting(client, contract_in_force, brand):
    come_in(client, brand.finance)
    assert "发出 2026-03 对账单" not in client.get("/").content.decode().split("该到没到")[0]
    assert "发出 2026-03 对账单" in client.get("/?whose=theirs").content.decode()


def test_a_number_keeps_its_own_and_nonsense_keeps_all(client, contract_in_force, agency):
    come_in(client, agency.finance)
    assert 'class="task"' in client.get("/?show=soon").content.decode()
    assert 'class="task"' not in client.get("/?show=late").content.decode()
    assert 'class="task"' in client.get("/?show=%01&whose=%27").content.decode()


def test_an_outsider_sees_an_empty_list_with_a_reason(client, contract_in_force, outsider):
    page = come_in(client, outsider.manager).get("/?whose=all").content.decode()
    assert "从这里开始" in page and "上传合同" in page
    assert "青岚" not in page


def test_the_page_speaks_english(client, contract_in_force, agency):
    come_in(client, agency.finance)
    client.cookies["django_language"] = "en"
    assert "Send the statement of 2026-03" in client.get("/").content.decode()


def test_one_contract_by_its_address(client, contract_in_force, draft_contract, agency, outsider):
    come_in(client, agency.manager)
    page = client.get(f"/?contract={contract_in_force.code}&whose=all").content.decode()
    assert f"只看 {contract_in_force.title}（{contract_in_force.code}）" in page
    assert "发出 2026-03 对账单" in page
    assert "定下合同没写明的" not in page
    assert f"?show=soon&amp;contract={contract_in_force.code}" in page.replace("whose=all&amp;", "")
    assert "定下合同没写明的" in client.get("/?whose=all").content.decode()
    assert (
        f"?contract={contract_in_force.code}&amp;whose=all"
        in client.get(f"/contracts/{contract_in_force.code}").content.decode()
    )
    come_in(client, outsider.manager)
    assert client.get(f"/?contract={contract_in_force.code}").status_code == 404


def test_only_a_few_contracts_stand_beside_the_list_the_worst_first(
    client, contract_in_force, draft_contract, agency, monkeypatch
):
    monkeypatch.setattr("paidang.portal.views.today.CARDS", 1)
    page = come_in(client, agency.manager).get("/").content.decode()
    assert page.count('class="meter') == 1


def test_contracts_with_the_same_other_side_are_told_apart_by_title_and_number(
    client, contract_in_force, draft_contract, brand, agency
):
    come_in(client, agency.manager)
    with acting(agency.manager):
        Contract.objects.filter(pk=draft_contract.pk).update(title="双十一补充服务")
    page = client.get("/?whose=all").content.decode()
    for title in (contract_in_force.title, "双十一补充服务"):
        assert f"<small>{title}</small>" in page and f"<span>{brand.org.name} · {title}</span>" in page
    again = agree_on(brand=brand, agency=agency)
    page = client.get("/?whose=all").content.decode()
    for one in (contract_in_force, again):
        assert f"<small>{one.title} · {one.code}</small>" in page


def test_everything_on_the_list_has_a_page_that_says_who_and_why(
    client, contract_in_force, draft_contract, agency
):
    come_in(client, agency.manager)
    page = client.get("/?whose=all").content.decode()
    abouts = set(re.findall(r'class="by" href="([^"]+)"', page))
    assert len(abouts) > 2
    for about in abouts:
        assert client.get(about).status_code == 200, about
