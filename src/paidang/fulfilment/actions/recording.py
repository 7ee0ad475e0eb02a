"""Who may do something in a contract's warehouse, and its entry in the contract's chain."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.fulfilment.models import Pack
from paidang.fulfilment.rules.states import GIVEN_UP
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.orders.actions import take_apart
from paidang.team.actions import check_may
from paidang.team.context import one_at_a_time
from paidang.team.models import Person


class UnableToFulfil(UnableTo):
    """Codes: GOODS_NOT_SENT, CONTRACT_NOT_IN_FORCE, NOT_THE_WAREHOUSE and those of the single acts."""

    code = "GOODS_NOT_SENT"


def check_may_pack(person: Person, code: str, act: str = "pack_goods") -> Contract:
    """The contract, in force, for somebody of the brand whose role includes the act: the brand has the goods (OP-3-E-1)."""
    contract = get_contract(code)
    check_may(person, act)
    if contract.brand_id != person.org_id:
        raise UnableToFulfil(
            say("货在甲方的仓库"), code="NOT_THE_WAREHOUSE", remedy=say("请甲方的仓储来做。")
        )
    if contract.state != IN_FORCE:
        raise UnableToFulfil(
            say("合同还没有生效，或已结清"), code="CONTRACT_NOT_IN_FORCE", remedy=say("履行中的合同才能发货。")
        )  # fmt: skip
    return contract


def wait_for_turn(contract_id: int) -> None:
    """One at a time chooses among a contract's orders, or numbers what it writes."""
    one_at_a_time("fulfilment", contract_id)


@transaction.atomic
def record_copy(*, person: Person, at: datetime, code: str, what: str, parcels: int) -> None:
    """Put on record that somebody printed or took a list of parcels, receivers on it; only whoever packs may."""
    contract = check_may_pack(person, code)
    record(contract, person, at, "fulfilment.printed", {"what": what, "parcels": parcels})


def move_to(
    pack: Pack, stage: str, person: Person, at: datetime, *, stop: Mapping[str, object] | None = None
) -> None:
    """Bring a locked parcel's checking to a stage; what is given up is taken apart, so that its goods may go elsewhere."""
    pack.stage, pack.stop = stage, dict(stop) if stop else None
    pack.save(update_fields=["stage", "stop"])
    if stage in GIVEN_UP and pack.parcel.unpacked_at is None:
        take_apart(pack.contract, pack.parcel, person, at)
