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
    """One contract: how it lives, its terms in force (the earliest first), its statements (the newest first), its money."""

    contract: Contract
    living: Living
    account: Account
    statements: Sequence[MonthSent]
    done: frozenset[str]

    @property
    def standing(self) -> Standing:
        return self.living.standing

    @property
    def terms(self) -> Sequence[TermsInForce]:
        return self.account.terms

    @property
    def terms_now(self) -> TermsInForce | None:
        return self.terms[-1] if self.terms else None

    def terms_of(self, month: str) -> Mapping[str, object]:
        """The terms under which a month is settled; the first ones for a month before all of them."""
        found = [row for row in self.terms if row.from_month <= month] or self.terms[:1]
        return cast("Mapping[str, object]", found[-1].terms)

    @property
    def open_month(self) -> str:
        """The month whose turn it is: the one after the last sent statement, else the first under the terms."""
        last = max((one.month for one in self.statements if one.state != CLOSED), default="")
        return next_month(last) if last else self.terms[0].from_month


def load_grounds(contracts: Sequence[Contract]) -> dict[int, Ground]:
    """The ground of each contract, by its id."""
    ids = [contract.pk for contract in contracts]
    standings = list_standings(contracts)
    livings = {pk: living_of(standing) for pk, standing in standings.items()}
    accounts = load_accounts(livings)
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
