"""Who may do something about a contract's marketing, and its entry in the contract's chain."""

from collections.abc import Mapping
from datetime import datetime

from paidang.contracts.models import DRAFT, Contract
from paidang.contracts.queries import get_contract
from paidang.evidence.actions import append
from paidang.evidence.rules.chain import text_digest
from paidang.kit.outcome import UnableTo, Violation
from paidang.kit.sentence import say
from paidang.marketing.models import WORDS_MAX
from paidang.marketing.queries.money import Money, get_money
from paidang.marketing.queries.proposals import get_proposal
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToMarket(UnableTo):
    code = "NOT_MARKETED"

    @classmethod
    def of(cls, found: Violation) -> "UnableToMarket":
        return cls(found.message, code=found.code, clause=found.clause, remedy=found.remedy)


def check_may_act(person: Person, act: str, code: str) -> Contract:
    """The contract, locked and in force or over, for a person who may do the act."""
    contract = get_contract(code, lock=True)
    check_may(person, act)
    if contract.state == DRAFT:
        raise UnableToMarket(
            say("合同还没有生效"), code="CONTRACT_NOT_IN_FORCE", remedy=say("生效后才能提推广提案。")
        )
    return contract


def lock_money(contract: Contract, number: int) -> Money:
    """A proposal with all its money; the contract is locked, so nobody else moves any of it meanwhile."""
    return get_money(get_proposal(contract, number, lock=True))


def words_of(text: str, why: str) -> str:
    """What was said, in one line; UnableToMarket where nothing was."""
    words = " ".join(text.split())[:WORDS_MAX]
    if not words:
        raise UnableToMarket(why, code="WORDS_MISSING", remedy=say("一句话即可，对方看得到。"))
    return words


def record(
    contract: Contract,
    person: Person,
    at: datetime,
    act: str,
    number: int,
    words: str = "",
    **facts: object,
) -> None:
    """Append the act about a proposal: numbers, amounts, digests; free text only as its digest."""
    said: Mapping[str, object] = {"words_sha256": text_digest(words)} if words else {}
    append(
        contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act, subject=f"M-{number:02}",
        facts={"proposal": number, **facts, **said},
    )  # fmt: skip
