"""Importing: files are handed in, read for test, looked at, and written."""

from collections.abc import Sequence
from datetime import date
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.catalog.actions.declare import WORDS_MAX
from paidang.catalog.rules.declaring import TRUTH
from paidang.channels.formats import KINDS
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.intake.actions import UnableToHalt, ask_halt, receive_file
from paidang.intake.actions.map_columns import is_mappable
from paidang.intake.models import ALL_OR_NOTHING, GOOD_ROWS, ImportFile
from paidang.intake.queries import (
    ALL,
    BY_INTERFACE,
    QUARANTINE,
    TO_LOOK_AT,
    count_open_by_file,
    count_waiting_orders,
    find_written,
    format_of,
    get_halt,
    get_import,
    get_progress,
    list_bad_rows,
    list_imports,
    list_unknown_stores,
    report_csv,
    report_xlsx,
    rows_csv,
)
from paidang.intake.rules.states import CONTINUED, PAUSE, READ, RECEIVED, RUNNING, STOP, UNCHANGED, WRITTEN
from paidang.intake.tasks import defer_again, defer_read, defer_write
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_of
from paidang.kit.written import whole_in
from paidang.orders.queries.bills import get_last_month
from paidang.orders.queries.listing import list_stores
from paidang.orders.queries.matching import BELOW_FLOOR
from paidang.portal.queries import get_switcher
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.copies import XLSX, file_copy
from paidang.portal.views.import_words import (
    FileRow,
    bad_row,
    columns_of,
    count_words,
    file_row,
    format_word,
    list_format_words,
    parts_of,
    problem_words,
    said,
    state_of,
)
from paidang.portal.views.statement_lines import called

PAGE_FILES = 30
PAGE_ROWS = 50


@login_required
@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """The drop zone and the files of one contract, the newest first."""
    return render(request, "portal/imports.html", _list_context(request))


@login_required
@require_GET
def import_progress(request: HttpRequest) -> HttpResponse:
    """The list of files again, for a page that waits; with `?file=` one file's bar, and the whole page when it is done."""
    if wanted := request.GET.get("file", ""):
        file = get_import(whole_in(wanted))
        answer = render(request, "portal/import_bar.html", {"row": _row(request, file), "file": file})
        if file.state not in RUNNING:
            answer["HX-Refresh"] = "true"
        return answer
    return render(request, "portal/import_files.html", _list_context(request))


@login_required
@require_POST
def import_upload(request: HttpRequest) -> HttpResponse:
    """Keep the files and have them read for test; one that cannot be taken does not hold up the others."""
    person, code = person_of(request), request.POST.get("contract", "")
    kept: list[ImportFile] = []
    for upload in request.FILES.getlist("files"):
        try:
            file = receive_file(
                person=person,
                at=timezone.now(),
                code=code,
                name=upload.name or "",
                content=upload.open(),
                store=request.POST.get("store", "")[:200],
            )
        except UnableTo as no:
            messages.error(
                request, _("%(file)s：%(reason)s") % {"file": upload.name, "reason": worded(str(no))}
            )
            continue
        kept.append(file)
        if file.state == RECEIVED:
            defer_read(person=person, import_id=file.pk)
    if len(kept) == 1:
        return redirect("portal:import_file", kept[0].pk)
    return redirect(f"{reverse('portal:imports')}?{urlencode({'contract': code})}")


@login_required
@require_GET
def import_file(request: HttpRequest, import_id: int) -> HttpResponse:
    """One file: what it is, what reading it found, what was written, its bad rows."""
    file = get_import(import_id)
    return render(request, "portal/import_file.html", _file_context(request, file))


@login_required
@require_POST
def import_write(request: HttpRequest, import_id: int) -> HttpResponse:
    """Have the file written, the good rows of it or all or nothing."""
    mode = ALL_OR_NOTHING if request.POST.get("mode") == ALL_OR_NOTHING else GOOD_ROWS
    words = request.POST.get("words", "")
    defer_write(person=person_of(request), at=timezone.now(), import_id=import_id, mode=mode, words=words)
    return redirect("portal:import_file", import_id)


@login_required
@require_POST
def import_pause(request: HttpRequest, import_id: int) -> HttpResponse:
    """Have a running read or write pause: it takes back what it did and can be continued."""
    return _halt(request, import_id, PAUSE)


@login_required
@require_POST
def import_stop(request: HttpRequest, import_id: int) -> HttpResponse:
    """Have a running or paused read or write stop for good: it leaves nothing but the file."""
    return _halt(request, import_id, STOP)


@login_required
@require_POST
def import_continue(request: HttpRequest, import_id: int) -> HttpResponse:
    """Have a paused read or write taken up again."""
    try:
        defer_again(person=person_of(request), at=timezone.now(), import_id=import_id)
    except UnableToHalt as no:
        messages.error(request, worded(str(no)))
    return _back(request, import_id)


