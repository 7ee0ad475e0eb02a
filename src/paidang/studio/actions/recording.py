"""What every act here begins and ends with: the contract in force and the role, the entry in the chain, the brand's worklist."""

from collections.abc import Mapping
from datetime import datetime

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.actions import append
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.studio.models import Asset
from paidang.studio.queries.pictures import get_asset
from paidang.studio.rules.words import PROOF, STATES, WORDS_MAX
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToProof(UnableTo):
    code = "PICTURE_NOT_DONE"


def contract_for(person: Person, code: str, act: str, *, lock: bool = False) -> Contract:
    """The contract, in force, for a person whose role includes the act; locked where a number is given away."""
    contract = get_contract(code, lock=lock)
    check_may(person, act)
    if contract.state != IN_FORCE:
        raise UnableToProof(
            say("合同还没有生效，或已结清"),
            code="CONTRACT_NOT_IN_FORCE",
            remedy=say("履行中的合同才做素材。"),
        )
    return contract


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


def text_of(text: str, what: str, *, is_needed: bool = True, most: int = WORDS_MAX) -> str:
    """What a person wrote, bare; UnableToProof where nothing is written that has to be, or too much."""
    text = text.replace("\r\n", "\n").strip()
    if is_needed and not text:
        raise UnableToProof(
            say("没有写{what}", what=what), code="WORDS_MISSING", remedy=say("请写一两句话，对方看得到。")
        )
    if len(text) > most:
        raise UnableToProof(
            say("{what}有 {count} 字，最多 {most} 字", what=what, count=len(text), most=most), code="TOO_LONG"
        )
    return text
