"""After-sales: cases with what each verdict would cost whom; opened, received, inspected, decided; evidence."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, File, Form, Path, Query, Router
from ninja.files import UploadedFile

from paidang.aftersales import actions
from paidang.aftersales.models import Case, CaseLine
from paidang.aftersales.queries.cases import (
    VIEWS,
    CasesWanted,
    get_case,
    list_case_files,
    list_cases,
    list_clocks,
    list_lines,
)
from paidang.aftersales.queries.money import decided, list_choices, load_money
from paidang.aftersales.rules.files import FILE_BYTES_MAX
from paidang.aftersales.rules.reckoning import Effect
from paidang.aftersales.rules.words import REASONS, STATES, VERDICTS, WISH_WORDS
from paidang.api.rules.cursors import cursor_of, number_of
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, Cursor, Limit, Moment, Shape, word_of
from paidang.api.views.token import person_of
from paidang.contracts.queries import get_contract

router = Router(tags=["after-sales"])
LISTING = "cases"
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="the case's number within the contract")]
Fen0 = Annotated[int, Field(ge=0, le=10**12, description="1/100 yuan, an integer")]
FLOW = ("NOT_ALLOWED", "CONTRACT_NOT_IN_FORCE", "WRONG_STATE", "TOO_LONG", "WORDS_MISSING")


class EffectOut(Shape):
    """What a verdict changes in the statement, in fen; below 0: less."""

    refunded_fen: int
    cost_fen: int
    tax_fen: int
    logistics_fen: int
    profit_fen: int
    share_b_fen: int
    to_b_fen: int = Field(
        description="carriage that one side answers for and the other paid; positive: a owes b"
    )
    held: bool = Field(description="a factory price is missing")


class ChoiceOut(Shape):
    """A finding with what it comes to by the contract."""

    finding: str = Field(description="quality, resaleable, spoiled")
    gives: bool = Field(description="the contract has the buyer get something")
    rule: str
    freight: str = Field(description="who answers for the way back: a, b, shared, buyer")
    effect: EffectOut | None


class LineOut(Shape):
    """One order line in the case."""

    line_id: str
    sku: str
    quantity: int
    asked_fen: int
    refund_id: str = Field(description="its name among the refunds of the facts")
    finding: str
    dispute: str
    answer: str
    refund_quantity: int | None
    refund_fen: int | None
    cause: str
    restocked: bool | None


class ClockOut(Shape):
    """What is due: by which side, by when, by whose limit."""

    act: str
    side: str
    due_at: Moment
    source: str = Field(description="platform, norm, store")


class CaseRow(Shape):
    """A case as the list has it."""

    number: int
    code: str
    order_id: str
    store: str
    source: str
    platform_case: str
    reason: str
    reason_word = word_of("reason", REASONS)
    wish: str
    wish_word = word_of("wish", WISH_WORDS)
    state: str
    state_word = word_of("state", STATES)
    turn: str = Field(description="a, b, or neither")
    due_at: Moment | None
    asked_at: Moment
    return_waybill: str
    verdict: str
    verdict_word = word_of("verdict", VERDICTS)


class Cases(Shape):
    """A page, by number."""

    items: list[CaseRow]
    next_cursor: str | None
    total: int


class CaseOut(CaseRow):
    """A case with all that belongs to it."""

    lines: list[LineOut]
    files: list[str] = Field(description="the evidence by its sha256")
    clocks: list[ClockOut]
    choices: list[ChoiceOut] = Field(description="what each finding would cost whom, if all lines had it")
    decided: EffectOut | None


class Filters(Shape):
    view: Annotated[str, Field(pattern=f"^({'|'.join(VIEWS)})?$", description=", ".join(VIEWS))] = "open"
    q: Annotated[str, Field(max_length=120, description="order, number, waybill or SKU")] = ""


class LineIn(Asked):
    line_id: str = Field(max_length=255)
    quantity: int = Field(ge=0, le=10**9)
    refund_id: str = Field("", max_length=255, description="of a refund that is in the facts already")


class CaseIn(Asked):
    order_id: str = Field(max_length=255)
    lines: list[LineIn] = Field(min_length=1, max_length=50)
    source: Literal["phone", "chat", "goods"]
    reason: str = Field(description=", ".join(REASONS), max_length=20)
    wish: Literal["refund_only", "return_goods", "exchange", "resend"]
    words: str = Field("", max_length=1000, description="the buyer's, without name, phone and address")


class ReturnIn(Asked):
    waybill: str = Field("", max_length=100)
    freight_fen: Fen0 = 0
    freight_paid_by: Literal["", "a", "b", "buyer"] = ""


class FoundIn(Asked):
    line_id: str = Field(max_length=255)
    finding: Literal["quality", "resaleable", "spoiled"]
    words: str = Field("", max_length=1000)


class InspectIn(Asked):
    lines: list[FoundIn] = Field(min_length=1, max_length=50)


class GivenIn(Asked):
    line_id: str = Field(max_length=255)
    quantity: int = Field(ge=0, le=10**9)
    fen: Fen0


class DecideIn(Asked):
    verdict: Literal["refund", "exchange", "resend", "refuse"]
    lines: list[GivenIn] = Field(
        default_factory=list, description="less than was asked for; empty: all of it"
    )
    words: str = Field("", max_length=1000, description="wanted where it does not follow the rule")
    compensation_fen: Fen0 = 0
    compensation_to: Literal["", "a", "b"] = ""


def _effect(effect: Effect | None) -> EffectOut | None:
    if effect is None:
        return None
    return EffectOut(
        refunded_fen=effect.refunded, cost_fen=effect.cost, tax_fen=effect.tax, logistics_fen=effect.logistics,
        profit_fen=effect.profit, share_b_fen=effect.share_b, to_b_fen=effect.to_b, held=effect.held,
    )  # fmt: skip


def _row(case: Case) -> dict[str, Any]:
    same = (
        "number",
        "code",
        "order_id",
        "store",
        "source",
        "platform_case",
        "reason",
        "wish",
        "state",
        "turn",
    )
    more = ("due_at", "asked_at", "return_waybill", "verdict")
    return {name: getattr(case, name) for name in (*same, *more)}


def _line(line: CaseLine) -> LineOut:
    return LineOut(**{name: getattr(line, name) for name in LineOut.model_fields})


def case_out(case: Case) -> CaseOut:
    """A case as it is answered."""
    lines = list_lines(case)
    money = load_money(case, lines)
    return CaseOut(
        **_row(case),
        lines=[_line(line) for line in lines],
        files=[file.sha256 for file in list_case_files(case)],
        clocks=[
            ClockOut(act=one.act, side=one.side, due_at=one.due_at, source=one.limit.source)
            for one in list_clocks(case)
        ],
        choices=[
            ChoiceOut(
                finding=one.finding, gives=one.outcome.gives, rule=one.outcome.rule, freight=one.outcome.freight,
                effect=_effect(one.effect),
            )
            for one in list_choices(case, lines, money, timezone.now())
        ],
        decided=_effect(decided(case, lines, money)),
    )  # fmt: skip


@reads(router, "/contracts/{code}/cases", Cases, errors=("422 CURSOR_UNKNOWN",))
def list_all_cases(
    request: HttpRequest, code: Code, filters: Query[Filters], cursor: Cursor = "", limit: Limit = 50
) -> Cases:
    """The cases of a contract, the nearest deadline first."""
    contract = get_contract(code)
    side = contract.side_of(person_of(request).org_id)
    wanted = CasesWanted({contract.pk: side}, timezone.now(), filters.view or "open", filters.q.strip())
    page = list_cases(wanted, offset=number_of(LISTING, cursor) or 0, most=limit)
    return Cases(
        items=[CaseRow(**_row(case)) for case in page.rows],
        next_cursor=cursor_of(LISTING, str(page.offset + len(page.rows))) if page.has_next else None,
        total=page.total,
    )


@reads(router, "/contracts/{code}/cases/{number}", CaseOut)
def get_one_case(request: HttpRequest, code: Code, number: Number) -> CaseOut:
    """One case: its lines, clocks, and what each finding would cost whom."""
    return case_out(get_case(get_contract(code), number))


@acts(
    router, "/contracts/{code}/cases", CaseOut, verbs=["serve_buyers"], act=actions.open_case,
    errors=(
        "CASE_INCOMPLETE", "LINES_UNKNOWN", "TOO_MANY_UNITS", "IN_ANOTHER_CASE", "REFUND_OF_ANOTHER_LINE", *FLOW[1:],
    ),
)  # fmt: skip
def open_case(request: HttpRequest, code: Code, body: CaseIn) -> CaseOut:
    """Open a case on lines of an order."""
    lines = [actions.LineAsked(one.line_id, one.quantity, one.refund_id) for one in body.lines]
    return case_out(
        actions.open_case(
            person=person_of(request), at=timezone.now(), code=code, order_id=body.order_id, lines=lines, source=body.source,
            reason=body.reason, wish=body.wish, words=body.words,
        )
    )  # fmt: skip


@acts(
    router, "/contracts/{code}/cases/{number}/received", CaseOut, verbs=["inspect_returns"],
    act=actions.receive_return, errors=("FREIGHT_UNKNOWN", *FLOW[1:]),
)  # fmt: skip
def receive_case(request: HttpRequest, code: Code, number: Number, body: ReturnIn) -> CaseOut:
    """The brand's warehouse has the goods."""
    return case_out(
        actions.receive_return(
            person=person_of(request), at=timezone.now(), code=code, number=number, **body.model_dump()
        )
    )


