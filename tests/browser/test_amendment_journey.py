"""Two people change a contract in force: 7:3 is offered as 6.5:3.5 on a desk, answered with 6.8:3.2 on a phone, accepted and
signed by both with their codes; another is pasted on a phone and signed on paper.
"""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import expect

from paidang.kit.period import day_of
from tests.amending import FLOOR, LONGER, supplement
from tests.browser.people import MARKS, follow, sign_in
from tests.cast import Party, agree_on
from tests.reading import WITH_LIFE
from tests.signing import Signer, enrol, name_signatory

pytestmark = MARKS
PHONE = {"width": 390, "height": 844}


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def sign(page, signer: Signer) -> None:
    """With the code of the next step: the door has used up that of now."""
    page.fill("[name=code]", signer.code(timezone.now() + timedelta(seconds=30)))
    follow(page, ".do button.main")


def accept(page) -> None:
    page.click("[data-open=accept]")
    with page.expect_navigation():
        page.dblclick("dialog[open] button.main")


def test_a_share_is_offered_answered_with_another_and_accepted(
    browser, live_server, brand: Party, agency: Party
):
    contract = agree_on(brand=brand, agency=agency, read=WITH_LIFE)
    path = f"/contracts/{contract.code}"
    us, them = enrol(agency.manager), enrol(brand.manager)
    ours = sign_in(browser, live_server, agency.manager, f"{path}/amend", us.code(timezone.now()))
    ours.check("[name=change][value='fee.share.a']")
    ours.fill("[name='fee.share.a']", "65")
    expect(ours.locator("#draft-text")).to_contain_text("甲方享有65%，乙方享有35%")
    expect(ours.locator("#draft-text .st")).to_contain_text("读回来一致")
    first = ours.input_value("[name=effective_on]")
    ours.fill("[name=effective_on]", f"{first[:8]}15")
    expect(ours.locator("#draft-text")).to_contain_text("不是一月的第一天")
    ours.fill("[name=effective_on]", first)
    expect(ours.locator("#draft-text .st")).to_contain_text("读回来一致")
    with ours.expect_navigation():
        ours.dblclick("button:has-text('提给对方')")
    expect(ours.locator("h1 + .sub .st")).to_have_text("等对方同意")

    theirs = sign_in(browser, live_server, brand.manager, "/", them.code(timezone.now()), **PHONE)
    follow(theirs, "a:has-text('答复补充协议 1')")
    expect(theirs.locator(".swap", has_text="甲方分成")).to_contain_text("65%")
    expect(theirs.locator(".worth-t")).to_contain_text("+¥")
    assert fits(theirs)
    follow(theirs, "text=改一改，另提一份")
    expect(theirs.locator("[name=change][value='fee.share.a']")).to_be_checked()
    theirs.fill("[name='fee.share.a']", "68")
    expect(theirs.locator("#draft-text")).to_contain_text("乙方享有32%")
    assert fits(theirs)
    follow(theirs, "button:has-text('提给对方')")

    ours.reload()
    expect(ours.locator("h1 + .sub .st")).to_have_text("对方另提了一份")
    ours.goto(f"{live_server.url}{path}/amendments/2")
    accept(ours)
    expect(ours.locator("h1 + .sub .st")).to_have_text("已同意，等签署")
    ours.goto(live_server.url + path)
    expect(ours.locator("#pane-terms")).not_to_contain_text("32%")

    name_signatory(agency)
    name_signatory(brand)
    ours.goto(f"{live_server.url}{path}/amendments/2")
    follow(ours, "a.main:has-text('签署补充协议')")
    expect(ours.locator("#checks")).to_contain_text("都已就绪")
    sign(ours, us)
    expect(ours.locator("main .note.info")).to_contain_text("你们已签，等甲方签")
    theirs.goto(live_server.url)
    follow(theirs, "a:has-text('签署补充协议 2')")
    box = theirs.locator(".do button.main").bounding_box()
    assert box["y"] + box["height"] <= 844 and fits(theirs)
    sign(theirs, them)
    with theirs.expect_download() as download:
        theirs.click("text=下载签好的 PDF")
    pdf = Path(download.value.path())
    theirs.goto(f"{live_server.url}/verify")
    theirs.set_input_files(
        "[name=bundle]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": pdf.read_bytes()}
    )
    expect(theirs.locator("main")).to_contain_text("就是存证里的那一份")
    expect(theirs.locator("main")).to_contain_text("补充协议 2")

    ours.goto(f"{live_server.url}{path}/amendments/2")
    expect(ours.locator("h1 + .sub .st")).to_contain_text("已签")
    ours.goto(live_server.url + path)
    expect(ours.locator("#pane-terms")).to_contain_text("32%")
    ours.goto(f"{live_server.url}{path}/terms?on={first}")
    expect(ours.locator(".held", has_text="乙方分成")).to_contain_text("补充协议 2")
    assert ours.complaints == theirs.complaints == []


def test_a_paper_is_pasted_and_accepted_on_phones(browser, live_server, brand: Party, agency: Party):
    contract = agree_on(brand=brand, agency=agency, read=WITH_LIFE)
    path = f"/contracts/{contract.code}"
    theirs = sign_in(browser, live_server, brand.manager, f"{path}/amend/text", **PHONE)
    theirs.fill("[name=text]", supplement(LONGER.replace("2027年8月31日", "2039年8月31日"), FLOOR).text)
    theirs.click("button:has-text('读入')")
    expect(theirs.locator("[name=change][value='term.end']")).to_be_checked()
    expect(theirs.locator("[name=change]")).to_have_count(1)  # the floor is agreed already
    assert fits(theirs)
    follow(theirs, "button:has-text('提给对方')")
    expect(theirs.locator("h1 + .sub .st")).to_have_text("等对方同意")

    ours = sign_in(browser, live_server, agency.manager, f"{path}/amendments/1", **PHONE)
    accept(ours)
    expect(ours.locator("h1 + .sub .st")).to_have_text("已同意，等签署")
    follow(ours, "a:has-text('签署页')")
    ours.click("summary:has-text('登记签好的纸质补充协议')")
    ours.fill("[name=signed_on]", day_of(timezone.now()).isoformat())
    scan = {"name": "补充协议.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"}
    ours.set_input_files("[name=scan]", scan)
    follow(ours, "button:has-text('登记，请对方确认')")
    assert fits(ours)
    theirs.goto(live_server.url)
    follow(theirs, "a:has-text('确认补充协议 1 的纸上签署')")
    follow(theirs, "button:has-text('确认同一份原件')")
    expect(theirs.locator("#sides")).to_contain_text("已在纸上签署")
    ours.goto(live_server.url + path)
    expect(ours.locator("#life")).to_contain_text("2039-08-31")
    assert fits(ours)
    assert ours.complaints == theirs.complaints == []