def _halt(request: HttpRequest, import_id: int, kind: str) -> HttpResponse:
    """What was done meanwhile is no error of the person who asked: the page says so."""
    try:
        ask_halt(person=person_of(request), at=timezone.now(), import_id=import_id, kind=kind)
    except UnableToHalt as no:
        messages.info(request, worded(str(no)))
    return _back(request, import_id)


def _back(request: HttpRequest, import_id: int) -> HttpResponse:
    """To the file's page, or the list from which the button was pressed."""
    if request.POST.get("from") == "list":
        code = get_import(import_id).contract.code
        return redirect(f"{reverse('portal:imports')}?{urlencode({'contract': code})}")
    return redirect("portal:import_file", import_id)


@login_required
@require_GET
def import_errors(request: HttpRequest, import_id: int) -> FileResponse:
    """The bad rows in the file's own columns, to mend elsewhere; `?list=csv` or `?list=xlsx` one line per bad cell."""
    file, wanted = get_import(import_id), request.GET.get("list", "")
    stem = file.name.rsplit(".", 1)[0]
    if wanted == "xlsx":
        return file_copy(request, report_xlsx(import_id), _("%(file)s 错误清单") % {"file": stem}, XLSX)
    if wanted:
        content, what = report_csv(import_id), _("%(file)s 错误清单") % {"file": stem}
    else:
        content, what = rows_csv(import_id), _("%(file)s 坏行") % {"file": stem}
    packed = TemporaryFile()  # noqa: SIM115  the answer closes it; the rows are visible in this transaction alone
    packed.writelines(content)
    packed.seek(0)
    return file_copy(request, packed, what)


# The list


def _contract_of(request: HttpRequest) -> Contract | None:
    """The contract that the address names, else the picked one, else the only one; None: it has to be chosen."""
    if code := request.GET.get("contract"):
        return get_contract(code)
    switch = get_switcher(request)
    return switch.picked or (switch.contracts[0] if len(switch.contracts) == 1 else None)


def _list_context(request: HttpRequest) -> dict[str, Any]:
    person, contract = person_of(request), _contract_of(request)
    switch = get_switcher(request)
    base: dict[str, Any] = {
        "contract": contract,
        "contracts": [one for one in switch.contracts if one.in_force_at],
        "any": bool(switch.contracts),
        "may_import": person.may("import_facts") or person.may("declare_price"),
        "formats": list_format_words(),
    }
    if contract is None:
        return base
    asked, before = request.GET.get("view", ""), request.GET.get("before", "")
    store = request.GET.get("store", "")
    view = asked if asked in (BY_INTERFACE, QUARANTINE, ALL) else TO_LOOK_AT
    waiting = count_open_by_file(contract.pk)
    files = list_imports(
        contract.pk,
        limit=PAGE_FILES + 1,
        before_id=whole_in(before, None),
        view=view,
        store=store,
    )
    rows = [_row(request, file, waiting) for file in files[:PAGE_FILES]]
    query = {"contract": contract.code} if request.GET.get("contract") else {}
    if store:
        query["store"] = store
    older = query | {"view": view} | {"before": files[PAGE_FILES - 1].pk} if len(files) > PAGE_FILES else {}
    return base | {
        "groups": _groups(rows, day_of(timezone.now())),
        "is_running": any(row.is_running for row in rows),
        "progress_url": f"{reverse('portal:import_progress')}?{request.GET.urlencode()}",
        "view": view,
        "views": _views(query, view, sum(count_open_by_file(contract.pk, store).values())),
        "quarantine_url": f"{reverse('portal:imports')}?{urlencode(query | {'view': QUARANTINE})}",
        "store": store,
        "any_store_url": f"{reverse('portal:imports')}?{urlencode({'contract': contract.code, 'view': view})}",
        "all_url": f"{reverse('portal:imports')}?{urlencode(query | {'view': ALL})}",
        "older_url": f"{reverse('portal:imports')}?{urlencode(older)}" if older else "",
        "stores": list_stores([contract.pk]),
        "halves": [(format_word(key), n) for key, n in count_waiting_orders(contract.pk).items()],
        "counts": {"imports": sum(waiting.values())},
    }


def _views(query: dict[str, str], view: str, waiting: int) -> list[dict[str, Any]]:
    """The tabs; the first leaves out what stores' interfaces bring every minute without a fault."""
    words = {
        TO_LOOK_AT: _("要看的"),
        BY_INTERFACE: _("接口拉来的"),
        ALL: _("全部"),
        QUARANTINE: _("有隔离行"),
    }
    return [
        {
            "word": word,
            "url": f"{reverse('portal:imports')}?{urlencode(query | {'view': key})}",
            "n": waiting if key == QUARANTINE else None,
            "bad": True,
            "current": key == view,
        }
        for key, word in words.items()
    ]


