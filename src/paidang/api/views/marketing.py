"""Marketing: a proposal with its versions, the brand's word, what was spent, vouched and claimed, and what came of it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router

from paidang.api.views.paging import page
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import (
    Asked,
    Code,
    Cursor,
    FenToPay,
    Limit,
    Moment,
    Named,
    Number,
    NumberIn,
    Shape,
    Side,
    word_of,
)
from paidang.api.views.token import who
from paidang.contracts.queries import get_contract
from paidang.kit.period import day_of
from paidang.marketing import actions
from paidang.marketing.models import PLAN_MAX, WORDS_MAX, ProposalVersion
from paidang.marketing.queries.money import Money, Sums, get_money, list_claims, list_sums, list_vouchers
from paidang.marketing.queries.proposals import get_proposal, proposals_of
from paidang.marketing.queries.results import get_result
from paidang.marketing.rules.counting import STOPS
from paidang.marketing.rules.proposing import BUDGET_MAX_FEN, Plan
from paidang.marketing.rules.states import KINDS, STATES
from paidang.settlement.queries.reimbursed import find_statements

router = Router(tags=["marketing"])
LISTING = "proposals"
ONE = "/contracts/{code}/proposals/{number}"
PROPOSE, ANSWER = ["propose_marketing"], ["answer_proposal"]
FLOW = ("CONTRACT_NOT_IN_FORCE", "WRONG_STATE")
PLAN = ("PLAN_MISSING", "BUDGET_WRONG", "DAYS_WRONG", "GOAL_MISSING", "PLACE_MISSING", "KIND_MISSING")
Words = Annotated[str, Field(max_length=WORDS_MAX)]
Stops = Annotated[
    dict[str, int], Field(description=f"fen that are not paid back, by reason: {', '.join(STOPS)}")
]


class PlanOut(Shape):
    """A version of a proposal with the brand's word on it. Both days are in."""

    version: int
    title: str
    plan: str
    place: str
    store: str
    skus: list[str]
    budget_fen: int
    since: date
    until: date
    goal_sales_fen: int | None
    goal_count: int | None
    goal_unit: str
    written_by: Named
    asked_at: Moment | None
    answer_by: date | None
    verdict: str = Field(description="approved, declined, asked_back, or empty")
    approved_fen: int | None
    answer: str
    answered_by: Named
    answered_at: Moment | None


class ProposalRow(Shape):
    """A proposal as the list has it, each yuan from approved to claimed."""

    number: int
    kind: str = Field(description=", ".join(KINDS))
    kind_word = word_of("kind", KINDS)
    state: str = Field(description=", ".join(STATES))
    state_word = word_of("state", STATES)
    title: str
    version: int
    budget_fen: int
    since: date
    until: date
    bearer: Side
    approved_fen: int
    spent_fen: int
    vouched_fen: int
    claimed_fen: int
    ready_fen: int = Field(description="approved and vouched, not claimed yet")
    stops: Stops


class Proposals(Shape):
    """A page, the newest first."""

    items: list[ProposalRow]
    next_cursor: str | None


class SpendOut(Shape):
    """Money laid out, and what of it is vouched, claimed, ready, stopped."""

    id: int
    spent_on: date
    amount_fen: int
    supplier: str
    what: str
    vouched_fen: int
    claimed_fen: int
    ready_fen: int
    stops: Stops


class VoucherOut(Shape):
    """A voucher with the brand's question about it."""

    id: int
    number: str
    issued_on: date | None
    seller: str
    amount_fen: int
    amount_from: str = Field(description="read in the file, or typed")
    sha256: str
    free_fen: int = Field(description="what of it stands behind no spend")
    is_questioned: bool
    question: str
    answer: str
    withdrawn_at: Moment | None


class ClaimOut(Shape):
    """A reimbursement, and the month of the statement that brings it in; one of the opposite amount takes another back."""

    id: int
    number: int
    amount_fen: int
    claimed_at: Moment
    month: str
    takes_back: int | None


class ResultOut(Shape):
    """Net sales in the approved days so far and in as many days before: what happened, not what caused it."""

    net_fen: int
    net_before_fen: int
    per_yuan_fen: int | None
    count: int | None
    words: str


class ProposalOut(ProposalRow):
    """A proposal with all that belongs to it."""

    versions: list[PlanOut]
    spends: list[SpendOut]
    vouchers: list[VoucherOut]
    claims: list[ClaimOut]
    result: ResultOut | None


