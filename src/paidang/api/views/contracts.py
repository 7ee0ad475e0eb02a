"""Contracts: the list, one, its text, what holds on a day, who owes what by when."""

from datetime import date, timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router

from paidang.api.rules.cursors import cursor_of, number_of
from paidang.api.views.route import reads
from paidang.api.views.shapes import Code, Cursor, Json, Limit, Moment, Shape, Side, language
from paidang.api.views.token import person_of
from paidang.contracts.models import DRAFT, Contract, Decision
from paidang.contracts.queries import (
    Standing,
    get_contract,
    get_living,
    get_standing,
    get_terms_of,
    list_contracts,
    list_planned,
)
from paidang.contracts.rules.duty_plan import Planned
from paidang.contracts.rules.points import Choice, Point
from paidang.contracts.rules.reading.vocabulary import label
from paidang.duties.models import Duty
from paidang.duties.queries import list_done, list_open
from paidang.duties.rules.wording import wording
from paidang.kit.money import yuan
from paidang.kit.period import Period, day_end_at, day_of
from paidang.team.models import Organisation

router = Router(tags=["contracts"])
AHEAD = timedelta(days=62)
LISTING = "contracts"


class Party(Shape):
    """One side of a contract."""

    name: str
    registered_name: str


class ContractOut(Shape):
    """A contract; `side` is the caller's."""

    code: str
    title: str
    state: str = Field(description="draft, in_force, settled")
    side: Side
    brand: Party | None
    agency: Party | None
    created_at: Moment
    signed_on: date | None
    in_force_at: Moment | None


class Contracts(Shape):
    """A page of contracts, the newest first."""

    items: list[ContractOut]
    next_cursor: str | None


class ChoiceOut(Shape):
    """One answer to an open point: send `value` as it is."""

    value: Any
    words: str
    effect: str


class PointOut(Shape):
    """What the text leaves open. `blocking`: the contract cannot be accepted without an answer."""

    key: str
    why: str = Field(description="silent, blank, conflict")
    question: str
    blocking: bool
    proposed: Any = Field(description="what the program proposes")
    choices: list[ChoiceOut]


class DecisionOut(Shape):
    """What one side proposed; with `number` the other has agreed and it stands as that addendum."""

    id: int
    key: str
    value: Any
    reason: str
    number: int | None
    proposed_by_side: Side
    proposed_at: Moment
    agreed_at: Moment | None


class ContractDetail(ContractOut):
    """A contract with what is open, what was decided and whose word it waits for."""

    text_number: int
    text_sha256: str
    terms_sha256: str = Field(description="send it with `accept`: it names exactly what is accepted")
    waits_for: list[str] = Field(description="the sides that have not accepted this text with these terms")
    open: list[PointOut]
    decisions: list[DecisionOut]


class TextOut(Shape):
    """The latest version of the contract's text."""

    number: int
    file_name: str
    sha256: str
    uploaded_at: Moment
    text: str


class TermsOut(Shape):
    """What holds on a day (SPEC §10); money in fen, rates as decimal strings. `sources`: the clause of each."""

    day: date
    in_force: bool
    terms: Json
    sources: Json
    by_hand: list[str] = Field(description="agreed terms that the program does not carry out")


class DutyOut(Shape):
    """One thing one side owes. `raised`: something happened that asks for it; `planned`: the contract's own dates do."""

    key: str
    kind: str
    origin: str = Field(description="raised, planned")
    side: Side
    words: str
    clause: str
    due_at: Moment | None
    facts: Json


class Duties(Shape):
    """Open duties of both sides, the nearest deadline first."""

    items: list[DutyOut]


def contract_out(contract: Contract, org_id: int) -> ContractOut:
    """A contract as it is answered."""
    return ContractOut(**_fields(contract, org_id))


def _fields(contract: Contract, org_id: int) -> Json:
    return {
        "code": contract.code, "title": contract.title, "state": contract.state, "side": contract.side_of(org_id),
        "brand": _party(contract.brand), "agency": _party(contract.agency), "created_at": contract.created_at,
        "signed_on": contract.signed_on, "in_force_at": contract.in_force_at,
    }  # fmt: skip


def _party(org: Organisation | None) -> Party | None:
    return Party(name=org.name, registered_name=org.registered_name) if org else None


def detail_out(contract: Contract, org_id: int) -> ContractDetail:
    """A contract with its standing."""
    standing = get_standing(contract)
    return ContractDetail(
        **_fields(contract, org_id), text_number=standing.text.number, text_sha256=standing.text.sha256,
        terms_sha256=standing.terms_sha256, waits_for=standing.waits_for, open=_open(standing),
        decisions=[decision_out(contract, one) for one in standing.decisions.values()],
    )  # fmt: skip


