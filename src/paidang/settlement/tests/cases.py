"""Random months, facts with their terms, as the law takes them: without files."""

from dataclasses import asdict
from datetime import date
from typing import Any

from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st

from paidang.settlement.rules.errors import BadInput
from paidang.settlement.rules.facts import Charge, Cost, Facts, OrderLine, PlatformFee, Refund
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.statement import Statement, settle
from paidang.settlement.tests import worlds as w
from paidang.settlement.tests.agreements import Terms, agreements, profit_counts

MANY = settings(max_examples=w.WORLDS, deadline=None, suppress_health_check=list(HealthCheck))

Case = tuple[w.World, Terms, str]


@st.composite
def cases(draw: Any) -> Case:
    """Facts, terms.json and the month."""
    month, document = draw(st.sampled_from(w.MONTHS)), draw(agreements())
    return draw(w.worlds(month, profit_counts=profit_counts(document))), document, month


def facts_of(world: w.World) -> Facts:
    """The world as facts that were checked."""
    costs = [{**row, "valid_from": date.fromisoformat(row["valid_from"])} for row in world["costs"]]
    return Facts(
        order_lines=tuple(OrderLine(**row) for row in world["order_lines"]),
        refunds=tuple(Refund(**row) for row in world["refunds"]),
        costs=tuple(Cost(**row) for row in costs),
        logistics=tuple(Charge(**row) for row in world["logistics"]),
        platform_fees=tuple(PlatformFee(**row) for row in world["platform_fees"]),
    )


def settled(world: w.World, document: Terms, month: str) -> tuple[Any, list[w.Row]]:
    """The statement and its rows, by kind and id; a month with an amount beyond 64 bits is none to look at."""
    try:
        statement, made = settle(read_terms(document, month), facts_of(world), month)
    except BadInput:
        assume(False)
    return statement, in_order([asdict(row) for row in made.rows])


def in_order(rows: list[w.Row]) -> list[w.Row]:
    return sorted(rows, key=lambda row: (row["kind"], row["row_id"]))


def flat(statement: Statement) -> dict[str, object]:
    """The figures of a statement by their paths."""
    found: dict[str, object] = {}

    def walk(value: object, path: str) -> None:
        if isinstance(value, dict):
            for key, each in value.items():
                walk(each, f"{path}.{key}" if path else key)
        else:
            found[path] = value

    walk(statement, "")
    return found
