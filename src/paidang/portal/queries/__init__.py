"""What the frame of every page shows: the pages that exist, the contracts, the one that was picked."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paidang.contracts.models import Contract
from paidang.contracts.queries import list_contracts

PICKED = "contract"  # the session's key


@dataclass(frozen=True, slots=True)
class Page:
    """One entry of the navigation. It is shown as soon as `portal:<key>` is a url; `go` is the letter after G.

    A view is on this page if its url name begins with `begins` (`statement`, `statements`, `statement_rows`).
    """

    key: str
    word: str | Promise
    icon: str
    begins: str
    go: str = ""
    group: str | Promise = ""
    short: str | Promise = ""
    on_phone: bool = False
    apart: bool = False  # a gap above it

    @property
    def url(self) -> str:
        return reverse(f"portal:{self.key}")

    @property
    def exists(self) -> bool:
        try:
            return bool(self.url)
        except NoReverseMatch:
            return False


PAGES = (
    Page("today", _("今天"), "today", "today", go="t", on_phone=True),
    Page("contracts", _("合同"), "contract", "contract", go="c", on_phone=True),
    Page("orders", _("订单"), "order", "order", go="o", group=_("经营"), on_phone=True),
    Page("price_list", _("价格与促销"), "price", "price", group=_("经营")),
    Page("stock", _("库存"), "box", "stock", group=_("经营")),
    Page("fulfilment", _("发货"), "van", "fulfilment", group=_("经营")),
    Page("invoices", _("发票"), "invoice", "invoice", group=_("经营")),
    Page("cases", _("售后"), "back", "case", go="a", group=_("经营")),
    Page("launch", _("店铺项目"), "flag", "launch", group=_("建店与推广")),
    Page("studio", _("素材"), "image", "studio", group=_("建店与推广")),
    Page("marketing", _("推广提案"), "horn", "marketing", group=_("建店与推广")),
    Page("training", _("培训与移交"), "cap", "training", group=_("建店与推广")),
    Page("staffing", _("团队与客服"), "people", "staffing", group=_("建店与推广")),
    Page("scorecard", _("评分卡"), "gauge", "scorecard", group=_("监督")),
    Page("incidents", _("违约与处罚"), "warn", "incident", group=_("监督")),
    Page("imports", _("导入"), "import", "import", go="i", group=_("结算")),
    Page(
        "statements",
        _("对账单"),
        "statement",
        "statement",
        go="s",
        group=_("结算"),
        short=_("对账"),
        on_phone=True,
    ),
    Page("payments", _("收付款"), "pay", "payment", go="p", group=_("结算")),
    Page("evidence", _("存证"), "evidence", "evidence", group=_("结算")),
    Page("settings", _("设置"), "settings", "settings", apart=True),
)


def list_pages() -> Iterator[Page]:
    """The pages that exist, in the order of the navigation."""
    return (page for page in PAGES if page.exists)


def page_of(request: HttpRequest) -> Page | None:
    """The page of the navigation on which this request is."""
    match = getattr(request, "resolver_match", None)
    name = match.url_name if match and match.url_name else ""
    return next((page for page in PAGES if name.startswith(page.begins)), None)


@dataclass(frozen=True, slots=True)
class Switcher:
    """The contracts to choose from and the one in view, None for all of them."""

    contracts: list[Contract]
    picked: Contract | None

    @property
    def in_force(self) -> int:
        return sum(contract.state == "in_force" for contract in self.contracts)


def get_switcher(request: HttpRequest) -> Switcher:
    """The contracts of this person's organisation; what the session remembers counts only while it is one of them."""
    contracts = list_contracts()
    code = request.session.get(PICKED)
    return Switcher(contracts, next((contract for contract in contracts if contract.code == code), None))


def list_living(request: HttpRequest) -> list[Contract]:
    """The contracts that came into force: those under which there is something to do beside signing."""
    return [contract for contract in get_switcher(request).contracts if contract.in_force_at]
