"""A store's bills by day, where its platform gives them by interface: each goes in as the file that an operator would download."""

from django.db import transaction

from paidang.channels.link.errors import ChannelError, NoBill
from paidang.intake.actions import receive_file, write_now
from paidang.kit.outcome import UnableTo
from paidang.stores.actions.recording import count_day, record
from paidang.stores.actions.working import Tended
from paidang.stores.queries import get_link
from paidang.stores.rules.bills import BILL_RETRY, next_bill


def take_bills(tended: Tended) -> None:
    """Take in the bills of the days that are over and not in yet. One that is not there yet is asked for again later.

    What is wrong with bills keeps no order waiting: it is counted, and nothing else.
    """
    if not tended.channel.gives_bills:
        return
    try:
        while _take_next(tended):
            pass
    except (ChannelError, UnableTo) as error:
        with tended.acting():
            link = get_link(tended.link.pk, lock=True)
            link.bill_at = tended.clock() + BILL_RETRY
            link.save(update_fields=["bill_at"])
            count_day(link, tended.clock(), failure=f"BILL {error.code}")


def _take_next(tended: Tended) -> bool:
    """One day's bill; False: none is due."""
    with tended.acting():
        link = get_link(tended.link.pk)
    now = tended.clock()
    day = next_bill(link.billed_on, now)
    if day is None or (link.bill_at and link.bill_at > now):
        return False
    try:
        content = tended.channel.get_bill(day)
    except NoBill:
        content = b""
    with tended.acting(), transaction.atomic():
        link = get_link(link.pk, lock=True)
        if content:
            at, name = tended.clock(), f"{link.store}-{day.isoformat()}.csv"
            imported = receive_file(
                person=tended.person, at=at, code=link.contract.code, name=name, content=content, kind="bills",
                store=link.store, channel=link.channel, is_to_write=True,
            )  # fmt: skip
            imported = write_now(person=tended.person, at=at, import_id=imported.pk)
            facts = {"day": day.isoformat(), "import": imported.pk, "state": imported.state}
            record(link, tended.person, at, "stores.billed", facts)
        link.billed_on, link.bill_at = day, None
        link.save(update_fields=["billed_on", "bill_at"])
    return True
