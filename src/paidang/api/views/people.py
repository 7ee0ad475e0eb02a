"""The people of both sides of a contract, by name and role: whom lessons, shifts and roles are given to."""

from django.http import HttpRequest
from ninja import Router

from paidang.api.views.route import reads
from paidang.api.views.shapes import Code, Shape, Side
from paidang.contracts.queries import get_contract
from paidang.team.queries import list_people

router = Router(tags=["contracts"])


class PersonOut(Shape):
    """Somebody who is active."""

    id: int
    name: str
    side: Side
    roles: list[str]


class People(Shape):
    """Of both organisations."""

    items: list[PersonOut]


@reads(router, "/contracts/{code}/people", People)
def list_contract_people(request: HttpRequest, code: Code) -> People:
    """Who is active on either side, with the ids by which other routes name people."""
    contract = get_contract(code)
    sides = (("a", contract.brand_id), ("b", contract.agency_id))
    items = [
        PersonOut(id=one.pk, name=one.name, side=side, roles=sorted(one.roles))
        for side, org_id in sides
        if org_id
        for one in list_people(org_id)
        if one.is_active
    ]
    return People(items=items)
