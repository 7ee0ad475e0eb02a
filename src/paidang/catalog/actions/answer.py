"""What becomes of declared prices for days past: the agency agrees or declines, or the brand takes them back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from paidang.catalog.actions.declare import duty_key
from paidang.catalog.actions.prices import declare_prices
from paidang.catalog.models import AGREED, DECLINED, WAITING, WITHDRAWN, PriceDeclaration
from paidang.catalog.queries import get_declaration, known_prices
from paidang.contracts.queries import get_contract
from paidang.duties.actions import close_duty
from paidang.evidence.actions import append
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToAnswerPrices(UnableTo):
    code = "PRICES_NOT_ANSWERED"


@clause("OP-3-D")
def put_past_in_force(
    declaration: PriceDeclaration, *, person: Person, at: datetime, facts: Mapping[str, object]
) -> None:
    """The agency's yes to a waiting declaration: its prices for days past hold from now on.

    Called by settlement, which knows what they are worth (`facts`), under the lock of the contract.
    """
    past = list(declaration.past.order_by("sku", "since"))
    known = known_prices(declaration.contract_id, {one.sku for one in past})
    for one in past:  # another price may have begun in between since then, by both sides' word
        following = min((day for day in known.get(one.sku, {}) if day > one.since), default=one.until)
        one.until = min(one.until, following)
        one.save(update_fields=["until"])
    declare_prices(
        "costs",
        [{"sku": one.sku, "valid_from": one.since, "factory_price": one.new_fen} for one in past],
        contract_id=declaration.contract_id, person=declaration.declared_by, at=at,
        import_id=declaration.import_id, declaration=declaration,
    )  # fmt: skip
    _answer(declaration, AGREED, person, at)
    _record(declaration, person, at, "prices.past_agreed", {"count": len(past), **facts})


@clause("OP-3-D")
@transaction.atomic
def decline_past(*, person: Person, at: datetime, code: str, number: int, reason: str) -> PriceDeclaration:
    """The agency's no, with its reason: the old prices hold on. Twice is once."""
    check_may(person, "answer_prices")
    declaration = get_declaration(get_contract(code, lock=True), number, lock=True)
    reason = reason.strip()[:500]
    if declaration.state == DECLINED and declaration.answer == reason:
        return declaration
    check_waits(declaration)
    if not reason:
        raise UnableToAnswerPrices(
            say("没有写理由"), code="REASON_MISSING", remedy=say("请写明为什么不同意，甲方据此更正。")
        )
    _answer(declaration, DECLINED, person, at, reason)
    _record(declaration, person, at, "prices.past_declined", {"reason_sha256": text_digest(reason)})
    return declaration


@clause("OP-3-D")
@transaction.atomic
def withdraw_past(*, person: Person, at: datetime, code: str, number: int) -> PriceDeclaration:
    """The brand takes back what of a declaration reaches into days past. Twice is once."""
    check_may(person, "declare_price")
    declaration = get_declaration(get_contract(code, lock=True), number, lock=True)
    if declaration.state == WITHDRAWN:
        return declaration
    check_waits(declaration)
    _answer(declaration, WITHDRAWN, person, at)
    _record(declaration, person, at, "prices.past_withdrawn", {})
    return declaration


def check_waits(declaration: PriceDeclaration) -> None:
    """UnableToAnswerPrices unless the agency's answer is still out."""
    if declaration.state != WAITING:
        raise UnableToAnswerPrices(
            say("申报 {number} 没有等着答复的价格", number=declaration.number), code="ALREADY_ANSWERED", remedy=say("请刷新页面。")
        )  # fmt: skip


def _answer(
    declaration: PriceDeclaration, state: str, person: Person, at: datetime, reason: str = ""
) -> None:
    declaration.state, declaration.answer = state, reason
    declaration.answered_by, declaration.answered_at = person, at
    declaration.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    close_duty(declaration.contract_id, key=duty_key(declaration), at=at)


def _record(
    declaration: PriceDeclaration, person: Person, at: datetime, act: str, facts: Mapping[str, object]
) -> None:
    append(
        declaration.contract.chain_id,
        at=at,
        org_id=person.org_id,
        person_id=person.pk,
        act=act,
        subject=declaration.contract.code,
        facts={"number": declaration.number, **facts},
    )
