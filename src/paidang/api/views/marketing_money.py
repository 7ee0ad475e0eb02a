"""Marketing money: what was spent, the voucher behind each yuan, the brand's questions, what is claimed."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Form, Router

from paidang.api.views.files import Csv, Given, binary, download, proof_of
from paidang.api.views.marketing import ONE, ProposalOut, Words, proposal_out
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, Done, FenToPay, Id, Number, Row
from paidang.api.views.token import who
from paidang.kit.money import FEN_MAX
from paidang.marketing import actions
from paidang.marketing.actions.spending import FILE_MAX
from paidang.printing.e_invoice import BYTES_MAX

router = Router(tags=["marketing"])
KEEP, CLAIM, QUESTION = ["keep_spend"], ["claim_spend"], ["question_voucher"]
VOUCHER = f"{ONE}/vouchers/{{voucher_id}}"
LATE = "CONTRACT_NOT_IN_FORCE"


class SpendIn(Asked):
    spent_on: date
    amount_fen: FenToPay
    supplier: str = Field(min_length=1, max_length=120)
    what: str = Field(min_length=1, max_length=200)


class WordsIn(Asked):
    words: Words


class LayIn(Asked):
    spend_ids: list[Row] = Field(default_factory=list, max_length=500, description="empty: by their days")


class ClaimIn(Asked):
    amount_fen: FenToPay = Field(description="`ready_fen` as it was seen")


@acts(
    router, f"{ONE}/spends", ProposalOut, verbs=KEEP, act=actions.record_spend,
    errors=("DAY_AHEAD", "AMOUNT_WRONG", "WORDS_MISSING", LATE),
)  # fmt: skip
def record_one_spend(request: HttpRequest, code: Code, number: Number, body: SpendIn) -> ProposalOut:
    """Record money that was laid out; the brand pays back what it approved."""
    actions.record_spend(**who(request, code, number=number), **body.model_dump())
    return proposal_out(code, number)


@acts(
    router, "/contracts/{code}/spends", Done, verbs=KEEP, act=actions.import_spends,
    errors=("FILE_REFUSED", "COLUMN_MISSING", "TOO_MANY_ROWS", "ROWS_WRONG", LATE),
)  # fmt: skip
def import_spend_table(request: HttpRequest, code: Code, file: Csv) -> Done:
    """Spend from a table (提案, 日期, 金额, 供应商, 内容), all rows or none; what is known already is left. `count`: new."""
    given = proof_of(file, FILE_MAX)
    made = actions.import_spend_file(**who(request, code), name=given.name, content=given.content)
    return Done(count=len(made))


@acts(
    router, f"{ONE}/spends/{{spend_id}}/withdraw", ProposalOut, verbs=KEEP, act=actions.withdraw_spend,
    errors=("CLAIMED_ALREADY", "WORDS_MISSING", LATE),
)  # fmt: skip
def withdraw_one_spend(
    request: HttpRequest, code: Code, number: Number, spend_id: Id, body: WordsIn
) -> ProposalOut:
    """Say that a spend was recorded wrongly, and why."""
    actions.withdraw_spend(**who(request, code, number=number, spend_id=spend_id), reason=body.words)
    return proposal_out(code, number)


@acts(
    router, f"{ONE}/vouchers", ProposalOut, verbs=KEEP, act=actions.bring_voucher,
    errors=(
        "FILE_REFUSED", "NUMBER_MISSING", "NUMBER_DIFFERS", "AMOUNT_MISSING", "AMOUNT_DIFFERS", "VOUCHER_USED",
        "NOTHING_TO_LAY", LATE,
    ),
)  # fmt: skip
def bring_one_voucher(
    request: HttpRequest,
    code: Code,
    number: Number,
    file: Given,
    voucher: Annotated[
        str, Form(max_length=40, description="its number, where the file does not say it")
    ] = "",
    amount_fen: Annotated[int | None, Form(gt=0, le=FEN_MAX)] = None,
    spend_id: Annotated[list[int] | None, Form(description="for which spends; none: by their days")] = None,
) -> ProposalOut:
    """Bring a voucher; number and amount are read in the file where they can be. The same file twice is one."""
    actions.bring_voucher(
        **who(request, code, number=number), file=proof_of(file, BYTES_MAX), voucher=voucher, amount_fen=amount_fen,
        spend_ids=spend_id or [],
    )  # fmt: skip
    return proposal_out(code, number)


@reads(router, f"{VOUCHER}/file", None, verbs=["open_voucher"], errors=("403 NOT_ALLOWED",), **binary())
def download_voucher(request: HttpRequest, code: Code, number: Number, voucher_id: Id) -> HttpResponse:
    """The file of a voucher. Opening it goes on record."""
    found = actions.open_voucher(**who(request, code, number=number, voucher_id=voucher_id))
    return download(bytes(found.content), found.file_name)


@acts(
    router,
    f"{VOUCHER}/lay",
    ProposalOut,
    verbs=KEEP,
    act=actions.lay_voucher,
    errors=("NOTHING_TO_LAY", LATE),
)
def lay_one_voucher(
    request: HttpRequest, code: Code, number: Number, voucher_id: Id, body: LayIn
) -> ProposalOut:
    """Lay what is left of a voucher over spends behind which nothing stands yet."""
    actions.lay_voucher(**who(request, code, number=number, voucher_id=voucher_id), spend_ids=body.spend_ids)
    return proposal_out(code, number)


@acts(
    router, f"{VOUCHER}/question", ProposalOut, verbs=QUESTION, act=actions.question_voucher,
    errors=("WORDS_MISSING", LATE),
)  # fmt: skip
def question_one_voucher(
    request: HttpRequest, code: Code, number: Number, voucher_id: Id, body: WordsIn
) -> ProposalOut:
    """The brand doubts a voucher: nothing more of it is claimed until it is settled."""
    actions.question_voucher(**who(request, code, number=number, voucher_id=voucher_id), words=body.words)
    return proposal_out(code, number)


@acts(
    router, f"{VOUCHER}/answer", ProposalOut, verbs=KEEP, act=actions.answer_voucher,
    errors=("NOT_QUESTIONED", "WORDS_MISSING", LATE),
)  # fmt: skip
def answer_voucher_question(
    request: HttpRequest, code: Code, number: Number, voucher_id: Id, body: WordsIn
) -> ProposalOut:
    """The agency answers a question about a voucher."""
    actions.answer_voucher(**who(request, code, number=number, voucher_id=voucher_id), words=body.words)
    return proposal_out(code, number)


@acts(
    router,
    f"{VOUCHER}/clear",
    ProposalOut,
    verbs=QUESTION,
    act=actions.clear_voucher,
    errors=("NOT_QUESTIONED", LATE),
)
def clear_one_voucher(request: HttpRequest, code: Code, number: Number, voucher_id: Id) -> ProposalOut:
    """The brand has no question any more: the voucher counts again."""
    actions.clear_voucher(**who(request, code, number=number, voucher_id=voucher_id))
    return proposal_out(code, number)


@acts(
    router, f"{VOUCHER}/withdraw", ProposalOut, verbs=KEEP, act=actions.withdraw_voucher,
    errors=("CLAIMED_ALREADY", "WORDS_MISSING", LATE),
)  # fmt: skip
def withdraw_one_voucher(
    request: HttpRequest, code: Code, number: Number, voucher_id: Id, body: WordsIn
) -> ProposalOut:
    """Take a voucher back that was wrong, and say why; it may be brought again."""
    actions.withdraw_voucher(**who(request, code, number=number, voucher_id=voucher_id), reason=body.words)
    return proposal_out(code, number)


@acts(
    router, f"{ONE}/claims", ProposalOut, verbs=CLAIM, act=actions.claim_spend,
    errors=("AMOUNT_CHANGED", "NOTHING_TO_CLAIM", LATE),
)  # fmt: skip
def claim_one_spend(request: HttpRequest, code: Code, number: Number, body: ClaimIn) -> ProposalOut:
    """Claim what is approved and vouched: exactly the amount that was seen. It comes into the next statement."""
    actions.claim_spend(**who(request, code, number=number), amount_fen=body.amount_fen)
    return proposal_out(code, number)


@acts(
    router,
    f"{ONE}/claims/{{claim}}/back",
    ProposalOut,
    verbs=CLAIM,
    act=actions.take_back_claim,
    errors=(LATE,),
)
def take_one_claim_back(request: HttpRequest, code: Code, number: Number, claim: Number) -> ProposalOut:
    """Take a claim back by its opposite."""
    actions.take_back_claim(**who(request, code, number=number, claim=claim))
    return proposal_out(code, number)
