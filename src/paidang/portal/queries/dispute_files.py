"""Every file that a dispute may rest on, of all slices, by path and digest."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet

from paidang.contracts.models import Contract
from paidang.duties.models import Duty
from paidang.incidents.queries.dispute import File, iter_files
from paidang.kit.clause import clause
from paidang.marketing.models import Voucher
from paidang.projects.models import DeliveryFile, Paper
from paidang.scorecards.models import IssuedReport
from paidang.settlement.models import BundleFile, Invoice
from paidang.training.models import Handover

FIGURES = ("manifest.json", "statement.json")
"""Of a statement's bundle: its rows either side has with the statement."""


@clause("TC-7-2")
def iter_dispute_files(contract: Contract, *, with_content: bool) -> Iterator[File]:
    """Path, digest and bytes of each: texts, signatures, notices, incidents, proofs, deliverables, papers, vouchers, the
    hand-over, reports, statements, invoices. Not in: pictures of products and of cases, whose digests the chain has.

    Without content the bytes are left empty and not loaded.
    """
    yield from iter_files(contract, with_content=with_content)
    proofs = Duty.objects.filter(contract_id=contract.pk, proof__isnull=False).order_by("pk")
    yield from _each(proofs, with_content, _proof, "proof", "proof_sha256")
    delivered = DeliveryFile.objects.filter(contract=contract).select_related("delivery__task__project")
    yield from _each(delivered.order_by("pk"), with_content, _delivered)
    yield from _each(
        Paper.objects.filter(contract=contract).order_by("pk"),
        with_content,
        lambda one: f"papers/{one.kind}/{one.sha256[:12]}-{one.name}",
    )
    vouchers = Voucher.objects.filter(contract=contract).select_related("proposal").order_by("pk")
    yield from _each(vouchers, with_content, _voucher)
    drawn = Handover.objects.filter(contract=contract)
    yield from _each(drawn, with_content, lambda one: "training/handover.pdf", "document")
    signed = drawn.exclude(signed_sha256="")
    yield from _each(
        signed, with_content, lambda one: "training/handover-signed.pdf", "signed", "signed_sha256"
    )
    reports = IssuedReport.objects.filter(contract=contract).order_by("number")
    yield from _each(
        reports, with_content, lambda one: f"reports/{one.number}-{one.month}-{one.span}.pdf", "document"
    )
    figures = BundleFile.objects.filter(contract=contract, name__in=FIGURES, statement__sent_at__isnull=False)
    yield from _each(figures.select_related("statement").order_by("pk"), with_content, _bundled)
    invoices = Invoice.objects.filter(contract=contract).order_by("pk")
    yield from _each(
        invoices, with_content, lambda one: f"invoices/{one.number}-{one.sha256[:12]}-{one.file_name}"
    )


def _each(
    rows: QuerySet[Any],
    with_content: bool,
    path_of: Callable[[Any], str],
    content: str = "content",
    sha256: str = "sha256",
) -> Iterator[File]:
    """A file of each row, a few of them in memory at a time."""
    for row in (rows if with_content else rows.defer(content)).iterator(chunk_size=8):
        yield path_of(row), getattr(row, sha256), bytes(getattr(row, content)) if with_content else b""


def _proof(one: Duty) -> str:
    return f"duties/{one.kind}-{one.pk}/{one.proof_sha256[:12]}-{one.proof_name}"


def _delivered(one: DeliveryFile) -> str:
    task = one.delivery.task
    return f"projects/{task.project.code}-{task.number}/v{one.delivery.version}/{one.sha256[:12]}-{one.name}"


def _voucher(one: Voucher) -> str:
    return f"marketing/M-{one.proposal.number:02}/{one.sha256[:12]}-{one.file_name}"


def _bundled(one: BundleFile) -> str:
    return f"statements/{one.statement.month}-v{one.statement.version}/{one.name}"
