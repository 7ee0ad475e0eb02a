"""A skill becomes "alone": the agency says it at a desk, the brand on a phone; then a role gets a person and its duty follows."""

from paidang.training import actions
from paidang.training.models import Trainee
from tests.browser.people import MARKS, follow, sign_in
from tests.browser.test_statement_journey import is_sideways
from tests.cast import acting, shanghai

pytestmark = MARKS
NOW = shanghai("2026-03-13 10:00")


def say(page, url: str, level: int) -> None:
    """Say a step on the page of a skill."""
    page.goto(url)
    page.check(f"[name=level][value='{level}']")
    follow(page, "main form button.main")


def test_both_words_make_a_skill_alone(browser, live_server, contract_in_force, brand, agency, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    code, luo = contract_in_force.code, brand.people["brand_warehouse"]
    ours = sign_in(browser, live_server, agency.manager, "/training")
    follow(ours, "main form button.main")
    with acting(brand.manager):
        actions.add_trainee(
            person=brand.manager,
            at=NOW,
            code=code,
            person_id=luo.pk,
            job="店长",
            skills=["goods", "reception"],
        )
        path = f"/training/{code}/skills/{Trainee.objects.get().pk}/goods"
    phone = sign_in(browser, live_server, brand.manager, "/training", width=390, height=844)
    for level in (1, 2, 3):
        say(ours, f"{live_server.url}{path}", level)
        phone.goto(f"{live_server.url}/training?contract={code}")
        phone.locator(".cell small", has_text={1: "刚开始", 2: "跟看", 3: "待谈"}[level]).first.wait_for()
        assert not is_sideways(phone)
        say(phone, f"{live_server.url}{path}", level)
    phone.locator(".cell.ok small", has_text="独立").wait_for()
    phone.locator(".mx .sum .tx-ok", has_text="1 人").wait_for()
    ours.goto(f"{live_server.url}/training/handover?contract={code}")
    ours.get_by_text("还没有约定独立的标准").wait_for()
    assert ours.get_by_role("button", name="出移交书").is_disabled()


def test_a_role_gets_a_person_who_takes_over(browser, live_server, contract_in_force, agency, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    service = agency.people["agency_service"]
    ours = sign_in(browser, live_server, agency.manager, "/staffing")
    ours.keyboard.press("e")
    ours.select_option("#name [name=role]", "customer_service")
    ours.select_option("#name [name=who]", str(service.pk))
    follow(ours, "#name button.main")
    ours.locator(".st", has_text="等接手").wait_for()
    phone = sign_in(browser, live_server, service, "/staffing", width=390, height=844)
    assert not is_sideways(phone)
    follow(phone, "button[name=post]")
    phone.locator(".st", has_text="在岗").wait_for()
