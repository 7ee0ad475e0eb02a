"""Bad rows that wait: mended in place, left out, taken away; their list, and stores that nobody registered."""

import csv
import io
import zipfile

import pytest
from django.test import Client
from tests.cast import acting, signed_in

from paidang.evidence.models import Entry
from paidang.portal.tests.importing import (
    GOOD,
    HEADER,
    MIXED,
    bad_rows,
    hand_in,
    line,
    read,
    stored,
)
from paidang.portal.views import imports


@pytest.fixture
def client(agency_operator, contract_in_force) -> Client:
    return signed_in(agency_operator)


def test_a_row_is_mended_in_place_and_read_alone(client, contract_in_force, agency_operator):
    url = hand_in(client, contract_in_force, MIXED, mode="good_rows")
    row = bad_rows(agency_operator)[0]
    htmx = {"HX-Request": "true"}
    still = client.post(
        f"/imports/rows/{row.pk}/mend", {"cell:quantity": "-1"}, headers=htmx
    ).content.decode()
    assert "<small>数量</small>" in still
    assert "还有错，没有写入" in still and 'value="-1"' in still and "<html" not in still
    done = client.post(f"/imports/rows/{row.pk}/mend", {"cell:quantity": "2"}, headers=htmx).content.decode()
    assert "已修好，已写入" in done and "<input" not in done
    assert stored(agency_operator) == ["B1", "B2"]
    assert "隔离的 1 行" in read(client, url)


def test_without_scripts_mending_comes_back_to_the_file(client, contract_in_force, agency_operator):
    url = hand_in(client, contract_in_force, MIXED, mode="good_rows")
    row = bad_rows(agency_operator)[0]
    answer = client.post(f"/imports/rows/{row.pk}/mend", {"cell:quantity": "2"})
    assert answer["Location"] == url and "第 3 行：已修好" in read(client, url)


def test_a_row_is_left_out(client, contract_in_force, agency_operator):
    url = hand_in(client, contract_in_force, MIXED, mode="good_rows")
    row = bad_rows(agency_operator)[0]
    assert (
        "已放弃"
        in client.post(
            f"/imports/rows/{row.pk}/discard", {"reason": "刷单"}, headers={"HX-Request": "true"}
        ).content.decode()
    )
    assert "隔离的 1 行" in read(client, url) and stored(agency_operator) == ["B1"]
    assert client.post(f"/imports/rows/{row.pk}/mend", {"cell:quantity": "2"}).status_code == 409


def test_bad_rows_to_take_away_are_safe_in_a_spreadsheet(client, contract_in_force):
    url = hand_in(client, contract_in_force, MIXED, mode="good_rows")
    answer = client.get(f"{url}/errors")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row["order_id"] for row in rows] == ["B2", "B3"] and rows[1]["unit_price"] == "'=1+1"
    listed = b"".join(client.get(f"{url}/errors?list=csv").streaming_content).decode("utf-8-sig")
    assert "quantity" in listed and "'=1+1" in listed
    answer = client.get(f"{url}/errors?list=xlsx")
    assert answer["Content-Disposition"].startswith("attachment") and ".xlsx" in answer["Content-Disposition"]
    [sheet] = [
        zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).read("xl/worksheets/sheet1.xml")
    ]
    assert b"=1+1" in sheet and b"<f>" not in sheet
    assert f"{url}/errors?list=xlsx" in read(client, url)


def test_files_with_waiting_rows_have_a_view(client, contract_in_force):
    hand_in(client, contract_in_force, GOOD, mode="good_rows")
    assert "没有隔离的行" in read(client, "/imports?view=quarantine")
    hand_in(client, contract_in_force, MIXED, mode="good_rows")
    page = read(client, "/imports?view=quarantine")
    assert page.count('class="file"') == 1 and "2 行待修" in page
    assert '有隔离行 <span class="n bad">2</span>' in page
    assert '有隔离行 <span class="n">0</span>' in read(client, "/imports?view=quarantine&store=别的店铺")


def test_more_files_with_waiting_rows_than_a_page_holds(client, contract_in_force, monkeypatch):
    monkeypatch.setattr(imports, "PAGE_FILES", 1)
    for order in ("C1", "C2"):
        hand_in(client, contract_in_force, HEADER + line(order, quantity=0), mode="good_rows")
    page = read(client, "/imports?view=quarantine")
    assert page.count('class="file"') == 1
    older = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "view=quarantine" in older
    second = read(client, "/imports" + older.removeprefix("/imports"))
    assert second.count('class="file"') == 1 and 'rel="next"' not in second


def test_a_store_that_nobody_registered_is_registered_where_its_rows_wait(
    client, contract_in_force, agency_operator, brand_manager
):
    hand_in(client, contract_in_force, GOOD, mode="good_rows")
    other = (HEADER + line("D1") + line("D2")).replace("京东旗舰店", "京东二店")
    url = hand_in(client, contract_in_force, other, mode="good_rows")
    page = read(client, url)
    assert "京东二店（jd）不是本合同登记的店铺" in page and stored(agency_operator) == ["A1", "A2"]
    store = {"channel": "jd", "store": "京东二店"}
    assert f'action="{url}/store"' not in read(signed_in(brand_manager), url)
    assert signed_in(brand_manager).post(f"{url}/store", store).status_code == 403
    assert client.post(f"{url}/store", store | {"store": "没人等的店"}).status_code == 409
    assert client.post(f"{url}/store", store)["Location"] == url
    page = read(client, url)
    assert "登记了店铺 京东二店，写入了 2 行" in page and "/store" not in page
    assert stored(agency_operator) == ["A1", "A2", "D1", "D2"]
    with acting(agency_operator):
        assert Entry.objects.get(act="orders.store_declared").facts == {"channel": "jd", "store": "京东二店"}
