"""Somebody of the cast in a browser of their own, and how they go from page to page.

Never look at what a click has not brought yet: `follow` it, `see` what it says, or `expect` it.
"""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.cast import PASSWORD, session_of

MARKS = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PATIENCE_MS = 60_000
"""A page is late on a busy machine; one that does not come at all is late for ever."""
expect.set_options(timeout=PATIENCE_MS)


def sign_in(browser, live_server, person, path, code="", **viewport):
    """Arrive at `path`, signed in; where a second factor is on with the phone's `code`, through the door. `page.complaints`
    collects what the page's scripts complain about.
    """
    if code:
        return through_the_door(browser, live_server, person, path, code, **viewport)
    page = _page(browser, **viewport)
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session_of(person), "url": live_server.url}]
    )
    page.goto(live_server.url + path)
    _arrived(page, live_server.url + path)
    return page


def through_the_door(browser, live_server, person, path, code="", **viewport):
    """The same, by the form that everybody signs in with."""
    page = _page(browser, **viewport)
    page.goto(f"{live_server.url}/signin?next={path}")
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", PASSWORD)
    follow(page, "button.main")
    if code:
        page.fill("[name=code]", code)
        follow(page, "button.main")
    _arrived(page, live_server.url + path)
    return page


def _page(browser, **viewport):
    context = browser.new_context(locale="zh-CN", viewport=viewport or {"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def _arrived(page, address: str) -> None:
    page.wait_for_url(lambda url: url == address)  # a pattern would match "/signin?next=…" as well


def follow(page, selector: str) -> None:
    """Click what leads to another page, and be there: all of it, its scripts too."""
    with page.expect_navigation():
        page.click(selector)


def see(page, text: str) -> None:
    """Be where this is said, though the page came, or changed, by itself."""
    page.get_by_text(text).first.wait_for()
    page.wait_for_load_state()
    changing = page.locator(".htmx-swapping, .htmx-settling, .htmx-added")
    expect(changing).to_have_count(0)  # its forms are htmx's now
