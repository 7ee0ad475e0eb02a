"""Declaring factory prices, with the brand's word that they are true (OP-3-D)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from paidang.catalog.actions.prices import Declared, declare_prices
from paidang.catalog.models import WAITING, PastPrice, PriceDeclaration
from paidang.catalog.queries import known_prices, list_waiting_prices
from paidang.catalog.rules.declaring import Past, Price, Sold, sort_out
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.contracts.queries.numbers import next_number
from paidang.duties.actions import raise_duty
from paidang.evidence.actions import append
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person

WORDS_MAX = 500


class UnableToDeclare(UnableTo):
    code = "PRICES_NOT_DECLARED"


@clause("OP-3-D")
def declare_costs(
    prices: Sequence[Price],
    *,
    contract: Contract,
    person: Person,
    at: datetime,
    words: str,
    sold: Mapping[str, Sequence[Sold]],
    import_id: int | None,
) -> Declared:
    """Put factory prices (no day of a SKU twice) into force from their days on, under the declarer's `words`.

    Those that reach into days past on which `sold` says that goods were sold wait for the agency; until it agrees the
    old price holds. Where nothing is new, nothing is declared and nothing is written.
    """
    check_may(person, "declare_price")
    words = check_words(words)
    get_contract(contract.code, lock=True)  # one declaration at a time, and none while a month is closed
    sorted_out = sort_out(
        prices,
        known=known_prices(contract.pk, {price.sku for price in prices}),
        sold=sold,
        waiting=list_waiting_prices(contract.pk),
        today=day_of(at),
    )
    if not (sorted_out.now or sorted_out.past):
        return Declared(0, 0, sorted_out.unchanged, frozenset())
    declaration = PriceDeclaration.objects.create(
        contract=contract, number=next_number(PriceDeclaration, contract=contract), words=words, sha256=_digest(prices),
        prices=len(prices) - sorted_out.unchanged, import_id=import_id, declared_by=person, declared_at=at,
        state=WAITING if sorted_out.past else "",
    )  # fmt: skip
    rows = [
        {"sku": price.sku, "valid_from": price.since, "factory_price": price.fen} for price in sorted_out.now
    ]
    done = declare_prices(
        "costs",
        rows,
        contract_id=contract.pk,
        person=person,
        at=at,
        import_id=import_id,
        declaration=declaration,
    )
    _record(declaration, person, len(sorted_out.past))
    if sorted_out.past:
        _let_wait(declaration, sorted_out.past)
    waiting = len(sorted_out.past)
    return Declared(done.new, done.changed, sorted_out.unchanged, done.skus, waiting, declaration.number)


def check_words(words: str) -> str:
    """The declarer's words, trimmed; UnableToDeclare where there are none."""
    words = " ".join(words.split())
    if not words:
        raise UnableToDeclare(
            say("没有写真实性声明"), code="TRUTH_MISSING", remedy=say("申报出厂价须声明价格真实，请写上声明。"), clause="OP-3-D"
        )  # fmt: skip
    return words[:WORDS_MAX]


def _digest(prices: Sequence[Price]) -> str:
    """Names exactly the prices that were handed in together."""
    rows = sorted([price.sku, price.since.isoformat(), price.fen] for price in prices)
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def _record(declaration: PriceDeclaration, person: Person, past: int) -> None:
    append(
        declaration.contract.chain_id,
        at=declaration.declared_at,
        org_id=person.org_id,
        person_id=person.pk,
        act="prices.declared",
        subject=declaration.contract.code,
        facts={
            "number": declaration.number,
            "prices": declaration.prices,
            "past": past,
            "words_sha256": text_digest(declaration.words),
            "prices_sha256": declaration.sha256,
        },
    )


def _let_wait(declaration: PriceDeclaration, past: Sequence[Past]) -> None:
    contract = declaration.contract
    PastPrice.objects.bulk_create(
        [
            PastPrice(
                declaration=declaration, contract=contract, sku=one.price.sku, since=one.price.since, until=one.until,
                old_fen=one.old_fen, new_fen=one.price.fen, lines=one.lines, units=one.units,
            )
            for one in past
        ],
        batch_size=2000,
    )  # fmt: skip
    raise_duty(
        contract.pk, key=duty_key(declaration), kind="answer_prices", side="b", page=page_of(declaration),
        at=declaration.declared_at, clause="OP-3-D", facts={"number": declaration.number, "count": len(past)},
    )  # fmt: skip


def duty_key(declaration: PriceDeclaration) -> str:
    """The agency's duty to answer it."""
    return f"answer-prices-{declaration.number}"


def page_of(declaration: PriceDeclaration) -> str:
    """Where it is looked at."""
    return f"/contracts/{declaration.contract.code}/prices/{declaration.number}"
