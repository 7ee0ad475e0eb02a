"""店铺项目: a project as Gantt or board with who owes what, its deliverables and papers; a task in the drawer."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.kit.period import day_of
from paidang.kit.sides import other_side
from paidang.portal.templatetags.paidang import day_text, worded
from paidang.portal.views import drawer
from paidang.portal.views.asking import person_of
from paidang.portal.views.launch_days import changed_days, day_context
from paidang.portal.views.launch_rows import (
    board,
    calendar_note,
    columns,
    gantt,
    name_of,
    owed,
    row_of,
    side_word,
    what_of,
)
from paidang.portal.views.price_tabs import choose, contract_of
from paidang.projects.actions import why_not
from paidang.projects.models import Delivery, Project
from paidang.projects.queries.free import free_of
from paidang.projects.queries.papers import check_of
from paidang.projects.queries.procurement import needs_of
from paidang.projects.queries.projects import (
    Picture,
    Standing,
    applies_now,
    get_picture,
    get_project,
    list_day_proposals,
    list_deliveries,
    list_files,
    list_projects,
    list_slips,
    standing_in,
    state_of,
    title_of,
)
from paidang.projects.rules.charges import SERVICE_WORDS
from paidang.projects.rules.papers import ASKED, PAPERS, STATE_WORDS
from paidang.projects.rules.procurement import Need
from paidang.projects.rules.schedule import follow, working_days_between
from paidang.projects.rules.states import CONFIRMED, RETURNED, SUBMITTED, TODO
from paidang.projects.rules.templates import DOCUMENTS, KINDS, PHASES, PLATFORM, PROCUREMENT, TITLES
from paidang.promotions.queries.promotions import planned_units
from paidang.team.models import Person

PAPER_LOOKS = {"missing": "bad", "expired": "bad", "soon": "warn", "good": "ok"}
STATE_LOOKS = {"todo": "", "submitted": "warn", "returned": "bad", "confirmed": "ok", "published": "ok"}


@login_required
@require_safe
def launch(request: HttpRequest) -> HttpResponse:
    """The newest project of the contract, or where to begin one. `?contract=`, `?view=board`."""
    contract = contract_of(request)
    if contract is None:
        return choose(
            request,
            _("店铺项目"),
            reason=_("合同生效后，开店的事按合同列在这里：谁做、哪天前、由谁确认。"),
            icon="flag",
        )
    projects = list_projects(contract)
    if not projects:
        return render(request, "portal/launch.html", _frame(request, contract, []))
    return render(request, "portal/launch.html", context_of(request, projects[0], projects))


@login_required
@require_safe
def launch_project(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One project. `?view=board`."""
    project = get_project(get_contract(code), number)
    return render(
        request, "portal/launch.html", context_of(request, project, list_projects(project.contract))
    )


@login_required
@require_safe
def launch_task(request: HttpRequest, code: str, number: int, task: int) -> HttpResponse:
    """One task: the drawer for htmx; by its address, the project with the drawer open."""
    project = get_project(get_contract(code), number)
    picture = get_picture(project, day_of(timezone.now()))
    context = drawer_context(request, picture, standing_in(picture.standings, task))
    if drawer.is_for_drawer(request):
        return drawer.answer(request, "portal/launch_drawer.html", context)
    whole = context_of(request, project, list_projects(project.contract)) | context
    return drawer.answer(request, "portal/launch.html", whole)


def rights_of(person: Person, contract: Contract) -> dict[str, bool]:
    """What the person may do in projects of this contract."""
    alive = contract.state == IN_FORCE
    return {
        "plan": alive and person.may("plan_project"),
        "deliver": alive and person.may("deliver_task"),
        "answer": alive and person.may("answer_delivery"),
    }


