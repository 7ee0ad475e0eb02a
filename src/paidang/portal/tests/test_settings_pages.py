"""Settings: people by their manager alone; what a contract agreed and what it lacks."""

import re

from tests.cast import acting, come_in

from paidang.team.models import Person

NEW = {"name": "罗平", "email": "luo@qinglan.example", "roles": ["brand_warehouse"]}


def test_everybody_sees_the_code_and_who_may_do_what(client, brand):
    page = come_in(client, brand.finance).get("/settings").content.decode()
    assert brand.org.code in page
    assert "谁可以做什么" in page
    assert 'name="email"' not in page
    assert 'href="/settings/signing"' in page and "没有登记的人" in page


def test_a_manager_invites_and_the_link_lets_in(client, brand):
    page = come_in(client, brand.manager).post("/settings/people", NEW).content.decode()
    address = re.search(r"http://testserver(/link/[^<]+)<", page)[1]
    client.post("/signout")
    assert "罗平" in client.get(address).content.decode()
    assert "/link/" not in come_in(client, brand.manager).get("/settings").content.decode()


def test_what_is_wrong_stands_at_the_form_as_filled_in(client, brand):
    answer = come_in(client, brand.manager).post("/settings/people", {**NEW, "email": "nonsense"})
    assert answer.status_code == 422
    assert "不是邮箱" in answer.content.decode()
    assert 'value="罗平"' in answer.content.decode()


def test_only_a_manager_invites_links_and_deactivates(client, brand):
    come_in(client, brand.finance)
    other = brand.people["brand_warehouse"].pk
    for path in ("", f"/{other}/link", f"/{other}/deactivate", f"/{other}/reactivate"):
        assert client.post(f"/settings/people{path}", NEW).status_code == 403
    with acting(brand.manager):
        assert Person.objects.filter(is_active=True).count() == 3


def test_a_deactivated_person_is_out_at_once(client, brand, django_user_model):
    come_in(client, brand.finance)
    with acting(brand.manager):
        Person.objects.filter(pk=brand.finance.pk).update(is_active=False)
    assert client.get("/settings").status_code == 302


def test_people_of_the_other_side_cannot_be_touched(client, contract_in_force, brand, agency):
    come_in(client, brand.manager)
    for act in ("link", "deactivate", "reactivate"):
        assert client.post(f"/settings/people/{agency.finance.pk}/{act}").status_code == 404


def test_a_contract_shows_each_term_with_its_source(client, contract_in_force, brand):
    page = (
        come_in(client, brand.finance).get(f"/settings/contracts/{contract_in_force.code}").content.decode()
    )
    for words in ("甲方 70%，乙方 30%", "第三章 D", "补充约定 1", "¥10,000.00", "每日 0.3%", "买家确认收货"):
        assert words in page


def test_a_draft_lists_what_is_not_decided(client, draft_contract, brand):
    page = come_in(client, brand.finance).get(f"/settings/contracts/{draft_contract.code}").content.decode()
    assert "没定" in page
    assert "还没有接受" in page


def test_an_outsider_finds_no_such_contract(client, contract_in_force, outsider):
    answer = come_in(client, outsider.manager).get(f"/settings/contracts/{contract_in_force.code}")
    assert answer.status_code == 404


def test_the_clause_map_opens_a_sentence(client, brand):
    page = come_in(client, brand.finance).get("/clauses?clause=OP-3-D").content.decode()
    assert "paidang.settlement.rules.components.share_profit" in page
    third = page.split('<section class="panel" aria-labelledby="by-chapter"')[1].split("<tr")[4]
    assert third.startswith(' class="on"') and "第三章" in third and "网络销售平台建设及收益分配" in third
    assert 'href="/clauses?doc=OP&amp;clause=OP-3-A#OP-3-A"' in third
    assert 'href="/clauses?doc=OP&amp;state=built&amp;clause=OP-3-A#OP-3-A">8</a>' in third
    assert "by-chapter" not in client.get("/clauses?doc=PH").content.decode()
    for query in ("?doc=TC", "?state=not_built", "?clause=nonsense", "?doc=%27"):
        assert client.get(f"/clauses{query}").status_code == 200
