"""What every way of signing asks first: that both sides have accepted exactly this, and that nothing about it is open."""

from datetime import datetime

from paidang.contracts.actions.recording import check_alive, check_draft
from paidang.contracts.queries import BooksOf, Room, Signable, Standing, case_of, get_negotiation, get_room
from paidang.contracts.queries.exclusive import find_exclusive
from paidang.contracts.rules.signing import checks
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.team.models import Person


class UnableToSign(UnableTo):
    code = "CONTRACT_NOT_SIGNED"


def open_room(signable: Signable, at: datetime) -> Room:
    """The room of what waits for signatures; UnableToSign where it is not so far."""
    if signable.amendment:
        _check_amendment(signable, at)
    else:
        _check_contract(signable)
    room = get_room(signable)
    if room.paper and not room.paper.verdict:
        raise UnableToSign(
            say("已登记纸上签署，等对方确认"),
            code="PAPER_WAITS",
            remedy=say("请登记的一方撤回，或另一方答复后再签。"),
        )
    return room


def _check_contract(signable: Signable) -> None:
    contract = signable.contract
    check_draft(contract, UnableToSign)
    if not (contract.brand_id and contract.agency_id and signable.is_accepted):
        raise UnableToSign(
            say("双方还没有都接受这一稿"), code="NOT_ACCEPTED", remedy=say("双方接受同一稿后才能签。")
        )
    if unwritten := get_negotiation(contract).unwritten:
        raise UnableToSign(
            say("还有 {count} 处谈过的改动不在这一稿里", count=len(unwritten)),
            code="CLAUSES_OPEN",
            remedy=say("请先谈妥，生成下一稿，双方接受后再签。"),
        )


@clause("OP-1-C")
def check_exclusive(standing: Standing, person: Person, at: datetime) -> None:
    """UnableToSign where the brand is bound to another agency in what this contract covers.

    The brand reads which contract it is; the agency only that the brand must clear it, since the other contract is none of
    its business.
    """
    other = find_exclusive(standing, day_of(at))
    if other is None:
        return
    is_brand = standing.contract.brand_id == person.org_id
    raise UnableToSign(
        say(
            "合同 {code}（{agency}）约定了独家，还在履行，范围盖住这一份",
            code=other.code,
            agency=other.agency.name if other.agency else "",
        )
        if is_brand
        else say("这份合同现在不能生效：甲方要先理清自己的授权"),
        code="EXCLUSIVE",
        clause="OP-1-C",
        remedy=say("请先终止那一份，或签补充协议把独家的范围写窄。") if is_brand else say("请找甲方。"),
    )


def _check_amendment(signable: Signable, at: datetime) -> None:
    check_alive(signable.contract, at, UnableToSign)
    assert signable.amendment, "only of an amendment"
    if not signable.is_accepted:
        raise UnableToSign(
            say("双方还没有都同意这份补充协议"), code="NOT_ACCEPTED", remedy=say("对方同意后才能签。")
        )
    if signable.amendment.signed_on:
        raise UnableToSign(
            say("双方已经签署补充协议 {number}", number=signable.number),
            code="ALREADY_SIGNED",
            remedy=say("不用再签。"),
        )


def check_case(
    room: Room, person: Person, at: datetime, books_of: BooksOf | None, *, but: tuple[str, ...] = ()
) -> None:
    """Raise UnableToSign with the first fault that is found; `but` names checks that do not apply."""
    if room.signable.amendment is None:
        check_exclusive(room.signable.standing, person, at)
    for check in checks(case_of(room, person, day_of(at), books_of)):
        if check.fault and check.key not in but:
            fault = check.fault
            raise UnableToSign(fault.message, code=fault.code, clause=fault.clause, remedy=fault.remedy)
