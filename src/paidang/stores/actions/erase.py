"""Erasing who the buyers were, some time after their orders ended: heads, addresses, hashes, documents as they came."""

import json
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from paidang.channels.link.documents import CANCELLED, DONE, SPLIT
from paidang.contracts.models import Contract
from paidang.evidence.actions import append
from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.orders.actions.noting import note
from paidang.orders.models import OrderAddress, OrderLine, OrderPerson
from paidang.orders.rules.working import ERASED
from paidang.stores.models import PulledDocument, PushedMessage, StoreCase, StoreOrder
from paidang.stores.queries.receivers import OPEN_CASES
from paidang.stores.queries.sealed import DOCUMENT, link_owner, seal, unseal
from paidang.stores.rules.persons import without_persons
from paidang.stores.rules.states import NOT_TAKEN
from paidang.team.rules.vault import Unreadable

AT_ONCE = 500
ENDED = (DONE, CANCELLED, SPLIT)


@clause("OP-5-A")
@transaction.atomic
def erase_persons(contract: Contract, *, org_id: int, at: datetime) -> int:
    """Erase who the buyers of some orders were that ended PERSONS_KEPT_DAYS ago, at most AT_ONCE; answers how many.

    `org_id`: the agency, whose worker does it. An order with an open after-sales case is not over. Documents as they came are cut to what is not about persons.
    """
    before = at - timedelta(days=settings.PERSONS_KEPT_DAYS)
    going_on = StoreCase.objects.filter(contract=contract, state__in=OPEN_CASES).values("order_id")
    told = list(
        StoreOrder.objects.annotate(ended_at=Coalesce(F("completed_at"), F("modified_at")))
        .filter(contract=contract, state__in=ENDED, ended_at__lt=before)
        .exclude(Q(sealed="") | Q(order_id__in=going_on))
        .order_by("pk")
        .values_list("order_id", flat=True)[:AT_ONCE]
    )
    orders = sorted({*told, *_of_our_word(contract, before)})
    if orders:
        StoreOrder.objects.filter(contract=contract, order_id__in=orders).update(sealed="")
        OrderAddress.objects.filter(contract=contract, order_id__in=orders, erased_at=None).update(
            sealed="", erased_at=at
        )
        OrderPerson.objects.filter(contract=contract, order_id__in=orders).update(
            name="", phone="", last_four="", same=""
        )
        _cut_documents(contract, orders)
        note(contract, None, at, ERASED, {order_id: (say("收货信息到期删除"), {}) for order_id in orders})
    old = PushedMessage.objects.filter(contract=contract, state=NOT_TAKEN, received_at__lt=before)
    messages = old.exclude(sealed="").update(sealed="")
    if orders or messages:
        append(
            contract.chain_id, at=at, org_id=org_id, person_id=None, act="orders.persons_erased",
            subject=contract.code, facts={"orders": len(orders), "messages": messages, "days": settings.PERSONS_KEPT_DAYS},
        )  # fmt: skip
    return len(orders)


def _of_our_word(contract: Contract, before: datetime) -> list[str]:
    """Orders without a platform, those of direct customers, that are over and whose address still stands."""
    kept = OrderAddress.objects.filter(contract=contract, erased_at=None).exclude(
        order_id__in=StoreOrder.objects.filter(contract=contract).values("order_id")
    )
    lines = OrderLine.objects.filter(contract=contract, order_id__in=kept.values("order_id"))
    going_on = lines.filter(Q(completed_at=None) | Q(completed_at__gte=before)).values("order_id")
    return list(lines.exclude(order_id__in=going_on).values_list("order_id", flat=True).distinct()[:AT_ONCE])


def _cut_documents(contract: Contract, order_ids: Collection[str]) -> None:
    cases = StoreCase.objects.filter(contract=contract, order_id__in=order_ids)
    documents = PulledDocument.objects.filter(contract=contract).filter(
        Q(kind="order", document_id__in=order_ids)
        | Q(kind="case", document_id__in=list(cases.values_list("case_id", flat=True)))
    )
    cut = []
    for document in documents:
        owner = link_owner(document.link_id)
        try:
            body = json.loads(unseal(document.sealed, purpose=DOCUMENT, owner=owner))
        except Unreadable:
            continue
        text = json.dumps(without_persons(body), ensure_ascii=False)
        document.sealed = seal(text, purpose=DOCUMENT, owner=owner)
        cut.append(document)
    PulledDocument.objects.bulk_update(cut, ["sealed"], batch_size=200)
