"""Copies that leave the house: each is on record."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.queries import get_contract, heading_of
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say
from paidang.printing.receipt import receipt_pdf
from paidang.settlement.actions.answer import UnableToAnswer
from paidang.settlement.actions.recording import record
from paidang.settlement.models import CONFIRMED, Statement
from paidang.settlement.queries import get_entry, get_rules_version, get_statement
from paidang.team.models import Person


@transaction.atomic
def record_download(
    *, person: Person, at: datetime, code: str, month: str, version: int | None, what: str
) -> Statement:
    """Put on record that somebody took a copy (`pdf`, `xlsx`, `bundle`, `rows`) of the statement, and return it."""
    statement = get_statement(get_contract(code), month, version)
    record(statement, person, at, "statement.downloaded", {"what": what})
    return statement


@transaction.atomic
def make_receipt(
    *, person: Person, at: datetime, code: str, month: str, version: int | None, lang: str
) -> tuple[Statement, bytes]:
    """Set the receipt of a confirmed statement, with the entry that proves the confirmation, and put it on record."""
    statement = get_statement(get_contract(code), month, version)
    if statement.state != CONFIRMED:
        raise UnableToAnswer(say("还没有回执"), code="NOT_CONFIRMED", remedy=say("甲方确认后才有回执。"))
    contract, figures = statement.contract, statement.figures
    entry = get_entry(statement, "statement.confirmed")
    assert statement.confirmed_by and statement.confirmed_at and statement.sent_by and statement.sent_at
    receipt = {
        "lang": lang,
        "month": month,
        "amount_due": figures["amount_due"],
        "payer": figures["payer"],
        **heading_of(contract),
        "version": statement.version,
        "sent_at": statement.sent_at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "sent_by": statement.sent_by.name,
        "confirmed_by": statement.confirmed_by.name,
        "confirmed_at": statement.confirmed_at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "earliest_payment": figures["dates"]["earliest_payment"],
        "payment_due": statement.pay_by.isoformat() if statement.pay_by else None,
        "provisional": figures["dates"]["provisional"],
        "digest": statement.digest,
        "rules_version": get_rules_version(statement),
        "evidence": {"seq": entry.seq, "hash": entry.hash} if entry else None,
    }
    record(statement, person, at, "statement.downloaded", {"what": "receipt"})
    return statement, receipt_pdf(receipt)
