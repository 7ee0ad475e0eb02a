"""Who may do something about a contract's invoices, and its entry in the contract's chain: ids and amounts, no person."""

from collections.abc import Mapping
from datetime import datetime

from paidang.contracts.models import DRAFT, Contract
from paidang.contracts.queries import get_contract, get_terms_of
from paidang.evidence.actions import append
from paidang.kit.outcome import NotAllowed, UnableTo, Violation
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person

CLAUSE = "OP-3-A"


class UnableToInvoice(UnableTo):
    code = "NOT_INVOICED"

    @classmethod
    def of(cls, found: Violation) -> "UnableToInvoice":
        return cls(found.message, code=found.code, clause=found.clause, remedy=found.remedy)


def check_may_ask(person: Person, code: str) -> Contract:
    """The contract, in force or over, for a person of either side who serves buyers."""
    contract = _get_begun(code)
    check_may(person, "ask_invoice")
    return contract


def check_may_issue(person: Person, code: str, at: datetime) -> Contract:
    """The contract, for a person of the side that owes buyers their invoices: the brand, unless the contract says other."""
    contract = _get_begun(code)
    check_may(person, "issue_invoice")
    if contract.side_of(person.org_id) != issuer_of(contract, at):
        raise NotAllowed(say("给买家开发票不是本方的事"), clause=CLAUSE, remedy=say("请找合同另一方的财务。"))
    return contract


def _get_begun(code: str) -> Contract:
    contract = get_contract(code)
    if contract.state == DRAFT:
        raise UnableToInvoice(
            say("合同还没有生效"), code="CONTRACT_NOT_IN_FORCE", remedy=say("生效后的订单才开发票。")
        )
    return contract


def issuer_of(contract: Contract, at: datetime) -> str:
    """The side that invoices buyers on a day; where the contract is silent, the brand, whose goods they are."""
    return get_terms_of(contract, day_of(at)).read.side("invoice.party") or "a"


def record(
    contract: Contract,
    at: datetime,
    act: str,
    facts: Mapping[str, object],
    *,
    person: Person | None = None,
    org_id: int = 0,
    subject: str = "",
) -> None:
    """The act's entry; `org_id` where no person did it but a worker in an organisation's name."""
    append(
        contract.chain_id,
        at=at,
        org_id=person.org_id if person else org_id,
        person_id=person.pk if person else None,
        act=act,
        subject=subject or contract.code,
        facts=facts,
    )
