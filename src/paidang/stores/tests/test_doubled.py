"""A 微信小店 that answers with an order's goods twice: what could not be read waits, until the order comes whole again."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.cast import acting

from paidang.channels.sandbox import acts
from paidang.channels.sandbox.faults import make_fault
from paidang.channels.sandbox.server import SandboxServer
from paidang.channels.sandbox.world import World, build_world
from paidang.contracts.models import Contract
from paidang.duties.queries import is_open
from paidang.intake.models import QuarantineRow
from paidang.orders.models import OrderLine
from paidang.stores import actions
from paidang.stores.models import StoreLink
from paidang.stores.tests.test_acts import AT, clock, given
from paidang.team.models import Person


@pytest.fixture
def shop(
    contract_in_force: Contract, agency_operator: Person, settings: Any
) -> Iterator[tuple[World, StoreLink]]:
    world = build_world(3, AT, clock, days=1, orders=0)
    server = SandboxServer(0, world)
    settings.STORE_ADDRESSES = [server.base_url]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    stall = world.stalls["wechat"]
    keys = {name: str(stall.platform.credentials()[name]) for name in ("appid", "secret")}
    whole = given(platform="wechat", store="青岚小店", base_url=server.base_url, credentials=keys)
    with acting(agency_operator):
        link = actions.connect_store(
            person=agency_operator, at=AT, code=contract_in_force.code, given=whole, since=AT - timedelta(hours=1)
        )  # fmt: skip
    yield world, link
    server.shutdown()
    server.server_close()


def test_a_doubled_order_waits_until_it_comes_whole_again(shop: tuple[World, StoreLink]) -> None:
    world, link = shop
    stall = world.stalls["wechat"]
    acts.pay(stall.platform.shop, stall.buyers.buy(AT - timedelta(minutes=5)), AT - timedelta(minutes=4))

    def tend(minutes: int, *faults: str) -> list[tuple[str, bool]]:
        """Pulled so many minutes later, with faults of one call; the rows' states, and whether somebody is to mend them."""
        for name in faults:
            world.add_fault("wechat", make_fault({"name": name, "on": "/order/get"}))
        at = AT + timedelta(minutes=minutes)
        actions.tend_store(link_id=link.pk, org_id=link.contract.agency_id, clock=lambda: at)
        with acting(link.connected_by):
            owed = is_open(link.contract_id, f"mend_rows:store:{link.store}")
            return [(row.state, owed) for row in QuarantineRow.objects.order_by("pk")]

    assert tend(0) == []
    assert tend(1, "duplicated_rows") == [("open", True)]
    assert tend(2, "out_of_order") == tend(3) == [("discarded", False)]
    with acting(link.connected_by):
        assert OrderLine.objects.values("order_id").distinct().count() == 1
