"""平台账单核对: a month's bills beside its orders; what does not agree, with the word that a person gave to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract, get_terms
from paidang.contracts.queries.kept import kept
from paidang.intake.models import ImportFile
from paidang.intake.queries import list_bill_files
from paidang.kit.outcome import NotFound
from paidang.kit.period import check_month, next_month, previous_month
from paidang.kit.written import whole_in
from paidang.orders.models import BillExplanation, BillItem
from paidang.orders.queries.bill_fees import count_bill_fees
from paidang.orders.queries.bills import (
    EXPLAINED,
    Sums,
    explanations_of,
    has_bills,
    items_of,
    list_fees,
    list_matched,
    sum_items,
    sum_month,
)
from paidang.orders.rules.reconciling import (
    MATCHED,
    OPEN,
    OTHER,
    REASONS,
    STATES,
    WAITING,
    Item,
    likely_reason,
)
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.statement_lines import called, month_words
from paidang.settlement.models import CLOSED
from paidang.settlement.queries import is_fixed

VIEWS = (OPEN, EXPLAINED, WAITING, OTHER, MATCHED)
PAGE_ROWS = 50
TEXT_MAX = 120
TAKING = ("orders.fees_taken_over", "orders.fees_given_back")


@dataclass(frozen=True, slots=True)
class Looked:
    """What the address asks for: a contract's month, a view of it, perhaps one store or the beginning of a number."""

    contract: Contract
    month: str
    view: str
    store: str
    text: str

    def url(self, **changes: str) -> str:
        kept = {"view": self.view, "store": self.store, "q": self.text} | changes
        query = urlencode({name: value for name, value in kept.items() if value and value != OPEN})
        path = reverse("portal:statement_reconcile", args=[self.contract.code, self.month])
        return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One line of the list."""

    item: BillItem
    url: str
    why: str
    said: BillExplanation | None
    holds: bool

    @property
    def pick(self) -> str:
        """The item as the person saw it, for the form."""
        one = self.item
        return f"{int(one.is_order)}|{one.expected_fen}|{one.billed_fen}|{one.item}"

    @property
    def reason(self) -> str:
        """Why it may stay as it is, by somebody's word that holds."""
        return reason_word(self.said) if self.said and self.holds else ""

    @property
    def difference_fen(self) -> int:
        return self.item.expected_fen - self.item.billed_fen


@login_required
@require_GET
def reconcile(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """The page. `?view=` one of the states, `?store=`, `?q=` the beginning of a number, `?page=` or `?after=` the place."""
    return render(request, "portal/reconcile.html", page_context(request, looked(request, code, month)))


def looked(request: HttpRequest, code: str, month: str) -> Looked:
    """What the address asks for; a month that is none is not found."""
    contract = get_contract(code)
    check_month(month, NotFound)
    asked = request.GET
    view = asked.get("view", OPEN)
    return Looked(
        contract,
        month,
        view if view in VIEWS else OPEN,
        asked.get("store", "")[:200],
        asked.get("q", "").strip()[:TEXT_MAX],
    )


def page_context(request: HttpRequest, look: Looked) -> dict[str, Any]:
    """Everything the page shows; also behind an open drawer."""
    contract, month = look.contract, look.month
    by_store = sum_month(contract.pk, month)
    explained = sum_items(items_of(contract.pk, month, state=EXPLAINED))
    sums = {
        state: sum((states.get(state, Sums()) for states in by_store.values()), Sums()) for state in STATES
    }
    sums[OPEN] = _less(sums[OPEN], explained)
    sums[EXPLAINED] = explained
    sales = sum((sums[state] for state in (MATCHED, WAITING, OPEN, EXPLAINED)), Sums())
    person = person_of(request)
    fees = list_fees(contract.pk, month)
    return {
        "look": look,
        "contract": contract,
        "contract_url": reverse("portal:contract", args=[contract.code]),
        "month": month_words(month),
        "previous_month": previous_month(month),
        "next_month": next_month(month),
        "any": bool(by_store),
        "has_bills": has_bills(contract.pk),
        "sums": sums,
        "sales": sales,
        "stores": list(_stores(look, by_store)),
        "views": _views(look, sums),
        "fees": fees,
        "fees_billed": sum(fee.billed_fen for fee in fees),
        "fees_facts": sum(fee.facts_fen for fee in fees),
        "fees_difference": sum(fee.difference_fen for fee in fees),
        **(_fees_of_bills(contract, month, sales.items) if fees and person.may("close_month") else {}),
        "paid_out": sales.billed - sum(fee.billed_fen for fee in fees),
        "files": _files(contract),
        "reasons": [(key, worded(word)) for key, word in REASONS.items()],
        "may_explain": person.may("explain_bill"),
        "may_import": person.may("import_facts"),
        "import_url": f"{reverse('portal:imports')}?{urlencode({'contract': contract.code})}",
        "export_url": look.url().replace(f"/{month}", f"/{month}/export", 1),
        **_rows(request, look),
    }


def _fees_of_bills(contract: Contract, month: str, items: int) -> dict[str, Any]:
    """What the bills took and the facts lack, what was taken over, and who would bear it; whether either may still be done."""
    try:
        bearer = get_terms(contract, month).terms["platform_fees"]
    except NotFound:
        return {}
    return {
        "bill_fees": kept(
            [contract.pk],
            ("bill fees", month),
            lambda: count_bill_fees(contract.pk, month),
            rows=lambda _: items,
            acts=TAKING,
        ),
        "fees_borne_by": called(bearer, contract) if bearer in ("a", "b") else "",
        "fees_fixed": contract.state != IN_FORCE or is_fixed(contract, month),
        "fees_closed": contract.statements.filter(month=month, state=CLOSED).exists(),
    }


def _less(all_: Sums, part: Sums) -> Sums:
    return Sums(
        all_.items - part.items, all_.paid - part.paid, all_.refunded - part.refunded,
        all_.bill_paid - part.bill_paid, all_.bill_refunded - part.bill_refunded,
    )  # fmt: skip


def _stores(look: Looked, by_store: dict[tuple[str, str], dict[str, Sums]]) -> Iterator[dict[str, Any]]:
    """A line per store: what was to come in = what came in + what waits for its bill + what differs."""
    for (_channel, store), states in by_store.items():
        part = {state: states.get(state, Sums()) for state in STATES}
        total = part[MATCHED] + part[WAITING] + part[OPEN]
        if not total.items:
            continue
        counts = {state: part[state].items for state in (MATCHED, WAITING, OPEN)}
        yield {
            "name": store,
            "counts": counts,
            "label": _("已对平 %(matched)s，等账单 %(waiting)s，有差额 %(open)s") % counts,
            "expected": total.expected,
            "billed": total.billed,
            "waiting": part[WAITING].difference,
            "difference": part[OPEN].difference,
            "urls": {state: look.url(view=state, store=store, q="") for state in (MATCHED, WAITING, OPEN)},
        }


def view_words() -> dict[str, str]:
    """What the states are called."""
    return {
        OPEN: _("对不上"),
        EXPLAINED: _("已说明"),
        WAITING: _("等账单"),
        OTHER: _("不是销售"),
        MATCHED: _("已对平"),
    }


def _views(look: Looked, sums: dict[str, Sums]) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "word": word,
            "url": look.url(view=key, q=""),
            "n": sums[key].items,
            "bad": key == OPEN,
            "current": key == look.view,
        }
        for key, word in view_words().items()
    ]


