"""Pictures and papers as evidence: kept as they are by their hash, never run, never changed."""

import hashlib
from datetime import datetime

from django.db import transaction

from paidang.contracts.rules.annexes import safe_name
from paidang.incidents.actions.recording import UnableToReport, incident_for, record
from paidang.incidents.models import Incident, IncidentFile
from paidang.incidents.rules.words import CLOSED, FILE_BYTES_MAX, FILES_MAX
from paidang.kit.clause import clause
from paidang.kit.media import OF_A_PHONE, check_count, check_paper
from paidang.kit.sentence import say
from paidang.team.models import Person


@clause("OP-2-B-2", "OP-2-B-5")
@transaction.atomic
def add_file(
    *, person: Person, at: datetime, code: str, number: int, name: str, content: bytes
) -> IncidentFile:
    """Keep a picture or a PDF with the incident; the same bytes again are the same piece of evidence."""
    incident = incident_for(person, code, number, "report_incident")
    if incident.state in CLOSED:
        raise UnableToReport(
            say("{code} 已经了结，不再收证据", code=incident.code),
            code="WRONG_STATE",
            remedy=say("请另登记一件。"),
        )
    return keep_file(incident, person, at, name=name, content=content)


def keep_file(incident: Incident, person: Person, at: datetime, *, name: str, content: bytes) -> IncidentFile:
    """Keep one file, with its entry."""
    media = check_paper(
        content,
        bytes_max=FILE_BYTES_MAX,
        unable=UnableToReport,
        remedy=OF_A_PHONE,
    )
    sha256 = hashlib.sha256(content).hexdigest()
    if known := IncidentFile.objects.filter(incident=incident, sha256=sha256).first():
        return known
    kept = IncidentFile.objects.filter(incident=incident).count()
    check_count(kept + 1, most=FILES_MAX, unable=UnableToReport)
    file = IncidentFile.objects.create(
        contract=incident.contract, incident=incident, side=incident.contract.side_of(person.org_id),
        name=safe_name(name), media=media, sha256=sha256, size_bytes=len(content), content=content,
        added_by=person, added_at=at,
    )  # fmt: skip
    facts = {"name": sha256[:12], "sha256": sha256}
    record(incident.contract, person, at, "incident.file_added", incident.code, facts)
    return file
