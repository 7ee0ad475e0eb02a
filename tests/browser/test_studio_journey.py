"""A main picture in two versions: the brand pins and returns it on a phone, then signs it off; the page waits for its other picture."""

from paidang.catalog.models import Product
from paidang.studio.tests.drawn import bowl
from tests.browser.people import MARKS, follow, see, sign_in
from tests.browser.test_statement_journey import is_sideways
from tests.cast import acting

pytestmark = MARKS


def jpeg(name, content):
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def loaded(page, selector):
    page.locator(selector).first.evaluate("img => img.decode()")


def test_two_versions_a_pin_on_a_phone_and_a_page_that_waits(
    browser, live_server, contract_in_force, brand, agency
):
    with acting(agency.manager):
        Product.objects.create(contract=contract_in_force, title="青瓷盖碗")
    code = contract_in_force.code
    grey, green, detail = bowl(glaze="#999999"), bowl(glaze="#7fb099"), bowl(800, 1400)

    ours = sign_in(browser, live_server, agency.people["agency_operator"], "/studio")
    ours.keyboard.press("e")
    ours.set_input_files("#hand-in [name=file]", jpeg("碗.jpg", grey))
    with ours.expect_navigation(url=f"**/studio/{code}/1"):
        ours.click("#hand-in button.main")
    loaded(ours, ".shot img")
    follow(ours, ".acts form button.main")

    phone = sign_in(browser, live_server, brand.manager, f"/studio/{code}/1", width=390, height=844)
    assert not is_sideways(phone)
    loaded(phone, ".shot img")
    box = phone.locator(".shot img").bounding_box()
    phone.mouse.click(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.4)
    phone.fill("#pin textarea", "釉色偏灰")
    follow(phone, "#pin button.main")
    phone.locator(".pins .pin").wait_for()
    pin = phone.locator(".pins .pin circle").last.bounding_box()
    box = phone.locator(".shot img").bounding_box()
    assert abs(pin["x"] + pin["width"] / 2 - box["x"] - box["width"] * 0.7) < 4
    phone.click("[data-open=return]")
    phone.fill("#return textarea", "照样品调青")
    follow(phone, "#return button.main")
    see(phone, "已请乙方修改")

    ours.goto(f"{live_server.url}/studio/{code}/1")
    ours.click("[data-open=version]")
    ours.set_input_files("#version [name=file]", jpeg("碗2.jpg", green))
    ours.fill("#version [name=note]", "照样品校色")
    with ours.expect_navigation():
        ours.click("#version button.main")
    see(ours, "照样品校色")
    ours.click("[data-compare=slide]")
    ours.locator(".slide input").fill("20")
    assert (
        ours.evaluate("getComputedStyle(document.querySelector('.shots .shot + .shot figure')).clipPath")
        == "inset(0px 0px 0px 20%)"
    )
    follow(ours, ".acts form button.main")

    phone.reload()
    phone.click("[data-open=approve]")
    follow(phone, "#approve button.main")
    see(phone, "这一版可以对外发布")
    assert not is_sideways(phone)

    ours.goto(f"{live_server.url}/studio")
    ours.keyboard.press("e")
    ours.select_option("#hand-in [name=kind]", "detail")
    ours.set_input_files("#hand-in [name=file]", jpeg("细节.jpg", detail))
    broken = []
    ours.route("**/uploads/*?offset=*", lambda route: broken.append(route) or route.abort(), times=2)
    with ours.expect_navigation(url=f"**/studio/{code}/2"):
        ours.click("#hand-in button.main")
    assert len(broken) == 2  # the connection was lost twice, and nobody pressed again
    ours.goto(f"{live_server.url}/studio/{code}/pages")
    ours.keyboard.press("e")
    follow(ours, "#begin button.main")
    for place, nth in (("main", 0), ("detail", 1)):
        ours.click(f"[data-open=add-{place}]")
        with ours.expect_navigation():
            ours.locator(f"#add-{place} .chooser button").nth(nth).click()
    ours.click("[data-open=add-text]")
    ours.fill("#add-text textarea", "手工拉坯，国家级匠人")
    follow(ours, "#add-text button.main")
    see(ours, "文字或图里有广告法第九条的用语")
    ours.locator("[data-order=detail] li").nth(1).get_by_label("上移").focus()
    with ours.expect_navigation():
        ours.keyboard.press("Enter")
    assert (
        ours.locator("[data-order=detail] li").first.locator("textarea").input_value()
        == "手工拉坯，国家级匠人"
    )
    follow(ours, ".acts form button.main")
    made = ours.url.removeprefix(live_server.url)

    phone.goto(live_server.url + made)
    loaded(phone, ".seen .reel img")
    assert not is_sideways(phone)
    phone.click("[data-open=approve]")
    follow(phone, "#approve button.main")
    see(phone, "整页已书面确认")
    ours.reload()
    ours.get_by_role("button", name="发布").click()
    see(ours, "不能发布：T-0002 第 1 版没有甲方的书面确认")
    assert ours.complaints == phone.complaints == []