def _frame(request: HttpRequest, contract: Contract, projects: list[Project]) -> dict[str, Any]:
    person = person_of(request)
    return {
        "contract": contract,
        "contract_url": reverse("portal:contract", args=[contract.code]),
        "projects": [(one, name_of(one)) for one in projects],
        "may": rights_of(person, contract),
        "kinds": [(key, worded(word)) for key, word in KINDS.items()],
        "today": day_of(timezone.now()),
    }


def context_of(request: HttpRequest, project: Project, projects: list[Project]) -> dict[str, Any]:
    """What the page of a project shows."""
    contract, now = project.contract, timezone.now()
    picture = get_picture(project, day_of(now))
    days = columns(picture)
    path = reverse("portal:launch_project", args=[contract.code, project.number])
    first = min(span.start for span in picture.expected.values())
    return _frame(request, contract, projects) | {
        "project": project,
        "title": name_of(project),
        "picture": picture,
        "is_board": request.GET.get("view") == "board",
        "gantt_url": path,
        "board_url": f"{path}?{urlencode({'view': 'board'})}",
        "days": days,
        "width": len(days) + 1,
        "calendar": calendar_note(days),
        "groups": gantt(picture, days),
        "columns": board(picture),
        "owed": owed(picture),
        "day_number": max(0, working_days_between(first, picture.today) + 1),
        "day_count": working_days_between(first, picture.end) + 1,
        "early_days": -picture.late_days,
        "deliveries": [_delivered(picture, one) for one in picture.standings if one.task.side == "b"],
        "papers": _papers(contract, picture),
        "free": _free(contract, picture),
        "documents": _documents(contract),
        "changed_days": changed_days(list_slips(project), list_day_proposals(project)),
        "services": [(key, worded(word)) for key, word in SERVICE_WORDS.items()],
        "phases": [(key, worded(word)) for key, word in PHASES.items()],
        "tasks": [(one.task.number, worded(title_of(one.task))) for one in picture.standings],
        "brand_word": side_word(picture, "a"),
        "sides": [(side, side_word(picture, side)) for side in ("a", "b")],
    }


def _delivered(picture: Picture, one: Standing) -> dict[str, Any]:
    """A deliverable's row: its version, who confirmed it, whether it is out, and for one confirmed what still forbids it."""
    asked = one.task.is_public and one.state == CONFIRMED
    latest = one.stands if one.turn is None else one.latest  # a change that was returned changes nothing
    return row_of(picture, one) | {
        "refused": why_not(picture.project, one, timezone.now()) if asked else None,
        "latest": latest,
        "state": state_of(latest),
        "look": STATE_LOOKS[state_of(latest)],
        "due": picture.due_of(one),
    }


def _papers(contract: Contract, picture: Picture) -> list[dict[str, Any]]:
    return [
        {
            "word": worded(PAPERS[one.kind][0]),
            "side": one.side,
            "side_word": side_word(picture, one.side),
            "state": worded(STATE_WORDS[one.state]),
            "look": PAPER_LOOKS[one.state],
            "one": one,
        }
        for one in check_of(contract, ASKED.get(picture.project.kind, ()), picture.today)
    ]


def _free(contract: Contract, picture: Picture) -> dict[str, Any]:
    services, cited = free_of(contract, picture.today)
    words = [worded(SERVICE_WORDS[one]) for one in sorted(services) if one in SERVICE_WORDS]
    return {"words": _("、").join(words), "clause": cited}


