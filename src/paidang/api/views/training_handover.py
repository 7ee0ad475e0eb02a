"""The hand-over: criteria of independence, what is transferred, what is missing, the protocol drawn up and signed."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router

from paidang.api.views.files import binary, download
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, Digest, Id, Moment, Named, Number, Shape, said, word_of
from paidang.api.views.token import who
from paidang.api.views.training import FOLLOW, TEACH
from paidang.contracts.queries import get_contract
from paidang.training import actions
from paidang.training.models import TEXT_MAX
from paidang.training.queries import list_criteria
from paidang.training.queries.handover import get_document, get_handover, list_items, list_missing
from paidang.training.rules.words import ITEM_KINDS

router = Router(tags=["training"])
ROOT = "/contracts/{code}/handover"
AGREE = ["agree_handover"]
OPEN = ("DRAWN_UP", "WORDS_MISSING", "TOO_LONG", "CONTRACT_NOT_IN_FORCE")


class CriterionOut(Shape):
    """A criterion: proposed by one side, agreed by the other, met by one side's word, confirmed by the other's."""

    number: int
    text: str
    proposed_by: Named
    agreed_by: Named
    agreed_at: Moment | None
    proof: str
    met_by: Named
    met_at: Moment | None
    confirmed_by: Named
    confirmed_at: Moment | None


class ItemOut(Shape):
    """One thing that is transferred."""

    id: int
    kind: str = Field(description=", ".join(ITEM_KINDS))
    kind_word = word_of("kind", {key: word for key, (word, _what) in ITEM_KINDS.items()})
    name: str
    given_by: Named
    given_at: Moment | None
    received_by: Named
    received_at: Moment | None


class ProtocolOut(Shape):
    """The protocol once it is drawn up, by its digest."""

    sha256: str
    drawn_at: Moment
    signed_a_at: Moment | None
    signed_b_at: Moment | None
    signed_sha256: str


class HandoverOut(Shape):
    """The hand-over as it stands. `missing`: what stands before the protocol."""

    criteria: list[CriterionOut]
    items: list[ItemOut]
    missing: list[str]
    protocol: ProtocolOut | None


class CriterionIn(Asked):
    text: str = Field(min_length=1, max_length=200)


class ProofIn(Asked):
    proof: Annotated[str, Field(max_length=TEXT_MAX)]


class ItemIn(Asked):
    kind: str = Field(max_length=12, description=", ".join(ITEM_KINDS))
    name: str = Field(min_length=1, max_length=200, description="never a password")


class SignIn(Asked):
    sha256: Digest


def handover_out(code: str) -> HandoverOut:
    """The hand-over as it is answered."""
    contract = get_contract(code)
    protocol = get_handover(contract)
    return HandoverOut(
        criteria=[CriterionOut.from_orm(one) for one in list_criteria(contract)],
        items=[ItemOut.from_orm(one) for one in list_items(contract)],
        missing=[] if protocol else [said(one) for one in list_missing(contract)],
        protocol=ProtocolOut.from_orm(protocol) if protocol else None,
    )


@reads(router, ROOT, HandoverOut)
def get_handover_state(request: HttpRequest, code: Code) -> HandoverOut:
    """Criteria, list, what is missing, and the protocol."""
    return handover_out(code)


@acts(router, f"{ROOT}/criteria", HandoverOut, verbs=AGREE, act=actions.propose_criterion, errors=OPEN)
def propose_one_criterion(request: HttpRequest, code: Code, body: CriterionIn) -> HandoverOut:
    """Propose when the brand counts as working alone."""
    actions.propose_criterion(**who(request, code), text=body.text)
    return handover_out(code)


@acts(
    router, f"{ROOT}/criteria/{{number}}/agree", HandoverOut, verbs=AGREE, act=actions.agree_criterion,
    errors=("WRONG_STATE", *OPEN),
)  # fmt: skip
def agree_one_criterion(request: HttpRequest, code: Code, number: Number) -> HandoverOut:
    """Agree to the other side's criterion."""
    actions.agree_criterion(**who(request, code, number=number))
    return handover_out(code)


