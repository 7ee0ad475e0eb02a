"""What every act on a statement leaves behind: its entry in the contract's chain, and the page a duty leads to."""

from collections.abc import Mapping
from datetime import date, datetime

from paidang.evidence.actions import append
from paidang.evidence.models import Entry
from paidang.kit.period import day_end_at
from paidang.settlement.models import CLOSED, Statement
from paidang.settlement.queries import subject_of
from paidang.team.models import Person


def record(
    statement: Statement, person: Person, at: datetime, act: str, facts: Mapping[str, object] | None = None
) -> Entry:
    """Append the act, with the digest and the amount it was about; the amount of a statement that is not sent yet is
    the agency's own, and both sides read the chain.
    """
    about = {"digest": statement.digest}
    if statement.state != CLOSED:
        about |= {name: statement.figures[name] for name in ("amount_due", "payer")}
    return append(
        statement.contract.chain_id,
        at=at,
        org_id=person.org_id,
        person_id=person.pk,
        act=act,
        subject=subject_of(statement),
        facts={**about, **(facts or {})},
    )


def page_of(statement: Statement) -> str:
    """Where the statement is looked at."""
    return f"/contracts/{statement.contract.code}/statements/{statement.month}"


def end_of(day: date | None) -> datetime | None:
    """The last moment of a day in Asia/Shanghai."""
    return day_end_at(day) if day else None
