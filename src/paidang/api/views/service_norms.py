"""The customer service norms: what both sides agreed, proposed by one and answered by the other; each store's limits."""

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router

from paidang.aftersales.actions import norms as actions
from paidang.aftersales.models import WORDS_MAX, ServiceNorm
from paidang.aftersales.queries.cases import norm_on
from paidang.aftersales.queries.norms import NORM_STATES, list_norms, list_store_limits, state_of
from paidang.aftersales.rules.clocks import (
    ACTS,
    MINUTES_MAX,
    PACE_MAX,
    SOURCES,
    TALK_MINUTES,
    TALKS,
)
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, Day, Moment, Named, Number, Shape, Side, word_of
from paidang.api.views.token import who
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.kit.period import day_of

router = Router(tags=["after-sales"])
KEEP = ["keep_norms"]
LATE = "CONTRACT_NOT_IN_FORCE"
Minutes = Annotated[int, Field(ge=1, le=MINUTES_MAX, description="minutes")]
Act = Literal["respond", "agree", "confirm", "inspect", "settle", "send"]


class Figures(Asked):
    """How many minutes each act may take; what buyers ask and an answer takes, where that was agreed on as well."""

    respond: Minutes
    inspect: Minutes
    settle: Minutes
    send: Minutes
    talks_of_100: Annotated[int, Field(ge=1, le=PACE_MAX[TALKS])] | None = Field(
        None, description="inquiries for 100 orders"
    )
    talk_minutes: Annotated[int, Field(ge=1, le=PACE_MAX[TALK_MINUTES])] | None = Field(
        None, description="what one inquiry takes"
    )


class NormOut(Shape):
    """A version of the norms: proposed by one side, in force from a day once the other agrees."""

    number: int
    text: str
    figures: Figures
    from_day: date
    state: str = Field(description=", ".join(NORM_STATES))
    state_word = word_of("state", NORM_STATES)
    side: Side
    proposed_by: Named
    proposed_at: Moment
    answered_by: Named
    answered_at: Moment | None
    reason: str


class LimitOut(Shape):
    """How long an act may take in a store, and by whom: its platform's usual limit, the norms, or set for the store."""

    act: str = Field(description=", ".join(ACTS))
    act_word = word_of("act", ACTS)
    minutes: int
    source: str = Field(description=", ".join(SOURCES))
    source_word = word_of("source", SOURCES)


class StoreOut(Shape):
    """The limits of one store today."""

    channel: str
    store: str
    limits: list[LimitOut]


class NormsOut(Shape):
    """Every version, the newest first, and what holds in each store today."""

    items: list[NormOut]
    stores: list[StoreOut]


class NormIn(Asked):
    text: str = Field(max_length=actions.TEXT_MAX)
    figures: Figures
    from_day: Day | None = Field(None, description="today without it")


class NormAnswerIn(Asked):
    agree: bool
    reason: str = Field("", max_length=WORDS_MAX, description="needed where one does not agree")


class LimitIn(Asked):
    channel: str = Field(max_length=40)
    store: str = Field(max_length=200)
    act: Act
    minutes: Minutes | None = Field(description="null takes the store's own limit back")


def _norm(one: ServiceNorm, contract: Contract, standing: ServiceNorm | None, today: date) -> NormOut:
    assert one.proposed_by is not None
    return NormOut(
        number=one.number, text=one.text, figures=Figures(**one.figures), from_day=one.from_day,
        state=state_of(one, standing, today), side=contract.side_of(one.proposed_by.org_id), proposed_by=one.proposed_by.name,
        proposed_at=one.proposed_at, answered_by=one.answered_by.name if one.answered_by else "",
        answered_at=one.answered_at, reason=one.reason,
    )  # fmt: skip


def norms_out(code: str) -> NormsOut:
    """The norms of a contract as they are answered."""
    contract, today = get_contract(code), day_of(timezone.now())
    standing = norm_on(contract.pk, today)
    items = [_norm(one, contract, standing, today) for one in list_norms(contract.pk)]
    stores = [
        StoreOut(
            channel=one.channel, store=one.store,
            limits=[LimitOut(act=act, minutes=one.limits[act].minutes, source=one.limits[act].source) for act in ACTS if act in one.limits],
        )
        for one in list_store_limits(contract.pk, today)
    ]  # fmt: skip
    return NormsOut(items=items, stores=stores)


@reads(router, "/contracts/{code}/service-norms", NormsOut)
def get_service_norms(request: HttpRequest, code: Code) -> NormsOut:
    """Every version of the norms with its state, and each store's limits as they hold today."""
    return norms_out(code)


@acts(
    router, "/contracts/{code}/service-norms", NormsOut, verbs=KEEP, act=actions.propose_norms,
    errors=("NORMS_WAIT", "FIGURES_WRONG", "DAY_PAST", "WORDS_MISSING", "TOO_LONG", LATE),
)  # fmt: skip
def propose_service_norms(request: HttpRequest, code: Code, body: NormIn) -> NormsOut:
    """Propose the next version to the other side; one's own that waits is replaced."""
    told = who(request, code)
    figures = body.figures.model_dump(exclude_none=True)
    actions.propose_norms(
        **told, text=body.text, figures=figures, from_day=body.from_day or day_of(told["at"])
    )
    return norms_out(code)


@acts(
    router, "/contracts/{code}/service-norms/{int:number}/answer", NormsOut, verbs=KEEP, act=actions.answer_norms,
    errors=("WRONG_STATE", "OWN_PROPOSAL", "WORDS_MISSING", "TOO_LONG", LATE),
)  # fmt: skip
def answer_service_norms(request: HttpRequest, code: Code, number: Number, body: NormAnswerIn) -> NormsOut:
    """Agree to the version that the other side proposed, or say why not; open cases get their deadlines by it at once."""
    actions.answer_norms(**who(request, code, number=number), agrees=body.agree, reason=body.reason)
    return norms_out(code)


@acts(
    router, "/contracts/{code}/service-norms/limits", NormsOut, verbs=KEEP, act=actions.set_limit,
    errors=("LIMIT_WRONG", LATE),
)  # fmt: skip
def set_store_limit(request: HttpRequest, code: Code, body: LimitIn) -> NormsOut:
    """Set another limit for one store, what its platform or the brand asks for there."""
    actions.set_limit(**who(request, code), **body.model_dump())
    return norms_out(code)
