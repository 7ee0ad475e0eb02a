"""Two people sign one contract, one of them on a phone: a wrong code, a double click, and the PDF that both take away."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import expect

from paidang.contracts.actions import StepWanted, set_approval_steps
from paidang.contracts.models import Signing
from paidang.contracts.queries import find_signed_pdf, get_contract, get_signable
from paidang.printing.contract_signed import check_seals
from tests.browser.people import MARKS, follow, sign_in
from tests.cast import Party, acting
from tests.signing import Signer, enrol, name_signatory

pytestmark = MARKS


def type_code(page, signer: Signer) -> None:
    """The code of the next step: the door has used up that of now."""
    page.fill("[name=code]", signer.code(timezone.now() + timedelta(seconds=30)))


def test_from_accepted_to_the_signed_pdf(
    browser, live_server, accepted_contract, brand: Party, agency: Party
):
    path = f"/contracts/{accepted_contract.code}"
    us, them = enrol(agency.manager), enrol(brand.manager)
    ours = sign_in(browser, live_server, agency.manager, path, us.code(timezone.now()))
    phone = sign_in(
        browser, live_server, brand.manager, path, them.code(timezone.now()), width=390, height=844
    )
    follow(ours, "text=签署合同")
    expect(ours.locator("#checks")).to_contain_text("没有登记为本单位有权签署的人")
    expect(ours.locator("[name=code]")).to_have_count(0)

    name_signatory(agency)
    name_signatory(brand)
    ours.reload()
    expect(ours.locator("#checks")).to_contain_text("都已就绪")
    ours.fill("[name=code]", "00000")
    ours.click(".do button.main")
    expect(ours.locator("#notices .note.bad")).to_contain_text("验证码不对")
    type_code(ours, us)
    with ours.expect_navigation():
        ours.dblclick(".do button.main")
    ours.wait_for_selector("text=你们已签，等甲方签")

    follow(phone, ".fixed-s >> text=签署合同")
    box = phone.locator(".do button.main").bounding_box()
    assert box["y"] + box["height"] <= 844 and box["height"] >= 44, "the act is within reach of the thumb"
    assert phone.locator("[name=code]").get_attribute("inputmode") == "numeric"
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    type_code(phone, them)
    follow(phone, ".do button.main")
    phone.wait_for_selector("text=双方都已签署")

    with phone.expect_download() as download:
        phone.click("text=下载签好的 PDF")
    pdf = Path(download.value.path()).read_bytes()
    with (
        ThreadPoolExecutor() as beside
    ):  # Playwright's loop runs in this thread, pyHanko wants one of its own
        check = beside.submit(check_seals, pdf).result()
    assert check.is_verified and [seal.side for seal in check.seals] == ["b", "a"]
    with acting(brand.manager):
        assert Signing.objects.count() == 2
        signed = find_signed_pdf(get_signable(get_contract(accepted_contract.code)))
        assert bytes(signed.content) == pdf
    ours.goto(f"{live_server.url}{path}")
    expect(ours.locator(".st:has-text('履行中')")).to_have_count(1)
    assert ours.complaints == phone.complaints == []


def test_an_approver_on_a_phone_lets_it_pass_with_one_button(
    browser, live_server, accepted_contract, agency: Party
):
    with acting(agency.manager):
        set_approval_steps(
            person=agency.manager, at=timezone.now(), steps=[StepWanted(role="agency_finance")]
        )
    phone = sign_in(browser, live_server, agency.finance, "/", width=390, height=844)
    follow(phone, "text=内部审批：签署合同")
    phone.click(".do summary:has-text('退回')")
    phone.fill(".do [name=reason]", "税率要再核")
    follow(phone, "text=退回第一步")
    phone.wait_for_selector(".note.warn:has-text('税率要再核')")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with phone.expect_navigation():
        phone.dblclick(".do button.main")
    phone.wait_for_selector("text=去签署")
    assert phone.complaints == []
