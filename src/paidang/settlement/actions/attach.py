"""Files that a side puts beside what it says: kept as they were given, handed out as files to save, never run."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.contracts.rules.annexes import safe_name
from paidang.duties.actions import Proof
from paidang.kit.media import check_count
from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.sentence import say
from paidang.settlement.actions.recording import record
from paidang.settlement.models import Adjustment, Attachment, Question
from paidang.settlement.models.adjusting import FILE_BYTES_MAX
from paidang.team.actions import check_may
from paidang.team.models import Person

FILES_MAX = 10


def check_files(files: Sequence[Proof], unable: type[UnableTo]) -> list[Proof]:
    """The files, each once; `unable` for too many of them, an empty one or one too large."""
    once = list({file.sha256: file for file in files}.values())
    check_count(len(once), most=FILES_MAX, unable=unable)
    for file in once:
        if not 0 < len(file.content) <= FILE_BYTES_MAX:
            raise unable(
                say(
                    "{name} 是空的，或超过 {most} MB", name=safe_name(file.name), most=FILE_BYTES_MAX // 2**20
                ),
                code="FILE_NOT_TAKEN",
                remedy=say("请压缩或拆开后再附。"),
            )
    return once


def keep_files(
    files: Sequence[Proof],
    contract: Contract,
    person: Person,
    at: datetime,
    unable: type[UnableTo],
    *,
    question: Question | None = None,
    adjustment: Adjustment | None = None,
) -> list[str]:
    """Keep checked files with what they belong to, those that are not there yet; their hashes, for the record.

    `unable` where one side would have more than the most in one place.
    """
    side = contract.side_of(person.org_id)
    there = Attachment.objects.filter(question=question, adjustment=adjustment, side=side)
    known = set(there.values_list("sha256", flat=True))
    files = [file for file in files if file.sha256 not in known]
    check_count(len(known) + len(files), most=FILES_MAX, unable=unable)
    for file in files:
        Attachment.objects.create(
            contract=contract, question=question, adjustment=adjustment, side=side,
            name=safe_name(file.name), sha256=file.sha256, size_bytes=len(file.content), content=file.content,
            added_by=person, added_at=at,
        )  # fmt: skip
    return [file.sha256 for file in files]


class UnableToAttach(UnableTo):
    code = "FILE_NOT_TAKEN"


@transaction.atomic
def add_files(
    *,
    person: Person,
    at: datetime,
    code: str,
    files: Sequence[Proof],
    question_id: int = 0,
    number: int = 0,
) -> list[Attachment]:
    """Put files beside a question that waits for its answer, or beside one's own proposal (`number`) that waits for its.

    One's own side's files there, without their content. The same bytes again are the same file.
    """
    check_may(person, "agree_adjustment")
    contract = get_contract(code, lock=True)
    side = contract.side_of(person.org_id)
    question = contract.questions.filter(pk=question_id).first() if question_id else None
    adjustment = contract.adjustments.filter(number=number).first() if number else None
    to = question or adjustment
    if to is None:
        raise NotFound(say("没有这个异议或调整"), remedy=say("请从对账单的页面进来。"))
    if to.answered_at or (adjustment and adjustment.side != side):
        raise UnableToAttach(
            say("已经答复，或是对方提的"), code="ALREADY_ANSWERED", remedy=say("请附在自己要说的话旁边。")
        )
    files = check_files(files, UnableToAttach)
    if hashes := keep_files(
        files, contract, person, at, UnableToAttach, question=question, adjustment=adjustment
    ):
        record(to.statement, person, at, "statement.files_added", {"files": hashes, "count": len(hashes)})
    return list(to.files.filter(side=side).defer("content").order_by("pk"))
