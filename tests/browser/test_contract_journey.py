"""Two people, two browsers, one contract: paste, find terms, share, decide, agree, accept; it waits for signatures."""

import pytest
from playwright.sync_api import expect

from paidang.portal.views import contract_reading
from paidang.portal.views.contract_reading import ReadContract
from tests.browser.people import MARKS, follow, see, sign_in, through_the_door
from tests.cast import Party
from tests.reading import READING, TEXT

pytestmark = MARKS
AGREE = ".decide[open] .proposal button:has-text('同意')"
ARTICLE = {
    "title": "怎样选代运营",
    "kind": "not_agreement",
    "start": 0,
    "end": 0,
    "terms": [],
    "findings": [],
}


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reading of the cast, behind an article: what the reader finds is tested beside the reader."""
    reading = READING | {"documents": [ARTICLE, *READING["documents"]]}  # type: ignore[misc]
    monkeypatch.setattr(
        contract_reading,
        "_read",
        lambda name, sha256, text, tracked=0: ReadContract(name, sha256, text, reading),
    )


def paste(page) -> None:
    follow(page, "text=上传合同")
    page.fill("[name=text]", TEXT)
    page.click("button:has-text('读入')")
    see(page, "读到的协议")
    assert page.locator("[name=document]").count() == 1
    page.check("[name=party_a][value=brand]")
    with page.expect_navigation():
        page.dblclick("button:has-text('建立草稿')")


def propose_all(page) -> int:
    """Propose what the program proposes, card by card; answer how many there were."""
    count = 0
    while page.locator(".decide[open] > .in > form.answer").count():
        page.locator(".decide[open] [name=reason]").first.fill("按惯例")
        follow(page, ".decide[open] button:has-text('提议为补充约定')")
        count += 1
        if page.locator(".decide:not(.waits)").count() == 0:
            break
    return count


def agree(page) -> None:
    """A double click whose second half finds the next point's button: that one was not meant."""
    follow(page, AGREE)
    if page.locator(AGREE).count():
        page.locator(AGREE).scroll_into_view_if_needed()
        box = page.locator(AGREE).bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down(click_count=2)
        page.mouse.up(click_count=2)


def accept(page) -> None:
    page.click(".acts [data-open=accept]")
    follow(page, "dialog[open] button.main")


def test_from_paste_to_accepted(browser, live_server, brand: Party, agency: Party):
    ours = through_the_door(browser, live_server, agency.manager, "/contracts")
    paste(ours)
    assert ours.locator(".paper").evaluate("paper => paper.textContent") == TEXT

    ours.click(".paper mark >> nth=2")
    ours.wait_for_url(lambda url: "#t-" in url)
    item = ours.url.split("#")[1]
    assert ours.locator(f"[data-pane] a.on[data-at={item}]").count() >= 1
    row = ours.locator("[data-pane=terms] a.term").last
    row.click()
    last = row.get_attribute("data-at")
    assert ours.locator("mark.on").first.get_attribute("data-of").split().count(last) == 1
    ours.wait_for_url(lambda url: url.endswith(f"#{last}"))
    ours.reload()
    ours.wait_for_url(lambda url: url.endswith(f"#{last}"))
    expect(ours.locator("mark.on").first).to_have_css("outline-style", "solid")

    ours.click("[data-open=share]")
    ours.fill("[name=counterparty]", brand.org.code)
    follow(ours, "dialog[open] button.main")
    assert propose_all(ours) == 5

    theirs = sign_in(browser, live_server, brand.manager, "/contracts", width=390, height=844)
    follow(theirs, "td a")
    for _point in range(5):
        agree(theirs)
    assert theirs.evaluate("document.documentElement.scrollWidth <= innerWidth")

    accept(theirs)
    ours.reload()
    accept(ours)
    assert ours.locator(".st:has-text('待签署')").count() == 1
    theirs.reload()
    assert theirs.locator("a.main:has-text('签署合同')").count() == 1


def test_the_keyboard_goes_from_mark_to_term_and_back(browser, live_server, draft_contract, agency: Party):
    page = sign_in(browser, live_server, agency.manager, "/contracts")
    page.goto(f"{live_server.url}/contracts/{draft_contract.code}")
    page.focus(".paper mark >> nth=0")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    item = page.evaluate("document.activeElement.dataset.at")
    assert item
    page.wait_for_url(lambda url: url.endswith(f"#{item}"))
    page.keyboard.press("Enter")
    assert item in page.evaluate("document.activeElement.dataset.of").split()


def test_a_refusal_leaves_the_page_as_it_was(browser, live_server, draft_contract, agency: Party):
    page = sign_in(browser, live_server, agency.manager, "/contracts")
    page.goto(f"{live_server.url}/contracts/{draft_contract.code}")
    page.locator(".decide[open] [name=reason]").fill("   ")
    page.click(".decide[open] button:has-text('提议为补充约定')")
    expect(page.locator("#notices .note.bad")).to_contain_text("没有写理由")
    expect(page.locator(".decide[open] button:has-text('提议为补充约定')")).to_be_enabled()