@acts(
    router, f"{ROOT}/criteria/{{number}}/meet", HandoverOut, verbs=AGREE, act=actions.meet_criterion,
    errors=("WRONG_STATE", *OPEN),
)  # fmt: skip
def meet_one_criterion(request: HttpRequest, code: Code, number: Number, body: ProofIn) -> HandoverOut:
    """Say that an agreed criterion is met, and by what that is seen."""
    actions.meet_criterion(**who(request, code, number=number), proof=body.proof)
    return handover_out(code)


@acts(
    router, f"{ROOT}/criteria/{{number}}/confirm", HandoverOut, verbs=AGREE, act=actions.confirm_criterion,
    errors=("WRONG_STATE", *OPEN),
)  # fmt: skip
def confirm_one_criterion(request: HttpRequest, code: Code, number: Number) -> HandoverOut:
    """Confirm what the other side says is met."""
    actions.confirm_criterion(**who(request, code, number=number))
    return handover_out(code)


@acts(
    router, f"{ROOT}/items", HandoverOut, verbs=[*TEACH, *FOLLOW], act=actions.add_item,
    errors=("KIND_WRONG", "SECRET_IN_LIST", *OPEN),
)  # fmt: skip
def add_one_item(request: HttpRequest, code: Code, body: ItemIn) -> HandoverOut:
    """Put one thing on the list of what is transferred; a secret is refused."""
    actions.add_item(**who(request, code), **body.model_dump())
    return handover_out(code)


@acts(router, f"{ROOT}/items/{{item_id}}/give", HandoverOut, verbs=TEACH, act=actions.give_item, errors=OPEN)
def give_one_item(request: HttpRequest, code: Code, item_id: Id) -> HandoverOut:
    """The agency has given it over."""
    actions.give_item(**who(request, code, item_id=item_id))
    return handover_out(code)


@acts(
    router, f"{ROOT}/items/{{item_id}}/receive", HandoverOut, verbs=FOLLOW, act=actions.receive_item,
    errors=("NOT_GIVEN", *OPEN),
)  # fmt: skip
def receive_one_item(request: HttpRequest, code: Code, item_id: Id) -> HandoverOut:
    """The brand has it."""
    actions.receive_item(**who(request, code, item_id=item_id))
    return handover_out(code)


@acts(
    router, f"{ROOT}/draw-up", HandoverOut, verbs=AGREE, act=actions.draw_up,
    errors=("NOT_READY", "DRAWN_UP", "CONTRACT_NOT_IN_FORCE"),
)  # fmt: skip
def draw_up_protocol(request: HttpRequest, code: Code) -> HandoverOut:
    """Draw up the protocol; refused, with all that is missing, until skills, criteria and list are complete."""
    actions.draw_up(**who(request, code))
    return handover_out(code)


@reads(router, f"{ROOT}/protocol", None, **binary("application/pdf"))
def download_protocol(request: HttpRequest, code: Code) -> HttpResponse:
    """The protocol as a PDF: with both signatures once there are, before that the one to be signed."""
    return download(get_document(get_contract(code)), f"{code}-handover.pdf", "application/pdf")


@acts(
    router, f"{ROOT}/sign", HandoverOut, verbs=["sign_handover"], act=actions.sign_handover,
    errors=("OTHER_DOCUMENT", "SIGNED", "CONTRACT_NOT_IN_FORCE"),
)  # fmt: skip
def sign_protocol(request: HttpRequest, code: Code, body: SignIn) -> HandoverOut:
    """One side signs the protocol that was seen, by its digest; with the second signature the hand-over is done."""
    actions.sign_handover(**who(request, code), sha256=body.sha256)
    return handover_out(code)