class PlanIn(Asked):
    title: str = Field(max_length=120)
    plan: str = Field(max_length=PLAN_MAX)
    budget_fen: FenToPay
    since: date
    until: date
    goal_sales_fen: Annotated[int | None, Field(ge=0, le=BUDGET_MAX_FEN)] = None
    goal_count: Annotated[int | None, Field(ge=0, le=10**9)] = None
    goal_unit: str = Field("", max_length=40)
    place: str = Field("", max_length=200)
    store: str = Field("", max_length=200)
    skus: list[str] = Field(default_factory=list, max_length=500)


class ProposalIn(PlanIn):
    kind: str = Field(max_length=12, description=", ".join(KINDS))


class AskIn(Asked):
    answer_by: date | None = Field(None, description="by default within five working days")


class ApproveIn(Asked):
    version: NumberIn
    amount_fen: FenToPay
    words: Words = ""


class SayIn(Asked):
    version: NumberIn
    words: Words


class ResultIn(Asked):
    count: Annotated[int | None, Field(ge=0, le=10**9)] = None
    words: Words


def _row(one: Sums) -> dict[str, Any]:
    proposal, version, tally = one.proposal, one.latest, one.tally
    return {
        "number": proposal.number, "kind": proposal.kind, "state": proposal.state, "title": version.title,
        "version": version.version, "budget_fen": version.budget_fen, "since": version.since, "until": version.until,
        "bearer": one.bearer, "approved_fen": one.approved_fen, "spent_fen": one.spent_fen,
        "vouched_fen": one.vouched_fen, "claimed_fen": tally.claimed_fen, "ready_fen": tally.ready_fen,
        "stops": tally.stops,
    }  # fmt: skip


def _spends(one: Money) -> list[SpendOut]:
    return [
        SpendOut(
            id=spend.pk, spent_on=spend.spent_on, amount_fen=spend.amount_fen, supplier=spend.supplier, what=spend.what,
            vouched_fen=spend.amount_fen - one.open_of(spend.pk), claimed_fen=counted.claimed_fen,
            ready_fen=counted.ready_fen, stops=dict(counted.stops),
        )
        for spend in one.spends
        for counted in [one.tally.spends[spend.pk]]
    ]  # fmt: skip


def _vouchers(money: Money) -> list[VoucherOut]:
    names = set(VoucherOut.model_fields) - {"free_fen"}
    return [
        VoucherOut(
            **{name: getattr(one, name) for name in names},
            free_fen=0 if one.withdrawn_at else money.free_of(one),
        )
        for one in list_vouchers(money.proposal)
    ]


def _claims(money: Money, statements: Mapping[int, str]) -> list[ClaimOut]:
    return [
        ClaimOut(
            id=one.pk, number=one.number, amount_fen=one.amount_fen, claimed_at=one.claimed_at,
            month=statements.get(one.number, ""), takes_back=one.reverses.number if one.reverses else None,
        )
        for one in list_claims(money.proposal)
    ]  # fmt: skip


def _result(money: Money) -> ResultOut | None:
    found, proposal = get_result(money, day_of(timezone.now())), money.proposal
    if found is None:
        return None
    return ResultOut(
        net_fen=found.sales.net_fen, net_before_fen=found.before.net_fen, per_yuan_fen=found.per_yuan_fen,
        count=proposal.result_count, words=proposal.result_words,
    )  # fmt: skip


def _versions(versions: list[ProposalVersion]) -> list[PlanOut]:
    return [PlanOut.from_orm(one) for one in sorted(versions, key=lambda one: -one.version)]


def proposal_out(code: str, number: int) -> ProposalOut:
    """A proposal as it is answered."""
    contract = get_contract(code)
    money = get_money(get_proposal(contract, number))
    return ProposalOut(
        **_row(money),
        versions=_versions(list(money.proposal.versions.all())),
        spends=_spends(money),
        vouchers=_vouchers(money),
        claims=_claims(money, find_statements(contract)),
        result=_result(money),
    )


@reads(router, "/contracts/{code}/proposals", Proposals, errors=("422 CURSOR_UNKNOWN",))
def list_all_proposals(request: HttpRequest, code: Code, cursor: Cursor = "", limit: Limit = 50) -> Proposals:
    """The proposals of a contract with their money, the newest first."""
    rows, more = page(LISTING, proposals_of(get_contract(code)), cursor, limit)
    return Proposals(items=[ProposalRow(**_row(one)) for one in list_sums(rows)], next_cursor=more)