def drawer_context(request: HttpRequest, picture: Picture, one: Standing) -> dict[str, Any]:
    """What the drawer shows of a task: its days, versions with their files and words, what may be done now."""
    person, contract = person_of(request), picture.project.contract
    side, may = contract.side_of(person.org_id), rights_of(person, contract)
    doer = "b" if one.task.side == PLATFORM else one.task.side
    versions = list_deliveries(one.task)
    files = list_files(versions)
    slips = [slip for slip in list_slips(picture.project) if slip.task_id == one.task.pk]
    days = [row for row in list_day_proposals(picture.project) if row.task_id == one.task.pk]
    refused = why_not(picture.project, one, timezone.now()) if one.task.is_public else None
    return {
        "contract": contract,
        "contract_url": reverse("portal:contract", args=[contract.code]),
        "project": picture.project,
        "opened": row_of(picture, one) | {"what": what_of(one)},
        "close_url": reverse("portal:launch_project", args=[contract.code, picture.project.number]),
        "agreed": picture.agreed[one.task.number],
        "due": picture.due_of(one),
        "may_redo_by": one.state == RETURNED and not one.is_done,
        "answer_by": _answer_by(picture, one),
        "early": picture.early_of(one),
        "stands": one.stands,
        "is_change": one.is_done and one.task.side != PLATFORM,
        "opening": _opening(picture, one, may["plan"], side),
        "first": picture.first[one.task.number],
        "holds_up": picture.holds_up(one),
        "waits_for": [worded(title_of(each)) for each in one.waits_for],
        "versions": [_version(each, files.get(each.pk, [])) for each in versions],
        "latest": one.latest,
        "refused": refused,
        "another": day_context(picture, one, days, side=side, may=may["plan"]),
        "unnoted": [slip for slip in slips if slip.noted_at is None and slip.side != side],
        "doer_word": side_word(picture, doer),
        "other_word": side_word(picture, other_side(doer)),
        "is_platform": one.task.side == PLATFORM,
        "takes_lines": one.task.key == PROCUREMENT,
        "needs": _needs(contract, one),
        "may_submit": may["deliver"] and side == doer,
        "may_answer": may["answer"] and side == other_side(doer) and one.state == SUBMITTED,
        "may_publish": may["deliver"]
        and side == "b"
        and one.task.is_public
        and one.turn is not None
        and one.latest is not None,
        "may_slip": may["deliver"] and not one.is_done,
        "may_note": may["deliver"],
        "who": person,
        "service": worded(SERVICE_WORDS[one.task.service]) if one.task.service in SERVICE_WORDS else "",
    }


def _answer_by(picture: Picture, one: Standing) -> date | None:
    """By when the other side answers: what lies with it, by its days; before that, as agreed."""
    if one.state == SUBMITTED:
        return picture.due_of(one)
    span = picture.agreed[one.task.number]
    return span.end if one.state == TODO and span.end != span.due else None


def _opening(picture: Picture, one: Standing, may_plan: bool, side: str) -> dict[str, Any]:
    """Whether the store's opening waits for a task added by hand, and what this side may say of that; {} for others."""
    opening = picture.opening
    if opening is None or one.task.key:
        return {}
    waits = one.task.number in opening.task.after
    comes_first = one.task.number not in follow(picture.planned, opening.task.number)
    may_change = side == "a" if waits else comes_first and not opening.is_done
    return {"waits": waits, "may_change": may_plan and may_change}


def _needs(contract: Contract, one: Standing) -> list[Need]:
    """The latest procurement plan beside stock and what promotions that stand are expected to sell."""
    if one.task.key != PROCUREMENT or one.latest is None:
        return []
    return needs_of(one.latest, planned_units(contract, timezone.now()))


def _documents(contract: Contract) -> list[dict[str, Any]]:
    """The procedures and plans that apply: of each the version that both sides agreed on last."""
    found = [(key, applies_now(contract, key)) for key in DOCUMENTS]
    return [
        {
            "title": worded(TITLES[key]),
            "row": row,
            "url": reverse(
                "portal:launch_task", args=[contract.code, row.task.project.number, row.task.number]
            ),
        }
        for key, row in found
        if row is not None
    ]


def _version(row: Delivery, files: list[Any]) -> dict[str, Any]:
    was_replaced = row.agreed is False and row.answered_by_id == row.submitted_by_id
    return {
        "row": row,
        "files": files,
        "state": "waits" if row.agreed is None else "confirmed" if row.agreed else "replaced" if was_replaced else "returned",
        "until": day_text(day_of(row.submitted_at)),
    }  # fmt: skip
