"""Saying what the columns of an unknown file are: guessed first, looked at with the first rows, then kept for the next file."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.channels.custom.files import mapper
from paidang.channels.custom.guess import Sample, times_of
from paidang.channels.custom.plan import (
    CHANNEL_NAMES,
    FIELD_WORDS,
    FIELDS,
    KINDS,
    ORDER_LINES,
    PRICES,
    RESTS,
    TIMES,
    UNITS,
    Field,
    Plan,
    check_plan,
    read_plan,
)
from paidang.channels.mapping import Context, Mapped
from paidang.channels.persons import is_personal
from paidang.intake.actions import UnableToMap, forget_mapping, map_columns
from paidang.intake.actions.map_columns import Seen, look_at
from paidang.intake.actions.receive import DECLARED_BY_BRAND
from paidang.intake.models import ImportFile
from paidang.intake.queries import get_import, list_mappings
from paidang.intake.tasks import defer_read
from paidang.kit.money import yuan
from paidang.kit.sentence import say
from paidang.orders.queries.listing import list_stores
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.fact_words import channel_word
from paidang.portal.views.import_words import fact_word, format_word
from paidang.team.models import Person

SHOWN_ROWS, SHOWN_FACTS, WORDS_MAX, FAULTS_SHOWN = 5, 5, 12, 5
HIDDEN_CELL = "•••"
"""What a column about persons shows of its cells: its title says enough to say what it is."""
MONEY = {
    "unit_price", "merchant_discount", "platform_discount", "amount", "factory_price", "min_retail_price", "suggested_price",
}  # fmt: skip
HIDDEN = {"line_id", "gift", "paid_by", "charge_id"}


@login_required
@require_GET
def import_columns(request: HttpRequest, import_id: int) -> HttpResponse:
    """The form with what is guessed, remembered or asked for by the address, and the first rows as they will be read."""
    file, person = get_import(import_id), person_of(request)
    asked = request.GET
    kind = asked.get("kind", "") if asked.get("kind") in KINDS else ""
    is_other_kind = bool(kind) and asked.get("was") != kind
    among = [each for each in KINDS if _may(person, each)]
    seen = look_at(file, org_id=person.org_id, kind=kind if is_other_kind else "", among=among)
    plan = _plan_of(request, kind, seen.sample) if kind and not is_other_kind else seen.plan
    return render(request, "portal/import_columns.html", _context(file, person, seen, plan))


@login_required
@require_POST
def import_map(request: HttpRequest, import_id: int) -> HttpResponse:
    """Keep the plan as it was shown, and have the file read by it."""
    person = person_of(request)
    try:
        plan = read_plan(json.loads(request.POST.get("plan", "")))
    except (ValueError, AttributeError, TypeError):
        raise UnableToMap(say("对列的内容不完整"), remedy=say("请回到对列页重来。")) from None
    name = request.POST.get("name", "")
    map_columns(person=person, at=timezone.now(), import_id=import_id, plan=plan, name=name)
    defer_read(person=person, import_id=import_id)
    messages.success(request, _("记住了：以后同样表头的文件自己会认。"))
    return redirect("portal:import_file", import_id)


@login_required
@require_GET
def import_mappings(request: HttpRequest) -> HttpResponse:
    """The headers that the organisation has said something of."""
    rows = [
        {
            "mapping": one,
            "kind": format_word(one.plan["kind"]),
            "columns": [
                (title, worded(FIELD_WORDS[name])) for name, title in one.plan["columns"].items() if title
            ],
            "may": _may(person_of(request), one.plan["kind"]),
        }
        for one in list_mappings(person_of(request).org_id)
    ]
    return render(request, "portal/import_mappings.html", {"rows": rows})


@login_required
@require_POST
def import_mapping_forget(request: HttpRequest, mapping_id: int) -> HttpResponse:
    """Let a header be unknown again."""
    name = forget_mapping(person=person_of(request), at=timezone.now(), mapping_id=mapping_id)
    messages.success(request, _("已忘掉“%(name)s”；读过的文件不受影响。") % {"name": name})
    return redirect("portal:import_mappings")


def _may(person: Person, kind: str) -> bool:
    return person.may(DECLARED_BY_BRAND.get(kind, "import_facts"))


def _plan_of(request: HttpRequest, kind: str, sample: Sample) -> Plan:
    """The plan that the address describes: `c.` columns, `f.` fixed values, `t.` manners of times, `v.`/`w.` words."""
    asked = request.GET

    def by_prefix(prefix: str) -> dict[str, str]:
        return {
            one.name: value for one in FIELDS[kind] if (value := asked.get(f"{prefix}.{one.name}", "").strip()[:200])
        }  # fmt: skip

    words: dict[str, dict[str, str]] = {}
    for one in FIELDS[kind]:
        for n in range(WORDS_MAX):
            said, means = asked.get(f"v.{one.name}.{n}", ""), asked.get(f"w.{one.name}.{n}", "")
            if said and means:
                words.setdefault(one.name, {})[said[:200]] = means[:200]
    columns = by_prefix("c")
    return Plan(
        kind, columns, by_prefix("f"), words, times_of(sample, kind, columns, by_prefix("t")), asked.get("unit", ""), asked.get("price_is", ""),
        asked.get("rest", "refuse"),
    )  # fmt: skip


def _context(file: ImportFile, person: Person, seen: Seen, plan: Plan) -> dict[str, Any]:
    wrong = check_plan(plan, seen.header)
    facts, faults, counts = _read(seen.sample, plan, file) if not wrong else ([], [], {})
    names = list(dict.fromkeys(name for fact in facts for name, cell in fact.items() if cell))
    names = [name for name in names if name not in HIDDEN]
    return {
        "file": file,
        "contract": file.contract,
        "plan": plan,
        "plan_json": json.dumps(plan.as_json(), ensure_ascii=False),
        "name": seen.name or file.name.rsplit(".", 1)[0][:60],
        "kinds": [(key, format_word(key)) for key in KINDS if _may(person, key)],
        "fields": [_field(one, plan, seen.sample) for one in FIELDS[plan.kind]],
        "titles": [title for title in seen.sample.titles if title],
        "head": seen.sample.titles,
        "first_rows": [
            [
                HIDDEN_CELL if cells.get(title) and is_personal(title) else cells.get(title, "")
                for title in seen.sample.titles
            ]
            for _n, cells in seen.sample.rows[:SHOWN_ROWS]
        ],
        "is_orders": plan.kind == ORDER_LINES,
        "units": [(key, worded(word)) for key, word in UNITS.items()],
        "prices": [(key, worded(word)) for key, word in PRICES.items()],
        "rests": [(key, worded(word)) for key, word in RESTS.items()],
        "wrong": [f"{worded(one.message)}{_('。')}{worded(one.remedy)}" for one in wrong],
        "fact_names": [fact_word(name) for name in names],
        "facts": [[_shown(name, fact.get(name, "")) for name in names] for fact in facts[:SHOWN_FACTS]],
        "faults": faults,
        "read_counts": counts,
        "stores": list_stores([file.contract_id]),
        "channels": list(CHANNEL_NAMES),
        "may": _may(person, plan.kind),
    }


def _field(one: Field, plan: Plan, sample: Sample) -> dict[str, Any]:
    column = plan.columns.get(one.name, "")
    known = plan.words.get(one.name, {})
    cells = list(dict.fromkeys(sample.cells(column))) if column else []
    takes_words = bool(one.choices) or (one.name == "channel" and bool(column))
    return {
        "name": one.name,
        "word": worded(FIELD_WORDS[one.name]),
        "is_needed": one.is_needed,
        "of_order": one.of_order and plan.kind == ORDER_LINES,
        "column": column,
        "fixed": plan.fixed.get(one.name, ""),
        "choices": one.choices,
        "is_time": one.type in ("time", "day") and bool(column),
        "manner": plan.times.get(one.name, ""),
        "manners": [(key, worded(word)) for key, word in TIMES.items()],
        "sample": HIDDEN_CELL if cells and is_personal(column) else _("、").join(cells[:3]),
        "words": [(said, known.get(said, "")) for said in cells[:WORDS_MAX]] if takes_words else [],
    }


def _read(
    sample: Sample, plan: Plan, file: ImportFile
) -> tuple[list[dict[str, str]], list[tuple[int, str, str]], dict[str, int]]:
    """The sample's facts, its first faults, and how many rows are good."""
    context = Context(store=file.store, channel=file.channel)
    facts: list[dict[str, str]] = []
    faults: list[tuple[int, str, str]] = []
    good = bad = 0
    for rows in _groups(sample, plan):
        mapped: Mapped = mapper(plan)(rows, None, context)
        facts += [fact.cells for fact in mapped.facts if fact.table == plan.kind]
        faults += [
            (number, fault.column, worded(fault.reason))
            for number, found in sorted(mapped.faults.items())
            for fault in found
        ]
        good, bad = good + (0 if mapped.faults else len(rows)), bad + (len(rows) if mapped.faults else 0)
    return facts, faults[:FAULTS_SHOWN], {"good": good, "bad": bad}


def _groups(sample: Sample, plan: Plan) -> list[list[tuple[int, Mapping[str, str]]]]:
    """Rows that are read together: an order's, else each alone."""
    by, groups, current = plan.columns.get("order_id", ""), {}, ""  # type: ignore[var-annotated]
    for number, cells in sample.rows:
        if plan.kind == ORDER_LINES:
            current = cells.get(by) or current
        groups.setdefault(current or f"#{number}", []).append((number, cells))
    return list(groups.values())


def _shown(name: str, cell: str) -> str:
    if name in MONEY and cell:
        return yuan(int(cell))
    if name == "channel":
        return channel_word(cell)
    return cell.replace("T", " ").removesuffix("+08:00") if name.endswith("_at") else cell
