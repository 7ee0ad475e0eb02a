"""What must hold after every step, whatever happened: the database against the books."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import models

from paidang.contracts.models import Contract
from paidang.evidence.queries import verify_chain
from paidang.intake.models import QuarantineRow
from paidang.intake.rules.states import OPEN
from paidang.orders.models import Breach, LogisticsCharge, OrderLine, PlatformFee, Refund
from paidang.settlement.bundle import verify_folder
from paidang.settlement.models import CLOSED, BundleFile, SettledRow, Statement
from paidang.settlement.queries import unpack_bundle
from paidang.settlement.queries.accounts import get_account
from paidang.stock.queries.levels import find_unproven
from paidang.team.models import Person
from tests.cast import Party, acting
from tests.simulator.books import KEYS, Books, Key, Row

MODELS: dict[str, type[models.Model]] = {
    "order_lines": OrderLine,
    "refunds": Refund,
    "logistics": LogisticsCharge,
    "platform_fees": PlatformFee,
}
COLUMNS = {
    "order_lines": "line_id order_id channel store sku quantity unit_price_fen merchant_discount_fen platform_discount_fen"
    " paid_at shipped_at completed_at gift",
    "refunds": "refund_id line_id quantity amount_fen cause restocked refunded_at",
    "logistics": "charge_id order_id kind amount_fen paid_by charged_at borne_by",
    "platform_fees": "fee_id order_id kind amount_fen charged_at",
}


Files = dict[tuple[str, int], dict[str, str]]
"""The digests of each sent version's files, as they were when it was first looked at."""


def check(
    books: Books, contract: Contract, cast: tuple[Party, Party, Party], files: Files, *, at: datetime
) -> None:
    """AssertionError where the database differs from the books."""
    brand, agency, outsider = cast
    with acting(agency.finance):
        waiting = QuarantineRow.objects.filter(state=OPEN).values_list("faults", "cells")
        assert len(waiting) == len(books.waiting) + books.bad, list(waiting)
        for table in KEYS:
            same(f"{table} by id", stored(table, contract), told(table, books))
        same("breaches by line", sold_below(contract), books.breaches())
        same(
            "months by settled row",
            settled(contract),
            {key: each[0] for key, each in books.settled().items()},
        )
        assert find_unproven(contract.pk) == []
        verdict = verify_chain(contract.chain_id)
        assert verdict.is_unaltered and verdict.is_complete
        check_sent(books, contract, files, at)
    with acting(brand.finance):
        assert not Statement.objects.filter(state=CLOSED).exists(), "an unsent statement is the agency's own"
    with acting(outsider.manager):
        assert not any(model.objects.exists() for model in (*MODELS.values(), Statement, SettledRow, Breach))


def same(what: str, found: Mapping[Any, Any], expected: Mapping[Any, Any]) -> None:
    """AssertionError that says which are missing, which are too many, and the first that differs."""
    missing, too_many = expected.keys() - found.keys(), found.keys() - expected.keys()
    differing = [
        (key, found[key], expected[key])
        for key in found.keys() & expected.keys()
        if found[key] != expected[key]
    ]
    assert not (missing or too_many or differing), f"{what}: {missing=} {too_many=} {differing[:1]=}"


def stored(table: str, contract: Contract) -> dict[str, tuple]:
    """All rows of a table by id."""
    names = COLUMNS[table].split()
    rows = MODELS[table].objects.filter(contract=contract).values_list(*names)  # type: ignore[attr-defined]
    return {row[0]: row for row in rows}


def told(table: str, books: Books) -> dict[str, tuple]:
    return {key: tuple(as_stored(row, COLUMNS[table].split())) for key, row in books.told[table].items()}


def as_stored(row: Row, names: Iterable[str]) -> Iterable[Any]:
    for name in names:
        cell = row[name.removesuffix("_fen")]
        yield "shared" if name == "borne_by" and cell is None else cell


def sold_below(contract: Contract) -> dict[str, int]:
    found = Breach.objects.filter(contract=contract, withdrawn_at=None)
    return dict(found.values_list("line_id", "floor_fen"))


def settled(contract: Contract) -> dict[Key, str]:
    """Each row with the month that settled it, which is one."""
    rows = SettledRow.objects.filter(contract=contract)
    found = list(rows.values_list("kind", "row_id", "statement__month"))
    by_row = {(kind, row_id): month for kind, row_id, month in found}
    assert len(by_row) == len(found)
    return by_row


def check_sent(books: Books, contract: Contract, files: Files, at: datetime) -> None:
    """What was sent is byte for byte what it was, and what is owed is what it says less what was paid."""
    for month, versions in books.sent.items():
        for one in versions:
            statement = Statement.objects.get(contract=contract, month=month, version=one.version)
            now = dict(BundleFile.objects.filter(statement=statement).values_list("name", "sha256"))
            assert statement.digest == one.digest
            assert files.setdefault((month, one.version), now) == now
    positions = get_account(contract).positions(at)
    for month, amount in books.paid.items():
        parts = [
            one for one in positions if one.debt.key.startswith(f"statement-{month}")
        ]  # what was questioned apart
        found = {"owed": sum(one.debt.principal for one in parts), "paid": sum(one.paid for one in parts)}
        same(month, found, {"owed": books.sent[month][-1].due, "paid": amount})


def check_bundles(person: Person, contract: Contract) -> None:
    """Every statement recomputes from its own bundle."""
    with acting(person):
        for statement in Statement.objects.filter(contract=contract):
            with TemporaryDirectory() as folder:
                unpack_bundle(statement, Path(folder))
                assert verify_folder(Path(folder)).is_verified
