"""The pace of packers from packed parcels: whose hour counts, what does not, and whose word goes before it."""

from datetime import datetime, timedelta

from tests.cast import Party, acting
from tests.goods import AT, JD

from paidang.contracts.models import Contract
from paidang.orders.models import Parcel, ParcelLine
from paidang.promotions.actions import set_packing
from paidang.promotions.queries.check import Asked, Plan, check_plan
from paidang.promotions.queries.pace import load_pace, load_packed
from paidang.promotions.rules.pace import Packed
from paidang.promotions.rules.readiness import STAFF
from paidang.staffing.models import Shift
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
