"""Payments: what each side owes and has paid; recording money that arrived, taking a wrong record back."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Form, Router

from paidang.api.views.files import Given, proof_of
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, FenToPay, Id, Moment, Month, Shape, Side
from paidang.api.views.token import person_of, who
from paidang.contracts.queries import get_contract
from paidang.kit.period import day_of
from paidang.settlement import actions
from paidang.settlement.actions.invoice import FILE_MAX
from paidang.settlement.models import Payment
from paidang.settlement.queries.accounts import get_account
from paidang.settlement.rules.paying import Position

router = Router(tags=["payments"])


class DebtOut(Shape):
    """One amount owed, as it stands at the end of today. Name it by `key` when a payment is for it."""

    key: str
    kind: str = Field(description="statement, setup, fixed_total")
    payer: Side
    month: str
    principal_fen: int
    paid_fen: int
    open_fen: int
    due_on: date | None
    is_provisional: bool = Field(description="the calendar of working days is not published that far")
    waits_for: str = Field(description="confirmation, invoice, or empty")
    days_late: int
    late_fee_fen: int
    late_fee_open_fen: int
    clause: str
    late_fee_clause: str


class PartOut(Shape):
    """What of a payment went to the principal or the late fee of one debt."""

    debt: str
    is_late_fee: bool
    amount_fen: int


class PaymentOut(Shape):
    """Money that arrived, as its payee said; a wrong record stays, reversed."""

    id: int
    payer: Side
    paid_on: date
    amount_fen: int
    named: str
    note: str
    parts: list[PartOut]
    recorded_at: Moment
    reversed_at: Moment | None
    reversal_reason: str


class AccountOut(Shape):
    """What both sides owe and what was paid."""

    day: date
    debts: list[DebtOut]
    payments: list[PaymentOut]


class PaymentIn(Asked):
    amount_fen: FenToPay
    paid_on: date | None = Field(None, description="today without it")
    named: str = Field(
        "", max_length=60, description="a debt's key, `+fee` behind it for its late fee; else the oldest"
    )
    note: str = Field("", max_length=200)


class ReversalIn(Asked):
    reason: str = Field(max_length=500)


def _debt(one: Position) -> DebtOut:
    debt = one.debt
    return DebtOut(
        key=debt.key, kind=debt.kind, payer=debt.payer, month=debt.month, principal_fen=debt.principal, paid_fen=one.paid,
        open_fen=one.open, due_on=debt.due_on, is_provisional=debt.provisional, waits_for=debt.waits,
        days_late=one.days_late, late_fee_fen=one.fee, late_fee_open_fen=one.fee_open, clause=debt.clause,
        late_fee_clause=debt.late_clause,
    )  # fmt: skip


def payment_out(one: Payment) -> PaymentOut:
    """A payment with what it was set against."""
    reversal = getattr(one, "reversal", None)
    return PaymentOut(
        id=one.pk, payer=one.payer, paid_on=one.paid_on, amount_fen=one.amount_fen, named=one.named, note=one.note,
        parts=[
            PartOut(debt=part.debt, is_late_fee=part.is_fee, amount_fen=part.amount_fen)
            for part in one.parts.all().order_by("pk")
        ],
        recorded_at=one.recorded_at, reversed_at=reversal.recorded_at if reversal else None,
        reversal_reason=reversal.reason if reversal else "",
    )  # fmt: skip


@reads(router, "/contracts/{code}/debts", AccountOut)
def list_debts(request: HttpRequest, code: Code) -> AccountOut:
    """All debts of either side as they stand today, late fees in, and every payment on record."""
    account, now = get_account(get_contract(code)), timezone.now()
    return AccountOut(
        day=day_of(now), debts=[_debt(one) for one in account.positions(now)],
        payments=[payment_out(one) for one in account.payments],
    )  # fmt: skip


@acts(
    router, "/contracts/{code}/payments", PaymentOut, verbs=["record_payment"], act=actions.record_payment,
    errors=(
        "PAYMENT_NOT_RECORDED", "DAY_AHEAD", "AMOUNT_MISSING", "TOO_MUCH", "NOT_DUE", "ALREADY_PAID",
    ),
)  # fmt: skip
def record(request: HttpRequest, code: Code, body: PaymentIn) -> PaymentOut:
    """The payee records money that arrived: to the named debt, else to the oldest principal that is due."""
    paid = actions.record_payment(
        person=person_of(request), at=timezone.now(), code=code, amount_fen=body.amount_fen, paid_on=body.paid_on,
        named=body.named, note=body.note,
    )  # fmt: skip
    return payment_out(paid)


class FeeInvoiceOut(Shape):
    """The agency's invoice for a month; one with a `reason` took the place of a cancelled one."""

    id: int
    month: str
    number: str
    amount_fen: int
    file_name: str
    sha256: str
    reason: str
    delivered_at: Moment


@acts(
    router, "/contracts/{code}/statements/{month}/invoice", FeeInvoiceOut, verbs=["send_statement"],
    act=actions.deliver_invoice,
    errors=(
        "INVOICE_NOT_DELIVERED", "INVOICE_DELIVERED", "NUMBER_MISSING", "AMOUNT_DIFFERS", "FILE_MISSING",
        "FILE_TOO_LARGE", "NUMBER_USED",
    ),
)  # fmt: skip
def deliver_fee_invoice(
    request: HttpRequest,
    code: Code,
    month: Month,
    number: Annotated[str, Form(max_length=40)],
    amount_fen: Annotated[int, Form(gt=0, description="1/100 yuan: what the statement says")],
    file: Given,
    reason: Annotated[str, Form(max_length=200, description="where it replaces a cancelled one")] = "",
) -> FeeInvoiceOut:
    """The agency delivers its fee invoice for a confirmed month; where the contract says so, payment counts from it."""
    made = actions.deliver_invoice(
        **who(request, code), month=month, number=number, amount_fen=amount_fen,
        file=proof_of(file, FILE_MAX), reason=reason,
    )  # fmt: skip
    return FeeInvoiceOut(
        id=made.pk, month=month, number=made.number, amount_fen=made.amount_fen, file_name=made.file_name,
        sha256=made.sha256, reason=made.reason, delivered_at=made.delivered_at,
    )  # fmt: skip


@acts(
    router, "/contracts/{code}/payments/{payment_id}/reverse", PaymentOut, verbs=["record_payment"],
    act=actions.reverse_payment, errors=("REASON_MISSING",),
)  # fmt: skip
def reverse(request: HttpRequest, code: Code, payment_id: Id, body: ReversalIn) -> PaymentOut:
    """The payee takes a wrong record back; what it had paid is open again."""
    reversal = actions.reverse_payment(
        person=person_of(request), at=timezone.now(), code=code, payment_id=payment_id, reason=body.reason
    )
    return payment_out(reversal.payment)
