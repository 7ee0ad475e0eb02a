"""Reads for the month's work: statements and their versions, whose turn it is, the files of a bundle."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

from django.db.models import Case, Manager, Max, OuterRef, QuerySet, Sum, Value, When
from django.db.models.functions import Concat

from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotFound
from paidang.kit.period import SHANGHAI, next_month
from paidang.kit.sentence import say
from paidang.settlement.models import CLOSED, CONFIRMED, REPLACED, SENT, BundleFile, PaymentPart, Statement
from paidang.settlement.rules.dates import confirmation_due, payment_due
from paidang.settlement.rules.paying import STATEMENT
from paidang.settlement.rules.read_terms import read_terms

OPENED = "statement.opened"
PEOPLE = ("closed_by", "sent_by", "confirmed_by")
# A confirmed version stands, whatever was computed after it; else the latest is the current one.
CURRENT_FIRST = (Case(When(state=CONFIRMED, then=Value(0)), default=Value(1)), "-version")


def list_statements(contract: Contract) -> list[Statement]:
    """The current version of each month, the newest first; what is not sent yet is the agency's own (the database sees to it)."""
    found = contract.statements.exclude(state=REPLACED).order_by("-month", *CURRENT_FIRST).distinct("month")
    return list(with_payments(found.select_related(*PEOPLE)))


def list_versions(statement: Statement) -> list[Statement]:
    """All versions of the same month that this organisation may see, the newest first."""
    found = statement.contract.statements.filter(month=statement.month).order_by("-version")
    return list(with_payments(found))


def get_statement(
    contract: Contract, month: str, version: int | None = None, *, lock: bool = False
) -> Statement:
    """The current version of a month's statement, or the version asked for; NotFound if there is none to be seen."""
    found = contract.statements.filter(month=month)
    found = found.filter(version=version) if version else found.exclude(state=REPLACED)
    found = (
        found.select_for_update(of=("self",), no_key=True)
        if lock
        else with_payments(found.select_related(*PEOPLE, "previous"))
    )
    statement = found.order_by(*CURRENT_FIRST).first()
    if statement is None:
        raise NotFound(
            say("没有 {month} 的对账单", month=month), remedy=say("乙方关账、发出后，双方都能看到。")
        )
    return statement


def with_payments(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    """The same with how much of the principal is on record as paid, and on which day last."""
    parts = PaymentPart.objects.filter(
        contract=OuterRef("contract"),
        debt__startswith=Concat(Value(f"{STATEMENT}-"), OuterRef("month")),
        is_fee=False,
        payment__reversal=None,
    ).values("contract")
    return statements.annotate(
        paid_fen=parts.annotate(sum=Sum("amount_fen")).values("sum"),
        paid_last=parts.annotate(last=Max("payment__paid_on")).values("last"),
    )


def only_sent(statements: Manager[Statement] | QuerySet[Statement]) -> QuerySet[Statement]:
    """Of the statements those that were sent and still stand: neither unsent nor replaced."""
    return statements.exclude(state__in=[CLOSED, REPLACED])


def get_previous(contract: Contract, month: str) -> Statement | None:
    """The latest sent statement of an earlier month: its digest and its carried loss go into this one."""
    return only_sent(contract.statements).filter(month__lt=month).order_by("-month").first()


def has_later_sent(contract: Contract, month: str) -> bool:
    """Whether a later month's statement is sent: from then on this month has no new version."""
    return only_sent(contract.statements).filter(month__gt=month).exists()


def is_fixed(contract: Contract, month: str) -> bool:
    """Whether no statement of the month will be computed any more: it is sent and not questioned, or a later one is sent."""
    sent = contract.statements.filter(month=month, state__in=[SENT, CONFIRMED])
    return sent.exists() or has_later_sent(contract, month)


def get_open_month(contract: Contract) -> str:
    """The month whose turn it is: the one after the last sent statement, else the first of the term; empty for a draft."""
    last = only_sent(contract.statements).order_by("-month").first()
    first = contract.terms.order_by("from_day").first()
    return next_month(last.month) if last else first.from_day.strftime("%Y-%m") if first else ""


def unpack_bundle(statement: Statement, folder: Path, *names: str) -> None:
    """Write the bundle's files (SPEC §8), or only those named, into the folder."""
    files = statement.files.filter(name__in=names) if names else statement.files.all()
    for file in files.iterator(chunk_size=1):  # one file in memory at a time
        target = folder / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(bytes(file.content))


def pack_bundle(statement: Statement) -> bytes:
    """The bundle's folder as a zip that either side can recompute without us; the same bytes each time."""
    at = (statement.sent_at or statement.closed_at).astimezone(SHANGHAI).timetuple()[:6]
    folder = f"{statement.contract.code}-{statement.month}-v{statement.version}"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in statement.files.order_by("name"):
            archive.writestr(zipfile.ZipInfo(f"{folder}/{file.name}", at), bytes(file.content))
    return packed.getvalue()


def get_file(statement: Statement, name: str) -> BundleFile:
    """One file of the bundle; NotFound if the bundle has none of that name."""
    file = statement.files.filter(name=name).first()
    if file is None:
        raise NotFound(say("对账包里没有 {name}", name=name), remedy=say("请下载整个对账包。"))
    return file


def get_rules_version(statement: Statement) -> str:
    """The version of the rules that computed it, as its manifest names it."""
    return str(json.loads(bytes(get_file(statement, "manifest.json").content))["rules"])


def subject_of(statement: Statement) -> str:
    """What the chain calls this version."""
    return f"{statement.contract.code} {statement.month} v{statement.version}"


def list_entries(statement: Statement) -> list[Entry]:
    """What the contract's chain says about this version, the newest first."""
    found = Entry.objects.filter(chain_id=statement.contract.chain_id, subject=subject_of(statement))
    return list(found.order_by("-seq"))


def has_opened(statement: Statement, person_id: int) -> bool:
    """Whether this person's first opening of this version is on record."""
    entries = Entry.objects.filter(chain_id=statement.contract.chain_id, subject=subject_of(statement))
    return entries.filter(act=OPENED, person=person_id).exists()


def get_entry(statement: Statement, act: str) -> Entry | None:
    """The latest entry of one act on this version."""
    return next((entry for entry in list_entries(statement) if entry.act == act), None)


def confirm_by_of(statement: Statement, received_on: date) -> date | None:
    """By when a statement received on that day is to be confirmed; None where the contract is silent."""
    schedule = read_terms(statement.terms).statement
    due = confirmation_due(schedule, received_on) if schedule else None
    return due[0] if due else None


def pay_by_of(statement: Statement, confirmed_on: date) -> date | None:
    """By when it is paid if it is confirmed on that day; None where the contract is silent."""
    schedule = read_terms(statement.terms).statement
    due = payment_due(schedule, statement.month, confirmed_on) if schedule else None
    return due.due_on if due else None
