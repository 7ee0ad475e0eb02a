"""What every act here begins and ends with: the contract in force and the role, the entry in the chain, the brand's worklist."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from paidang.contracts.actions.acting import contract_in_force
from paidang.contracts.models import Contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.actions import append
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.kit.written import written
from paidang.studio.models import Asset
from paidang.studio.queries.pictures import get_asset
from paidang.studio.rules.words import PROOF, STATES, WORDS_MAX
from paidang.team.models import Person


class UnableToProof(UnableTo):
    code = "PICTURE_NOT_DONE"


contract_for = partial(
    contract_in_force, unable=UnableToProof, remedy=say("履行中的合同才做素材。"), lock=False
)
text_of = partial(written, most=WORDS_MAX, unable=UnableToProof)


def asset_for(person: Person, code: str, number: int, act: str) -> Asset:
    """The picture, locked, for a person whose role includes the act."""
    return get_asset(contract_for(person, code, act), number, lock=True)


def check_state(asset: Asset, *states: str) -> None:
    """UnableToProof unless the picture is in one of these states."""
    if asset.state not in states:
        raise UnableToProof(
            say("图片 {code} 现在是“{state}”，不能做这一步", code=asset.code, state=STATES[asset.state]),
            code="WRONG_STATE",
            remedy=say("请刷新后看轮到谁。"),
        )


def talks(person: Person) -> str:
    """The act under which this person pins and replies: the agency makes pictures, the brand judges them."""
    return "make_pictures" if person.may("make_pictures") else "approve_pictures"


def record(
    contract: Contract,
    person: Person,
    at: datetime,
    act: str,
    about: str,
    facts: Mapping[str, object] | None = None,
) -> None:
    """The act's entry: numbers and digests, nothing of what people wrote. `about` is the picture's or the page's code."""
    append(
        contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act,
        subject=f"{contract.code} {about}".strip(), facts=facts,
    )  # fmt: skip


def set_proof_duty(contract: Contract, *, at: datetime) -> None:
    """The brand's worklist says how many pictures wait for its word; nothing where none does."""
    waiting = Asset.objects.filter(contract=contract, state=PROOF).count()
    if not waiting:
        close_duty(contract.pk, key="pictures", at=at)
        return
    raise_duty(
        contract.pk, key="pictures", kind="approve_pictures", side="a", at=at, clause="OP-2-B-3", facts={"count": waiting},
        page=f"/studio?contract={contract.code}&state={PROOF}",
    )  # fmt: skip
