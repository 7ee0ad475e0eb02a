"""A report is issued: both sides have the same bytes, and their digest is on record."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from paidang.contracts.actions import complete_duty
from paidang.contracts.actions.recording import record
from paidang.contracts.queries import get_living, list_planned
from paidang.kit.clause import clause
from paidang.kit.period import EVER, day_of, month_of
from paidang.kit.sentence import say
from paidang.scorecards.actions.recording import UnableToScore, contract_for
from paidang.scorecards.models import IssuedReport
from paidang.scorecards.rules.spans import MONTH
from paidang.team.models import Person

BYTES_MAX = 20 * 2**20


@clause("JD-1")
@transaction.atomic
def issue_report(
    *, person: Person, at: datetime, code: str, month: str, span: str, language: str, document: bytes
) -> IssuedReport:
    """Issue the report of a whole month, or of the quarter or year up to it. The agency's of a month does what the contract
    asks of it (`send_report`)."""
    contract, side = contract_for(person, code, "keep_norms")
    if month >= month_of(at):
        raise UnableToScore(
            say("{month} 还没有过完", month=month),
            code="NOT_ISSUABLE",
            remedy=say("等这个月过完再出具；现在可以下载草稿。"),
        )
    if not 0 < len(document) <= BYTES_MAX:
        raise UnableToScore(say("报告太大"), code="NOT_ISSUABLE")
    sha256 = hashlib.sha256(document).hexdigest()
    last = IssuedReport.objects.filter(contract=contract).aggregate(last=Max("number"))["last"] or 0
    report = IssuedReport.objects.create(
        contract=contract, number=last + 1, month=month, span=span, language=language, side=side, sha256=sha256,
        document=document, issued_by=person, issued_at=at,
    )  # fmt: skip
    facts = {"number": report.number, "month": month, "sha256": sha256}
    record(contract, person, at, "scorecards.report_issued", facts)
    key = f"send_report:{month}"
    planned = list_planned(get_living(contract, day_of(at)), EVER, on=day_of(at))
    if (
        side == "b"
        and span == MONTH
        and person.may("complete_duty")
        and any(one.key == key for one in planned)
    ):
        complete_duty(
            person=person, at=at, code=code, key=key, note=say("出具第 {n} 份运营报告", n=report.number)
        )
    return report
