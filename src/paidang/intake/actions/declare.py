"""What the brand declares. Factory prices, from a file or typed: which of them hold at once is told by what was sold."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from paidang.catalog.actions import Declared, check_words, declare_costs, declare_prices
from paidang.catalog.rules.declaring import TRUTH, Price
from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract, get_terms_of
from paidang.intake.actions.price_duty import set_price_duty
from paidang.intake.actions.reading import Reading
from paidang.intake.models import ImportFile
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.orders.actions import hold_by_facts
from paidang.orders.queries.sold import list_sold
from paidang.printing.statement_lines import profit_counts
from paidang.stock.actions import declare_counts
from paidang.stock.rules.counting import Count
from paidang.team.models import Person

SKU_MAX = 255


class UnableToDeclarePrice(UnableTo):
    code = "PRICE_NOT_DECLARED"


def declare(
    prices: Sequence[Price],
    *,
    contract: Contract,
    person: Person,
    at: datetime,
    words: str,
    import_id: int | None,
) -> Declared:
    """Declare them; where no profit is shared a factory price moves no money, and none waits for the agency."""
    today = day_of(at)
    sold = {}
    if prices and profit_counts(get_terms_of(contract, today).terms):
        skus = {price.sku for price in prices}
        sold = list_sold(contract.pk, skus, since=min(price.since for price in prices), before=today)
    return declare_costs(
        prices, contract=contract, person=person, at=at, words=words, sold=sold, import_id=import_id
    )


@clause("OP-3-D")
@transaction.atomic
def declare_price(*, person: Person, at: datetime, code: str, price: Price | None, words: str) -> Declared:
    """Declare one factory price that was typed. The same again says nothing new and writes nothing."""
    contract = get_contract(code, lock=True)
    if contract.state != IN_FORCE:
        raise UnableToDeclarePrice(
            say("合同还没有生效，或已结清"), code="CONTRACT_NOT_IN_FORCE", remedy=say("履行中的合同才能申报出厂价。")
        )  # fmt: skip
    if price is None or not 0 < len(price.sku) <= SKU_MAX or price.fen < 0:
        raise UnableToDeclarePrice(
            say("商品、价格、起日没有写全"), code="PRICE_INCOMPLETE", remedy=say("三样都要填，价格以元计，不小于 0。")
        )  # fmt: skip
    done = declare([price], contract=contract, person=person, at=at, words=words, import_id=None)
    if done.skus:
        set_price_duty(contract, at)
        hold_by_facts(contract, person=person, at=at, order_ids=())
    return done


def take_words(imported: ImportFile, words: str) -> None:
    """Keep what is stated with a list of factory prices; UnableToDeclare where nothing is."""
    if imported.format == "costs":
        imported.words = check_words(words or imported.words)


def declare_file(reading: Reading, imported: ImportFile, person: Person, at: datetime) -> Declared:
    """Declare the prices or the stock that a file holds; a test read, which writes nothing, needs no words yet."""
    rows = list(reading.prices.values())
    if reading.format.key == "stock":
        return _declare_stock(rows, imported, person, at)
    if reading.format.key != "costs":
        return declare_prices(
            reading.format.key,
            rows,
            contract_id=imported.contract_id,
            person=person,
            at=at,
            import_id=imported.pk,
        )
    prices = [Price(row["sku"], row["valid_from"], row["factory_price"]) for row in rows]  # type: ignore[arg-type]
    words = imported.words or TRUTH
    done = declare(
        prices, contract=imported.contract, person=person, at=at, words=words, import_id=imported.pk
    )
    if done.waiting:
        reading.remarks.append(
            say(
                "{count} 个价格涉及已经过去、卖出过的日子：乙方同意后才按它结算，之前按原来的",
                count=done.waiting,
            )
        )
    return done


@clause("OP-4-B-4")
def _declare_stock(
    rows: Sequence[Mapping[str, Any]], imported: ImportFile, person: Person, at: datetime
) -> Declared:
    """Hand in a list of sellable goods; what the file dates later than now was counted now."""
    counts = [
        Count(row["warehouse"], row["sku"], row["quantity"], min(row.get("counted_at") or at, at))
        for row in rows
    ]
    done = declare_counts(
        counts, contract=imported.contract, person=person, at=at, import_id=imported.pk, reason=imported.name
    )
    return Declared(done.new, done.changed, done.unchanged, frozenset())
