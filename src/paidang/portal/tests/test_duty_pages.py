"""A duty's page, the worklist's rows for it, and the calendar feed."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from icalendar import Calendar
from tests.cast import PASSWORD, acting

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_living, list_planned
from paidang.kit.period import EVER
from paidang.portal.views.calendar_feed import feed_address


def signed_in(person) -> Client:
    client = Client()
    client.post("/signin", {"email": person.email, "password": PASSWORD, "next": "/"})
    return client


@pytest.fixture
def page(contract_in_force, brand_manager):
    """The path of one of the brand's duties."""
    with acting(brand_manager):
        living = get_living(Contract.objects.get(pk=contract_in_force.pk))
        planned = next(each for each in list_planned(living, EVER, on=date(2026, 8, 20)) if each.side == "a")
    return f"/contracts/{contract_in_force.code}/duties/{planned.key}"


def test_it_is_recorded_with_a_file_that_both_can_fetch(page, brand_manager, agency_manager):
    brand = signed_in(brand_manager)
    assert "登记做完" in brand.get(page).content.decode()
    form = {
        "note": "已经书面说明续不续",
        "proof": SimpleUploadedFile("说明.html", b"<script>alert(1)</script>"),
    }
    assert brand.post(f"{page}/done", form).status_code == 302
    agency = signed_in(agency_manager)
    shown = agency.get(page).content.decode()
    assert "已经书面说明续不续" in shown and brand_manager.name in shown and "说明.html" in shown
    proof = agency.get(f"{page}/proof")
    assert proof.content == b"<script>alert(1)</script>"
    assert (
        proof["Content-Type"] == "application/octet-stream" and "attachment" in proof["Content-Disposition"]
    )


def test_the_other_side_sees_it_and_is_told_whose_it_is(page, agency_manager):
    agency = signed_in(agency_manager)
    assert "由对方做" in agency.get(page).content.decode()
    assert agency.post(f"{page}/done", {"note": "替你们登记"}).status_code == 403


@pytest.mark.parametrize("path", ["", "/proof"])
def test_an_outsider_finds_nothing(page, path, outsider_manager):
    assert signed_in(outsider_manager).get(page + path).status_code == 404


def test_a_duty_that_there_is_not(page, brand_manager):
    assert signed_in(brand_manager).get(page + "x").status_code == 404


def test_the_feed_holds_ones_own_sides_duties_and_drops_what_is_done(page, brand_manager):
    with acting(brand_manager):
        address = feed_address(brand_manager)
    feed = Client().get(address)
    assert feed["Content-Type"].startswith("text/calendar")
    events = list(Calendar.from_ical(feed.content).walk("VEVENT"))
    urls = [str(event["url"]) for event in events]
    assert any(url.endswith(page) for url in urls) and not any(url.endswith(":b") for url in urls)
    assert len({str(event["uid"]) for event in events}) == len(events)
    signed_in(brand_manager).post(f"{page}/done", {"note": "已办"})
    left = [str(event["url"]) for event in Calendar.from_ical(Client().get(address).content).walk("VEVENT")]
    assert not any(url.endswith(page) for url in left)


def test_a_forged_or_void_address_shows_nothing(brand_manager, contract_in_force):
    with acting(brand_manager):
        address = feed_address(brand_manager)
    assert Client().get(address.replace(".ics", "x.ics")).status_code == 404
    with acting(brand_manager):
        brand_manager.set_password("another-password-1")
        brand_manager.save(update_fields=["password"])
    assert Client().get(address).status_code == 404


def test_settings_shows_the_address(brand_manager):
    shown = signed_in(brand_manager).get("/settings").content.decode()
    assert re.search(r'value="http://testserver/calendar/[^"]+\.ics"', shown)
