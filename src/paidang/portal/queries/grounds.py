"""What a worklist and a list of contracts rest on, read for all contracts at once: the number of queries is the same for two hundred contracts as for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from django.db.models import BigIntegerField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from paidang.contracts.models import Contract
from paidang.contracts.queries import DayTerms, Living, Standing, list_standings, living_of, terms_of
from paidang.contracts.rules.life import ENDED, state_of
from paidang.duties.queries import list_done_keys
from paidang.kit.period import month_period, next_month
from paidang.marketing.queries.unclaimed import list_unclaimed
from paidang.settlement.models import CLOSED, REPLACED, Statement
from paidang.settlement.queries.accounts import Account, load_accounts


@dataclass(frozen=True, slots=True)
class MonthSent:
    """One statement in short; amounts in fen. `payer` is a, b, or "" where nothing is owed."""

    month: str
    version: int
    state: str
    amount_fen: int
    payer: str


@dataclass(frozen=True, slots=True)
class Ground:
    """One contract: how it lives, its statements (the newest first), its money, and what was declared done."""

    contract: Contract
    living: Living
    account: Account
    statements: Sequence[MonthSent]
    done: frozenset[str]
    unclaimed: Sequence[str] = ()
    """What of marketing is in no statement yet; read for contracts that have ended and are not settled."""

    @property
    def standing(self) -> Standing:
        return self.living.standing

    def terms_of(self, month: str) -> DayTerms:
        """The terms under which a month is settled: those in force on its last day (SPEC §6)."""
        return terms_of(self.standing, month_period(month).end - timedelta(days=1))

    @property
    def open_month(self) -> str:
        """The month whose turn it is: the one after the last sent statement, else the first under the terms."""
        last = max((one.month for one in self.statements if one.state != CLOSED), default="")
        return next_month(last) if last else f"{self.standing.in_force[0].from_day:%Y-%m}"


def load_grounds(contracts: Sequence[Contract], day: date) -> dict[int, Ground]:
    """The ground of each contract as it lives on the day, by its id."""
    ids = [contract.pk for contract in contracts]
    standings = list_standings(contracts)
    livings = {pk: living_of(standing, day) for pk, standing in standings.items()}
    accounts = load_accounts(standings)
    statements = _statements(ids)
    done: dict[int, set[str]] = {}
    for contract_id, key in list_done_keys(ids):
        done.setdefault(contract_id, set()).add(key)
    return {
        contract.pk: Ground(
            contract,
            livings[contract.pk],
            accounts[contract.pk],
            statements.get(contract.pk, []),
            frozenset(done.get(contract.pk, ())),
            list_unclaimed(contract) if state_of(livings[contract.pk].life, day) == ENDED else (),
        )
        for contract in contracts
        if contract.pk in standings
    }


def _statements(ids: Sequence[int]) -> Mapping[int, list[MonthSent]]:
    """All versions that stand, without their figures but for the amount."""
    found: dict[int, list[MonthSent]] = {}
    rows = Statement.objects.filter(contract__in=ids).exclude(state=REPLACED).order_by("-month", "-version")
    amount = Cast(KT("figures__amount_due"), BigIntegerField())
    rows = rows.annotate(amount=amount, payer=KT("figures__payer"))
    columns = ("contract_id", "month", "version", "state", "amount", "payer")
    for contract_id, month, version, state, fen, payer in rows.values_list(*columns):
        one = MonthSent(month, version, state, cast(int, fen), payer or "")
        found.setdefault(contract_id, []).append(one)
    return found
