"""What a platform's file does not say itself: which store it comes from, when it was made, the other half of its orders."""

from collections.abc import Sequence
from typing import Any

from paidang.channels.bills import family_of
from paidang.channels.formats import Bill
from paidang.channels.mapping import Context
from paidang.channels.reading import BadFile
from paidang.intake.actions.reading import Source
from paidang.intake.models import ImportFile
from paidang.intake.queries import format_of, get_held_rows, known_at
from paidang.kit.sentence import say
from paidang.orders.models import Store

UNNAMED = {"jd": "京东店铺", "renren_mall": "人人商城店铺"}
"""Stores of platforms whose exports do not say which store they come from."""


def source_of(imported: ImportFile) -> Source:
    """Store, time and other halves for a platform's file."""
    found = format_of(imported)
    if found.bill is not None:
        imported.store, imported.channel = store_of_bill(imported, found.bill)
    store = imported.store
    if not store:
        named = list(Store.objects.filter(contract_id=imported.contract_id, channel=found.channel))
        store = named[0].name if len(named) == 1 else ""
    store = store or UNNAMED.get(found.channel, "")

    def held(order_ids: Sequence[str]) -> dict[str, list[Any]]:
        return get_held_rows(imported.contract_id, found.other, order_ids)

    context = Context(store, imported.channel, known_at(imported).isoformat(timespec="seconds"))
    return Source(imported.contract_id, context, held)


def store_of_bill(imported: ImportFile, bill: Bill) -> tuple[str, str]:
    """(name, channel) of the registered store whose money a bill is about: the one named with it, else the only one.

    A bill names an account, not a store; whose it is must not be guessed, since its orders are looked for there.
    """
    stores = [
        store
        for store in Store.objects.filter(contract_id=imported.contract_id).order_by("name")
        if family_of(store.channel) == bill.family
    ]
    named = [store for store in stores if store.name == imported.store]
    if len(named or stores) == 1:
        return (named or stores)[0].name, (named or stores)[0].channel
    if not stores:
        raise BadFile(say("这份合同还没有这个平台的店铺。请先导入它的订单，再导入账单"))
    raise BadFile(
        say("账单没有写是哪个店铺的，登记的有：{stores}。请在上传时写明店铺", stores=[s.name for s in stores])
    )
