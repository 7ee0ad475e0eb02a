"""A month of many contracts at once: how each stands, closing or sending those picked, what became of each."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router

from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Id, Json, Moment, Month, Named, Shape, Side, said
from paidang.api.views.token import check_verb, person_of
from paidang.contracts.queries import list_contracts
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.settlement.actions.batch import ITEMS_MAX, start_batch
from paidang.settlement.models import BATCH_CLOSE, BATCH_SEND, Batch, BatchItem, Statement
from paidang.settlement.queries.batches import get_batch, list_items
from paidang.settlement.queries.closing import ContractMonth, list_contract_months
from paidang.settlement.tasks import defer

router = Router(tags=["statements"])
VERBS = ["close_month", "send_statement"]


class RefusalOut(Shape):
    """Why a contract was parked."""

    code: str
    detail: str
    remedy: str


class StandingOut(Shape):
    """One contract in the month."""

    contract: str
    title: str
    place: str = Field(
        description="ready to close; look: to be looked at first; made: closed, not sent; sent; not_now"
    )
    turn: str = Field(description="the month that this contract closes next")
    orders: int | None = Field(description="that a closing would count; null once it is closed")
    lines: int | None
    unpriced_skus: int | None
    quarantined: int = Field(description="rows of files that wait to be mended")
    digest: str = Field(description="of the closed statement: name it to send it")
    amount_due_fen: int | None
    payer: Side | None
    change_fen: int | None = Field(description="what the agency is due more than by the statement before")
    parked: RefusalOut | None = Field(description="why the last batch left it")


class StandingsOut(Shape):
    """All contracts in force, by title."""

    items: list[StandingOut]


class BatchPickIn(Asked):
    contract: str = Field(min_length=1, max_length=40)
    digest: str = Field(
        "", pattern=r"^$|^[0-9a-f]{64}$", description="of what is sent, as it was seen; none to close"
    )


class BatchIn(Asked):
    kind: Literal["close", "send"]
    picks: Annotated[list[BatchPickIn], Field(min_length=1, max_length=ITEMS_MAX)]
    note: str = Field("", max_length=500, description="goes with each statement that is sent")


class BatchItemOut(Shape):
    """What became of one contract."""

    contract: str
    state: str = Field(description="waiting, done, unchanged, parked")
    refusal: RefusalOut | None
    digest: str = Field(description="of its statement now; name it to send it")
    statement_state: str
    amount_due_fen: int | None
    payer: Side | None


class BatchOut(Shape):
    """A closing or sending of many. `is_new` false: another of this month was at work, and this is that one."""

    id: int
    kind: str
    month: str
    note: str
    asked_by: Named
    asked_at: Moment
    done_at: Moment | None = Field(description="null while the worker is at it: ask again")
    is_new: bool
    items: list[BatchItemOut]


def _refusal(refusal: Json | None) -> RefusalOut | None:
    if refusal is None:
        return None
    return RefusalOut(code=refusal["code"], detail=said(refusal["message"]), remedy=said(refusal["remedy"]))


def _due(statement: Statement | None) -> Json:
    figures = statement.figures if statement else {}
    return {
        "digest": statement.digest if statement else "",
        "amount_due_fen": figures.get("amount_due"),
        "payer": figures.get("payer"),
    }


def _standing(one: ContractMonth) -> StandingOut:
    ready = one.ready
    return StandingOut(
        contract=one.contract.code, title=one.contract.title, place=one.place, turn=one.turn,
        orders=ready.orders if ready else None, lines=ready.lines if ready else None,
        unpriced_skus=ready.unpriced if ready else None, quarantined=one.quarantined, change_fen=one.change_fen,
        parked=_refusal(one.parked.refusal) if one.parked else None, **_due(one.statement),
    )  # fmt: skip


def _item(item: BatchItem, statement: Statement | None) -> BatchItemOut:
    return BatchItemOut(
        contract=item.contract.code, state=item.state, refusal=_refusal(item.refusal),
        statement_state=statement.state if statement else "", **_due(statement),
    )  # fmt: skip


def _batch(batch: Batch, *, is_new: bool = False) -> BatchOut:
    return BatchOut(
        id=batch.pk, kind=batch.kind, month=batch.month, note=batch.note, asked_by=batch.asked_by.name, asked_at=batch.asked_at,
        done_at=batch.done_at, is_new=is_new, items=[_item(*one) for one in list_items(batch)],
    )  # fmt: skip


@reads(router, "/months/{month}/contracts", StandingsOut)
def list_months_contracts(request: HttpRequest, month: Month) -> StandingsOut:
    """How every contract of the agency stands in a month: what would be closed, is closed or sent, and what stands in the way."""
    person = person_of(request)
    if person.org.kind != "agency":
        raise NotFound(say("没有批量关账"), remedy=say("对账单由乙方关账、发出。"))
    own = [one for one in list_contracts() if one.side_of(person.org_id) == "b"]
    return StandingsOut(items=[_standing(one) for one in list_contract_months(own, month, timezone.now())])


@acts(
    router, "/months/{month}/batches", BatchOut, verbs=VERBS, act=start_batch,
    errors=("BATCH_NOT_STARTED", "NOTHING_PICKED", "NOT_A_MONTH"),
)  # fmt: skip
def start_one_batch(request: HttpRequest, month: Month, body: BatchIn) -> BatchOut:
    """Have the worker close or send the picked contracts; one that is not sound is parked with its reason, the others finish."""
    check_verb(request, ("close_month" if body.kind == "close" else "send_statement",))
    batch, is_new = start_batch(
        person=person_of(request), at=timezone.now(), kind=BATCH_CLOSE if body.kind == "close" else BATCH_SEND,
        month=month, picks={one.contract: one.digest for one in body.picks}, note=body.note,
    )  # fmt: skip
    defer(batch)
    return _batch(batch, is_new=is_new)


@reads(router, "/batches/{batch_id}", BatchOut)
def get_one_batch(request: HttpRequest, batch_id: Id) -> BatchOut:
    """What became of each contract so far."""
    return _batch(get_batch(batch_id))
