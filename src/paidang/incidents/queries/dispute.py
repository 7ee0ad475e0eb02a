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

HEADINGS = (
    "contract", "prices", "promotions", "projects", "studio", "training", "marketing", "staffing", "cases", "scorecards",
    "incidents", "statement",
)  # fmt: skip
"""What the parties did under the contract; imports, orders, stores and stock go by the thousand and stand in the chain."""
LEFT_OUT = ("guard.passed",)
"""Before each offer that went out, which is told by itself."""
LOOKS = "access"
CHRONOLOGY_MAX, LOOKS_MAX = 2000, 300
"""The latest of them; the chain itself, in the zip, has them all."""
File = tuple[str, str, bytes]
"""Where it stands in the zip, its digest, its bytes."""


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


def load_dispute(contract: Contract, day: date) -> Dispute:
    """The case of a contract as both sides may see it: of a statement that is not sent nothing is in."""
    read = get_living(contract, day).read
    place = read.stated("dispute.place")
    incidents = Incident.objects.filter(contract=contract).select_related(
        "reported_by", "answered_by", "notice"
    )
    payments = Payment.objects.filter(contract=contract).select_related("reversal").prefetch_related("parts")
    return Dispute(
        contract=contract,
        forum=read.stated("dispute.forum"),
        place=place,
        place_side=read.turned(place) if place in ("a", "b") else "",
        clause=read.clause("dispute.forum", "dispute.place"),
        entries=_chronology(contract),
        entries_in_all=Entry.objects.filter(chain_id=contract.chain_id).count(),
        notices=list_notices(contract)[::-1],
        incidents=list(incidents.order_by("number")),
        penalties=list(Penalty.objects.filter(contract=contract).order_by("number")),
        statements=sorted(only_sent(contract.statements), key=lambda one: (one.month, one.version)),
        payments=list(payments.order_by("paid_on", "pk")),
    )  # fmt: skip


def _chronology(contract: Contract) -> list[Entry]:
    """The latest acts of both sides and the latest looks, in the order of time: many looks push no act out."""
    acts = [act for heading in HEADINGS for act in acts_of(heading) if act not in LEFT_OUT]
    found = Entry.objects.filter(chain_id=contract.chain_id).order_by("-seq")
    entries = [
        *found.filter(act__in=acts)[:CHRONOLOGY_MAX],
        *found.filter(act__in=acts_of(LOOKS))[:LOOKS_MAX],
    ]
    return sorted(entries, key=lambda entry: (entry.at, entry.seq))


def iter_files(contract: Contract, *, with_content: bool = True) -> Iterator[File]:
    """Path, digest and bytes of each file: texts and signed documents, those of notices, incidents and what was
    said about statements. Without content the bytes of the last two are left empty and not loaded."""
    for text in contract.texts.order_by("number"):
        content = text.text.encode()
        yield f"contract/text-{text.number}.txt", text.sha256, content
    for document in SigningDocument.objects.filter(contract=contract, kind=SIGNED).order_by("pk"):
        yield f"contract/signed-{document.pk}.pdf", document.sha256, bytes(document.content)
    for paper in contract.papers.order_by("pk"):
        yield f"contract/scan-{paper.pk}-{paper.scan_name}", paper.scan_sha256, bytes(paper.scan)
    for file in NoticeFile.objects.filter(contract=contract).select_related("notice").order_by("pk"):
        yield f"notices/{file.notice.number}/{file.sha256[:12]}-{file.name}", file.sha256, bytes(file.content)
    files = IncidentFile.objects.filter(contract=contract).select_related("incident").order_by("pk")
    for kept in (files if with_content else files.defer("content")).iterator(chunk_size=8):
        content = bytes(kept.content) if with_content else b""
        yield f"incidents/{kept.incident.code}/{kept.sha256[:12]}-{kept.name}", kept.sha256, content
    attached = Attachment.objects.filter(contract=contract).order_by("pk")
    for said in (attached if with_content else attached.defer("content")).iterator(chunk_size=8):
        content = bytes(said.content) if with_content else b""
        yield f"statements/{said.pk}-{said.sha256[:12]}-{said.name}", said.sha256, content
