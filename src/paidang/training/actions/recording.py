"""What every act of training does: whose contract it is, its entry in the chain, the words a person typed."""

from functools import partial

from paidang.contracts.actions.acting import contract_in_force
from paidang.contracts.models import Contract
from paidang.kit.outcome import NotAllowed, UnableTo
from paidang.kit.sentence import say
from paidang.kit.written import written
from paidang.team.models import Person

A, B = "a", "b"


class UnableToTrain(UnableTo):
    code = "TRAINING_NOT_CHANGED"


contract_for = partial(contract_in_force, unable=UnableToTrain, remedy=say("履行中的合同才办培训。"))
text_of = partial(written, unable=UnableToTrain)


def check_other_side(contract: Contract, person: Person, first: Person) -> None:
    """NotAllowed where the other side's word is needed and one's own side gave the first."""
    if first.org_id == person.org_id:
        raise NotAllowed(say("自己提的要由对方同意"), remedy=say("请对方的经理来做。"))
