"""Reads on a contract's papers, and on what a platform asks for."""

from collections.abc import Sequence
from datetime import date

from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.projects.models import Paper, Project
from paidang.projects.queries.projects import Picture
from paidang.projects.rules.papers import ASKED, PAPERS, Checked, check_papers, wanted_by
from paidang.projects.rules.templates import GO_LIVE, SHOPS


def list_papers(contract: Contract) -> list[Paper]:
    """All papers that were ever given, the latest first, without their bytes."""
    found = Paper.objects.filter(contract=contract).select_related("given_by").defer("content")
    return list(found.order_by("-given_at", "-pk"))


def latest_of(papers: Sequence[Paper]) -> dict[str, Paper]:
    """The paper that counts of each kind; `papers` with the latest first."""
    found: dict[str, Paper] = {}
    for paper in papers:
        found.setdefault(paper.kind, paper)
    return found


def asked_of(contract: Contract) -> list[str]:
    """The kinds that the contract's shops ask for, in the order of the table."""
    kinds = Project.objects.filter(contract=contract, kind__in=SHOPS).values_list("kind", flat=True)
    wanted = {paper for kind in kinds for paper in ASKED[kind]}
    return [paper for paper in PAPERS if paper in wanted]


def check_of(contract: Contract, asked: Sequence[str], today: date) -> list[Checked]:
    """Every paper that is asked for as it stands today."""
    held = {kind: paper.valid_until for kind, paper in latest_of(list_papers(contract)).items()}
    return check_papers(asked, held, today)


def owed_papers(
    contract: Contract, pictures: Sequence[Picture], today: date
) -> list[tuple[Checked, date | None]]:
    """Every paper that the shops of these projects ask for, with the day by which it is owed to the first that needs it."""
    found = []
    kinds = {kind for each in pictures for kind in ASKED.get(each.project.kind, ())}
    for one in check_of(contract, [kind for kind in PAPERS if kind in kinds], today):
        days = [
            due
            for each in pictures
            if one.kind in ASKED.get(each.project.kind, ())
            if (due := wanted_by(one, _steps(each, one.side), today))
        ]
        found.append((one, min(days, default=None)))
    return found


def _steps(picture: Picture, side: str) -> list[date]:
    """The days by which the project's unfinished steps need a paper of the side, the first one first."""
    keys = {"a": ("qualification", GO_LIVE), "b": ("application", GO_LIVE)}[side]
    return [
        picture.agreed[one.task.number].due
        for one in picture.standings
        if one.task.key in keys and not one.is_done
    ]


def get_paper(contract: Contract, paper_id: int) -> Paper:
    paper = Paper.objects.filter(contract=contract, pk=paper_id).first()
    if paper is None:
        raise NotFound(say("没有这份证照"), remedy=say("请从店铺项目页打开。"))
    return paper
