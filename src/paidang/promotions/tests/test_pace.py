"""The pace of packers from packed parcels, and of customer service from its files and rota; whose word counts without them."""

from datetime import datetime, timedelta

import pytest
from tests.cast import Party, acting
from tests.goods import AT, JD

from paidang.aftersales.actions.norms import answer_norms, propose_norms
from paidang.aftersales.rules.clocks import NORM_ACTS
from paidang.contracts.models import Contract
from paidang.kit.outcome import NotAllowed
from paidang.orders.models import Parcel, ParcelLine
from paidang.promotions.actions import UnableToPromote, set_packing, set_service_pace
from paidang.promotions.queries.check import Asked, Plan, check_plan
from paidang.promotions.queries.inquiries import list_told, load_inquiries, load_sold, load_talks
from paidang.promotions.queries.pace import load_pace, load_packed
from paidang.promotions.rules.inquiries import Talks
from paidang.promotions.rules.pace import Packed
from paidang.promotions.rules.readiness import STAFF
from paidang.staffing.models import ServiceDay, Shift
from paidang.stock.models import Warehouse
from paidang.team.models import Person


def pack(contract: Contract, person: Person, at: datetime, units: int, **more: object) -> None:
    code = f"P{Parcel.objects.count() + 1}"
    parcel = Parcel.objects.create(contract=contract, code=code, packed_by=person, packed_at=at, **more)
    ParcelLine.objects.create(
        contract=contract, parcel=parcel, order_id=code, line_id=code, sku="CUP", quantity=units
    )


def test_a_pace_is_learned_from_packed_parcels_until_somebody_says_another(
    priced: Contract, brand: Party, outsider: Party
):
    luo, other = brand.people["brand_warehouse"], brand.manager
    day = AT - timedelta(days=3)
    with acting(luo):
        for hour in range(7):
            pack(priced, luo, day + timedelta(hours=hour, minutes=1), 20)
            pack(priced, luo, day + timedelta(hours=hour, minutes=31), 20)
        assert load_pace(priced, AT - timedelta(days=1)) is None, "seven hours of a person are too few"
        pack(priced, other, day, 30)
        pack(priced, luo, AT - timedelta(days=30), 500)
        pack(priced, luo, AT, 500)
        pack(priced, luo, day, 500, unpacked_by=luo, unpacked_at=AT)
        assert load_packed(priced, AT + timedelta(hours=1)) == Packed(310, 15, 8, 1), (
            "older ones, today's and what was unpacked do not count"
        )
        Shift.objects.create(
            contract=priced, role="warehouse", side="a", store="", person=luo, day=(AT + timedelta(days=2)).date(), from_hour=9,
            until_hour=13, put_by=luo, put_at=AT,
        )  # fmt: skip
        starts = AT + timedelta(days=2)
        plan = Plan(
            JD, starts, starts + timedelta(hours=4), AT + timedelta(hours=8), [Asked("CUP", 13000, 200)]
        )
        [staff] = [one for one in check_plan(priced, plan, AT).checks if one.key == STAFF]
        assert "排班只发得出 155 件" in (staff.hint or "") and "近 4 周 8 个人时装了 310 件" in (
            staff.hint or ""
        )
        warehouse = Warehouse.objects.create(
            contract=priced, name="余杭仓", owner=brand.org, added_by=luo, added_at=AT
        )
        set_packing(
            person=luo, at=AT, code=priced.code, warehouse_id=warehouse.pk, units_a_day=120, ship_hours=48, units_an_hour=30
        )  # fmt: skip
        pace = load_pace(priced, AT)
        assert pace and pace.packs(4) == 120 and "30 件" in pace.words
    with acting(outsider.manager):
        assert load_packed(priced, AT).units == 0


def test_what_customer_service_has_to_do_is_measured_else_as_either_side_says(
    priced: Contract, brand: Party, agency: Party, outsider: Party
):
    chat = agency.people["agency_service"]
    with acting(chat):
        found, unknown = load_inquiries(priced, JD, AT)
        assert found is None and len(unknown) == 2
        pace = {"at": AT, "code": priced.code, "of_100_orders": 50}
        set_service_pace(person=chat, **pace, minutes=6)
        found, _unknown = load_inquiries(priced, JD, AT)
        assert found and (found.of(100), found.minutes_for(100)) == (50, 300)
        yesterday = (AT - timedelta(days=1)).date()
        for day, talks in ((yesterday, 40), (AT.date(), 900)):  # today is not over
            ServiceDay.objects.create(
                contract=priced, store=JD.store, day=day, conversations=talks, first_response_seconds=30, resolved=9,
                file_sha256="0" * 64, handed_in_by=chat, handed_in_at=AT,
            )  # fmt: skip
        Shift.objects.create(
            contract=priced, role="customer_service", side="b", store="", person=chat, day=yesterday, from_hour=9, until_hour=13,
            put_by=chat, put_at=AT,
        )  # fmt: skip
        assert load_sold(priced, JD, AT, list_told(priced, AT)).conversations == 40
        assert load_talks(priced, AT, list_told(priced, AT)) == [Talks(yesterday, 40, 4)]
        with pytest.raises(UnableToPromote):
            set_service_pace(person=chat, **pace, minutes=0)
    with acting(agency.finance), pytest.raises(NotAllowed):
        set_service_pace(person=agency.finance, **pace, minutes=5)
    with acting(brand.manager):
        set_service_pace(person=brand.manager, **pace, minutes=5)
        found, _unknown = load_inquiries(priced, JD, AT)
        assert found and found.minutes_for(100) == 300, (
            "what the busiest day took goes before what is said: 6 minutes"
        )
        figures = dict.fromkeys(NORM_ACTS, 60) | {"talk_minutes": 4}
        told = {"at": AT, "code": priced.code}
        propose_norms(person=brand.manager, **told, text="四分钟一个", figures=figures, from_day=AT.date())
        found, _unknown = load_inquiries(priced, JD, AT)
        assert found and found.minutes_for(100) == 300, "proposed is not agreed"
    with acting(agency.manager):
        answer_norms(person=agency.manager, **told, number=1, agrees=True)
        found, _unknown = load_inquiries(priced, JD, AT)
        assert found and found.minutes_for(100) == 200 and "客服规范第 1 版" in found.words[1]
    with acting(outsider.manager):
        assert load_talks(priced, AT, list_told(priced, AT)) == []
