"""What the two sides of a contract owe and have paid: debts, payments, positions, ledger. Many contracts at once.

The number of queries is the same for two hundred contracts as for one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count, groupby
from typing import Any, TypedDict

from django.db.models import BigIntegerField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from paidang.contracts.models import Contract, TermsInForce
from paidang.contracts.queries import Standing, get_standing, list_standings, living_of, terms_of
from paidang.contracts.rules.life import last_day
from paidang.evidence.models import Entry as EvidenceEntry
from paidang.kit.period import Period, day_end_at, day_of, day_start_at, month_period
from paidang.settlement.models import CLOSED, Invoice, Payment, Question, Statement
from paidang.settlement.rules import paying
from paidang.settlement.rules.claims import Booking, Version, claims_of
from paidang.settlement.rules.dates import dated_debts
from paidang.settlement.rules.invoices import pays_after_invoice
from paidang.settlement.rules.ledger import Entry, Paid, ledger
from paidang.settlement.rules.paying import Debt, Part, Position, due_after, position_of
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.terms import LateFee

FEE_TERMS = {paying.SETUP: "fee.setup", paying.FIXED_TOTAL: "fee.installments"}


class Sent(TypedDict):
    """A sent version of a statement in short."""

    contract_id: int
    pk: int
    month: str
    sent_at: datetime
    confirmed_at: datetime | None
    confirm_by: date | None
    amount: int
    payer: str | None
    terms: Mapping[str, Any]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Account:
    """One contract's debts and payments, as they are stored; what they come to depends on the moment one looks."""

    standing: Standing
    statements: list[Sent]
    payments: list[Payment] = field(default_factory=list)
    questions: dict[int, list[Booking]] = field(default_factory=dict)
    invoiced: dict[str, list[datetime]] = field(default_factory=dict)
    _seen: dict[datetime, list[Debt]] = field(default_factory=dict)

    @property
    def contract(self) -> Contract:
        return self.standing.contract

    def asks_for_invoice(self, month: str) -> bool:
        """Whether the days of payment of a month count from the agency's invoice, under the terms of that month."""
        last = month_period(month).end - timedelta(days=1)
        return pays_after_invoice(terms_of(self.standing, last).read)

    def debts(self, now: datetime) -> list[Debt]:
        """All debts of either side: of each sent statement, then those with a date of their own."""
        if now not in self._seen:
            months = groupby(self.statements, key=lambda one: one["month"])
            of_statements = [debt for _month, sent in months for debt in self._of_month(list(sent), now)]
            excused = self._force_majeure(now)
            found = [*of_statements, *self._dated(now)]
            self._seen[now] = [replace(debt, force_majeure=excused) for debt in found]
        return self._seen[now]

    def parts(self) -> list[Part]:
        """What of all payments that stand went where."""
        return [part for paid in self.paid() if paid.reversed_at is None for part in paid.parts]

    def positions(self, now: datetime, on: date | None = None) -> list[Position]:
        """How each debt known now stands at the end of a day, today's if none is named."""
        parts = self.parts()
        return [position_of(debt, parts, on or day_of(now)) for debt in self.debts(now)]

    def fees_open(self, now: datetime) -> dict[tuple[str, int], int]:
        """What is left to pay, in fen, of the set-up fee and of each instalment, by the term of the text and its number."""
        found = [one for one in self.positions(now) if one.debt.kind in FEE_TERMS]
        return {(FEE_TERMS[one.debt.kind], one.debt.number): one.open for one in found}

    def fees_paid(self, now: datetime) -> set[tuple[str, int]]:
        """The set-up fee and the instalments that are paid in full: the term of the text and its number."""
        return {fee for fee, fen in self.fees_open(now).items() if fen <= 0}

    def paid(self) -> list[Paid]:
        """The payments as the rules see them, also those that were reversed."""
        return [
            Paid(
                one.pk,
                one.payer,
                [Part(part.debt, part.is_fee, part.amount_fen, one.paid_on) for part in one.parts.all()],
                one.recorded_at,
                one.reversal.recorded_at if hasattr(one, "reversal") else None,
            )
            for one in self.payments
        ]

    def entries(self, now: datetime) -> list[Entry]:
        """The ledger of both sides."""
        return ledger(self.debts(now), self.paid())

    def _force_majeure(self, now: datetime) -> tuple[Period, ...]:
        """The days for which nobody answers, from the day of each notice to the day on which it is over."""
        notices = living_of(self.standing, day_of(now)).life.force_majeure
        return tuple(Period(each.served_on, each.closed_on or date.max) for each in notices)

    def _of_month(self, sent: list[Sent], now: datetime) -> list[Debt]:
        """What is owed by the sent versions of a month's statement: all of it, or apart what rows were questioned of."""
        current, asks = sent[-1], self.asks_for_invoice(sent[-1]["month"])
        terms, later = read_terms({**current["terms"]}), [*(one["sent_at"] for one in sent[1:]), None]
        versions = [self._version(one, at) for one, at in zip(sent, later, strict=True)]
        found = []
        for place, claim in enumerate(claims_of(versions, now)):
            key = f"{paying.STATEMENT}-{current['month']}{paying.REST if place else ''}"
            waits = "" if claim.booked else paying.CONFIRMATION
            due: tuple[date | None, bool] = (None, False)
            invoiced_at = self._invoiced_at(current["month"], key) if asks and claim.payer == "a" else None
            if claim.booked and asks and claim.payer == "a" and invoiced_at is None:
                waits = paying.INVOICE
            elif claim.booked:
                invoiced_on = day_of(invoiced_at) if invoiced_at else None
                due = due_after(terms.statement, current["month"], day_of(claim.booked[0][0]), invoiced_on)
            found.append(
                Debt(
                    key=key, kind=paying.STATEMENT, payer=claim.payer, principal=claim.principal, booked=claim.booked,
                    due_on=due[0], provisional=due[1], clause=current["sources"].get("statement", ""),
                    late_fee=_owed_by(claim.payer, terms.late_fee), late_clause=current["sources"].get("late_fee", ""),
                    waits=waits, month=current["month"],
                )
            )  # fmt: skip
        return found

    def _version(self, one: Sent, replaced_at: datetime | None) -> Version:
        """Where payment counts from the invoice, that is one of the whole: no part of the amount is owed before it."""
        payer, questions = one["payer"] or "", self.questions.get(one["pk"], [])
        if payer == "a" and self.asks_for_invoice(one["month"]):
            questions = [(at, 0) for at, _undisputed in questions]
        silent_from = day_end_at(one["confirm_by"]) if one["confirm_by"] else None
        return Version(payer, one["amount"], one["confirmed_at"], silent_from, replaced_at, tuple(questions))

    def _invoiced_at(self, month: str, key: str) -> datetime | None:
        """When the invoice came from which the days of payment count: the latest of those before anything was paid."""
        delivered = self.invoiced.get(month, [])
        paid = [one.recorded_at for one in self.payments if any(part.debt == key for part in one.parts.all())]
        return max(
            (at for at in delivered if at < min(paid, default=at + timedelta(1))),
            default=min(delivered, default=None),
        )

    def _dated(self, now: datetime) -> list[Debt]:
        """The set-up fee and the instalments, as the terms in effect have them; what they were before stands in `booked`.

        What was due before the contract came into force was settled without this program and is not in.
        """
        booked: dict[str, list[tuple[datetime, int]]] = {}
        found: dict[str, Debt] = {}
        in_force_at = self.contract.in_force_at
        for since, row in self._terms_until(now) if in_force_at else ():
            terms = read_terms({**row.terms, "term": {**row.terms["term"], "end": self._end(row, now)}})
            numbers: dict[str, count[int]] = {}
            for each in dated_debts(terms):
                number = next(numbers.setdefault(each.debt.kind, count(1)))
                key = f"{each.debt.kind}-{number}"
                so_far = booked.setdefault(key, [])
                if change := each.debt.amount - sum(amount for _at, amount in so_far):
                    so_far.append((since, change))
                found[key] = Debt(
                    key=key, kind=each.debt.kind, payer="a", principal=each.debt.amount, booked=tuple(so_far),
                    due_on=each.due_on, clause=each.debt.clause, late_fee=_owed_by("a", terms.late_fee),
                    late_clause=row.sources.get("late_fee", ""), provisional=each.provisional, number=number,
                )  # fmt: skip
        first = day_of(in_force_at) if in_force_at else date.max
        return [debt for debt in found.values() if debt.due_on is None or debt.due_on >= first]

    def _terms_until(self, now: datetime) -> list[tuple[datetime, TermsInForce]]:
        """The terms that were in effect at some moment until now, and from which; the first hold from the moment they were agreed on."""
        rows = self.standing.in_force
        known = [
            (row.agreed_at if not nth else max(row.agreed_at, day_start_at(row.from_day)), row)
            for nth, row in enumerate(rows)
        ]
        moments = (
            sorted({since for since, _row in known[1:] if since <= now} | {known[0][0]}) if known else []
        )
        return [(moment, [row for since, row in known if since <= moment][-1]) for moment in moments]

    def _end(self, row: TermsInForce, now: datetime) -> str:
        end = last_day(living_of(self.standing, day_of(now)).life, day_of(now))
        return end.isoformat() if end else str(row.terms["term"]["end"])


