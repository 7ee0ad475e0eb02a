"""A bank's account statement: handed in and read for a test, then taken in; its lines set aside and taken up again."""

import hashlib
from datetime import datetime

from django.db import transaction

from paidang.channels.bank.files import FILE_BYTES_MAX, read_bank_file
from paidang.channels.reading import BadFile
from paidang.evidence.actions import append
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.settlement.models import BankFile, BankLine
from paidang.settlement.queries.bank import get_bank_file, get_line, list_fresh, read_again
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToImport(UnableTo):
    code = "BANK_FILE_NOT_IMPORTED"


@transaction.atomic
def receive_bank_file(*, person: Person, at: datetime, name: str, content: bytes) -> BankFile:
    """Keep a bank statement so that it can be looked at; none of its lines is taken in yet. The same file again is the first."""
    check_may(person, "record_payment")
    if len(content) > FILE_BYTES_MAX:
        raise UnableToImport(
            say("文件超过 {most} MB", most=FILE_BYTES_MAX // 2**20), remedy=say("请按日期分几次导出。")
        )
    digest = hashlib.sha256(content).hexdigest()
    if found := BankFile.objects.filter(org=person.org_id, sha256=digest).first():
        return found
    name = name.replace("\0", "").replace("\\", "/").rsplit("/", 1)[-1][-255:] or "流水"
    try:
        read_bank_file(content, name)
    except BadFile as bad:
        raise UnableToImport(
            bad.args[0], code="BANK_FILE_UNREADABLE", remedy=say("请从网银导出账户明细。")
        ) from None
    file, is_new = BankFile.objects.get_or_create(  # another person may hand it in at this moment
        org=person.org,
        sha256=digest,
        defaults={"name": name, "content": content, "received_by": person, "received_at": at},
    )
    if is_new:
        _append(file, person, at, "bank.received", {"size": len(content)})
    return file


@transaction.atomic
def take_in_bank_file(*, person: Person, at: datetime, file_id: int) -> int:
    """Take in the lines that are new, so that a person can say what each is for. How many; none the second time."""
    check_may(person, "record_payment")
    file = get_bank_file(file_id, lock=True)
    fresh = list_fresh(file.org_id, read_again(file).rows)
    if not fresh:
        return 0
    BankLine.objects.bulk_create(
        [
            BankLine(
                org=person.org, file=file, account=row.account, serial=row.serial, day=row.day, amount_fen=row.amount,
                payer_name=row.payer_name, remark=row.remark,
            )
            for row in fresh
        ],
        ignore_conflicts=True,  # another file with the same lines, taken in at this moment
    )  # fmt: skip
    taken = file.lines.count()
    if file.taken_in_at is None:
        file.taken_in_at = at
        file.save(update_fields=["taken_in_at"])
    _append(file, person, at, "bank.taken_in", {"lines": taken})
    return taken


@transaction.atomic
def set_line_aside(*, person: Person, at: datetime, line_id: int, reason: str) -> BankLine:
    """Put a line aside that is no payment under a contract, with the reason; an empty one takes it up again."""
    check_may(person, "record_payment")
    line = get_line(line_id, lock=True)
    reason = reason.strip()[:200]
    if line.set_aside == reason:
        return line
    if reason and line.payments.filter(reversal=None).exists():
        raise UnableToImport(
            say("这笔来款已经入账"), code="LINE_RECORDED", remedy=say("记错了的，先冲销那笔收款。")
        )
    line.set_aside = reason
    line.save(update_fields=["set_aside"])
    act = "bank.line_set_aside" if reason else "bank.line_taken_up"
    _append(line.file, person, at, act, {"line": line.pk})
    return line


def _append(file: BankFile, person: Person, at: datetime, act: str, facts: dict[str, object]) -> None:
    """The act's entry in the organisation's own chain: no name, remark or amount of a line."""
    append(
        person.org.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act,
        subject=f"bank {file.pk}", facts={"sha256": file.sha256, **facts},
    )  # fmt: skip
