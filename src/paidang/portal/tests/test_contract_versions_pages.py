"""The next version of a draft, and two versions side by side."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import PASSWORD
from tests.reading import TEXT

NEW = TEXT.replace("按照7:3的比例", "按照6:4的比例").replace("不得低于品牌最低零售价", "不得低于最低零售价")


def signed_in(person, lang="zh-hans") -> Client:
    client = Client(headers={"accept-language": lang})
    client.post("/signin", {"email": person.email, "password": PASSWORD, "next": "/"})
    return client


@pytest.fixture
def revised(draft_contract, brand_manager):
    """The brand has handed in a second version as a file."""
    client = signed_in(brand_manager)
    file = SimpleUploadedFile("第二稿.txt", NEW.encode())
    answer = client.post(f"/contracts/{draft_contract.code}/revise", {"file": file})
    assert (answer.status_code, answer["Location"]) == (302, f"/contracts/{draft_contract.code}/compare")
    return draft_contract


def test_the_other_side_sees_words_and_money_of_the_change(revised, agency_manager):
    page = signed_in(agency_manager).get(f"/contracts/{revised.code}/compare").content.decode()
    assert "第 1 稿与第 2 稿" in page
    assert "<del>7:3</del>" in page and "<ins>6:4</ins>" in page
    money = page[page.index("改动值多少钱") : page.index("示例月：")]
    assert "60%" in money and "70%" in money
    assert "+¥" in money and "−¥" in money  # what one side gains the other loses


def test_the_contract_page_shows_the_new_text_and_leads_to_the_comparison(revised, agency_manager):
    page = signed_in(agency_manager).get(f"/contracts/{revised.code}").content.decode()
    assert "6:4" in page and f"/contracts/{revised.code}/compare" in page and "交出第 2 稿" in page


def test_english_pages_are_english(revised, agency_manager):
    page = signed_in(agency_manager, "en").get(f"/contracts/{revised.code}/compare").content.decode()
    assert "Version 1 and version 2" in page and "What the changes are worth" in page


def test_a_pasted_text_is_a_version_too_and_nothing_is_refused_clearly(draft_contract, agency_manager):
    client = signed_in(agency_manager)
    assert client.post(f"/contracts/{draft_contract.code}/revise", {"text": ""}).status_code == 422
    assert client.post(f"/contracts/{draft_contract.code}/revise", {"text": "一张便条"}).status_code == 409
    assert client.post(f"/contracts/{draft_contract.code}/revise", {"text": NEW}).status_code == 302


def test_one_version_alone_has_nothing_to_compare(draft_contract, agency_manager):
    page = signed_in(agency_manager).get(f"/contracts/{draft_contract.code}/compare").content.decode()
    assert "两稿一字不差" in page


@pytest.mark.parametrize("query", ["?old=1&new=9", "?old=0&new=2"])
def test_a_version_that_there_is_not(revised, agency_manager, query):
    assert signed_in(agency_manager).get(f"/contracts/{revised.code}/compare{query}").status_code == 404


@pytest.mark.parametrize("page", ["compare", "revise"])
def test_an_outsider_finds_nothing(revised, outsider_manager, page):
    assert signed_in(outsider_manager).get(f"/contracts/{revised.code}/{page}").status_code == 404


def test_who_may_not_hand_in_is_told_whom_to_ask(draft_contract, brand_warehouse):
    assert signed_in(brand_warehouse).get(f"/contracts/{draft_contract.code}/revise").status_code == 403
