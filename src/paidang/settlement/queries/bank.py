"""Bank statements of one's own organisation: what a file says, its lines that wait, and what each line may be for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from paidang.channels.bank.files import read_bank_file
from paidang.channels.bank.reading import BankReading, BankRow
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.kit.sides import other_side
from paidang.settlement.models import BankFile, BankLine
from paidang.settlement.queries.accounts import Account
from paidang.settlement.rules.matching import Candidate, Incoming, Match, match_each

FILES_MAX, LINES_MAX = 200, 200

LineKey = tuple[str, date, int]
Seen = dict[LineKey, set[str]]
"""Serial, day and amount of the lines that are known, with their accounts."""


@dataclass(frozen=True, slots=True)
class TestRead:
    """What taking the file in would do: the lines that are new, each with its match, and those known from before."""

    reading: BankReading
    fresh: list[tuple[BankRow, Match]]
    known: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line that waits for a person: what of it is not recorded yet, and what it may be for."""

    line: BankLine
    left: int
    match: Match


def get_line(pk: int, *, lock: bool = False) -> BankLine:
    """One line of the organisation's own bank statements."""
    found = BankLine.objects.filter(pk=pk)
    line = (found.select_for_update() if lock else found).first()
    if line is None:
        raise NotFound(say("没有这笔来款"), remedy=say("请刷新页面。"))
    return line


def left_of(line: BankLine) -> int:
    """What of a line is not recorded as a payment, in fen."""
    recorded = line.payments.filter(reversal=None).aggregate(fen=Sum("amount_fen"))["fen"]
    return line.amount_fen - (recorded or 0)


def list_bank_files() -> list[BankFile]:
    """The organisation's own bank statements without their content, the newest first."""
    return list(BankFile.objects.defer("content").order_by("-pk")[:FILES_MAX])


def get_bank_file(pk: int, *, lock: bool = False) -> BankFile:
    """One bank statement of one's own organisation."""
    found = BankFile.objects.filter(pk=pk)
    file = (found.select_for_update() if lock else found).first()
    if file is None:
        raise NotFound(say("没有这份银行流水"), remedy=say("请从收付款页重新导入。"))
    return file


def read_again(file: BankFile) -> BankReading:
    """What the file holds; its bytes were readable when it was received."""
    return read_bank_file(bytes(file.content), file.name)


def read_for_test(file: BankFile, accounts: Iterable[Account], now: datetime) -> TestRead:
    """What taking the file in would do now; nothing is written."""
    reading = read_again(file)
    candidates = candidates_of(accounts, now, file.org_id)
    rows = list_fresh(file.org_id, reading.rows)
    lines = [Incoming(row.day, row.amount, row.payer_name, row.remark) for row in rows]
    fresh = list(zip(rows, match_each(lines, candidates), strict=True))
    return TestRead(reading, fresh, len(reading.rows) - len(fresh))


def list_fresh(org_id: int, rows: Sequence[BankRow]) -> list[BankRow]:
    """Those of the rows that were not taken in before, each once.

    A file that does not name its account may hold the lines of one that does: then serial, day and amount make them one.
    """
    found = BankLine.objects.filter(org=org_id, serial__in={row.serial for row in rows})
    seen: Seen = {}
    for line in found:
        seen.setdefault((line.serial, line.day, line.amount_fen), set()).add(line.account)
    fresh = []
    for row in rows:
        accounts = seen.setdefault((row.serial, row.day, row.amount), set())
        if not accounts or (row.account and row.account not in accounts and "" not in accounts):
            accounts.add(row.account)
            fresh.append(row)
    return fresh


def candidates_of(
    accounts: Iterable[Account], now: datetime, org_id: int
) -> Callable[[date], list[Candidate]]:
    """By day all debts that others owe the organisation and that can be asked for, and the late fees open at its end."""
    every = list(accounts)
    return cache(lambda day: _candidates_on(day, every, now, org_id))


def _candidates_on(day: date, accounts: Iterable[Account], now: datetime, org_id: int) -> list[Candidate]:
    found = []
    for account in accounts:
        contract = account.contract
        side = contract.side_of(org_id)
        payer = other_side(side)
        org = contract.brand if payer == "a" else contract.agency
        parties = account.standing.compiled.terms.get("parties") or {}
        said = parties.get(payer, {}).get("name") if isinstance(parties, dict) else None
        names = tuple(str(name) for name in (org.name if org else None, said) if name)
        for one in account.positions(now, day):
            if one.debt.payer == payer and not one.debt.waits:
                found.append(Candidate(contract.code, names, one.debt, max(one.open, 0)))
                if one.fee_open:
                    found.append(Candidate(contract.code, names, one.debt, one.fee_open, is_fee=True))
    return found


def list_waiting(accounts: Iterable[Account], now: datetime, org_id: int) -> list[Waiting]:
    """The lines that are neither recorded in full nor set aside, the oldest first."""
    candidates = candidates_of(accounts, now, org_id)
    recorded = Coalesce(Sum("payments__amount_fen", filter=Q(payments__reversal=None)), 0)
    lines = BankLine.objects.filter(set_aside="").annotate(recorded=recorded)
    waiting = lines.filter(amount_fen__gt=F("recorded")).order_by("day", "pk")[:LINES_MAX]
    asked = [(line, line.amount_fen - line.recorded) for line in waiting]
    incoming = [Incoming(line.day, left, line.payer_name, line.remark) for line, left in asked]
    return [
        Waiting(line, left, one)
        for (line, left), one in zip(asked, match_each(incoming, candidates), strict=True)
    ]


def list_set_aside() -> list[BankLine]:
    """The lines that somebody put aside, the latest first."""
    return list(BankLine.objects.exclude(set_aside="").order_by("-day", "-pk")[:50])
