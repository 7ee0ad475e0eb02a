"""What factory prices for days past come to that both sides agreed to after months were sent (SPEC §7, ADR 0028).

A sent statement never changes. Settled again from its own bundle at the agreed prices, it shows by how much the agency
was given too little or too much; the next statement adjusts that, the loss that should have been carried since included.
What earlier statements have adjusted already is taken off, so that nothing is adjusted twice.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.cache import cache
from django.db import connection

from paidang.catalog.models import PastPrice, PriceDeclaration
from paidang.catalog.queries import list_agreed, list_agreed_prices
from paidang.contracts.models import Contract
from paidang.settlement.engines import settle_only
from paidang.settlement.engines.mending import mend
from paidang.settlement.engines.recausing import Ruled, recause
from paidang.settlement.engines.repricing import Repriced, reprice
from paidang.settlement.models import Statement
from paidang.settlement.queries import only_sent, unpack_bundle
from paidang.settlement.rules.corrected_months import Mended
from paidang.settlement.rules.corrections import SentMonth, correct
from paidang.settlement.rules.read_terms import read_terms

PREFIX = "factory-price-"
KEPT_SECONDS = 24 * 3600

_TOUCHED = """
    with agreed (sku, since, until, fen, place) as (
        select * from unnest(%(skus)s::text[], %(since)s::date[], %(until)s::date[], %(fen)s::bigint[]) with ordinality
    ), repriced as (
        select s.row_id, s.month from settlement_settledrow s
        join orders_orderline l on l.contract_id = s.contract_id and l.line_id = s.row_id
        where s.contract_id = %(contract)s and s.kind = 'line' and not s.gift and s.sku = any(%(skus)s)
          and s.price_fen is distinct from (
            select a.fen from (
                select a.fen, a.place from agreed a where a.sku = s.sku
                  and (l.paid_at at time zone 'Asia/Shanghai')::date >= a.since
                  and (l.paid_at at time zone 'Asia/Shanghai')::date < a.until
                union all select s.price_fen, 0) a order by a.place desc limit 1)
    )
    select month from repriced union
    select r.month from settlement_settledrow r join repriced on r.line_id = repriced.row_id
    where r.contract_id = %(contract)s and r.kind = 'refund'"""


def as_repriced(prices: Sequence[PastPrice]) -> list[Repriced]:
    """Prices for days past as the facts take them."""
    return [Repriced(one.sku, one.since, one.until, one.new_fen) for one in prices]


def list_new_past(contract: Contract, month: str) -> list[int]:
    """The declarations that a statement of the month is to name: agreed to for days past, and in no earlier statement."""
    named = {number for sent in list_sent(contract, month) for number in sent.past_prices}
    return [one.number for one in list_agreed(contract.pk) if one.number not in named]


def list_adjustments(contract: Contract, month: str, *, clause: str) -> list[dict[str, Any]]:
    """The adjustments (SPEC §5) of the month's statement: what sent months should have come to and nothing has adjusted yet."""
    agreed = list_agreed_prices(contract.pk)
    if not agreed:
        return []
    return [
        {
            "id": f"{PREFIX}{of_month}", "kind": "other", "amount": amount, "clause": clause, "rows": [],
            "reason": f"{of_month} 已结的行，按双方同意的出厂价更正",
        }
        for of_month, amount in get_corrections(contract, month, as_repriced(agreed)).items()
        if amount
    ]  # fmt: skip


def get_corrections(contract: Contract, month: str, prices: Sequence[Repriced]) -> dict[str, int]:
    """By sent month before `month`, what is still to be adjusted in the agency's favour if these prices hold."""
    return less_adjusted(contract, month, correct_months(contract, month, prices, {}), PREFIX)


def correct_months(
    contract: Contract, month: str, prices: Sequence[Repriced], ruled: Mapping[str, Ruled]
) -> dict[str, int]:
    """By sent month before `month`, what it should have come to otherwise at these prices and with these causes of refunds.

    `ruled`: by month. What earlier statements have adjusted already is still in it.
    """
    months = settle_again(contract, month, prices, ruled)
    return dict(correct(months).by_month) if months else {}


