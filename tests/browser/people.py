"""Somebody of the cast in a browser of their own."""

import pytest

from tests.cast import PASSWORD

MARKS = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def sign_in(browser, live_server, person, path, code="", **viewport):
    """Sign in, with the phone's `code` where a second factor is on, and arrive at `path`. `page.complaints` collects what the page's scripts complain about."""
    context = browser.new_context(locale="zh-CN", viewport=viewport or {"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{live_server.url}/signin?next={path}")
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button.main")
    if code:
        page.fill("[name=code]", code)
        page.click("button.main")
    page.wait_for_url(
        lambda url: url == live_server.url + path
    )  # a pattern would match "/signin?next=…" as well
    return page
