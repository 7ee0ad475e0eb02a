"""Somebody makes a token for the ERP, which reads with it and may not close; they end it, and the ERP is shut out."""

import httpx

from paidang.team.rules.roles import AGENCY
from tests.browser.people import MARKS, sign_in
from tests.cast import register

pytestmark = MARKS


def test_a_token_is_made_used_and_ended(browser, live_server):
    agency = register(name="拾舟电商", kind=AGENCY, code="shizhou")
    page = sign_in(browser, live_server, agency.finance, "/settings")
    page.get_by_role("link", name="去做一个").click()
    page.wait_for_url(f"{live_server.url}/settings/tokens")
    page.get_by_label("名称").fill("金蝶 ERP")
    page.get_by_role("button", name="做令牌").click()
    page.wait_for_url(f"{live_server.url}/settings/tokens/make")
    token = page.locator(".note.ok code").inner_text()

    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "one"}
    root = f"{live_server.url}/api/v1"
    assert httpx.get(f"{root}/contracts", headers=headers).json() == {"items": [], "next_cursor": None}
    closing = httpx.post(f"{root}/contracts/PD-2026-0001/statements/2026-03/close", headers=headers)
    assert closing.json()["code"] == "TOKEN_LACKS_VERB"

    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto(f"{live_server.url}/settings/tokens")
    assert token not in page.content()
    page.get_by_role("button", name="作废 金蝶 ERP").click()
    page.locator("dialog[open] .btn.bad").click()
    page.get_by_text("“金蝶 ERP”已作废").wait_for()
    assert httpx.get(f"{root}/contracts", headers=headers).status_code == 401
    assert page.complaints == []
