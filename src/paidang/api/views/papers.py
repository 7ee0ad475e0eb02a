"""The papers that platforms ask for: what there is, until when, a new one given."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Form, Router

from paidang.api.views.files import Given, binary, download, proof_of
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Code, Id, Shape, Side, said, word_of
from paidang.api.views.token import who
from paidang.contracts.queries import get_contract
from paidang.kit.period import day_of
from paidang.projects import actions
from paidang.projects.models import FILE_BYTES_MAX
from paidang.projects.queries.papers import asked_of, check_of, get_paper, latest_of, list_papers
from paidang.projects.rules.papers import PAPERS, STATE_WORDS

router = Router(tags=["projects"])
LATE = "CONTRACT_NOT_IN_FORCE"


class PaperOut(Shape):
    """A kind of paper that a platform asks for, or that there is, with the one that counts."""

    kind: str
    kind_word = word_of("kind", {key: word for key, (word, _side) in PAPERS.items()})
    name: str
    side: Side
    state: str = Field(description="missing, expired, soon, good")
    state_word = word_of("state", STATE_WORDS)
    until: date | None
    id: int | None
    sha256: str


class Papers(Shape):
    """The papers of a contract."""

    items: list[PaperOut]


def papers_out(code: str) -> Papers:
    """The papers as they are answered."""
    contract = get_contract(code)
    latest, asked = latest_of(list_papers(contract)), asked_of(contract)
    checked = check_of(
        contract, [kind for kind in PAPERS if kind in asked or kind in latest], day_of(timezone.now())
    )
    items = []
    for one in checked:
        paper = latest.get(one.kind)
        items.append(
            PaperOut(
                kind=one.kind, name=said(PAPERS[one.kind][0]), side=one.side, state=one.state, until=one.until,
                id=paper.pk if paper else None, sha256=paper.sha256 if paper else "",
            )
        )  # fmt: skip
    return Papers(items=items)


@reads(router, "/contracts/{code}/papers", Papers)
def list_all_papers(request: HttpRequest, code: Code) -> Papers:
    """What the platforms ask for and what there is, each with the latest paper and its last day."""
    return papers_out(code)


@reads(router, "/contracts/{code}/papers/{paper_id}/file", None, **binary())
def download_paper(request: HttpRequest, code: Code, paper_id: Id) -> HttpResponse:
    """A paper's file."""
    paper = get_paper(get_contract(code), paper_id)
    return download(bytes(paper.content), paper.name)


@acts(
    router, "/contracts/{code}/papers", Papers, verbs=["deliver_task"], act=actions.give_paper,
    errors=("NO_SUCH_PAPER", "NOT_YOUR_PAPER", "EXPIRED", "KNOWN_FILE", "FILE_NOT_TAKEN", LATE),
)  # fmt: skip
def give_one_paper(
    request: HttpRequest,
    code: Code,
    file: Given,
    kind: Annotated[str, Form(max_length=20, description=", ".join(PAPERS))],
    valid_until: Annotated[date | None, Form(description="its last day, where it has one")] = None,
) -> Papers:
    """Keep a paper; from now on it counts for its kind."""
    actions.give_paper(
        **who(request, code), kind=kind, file=proof_of(file, FILE_BYTES_MAX), valid_until=valid_until
    )
    return papers_out(code)
