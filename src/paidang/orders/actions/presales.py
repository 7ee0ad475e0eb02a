"""Presales: goods whose page promises the buyer a later day. The promise stands in the place of the limits for goods in stock."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.queries import get_contract
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.sentence import say
from paidang.orders.actions.allowed import check_may_handle
from paidang.orders.actions.noting import record
from paidang.orders.models import ID_LENGTH_MAX, Presale, Store
from paidang.orders.queries.deadlines import list_presales
from paidang.orders.rules.deadlines import Promise, wrong_with_promise
from paidang.team.models import Person


class UnableToPresell(UnableTo):
    code = "PRESALE_NOT_SET"


@clause("OP-4-B-4")
@transaction.atomic
def set_presale(*, person: Person, at: datetime, code: str, promise: Promise) -> Presale:
    """Put down what the agency's page promises buyers of a presale. The same again is the same."""
    contract = get_contract(code, lock=True)
    check_may_handle(person, contract)
    if contract.agency_id != person.org_id:
        raise UnableToPresell(say("预售由乙方登记"), remedy=say("请乙方的运营照页面上承诺的登记。"))
    if not Store.objects.filter(contract=contract, name=promise.store).exists():
        raise UnableToPresell(say("没有店铺 {store}", store=promise.store[:80]))
    if not 0 < len(promise.sku) <= ID_LENGTH_MAX:
        raise UnableToPresell(say("没有写商品"), remedy=say("请填 SKU 编码。"))
    standing = list_presales(contract.pk)
    for one in standing:
        if _of(one) == promise:
            return one
    if why := wrong_with_promise(promise, [_of(one) for one in standing]):
        raise UnableToPresell(why)
    presale = Presale.objects.create(
        contract=contract, store=promise.store, sku=promise.sku, paid_from=promise.paid_from,
        paid_until=promise.paid_until, days=promise.days, set_by=person, set_at=at,
    )  # fmt: skip
    facts = {"store": promise.store, "sku": promise.sku, "days": promise.days}
    record(contract, person, at, "orders.presale_set", [], facts)
    return presale


@transaction.atomic
def end_presale(*, person: Person, at: datetime, code: str, presale_id: int) -> Presale:
    """Take a presale back that was put down wrongly: the usual limits count again. Twice is once."""
    contract = get_contract(code, lock=True)
    check_may_handle(person, contract)
    presale = Presale.objects.filter(contract=contract, pk=presale_id).first()
    if presale is None or contract.agency_id != person.org_id:
        raise NotFound(say("没有这个预售"))
    if presale.withdrawn_at is None:
        presale.withdrawn_by, presale.withdrawn_at = person, at
        presale.save(update_fields=["withdrawn_by", "withdrawn_at"])
        record(contract, person, at, "orders.presale_ended", [], {"store": presale.store, "sku": presale.sku})
    return presale


def _of(row: Presale) -> Promise:
    return Promise(row.store, row.sku, row.paid_from, row.paid_until, row.days)
