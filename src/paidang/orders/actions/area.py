"""Where is delivered to, and which city is the brand's own."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from paidang.contracts.queries import get_contract
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.orders.actions.allowed import check_may_handle
from paidang.orders.actions.noting import record
from paidang.orders.models import DeliveryArea, Store
from paidang.orders.rules.holding import short_place
from paidang.team.models import Person

PLACE_CHARS, PLACES_MAX = 40, 40


class UnableToSetArea(UnableTo):
    code = "AREA_NOT_SET"


@clause("OP-3-E-1")
@transaction.atomic
def set_area(
    *, person: Person, at: datetime, code: str, store: str, provinces: Collection[str], same_city: str
) -> DeliveryArea:
    """Say to which provinces a store delivers (none: everywhere) and which city the brand supplies itself; no store: all.

    Orders that come in from now on are held where they go elsewhere.
    """
    contract = get_contract(code, lock=True)
    check_may_handle(person, contract)
    if contract.agency_id != person.org_id:
        raise UnableToSetArea(say("配送范围由乙方定"), remedy=say("请乙方的运营来定。"))
    if store and not Store.objects.filter(contract=contract, name=store).exists():
        raise UnableToSetArea(say("没有店铺 {store}", store=store[:80]))
    places = list(dict.fromkeys(short_place(each) for each in provinces if each.strip()))
    if len(places) > PLACES_MAX or any(len(each) > PLACE_CHARS for each in [*places, same_city]):
        raise UnableToSetArea(
            say("省份最多 {most} 个，每个最多 {chars} 字", most=PLACES_MAX, chars=PLACE_CHARS)
        )
    area, _is_new = DeliveryArea.objects.update_or_create(
        contract=contract,
        store=store,
        defaults={"provinces": places, "same_city": same_city.strip(), "set_by": person, "set_at": at},
    )
    record(contract, person, at, "orders.area_set", [], {"store": store, "provinces": len(places)})
    return area