@acts(
    router, "/contracts/{code}/cases/{number}/files", CaseOut, verbs=["serve_buyers", "inspect_returns"],
    act=actions.add_file, errors=("FILE_NOT_TAKEN", "NOT_YOUR_FILE", "TOO_MANY_FILES", *FLOW[1:]),
)  # fmt: skip
def add_case_file(
    request: HttpRequest,
    code: Code,
    number: Number,
    file: Annotated[UploadedFile, File(description="JPEG, PNG, WebP or PDF, up to 10 MB")],
    kind: Annotated[Literal["buyer", "inspection", "other"], Form()] = "buyer",
) -> CaseOut:
    """Keep a picture or a PDF as evidence; the same bytes again are the same piece."""
    kept = actions.add_file(
        person=person_of(request), at=timezone.now(), code=code, number=number, kind=kind, name=file.name or "",
        content=file.read(FILE_BYTES_MAX + 1),
    )  # fmt: skip
    return case_out(get_case(get_contract(code), kept.case.number))


@acts(
    router, "/contracts/{code}/cases/{number}/inspection", CaseOut, verbs=["inspect_returns"],
    act=actions.inspect_case, errors=("FINDING_MISSING", *FLOW[1:]),
)  # fmt: skip
def inspect_one_case(request: HttpRequest, code: Code, number: Number, body: InspectIn) -> CaseOut:
    """The brand says of every line what the goods are."""
    found = {one.line_id: actions.Found(one.finding, one.words) for one in body.lines}
    return case_out(
        actions.inspect_case(
            person=person_of(request), at=timezone.now(), code=code, number=number, found=found
        )
    )


