"""The evidence pages: two verdicts, and a download that verifies offline."""

import io
import zipfile

from django.db import connection
from django.utils import timezone
from tests.cast import acting, come_in

from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.evidence.rules.chain import verify
from paidang.evidence.rules.files import read_chain, read_heads
from paidang.incidents.actions.looks import note_opening
from paidang.settlement.tests.month import close, fill_march, send


def test_both_verdicts_stand_on_the_page(client, contract_in_force, agency):
    page = come_in(client, agency.finance).get(f"/evidence/{contract_in_force.code}").content.decode()
    assert "没有被改过" in page
    assert "没有缺，到第" in page


def test_the_page_draws_how_far_the_chain_is_vouched_for_and_tells_either_side_who_looked(
    client, contract_in_force, agency, brand
):
    with acting(agency.finance):
        contract = Contract.objects.get(pk=contract_in_force.pk)
        note_opening(person=agency.finance, at=timezone.now(), contract=contract, what="prices")
    for person in (agency.finance, brand.finance):
        page = come_in(client, person).get(f"/evidence/{contract_in_force.code}").content.decode()
        rail = page.split('<div class="rail">')[1].split("</svg>")[0]
        assert '<line class="ok" x1="0%"' in rail and '<line class="warn"' in rail
        assert f"{contract_in_force.code} 纸上签署</text>" in rail
        looks = page.split('id="looks"')[1].split("</section>")[0]
        assert f"/incidents/looks?contract={contract_in_force.code}" in looks
        assert agency.finance.name in looks and "打开价目表、出厂价" in looks


def test_an_edit_by_the_owner_of_the_database_is_named(client, contract_in_force, agency):
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table evidence_entry disable row level security")
        cursor.execute(
            "update evidence_entry set facts = '{}' where seq = 1 and chain_id = %s",
            [contract_in_force.chain_id],
        )
        cursor.execute("alter table evidence_entry enable row level security")
    page = come_in(client, agency.finance).get(f"/evidence/{contract_in_force.code}").content.decode()
    assert "被动过，从第 1 条起" in page
    assert "没有缺，到第" not in page


def test_verifying_again_is_on_record(client, contract_in_force, agency):
    answer = come_in(client, agency.finance).post(f"/evidence/{contract_in_force.code}/verify")
    assert answer.status_code == 302
    with acting(agency.finance):
        assert Entry.objects.filter(chain_id=contract_in_force.chain_id).last().act == "evidence.verified"


def test_the_download_verifies_without_the_database(client, contract_in_force, agency):
    answer = come_in(client, agency.finance).post(f"/evidence/{contract_in_force.code}/download")
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    assert sorted(packed.namelist()) == ["evidence.jsonl", "heads.json"]
    chain, entries = read_chain(io.StringIO(packed.read("evidence.jsonl").decode()))
    _chain, heads = read_heads(packed.read("heads.json").decode())
    verdict = verify(chain=chain, entries=entries, heads=heads)
    assert verdict.is_unaltered
    assert verdict.is_complete
    assert verdict.complete_to == verdict.entries


def test_get_changes_nothing(client, contract_in_force, agency):
    come_in(client, agency.finance)
    for name in ("verify", "download"):
        assert client.get(f"/evidence/{contract_in_force.code}/{name}").status_code == 405


def test_an_outsider_finds_no_such_chain(client, contract_in_force, outsider):
    come_in(client, outsider.manager)
    for method, path in ((client.get, ""), (client.post, "/verify"), (client.post, "/download")):
        assert method(f"/evidence/{contract_in_force.code}{path}").status_code == 404


def test_the_own_chain_tells_who_signed_in(client, contract_in_force, brand):
    page = come_in(client, brand.finance).get("/evidence/own").content.decode()
    assert f"{brand.finance.name} 登录" in page


def test_entries_are_kept_by_heading_and_paged(client, contract_in_force, agency):
    come_in(client, agency.finance)
    page = client.get(f"/evidence/{contract_in_force.code}?kind=contract&before=3").content.decode()
    assert 'id="e2"' in page
    assert 'id="e3"' not in page
    assert client.get(f"/evidence/{contract_in_force.code}?kind=%27&before=x").status_code == 200


def test_documents_and_acts_are_named_in_the_language_of_the_page(client, contract_in_force, agency, brand):
    fill_march(contract_in_force, brand, agency)
    close(contract_in_force, agency)
    send(contract_in_force, agency)
    come_in(client, agency.finance)
    client.get(f"/contracts/{contract_in_force.code}/statements/2026-03/pdf")
    page = client.get(f"/evidence/{contract_in_force.code}").content.decode()
    assert page.count("下载 2026-03 对账单第 1 版（PDF）") == 2  # in the chain, and by who looked
    client.cookies["django_language"] = "en"
    page = client.get(f"/evidence/{contract_in_force.code}").content.decode()
    assert "Statement of 2026-03, version 1<" in page and "对账单" not in page
