"""The list of contracts: how each is doing, its money and next date; filter, sort, search in the texts, take away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.contracts.models import DRAFT, IN_FORCE, SETTLED
from paidang.contracts.rules.search import Found, find_in_contract
from paidang.kit.cells import yuan_cell
from paidang.kit.outcome import NotFound
from paidang.kit.written import whole_in
from paidang.portal.actions import record_contracts_export
from paidang.portal.queries import get_switcher
from paidang.portal.queries.grounds import Ground
from paidang.portal.queries.portfolio import list_portfolio
from paidang.portal.rules.portfolio import HEALTHS, SORTS, Line, in_order
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views import contract_steps
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_reading import language
from paidang.portal.views.copies import CSV, XLSX, table_copy
from paidang.printing.tables import Cell
from paidang.team.models import Person
from paidang.team.rules.roles import who_may

PER_PAGE = 50
TEXT_MAX = 80
STATES = (DRAFT, IN_FORCE, SETTLED)
KEPT = ("view", "q", "other", "health", "sort")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what is no such thing asks for nothing."""

    view: str = ""
    q: str = ""
    other: int = 0
    health: str = ""
    sort: str = "health"


@dataclass(frozen=True, slots=True)
class Row:
    """A contract as the page shows it; `hit` is where the words that were asked for stand."""

    line: Line
    state: tuple[str, str]
    terms: str
    step: contract_steps.Step
    hit: Found | None = None

    @property
    def hit_url(self) -> str:
        """The contract's page at the sentence: browsers find and mark it by themselves."""
        url = reverse("portal:contract", args=(self.line.code,))
        if self.hit is None:
            return url
        if self.hit.term:
            return f"{url}?{urlencode({'clause': self.hit.clause})}"
        lines = [part.strip() for part in self.hit.sentence.splitlines() if part.strip()]
        return f"{url}#:~:text={quote(max(lines, key=len), safe='').replace('-', '%2D')}"


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The lines that were asked for in their order, those of every state, and where the words were found."""

    lines: Sequence[Line]
    of_any_state: Sequence[Line]
    everything: Sequence[Line]
    grounds: Mapping[int, Ground]
    hits: Mapping[int, Found] = field(default_factory=dict)


@login_required
@require_GET
def contracts(request: HttpRequest) -> HttpResponse:
    """One page of the list."""
    person, asked = person_of(request), _asked(request)
    found = _find(request, asked, timezone.now())
    page = Paginator(found.lines, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [_row(line, found, person) for line in page.object_list],
        "views": [_view(word, key, request, asked, found) for key, word in _state_words().items()],
        "asked": asked,
        "others": _others(found.everything),
        "healths": [(key, worded(word), key == asked.health) for key, (_kind, word) in HEALTHS.items()],
        "columns": _columns(request, asked),
        "is_filtered": bool(asked.q or asked.other or asked.health),
        "without_filters": _address(request, q="", other="", health=""),
        "any": bool(found.everything),
        "page_of": page,
        "total": len(found.lines),
        "may_upload": person.may("upload_contract"),
        "who_uploads": worded(who_may("upload_contract")),
        "exports": {kind: _address(request, path=_export_path(kind)) for kind in ("xlsx", "csv")},
        "previous_url": _address(request, page=str(page.previous_page_number()))
        if page.has_previous()
        else "",
        "next_url": _address(request, page=str(page.next_page_number())) if page.has_next() else "",
    }
    return render(request, "portal/contracts.html", context)


def _asked(request: HttpRequest) -> Asked:
    get = request.GET
    other, sort = get.get("other", ""), get.get("sort", "")
    return Asked(
        view=view if (view := get.get("view", "")) in STATES else "",
        q=get.get("q", "").strip()[:TEXT_MAX],
        other=whole_in(other),
        health=health if (health := get.get("health", "")) in HEALTHS else "",
        sort=sort if sort.removeprefix("-") in SORTS else "health",
    )


def _find(request: HttpRequest, asked: Asked, now: datetime) -> Portfolio:
    """The contracts that were asked for."""
    everything, grounds = list_portfolio(
        person=person_of(request), contracts=get_switcher(request).contracts, now=now
    )
    hits: dict[int, Found] = {}
    kept = [line for line in everything if not asked.q or _matches(line, asked.q, grounds, hits)]
    kept = [line for line in kept if asked.other in (0, line.other_id)]
    kept = [line for line in kept if asked.health in ("", line.health.key)]
    shown = [line for line in kept if asked.view in ("", line.state)]
    return Portfolio(in_order(shown, asked.sort), kept, everything, grounds, hits)


def _matches(line: Line, q: str, grounds: Mapping[int, Ground], hits: dict[int, Found]) -> bool:
    """By title, code and parties, else by text and terms; where the words stand goes into `hits`."""
    standing = grounds[line.contract_id].standing
    names = [org.name for org in (standing.contract.brand, standing.contract.agency) if org]
    if q.lower() in " ".join([line.code, line.title, *names]).lower():
        return True
    hit = find_in_contract(q, text=standing.text.text, document=standing.document, lang=language())
    if hit:
        hits[line.contract_id] = hit
    return hit is not None


def _row(line: Line, found: Portfolio, person: Person) -> Row:
    standing = found.grounds[line.contract_id].standing
    return Row(
        line,
        contract_steps.state_of(standing),
        contract_steps.terms_in_short(standing),
        contract_steps.next_step(standing, person.org_id),
        found.hits.get(line.contract_id),
    )


def _state_words() -> dict[str, str]:
    return {"": _("全部"), DRAFT: _("草稿"), IN_FORCE: _("履行中"), SETTLED: _("已结清")}


def _view(word: str, key: str, request: HttpRequest, asked: Asked, found: Portfolio) -> dict[str, object]:
    n = sum(key in ("", line.state) for line in found.of_any_state)
    return {"word": word, "url": _address(request, view=key), "n": n, "current": key == asked.view}


def _others(lines: Sequence[Line]) -> list[tuple[int, str]]:
    """The other sides, by name, each once."""
    return sorted({(line.other_id, line.other) for line in lines if line.other_id}, key=lambda one: one[1])


def _columns(request: HttpRequest, asked: Asked) -> list[dict[str, str]]:
    """The table's heads: each sorts by its column, the one in use the other way round."""
    words = {
        "title": _("合同"), "other": _("对方"), "health": _("健康"), "money": _("最近确认"), "next": _("下一个日期"),
        "findings": _("问题"), "state": _("状态"),
    }  # fmt: skip
    columns = []
    for key, word in words.items():
        up = asked.sort == key
        aria = "ascending" if up else "descending" if asked.sort == f"-{key}" else ""
        columns.append(
            {"key": key, "word": word, "aria": aria, "url": _address(request, sort=f"-{key}" if up else key)}
        )
    return columns


