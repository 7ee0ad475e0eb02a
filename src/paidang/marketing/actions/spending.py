"""What was spent on a proposal: typed, or read from a table first and then written; withdrawn with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from paidang.channels.columns import find_columns
from paidang.channels.mapping import clean_row
from paidang.channels.reading import BadFile, read_table
from paidang.contracts.models import Contract
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.marketing.actions.duties import set_voucher_duty
from paidang.marketing.actions.recording import UnableToMarket, check_may_act, lock_money, record, words_of
from paidang.marketing.models import BY_HAND, IMPORTED, Proposal, SpendEntry
from paidang.marketing.queries.proposals import get_proposal
from paidang.marketing.rules.spend_rows import COLUMNS, ROWS_MAX, BadRow, SpendRow, read_rows
from paidang.marketing.rules.states import ENDED
from paidang.team.models import Person

FILE_MAX = 5 * 2**20
AMOUNT_MAX_FEN = 10**12


@dataclass(frozen=True, slots=True)
class TriedRead:
    """What a table says, before anything is written: rows to write, rows that are known, rows that are bad."""

    fresh: Sequence[SpendRow]
    known: int
    bad: Sequence[BadRow]


@clause("OP-3-C")
@transaction.atomic
def record_spend(
    *, person: Person, at: datetime, code: str, number: int, spent_on: date, amount_fen: int, supplier: str, what: str
) -> SpendEntry:  # fmt: skip
    """Record money that was laid out. It may be recorded before it is approved; the brand pays back what it approved."""
    contract = check_may_act(person, "keep_spend", code)
    proposal = get_proposal(contract, number, lock=True)
    if spent_on > day_of(at):
        raise UnableToMarket(say("花费的日子还没到"), code="DAY_AHEAD", remedy=say("花了以后再记。"))
    if not 0 < amount_fen <= AMOUNT_MAX_FEN:
        raise UnableToMarket(say("金额不对"), code="AMOUNT_WRONG", remedy=say("写大于 0 的金额，单位元。"))
    made = SpendEntry.objects.create(
        contract=contract, proposal=proposal, spent_on=spent_on, amount_fen=amount_fen,
        supplier=words_of(supplier, say("没有写付给谁"))[:120], what=words_of(what, say("没有写花在什么上"))[:200],
        source=BY_HAND, recorded_by=person, recorded_at=at,
    )  # fmt: skip
    record(contract, person, at, "marketing.spent", number, spend=made.pk, amount_due=amount_fen)
    set_voucher_duty(contract, at)
    return made


def try_spends(*, person: Person, code: str, name: str, content: bytes) -> TriedRead:
    """Read a table of spend and write nothing. Columns 提案, 日期, 金额, 供应商, 内容; a formula is refused, not computed."""
    contract = check_may_act(person, "keep_spend", code)
    if len(content) > FILE_MAX:
        raise UnableToMarket(
            say("文件超过 {most} MB", most=FILE_MAX // 2**20), code="FILE_REFUSED", remedy=say("请分几次。")
        )
    try:
        sheet = read_table(content, name)
        rows = [(number, clean_row(sheet.header, cells)) for number, cells in sheet.rows]
    except BadFile as bad:
        raise UnableToMarket(str(bad), code="FILE_REFUSED", remedy=say("交 CSV 或 XLSX。")) from None
    columns, missing = find_columns(sheet.header, COLUMNS)
    if missing:
        raise UnableToMarket(
            say("表里缺少列：{missing}", missing=missing), code="COLUMN_MISSING", remedy=say("请加上这几列，一行一笔花费。")
        )  # fmt: skip
    if len(rows) > ROWS_MAX:
        raise UnableToMarket(
            say("超过 {most:,} 行", most=ROWS_MAX), code="TOO_MANY_ROWS", remedy=say("请分几次。")
        )
    good, bad_rows = read_rows(rows, columns, _numbers(contract))
    known = _known(contract, good)
    fresh = [one for one in good if one.key not in known]
    return TriedRead(fresh, len(good) - len(fresh), bad_rows)


@clause("OP-3-C")
@transaction.atomic
def import_spends(
    *, person: Person, at: datetime, code: str, rows: Sequence[SpendRow]
) -> Sequence[SpendEntry]:
    """Write what a test read found; what is known already, by this file or another, is left as it is."""
    contract = check_may_act(person, "keep_spend", code)
    by_number = _numbers(contract)
    known = _known(contract, rows)
    made = SpendEntry.objects.bulk_create(
        SpendEntry(
            contract=contract, proposal=by_number[one.proposal], spent_on=one.day, amount_fen=one.amount_fen,
            supplier=one.supplier, what=one.what, source=IMPORTED, key=one.key, recorded_by=person, recorded_at=at,
        )
        for one in rows
        if one.key not in known and one.proposal in by_number
    )  # fmt: skip
    if made:
        total = sum(one.amount_fen for one in made)
        record(contract, person, at, "marketing.spends_imported", 0, rows=len(made), amount_due=total)
        set_voucher_duty(contract, at)
    return made


@transaction.atomic
def import_spend_file(
    *, person: Person, at: datetime, code: str, name: str, content: bytes
) -> Sequence[SpendEntry]:
    """Read a table of spend and write it, all of it or none: a program has nobody who looks at a test read in between."""
    tried = try_spends(person=person, code=code, name=name, content=content)
    if tried.bad:
        first = tried.bad[0]
        raise UnableToMarket(
            say("第 {row} 行的“{column}”：{reason}", row=first.row, column=first.column, reason=first.reason),
            code="ROWS_WRONG",
            remedy=say("没有写入任何一行；这样的行共 {count} 行。", count=len(tried.bad)),
        )
    return import_spends(person=person, at=at, code=code, rows=tried.fresh)


@transaction.atomic
def withdraw_spend(
    *, person: Person, at: datetime, code: str, number: int, spend_id: int, reason: str
) -> SpendEntry:
    """Say that a spend was recorded wrongly; what is claimed of it has to be taken back first. Twice is once."""
    contract = check_may_act(person, "keep_spend", code)
    money = lock_money(contract, number)
    spend = SpendEntry.objects.filter(proposal=money.proposal, pk=spend_id).defer("key").first()
    if spend is None:
        raise NotFound(say("没有这笔花费"), remedy=say("请刷新页面。"))
    if spend.withdrawn_at:
        return spend
    if money.tally.spends[spend.pk].claimed_fen:
        raise UnableToMarket(
            say("这笔花费已经记入报销"), code="CLAIMED_ALREADY", clause="OP-3-C", remedy=say("请先冲销那一次报销。")
        )  # fmt: skip
    spend.reason, spend.withdrawn_by, spend.withdrawn_at = words_of(reason, say("没有写理由")), person, at
    spend.save(update_fields=["reason", "withdrawn_by", "withdrawn_at"])
    record(
        contract, person, at, "marketing.spend_withdrawn", number, spend.reason, spend=spend.pk, amount_due=spend.amount_fen
    )  # fmt: skip
    set_voucher_duty(contract, at)
    return spend


def _numbers(contract: Contract) -> dict[int, Proposal]:
    """The proposals that spend may be recorded for, by number."""
    return {one.number: one for one in Proposal.objects.filter(contract=contract).exclude(state=ENDED)}


def _known(contract: Contract, rows: Sequence[SpendRow]) -> set[str]:
    keys = [one.key for one in rows]
    found = SpendEntry.objects.filter(contract=contract, key__in=keys, withdrawn_at=None)
    return set(found.values_list("key", flat=True))
