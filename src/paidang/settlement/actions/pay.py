"""Recording that money arrived, and taking such a record back: both said by the side that was to receive it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract, lock_contracts
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.actions import append, hand_out_head
from paidang.evidence.models import Entry
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.outcome import NotAllowed, NotFound, UnableTo
from paidang.kit.period import day_end_at, day_of
from paidang.kit.sentence import say
from paidang.kit.sides import other_side
from paidang.settlement.actions.recording import page_of, record
from paidang.settlement.models import BankLine, Payment, PaymentPart, PaymentReversal
from paidang.settlement.queries import get_statement
from paidang.settlement.queries.accounts import Account, get_account, payment_subject
from paidang.settlement.queries.bank import get_line, left_of
from paidang.settlement.rules.paying import FEE, Part, Position, allocate
from paidang.team.actions import check_may
from paidang.team.models import Person

LINES_MAX = 200


class UnableToRecordPayment(UnableTo):
    code = "PAYMENT_NOT_RECORDED"


@clause("OP-3-E-4", "OP-6-C")
@transaction.atomic
def record_payment(
    *,
    person: Person,
    at: datetime,
    code: str,
    amount_fen: int,
    paid_on: date | None = None,
    named: str = "",
    note: str = "",
    bank_line: int | None = None,
    key: str = "",
) -> Payment:
    """Record money that the other side paid, and set it against its debts: the named one, else the oldest principal.

    With `bank_line` it is money that the bank reports: its day counts, and no more of it is recorded than came in.
    Money beyond all that is owed is not taken. The same `key` again gives the first record.
    """
    check_may(person, "record_payment")
    contract = get_contract(code, lock=True)
    key = (key or uuid4().hex)[:64]
    line = get_line(bank_line, lock=True) if bank_line else None
    paid_on = line.day if line else paid_on or day_of(at)
    if found := contract.payments.filter(key=key).first():
        return _the_same(found, amount_fen, paid_on, named)
    side = contract.side_of(person.org_id)
    payer = other_side(side)
    if paid_on > day_of(at):
        raise UnableToRecordPayment(
            say("到账日 {day} 还没到", day=paid_on.isoformat()),
            code="DAY_AHEAD",
            remedy=say("到账以后再登记。"),
        )
    if line:
        _check_left(line, amount_fen)
    account = get_account(contract)
    parts = _allocate(account, payer, at, paid_on, amount_fen, named)
    paid = Payment.objects.create(
        contract=contract, payer=payer, paid_on=paid_on, amount_fen=amount_fen, named=named, note=note.strip()[:200],
        bank_line=line, key=key, recorded_by=person, recorded_at=at,
    )  # fmt: skip
    PaymentPart.objects.bulk_create(
        PaymentPart(payment=paid, contract=contract, debt=p.debt, is_fee=p.is_fee, amount_fen=p.amount)
        for p in parts
    )
    entry = _append(paid, person, at, "payment.recorded", {"paid_on": paid_on.isoformat(), "named": named})
    for party in contract.parties:
        hand_out_head(entry, document=f"收款回执 {paid.pk}", holder_org_id=party.pk)
    touched, account = {part.debt for part in parts if not part.is_fee}, get_account(contract)
    _record_statements(account, touched, person, at, is_paid=True)
    _follow_up(account, touched, at)
    return paid


@dataclass(frozen=True, slots=True)
class LinePick:
    """That a person picked a bank line, or `amount_fen` of it, for a debt of a contract; `key` as of a payment."""

    line: int
    code: str
    named: str
    amount_fen: int
    key: str


@transaction.atomic
def record_lines(
    *, person: Person, at: datetime, picks: Sequence[LinePick]
) -> tuple[list[Payment], list[UnableTo]]:
    """Record several bank lines, each for itself: one that cannot be recorded does not hold up the others.

    Contracts are locked first, then lines, each in one order: two people with the same lines wait, and never for each other.
    """
    recorded: list[Payment] = []
    refused: list[UnableTo] = []
    lock_contracts({pick.code for pick in picks})
    for pick in sorted(picks[:LINES_MAX], key=lambda pick: pick.line):
        try:
            recorded.append(
                record_payment(
                    person=person, at=at, code=pick.code, amount_fen=pick.amount_fen, named=pick.named,
                    bank_line=pick.line, key=pick.key,
                )
            )  # fmt: skip
        except UnableTo as no:
            refused.append(no)
    return recorded, refused


def _the_same(found: Payment, amount_fen: int, paid_on: date, named: str) -> Payment:
    if (found.amount_fen, found.paid_on, found.named) != (amount_fen, paid_on, named):
        raise UnableToRecordPayment(
            say("这张表已经登记过一笔 {amount}", amount=yuan(found.amount_fen)),
            code="KEY_USED",
            remedy=say("请刷新页面，看过再登记。"),
        )
    return found


def _check_left(line: BankLine, amount_fen: int) -> None:
    if amount_fen > (left := left_of(line)):
        raise UnableToRecordPayment(
            say("这笔来款只剩 {left} 没有入账", left=yuan(left)),
            code="LINE_USED",
            remedy=say("请刷新页面：可能另一个人刚登记过。"),
        )
    if line.set_aside:
        raise UnableToRecordPayment(
            say("这笔来款放到一边了：{reason}", reason=line.set_aside),
            code="LINE_SET_ASIDE",
            remedy=say("先把它拿回来，再登记。"),
        )


def _allocate(
    account: Account, payer: str, at: datetime, paid_on: date, amount_fen: int, named: str
) -> list[Part]:
    positions = [one for one in account.positions(at, paid_on) if one.debt.payer == payer]
    if amount_fen <= 0:
        raise UnableToRecordPayment(
            say("金额要大于 0"), code="AMOUNT_MISSING", remedy=say("写成 1234.56 这样，单位元。")
        )
    if named:
        _check_named(account, positions, payer, at, named)
    parts, left = allocate(positions, amount_fen, named)
    if left:
        owed = amount_fen - left
        raise UnableToRecordPayment(
            say("多于到 {day} 为止没有收的款，最多 {most}", day=paid_on.isoformat(), most=yuan(owed)),
            code="TOO_MUCH",
            remedy=say("请改成 {most}；余下的等有了债务再登记，或退回对方。", most=yuan(owed)),
        )
    return parts


def _check_named(account: Account, positions: list[Position], payer: str, at: datetime, named: str) -> None:
    found = next((one for one in positions if one.debt.key == named.removesuffix(FEE)), None)
    if found is None:
        others = {debt.key for debt in account.debts(at) if debt.payer != payer}
        if named.removesuffix(FEE) in others:
            raise NotAllowed(say("到账由收款的一方登记"), remedy=say("请对方登记。"))
        raise NotFound(say("这份合同里没有这笔债务"), remedy=say("请刷新页面看现在的债务。"))
    if found.debt.waits:
        raise UnableToRecordPayment(
            say("这笔款还不能收"), code="NOT_DUE", remedy=say("对账单确认、发票送达以后再登记。")
        )
    if (found.fee_open if named.endswith(FEE) else found.open) <= 0:
        raise UnableToRecordPayment(
            say("这笔已经付清"), code="ALREADY_PAID", remedy=say("请刷新页面，选还没有付清的。")
        )


@clause("OP-3-E-4")
@transaction.atomic
def reverse_payment(
    *, person: Person, at: datetime, code: str, payment_id: int, reason: str
) -> PaymentReversal:
    """Take a wrong record back, with the reason. It and the record stay; what it had paid is open again. Twice is once."""
    check_may(person, "record_payment")
    contract = get_contract(code, lock=True)
    paid = contract.payments.select_related("contract").filter(pk=payment_id).first()
    if paid is None:
        raise NotFound(say("没有这笔收款"), remedy=say("请刷新页面。"))
    if contract.side_of(person.org_id) == paid.payer:
        raise NotAllowed(say("到账由收款的一方登记，也由它更正"), remedy=say("请对方更正。"))
    if found := PaymentReversal.objects.filter(payment=paid).first():
        return found
    if not reason.strip():
        raise UnableToRecordPayment(
            say("没有写为什么冲销"), code="REASON_MISSING", remedy=say("一句话即可，双方都看得到。")
        )
    touched = {part.debt for part in paid.parts.all() if not part.is_fee}
    was_open = {one.debt.month for one in get_account(contract).positions(at) if one.open > 0}
    reversal = PaymentReversal.objects.create(
        payment=paid, contract=contract, reason=reason.strip()[:500], recorded_by=person, recorded_at=at
    )
    _append(paid, person, at, "payment.reversed", {})
    account = get_account(contract)
    reopened = {debt.key for debt in account.debts(at) if debt.key in touched and debt.month not in was_open}
    _record_statements(account, reopened, person, at, is_paid=False)
    _follow_up(account, touched, at)
    return reversal


def _append(paid: Payment, person: Person, at: datetime, act: str, facts: dict[str, str]) -> Entry:
    return append(
        paid.contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act,
        subject=payment_subject(paid.contract, paid.pk), facts={"amount_due": paid.amount_fen, "payer": paid.payer, **facts},
    )  # fmt: skip


def _follow_up(account: Account, keys: set[str], at: datetime) -> None:
    """The duties to pay the statements among the debts."""
    positions = account.positions(at)
    for month in {one.debt.month for one in positions if one.debt.key in keys and one.debt.month}:
        follow_statement(account.contract, month, positions, at)


def follow_statement(contract: Contract, month: str, positions: Sequence[Position], at: datetime) -> None:
    """The duty to pay a month's statement as its debts stand: closed when nothing can be asked for, else what is left."""
    left = [one for one in positions if one.debt.month == month and not one.debt.waits and one.open > 0]
    key = f"pay-{month}"
    if not left:
        close_duty(contract.pk, key=key, at=at)
        return
    due_on = min((one.debt.due_on for one in left if one.debt.due_on), default=None)
    raise_duty(
        contract.pk, key=key, kind="pay_statement", side=left[0].debt.payer, page=page_of(get_statement(contract, month)),
        at=at, due_at=day_end_at(due_on) if due_on else None, clause=left[0].debt.clause,
        facts={"month": month, "amount": yuan(sum(one.open for one in left))},
    )  # fmt: skip


def _record_statements(
    account: Account, keys: set[str], person: Person, at: datetime, *, is_paid: bool
) -> None:
    """The statements' own entries: the last of their principal is paid; or, with a reversal, some is open again."""
    positions = account.positions(at)
    for month in sorted({one.debt.month for one in positions if one.debt.key in keys and one.debt.month}):
        of_month = [one for one in positions if one.debt.month == month]
        if all(one.open <= 0 for one in of_month) is not is_paid:
            continue
        statement = get_statement(account.contract, month)
        if is_paid:
            paid_on = max((one.paid_on for one in of_month if one.paid_on), default=day_of(at))
            record(statement, person, at, "statement.paid", {"paid_on": paid_on.isoformat()})
        else:
            record(statement, person, at, "statement.open_again")
