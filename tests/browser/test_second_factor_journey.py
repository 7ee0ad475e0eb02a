"""A person turns on the second factor with a phone, is asked for it at the door, and comes in once with a recovery code."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from paidang.team.rules.one_time_codes import code_at, step_of
from tests.browser.people import MARKS, follow, sign_in
from tests.cast import PASSWORD

pytestmark = MARKS


def code(secret: str, *, steps: int = 0) -> str:
    """What the phone shows now, or some steps of 30 seconds later."""
    return code_at(secret, step_of(datetime.now(UTC)) + steps)


def wrong_code(secret: str) -> str:
    near = {code_at(secret, step_of(datetime.now(UTC) + timedelta(seconds=30 * by))) for by in range(-4, 5)}
    return next(digits for n in range(20) if (digits := f"{n:06d}") not in near)


def give_password(page, live_server, person) -> None:
    page.goto(f"{live_server.url}/signin")
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", PASSWORD)
    follow(page, "button.main")
    page.wait_for_url(f"{live_server.url}/signin/code")


def test_a_phone_is_asked_for_at_the_door(browser, live_server, brand):
    person = brand.manager
    page = sign_in(browser, live_server, person, "/settings/second-factor", width=390, height=844)
    follow(page, "button:has-text('开启两步验证')")
    expect(page.locator(".qr svg")).to_be_visible()
    secret = "".join(page.locator(".secret").inner_text().split())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    page.fill("[name=code]", code(secret))
    follow(page, "button.main:has-text('开启')")
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10 and all(re.fullmatch(r"[2-9A-Z]{5}-[2-9A-Z]{5}", each) for each in codes)
    follow(page, "a:has-text('已收好')")
    expect(page.locator("h1 .st")).to_have_text("已开启")

    page.context.clear_cookies()
    give_password(page, live_server, person)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.fill("[name=code]", wrong_code(secret))
    follow(page, "button.main")
    expect(page.locator("[role=alert]")).to_contain_text("验证码不对")
    page.fill("[name=code]", code(secret, steps=1))  # the one that turned it on is used up
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/")

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/settings/passkeys")  # where one wanted to go outlives a wrong code
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", PASSWORD)
    follow(page, "button.main")
    page.wait_for_url(f"{live_server.url}/signin/code?next=%2Fsettings%2Fpasskeys")
    page.fill("[name=code]", wrong_code(secret))
    follow(page, "button.main")
    expect(page.locator("[role=alert]")).to_contain_text("验证码不对")
    page.fill("[name=code]", codes[0].lower())
    follow(page, "button.main")
    page.wait_for_url(f"{live_server.url}/settings/passkeys")

    page.context.clear_cookies()
    give_password(page, live_server, person)
    page.fill("[name=code]", codes[0])
    follow(page, "button.main")
    expect(page.locator("[role=alert]")).to_contain_text("验证码不对")
    assert page.complaints == []