def _address(request: HttpRequest, *, path: str = "", **changes: str) -> str:
    """The list's address with changes; its page is kept by nothing but the pager."""
    kept = {key: request.GET[key] for key in KEPT if request.GET.get(key)} | changes
    query = urlencode({key: value for key, value in kept.items() if value})
    return (path or reverse("portal:contracts")) + (f"?{query}" if query else "")


# To take away


def _export_path(kind: str) -> str:
    return reverse("portal:contracts_export", args=(kind,))


@login_required
@require_GET
def contracts_export(request: HttpRequest, kind: str) -> FileResponse:
    """The filtered list in its order, all pages of it, as a workbook or CSV; on record like every copy."""
    if kind not in (CSV, XLSX):
        raise NotFound(_("没有这种文件"), remedy=_("请下载 XLSX 或 CSV。"))
    now = timezone.now()
    found = _find(request, _asked(request), now)
    head = [
        _("编号"), _("合同"), _("甲方"), _("乙方"), _("状态"), _("健康"), _("原因"), _("最近确认"), _("最近确认应付（元）"),
        _("已发未确认（元）"), _("下一个日期"), _("要做的事"), _("轮到"), _("期满"), _("不续期最迟提出"), _("错误"),
        _("问题"),
    ]  # fmt: skip
    rows = [_cells(line, found.grounds[line.contract_id]) for line in found.lines]
    record_contracts_export(person=person_of(request), at=now, contracts=len(rows))
    return table_copy(request, _("合同"), head, rows, kind)


def _cells(line: Line, ground: Ground) -> list[Cell]:
    """One line of the file, amounts in yuan."""
    contract, coming = ground.contract, line.next
    return [
        line.code, line.title, contract.brand.name if contract.brand else "", contract.agency.name if contract.agency else "",
        contract_steps.state_of(ground.standing)[1], worded(line.health.word),
        worded(line.health.reason) if line.health.reason else "", line.money.month, yuan_cell(line.money.confirmed_fen),
        yuan_cell(line.money.waiting_fen), coming.due_on.isoformat() if coming and coming.due_on else "", coming.title if coming else "",
        (_("我方") if coming.mine else _("对方")) if coming else "", line.ends.isoformat() if line.ends else "",
        line.object_by.isoformat() if line.object_by else "", line.errors, line.findings,
    ]  # fmt: skip
