"""A month reckoned from the facts as they are, without closing it: no statement, nothing is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from paidang.contracts.models import IN_FORCE, Contract
from paidang.kit.outcome import UnableTo
from paidang.kit.period import month_end_at, previous_month
from paidang.kit.sentence import say
from paidang.settlement.engines import DEFAULT_ENGINE, Job, load_engine
from paidang.settlement.queries import get_open_month
from paidang.settlement.queries.bad_facts import BadFact, list_bad_facts
from paidang.settlement.queries.basis import get_basis
from paidang.settlement.queries.detail import open_detail, write_detail
from paidang.settlement.queries.rows import Breakdown, break_down, sum_goods
from paidang.settlement.queries.snapshot import export_snapshot
from paidang.settlement.rules.comparing import Goods
from paidang.settlement.rules.errors import BadInput
from paidang.settlement.rules.read_terms import read_terms


class UnableToTry(UnableTo):
    code = "NO_TRIAL"


@dataclass(frozen=True, slots=True)
class Trial:
    """What a closing at this moment would come to: figures as in statement.json, without version, digest and bundle."""

    contract: Contract
    month: str
    figures: Mapping[str, Any]
    terms: Mapping[str, Any]
    sources: Mapping[str, str]
    breakdown: Breakdown
    goods: Mapping[str, Goods]


@dataclass(frozen=True, slots=True)
class TrialRefused:
    """The facts are refused whole, as a closing would refuse them: the first places, and how many there are."""

    places: Sequence[BadFact]
    count: int


def get_trial_month(contract: Contract, at: datetime) -> str:
    """The month whose turn it is; UnableToTry while there is none or it has not begun."""
    if contract.state != IN_FORCE:
        raise UnableToTry(say("合同还没有生效"), remedy=say("双方接受合同后才能试算。"))
    month = get_open_month(contract)
    if at < month_end_at(previous_month(month)):
        raise UnableToTry(say("{month} 还没开始", month=month), remedy=say("到那个月再试算。"))
    return month


def run_trial(contract: Contract, month: str) -> Trial | TrialRefused:
    """Settle the month's facts by the same snapshot, the same law and the same terms as a closing."""
    basis = get_basis(contract, month)
    with TemporaryDirectory() as temporary:
        facts, out = Path(temporary) / "facts", Path(temporary) / "out"
        facts.mkdir()
        out.mkdir()
        export_snapshot(contract, facts, term=basis.term, replaced=None)
        try:
            computed = load_engine(DEFAULT_ENGINE)(Job(read_terms(basis.terms, month), facts, month, out))
        except BadInput as refused:
            return TrialRefused(list_bad_facts(refused, facts), len(refused.errors))
        figures: Mapping[str, Any] = computed.statement
        write_detail(out, [row["row_id"] for row in figures["held"]], out / "detail.parquet")
        with open_detail(out / "detail.parquet") as engine:
            breakdown, goods = break_down(engine, month), sum_goods(engine)
    return Trial(contract, month, figures, basis.terms, basis.in_force.sources, breakdown, goods)
