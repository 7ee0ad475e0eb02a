"""What the end of a contract asks for: dated work of each side, until both have declared everything settled."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from paidang.contracts.rules import notices as n
from paidang.contracts.rules.life import ENDED, NOTICE_GIVEN, Life, last_day, state_of
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.rights import SIDES, Known
from paidang.kit.clause import clause
from paidang.kit.period import add_months
from paidang.kit.workdays import add_days

FINAL_STATEMENT, PAYMENT, ACCESS, HAND_OVER, MATERIAL, SECRECY, CLEARANCE = (
    "final_statement", "payment", "access", "hand_over", "material", "secrecy", "clearance",
)  # fmt: skip
DONE, OPEN, WAITING = "done", "open", "waiting"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One thing that the end asks of a side. `due_on` None: the contract names no day; `state`: done, open, or waiting for the other side."""

    kind: str
    side: str
    due_on: date | None
    clause: str
    state: str
    notice: int | None = None


@clause("OP-5-B", "OP-3-E-4", "TC-6-2", "TC-6-3")
def follow_ups(
    read: ReadTerms, life: Life, known: Known, *, day: date, done: Collection[str] = ()
) -> list[FollowUp]:
    """The work that the end makes each side do, as it stands on `day`; none while no end is in sight.

    `done` are the keys of the planned duties (`rules.duty_plan`) that somebody declared done: hand-over and secrecy.
    """
    end = last_day(life, day)
    if end is None or state_of(life, day) not in (NOTICE_GIVEN, ENDED):
        return []
    ended = state_of(life, day) == ENDED
    return [
        *_money(read, known, ended),
        FollowUp(ACCESS, "b", end, "", DONE if ended else OPEN),
        *_material(read, life, end),
        *_dated(read, end, done),
        *_clearance(life),
    ]


def _money(read: ReadTerms, known: Known, ended: bool) -> Iterator[FollowUp]:
    where = read.clause("settlement.statement_due_day", "settlement.cycle")
    sent = ended and not known.unsent
    yield FollowUp(
        FINAL_STATEMENT,
        "b",
        known.final_due_on,
        where,
        DONE if sent and not known.unconfirmed else WAITING if sent else OPEN,
    )
    yield FollowUp(PAYMENT, read.side("settlement.payer") or "a", known.final_pay_by, where, DONE if sent and not known.unconfirmed and not known.unpaid and not known.unclaimed else OPEN)  # fmt: skip


def bound_sides(read: ReadTerms) -> tuple[str, ...]:
    """The sides that secrecy binds: as the contract says, both where it does not."""
    said = read.stated("confidentiality.bound")
    return (read.turned(said),) if said in SIDES else SIDES


def _material(read: ReadTerms, life: Life, end: date) -> Iterator[FollowUp]:
    """Where the contract does not say when, there is no day: good faith alone asks for it (Civil Code 558)."""
    said = read.stated("confidentiality.on_end") == "return_or_destroy"
    for side in bound_sides(read):
        found = [each for each in life.notices if each.kind == n.RETURN and each.side == side]
        confirmed = next((each for each in found if each.outcome == n.CONFIRMED), None)
        waits = next((each for each in found if not each.outcome), None)
        state = DONE if confirmed else WAITING if waits else OPEN
        last = confirmed or waits
        yield FollowUp(
            MATERIAL, side, end if said else None, read.clause("confidentiality.on_end"), state, last.id if last else None
        )  # fmt: skip


def _dated(read: ReadTerms, end: date, done: Collection[str]) -> Iterator[FollowUp]:
    days, years = read.stated("handover.days"), read.stated("confidentiality.years")

    def planned(kind: str, key: str, side: str, due_on: date | None, term: str) -> FollowUp:
        is_done = due_on is not None and f"{key}:{due_on.isoformat()}:{side}" in done
        return FollowUp(kind, side, due_on, read.clause(term), DONE if is_done else OPEN)

    if isinstance(days, int) and days > 0:
        yield planned(HAND_OVER, "hand_over", "b", add_days(end, days, "calendar")[0], "handover.days")
    for side in bound_sides(read):
        if isinstance(years, int) and years > 0:
            yield planned(
                SECRECY, "keep_secret_until", side, add_months(end, 12 * years), "confidentiality.years"
            )
        elif years == "unlimited":
            yield planned(SECRECY, "keep_secret_until", side, None, "confidentiality.years")


def _clearance(life: Life) -> Iterator[FollowUp]:
    asked = next((each for each in life.notices if each.kind == n.CLEARANCE and not each.outcome), None)
    for side in SIDES:
        state = OPEN if asked is None or asked.side != side else WAITING
        yield FollowUp(CLEARANCE, side, None, "", state, asked.id if asked else None)
