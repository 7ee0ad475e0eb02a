"""The brand's list of sellable goods as an item of the worklist (OP-4-B-4): done as soon as one is handed in."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.urls import reverse

from paidang.contracts.models import Contract
from paidang.kit.period import day_end_at, day_of
from paidang.portal.queries.items import ItemMaker
from paidang.portal.queries.planned import title_of
from paidang.portal.rules.worklist import Item
from paidang.stock.queries.lists import list_due_days

KIND = "list_goods"


def iter_list_items(
    contracts: Sequence[Contract], make: ItemMaker, now: datetime, ahead: timedelta | None
) -> Iterator[Item]:
    """The next list of each contract that asks for one, due in a time `ahead` or ever."""
    by_id = {contract.pk: contract for contract in contracts}
    for pk, due in list_due_days(contracts).items():
        if ahead is None or due.day < day_of(now + ahead):
            yield make.item(
                by_id[pk], kind=KIND, key=f"{KIND}:{due.day.isoformat()}", side="a", clause="OP-4-B-4",
                title=title_of(KIND, {"days": due.rhythm.days}), due_at=day_end_at(due.day),
                url=f"{reverse('portal:stock')}?contract={by_id[pk].code}",
            )  # fmt: skip
