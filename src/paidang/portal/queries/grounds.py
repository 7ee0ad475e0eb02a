"""What a worklist and a list of contracts rest on, read for all contracts at once: the number of queries is the same for two hundred contracts as for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.db.models import BigIntegerField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from paidang.contracts.models import Contract, TermsInForce
from paidang.contracts.queries import Living, Standing, list_standings, living_of
from paidang.duties.queries import list_done_keys
from paidang.kit.period import next_month
from paidang.settlement.models import CLOSED, REPLACED, Statement


@dataclass(frozen=True, slots=True)
class MonthSent:
    """One statement in short; amounts in fen."""

    month: str
    version: int
    state: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Ground:
    """One contract: how it lives, its terms in force (the earliest first), its statements (the newest first)."""

    contract: Contract
    living: Living
    terms: Sequence[TermsInForce]
    statements: Sequence[MonthSent]
    done: frozenset[str]

    @property
    def standing(self) -> Standing:
        return self.living.standing

    @property
    def terms_now(self) -> TermsInForce | None:
        return self.terms[-1] if self.terms else None

    @property
    def open_month(self) -> str:
        """The month whose turn it is: the one after the last sent statement, else the first under the terms."""
        last = max((one.month for one in self.statements if one.state != CLOSED), default="")
        return next_month(last) if last else self.terms[0].from_month


def load_grounds(contracts: Sequence[Contract]) -> dict[int, Ground]:
    """The ground of each contract, by its id."""
    ids = [contract.pk for contract in contracts]
    standings = list_standings(contracts)
    terms: dict[int, list[TermsInForce]] = {}
    for row in TermsInForce.objects.filter(contract__in=ids).order_by("contract_id", "from_month"):
        terms.setdefault(row.contract_id, []).append(row)
    statements = _statements(ids)
    done: dict[int, set[str]] = {}
    for contract_id, key in list_done_keys(ids):
        done.setdefault(contract_id, set()).add(key)
    return {
        contract.pk: Ground(
            contract,
            living_of(standings[contract.pk]),
            terms.get(contract.pk, []),
            statements.get(contract.pk, []),
            frozenset(done.get(contract.pk, ())),
        )
        for contract in contracts
        if contract.pk in standings
    }


def _statements(ids: Sequence[int]) -> Mapping[int, list[MonthSent]]:
    """All versions that stand, without their figures but for the amount."""
    found: dict[int, list[MonthSent]] = {}
    rows = Statement.objects.filter(contract__in=ids).exclude(state=REPLACED).order_by("-month", "-version")
    amount = Cast(KT("figures__amount_due"), BigIntegerField())
    for contract_id, month, version, state, fen in rows.annotate(amount=amount).values_list(
        "contract_id", "month", "version", "state", "amount"
    ):
        found.setdefault(contract_id, []).append(MonthSent(month, version, state, cast(int, fen)))
    return found
