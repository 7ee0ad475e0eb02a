"""What a dispute rests on: the chain's acts, the notices, the incidents, statements, payments, and every file by its digest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from paidang.contracts.models import Contract, Notice, NoticeFile, SigningDocument
from paidang.contracts.models.signing import SIGNED
from paidang.contracts.queries import get_living, list_notices
from paidang.evidence.models import Entry
from paidang.evidence.rules.wording import acts_of
from paidang.incidents.models import Incident, IncidentFile, Penalty
from paidang.settlement.models import Attachment, Payment, Statement
from paidang.settlement.queries import only_sent

HEADINGS = ("contract", "incidents", "statement", "cases", "access")
CHRONOLOGY_MAX = 2000
"""The latest of them; the chain itself, in the zip, has them all."""


@dataclass(frozen=True, slots=True)
class DisputeFile:
    """One file of the bundle: where it stands in the zip, and its digest."""

    path: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Dispute:
    """Everything that goes into the file. `forum` and `place` as the contract's terms state them, None where it is silent."""

    contract: Contract
    forum: object | None
    place: object | None
    place_side: str
    clause: str
    entries: list[Entry]
    entries_in_all: int
    notices: list[Notice]
    incidents: list[Incident]
    penalties: list[Penalty]
    statements: list[Statement]
    payments: list[Payment]
    files: list[DisputeFile]


def load_dispute(contract: Contract, day: date) -> Dispute:
    """The case of a contract as both sides may see it: of a statement that is not sent nothing is in."""
    read = get_living(contract, day).read
    place = read.stated("dispute.place")
    acts = [act for heading in HEADINGS for act in acts_of(heading)]
    found = Entry.objects.filter(chain_id=contract.chain_id, act__in=acts)
    incidents = Incident.objects.filter(contract=contract).select_related(
        "reported_by", "answered_by", "notice"
    )
    return Dispute(
        contract=contract,
        forum=read.stated("dispute.forum"),
        place=place,
        place_side=read.turned(place) if place in ("a", "b") else "",
        clause=read.clause("dispute.forum", "dispute.place"),
        entries=sorted(found.order_by("-seq")[:CHRONOLOGY_MAX], key=lambda entry: entry.seq),
        entries_in_all=Entry.objects.filter(chain_id=contract.chain_id).count(),
        notices=list_notices(contract)[::-1],
        incidents=list(incidents.order_by("number")),
        penalties=list(Penalty.objects.filter(contract=contract).order_by("number")),
        statements=sorted(only_sent(contract.statements), key=lambda one: (one.month, one.version)),
        payments=list(Payment.objects.filter(contract=contract).order_by("paid_on", "pk")),
        files=[DisputeFile(path, sha256, len(content)) for path, sha256, content in iter_files(contract)],
    )  # fmt: skip


def iter_files(contract: Contract) -> Iterator[tuple[str, str, bytes]]:
    """Path, digest and bytes of each file: texts and signed documents, those of notices, incidents and what was said about statements."""
    for text in contract.texts.order_by("number"):
        content = text.text.encode()
        yield f"contract/text-{text.number}.txt", text.sha256, content
    for document in SigningDocument.objects.filter(contract=contract, kind=SIGNED).order_by("pk"):
        yield f"contract/signed-{document.pk}.pdf", document.sha256, bytes(document.content)
    for paper in contract.papers.order_by("pk"):
        yield f"contract/scan-{paper.pk}-{paper.scan_name}", paper.scan_sha256, bytes(paper.scan)
    for file in NoticeFile.objects.filter(contract=contract).select_related("notice").order_by("pk"):
        yield f"notices/{file.notice.number}/{file.sha256[:12]}-{file.name}", file.sha256, bytes(file.content)
    for kept in IncidentFile.objects.filter(contract=contract).select_related("incident").order_by("pk"):
        yield (
            f"incidents/{kept.incident.code}/{kept.sha256[:12]}-{kept.name}",
            kept.sha256,
            bytes(kept.content),
        )
    for said in Attachment.objects.filter(contract=contract).order_by("pk"):
        yield f"statements/{said.pk}-{said.sha256[:12]}-{said.name}", said.sha256, bytes(said.content)
