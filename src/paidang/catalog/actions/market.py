"""What other sellers ask: recorded from a list; below the floor it is an incident that the agency acts on."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from paidang.catalog.models import MarketPrice, Sku
from paidang.catalog.queries.floors import floors_of_codes
from paidang.catalog.queries.prices import list_skus
from paidang.catalog.rules.guarding import floors_within
from paidang.catalog.rules.price_floor import FLOOR_CLAUSE
from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person

DUTY_KEY = "act_on_market"
WORDS_MAX = 500


class UnableToWatch(UnableTo):
    code = "MARKET_NOT_RECORDED"


@dataclass(frozen=True, slots=True)
class SeenPrice:
    """A price at which somebody else offered a good: by its SKU, or by a title that is a product's."""

    seller: str
    platform: str
    price_fen: int
    seen_on: date
    sku: str = ""
    title: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many prices were new, how many of these are below the floor, and how many have none to be compared with."""

    new: int
    below: int
    without_floor: int = 0


@clause("OP-2-A-2", "OP-2-B-5")
@transaction.atomic
def record_market_prices(
    *, person: Person, at: datetime, code: str, rows: Sequence[SeenPrice], file_name: str, file_sha256: str
) -> Recorded:
    """Record a list of other sellers' prices, by either side. What was recorded before is not recorded again.

    A price below the minimum retail price of its day is an incident: the agency has a duty to act on it. Exactly the floor is none.
    """
    contract = get_contract(code, lock=True)
    check_may(person, "make_offer" if contract.agency_id == person.org_id else "declare_price")
    if not rows:
        raise UnableToWatch(say("文件里没有价格"), remedy=say("请核对表头和行。"))
    by_title, by_spelling = _skus_by_title(contract), _skus_by_spelling(contract)
    found = [_priced(row, by_title, by_spelling) for row in rows]
    floors = floors_of_codes(contract.pk, {row.sku for row in found if row.sku})
    before = set(MarketPrice.objects.filter(contract=contract).values_list("key", flat=True))
    new: dict[str, MarketPrice] = {}
    for row in found:
        of_day = floors_within(floors.get(row.sku, ()), row.seen_on, row.seen_on)
        floor = of_day[0][1] if of_day else None
        if (key := _key(row)) not in before:
            new[key] = MarketPrice(
                contract=contract, key=key, seller=row.seller, platform=row.platform, sku=row.sku, title=row.title,
                price_fen=row.price_fen, link=row.link, seen_on=row.seen_on, floor_fen=floor,
                is_below=floor is not None and row.price_fen < floor, file_name=file_name[:255],
                file_sha256=file_sha256, recorded_by=person, recorded_at=at,
            )  # fmt: skip
    if not new:
        return Recorded(0, 0)
    MarketPrice.objects.bulk_create(new.values(), batch_size=2000)
    below = sum(one.is_below for one in new.values())
    record(
        contract,
        person,
        at,
        "market.recorded",
        {"rows": len(new), "below": below, "file_sha256": file_sha256},
    )
    _set_duty(contract, at)
    return Recorded(len(new), below, sum(one.floor_fen is None for one in new.values()))


@clause("OP-2-B-5")
@transaction.atomic
def act_on_market(*, person: Person, at: datetime, code: str, ids: Iterable[int], words: str) -> int:
    """Say what was done about incidents, in the agency's words; returns about how many."""
    check_may(person, "make_offer")
    contract = get_contract(code, lock=True)
    words = " ".join(words.split())[:WORDS_MAX]
    if contract.agency_id != person.org_id:
        raise UnableToWatch(say("由乙方处理"), remedy=say("请乙方登录处理。"))
    if not words:
        raise UnableToWatch(say("没有写怎么处理的"), remedy=say("写明做了什么：告知甲方、投诉、取证。"))
    open_ones = MarketPrice.objects.filter(contract=contract, pk__in=list(ids), is_below=True, acted_at=None)
    count = open_ones.update(acted=words, acted_by=person, acted_at=at)
    if not count:
        raise NotFound(say("没有待处理的低价"), remedy=say("请刷新页面。"))
    record(contract, person, at, "market.acted", {"count": count, "words_sha256": text_digest(words)})
    _set_duty(contract, at)
    return count


def _skus_by_title(contract: Contract) -> dict[str, str]:
    """The code of each product that has one SKU, by the product's title."""
    found: dict[str, list[str]] = {}
    for title, code in (
        Sku.objects.filter(contract=contract).exclude(product=None).values_list("product__title", "code")
    ):
        found.setdefault(title, []).append(code)
    return {title: codes[0] for title, codes in found.items() if len(codes) == 1}


def _skus_by_spelling(contract: Contract) -> dict[str, str]:
    """The brand's codes as they are written, by what they are in capitals, where that is one code's alone."""
    codes = list_skus(contract.pk) | set(Sku.objects.filter(contract=contract).values_list("code", flat=True))
    found: dict[str, list[str]] = {}
    for code in codes:
        found.setdefault(code.upper(), []).append(code)
    return {code: code for code in codes} | {
        capitals: same[0] for capitals, same in found.items() if len(same) == 1
    }


def _priced(row: SeenPrice, by_title: dict[str, str], by_spelling: dict[str, str]) -> SeenPrice:
    """A code typed in small letters is the brand's all the same: a low price is not missed for it."""
    sku = by_spelling.get(row.sku) or by_spelling.get(row.sku.upper(), row.sku) or by_title.get(row.title, "")
    return SeenPrice(row.seller, row.platform, row.price_fen, row.seen_on, sku, row.title, row.link)


def _key(row: SeenPrice) -> str:
    seen = [row.seller, row.platform, row.sku, row.title, row.seen_on.isoformat(), row.price_fen]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()


def _set_duty(contract: Contract, at: datetime) -> None:
    count = MarketPrice.objects.filter(contract=contract, is_below=True, acted_at=None).count()
    if not count:
        close_duty(contract.pk, key=DUTY_KEY, at=at)
        return
    raise_duty(
        contract.pk, key=DUTY_KEY, kind="act_on_market", side="b", page=f"/prices/market?contract={contract.code}", at=at,
        clause=FLOOR_CLAUSE, facts={"count": count},
    )  # fmt: skip