def settle_again(
    contract: Contract,
    month: str,
    prices: Sequence[Repriced],
    ruled: Mapping[str, Ruled],
    mended: Mapping[str, Mended] | None = None,
) -> list[SentMonth]:
    """The sent months before `month` from the first that any of these touches on, settled again where they are touched."""
    repriced = _touched(contract, prices) if prices else set()
    mended = mended or {}
    touched = repriced | set(ruled) | set(mended)
    return [
        SentMonth(
            read_terms(one.terms, one.month),
            one.figures,
            _resettled(
                one, prices if one.month in repriced else (), ruled.get(one.month, {}), mended.get(one.month, Mended())
            )
            if one.month in touched
            else None,
        )
        for one in list_sent(contract, month)
        if one.month >= min(touched, default="9999-99")
    ]  # fmt: skip


def less_adjusted(contract: Contract, month: str, found: Mapping[str, int], prefix: str) -> dict[str, int]:
    """The same without what the adjustments of earlier statements, named so, have brought already."""
    left = dict(found)
    for one in list_sent(contract, month):
        for adjustment in one.terms.get("adjustments") or []:
            of_month = adjustment["id"].removeprefix(prefix)
            if adjustment["id"].startswith(prefix) and of_month in left:
                left[of_month] -= adjustment["amount"]
    return left


def get_worth(contract: Contract, month: str, declaration: PriceDeclaration) -> dict[str, int]:
    """By sent month, what a waiting declaration would add to the next statement, in the agency's favour."""
    agreed = as_repriced(list_agreed_prices(contract.pk))
    without = get_corrections(contract, month, agreed) if agreed else {}
    also = as_repriced(list(declaration.past.order_by("sku", "since")))
    found = get_corrections(contract, month, [*agreed, *also])
    difference = {
        of_month: found.get(of_month, 0) - without.get(of_month, 0) for of_month in sorted({*found, *without})
    }
    return {of_month: amount for of_month, amount in difference.items() if amount}


def list_sent(contract: Contract, month: str) -> list[Statement]:
    """The statements that stand of earlier months, the first month first."""
    return list(only_sent(contract.statements).filter(month__lt=month).order_by("month"))


def _touched(contract: Contract, prices: Sequence[Repriced]) -> set[str]:
    """The months whose statements have settled lines, or refunds of lines, at another price than the agreed one."""
    values: dict[str, Any] = {
        "contract": contract.pk,
        "skus": [one.sku for one in prices],
        "since": [one.since for one in prices],
        "until": [one.until for one in prices],
        "fen": [one.fen for one in prices],
    }
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, values)
        return {month for (month,) in cursor.fetchall()}


def _resettled(
    statement: Statement, prices: Sequence[Repriced], ruled: Ruled, mended: Mended
) -> dict[str, Any]:
    """A sent month settled again from its own bundle, at these prices, causes and corrections. Kept by all: none ever changes."""
    asked = (
        [(one.sku, one.since, one.until, one.fen) for one in prices],
        sorted(ruled.items()),
        mended,
    )
    named = hashlib.sha256(repr(asked).encode()).hexdigest()
    key = f"repriced:{statement.digest}:{named}"
    kept: dict[str, Any] | None = cache.get(key)
    if kept is None:
        with TemporaryDirectory(prefix="paidang-repriced-") as temporary:
            bundle = Path(temporary)
            unpack_bundle(statement, bundle)
            mend(bundle / "facts", mended)
            if prices:
                reprice(bundle / "facts", prices, releases_held=False)
            recause(bundle / "facts", ruled)
            terms = read_terms(statement.terms, statement.month)
            kept = settle_only(terms, bundle / "facts", statement.month)
        cache.set(key, kept, KEPT_SECONDS)
    return kept
