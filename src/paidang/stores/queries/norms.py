"""Reads on the norms of a contract's stores, and on what checks measured."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Min, Sum

from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotFound
from paidang.kit.period import SHANGHAI, Period, day_of, month_period
from paidang.kit.sentence import say
from paidang.stores.models import StoreCheck, StoreCheckDay, StoreLink, StoreNorms
from paidang.stores.rules.norms import (
    AGREED,
    DECLINED,
    PROPOSED,
    UPTIME_SPAN,
    Measured,
    Norms,
    Verdict,
    judge,
    p95,
)

FAILURES_SHOWN = 200


def norms_of(row: StoreNorms) -> Norms:
    """A version as the rule reads it."""
    return Norms(row.uptime_bp, row.p95_ms, row.cert_days, row.failed_max)


def list_norms(contract_id: int) -> list[StoreNorms]:
    """All versions, the latest first."""
    found = StoreNorms.objects.filter(contract_id=contract_id).select_related("proposed_by", "answered_by")
    return list(found.order_by("-number"))


def get_norms(contract_id: int, number: int, *, lock: bool = False) -> StoreNorms:
    found = StoreNorms.objects.filter(contract_id=contract_id, number=number)
    row = (found.select_for_update(no_key=True) if lock else found).first()
    if row is None:
        raise NotFound(say("没有这一版技术规范"))
    return row


def norms_at(contract_id: int, at: datetime) -> StoreNorms | None:
    """The version that both sides had agreed by then; None: none."""
    found = StoreNorms.objects.filter(contract_id=contract_id, state=AGREED, answered_at__lte=at)
    return found.order_by("-answered_at", "-number").first()


def find_to_check(org_id: int, at: datetime) -> list[StoreLink]:
    """The agency's stores whose page is to be looked at by now. One that is let go is not its own any more."""
    found = StoreLink.objects.filter(contract__agency_id=org_id, check_at__lte=at).exclude(front_url="")
    return list(found.exclude(state="disconnected").order_by("pk"))


def measured(link: StoreLink, period: Period) -> Measured:
    """What the checks of these days say, the response over all answers of them."""
    days = StoreCheckDay.objects.filter(link=link, day__gte=period.start, day__lt=period.end)
    sums = days.aggregate(
        looked=Sum("checks"), bad=Sum("failed"), worst=Max("failed"), cert=Min("cert_until")
    )
    times = StoreCheck.objects.filter(
        link=link, at__gte=_start(period.start), at__lt=_start(period.end), status__isnull=False
    )
    return Measured(
        checks=sums["looked"] or 0,
        failed=sums["bad"] or 0,
        failed_worst=sums["worst"] or 0,
        p95_ms=p95(list(times.values_list("took_ms", flat=True))),
        cert_until=day_of(sums["cert"]) if sums["cert"] else None,
    )


def health_now(link: StoreLink, day: date) -> Measured:
    """The share of the last 30 days; response, certificate and failures of the day itself."""
    whole = measured_share(link, day)
    today = measured(link, Period(day, day + timedelta(days=1)))
    return Measured(whole[0], whole[1], today.failed, today.p95_ms, today.cert_until)


def measured_share(link: StoreLink, day: date) -> tuple[int, int]:
    """Checks and failures of the last 30 days."""
    days = StoreCheckDay.objects.filter(link=link, day__gt=day - UPTIME_SPAN, day__lte=day)
    sums = days.aggregate(looked=Sum("checks"), bad=Sum("failed"))
    return sums["looked"] or 0, sums["bad"] or 0


@dataclass(frozen=True, slots=True)
class Part:
    """The days of a month on which one version held, and what was measured on them; `norms` None: none was agreed yet."""

    since: date
    last: date
    norms: StoreNorms | None
    found: Measured
    verdicts: list[Verdict]


@dataclass(frozen=True, slots=True)
class Proof:
    """A store's month against the norms that held: by version, and each failure with its time. `is_over`: no day is missing."""

    link: StoreLink
    parts: list[Part]
    failures: list[StoreCheck]
    failures_left: int
    is_over: bool


def proof_of(link: StoreLink, month: str, at: datetime) -> Proof:
    """What the month's checks of a store say. A version holds from the day on which it was agreed."""
    period = month_period(month)
    end = min(period.end, day_of(at) + timedelta(days=1))
    changes = StoreNorms.objects.filter(contract_id=link.contract_id, state=AGREED)
    starts = {period.start} | {
        day for row in changes if row.answered_at and (day := day_of(row.answered_at)) in period
    }
    bounds = [*sorted(day for day in starts if day < end), end]
    parts = [_part(link, Period(since, until)) for since, until in zip(bounds, bounds[1:], strict=False)]
    failures = StoreCheck.objects.filter(
        link=link, is_good=False, at__gte=_start(period.start), at__lt=_start(period.end)
    ).order_by("at")
    count = failures.count()
    return Proof(
        link, parts, list(failures[:FAILURES_SHOWN]), max(0, count - FAILURES_SHOWN), end == period.end
    )


def _part(link: StoreLink, period: Period) -> Part:
    last = period.end - timedelta(days=1)
    norms = norms_at(link.contract_id, _start(period.start + timedelta(days=1)) - timedelta(microseconds=1))
    found = measured(link, period)
    verdicts = judge(norms_of(norms), found, last, of_month=True) if norms else []
    return Part(period.start, last, norms, found, verdicts)


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def list_checked(contract_id: int) -> list[StoreLink]:
    """The contract's stores whose page is, or was, looked at."""
    found = StoreLink.objects.filter(contract_id=contract_id).exclude(front_url="")
    return list(found.select_related("contract").order_by("store", "pk"))


def proposal_of(rows: list[StoreNorms]) -> StoreNorms | None:
    """What waits for the other side's answer."""
    return next((row for row in rows if row.state == PROPOSED), None)


def in_force(rows: list[StoreNorms]) -> StoreNorms | None:
    """The version that holds."""
    agreed = [row for row in rows if row.state not in (PROPOSED, DECLINED)]
    return max(agreed, key=lambda row: row.number) if agreed else None


def list_entries_of(contract: Contract, month: str) -> list[Entry]:
    """What the contract's chain says of the norms up to the month's end: proposed, agreed, missed, kept again."""
    acts = [f"stores.norms_{word}" for word in ("agreed", "missed", "kept")]
    found = Entry.objects.filter(
        chain_id=contract.chain_id, act__in=acts, at__lt=_start(month_period(month).end)
    )
    return list(found.order_by("seq"))
