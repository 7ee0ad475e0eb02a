"""Customer service in figures: days by file, the brand's score sheet and its samples (OP-4-B-5)."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.contracts.queries.numbers import next_number
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.staffing.actions.recording import (
    A,
    B,
    UnableToStaff,
    contract_for,
    text_of,
)
from paidang.staffing.models import QualitySample, SampleAnswer, ScoreSheet, ServiceDay
from paidang.staffing.rules.service import MARKS, Criterion, is_sane, raised, read_days, score
from paidang.staffing.rules.table import FileFault
from paidang.team.models import Person

FILE_BYTES_MAX = 2**20
SAMPLES = "/staffing/service?contract={code}#samples"


@clause("OP-4-B-5")
@transaction.atomic
def hand_in_days(*, person: Person, at: datetime, code: str, content: bytes, stores: Collection[str]) -> int:
    """Take the days of a file, all or none; `stores` are the contract's. The same file again changes nothing.

    Returns how many days were taken. A day that was told before counts as the later file says.
    """
    contract = contract_for(person, code, "hand_in_service", side=B)
    if len(content) > FILE_BYTES_MAX:
        raise UnableToStaff(say("文件超过 1 MB"), code="FILE_NOT_TAKEN")
    try:
        days = read_days(content, stores)
    except FileFault as fault:
        raise UnableToStaff(
            fault.said, code="FILE_WRONG", remedy=say("改好后重新上传，一行也没有写入。")
        ) from None
    sha256 = hashlib.sha256(content).hexdigest()
    if ServiceDay.objects.filter(contract=contract, file_sha256=sha256).exists():
        return 0
    ServiceDay.objects.bulk_create(
        ServiceDay(
            contract=contract, store=one.store, day=one.day, conversations=one.conversations, resolved=one.resolved,
            first_response_seconds=one.first_response_seconds, file_sha256=sha256, handed_in_by=person, handed_in_at=at,
        )
        for one in days
    )  # fmt: skip
    record(contract, person, at, "staffing.service_days", {"count": len(days), "sha256": sha256})
    return len(days)


@clause("OP-4-B-5")
@transaction.atomic
def set_sheet(*, person: Person, at: datetime, code: str, criteria: Sequence[Criterion]) -> ScoreSheet:
    """The brand sets the score sheet by which it samples from now on; what was sampled keeps its own."""
    contract = contract_for(person, code, "sample_service", side=A)
    if not is_sane(criteria):
        raise UnableToStaff(
            say("评分表没有写对"), code="SHEET_WRONG", remedy=say("1 到 12 条不同的标准，权重加起来是 100。")
        )
    sheet = ScoreSheet.objects.create(
        contract=contract, number=next_number(ScoreSheet, contract=contract), criteria=[dict(one) for one in criteria],
        set_by=person, set_at=at,
    )  # fmt: skip
    record(contract, person, at, "staffing.sheet_set", {"number": sheet.number, "count": len(criteria)})
    return sheet


@clause("OP-4-B-5")
@transaction.atomic
def sample_service(
    *,
    person: Person,
    at: datetime,
    code: str,
    store: str,
    about: str,
    marks: Mapping[int, int],
    words: str = "",
) -> QualitySample:
    """The brand marks one conversation or case by its sheet; the agency sees marks and words."""
    contract = contract_for(person, code, "sample_service", side=A)
    sheet = ScoreSheet.objects.filter(contract=contract).order_by("-number").first()
    if sheet is None:
        raise UnableToStaff(say("还没有评分表"), code="NO_SHEET", remedy=say("请先定评分表。"))
    if set(marks) != set(range(len(sheet.criteria))) or not set(marks.values()) <= set(MARKS):
        raise UnableToStaff(say("每条都要打 0 到 5 分"), code="MARKS_WRONG")
    sample = QualitySample.objects.create(
        contract=contract, number=next_number(QualitySample, contract=contract), sheet=sheet, store=store[:200],
        about=text_of(about, say("抽的是哪一段"), most=100), marks=[marks[nth] for nth in range(len(sheet.criteria))],
        score=score(sheet.criteria, marks), words=text_of(words, say("评语"), is_needed=False), sampled_by=person,
        sampled_at=at,
    )  # fmt: skip
    record(
        contract, person, at, "staffing.sampled",
        {"number": sample.number, "score": sample.score, "words_sha256": text_digest(sample.words)},
    )  # fmt: skip
    raise_duty(
        contract.pk, key=f"sample:{sample.number}", kind="answer_sample", side=B, page=SAMPLES.format(code=code), at=at,
        clause="OP-4-B-5", facts={"number": sample.number, "score": sample.score},
    )  # fmt: skip
    return sample


@clause("OP-4-B-5")
@transaction.atomic
def answer_sample(
    *, person: Person, at: datetime, code: str, number: int, contested: Collection[int], words: str = ""
) -> SampleAnswer:
    """The agency agrees to a sample (nothing contested), or contests criteria of it with a reason; the brand then decides."""
    contract = contract_for(person, code, "hand_in_service", side=B)
    sample = _sample(contract, number)
    if SampleAnswer.objects.filter(sample=sample).exists():
        raise UnableToStaff(
            say("这次抽查已经答复过"), code="WRONG_STATE", remedy=say("请刷新页面，看走到哪一步。")
        )
    places = sorted(set(contested))
    if not set(places) <= set(range(len(sample.marks))):
        raise UnableToStaff(say("评分表没有这一条"), code="MARKS_WRONG", remedy=say("请从客服质量页勾选。"))
    answer = SampleAnswer.objects.create(
        contract=contract, sample=sample, contested=places, answered_by=person, answered_at=at,
        words=text_of(words, say("理由"), is_needed=bool(places)),
    )  # fmt: skip
    close_duty(contract.pk, key=f"sample:{number}", at=at)
    if not places:
        record(contract, person, at, "staffing.sample_agreed", {"number": number, "score": sample.score})
        return answer
    record(
        contract, person, at, "staffing.sample_contested",
        {"number": number, "points": places, "count": len(places), "words_sha256": text_digest(answer.words)},
    )  # fmt: skip
    raise_duty(
        contract.pk, key=f"sample_decision:{number}", kind="decide_sample", side=A, page=SAMPLES.format(code=code), at=at,
        clause="OP-4-B-5", facts={"number": number, "count": len(places)},
    )  # fmt: skip
    return answer


@clause("OP-4-B-5")
@transaction.atomic
def decide_sample(
    *, person: Person, at: datetime, code: str, number: int, to: Mapping[int, int], words: str
) -> SampleAnswer:
    """The brand decides on what is contested: raises marks (`to`, by place on the sheet) or lets them stand, and says why."""
    contract = contract_for(person, code, "sample_service", side=A)
    sample = _sample(contract, number)
    answer = SampleAnswer.objects.select_for_update().filter(sample=sample, decided_at=None).first()
    if answer is None or not answer.contested:
        raise UnableToStaff(
            say("这次抽查没有待决定的异议"), code="WRONG_STATE", remedy=say("请刷新页面，看走到哪一步。")
        )
    marks = raised(sample.marks, answer.contested, to)
    if marks is None:
        raise UnableToStaff(
            say("只能改有异议的条目，不能低于原来的分"), code="MARKS_WRONG", remedy=say("维持原分就不改。")
        )
    answer.marks, answer.score = marks, score(sample.sheet.criteria, dict(enumerate(marks)))
    answer.decision, answer.decided_by, answer.decided_at = text_of(words, say("理由")), person, at
    answer.save(update_fields=["marks", "score", "decision", "decided_by", "decided_at"])
    close_duty(contract.pk, key=f"sample_decision:{number}", at=at)
    record(
        contract, person, at, "staffing.sample_decided",
        {"number": number, "was": sample.score, "score": answer.score, "words_sha256": text_digest(answer.decision)},
    )  # fmt: skip
    return answer


def _sample(contract: Contract, number: int) -> QualitySample:
    found = QualitySample.objects.filter(contract=contract, number=number).select_related("sheet").first()
    if found is None:
        raise NotFound(say("没有第 {number} 次抽查", number=number), remedy=say("请从客服质量页打开。"))
    return found
