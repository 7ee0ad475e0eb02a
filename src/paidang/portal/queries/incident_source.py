"""What an incident can be reported from: a sale below the floor, another seller's price, a case, a sale nobody approved.

`breach:<line>`, `market:<id>`, `case:<number>`, `sale:<id>`: the report is written from that row with its figures, names
it, and takes its pictures along as evidence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from paidang.aftersales.models import Case
from paidang.aftersales.queries.cases import list_case_files, list_lines
from paidang.aftersales.rules.words import OVER_SHIPPED, REASONS, WRONG_ITEM
from paidang.catalog.models import MarketPrice
from paidang.contracts.models import Contract
from paidang.duties.actions import Proof
from paidang.kit.money import yuan
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_end_at
from paidang.kit.sentence import Sentence, say
from paidang.kit.written import whole_in
from paidang.orders.models import Breach, OrderLine
from paidang.promotions.models import UnapprovedSale

LINK_MAX = 500


@dataclass(frozen=True, slots=True)
class Source:
    """What the report is written from: its kind and words, when it was seen, whose fault it looks like, the row's page."""

    key: str
    kind: str
    words: Sentence
    found_by: Sentence
    seen_at: datetime
    at_fault: str
    url: str
    channel: str = ""
    store: str = ""
    link: str = ""
    files: Sequence[Proof] = ()


def find_source(contract: Contract, key: str, now: datetime) -> Source | None:
    """The row that the key names; None for no key. NotFound for a key that names no row of the contract."""
    if not key:
        return None
    kind, _colon, name = key.partition(":")
    found = READERS[kind](contract, key, name, now) if kind in READERS else None
    if found is None:
        raise NotFound(say("没有这条记录"), remedy=say("请从订单、价格、售后或促销页登记。"))
    return found


def source_url(contract: Contract, key: str) -> str:
    """The page of the row that an incident was reported from."""
    kind, _colon, name = key.partition(":")
    if kind == "breach":
        order_id = (
            Breach.objects.filter(contract=contract, line_id=name).values_list("order_id", flat=True).first()
        )
        return reverse("portal:order", args=(contract.code, order_id)) if order_id else ""
    if kind == "case":
        return reverse("portal:case", args=(contract.code, name))
    path = {"market": "portal:price_market", "sale": "portal:price_promotions"}.get(kind)
    return f"{reverse(path)}?contract={contract.code}" if path else ""


def _seen(day: date, now: datetime) -> datetime:
    return min(day_end_at(day), now)


def _breach(contract: Contract, key: str, line_id: str, now: datetime) -> Source | None:
    one = Breach.objects.filter(contract=contract, line_id=line_id, withdrawn_at=None).order_by("-pk").first()
    if one is None:
        return None
    line = OrderLine.objects.filter(contract=contract, line_id=line_id).first()
    words = say(
        "订单 {order} 的 {sku}：{day} 付款，{n} 件共卖 {sold}，底价每件 {floor}。",
        order=one.order_id, sku=one.sku, day=one.paid_on.isoformat(), n=one.quantity, sold=yuan(one.sold_fen),
        floor=yuan(one.floor_fen),
    )  # fmt: skip
    return Source(
        key, "price_breach", words, say("导入订单时核对底价"), min(one.recorded_at, now), "b", source_url(contract, key),
        line.channel if line else "", line.store if line else "",
    )  # fmt: skip


def _market(contract: Contract, key: str, name: str, now: datetime) -> Source | None:
    one = MarketPrice.objects.filter(contract=contract, pk=whole_in(name), is_below=True).first()
    if one is None:
        return None
    words = say(
        "{seller}（{platform}）{day} 卖 {good}，{price}，低于底价 {floor}。清单 {file} 的摘要 {digest}。",
        seller=one.seller, platform=one.platform, day=one.seen_on.isoformat(), good=one.title or one.sku,
        price=yuan(one.price_fen), floor=yuan(one.floor_fen), file=one.file_name, digest=one.file_sha256[:16],
    )  # fmt: skip
    link = one.link if one.link.startswith(("http://", "https://")) and len(one.link) <= LINK_MAX else ""
    return Source(
        key, "other_network", words, say("市场价格巡查"), _seen(one.seen_on, now), "", source_url(contract, key), link=link
    )  # fmt: skip


def _case(contract: Contract, key: str, name: str, now: datetime) -> Source | None:
    one = Case.objects.filter(
        contract=contract, number=whole_in(name), reason__in=(WRONG_ITEM, OVER_SHIPPED)
    ).first()
    if one is None:
        return None
    lines = [say("{sku} {n} 件", sku=each.sku, n=each.quantity) for each in list_lines(one)]
    words = say(
        "售后 {case}，订单 {order}：{reason}，{lines}。", case=one.code, order=one.order_id, reason=REASONS[one.reason],
        lines=lines,
    )  # fmt: skip
    files = [Proof(each.name, bytes(each.content)) for each in list_case_files(one)]
    return Source(
        key, "over_shipment", words, say("售后 {case}", case=one.code), min(one.asked_at, now), "a", source_url(contract, key),
        one.channel, one.store, files=files,
    )  # fmt: skip


def _sale(contract: Contract, key: str, name: str, now: datetime) -> Source | None:
    one = UnapprovedSale.objects.filter(contract=contract, pk=whole_in(name)).first()
    if one is None:
        return None
    words = say(
        "{store} {day} 的 {sku}：{n} 件，最低 {low}，平时 {usual}，没有甲方批准的促销。", store=one.store,
        day=one.day.isoformat(), sku=one.sku, n=one.units, low=yuan(one.lowest_fen), usual=yuan(one.regular_fen),
    )  # fmt: skip
    return Source(
        key, "promotion", words, say("成交价与批准的促销核对"), min(one.seen_at, now), "b", source_url(contract, key),
        one.channel, one.store,
    )  # fmt: skip


READERS: Mapping[str, Callable[[Contract, str, str, datetime], Source | None]] = {
    "breach": _breach, "market": _market, "case": _case, "sale": _sale,
}  # fmt: skip