def _owed_by(payer: str, terms: LateFee | None) -> LateFee | None:
    return terms if terms and terms.party in (payer, "both") else None


def get_account(contract: Contract) -> Account:
    """The account of one contract."""
    return load_accounts({contract.pk: get_standing(contract)})[contract.pk]


def list_accounts(contracts: Iterable[Contract]) -> list[Account]:
    """The accounts of the contracts that came into force."""
    living = [contract for contract in contracts if contract.in_force_at]
    found = load_accounts(list_standings(living))
    return [found[contract.pk] for contract in living if contract.pk in found]


def payment_subject(contract: Contract, payment_id: int) -> str:
    """What the chain calls a payment."""
    return f"{contract.code} #{payment_id}"


def list_payment_entries(contract: Contract, payment_id: int) -> list[EvidenceEntry]:
    """What the contract's chain says of a payment, the oldest first."""
    found = EvidenceEntry.objects.filter(
        chain_id=contract.chain_id, subject=payment_subject(contract, payment_id)
    )
    return list(found.order_by("seq"))


def load_accounts(standings: Mapping[int, Standing]) -> dict[int, Account]:
    """The account of each contract, by its id."""
    found = {pk: Account(standing, []) for pk, standing in standings.items()}
    sent = Statement.objects.filter(contract__in=found).exclude(state=CLOSED)
    sent = sent.annotate(
        amount=Cast(KT("figures__amount_due"), BigIntegerField()), payer=KT("figures__payer")
    )
    for one in sent.order_by("month", "version").values(*Sent.__annotations__):
        found[one["contract_id"]].statements.append(one)
    asked = Question.objects.filter(contract__in=found).order_by("asked_at", "pk")
    for pk, statement, at, fen in asked.values_list(
        "contract_id", "statement_id", "asked_at", "undisputed_fen"
    ):
        found[pk].questions.setdefault(statement, []).append((at, fen))
    invoices = Invoice.objects.filter(contract__in=found).order_by("delivered_at")
    for pk, month, at in invoices.values_list("contract_id", "statement__month", "delivered_at"):
        found[pk].invoiced.setdefault(month, []).append(at)
    payments = Payment.objects.filter(contract__in=found).select_related(
        "reversal__recorded_by", "recorded_by"
    )
    for payment in payments.prefetch_related("parts").order_by("recorded_at", "pk"):
        found[payment.contract_id].payments.append(payment)
    return found
