"""Jobs of connected stores. They carry ids only; each store is its own job, so that a bad one keeps no other waiting.

A worker that is killed leaves a store's cursor and acts where they were; the job is taken up again, and does the same again.
"""

import logging
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.types import TimeDeltaParams

from paidang.contracts.models import Contract
from paidang.intake.actions import cut_file
from paidang.intake.queries import list_to_cut
from paidang.stores.actions import tell_store, tend_store
from paidang.stores.actions.erase import erase_persons
from paidang.stores.actions.norms import check_front
from paidang.stores.actions.push_take import take_pushed
from paidang.stores.models import StoreLink
from paidang.stores.queries import find_due
from paidang.stores.queries.norms import find_to_check
from paidang.stores.queries.pushes import list_pushed
from paidang.stores.queries.telling import find_to_tell
from paidang.team.actions import for_each_organisation
from paidang.team.context import act_as
from paidang.team.queries import list_organisation_ids

QUEUE = "stores"
GATHERED: TimeDeltaParams = {"seconds": 1}
"""How long messages of a store are gathered before they are taken in: a batch costs some 100 ms however few they are."""
_sure_until: dict[int, float] = {}
"""By store until when a job waits for certain, so that whatever is committed before is taken in by it (`time.monotonic`)."""
logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="stores.look", queue=QUEUE, queueing_lock="stores.look")
def look(timestamp: int) -> None:
    """Have every store tended that is due."""
    for_each_organisation(_defer_due, what="stores")


def _defer_due(org_id: int) -> None:
    with act_as(org_id=org_id):
        for link in find_due(org_id, datetime.now(UTC)):
            defer(link, org_id)
        for link in find_to_check(org_id, datetime.now(UTC)):
            defer_check(link.pk, org_id)
        for link_id in list_pushed(org_id):
            call(link_id, org_id)


@app.periodic(cron="* * * * * */5")
@app.task(name="stores.look_at_stock", queue=QUEUE, queueing_lock="stores.look_at_stock")
def look_at_stock(timestamp: int) -> None:
    """Have every store told within seconds what it may sell now, whoever sold, counted or moved goods."""
    for_each_organisation(_defer_telling, what="stores")


def _defer_telling(org_id: int) -> None:
    with act_as(org_id=org_id):
        for link in find_to_tell(org_id):
            name = f"store-{link.pk}"
            with suppress(AlreadyEnqueued), transaction.atomic():
                tell.configure(lock=name, queueing_lock=f"tell-{link.pk}").defer(
                    link_id=link.pk, org_id=org_id
                )


@app.task(name="stores.tell", queue=QUEUE)
def tell(*, link_id: int, org_id: int) -> None:
    """Tell a store what it may sell of what changed."""
    tell_store(link_id=link_id, org_id=org_id, clock=lambda: datetime.now(UTC))


@app.periodic(cron="17 3 * * *")
@app.task(name="stores.erase_persons", queue=QUEUE, queueing_lock="stores.erase_persons")
def erase(timestamp: int) -> None:
    """Erase who the buyers of orders were that ended long ago, contract by contract, each few in a transaction of its own;
    then cut the files that told of them.
    """
    for org_id in list_organisation_ids():
        with act_as(org_id=org_id):
            contracts = list(Contract.objects.filter(agency_id=org_id).order_by("pk"))
        for contract in contracts:
            try:
                while _erase_some(org_id, contract):
                    pass
            except Exception:
                logger.exception("persons of contract %s", contract.pk)
            _cut_files(org_id, contract)


def _erase_some(org_id: int, contract: Contract) -> int:
    with act_as(org_id=org_id):
        return erase_persons(contract, org_id=org_id, at=datetime.now(UTC))


def _cut_files(org_id: int, contract: Contract) -> None:
    now = datetime.now(UTC)
    with act_as(org_id=org_id):
        due = list_to_cut(contract.pk, now - timedelta(days=settings.PERSONS_KEPT_DAYS))
    for import_id in due:
        try:
            with act_as(org_id=org_id):
                cut_file(import_id=import_id, org_id=org_id, at=now)
        except Exception:
            logger.exception("persons in file %s", import_id)


@app.task(name="stores.tend", queue=QUEUE)
def tend(*, link_id: int, org_id: int) -> None:
    """Send what waits for a store and pull what changed there."""
    tend_store(link_id=link_id, org_id=org_id, clock=lambda: datetime.now(UTC))


def defer(link: StoreLink, org_id: int) -> None:
    """Have the worker tend a store, once this transaction is committed; once, if it waits already."""
    name = f"store-{link.pk}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        tend.configure(lock=name, queueing_lock=name).defer(link_id=link.pk, org_id=org_id)


@app.task(name="stores.check", queue=QUEUE)
def check(*, link_id: int, org_id: int) -> None:
    """Look at a store's page, with nothing locked, and write what was seen."""
    check_front(link_id=link_id, org_id=org_id, clock=lambda: datetime.now(UTC))


def defer_check(link_id: int, org_id: int) -> None:
    """Have the worker look at a store's page; once, if it waits already."""
    name = f"check-{link_id}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        check.configure(lock=name, queueing_lock=name).defer(link_id=link_id, org_id=org_id)


@app.task(name="stores.take_pushed", queue=QUEUE)
def take(*, link_id: int, org_id: int) -> None:
    """Take in what a store's platform has sent; if another worker is just doing so, look again in a moment."""
    if not take_pushed(link_id=link_id, org_id=org_id, clock=lambda: datetime.now(UTC)):
        call(link_id, org_id)


def wake(link_id: int, org_id: int) -> None:
    """Have the worker take in what waits, in a moment, so that it takes many at once. To be called once the message is
    committed, outside of any transaction. If this process is killed before it has called, the minutely look finds the message.
    """
    asked_at = time.monotonic()
    if asked_at >= _sure_until.get(link_id, 0.0):
        _sure_until[link_id] = asked_at + call(link_id, org_id)


def call(link_id: int, org_id: int) -> float:
    """The same at once, and answer for how many seconds at least the job still waits: it will see what is committed until
    then. 0 where that is not known. No lock: whom a killed worker leaves behind keeps nobody waiting.
    """
    name = f"push-{link_id}"
    with connection.cursor() as cursor:
        cursor.execute(
            "select greatest(0, extract(epoch from scheduled_at - clock_timestamp()))::float from procrastinate_jobs"
            " where queueing_lock = %s and status = 'todo'",
            [name],
        )
        if found := cursor.fetchone():
            return float(found[0])
    with suppress(AlreadyEnqueued), transaction.atomic():
        take.configure(queueing_lock=name, schedule_in=GATHERED).defer(link_id=link_id, org_id=org_id)
    return 0.0
