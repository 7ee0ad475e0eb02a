"""A duty's page, the worklist's rows for it, and the calendar feed."""

import re
from datetime import date, datetime, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from icalendar import Calendar, Event
from tests.cast import acting, set_password_of, shanghai, signed_in
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_living, list_planned
from paidang.kit.period import EVER, SHANGHAI
from paidang.portal.actions import assign_duty
from paidang.portal.views.calendar_feed import feed_address
from paidang.settlement.tests.month import close, confirm, fill_march, send


@kept
def page(contract_in_force, brand):
    """The path of one of the brand's duties."""
    with acting(brand.manager):
        living = get_living(Contract.objects.get(pk=contract_in_force.pk), date(2026, 8, 20))
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


def events_of(person) -> dict[str, Event]:
    """The events of the person's feed by what they are called."""
    with acting(person):
        address = feed_address(person)
    return {
        str(each["summary"]): each
        for each in Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    }


def test_the_feed_is_ones_own_and_a_managers_is_their_sides(contract_in_force, agency, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: shanghai("2026-05-05 10:00"))
    april = "发出 2026-04 对账单"
    assert april in events_of(agency.finance) and april in events_of(agency.manager)
    assert events_of(agency.people["agency_operator"]) == {}
    months = [name for name in events_of(agency.finance) if name.startswith("发出")]
    assert months == [f"发出 2026-{month:02d} 对账单" for month in range(3, 13)] + [
        "发出 2027-01 对账单",
        "发出 2027-02 对账单",
    ]
    with acting(agency.manager):
        assign_duty(
            person=agency.manager, at=shanghai("2026-05-05 10:00"), code=contract_in_force.code, key="send-2026-04",
            person_id=agency.manager.pk,
        )  # fmt: skip
    assert april not in events_of(agency.finance) and april in events_of(agency.manager)


def test_an_event_is_a_whole_day_of_shanghai_and_rings_the_morning_before(
    contract_in_force, agency, monkeypatch
):
    """23:30 in Shanghai is another day than in UTC: the statement's day is the contract's."""
    monkeypatch.setattr(timezone, "now", lambda: shanghai("2026-05-05 23:30"))
    event = events_of(agency.finance)["发出 2026-04 对账单"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 5, 10), date(2026, 5, 11))
    alarm = next(iter(event.walk("VALARM")))
    rings = datetime.combine(event["dtstart"].dt, time(), SHANGHAI) + alarm["trigger"].dt
    assert rings == shanghai("2026-05-09 09:00")
    said = str(event["description"]).split("\n")
    assert said[:3] == ["青岚茶器", "第三章 E 4", "拾舟电商财务 等 2 人"]


def test_a_forged_or_void_address_shows_nothing(brand_manager, contract_in_force):
    with acting(brand_manager):
        address = feed_address(brand_manager)
    assert Client().get(address.replace(".ics", "x.ics")).status_code == 404
    with acting(brand_manager):
        set_password_of(brand_manager, "another-password-1")
    assert Client().get(address).status_code == 404


def test_settings_shows_the_address(brand_manager):
    shown = signed_in(brand_manager).get("/settings").content.decode()
    assert re.search(r'value="http://testserver/calendar/[^"]+\.ics"', shown)


def test_it_says_how_the_day_was_counted_and_what_follows(contract_in_force, brand_manager):
    path = f"/contracts/{contract_in_force.code}/duties/pay_agreed:2026-03-04:a"
    page = signed_in(brand_manager).get(path).content.decode()
    assert "签订日 2026-03-01（周日）后第 3 日是 2026-03-04（周三）" in page
    assert "逾期每日按逾期金额的 0.3% 付违约金" in page
    assert "第六章 C" in page


def test_a_statement_and_its_answer_say_so_too(contract_in_force, agency_manager):
    client = signed_in(agency_manager)
    path = f"/contracts/{contract_in_force.code}/duties/send-2026-03"
    assert "2026-03 的次月第 10 日" in client.get(path).content.decode()
    client.cookies["django_language"] = "en"
    page = client.get(path).content.decode()
    assert "Day 10 of the month after 2026-03" in page
    assert "The contract does not say." in page


def test_confirmation_and_payment_are_counted_from_what_happened(contract_in_force, brand, agency):
    fill_march(contract_in_force, brand, agency)
    close(contract_in_force, agency)
    send(contract_in_force, agency)
    client, path = signed_in(brand.manager), f"/contracts/{contract_in_force.code}/duties"
    page = client.get(f"{path}/answer-2026-03").content.decode()
    assert "收到日 2026-04-0" in page
    assert "5 个工作日，到 2026-04-" in page
    confirm(contract_in_force, brand)
    page = client.get(f"{path}/pay-2026-03").content.decode()
    assert "次月 15–20 日付款，最后一日 2026-04-20（周一）" in page
    assert "逾期每日按逾期金额的 0.3% 付违约金" in page
