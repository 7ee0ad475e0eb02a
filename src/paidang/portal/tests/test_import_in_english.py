"""What reading a file found is stored once and shown in the language of whoever looks, also much later."""

import csv
import io

import pytest
from django.test import Client
from tests.cast import acting, signed_in

from paidang.intake.models import ImportFile, QuarantineRow
from paidang.portal.tests.importing import MIXED, hand_in, read, upload, work


@pytest.fixture
def chinese(agency_operator, contract_in_force) -> Client:
    return signed_in(agency_operator)


@pytest.fixture
def english(agency_operator, contract_in_force) -> Client:
    client = signed_in(agency_operator)
    client.cookies["django_language"] = "en"
    return client


def test_a_stored_fault_is_shown_in_both_languages(chinese, english, contract_in_force):
    url = hand_in(chinese, contract_in_force, MIXED, mode="good_rows")
    page = read(chinese, url)
    assert "不能小于 1" in page and "不是整数" in page
    page = read(english, url)
    assert "Must not be below 1" in page and "Not a whole number" in page
    assert "不能小于" not in page and "不是整数" not in page


def test_rows_stored_as_plain_text_still_show(english, contract_in_force, agency_operator):
    url = hand_in(english, contract_in_force, MIXED, mode="good_rows")
    with acting(agency_operator):
        row = QuarantineRow.objects.order_by("row_number")[0]
        row.faults = [{"column": "quantity", "value": "0", "reason": "从前的一句 {x}", "code": "too_small"}]
        row.save()
        ImportFile.objects.update(notes=["从前的说明"])
    page = read(english, url)
    assert "从前的一句 {x}" in page and "从前的说明" in page


@pytest.mark.parametrize("query", ["", "?list=1"])
def test_what_is_downloaded_from_an_english_page_gives_english_reasons(
    chinese, english, contract_in_force, query
):
    url = hand_in(chinese, contract_in_force, MIXED)

    def reasons(client: Client) -> list[str]:
        content = b"".join(client.get(f"{url}/errors{query}").streaming_content).decode("utf-8-sig")
        return [row[-1] for row in csv.reader(io.StringIO(content))]

    heading, *found = reasons(english)
    assert heading == "Reason"
    assert [reason.removeprefix("quantity: ") for reason in found][0] == "Must not be below 1"
    heading, *found = reasons(chinese)
    assert heading == "原因"
    assert [reason.removeprefix("quantity：") for reason in found][0] == "不能小于 1"


def test_a_file_that_is_refused_says_so_in_english(english, contract_in_force):
    url = upload(
        english,
        contract_in_force,
        (
            "orders.csv",
            "line_id,order_id,channel,store,sku,merchant_discount,platform_discount,paid_at,gift\n1,2,3,4,5,6,7,8,9\n",
        ),
    )["Location"]
    work()
    page = read(english, url)
    assert "This seems to be: Order lines, but columns are missing: quantity, unit_price" in page


def test_the_note_that_nothing_changed_is_english(english, contract_in_force):
    hand_in(english, contract_in_force, MIXED, mode="good_rows")
    url = hand_in(english, contract_in_force, MIXED)
    assert "The same as the file written on " in read(english, url)
