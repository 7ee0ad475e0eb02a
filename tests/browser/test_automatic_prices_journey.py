"""A promotion whose prices go out by themselves: approved on a phone, out at its start without a hand, back once it is withdrawn."""

import threading
from datetime import datetime, timedelta

from playwright.sync_api import expect

from paidang.catalog.models import FactoryPrice, RetailPrice
from paidang.channels.sandbox.server import SandboxServer
from paidang.channels.sandbox.world import build_world
from paidang.kit.period import SHANGHAI
from paidang.promotions.actions import tend_prices
from paidang.stores import actions as stores
from paidang.stores.tests.test_acts import given
from tests.browser.people import MARKS, follow, see, sign_in
from tests.browser.test_statement_journey import is_sideways
from tests.cast import acting

pytestmark = MARKS
MINUTE = timedelta(minutes=1)


def typed(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M")


def test_prices_go_out_at_their_time_and_the_list_says_how_far_each_is(
    browser, live_server, contract_in_force, brand, agency, settings
):
    begun = datetime.now(SHANGHAI).replace(second=0, microsecond=0)
    clock, code = [begun], contract_in_force.code
    world = build_world(3, begun, lambda: clock[0], days=1, orders=0)
    server = SandboxServer(0, world)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    settings.STORE_ADDRESSES = [server.base_url]
    platform = world.stalls["jd"].platform
    goods = list(platform.shop.goods.values())[:2]
    before, lower = [one.price_fen for one in goods], [one.price_fen - 1000 for one in goods]
    with acting(agency.manager):
        link = stores.connect_store(
            person=agency.manager, at=begun, code=code, since=begun - MINUTE,
            given=given(base_url=server.base_url, credentials=dict(platform.credentials())),
        )  # fmt: skip
    with acting(brand.manager):
        for one in goods:
            said = {
                "contract": contract_in_force, "sku": one.sku, "valid_from": begun.date() - timedelta(days=9),
                "declared_by": brand.manager, "declared_at": begun,
            }  # fmt: skip
            FactoryPrice.objects.create(factory_price_fen=100, **said)
            RetailPrice.objects.create(min_retail_price_fen=200, **said)

    def listed() -> list[int]:
        return [platform.shop.goods[one.sku_id].price_fen for one in goods]

    def tend(at: datetime) -> None:
        """What a minute's jobs do, twice: prices are asked for, sent, and seen."""
        clock[0] = at
        for _twice in range(2):
            with acting(agency.manager):
                tend_prices(contract_in_force, 1, at=at)
            stores.tend_store(link_id=link.pk, org_id=agency.org.pk, clock=lambda: at)
        with acting(agency.manager):
            tend_prices(contract_in_force, 1, at=at)

    stores.tend_store(link_id=link.pk, org_id=agency.org.pk, clock=lambda: begun)  # reads what it lists
    starts = begun + timedelta(hours=2)
    ours = sign_in(browser, live_server, agency.manager, f"/contracts/{code}/promotions/new?lane=own")
    ours.fill("[name=title]", "店庆")
    for name, hours in (("answer_by", 1), ("starts", 2), ("ends", 5)):
        ours.fill(f"[name={name}]", typed(begun + timedelta(hours=hours)))
    ours.fill(
        "[name=lines]",
        "\n".join(f"{one.sku},{fen / 100:.2f},20" for one, fen in zip(goods, lower, strict=True)),
    )
    ours.select_option("[name=way]", "link")
    follow(ours, "form button.main")
    see(ours, "到点自动改价")
    follow(ours, ".head .btn.main")
    see(ours, "已报给甲方，等答复")

    theirs = sign_in(
        browser, live_server, brand.manager, f"/contracts/{code}/promotions/1", width=390, height=844
    )
    theirs.click("[data-open=approve]")
    expect(theirs.locator("#approve")).to_contain_text("到点由拍档改挂牌价，结束改回")
    follow(theirs, "#approve button.main")
    see(theirs, "已批准")

    ours.reload()
    expect(ours.locator("[data-open=live]")).to_have_count(0)  # nobody has to press anything
    tend(starts - MINUTE)
    assert listed() == before
    tend(starts)
    assert listed() == lower
    for page in (ours, theirs):
        page.reload()
        expect(page.locator("#prices tbody tr")).to_have_count(2)
        expect(page.locator("#prices").get_by_text("平台上是活动价")).to_have_count(2)
    assert not is_sideways(theirs)

    ours.click("[data-open=withdraw]")
    expect(ours.locator("#withdraw")).to_contain_text("一分钟内发出原价")
    follow(ours, "#withdraw .btn.bad")
    tend(starts + MINUTE)
    tend(starts + 2 * MINUTE)
    assert listed() == before
    theirs.reload()
    expect(theirs.locator("#prices").get_by_text("平台上是原价")).to_have_count(2)
    assert not ours.complaints and not theirs.complaints
    server.shutdown()
    server.server_close()
