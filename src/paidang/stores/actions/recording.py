"""The entry of an act in its contract's chain, and what of a store's failure is kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import F

from paidang.channels.link.errors import ChannelError, QuotaSpent, Throttled
from paidang.channels.platforms import PLATFORMS
from paidang.evidence.actions import append
from paidang.kit.period import day_of
from paidang.stores.models import LinkDay, StoreLink
from paidang.stores.queries.links import is_spent
from paidang.stores.rules.states import BY_CODE, CONNECTED, wait_after
from paidang.stores.rules.wording import problem_of
from paidang.team.models import Person


def record(link: StoreLink, person: Person, at: datetime, act: str, facts: Mapping[str, object]) -> None:
    """The act's entry: ids, counts and digests; no secret, nothing about buyers."""
    append(
        link.contract.chain_id,
        at=at,
        org_id=person.org_id,
        person_id=person.pk,
        act=act,
        subject=link.store,
        facts={"platform": link.platform, **facts},
    )


def count_day(
    link: StoreLink,
    at: datetime,
    *,
    pulls: int = 0,
    documents: int = 0,
    calls: int = 0,
    calls_ms: int = 0,
    failure: str = "",
) -> None:
    """Add to the day's figures of a store whose row is locked."""
    day, _is_new = LinkDay.objects.get_or_create(
        link=link, day=day_of(at), defaults={"contract_id": link.contract_id}
    )
    failures = {**day.failures, failure: day.failures.get(failure, 0) + 1} if failure else day.failures
    LinkDay.objects.filter(pk=day.pk).update(
        pulls=F("pulls") + pulls,
        documents=F("documents") + documents,
        calls=F("calls") + calls,
        calls_ms=F("calls_ms") + calls_ms,
        failures=failures,
    )


def note_spent(link: StoreLink, step: str, at: datetime, error: QuotaSpent) -> None:
    """Keep of a store whose row is locked until when the calls of a step, or of a kind of act, are spent. It is no failure."""
    link.spent = {
        **{one: until for one, until in link.spent.items() if is_spent(link, one, at)},
        step: (at + timedelta(seconds=error.retry_after_s)).isoformat(),
    }
    link.next_at = max(link.next_at, at + PLATFORMS[link.platform].every)
    link.save(update_fields=["spent", "next_at"])


def note_failure(link: StoreLink, person: Person, at: datetime, error: ChannelError) -> None:
    """Keep what went wrong with a store whose row is locked, and when it is asked again.

    Where trying again is of no use it stands still, which goes on record, until somebody connects it anew.
    """
    link.failures += 1
    link.tried_at = at
    link.problem = {"code": error.code, "reason": problem_of(error), "at": at.isoformat()}
    retry_after_s = error.retry_after_s if isinstance(error, Throttled) else 0
    link.next_at = at + wait_after(link.failures, retry_after_s=retry_after_s)
    if (following := BY_CODE.get(error.code)) and link.state == CONNECTED:
        link.state = following
        record(link, person, at, "stores.stopped", {"code": error.code})
    link.save()
    count_day(link, at, failure=error.code)
