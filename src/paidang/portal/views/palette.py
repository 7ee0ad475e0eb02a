"""⌘K: pages, acts, contracts, statements, orders, clauses by what they are called; the daily work in `palette_things`."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_GET

from paidang.contracts.queries import list_amendments, list_contracts
from paidang.kit.money import yuan
from paidang.orders.queries.search import find_order_ids
from paidang.portal.queries import list_pages
from paidang.portal.queries.clauses import get_clause_map
from paidang.portal.rules.clause_words import clause_words
from paidang.portal.views import palette_things as things
from paidang.portal.views.asking import person_of
from paidang.portal.views.palette_things import Hit
from paidang.settlement.queries import list_statements
from paidang.team.models import Person

MOST = 8
ORDER_ID_FROM = 4
DOINGS = (  # what may be done, the act of `team.rules.roles` that it needs ("" for none), page, the rest of its address
    (gettext_lazy("上传合同"), "upload_contract", "contract_new", ""),
    (gettext_lazy("起草合同"), "upload_contract", "contract_draft_choose", ""),
    (gettext_lazy("导入文件"), "import_facts", "imports", ""),
    (gettext_lazy("修正隔离的行"), "import_facts", "imports", "?view=quarantine"),
    (gettext_lazy("申报出厂价、底价"), "declare_price", "imports", ""),
    (gettext_lazy("申报一个出厂价"), "declare_price", "prices", ""),
    (gettext_lazy("答复过去日子的出厂价"), "answer_prices", "prices", ""),
    (gettext_lazy("导出订单"), "", "orders", ""),
    (gettext_lazy("关账，发出对账单"), "send_statement", "statements", ""),
    (gettext_lazy("确认对账单、提出疑问"), "answer_statement", "statements", "?view=confirm"),
    (gettext_lazy("邀请一个人"), "manage_people", "settings", "#invite"),
    (gettext_lazy("验证一份文件"), "", "verify", ""),
)


def find_pages(q: str, person: Person) -> Iterable[Hit]:
    """The pages whose word contains the text, in either language, whichever is shown; all of them for no text."""
    for page in list_pages():
        if q in f"{page.key} {_in_both_languages(page.word)}":
            yield Hit(page.word, page.url, page.icon)


def find_doings(q: str, person: Person) -> Iterable[Hit]:
    """What this person may do that is called so, in either language; none for no text."""
    for word, act, page, rest in DOINGS if q else ():
        if (not act or person.may(act)) and q in _in_both_languages(word):
            yield Hit(word, reverse(f"portal:{page}") + rest, "right")


def _in_both_languages(word: str | Promise) -> str:
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(str(word))
    return " ".join(found).lower()


def find_contracts(q: str, person: Person) -> Iterable[Hit]:
    """The contracts by code, title or party; needs the page `portal:contract`."""
    for contract in list_contracts():
        parties = " × ".join(org.name for org in (contract.brand, contract.agency) if org)
        if q in f"{contract.code} {contract.title} {parties}".lower():
            try:
                yield Hit(
                    contract.title,
                    reverse("portal:contract", args=[contract.code]),
                    "contract",
                    f"{contract.code} · {parties}",
                )
            except NoReverseMatch:
                return


def find_lives(q: str, person: Person) -> Iterable[Hit]:
    """The page of the life of each contract that is in force, by its name in either language; none for no text."""
    with override("zh-hans"):
        named = f"{_('履约')} life notice"
    for contract in list_contracts() if q and q in named else ():
        if contract.in_force_at:
            url = reverse("portal:contract_life", args=[contract.code])
            yield Hit(_("履约"), url, "contract", f"{contract.code} · {contract.title}")


def find_amendments(q: str, person: Person) -> Iterable[Hit]:
    """The supplementary agreements, by their name in either language or by their title; none for no text."""
    for one in list_amendments() if q else ():
        title = _("补充协议 %(n)s") % {"n": one.number}
        if q in f"{title} 补充协议 {one.number} supplementary amendment {one.title}".lower():
            url = reverse("portal:contract_amendment", args=[one.contract.code, one.number])
            yield Hit(title, url, "contract", f"{one.contract.code} · {one.effective_on.isoformat()}")


def find_statements(q: str, person: Person) -> Iterable[Hit]:
    """The statements by month, by what they are called, or by the other side's name; none for no text."""
    for contract in list_contracts() if q else ():
        for found in list_statements(contract):
            title = _("%(month)s对账单") % {"month": found.month}
            if (
                q
                in f"{found.month} {title} statement {contract.title} {contract.brand} {contract.agency}".lower()
            ):
                url = reverse("portal:statement", args=[contract.code, found.month])
                yield Hit(title, url, "statement", yuan(found.figures["amount_due"]))


def find_orders(q: str, person: Person) -> Iterable[Hit]:
    """The orders whose id begins with the text, from four characters on."""
    for code, order_id in find_order_ids(q.upper(), MOST) if len(q) >= ORDER_ID_FROM else ():
        yield Hit(order_id, reverse("portal:order", args=[code, order_id]), "order", code)


def find_clauses(q: str, person: Person) -> Iterable[Hit]:
    """The sentences of the source agreements by id, as they are cited, or by their words; none for no text."""
    for document in get_clause_map() if q else ():
        for clause in document.clauses:
            cited = clause_words(clause.id)
            if q in f"{clause.id} {cited} {cited.replace(' ', '')} {clause.quote}".lower():
                yield Hit(
                    clause.quote[:40], f"{reverse('portal:clauses')}?clause={clause.id}", "contract", cited
                )


# A source takes the lower-case text and yields hits; the word is the group it is listed under.
Source = tuple[Callable[[], str], Callable[[str, Person], Iterable[Hit]]]
SOURCES: list[Source] = [
    (lambda: _("前往"), find_pages),
    (lambda: _("操作"), find_doings),
    (lambda: _("合同"), find_contracts),
    (lambda: _("履约"), find_lives),
    (lambda: _("补充协议"), find_amendments),
    (lambda: _("对账单"), find_statements),
    (lambda: _("订单"), find_orders),
    (lambda: _("波次"), things.find_waves),
    (lambda: _("包裹、运单"), things.find_parcels),
    (lambda: _("售后"), things.find_cases),
    (lambda: _("促销"), things.find_promotions),
    (lambda: _("违约、处罚"), things.find_incidents),
    (lambda: _("图片"), things.find_pictures),
    (lambda: _("推广"), things.find_campaigns),
    (lambda: _("条款"), find_clauses),
]


@login_required
@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """What matches `q`, a few of each source."""
    person, typed, groups = person_of(request), request.GET.get("q", "").strip()[:80], []
    for word, find in SOURCES:
        if hits := [hit for hit, _n in zip(find(typed.lower(), person), range(MOST), strict=False)]:
            groups.append({"word": word(), "hits": hits})
    return render(request, "portal/_palette_found.html", {"groups": groups, "q": typed})