def decision_out(contract: Contract, decision: Decision) -> DecisionOut:
    """A decision as it is answered."""
    return DecisionOut(
        id=decision.pk, key=decision.key, value=decision.value, reason=decision.reason, number=decision.number,
        proposed_by_side=contract.side_of(decision.proposed_by.org_id), proposed_at=decision.proposed_at,
        agreed_at=decision.agreed_at,
    )  # fmt: skip


def _open(standing: Standing) -> list[PointOut]:
    return [_point(point) for point in standing.compiled.open] if standing.contract.state == DRAFT else []


def _point(point: Point) -> PointOut:
    english = language() == "en"

    def choice(one: Choice) -> ChoiceOut:
        words, effect = (one.en, one.effect_en) if english else (one.zh, one.effect_zh)
        return ChoiceOut(value=one.value, words=words, effect=effect)

    return PointOut(
        key=point.key, why=point.why, question=point.en if english else point.zh, blocking=point.blocking,
        proposed=point.proposed, choices=[choice(one) for one in point.choices],
    )  # fmt: skip


@reads(router, "/contracts", Contracts, errors=("422 CURSOR_UNKNOWN",))
def list_all_contracts(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> Contracts:
    """The contracts of one's organisation, the newest first."""
    before, org_id = number_of(LISTING, cursor), person_of(request).org_id
    found = sorted(list_contracts(), key=lambda one: -one.pk)
    rest = [one for one in found if before is None or one.pk < before]
    more = cursor_of(LISTING, str(rest[limit - 1].pk)) if len(rest) > limit else None
    return Contracts(items=[contract_out(one, org_id) for one in rest[:limit]], next_cursor=more)


@reads(router, "/contracts/{code}", ContractDetail)
def get_one_contract(request: HttpRequest, code: Code) -> ContractDetail:
    """One contract with what is open, what was decided and whose word it waits for."""
    return detail_out(get_contract(code), person_of(request).org_id)


@reads(router, "/contracts/{code}/text", TextOut)
def get_contract_text(request: HttpRequest, code: Code) -> TextOut:
    """The latest version of the text; positions in readings count its code points."""
    text = get_standing(get_contract(code)).text
    return TextOut(
        number=text.number,
        file_name=text.file_name,
        sha256=text.sha256,
        uploaded_at=text.uploaded_at,
        text=text.text,
    )


@reads(router, "/contracts/{code}/terms", TermsOut)
def get_contract_terms(
    request: HttpRequest,
    code: Code,
    day: Annotated[date | None, Query(description="today without it")] = None,
) -> TermsOut:
    """What holds on a day; of a draft what it comes to so far."""
    held = get_terms_of(get_contract(code), day or day_of(timezone.now()))
    return TermsOut(
        day=held.day, in_force=held.row is not None and held.row.from_day <= held.day, terms=dict(held.terms),
        sources=dict(held.sources), by_hand=held.by_hand,
    )  # fmt: skip


@reads(router, "/contracts/{code}/duties", Duties)
def list_duties(request: HttpRequest, code: Code) -> Duties:
    """Who owes what by when: what happened asks for it, or the contract's dates of the next 62 days do."""
    contract, today = get_contract(code), day_of(timezone.now())
    done = list_done(contract.pk)
    planned = list_planned(get_living(contract, today), Period(today, today + AHEAD), on=today)
    items = [_raised(duty) for duty in list_open([contract.pk])]
    items += [_planned(one) for one in planned if one.key not in done]
    return Duties(
        items=sorted(items, key=lambda one: (one.due_at is None, one.due_at or timezone.now(), one.key))
    )


def _raised(duty: Duty) -> DutyOut:
    return DutyOut(
        key=duty.key, kind=duty.kind, origin="raised", side=duty.side, clause=duty.clause, facts=duty.facts,
        words=wording(duty.kind, duty.facts, language()), due_at=duty.due_at,
    )  # fmt: skip


def _planned(one: Planned) -> DutyOut:
    lang, amount = language(), one.facts.get("amount_fen")
    words = {
        **one.facts, "amount": yuan(amount if isinstance(amount, int) else None),
        "what": label(str(one.facts.get("term", "")), lang),
    }  # fmt: skip
    return DutyOut(
        key=one.key, kind=one.kind, origin="planned", side=one.side, clause=one.clause, facts=one.facts,
        words=wording(one.kind, words, lang), due_at=day_end_at(one.due_on),
    )  # fmt: skip
