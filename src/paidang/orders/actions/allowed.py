"""Who works with orders: the agency's operators, the brand's warehouse and manager."""

from paidang.contracts.models import Contract
from paidang.team.actions import check_may
from paidang.team.models import Person

ACT_OF_BRAND, ACT_OF_AGENCY = "declare_stock", "operate_store"


def check_may_handle(person: Person, contract: Contract) -> None:
    """NotAllowed for whoever neither operates the stores nor keeps the goods."""
    check_may(person, ACT_OF_BRAND if contract.brand_id == person.org_id else ACT_OF_AGENCY)


def may_handle(person: Person, contract: Contract) -> bool:
    """The same as a question."""
    return person.may(ACT_OF_BRAND if contract.brand_id == person.org_id else ACT_OF_AGENCY)
