"""Editions of the price list: what begins on one day, counted by their days; and the drafts of what may come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Max

from paidang.catalog.models import OPEN, FactoryPrice, PriceDraft, RetailPrice
from paidang.catalog.queries.told import kept_of_goods
from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say


@dataclass(frozen=True, slots=True)
class Edition:
    """The prices that begin on a day: which edition that makes, who put the last of them there and when."""

    number: int
    since: date
    prices: int
    by: str
    at: datetime


def list_editions(contract: Contract) -> list[Edition]:
    """All of them, the first first."""
    return kept_of_goods(contract, ("editions",), lambda: _list_editions(contract))


def _list_editions(contract: Contract) -> list[Edition]:
    mine = RetailPrice.objects.filter(contract=contract)
    days = mine.values("valid_from").annotate(prices=Count("pk"), at=Max("declared_at"))
    last = mine.order_by("valid_from", "-declared_at", "-pk").distinct("valid_from")
    by_day = dict(last.values_list("valid_from", "declared_by__name"))
    return [
        Edition(number, one["valid_from"], one["prices"], by_day[one["valid_from"]], one["at"])
        for number, one in enumerate(days.order_by("valid_from"), 1)
    ]


def edition_on(editions: Sequence[Edition], day: date) -> Edition | None:
    """The one in force on a day; None before the first."""
    return next((one for one in reversed(editions) if one.since <= day), None)


def number_of(editions: Sequence[Edition], draft: PriceDraft) -> int:
    """Which edition a draft would be, if it were published as it is."""
    return 1 + sum(one.since < draft.since for one in editions)


def list_open_drafts(contract: Contract) -> list[PriceDraft]:
    """The drafts that nobody has answered yet, by their days."""
    found = contract.price_drafts.filter(state=OPEN).select_related("made_by__org")
    return list(found.order_by("since", "number"))


def get_draft(contract: Contract, number: int, *, lock: bool = False) -> PriceDraft:
    """One of them, answered or not; NotFound where there is none of that number."""
    found = contract.price_drafts.filter(number=number).select_related(
        "made_by__org", "answered_by", "contract"
    )
    draft = (found.select_for_update(of=("self",)) if lock else found).first()
    if draft is None:
        raise NotFound(say("没有草案 {number}", number=number), remedy=say("请从价目表打开。"))
    return draft


def list_factory_days(contract: Contract) -> list[date]:
    """The days on which factory prices begin."""
    days = FactoryPrice.objects.filter(contract=contract).values_list("valid_from", flat=True).distinct()
    return kept_of_goods(contract, ("factory days",), lambda: sorted(days))


def list_days_of_suggestions(contract: Contract) -> set[date]:
    """The days on which a suggested retail price begins, differs from the one before, or ends."""
    return kept_of_goods(contract, ("suggestions",), lambda: _days_of_suggestions(contract))


def _days_of_suggestions(contract: Contract) -> set[date]:
    sql = """
        select distinct valid_from from (
            select valid_from, suggested_price_fen as fen,
                   lag(suggested_price_fen) over (partition by sku order by valid_from) as before
            from catalog_retailprice where contract_id = %s) days
        where fen is distinct from before"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [contract.pk])
        return {day for (day,) in cursor.fetchall()}
