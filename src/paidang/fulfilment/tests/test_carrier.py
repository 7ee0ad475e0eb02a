"""A JD order from its platform to its buyer: numbers from the carrier's interface, the platform told, the parcel followed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from tests.cast import Party, acting, shanghai

from paidang.channels.jd.documents import map_document
from paidang.channels.sandbox.server import SandboxServer
from paidang.channels.sandbox.world import build_world
from paidang.contracts.models import Contract
from paidang.fulfilment import actions
from paidang.fulfilment.actions.carrier import NEEDED, follow_parcels
from paidang.fulfilment.models import CarrierAccount, Pack, TrackingEvent
from paidang.fulfilment.tests.packing import packs_of, scan, ship, warehouse_of, wave
from paidang.intake.tests.goods import HOUSE, declare, order, sell
from paidang.kit.outcome import NotAllowed
from paidang.orders.models import Parcel
from paidang.stores.actions import connect_store, take_in
from paidang.stores.models import OutgoingAct
from paidang.stores.tests.jd import order as jd_order
from paidang.stores.tests.test_acts import given

AT = shanghai("2026-03-07 10:00")
SENDER = {
    "sender": "青岚仓库", "phone": "0571-88", "province": "浙江省", "city": "杭州市", "district": "余杭区", "address": "良渚 1 号",
}  # fmt: skip


class Clock:
    now = AT

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def base_url(clock: Clock, settings: Any) -> Iterator[str]:
    server = SandboxServer(0, build_world(7, AT, clock, days=1, orders=0))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    settings.STORE_ADDRESSES = [server.base_url]
    yield server.base_url
    server.shutdown()
    server.server_close()


def test_numbers_are_fetched_told_and_followed(
    contract_in_force: Contract, brand: Party, agency: Party, outsider: Party, base_url: str, clock: Clock
) -> None:
    contract, person, operator = contract_in_force, warehouse_of(brand), agency.people["agency_operator"]
    declare(person, contract, f"{HOUSE},QL-1,9", at=shanghai("2026-03-02 09:00"))
    with acting(operator):
        link = connect_store(person=operator, at=AT, code=contract.code, given=given(), since=AT)
        take_in(person=operator, at=AT, link_id=link.pk, documents=[jd_order()], map_document=map_document)
    sell(operator, contract, order("L1", paid="03-05 09:00", store="甲店", channel="shop"), at=AT)
    made = wave(person, contract, at=AT)
    by_file, by_jd = packs_of(person, made)
    assert (by_jd.orders[0], by_jd.parcel.city, by_file.parcel.city) == ("3001", "杭州市", "")
    where = {"person": person, "code": contract.code, "clock": clock}
    values = {"provider": "sandbox-provider", "secret": "sandbox-secret", "app_code": "sandbox-app", **SENDER}
    with acting(person):
        with pytest.raises(actions.UnableToFulfil) as no:
            actions.fetch_waybills(**where, wave_code=made.code)
        assert no.value.code == "CARRIER_MISSING"
        for address, wrong in ((base_url, {"secret": ""}), ("http://169.254.169.254", {})):
            with pytest.raises(actions.UnableToFulfil) as no:
                actions.set_carrier_account(
                    person=person, at=AT, code=contract.code, base_url=address, values={**values, **wrong}
                )
            assert no.value.code == "CARRIER_INCOMPLETE"
        for secret in ("wrong", "sandbox-secret"):
            actions.set_carrier_account(
                person=person,
                at=AT,
                code=contract.code,
                base_url=base_url,
                values={**values, "secret": secret},
            )
            if secret == "wrong":
                with pytest.raises(actions.UnableToFulfil) as no:
                    actions.fetch_waybills(**where, wave_code=made.code)
                assert no.value.code == "CARRIER_REFUSED"
        assert set(NEEDED) == set(values) and "sandbox-secret" not in CarrierAccount.objects.get().sealed
        taken = actions.fetch_waybills(**where, wave_code=made.code)
        assert (taken.given, [code for code, _why in taken.refused]) == (1, [by_file.code])
        first = Pack.objects.get(pk=by_jd.pk)
        assert first.parcel.waybill.startswith("SF") and first.parcel.waybill_by_us and first.parcel.route
        assert actions.cancel_waybill(**where, pack_id=first.pk).parcel.waybill == ""
        assert actions.fetch_waybills(**where, wave_code=made.code).given == 1
    with acting(operator), pytest.raises(NotAllowed):
        actions.fetch_waybills(person=operator, code=contract.code, wave_code=made.code, clock=clock)
    with acting(agency.manager):
        assert not CarrierAccount.objects.exists(), "the brand's own"
    for _ in range(2):
        scan(person, by_jd, "QL-1", at=AT)
    done = ship(person, by_jd, at=AT)
    assert [one.pk for one in done.packs] == [by_jd.pk] and done.links == [link]
    with acting(operator):
        told = OutgoingAct.objects.get()
        waybill = Pack.objects.get(pk=by_jd.pk).parcel.waybill
        assert (told.body["carrier"], told.body["waybill"], told.body["line_ids"]) == ("467", waybill, [])
        assert Parcel.objects.get(code=by_jd.code).waybill == waybill
    for hours, new in ((3, 1), (0, 0), (40, 3), (1, 0)):
        clock.now += timedelta(hours=hours)
        assert follow_parcels(org_id=person.org_id, clock=clock) == new
    with acting(person):
        assert TrackingEvent.objects.order_by("at").last().words == "已签收"
    assert follow_parcels(org_id=outsider.org.pk, clock=clock) == 0
    with acting(outsider.manager):
        assert not TrackingEvent.objects.exists()
