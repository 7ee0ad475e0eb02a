"""Which stores are operated under a contract."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_living
from paidang.contracts.rules.life import ENDED, SETTLED, state_of
from paidang.evidence.actions import append
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.orders.models import Store
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToDeclareStore(UnableTo):
    code = "STORE_NOT_DECLARED"


@transaction.atomic
def declare_store(*, person: Person, at: datetime, contract: Contract, channel: str, name: str) -> None:
    """Say that a store, named exactly as in its files, is operated under this contract: its orders may be imported."""
    check_may(person, "import_facts")
    check_stores_open(contract, at=at)
    if other := Store.objects.filter(channel=channel, name=name).exclude(contract=contract).first():
        raise UnableToDeclareStore(
            say("店铺“{name}”已经登记在合同 {code} 下", name=name, code=other.contract.code)
        )
    store, is_new = Store.objects.get_or_create(
        contract=contract, channel=channel, name=name, defaults={"declared_at": at}
    )
    if is_new:
        append(
            contract.chain_id,
            at=at,
            org_id=person.org_id,
            person_id=person.pk,
            act="orders.store_declared",
            subject=contract.code,
            facts={"channel": store.channel, "store": store.name},
        )


@clause("OP-5-B")
def check_stores_open(contract: Contract, *, at: datetime) -> None:
    """UnableToDeclareStore once the contract has ended: what its stores sold until then still comes in, no new store does."""
    if state_of(get_living(contract, day_of(at)).life, day_of(at)) in (ENDED, SETTLED):
        raise UnableToDeclareStore(
            say("合同 {code} 已经终止，不能再登记店铺", code=contract.code),
            remedy=say("要继续经营，请另签合同。"),
        )


def register_stores(contract_id: int, stores: Iterable[tuple[str, str]], *, at: datetime) -> None:
    """Register the stores of a channel's first file; the import's own entry names them."""
    Store.objects.bulk_create(
        (
            Store(contract_id=contract_id, channel=channel, name=name, declared_at=at)
            for channel, name in stores
        ),
        batch_size=2000,
        ignore_conflicts=True,
    )