@reads(router, ONE, ProposalOut)
def get_one_proposal(request: HttpRequest, code: Code, number: Number) -> ProposalOut:
    """One proposal: its versions, spends, vouchers, claims, and its result."""
    return proposal_out(code, number)


@acts(
    router,
    "/contracts/{code}/proposals",
    ProposalOut,
    verbs=PROPOSE,
    act=actions.write_proposal,
    errors=(*PLAN, *FLOW),
)
def write_new_proposal(request: HttpRequest, code: Code, body: ProposalIn) -> ProposalOut:
    """Write a proposal: a draft, about which nobody is asked yet."""
    given = body.model_dump()
    kind = given.pop("kind")
    made = actions.write_proposal(**who(request, code), kind=kind, plan=Plan(**given))
    return proposal_out(code, made.number)


@acts(
    router, f"{ONE}/versions", ProposalOut, verbs=PROPOSE, act=actions.write_proposal, errors=(*PLAN, *FLOW)
)
def write_next_version(request: HttpRequest, code: Code, number: Number, body: PlanIn) -> ProposalOut:
    """Write the next version; nobody is asked yet."""
    actions.write_proposal(**who(request, code, number=number), plan=Plan(**body.model_dump()))
    return proposal_out(code, number)


@acts(router, f"{ONE}/ask", ProposalOut, verbs=PROPOSE, act=actions.ask_approval, errors=("DAY_PAST", *FLOW))
def ask_for_approval(request: HttpRequest, code: Code, number: Number, body: AskIn) -> ProposalOut:
    """Ask the brand about the latest version."""
    told = who(request, code, number=number)
    actions.ask_approval(**told, today=day_of(told["at"]), answer_by=body.answer_by)
    return proposal_out(code, number)


@acts(router, f"{ONE}/take-back", ProposalOut, verbs=PROPOSE, act=actions.take_back_proposal, errors=FLOW)
def take_proposal_back(request: HttpRequest, code: Code, number: Number) -> ProposalOut:
    """Take a version back that the brand has not answered."""
    actions.take_back_proposal(**who(request, code, number=number))
    return proposal_out(code, number)


@acts(
    router, f"{ONE}/approve", ProposalOut, verbs=ANSWER, act=actions.approve_proposal,
    errors=("PROPOSAL_CHANGED", "AMOUNT_BEYOND", *FLOW),
)  # fmt: skip
def approve_one_proposal(request: HttpRequest, code: Code, number: Number, body: ApproveIn) -> ProposalOut:
    """The brand's yes to the version that it saw, for all of the budget or a part of it."""
    actions.approve_proposal(**who(request, code, number=number), **body.model_dump())
    return proposal_out(code, number)


@acts(
    router, f"{ONE}/decline", ProposalOut, verbs=ANSWER, act=actions.decline_proposal,
    errors=("PROPOSAL_CHANGED", "WORDS_MISSING", *FLOW),
)  # fmt: skip
def decline_one_proposal(request: HttpRequest, code: Code, number: Number, body: SayIn) -> ProposalOut:
    """The brand's no to the version that it saw, with its reason."""
    actions.decline_proposal(**who(request, code, number=number), **body.model_dump())
    return proposal_out(code, number)


@acts(
    router, f"{ONE}/ask-back", ProposalOut, verbs=ANSWER, act=actions.ask_back,
    errors=("PROPOSAL_CHANGED", "WORDS_MISSING", *FLOW),
)  # fmt: skip
def ask_back_about_proposal(request: HttpRequest, code: Code, number: Number, body: SayIn) -> ProposalOut:
    """The brand asks before it decides; the agency answers with another version."""
    actions.ask_back(**who(request, code, number=number), **body.model_dump())
    return proposal_out(code, number)


@acts(
    router, f"{ONE}/result", ProposalOut, verbs=PROPOSE, act=actions.record_result,
    errors=("NOT_APPROVED", "RESULT_MISSING", *FLOW[:1]),
)  # fmt: skip
def record_proposal_result(request: HttpRequest, code: Code, number: Number, body: ResultIn) -> ProposalOut:
    """What came of it against its goal: how many, and in words."""
    actions.record_result(**who(request, code, number=number), **body.model_dump())
    return proposal_out(code, number)


@acts(router, f"{ONE}/end", ProposalOut, verbs=PROPOSE, act=actions.end_proposal, errors=FLOW)
def end_one_proposal(request: HttpRequest, code: Code, number: Number) -> ProposalOut:
    """Nothing more is spent on it; vouchers of what was spent still count."""
    actions.end_proposal(**who(request, code, number=number))
    return proposal_out(code, number)
