"""What a choice on an open point would mean in a month: the example month, settled by the same rules as a real one."""

from collections.abc import Mapping
from typing import cast

from paidang.contracts.models import ContractText
from paidang.contracts.queries import Standing
from paidang.contracts.rules.compiled import Agreed
from paidang.contracts.rules.points import Point
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.terms import compile_terms
from paidang.settlement.rules.changed_money import Outcome, example_facts, outcome_of

LIVE = (
    "collector",
    "recognition",
    "tax",
    "platform_fees",
    "faults_borne_by",
    "loss",
    "commission.of",
    "commission.tier_mode",
)


def try_out(standing: Standing, key: str, value: object) -> Outcome | None:
    """Settle the example month with `value` under `key`; None where that cannot be computed."""
    terms = cast("list[Mapping[str, object]]", standing.document["terms"])
    decided = decided_in(standing) | {key: Agreed(value, 1)}
    return outcome_of(terms, standing.text.party_a, decided, example_facts(is_loss=key == "loss"))


def decided_in(standing: Standing) -> dict[str, Agreed]:
    """What is decided or proposed, as if agreed."""
    return {name: Agreed(decision.value, 1) for name, decision in standing.decisions.items()}


def all_points(standing: Standing) -> dict[str, Point]:
    """Everything the text alone leaves open, decided since or not."""
    return {point.key: point for point in _compile(standing, {}).open}


def _compile(standing: Standing, decisions: Mapping[str, Agreed]):  # type: ignore[no-untyped-def]
    text: ContractText = standing.text
    terms = cast("list[Mapping[str, object]]", standing.document["terms"])
    return compile_terms(
        contract="", read=ReadTerms(terms, text.party_a), decisions=decisions, names=("甲", "乙")
    )
