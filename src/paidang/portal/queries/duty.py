"""One duty by its key: what the contract plans by itself, or what stands on the worklist."""

from dataclasses import dataclass
from datetime import datetime

from paidang.contracts.models import Contract
from paidang.contracts.queries import list_planned
from paidang.contracts.rules.duty_plan import Planned
from paidang.duties.models import Duty
from paidang.duties.queries import list_done
from paidang.kit.outcome import NotFound
from paidang.kit.period import EVER, day_of
from paidang.kit.sentence import say
from paidang.portal.queries.grounds import load_grounds
from paidang.portal.queries.items import ItemMaker
from paidang.portal.queries.planned import item_of
from paidang.portal.queries.worklist import list_coming_statements, list_items
from paidang.portal.rules.worklist import Item
from paidang.team.models import Person


@dataclass(frozen=True, slots=True)
class FoundDuty:
    """A duty as a worklist item; `planned` where the contract plans it by itself, `done` once it is declared done."""

    item: Item
    planned: Planned | None = None
    done: Duty | None = None


def find_duty(contract: Contract, key: str, *, person: Person, now: datetime) -> FoundDuty:
    """The duty of this key, one's own side's first; NotFound where nothing of the kind is owed any more."""
    grounds = load_grounds([contract], day_of(now))
    plan = list_planned(grounds[contract.pk].living, EVER, on=day_of(now))
    planned = [each for each in plan if each.key == key]
    if planned:
        item = item_of(contract, planned[0], ItemMaker(person, [contract], day_of(now)))
        return FoundDuty(item, planned[0], list_done(contract.pk).get(key))
    found = list_items(person=person, grounds=grounds, now=now, ahead=None)
    found += list_coming_statements(person=person, grounds=grounds, now=now)
    items = sorted((item for item in found if item.key == key), key=lambda item: not item.mine)
    if not items:
        raise NotFound(say("这份合同里没有这件事"), remedy=say("请从「今天」或合同的日程里打开。"))
    return FoundDuty(items[0])