def _row(request: HttpRequest, file: ImportFile, waiting: dict[int, int] | None = None) -> FileRow:
    known = count_open_by_file(file.contract_id) if waiting is None else waiting
    return file_row(
        file,
        person=person_of(request),
        waiting=known.get(file.pk, 0),
        progress=get_progress(file.pk) if file.state in (*RUNNING, *CONTINUED) else None,
        halt=get_halt(file.pk) if file.state in RUNNING else "",
    )


def _groups(rows: Sequence[FileRow], today: date) -> list[dict[str, Any]]:
    """Today's files, then those before."""
    new = [row for row in rows if day_of(row.file.received_at) == today]
    old = [row for row in rows if day_of(row.file.received_at) != today]
    return [
        {"word": word, "rows": part, "waiting": sum(row.waiting for row in part), "is_today": part is new}
        for word, part in ((_("今天"), new), (_("之前"), old))
        if part
    ]


# One file


def _file_context(request: HttpRequest, file: ImportFile) -> dict[str, Any]:
    contract = file.contract
    after = request.GET.get("after", "")
    first = whole_in(after)
    bad = list_bad_rows(file.pk, limit=PAGE_ROWS + 1, after_row=first)
    row = _row(request, file)
    bad_count = row.waiting if file.state == WRITTEN else int(file.counts.get("bad") or 0)
    return {
        "file": file,
        "contract": contract,
        "contract_url": reverse("portal:contract", args=[contract.code]),
        "row": row,
        "state": state_of(file, row.waiting),
        "format": format_word(file.format),
        "who": file.received_by.name,
        "side": called(contract.side_of(file.received_by.org_id) or "b", contract),
        "problem": problem_words(file.problem) if file.problem else "",
        "said": said(file),
        "earlier": find_written(contract.pk, file.sha256) if file.state == UNCHANGED else None,
        "parts": parts_of(file, row.waiting),
        "figures": count_words(file, row.waiting),
        "tables": [
            {"word": format_word(table), **counts}
            for table, counts in (file.counts.get("tables") or {}).items()
        ],
        "columns": columns_of(format_of(file)) if file.format else [],
        "columns_url": reverse("portal:import_columns", args=[file.pk]) if is_mappable(file) else "",
        "bad_rows": [bad_row(one, format_of(file)) for one in bad[:PAGE_ROWS]],
        "bad_count": bad_count,
        "unknown_stores": list_unknown_stores(file) if row.may else [],
        "next_rows_url": f"?after={bad[PAGE_ROWS - 1].row_number}" if len(bad) > PAGE_ROWS else "",
        "may": row.may,
        "choice": _choice(file) if file.state == READ and row.may else None,
        "asks_truth": file.format == "costs",
        "words": file.words or worded(TRUTH),
        "words_max": WORDS_MAX,
        "progress_url": f"{reverse('portal:import_progress')}?file={file.pk}",
        "orders_url": _orders_url(contract, file),
        "bills_url": _bills_url(contract, file),
        "below_url": f"{reverse('portal:orders')}?{urlencode({'contract': contract.code, 'view': BELOW_FLOOR})}",
        "counts": {"imports": sum(count_open_by_file(contract.pk).values())},
    }


def _choice(file: ImportFile) -> dict[str, Any]:
    """The two ways to write, and what each button would say."""
    counts = file.counts
    rows, bad = int(counts.get("rows") or 0), int(counts.get("bad") or 0)
    good = rows - bad
    if not rows and file.problem:  # the worker could not read or write it
        return {"bad": 0, "word": _("再试一次")}
    waiting = int((counts.get("tables") or {}).get("costs", {}).get("waiting") or 0)
    if not int(counts.get("new") or 0) + int(counts.get("changed") or 0) + waiting:
        write = _("写入，内容没有变化")
    else:
        write = _("写入 %(n)s 行") % {"n": f"{good:,}"}
    if not bad:
        return {"bad": 0, "word": write}
    words = {"n": f"{good:,}", "bad": f"{bad:,}"}
    return {
        "bad": bad,
        "good": good,
        "word": _("写入 %(n)s 行，%(bad)s 行进隔离") % words,
        "nothing": _("有 %(bad)s 行坏行，一行也不写") % words,
        "modes": (GOOD_ROWS, ALL_OR_NOTHING),
    }


def _orders_url(contract: Contract, file: ImportFile) -> str:
    if file.state != WRITTEN or "order_lines" not in (file.counts.get("tables") or {}):
        return ""
    return f"{reverse('portal:orders')}?{urlencode({'contract': contract.code})}"


def _bills_url(contract: Contract, file: ImportFile) -> str:
    """Where the latest month of a bill that was written is set against the orders."""
    if file.state != WRITTEN or file.format not in KINDS["bills"]:
        return ""
    month = get_last_month(contract.pk, import_id=file.pk)
    return reverse("portal:statement_reconcile", args=[contract.code, month]) if month else ""
