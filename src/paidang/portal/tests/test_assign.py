"""Giving a duty to one person of one's own side."""

import pytest
from tests.cast import acting, come_in, shanghai

from paidang.contracts.actions import complete_duty
from paidang.contracts.models import Contract
from paidang.duties.models import Assignment
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.portal.actions import UnableToAssign, assign_duty
from paidang.portal.queries.worklist import get_worklist
from paidang.team.actions import deactivate_person

KEY = "pay_agreed:2026-03-04:a"
NOW = shanghai("2026-04-09 14:22")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    for view in ("today", "duty"):
        monkeypatch.setattr(f"paidang.portal.views.{view}.timezone.now", lambda: NOW)


def give(by, to, code, key=KEY):
    with acting(by):
        return assign_duty(person=by, at=NOW, code=code, key=key, person_id=to.pk if to else 0)


def item_of(person, contract, key=KEY):
    with acting(person):
        found = [Contract.objects.select_related("brand", "agency").get(pk=contract.pk)]
        items = get_worklist(person=person, contracts=found, now=NOW).items
        return next(item for item in items if item.key == key)


def test_it_names_the_one_to_both_sides_and_is_on_record(contract_in_force, brand, agency):
    give(brand.manager, brand.finance, contract_in_force.code)
    for reader in (brand.manager, agency.manager):
        assert item_of(reader, contract_in_force).who == brand.finance.name
    with acting(agency.manager):
        entry = Entry.objects.get(act="duty.assigned")
        assert entry.facts == {"key": KEY, "to": f"person:{brand.finance.pk}"}


def test_twice_is_once_and_another_takes_it_over(contract_in_force, brand):
    for to in (brand.finance, brand.finance, brand.manager, None, None):
        give(brand.manager, to, contract_in_force.code)
    with acting(brand.manager):
        assert Entry.objects.filter(act="duty.assigned").count() == 3
        assert Assignment.objects.filter(ended_at=None).count() == 0
        assert Assignment.objects.count() == 2
    assert "等 2 人" in item_of(brand.manager, contract_in_force).who


@pytest.mark.parametrize("role", ["brand_finance", "brand_warehouse"])
def test_only_a_manager_gives_it_out(contract_in_force, brand, role):
    with pytest.raises(NotAllowed):
        give(brand.people[role], brand.finance, contract_in_force.code)
    with acting(brand.manager):
        assert not Assignment.objects.exists()


def test_the_other_side_and_an_outsider_cannot(contract_in_force, brand, agency, outsider):
    with pytest.raises(NotAllowed, match="对方"):
        give(agency.manager, agency.finance, contract_in_force.code)
    with pytest.raises(NotFound):
        give(outsider.manager, outsider.finance, contract_in_force.code)


def test_it_is_given_only_to_somebody_of_ones_own_whose_role_allows_it(contract_in_force, brand, agency):
    for to in (brand.people["brand_warehouse"], agency.finance):
        with pytest.raises(UnableToAssign, match="角色"):
            give(brand.manager, to, contract_in_force.code)
    with acting(brand.manager):
        assert not Entry.objects.filter(act="duty.assigned").exists()


def test_what_is_done_or_unknown_is_given_to_nobody(contract_in_force, brand):
    with pytest.raises(NotFound):
        give(brand.manager, brand.finance, contract_in_force.code, key="pay_agreed:1999-01-01:a")
    with acting(brand.manager):
        complete_duty(person=brand.manager, at=NOW, code=contract_in_force.code, key=KEY, note="已汇")
    with pytest.raises(UnableToAssign, match="做完"):
        give(brand.manager, brand.finance, contract_in_force.code)


def test_somebody_who_left_has_it_no_longer(contract_in_force, brand):
    give(brand.manager, brand.finance, contract_in_force.code)
    with acting(brand.manager):
        deactivate_person(person=brand.manager, at=NOW, person_id=brand.finance.pk)
    assert item_of(brand.manager, contract_in_force).given_to == 0


def test_the_statement_that_is_due_can_be_given_too(contract_in_force, agency):
    item = give(agency.manager, agency.finance, contract_in_force.code, key="send-2026-03")
    assert (item.who, item.given_to) == (agency.finance.name, agency.finance.pk)


# Pages


def test_mine_is_what_is_given_to_me_and_what_nobody_in_particular_has(client, contract_in_force, agency):
    give(agency.manager, agency.finance, contract_in_force.code, key="send-2026-03")
    page = come_in(client, agency.manager).get("/").content.decode()
    assert 'class="task"' not in page
    assert 'class="task"' in client.get("/?whose=mine").content.decode()
    come_in(client, agency.finance)
    assert "发出 2026-03 对账单" in client.get("/").content.decode()


def test_a_manager_sees_what_is_escalated_though_it_was_given_to_another(client, contract_in_force, brand):
    give(brand.manager, brand.finance, contract_in_force.code)
    page = come_in(client, brand.manager).get("/").content.decode()
    assert "付开办费" in page
    assert "已升级给经理" in page


def test_the_duty_page_names_who_may_and_gives_it(client, contract_in_force, brand):
    path = f"/contracts/{contract_in_force.code}/duties/{KEY}"
    page = come_in(client, brand.manager).get(path).content.decode()
    assert brand.finance.name in page
    assert brand.people["brand_warehouse"].name not in page.split("由谁做")[1].split("</section>")[0]
    answer = client.post(f"{path}/assign", {"person": brand.finance.pk}, follow=True)
    assert f"已交给 {brand.finance.name}" in answer.content.decode()
    answer = client.post(f"{path}/assign", {"person": "x"}, follow=True)
    assert "不再交给某一个人" in answer.content.decode()
    come_in(client, brand.finance)
    assert "/assign" not in client.get(path).content.decode()
    assert client.post(f"{path}/assign", {"person": brand.finance.pk}).status_code == 403


def test_what_has_a_page_of_its_own_leads_there(client, contract_in_force, agency):
    path = f"/contracts/{contract_in_force.code}"
    page = come_in(client, agency.finance).get(f"{path}/duties/send-2026-03").content.decode()
    assert f'href="/statements?contract={contract_in_force.code}"' in page
    assert "登记做完" not in page
