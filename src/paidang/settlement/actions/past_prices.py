"""The agency agrees to factory prices for days past: they hold from now on, and what was sent is adjusted."""

from datetime import datetime

from django.db import transaction

from paidang.catalog.actions import UnableToAnswerPrices, put_past_in_force
from paidang.catalog.actions.answer import check_waits
from paidang.catalog.models import AGREED, PriceDeclaration
from paidang.catalog.queries import get_declaration
from paidang.contracts.models import SETTLED
from paidang.contracts.queries import get_contract
from paidang.intake.actions.price_duty import set_price_duty
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.sentence import say
from paidang.orders.actions import hold_by_facts
from paidang.settlement.queries import get_open_month
from paidang.settlement.queries.repriced import get_worth
from paidang.team.actions import check_may
from paidang.team.models import Person


@clause("OP-3-D", "OP-3-E-4")
@transaction.atomic
def agree_past(*, person: Person, at: datetime, code: str, number: int, seen_fen: int) -> PriceDeclaration:
    """Agree to all of a declaration's prices for days past, as the person saw them. Twice is once.

    `seen_fen`: what they add to the next statement for months already sent, in the agency's favour; where it is another
    amount by now, nothing is agreed to.
    """
    check_may(person, "answer_prices")
    contract = get_contract(code, lock=True)
    declaration = get_declaration(contract, number, lock=True)
    if declaration.state == AGREED and declaration.answered_by_id == person.pk:
        return declaration
    check_waits(declaration)
    if contract.state == SETTLED:
        raise UnableToAnswerPrices(
            say("双方已声明合同结清"), code="CONTRACT_SETTLED", remedy=say("不再出对账单。")
        )
    worth = get_worth(contract, get_open_month(contract), declaration)
    amount = sum(worth.values())
    if amount != seen_fen:
        raise UnableToAnswerPrices(
            say("已结月份的调整现在是 {amount}", amount=yuan(amount)), code="WORTH_CHANGED", remedy=say("请刷新页面，看过再同意。")
        )  # fmt: skip
    put_past_in_force(declaration, person=person, at=at, facts={"adjusted": worth})
    set_price_duty(contract, at)
    hold_by_facts(contract, person=person, at=at, order_ids=())
    return declaration