@acts(
    router, "/contracts/{code}/cases/{number}/verdict", CaseOut, verbs=["serve_buyers", "approve_case"],
    act=actions.decide_case,
    errors=("VERDICT_UNKNOWN", "VERDICT_NOT_POSSIBLE", "COMPENSATION_UNKNOWN", "FACTS_NOT_WRITTEN", *FLOW[1:]),
)  # fmt: skip
def decide_one_case(request: HttpRequest, code: Code, number: Number, body: DecideIn) -> CaseOut:
    """Say what becomes of a case: carried out at once where it follows the rule or the brand says it, else proposed."""
    return case_out(
        actions.decide_case(
            person=person_of(request), at=timezone.now(), code=code, number=number, verdict=body.verdict,
            given={one.line_id: actions.Given(one.quantity, one.fen) for one in body.lines}, words=body.words,
            compensation_fen=body.compensation_fen, compensation_to=body.compensation_to,
        )
    )  # fmt: skip


@acts(
    router, "/contracts/{code}/cases/{number}/approval", CaseOut, verbs=["approve_case"], act=actions.approve_case,
    errors=("FACTS_NOT_WRITTEN", *FLOW[1:]),
)  # fmt: skip
def approve_one_case(request: HttpRequest, code: Code, number: Number) -> CaseOut:
    """The brand agrees to the proposed outcome: it is carried out."""
    return case_out(
        actions.approve_case(person=person_of(request), at=timezone.now(), code=code, number=number)
    )