def _files(contract: Contract) -> list[dict[str, Any]]:
    """The latest bills that were handed in, with what their totals said."""
    return [
        {"file": file, "rows": file.counts.get("rows", 0), "said": _said(file)}
        for file in list_bill_files(contract.pk)
    ]


def _said(file: ImportFile) -> str:
    return worded(file.notes[0]) if file.notes else ""


# The rows


def _rows(request: HttpRequest, look: Looked) -> dict[str, Any]:
    if look.view == MATCHED:
        after = request.GET.get("after", "")
        found = list_matched(
            look.contract.pk, look.month, store=look.store, text=look.text, after=after, most=PAGE_ROWS + 1
        )
        return {
            "matched": [
                {"order": one, "url": item_url(look, is_order=True, item=one.order_id)}
                for one in found[:PAGE_ROWS]
            ],
            "next_url": look.url(after=found[PAGE_ROWS - 1].place) if len(found) > PAGE_ROWS else "",
        }
    asked = request.GET.get("page", "")
    page = whole_in(asked, 1, digits=5)
    items = narrowed(look)
    total, first = items.count(), (max(page, 1) - 1) * PAGE_ROWS
    shown = list(items[first : first + PAGE_ROWS])
    return {
        "rows": rows_of(look, shown),
        "total": total,
        "pager": {
            "first": first + 1,
            "last": first + len(shown),
            "previous_url": look.url(page=str(page - 1)) if page > 1 else "",
            "next_url": look.url(page=str(page + 1)) if first + len(shown) < total else "",
        },
    }


def narrowed(look: Looked) -> QuerySet[BillItem]:
    """The items of the view, of one store or a number's beginning where the address names them."""
    items = items_of(look.contract.pk, look.month, state=look.view)
    if look.store:
        items = items.filter(store=look.store)
    return items.filter(item__startswith=look.text) if look.text else items


def rows_of(look: Looked, items: list[BillItem]) -> list[ItemRow]:
    """The items with what is likely behind each, and the word that was given."""
    said = explanations_of(look.contract.pk, items)
    return [_row(look, one, said.get((one.is_order, one.item))) for one in items]


def _row(look: Looked, one: BillItem, said: BillExplanation | None) -> ItemRow:
    holds = bool(said and (said.expected_fen, said.billed_fen) == (one.expected_fen, one.billed_fen))
    url = item_url(look, is_order=one.is_order, item=one.item)
    return ItemRow(one, url, why_words(one), said, holds)


def item_url(look: Looked, *, is_order: bool, item: str) -> str:
    """Both sides of an item, with the list behind it as it is."""
    path = reverse(
        "portal:statement_bill_item",
        args=[look.contract.code, look.month, "order" if is_order else "entry", item],
    )
    _path, mark, query = look.url().partition("?")
    return f"{path}{mark}{query}"


def why_words(one: BillItem) -> str:
    """What is likely behind a difference, or why there is nothing to explain yet."""
    if one.state == WAITING:
        return _("账单还没到它的结算日")
    if one.state == OTHER:
        return _("%(name)s，不是销售，不进收益") % {"name": one.name}
    item = Item(
        one.is_order, one.item, one.month, one.channel, one.store, one.state, one.kind, one.paid_fen,
        one.refunded_fen, one.bill_paid_fen, one.bill_refunded_fen,
    )  # fmt: skip
    guess = likely_reason(item, platform_fen=one.platform_fen)
    return worded(guess) if guess else ""


def reason_word(said: BillExplanation) -> str:
    """The reason that a person gave, with the words."""
    return said.words if said.reason == "other" else worded(REASONS[said.reason])
