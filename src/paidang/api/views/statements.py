"""Statements: what is ready, a preview, the versions, copies to take away."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router

from paidang.aftersales.queries.cases import count_open_cases
from paidang.api.views.files import binary, download
from paidang.api.views.route import reads
from paidang.api.views.shapes import Code, Json, Moment, Month, Shape, Side, Version, language
from paidang.api.views.token import person_of
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract, get_terms
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of, month_end_at
from paidang.kit.sentence import say
from paidang.printing.statement_lines import profit_counts
from paidang.printing.tables import XLSX_MEDIA
from paidang.settlement.actions import FactsRefused, make_receipt, record_download, record_opening
from paidang.settlement.models import Attachment, Question, Statement
from paidang.settlement.queries import get_file, get_open_month, get_statement, list_statements, pack_bundle
from paidang.settlement.queries.compare import compare
from paidang.settlement.queries.readiness import count_without_logistics, get_readiness
from paidang.settlement.queries.trial import TrialRefused, get_trial_month, run_trial

router = Router(tags=["statements"])
ZIP, PDF = "application/zip", "application/pdf"


class AttachmentOut(Shape):
    """A file beside a question, its answer or a proposed adjustment."""

    id: int
    side: Side
    name: str
    sha256: str
    size_bytes: int
    added_at: Moment


class QuestionOut(Shape):
    """What the brand asked about a sent statement, and the agency's answer."""

    id: int
    rows: list[str] = Field(description="`kind:row_id`; none is the whole statement")
    reason: str
    undisputed_fen: int
    asked_at: Moment
    answer: str
    answered_at: Moment | None
    files: list[AttachmentOut] = Field(description="of either side, in the order they were given")


class StatementOut(Shape):
    """One version of a month's statement. `digest` names it: send it with what is done to this version."""

    contract: str
    month: str
    version: int
    state: str = Field(description="closed, sent, questioned, confirmed, replaced")
    digest: str
    amount_due_fen: int
    payer: str | None = Field(description="a, b, or null where nothing is due")
    closed_at: Moment
    sent_at: Moment | None
    confirm_by: date | None
    confirmed_at: Moment | None
    pay_by: date | None
    is_paid: bool
    note: str


class StatementDetail(StatementOut):
    """With its figures (`statement.json`, SPEC §9; fen, rates as decimal strings) and questions."""

    figures: Json
    questions: list[QuestionOut]


class Statements(Shape):
    """The current version of each month, the newest first."""

    items: list[StatementOut]


class ReadinessOut(Shape):
    """The month whose turn it is, and what a closing would find: orders that count, rows, SKUs without a factory price."""

    month: str
    is_over: bool
    close_from: date
    orders: int
    lines: int
    waiting: int = Field(description="orders whose time to count has not come")
    refunds: int
    logistics: int
    platform_fees: int
    unpriced_skus: int
    unpriced_lines: int = Field(description="these lines would be held")
    orders_without_logistics: int
    open_cases: int = Field(
        description="after-sales cases opened by the end of the month that have not ended"
    )


class PreviewOut(Shape):
    """What a closing at this moment would come to; nothing is stored."""

    month: str
    figures: Json
    payer: Side | None
    amount_due_fen: int


def statement_fields(one: Statement) -> Json:
    """What every answer says of a statement."""
    return {
        "contract": one.contract.code, "month": one.month, "version": one.version, "state": one.state,
        "digest": one.digest, "amount_due_fen": one.figures["amount_due"], "payer": one.figures["payer"],
        "closed_at": one.closed_at, "sent_at": one.sent_at, "confirm_by": one.confirm_by,
        "confirmed_at": one.confirmed_at, "pay_by": one.pay_by, "is_paid": one.is_paid, "note": one.note,
    }  # fmt: skip


def detail_out(one: Statement) -> StatementDetail:
    """A statement with its figures and questions."""
    questions = [question_out(each) for each in one.questions.order_by("asked_at", "pk")]
    return StatementDetail(**statement_fields(one), figures=one.figures, questions=questions)


def question_out(one: Question) -> QuestionOut:
    """A question as it is answered."""
    return QuestionOut(
        id=one.pk, rows=one.rows, reason=one.reason, undisputed_fen=one.undisputed_fen, asked_at=one.asked_at,
        answer=one.answer, answered_at=one.answered_at, files=files_out(one.files.defer("content").order_by("pk")),
    )  # fmt: skip


def files_out(files: Iterable[Attachment]) -> list[AttachmentOut]:
    """Files without their contents."""
    return [
        AttachmentOut(id=one.pk, side=one.side, name=one.name, sha256=one.sha256, size_bytes=one.size_bytes, added_at=one.added_at)
        for one in files
    ]  # fmt: skip


@reads(router, "/contracts/{code}/statements", Statements)
def list_all_statements(request: HttpRequest, code: Code) -> Statements:
    """The current version of each month; one that is not sent yet is the agency's own."""
    found = list_statements(get_contract(code))
    return Statements(items=[StatementOut(**statement_fields(one)) for one in found])


@reads(router, "/contracts/{code}/statements/{month}", StatementDetail)
def get_one_statement(
    request: HttpRequest, code: Code, month: Month, version: Version = None
) -> StatementDetail:
    """One statement. The brand's first look at a sent version goes on record, as on the page."""
    found = get_statement(get_contract(code), month, version)
    record_opening(person=person_of(request), at=timezone.now(), statement=found, what="api")
    return detail_out(found)


class ChangeOut(Shape):
    """A total of `statement.json`, or `due_b`, in two statements; what is taken off is below 0."""

    key: str
    before_fen: int
    now_fen: int


