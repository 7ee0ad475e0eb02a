"""A cracked bowl: the agency opens the case, the brand inspects on a phone, both see the reckoning, the statement changes by it."""

from paidang.aftersales.tests.cases import LATER, cup
from paidang.catalog.models import FactoryPrice
from paidang.intake.tests.files import hand_in, lines
from paidang.settlement.queries.trial import run_trial
from tests.browser.people import MARKS, follow, see, sign_in
from tests.browser.test_statement_journey import is_sideways
from tests.cast import acting, shanghai

pytestmark = MARKS
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def profit(contract, party) -> tuple[int, int]:
    """The month's profit and what the agency is due, as a closing at this moment would have it."""
    with acting(party.finance):
        figures = run_trial(contract, "2026-03").figures
        return figures["totals"]["profit"], figures["entitled_b"]


def test_a_cracked_bowl_from_the_call_to_the_fen(
    browser, live_server, contract_in_force, brand, agency, monkeypatch
):
    contract = contract_in_force
    monkeypatch.setattr(
        "django.utils.timezone.now", lambda: LATER
    )  # within the month that is reckoned, whatever the day
    with acting(brand.manager):
        FactoryPrice.objects.create(
            contract=contract, sku="QL-1", valid_from=shanghai("2026-03-01 00:00").date(), factory_price_fen=6200,
            declared_by=brand.manager, declared_at=shanghai("2026-03-01 10:00"),
        )  # fmt: skip
    hand_in(agency.finance, contract, lines(cup("L1")))
    before = profit(contract, agency)

    ours = sign_in(browser, live_server, agency.people["agency_service"], "/cases")
    ours.keyboard.press("e")
    ours.fill("#new-case [name=order]", "O-L1")
    follow(ours, "#new-case button.main")
    ours.check("[name=reason][value=quality]")
    ours.fill("[name=words]", "碗沿有裂纹")
    follow(ours, ".case-new button.main")
    ours.locator(".rule.on", has_text="质量问题：无条件退换").wait_for()
    ours.locator("#effect .lead", has_text="−¥77.82").wait_for()
    ours.keyboard.press("e")
    ours.fill("#await [name=waybill]", "SF8830")
    follow(ours, "#await button.main")

    path = f"/cases/{contract.code}/1"
    phone = sign_in(browser, live_server, brand.people["brand_warehouse"], path, width=390, height=844)
    assert not is_sideways(phone)
    phone.click("[data-open=receive]")
    phone.fill("#receive [name=freight]", "9.20")
    phone.select_option("#receive [name=paid_by]", "b")
    follow(phone, "#receive button.main")
    with phone.expect_navigation():
        phone.set_input_files(
            "input[type=file]", {"name": "crack.png", "mimeType": "image/png", "buffer": PNG}
        )
    phone.locator(".ph img").wait_for()
    phone.locator(".ph img").first.evaluate("img => img.decode()")
    phone.locator(".pick", has_text="不退，原样寄回买家").wait_for()
    phone.check("[value=quality]")
    phone.fill("#inspection textarea", "碗沿内侧起，长 12 mm")
    follow(phone, "#inspection button.main")
    see(phone, "等客服了结")
    assert not is_sideways(phone)

    ours.reload()
    ours.locator("#effect tr", has_text="甲方付乙方 ¥9.20").wait_for()
    ours.keyboard.press("e")
    ours.locator("#refund[open] .money", has_text="¥158.00").wait_for()
    follow(ours, "#refund button.main")
    see(ours, "已写入：退款，可分收益 −¥77.82，其中乙方 −¥23.35，甲方付乙方运费 ¥9.20")
    after = profit(contract, agency)
    assert after[0] - before[0] == -7782
    assert after[1] - before[1] == -2335 + 920
    assert ours.complaints == phone.complaints == []
