"""The brand's minimum and suggested retail prices, from the page: from today on, or a later day."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from paidang.catalog.actions import Declared, declare_prices
from paidang.catalog.rules.pasted import RetailRow, find_wrong
from paidang.contracts.models import IN_FORCE
from paidang.contracts.queries import get_contract
from paidang.evidence.actions import append
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.orders.actions import hold_by_facts, record_breaches
from paidang.team.actions import check_may
from paidang.team.models import Person

ROWS_MAX = 100_000


class UnableToSetPrices(UnableTo):
    code = "RETAIL_NOT_SET"


@clause("OP-2-A-2")
@transaction.atomic
def set_retail_prices(*, person: Person, at: datetime, code: str, rows: Sequence[RetailRow]) -> Declared:
    """Put the brand's prices into force, all of them or none; a SKU twice for one day is refused. The same again writes nothing.

    The brand sets them alone. For days past it hands in a file: what was sold on them is then looked at anew.
    """
    check_may(person, "declare_price")
    contract = get_contract(code, lock=True)
    if contract.brand_id != person.org_id or contract.state != IN_FORCE:
        raise UnableToSetPrices(say("由甲方在履行中的合同里定价"), remedy=say("请核对合同。"))
    if not 0 < len(rows) <= ROWS_MAX:
        raise UnableToSetPrices(say("没有价格，或一次超过 10 万行"), remedy=say("请写上商品和底价。"))
    if len({(row.sku, row.since) for row in rows}) < len(rows):
        raise UnableToSetPrices(
            say("同一个商品同一天写了两次"), code="RETAIL_TWICE", remedy=say("请留一行。")
        )
    if wrong := find_wrong(rows):
        raise UnableToSetPrices(wrong.message, code=wrong.code, remedy=wrong.remedy)
    if min(row.since for row in rows) < day_of(at):
        raise UnableToSetPrices(
            say("起日已经过去"),
            code="RETAIL_PAST",
            remedy=say("这里从今天起定价；过去的日子请导入零售价表。"),
        )
    done = declare_prices(
        "prices",
        [
            {"sku": row.sku, "valid_from": row.since, "min_retail_price": row.floor_fen, "suggested_price": row.suggested_fen}
            for row in rows
        ],
        contract_id=contract.pk, person=person, at=at, import_id=None,
    )  # fmt: skip
    if done.skus:
        append(
            contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act="prices.retail_set",
            subject=contract.code, facts={"count": done.new + done.changed, "skus": sorted(done.skus)[:20]},
        )  # fmt: skip
        record_breaches(contract, import_id=None, at=at, skus=done.skus)
        hold_by_facts(contract, person=person, at=at, order_ids=())
    return done
