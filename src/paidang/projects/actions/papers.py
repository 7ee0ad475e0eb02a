"""Papers: given, kept by their hash."""

from datetime import date, datetime

from django.db import transaction

from paidang.contracts.rules.annexes import safe_name
from paidang.duties.actions import Proof
from paidang.evidence.actions import append
from paidang.kit.clause import clause
from paidang.kit.media import check_paper
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.projects.actions.owing import set_paper_duties
from paidang.projects.actions.recording import UnableToRun, contract_for
from paidang.projects.models import FILE_BYTES_MAX, Paper
from paidang.projects.rules.papers import PAPERS
from paidang.team.models import Person


@clause("OP-1-B", "OP-2-A-1", "OP-2-A-4")
@transaction.atomic
def give_paper(
    *, person: Person, at: datetime, code: str, kind: str, file: Proof, valid_until: date | None
) -> Paper:
    """Keep a paper; from now on it counts for its kind. The same file again with the same last day is the same paper."""
    contract = contract_for(person, code, "deliver_task")
    if kind not in PAPERS:
        raise UnableToRun(say("没有这种证照"), code="NO_SUCH_PAPER", remedy=say("请从列表里选。"))
    if contract.side_of(person.org_id) != PAPERS[kind][1]:
        raise UnableToRun(
            say("{paper}由对方提供", paper=PAPERS[kind][0]),
            code="NOT_YOUR_PAPER",
            remedy=say("请对方上传。"),
        )
    media = check_paper(
        file.content, bytes_max=FILE_BYTES_MAX, unable=UnableToRun, remedy=say("请扫描成 PDF，或拍清楚。")
    )
    if valid_until is not None and valid_until < day_of(at):
        raise UnableToRun(
            say("{day} 已经过期", day=valid_until.isoformat()), code="EXPIRED", remedy=say("请给有效的一份。")
        )
    known = Paper.objects.filter(contract=contract, kind=kind, sha256=file.sha256).first()
    if known is not None:
        if known.valid_until != valid_until:
            raise UnableToRun(
                say("这个文件已经登记过，有效期不同"),
                code="KNOWN_FILE",
                remedy=say("续期后的证照是另一份文件。"),
            )
        return known
    paper = Paper.objects.create(
        contract=contract, kind=kind, name=safe_name(file.name), media=media, sha256=file.sha256,
        size_bytes=len(file.content), content=file.content, valid_until=valid_until, given_by=person, given_at=at,
    )  # fmt: skip
    append(
        contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act="paper.given", subject=f"{code} {kind}",
        facts={"sha256": file.sha256, "until": valid_until.isoformat() if valid_until else ""},
    )  # fmt: skip
    set_paper_duties(contract, at)
    return paper
