"""What is done with a contract: upload, share, decide, agree, accept. Signing needs a person at a screen."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Form

from paidang.api.views.contracts import ContractDetail, DecisionOut, decision_out, detail_out, router
from paidang.api.views.reading import Given, read_given
from paidang.api.views.route import acts
from paidang.api.views.shapes import Asked, Code, Digest, Id
from paidang.api.views.token import person_of
from paidang.contracts import actions
from paidang.contracts.queries import get_contract


class ShareIn(Asked):
    organisation_code: str = Field(min_length=1, max_length=40, examples=["qinglan"])
    despite_name: bool = Field(default=False, description="also where the text names somebody else")


class DecisionIn(Asked):
    key: str = Field(max_length=60, examples=["recognition"])
    value: Any = Field(examples=["completed"])
    reason: str = Field(max_length=500, examples=["按惯例"])


class AcceptIn(Asked):
    terms_sha256: Digest


@acts(
    router, "/contracts", ContractDetail, verbs=["upload_contract"], act=actions.upload_contract,
    errors=("422 CONTRACT_NOT_READ", "CONTRACT_NOT_UPLOADED"),
)  # fmt: skip
def upload(
    request: HttpRequest,
    file: Given,
    party_a: Annotated[str, Form(description="who the text's 甲方 is: brand or agency", examples=["brand"])],
    document: Annotated[int, Form(ge=0, le=1000, description="which document of the reading, from 0")] = 0,
) -> ContractDetail:
    """Make a draft of a contract's text. It is one's own organisation's alone until it is shared."""
    sha256, text, reading = read_given(file)
    person = person_of(request)
    made = actions.upload_contract(
        person=person, at=timezone.now(), file_name=(file.name or "")[-255:], sha256=sha256, text=text, reading=reading,
        document=document, party_a=party_a,
    )  # fmt: skip
    return detail_out(made, person.org_id)


@acts(
    router, "/contracts/{code}/share", ContractDetail, verbs=["share_contract"], act=actions.share_contract,
    errors=("CONTRACT_NOT_SHARED", "NAME_DIFFERS"),
)  # fmt: skip
def share(request: HttpRequest, code: Code, body: ShareIn) -> ContractDetail:
    """Name the other side by its organisation code; from then on both see the contract."""
    person = person_of(request)
    shared = actions.share_contract(
        person=person,
        at=timezone.now(),
        code=code,
        counterparty_code=body.organisation_code,
        despite_name=body.despite_name,
    )
    return detail_out(shared, person.org_id)


@acts(
    router, "/contracts/{code}/decisions", DecisionOut, verbs=["decide_term"], act=actions.propose_decision,
    errors=("TERM_NOT_DECIDED", "NOTHING_OPEN", "DECISION_MALFORMED", "REASON_MISSING"),
)  # fmt: skip
def propose(request: HttpRequest, code: Code, body: DecisionIn) -> DecisionOut:
    """Propose what shall hold where the text leaves a point open."""
    decision = actions.propose_decision(
        person=person_of(request),
        at=timezone.now(),
        code=code,
        key=body.key,
        value=body.value,
        reason=body.reason,
    )
    return decision_out(decision.contract, decision)


@acts(
    router, "/contracts/{code}/decisions/{decision_id}/agree", DecisionOut, verbs=["decide_term"],
    act=actions.agree_decision, errors=("TERM_NOT_DECIDED", "SAME_SIDE"),
)  # fmt: skip
def agree(request: HttpRequest, code: Code, decision_id: Id) -> DecisionOut:
    """Agree to what the other side proposed: it stands as the next addendum."""
    decision = actions.agree_decision(
        person=person_of(request), at=timezone.now(), code=code, decision_id=decision_id
    )
    return decision_out(get_contract(code), decision)


@acts(
    router, "/contracts/{code}/accept", ContractDetail, verbs=["accept_contract"], act=actions.accept_contract,
    errors=("CONTRACT_NOT_ACCEPTED", "TERMS_OPEN", "CLAUSES_OPEN", "TERMS_CHANGED"),
)  # fmt: skip
def accept(request: HttpRequest, code: Code, body: AcceptIn) -> ContractDetail:
    """Give one side's word for exactly the text and terms seen; after both words it waits to be signed by people."""
    person = person_of(request)
    accepted = actions.accept_contract(
        person=person, at=timezone.now(), code=code, terms_sha256=body.terms_sha256
    )
    return detail_out(accepted, person.org_id)


@acts(
    router, "/contracts/{code}/accept/withdraw", ContractDetail, verbs=["accept_contract"],
    act=actions.withdraw_acceptance, errors=("ACCEPTANCE_NOT_WITHDRAWN", "ALREADY_SIGNED"),
)  # fmt: skip
def withdraw_one_acceptance(request: HttpRequest, code: Code) -> ContractDetail:
    """Take one's own side's word back, while nobody has signed."""
    person = person_of(request)
    withdrawn = actions.withdraw_acceptance(person=person, at=timezone.now(), code=code)
    return detail_out(withdrawn, person.org_id)
