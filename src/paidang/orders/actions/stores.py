"""Which stores are operated under a contract."""

from collections.abc import Iterable
from datetime import datetime

from paidang.contracts.queries import get_contract
from paidang.evidence.actions import append
from paidang.kit.outcome import UnableTo
from paidang.orders.models import Store
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToDeclareStore(UnableTo):
    code = "STORE_NOT_DECLARED"


def declare_store(*, person: Person, at: datetime, code: str, channel: str, name: str) -> Store:
    """Say that a store is operated under this contract: from then on its orders may be imported here."""
    check_may(person, "import_facts")
    contract = get_contract(code, lock=True)
    if not channel.strip() or not name.strip():
        raise UnableToDeclareStore("平台和店铺名都要填")
    if other := Store.objects.filter(channel=channel, name=name).exclude(contract=contract).first():
        raise UnableToDeclareStore(f"店铺“{name}”已经登记在合同 {other.contract.code} 下")
    store, is_new = Store.objects.get_or_create(
        contract=contract, channel=channel.strip(), name=name.strip(), defaults={"declared_at": at}
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
    return store


def register_stores(contract_id: int, stores: Iterable[tuple[str, str]], *, at: datetime) -> None:
    """Register the stores of a channel's first file; the import's own entry names them."""
    for channel, name in stores:
        Store.objects.get_or_create(
            contract_id=contract_id, channel=channel, name=name, defaults={"declared_at": at}
        )
