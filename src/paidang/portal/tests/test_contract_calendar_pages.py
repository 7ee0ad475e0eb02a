"""The settlement calendar on a contract's page: any year, what cannot be kept stands out, provisional is said."""

import pytest
from django.utils import timezone
from tests.cast import come_in

from paidang.kit.workdays import last_announced_year


def page(client, person, contract, query=""):
    answer = come_in(client, person).get(f"/contracts/{contract.code}{query}")
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize("fixture", ["draft_contract", "contract_in_force"])
def test_a_draft_and_a_contract_in_force_show_the_year(client, request, agency_manager, fixture):
    answer = page(client, agency_manager, request.getfixturevalue(fixture), "?year=2026")
    calendar = answer.context["calendar"]
    assert (calendar.year, len(calendar.rows), calendar.over, calendar.provisional) == (2026, 12, 8, False)
    text = answer.content.decode()
    assert text.count('<tr class="over">') == 8
    assert "最迟 02-05 发出" in text or "最迟 2026-02-05 发出" in text
    assert "?year=2027&amp;tab=calendar" in text


def test_a_year_not_announced_is_provisional(client, contract_in_force, brand_manager):
    year = last_announced_year() + 1
    answer = page(client, brand_manager, contract_in_force, f"?year={year}")
    assert answer.context["calendar"].provisional
    assert "暂定" in answer.content.decode()


@pytest.mark.parametrize("asked", ["", "?year=abc", "?year=9999", "?year=１９９９"])
def test_without_a_year_that_can_be_shown_it_is_this_one(client, contract_in_force, brand_manager, asked):
    calendar = page(client, brand_manager, contract_in_force, asked).context["calendar"]
    assert calendar.year == timezone.localdate().year


def test_the_days_of_the_contract(client, contract_in_force, brand_manager):
    days = {
        one.name: one.day.isoformat()
        for one in page(client, brand_manager, contract_in_force).context["calendar"].days
    }
    assert days["起始日"] == "2026-03-01"
    assert days["终止日"] == "2027-02-28"
    assert days["开办费"] == "2026-03-04"
