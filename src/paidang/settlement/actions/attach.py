"""Files that a side puts beside what it says: kept as they were given, handed out as files to save, never run."""

from collections.abc import Sequence
from datetime import datetime

from paidang.contracts.models import Contract
from paidang.contracts.rules.annexes import safe_name
from paidang.duties.actions import Proof
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.settlement.models import Adjustment, Attachment, Question
from paidang.settlement.models.adjusting import FILE_BYTES_MAX
from paidang.team.models import Person

FILES_MAX = 10


def check_files(files: Sequence[Proof], unable: type[UnableTo]) -> list[Proof]:
    """The files, each once; `unable` for too many of them, an empty one or one too large."""
    once = list({file.sha256: file for file in files}.values())
    if len(once) > FILES_MAX:
        raise unable(
            say("一次最多附 {most} 个文件，选了 {count} 个", most=FILES_MAX, count=len(once)),
            code="TOO_MANY_FILES",
            remedy=say("请挑要紧的，或合成一个 PDF。"),
        )
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
    *,
    question: Question | None = None,
    adjustment: Adjustment | None = None,
) -> list[str]:
    """Keep checked files with what they belong to; their hashes, for the record."""
    for file in files:
        Attachment.objects.create(
            contract=contract, question=question, adjustment=adjustment, side=contract.side_of(person.org_id),
            name=safe_name(file.name), sha256=file.sha256, size_bytes=len(file.content), content=file.content,
            added_by=person, added_at=at,
        )  # fmt: skip
    return [file.sha256 for file in files]
