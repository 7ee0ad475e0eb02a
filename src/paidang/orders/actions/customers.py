"""Direct customers: the only ones whom goods may be sold to offline. One side names them, the other confirms."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.sentence import say
from paidang.orders.actions.allowed import check_may_handle
from paidang.orders.actions.noting import record
from paidang.orders.models import DirectCustomer
from paidang.orders.rules.working import CUSTOMER_CHARS, REASON_CHARS
from paidang.team.models import Person


class UnableToKeepCustomer(UnableTo):
    """Codes: CUSTOMER_NOT_KEPT, CUSTOMER_OF_OWN_SIDE."""

    code = "CUSTOMER_NOT_KEPT"


@clause("OP-2-B-2")
@transaction.atomic
def name_customer(*, person: Person, at: datetime, code: str, name: str, note: str = "") -> DirectCustomer:
    """Name a direct customer; the other side has to confirm. One that had ended has to be confirmed anew."""
    contract = get_contract(code, lock=True)
    check_may_handle(person, contract)
    name = " ".join(name.split())[:CUSTOMER_CHARS]
    if not name:
        raise UnableToKeepCustomer(say("直接客户要有名称"))
    known = DirectCustomer.objects.filter(contract=contract, name=name).first()
    if known and known.ended_at is None:
        return known
    fields = {
        "note": note.strip()[:REASON_CHARS], "named_by": person, "named_at": at,
        "confirmed_by": None, "confirmed_at": None, "ended_at": None,
    }  # fmt: skip
    customer, _is_new = DirectCustomer.objects.update_or_create(contract=contract, name=name, defaults=fields)
    record(contract, person, at, "orders.customer_named", [], {"name": name})
    return customer


@clause("OP-2-B-2")
@transaction.atomic
def confirm_customer(*, person: Person, at: datetime, code: str, customer_id: int) -> DirectCustomer:
    """Confirm whom the other side has named: from now on orders of theirs are taken. Twice is once."""
    contract, customer = _get(person, code, customer_id)
    if customer.named_by.org_id == person.org_id:
        raise UnableToKeepCustomer(
            say("{name} 要由对方确认", name=customer.name), code="CUSTOMER_OF_OWN_SIDE"
        )
    if customer.confirmed_at is None and customer.ended_at is None:
        customer.confirmed_by, customer.confirmed_at = person, at
        customer.save()
        record(contract, person, at, "orders.customer_confirmed", [], {"name": customer.name})
    return customer


@transaction.atomic
def end_customer(*, person: Person, at: datetime, code: str, customer_id: int) -> DirectCustomer:
    """Take no more orders of a direct customer; either side may. Twice is once."""
    contract, customer = _get(person, code, customer_id)
    if customer.ended_at is None:
        customer.ended_at = at
        customer.save()
        record(contract, person, at, "orders.customer_ended", [], {"name": customer.name})
    return customer


def _get(person: Person, code: str, customer_id: int) -> tuple[Contract, DirectCustomer]:
    contract = get_contract(code, lock=True)
    check_may_handle(person, contract)
    found = DirectCustomer.objects.select_related("named_by").filter(contract=contract, pk=customer_id)
    if customer := found.first():
        return contract, customer
    raise NotFound(say("没有这个直接客户"))
