"""Cases that a platform tells of: opened once, followed, and their refund gets the cause that was decided."""

from typing import Any

import pytest
from tests.cast import Party, acting, shanghai

from paidang.aftersales import actions, tasks
from paidang.aftersales.actions.late import set_late_duties
from paidang.aftersales.actions.platform import take_platform_cases
from paidang.aftersales.models import Case
from paidang.aftersales.tests.cases import LATER, come_back, decide, on
from paidang.channels.link.documents import Document
from paidang.contracts.models import Contract
from paidang.duties.queries import list_open
from paidang.orders.models import Refund
from paidang.stores.models import StoreLink
from paidang.stores.tests.jd import order, shipped
from paidang.stores.tests.test_take_in import link, taken

__all__ = ["link"]
AT = shanghai("2026-03-09 10:00")


def service(status: str, *, at: str, **changes: Any) -> Document:
    """A return of one unit for a crack at JD, in a state."""
    row = {
        "serviceId": "701", "applyId": "1", "orderId": "3001", "applyTime": "2026-03-09 09:00:00", "approveTime": at,
        "processTime": at, "customerExpect": 10, "serviceStatus": status, "skuId": "70001", "wareName": "盖碗",
        "actualPayPrice": "125.00", "questionDesc": "杯口有裂纹", "approveResult": "", "processResult": "", "expressCode": "",
    }  # fmt: skip
    return Document("case", "701", {"service": {**row, **changes}, "order": dict(shipped().body)})


def look(contract: Contract, agency: Party) -> int:
    with acting(agency.people["agency_operator"]):
        return take_platform_cases(contract, at=AT)


def test_a_case_of_jd_from_the_request_to_its_refund(
    link: StoreLink, contract_in_force: Contract, agency: Party, brand: Party
) -> None:
    contract, operator = contract_in_force, agency.people["agency_operator"]
    taken(link, operator, service("10001", at="2026-03-09 09:00:00"))
    assert look(contract, agency) == 0, "its order is not in the facts yet"
    taken(link, operator, order(), shipped())
    assert (look(contract, agency), look(contract, agency)) == (1, 0)
    with acting(operator):
        case = Case.objects.get()
        line = case.lines.get()
        assert (case.state, case.reason, case.wish, case.due_act) == (
            "asked",
            "quality",
            "return_goods",
            "respond",
        )
        assert (line.quantity, line.refund_id) == (1, "3001-QL-1-701")
        set_late_duties(contract, at=LATER)
        [duty] = [one for one in list_open([contract.pk]) if one.kind == "serve_cases"]
        assert (duty.side, duty.facts) == ("b", {"count": 1})
    with on(operator, case) as act:
        actions.accept_case(**act)  # type: ignore[arg-type]
        assert actions.accept_case(**act).state == "open"  # type: ignore[arg-type]
    taken(link, operator, service("10005", at="2026-03-10 09:00:00", expressCode="SF8830"))
    assert (look(contract, agency), look(contract, agency)) == (1, 0)
    case = come_back(brand.people["brand_warehouse"], case)
    assert case.return_waybill == "SF8830"
    decide(operator, case)
    with acting(operator):
        assert not Refund.objects.exists(), "JD has not paid it back yet"
        assert not [one for one in list_open([contract.pk]) if one.kind == "serve_cases"]
    done = service("10010", at="2026-03-14 09:00:00", expressCode="SF8830")
    taken(link, operator, done, at=shanghai("2026-03-14 10:00"))
    with acting(operator):
        refund = Refund.objects.get()
        assert (refund.refund_id, refund.cause, refund.restocked) == ("3001-QL-1-701", "quality", False)
    assert look(contract, agency) == 0


def test_what_the_buyer_withdrew_or_jd_ended_before_opens_nothing(
    link: StoreLink, contract_in_force: Contract, agency: Party
) -> None:
    operator = agency.people["agency_operator"]
    taken(link, operator, order(), shipped(), service("10001", at="2026-03-09 09:00:00"))
    assert look(contract_in_force, agency) == 1
    taken(link, operator, service("10011", at="2026-03-09 11:00:00"))
    assert (look(contract_in_force, agency), look(contract_in_force, agency)) == (1, 0)
    with acting(operator):
        assert Case.objects.get().state == "withdrawn"


@pytest.mark.django_db
def test_the_worker_looks_for_every_agency(
    link: StoreLink, contract_in_force: Contract, agency: Party, outsider: Party
) -> None:
    operator = agency.people["agency_operator"]
    taken(link, operator, order(), shipped(), service("10001", at="2026-03-09 09:00:00"))
    tasks.look(timestamp=0)
    with acting(operator):
        assert Case.objects.count() == 1
        assert [one.kind for one in list_open([contract_in_force.pk]) if one.kind.endswith("_cases")] == [
            "serve_cases"
        ]
    with acting(outsider.manager):
        assert not Case.objects.exists()
