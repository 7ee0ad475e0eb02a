"""Signing in; taking a copy of the orders."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest

from paidang.contracts.models import Contract
from paidang.evidence.actions import append
from paidang.team.context import set_org
from paidang.team.models import Person


def sign_in(request: HttpRequest, person: Person, *, at: datetime, **how: object) -> None:
    """Begin the person's session and record it in the organisation's chain, with how: a code, a passkey, the company's
    own sign-in.
    """
    set_org(org_id=person.org_id, person_id=person.pk)
    login(request, person)
    append(
        person.org.chain_id,
        at=at,
        org_id=person.org_id,
        person_id=person.pk,
        act="person.signed_in",
        subject=f"person:{person.pk}",
        facts=how or None,
    )


@transaction.atomic
def record_contracts_export(*, person: Person, at: datetime, contracts: int) -> None:
    """Put on record, in the organisation's own chain, that somebody took a copy of the list of contracts."""
    append(
        person.org.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act="contracts.exported",
        subject=f"org:{person.org_id}", facts={"contracts": contracts},
    )  # fmt: skip


@transaction.atomic
def record_scorecard_export(*, person: Person, at: datetime, month: str, rows: int) -> None:
    """Put on record, in the organisation's own chain, that somebody took a copy of a month's scorecard."""
    append(
        person.org.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act="scorecards.exported",
        subject=f"org:{person.org_id}", facts={"month": month, "rows": rows},
    )  # fmt: skip


@transaction.atomic
def record_scorecard_report(
    *, person: Person, at: datetime, contract: Contract | None, month: str, sha256: str
) -> None:
    """Put on record that somebody took a draft of a report: in the contract's chain, else in the organisation's own."""
    chain, subject = (
        (contract.chain_id, contract.code) if contract else (person.org.chain_id, f"org:{person.org_id}")
    )
    append(
        chain, at=at, org_id=person.org_id, person_id=person.pk, act="scorecards.report_taken", subject=subject,
        facts={"month": month, "sha256": sha256},
    )  # fmt: skip


@transaction.atomic
def record_bills_export(*, person: Person, at: datetime, contract: Contract, month: str, rows: int) -> None:
    """Put on record that somebody took a copy of a month's bills beside its orders."""
    append(
        contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act="orders.bills_exported",
        subject=contract.code, facts={"month": month, "rows": rows},
    )  # fmt: skip


@transaction.atomic
def record_order_export(
    *, person: Person, at: datetime, contracts: Sequence[Contract], lines: Mapping[str, int]
) -> None:
    """Put on record, in each contract's chain, that somebody took a copy of so many lines of its orders.

    `lines` by contract code; how many lines of other contracts the copy has is nobody's business there.
    """
    for contract in contracts:
        if not lines.get(contract.code):
            continue
        append(
            contract.chain_id,
            at=at,
            org_id=person.org_id,
            person_id=person.pk,
            act="orders.exported",
            subject=contract.code,
            facts={"lines": lines[contract.code]},
        )