class UnusualOut(Shape):
    """A SKU that wants a look. `now` and `before`: fen, or of `margin` and `refunds` hundredths of a percent."""

    kind: str = Field(description="below_cost, margin, refunds, sales_up, sales_down")
    sku: str
    now: int
    before: int | None
    at_stake_fen: int


class ComparisonOut(Shape):
    """A month beside the latest sent statement before it."""

    before: str | None = Field(description="its month; null for the first")
    changes: list[ChangeOut]
    unusual: list[UnusualOut] = Field(description="the most at stake first, up to 200")
    unusual_count: int


@reads(router, "/contracts/{code}/statements/{month}/comparison", ComparisonOut)
def compare_statement(
    request: HttpRequest, code: Code, month: Month, version: Version = None
) -> ComparisonOut:
    """What changed against the statement before, and which goods want a second look. No figure depends on it."""
    found = compare(get_statement(get_contract(code), month, version))
    return ComparisonOut(
        before=found.before.month if found.before else None,
        changes=[ChangeOut(key=one.key, before_fen=one.was, now_fen=one.now) for one in found.changes],
        unusual=[
            UnusualOut(kind=one.kind, sku=one.sku, now=one.now, before=one.was, at_stake_fen=one.fen)
            for one in found.unusual
        ],
        unusual_count=found.count,
    )


@reads(router, "/contracts/{code}/readiness", ReadinessOut)
def get_month_readiness(request: HttpRequest, code: Code) -> ReadinessOut:
    """The month whose turn it is, and what a closing of it would find now."""
    return _readiness(get_contract(code), timezone.now())


def _readiness(contract: Contract, now: datetime) -> ReadinessOut:
    month = get_open_month(contract)
    if not month:
        raise NotFound(say("合同还没有生效"), remedy=say("双方接受合同后才能结算。"))
    terms = get_terms(contract, month).terms
    found = asdict(get_readiness(contract, month, terms, profit_counts=profit_counts(terms)))
    over_at = month_end_at(month)
    return ReadinessOut(
        month=month, is_over=now >= over_at, close_from=day_of(over_at), logistics=found.pop("charges"),
        platform_fees=found.pop("fees"), unpriced_skus=found.pop("unpriced"),
        orders_without_logistics=count_without_logistics(contract, month, terms),
        open_cases=count_open_cases(contract.pk, over_at), **found,
    )  # fmt: skip


@reads(router, "/contracts/{code}/preview", PreviewOut, errors=("NO_TRIAL", "422 FACTS_REFUSED"))
def preview(request: HttpRequest, code: Code) -> PreviewOut:
    """What a closing at this moment would come to. For the agency, whose own an unsent statement is too."""
    contract = get_contract(code)
    if contract.side_of(person_of(request).org_id) != "b":
        raise NotFound(say("没有试算"), remedy=say("乙方关账、发出后，双方都能看到。"))
    month = get_trial_month(contract, timezone.now())
    tried = run_trial(contract, month)
    if isinstance(tried, TrialRefused):
        raise FactsRefused(list(tried.places), tried.count)
    figures = dict(tried.figures)
    return PreviewOut(
        month=month, figures=figures, payer=figures["payer"], amount_due_fen=figures["amount_due"]
    )


# Copies, each on record


@reads(router, "/contracts/{code}/statements/{month}/bundle", None, **binary(ZIP))
def download_bundle(request: HttpRequest, code: Code, month: Month, version: Version = None) -> HttpResponse:
    """The bundle as a zip, which either side recomputes with `paidang verify`. Taking it goes on record."""
    person, at = person_of(request), timezone.now()
    statement = record_download(person=person, at=at, code=code, month=month, version=version, what="bundle")
    record_opening(person=person, at=at, statement=statement, what="bundle")
    return download(
        pack_bundle(statement), f"{statement.contract.code}-{month}-v{statement.version}.zip", ZIP
    )


@reads(router, "/contracts/{code}/statements/{month}/pdf", None, **binary(PDF))
def download_pdf(request: HttpRequest, code: Code, month: Month, version: Version = None) -> HttpResponse:
    """The statement as PDF, as it stands in the bundle. Taking it goes on record."""
    return _copy(request, code, month, version, "pdf", PDF)


@reads(router, "/contracts/{code}/statements/{month}/xlsx", None, **binary(XLSX_MEDIA))
def download_workbook(
    request: HttpRequest, code: Code, month: Month, version: Version = None
) -> HttpResponse:
    """The statement as a workbook, as it stands in the bundle. Taking it goes on record."""
    return _copy(request, code, month, version, "xlsx", XLSX_MEDIA)


def _copy(
    request: HttpRequest, code: str, month: str, version: int | None, end: str, kind: str
) -> HttpResponse:
    person, at = person_of(request), timezone.now()
    statement = record_download(person=person, at=at, code=code, month=month, version=version, what=end)
    record_opening(person=person, at=at, statement=statement, what=end)
    content = bytes(get_file(statement, f"statement.{end}").content)
    return download(content, f"{statement.contract.code}-{month}-v{statement.version}.{end}", kind)


@reads(router, "/contracts/{code}/statements/{month}/receipt", None, errors=("NOT_CONFIRMED",), **binary(PDF))
def download_receipt(request: HttpRequest, code: Code, month: Month, version: Version = None) -> HttpResponse:
    """The receipt of a confirmed statement as PDF. Taking it goes on record."""
    statement, content = make_receipt(
        person=person_of(request), at=timezone.now(), code=code, month=month, version=version, lang=language()
    )
    return download(content, f"{statement.contract.code}-{month}-receipt.pdf", PDF)
