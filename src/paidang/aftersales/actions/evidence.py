"""Pictures and papers as evidence: kept as they are by their hash, never run, never changed."""

import hashlib
from datetime import datetime

from django.db import transaction

from paidang.aftersales.actions.recording import UnableToServe, contract_for, record
from paidang.aftersales.models import CaseFile
from paidang.aftersales.queries.cases import get_case
from paidang.aftersales.rules.files import FILE_BYTES_MAX, FILES_MAX
from paidang.aftersales.rules.words import ENDED, FILE_KINDS
from paidang.contracts.rules.annexes import safe_name
from paidang.kit.clause import clause
from paidang.kit.media import OF_A_PHONE, check_count, check_paper
from paidang.kit.sentence import say
from paidang.team.models import Person


@clause("OP-3-E-2")
@transaction.atomic
def add_file(
    *, person: Person, at: datetime, code: str, number: int, kind: str, name: str, content: bytes
) -> CaseFile:
    """Keep a picture or a PDF with the case; the same bytes again are the same piece of evidence."""
    act = "serve_buyers" if person.may("serve_buyers") else "inspect_returns"
    case = get_case(contract_for(person, code, act), number, lock=True)
    if case.state in ENDED:
        raise UnableToServe(
            say("售后 {code} 已经了结，不再收证据", code=case.code),
            code="WRONG_STATE",
            remedy=say("请另开一件。"),
        )
    if kind not in FILE_KINDS or (kind == "inspection" and act != "inspect_returns"):
        raise UnableToServe(say("验收的照片由甲方拍"), code="NOT_YOUR_FILE")
    media = check_paper(
        content,
        bytes_max=FILE_BYTES_MAX,
        unable=UnableToServe,
        remedy=OF_A_PHONE,
    )
    sha256 = hashlib.sha256(content).hexdigest()
    if known := CaseFile.objects.filter(case=case, sha256=sha256).first():
        return known
    check_count(CaseFile.objects.filter(case=case).count() + 1, most=FILES_MAX, unable=UnableToServe)
    file = CaseFile.objects.create(
        contract=case.contract, case=case, kind=kind, name=safe_name(name), media=media, sha256=sha256, size_bytes=len(content),
        content=content, added_by=person, added_at=at,
    )  # fmt: skip
    record(case, person, at, "case.file_added", {"name": sha256[:12], "sha256": sha256, "kind": kind})
    return file
