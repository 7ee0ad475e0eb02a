"""A store that is being worked, by one worker at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from paidang.channels.link.channel import Channel
from paidang.stores.models import StoreLink
from paidang.team.context import act_as
from paidang.team.models import Person

Clock = Callable[[], datetime]


@dataclass(slots=True)
class Tended:
    """A store with its channel open, and in whose name it is worked."""

    link: StoreLink
    person: Person
    channel: Channel
    clock: Clock

    @contextmanager
    def acting(self) -> Iterator[None]:
        with act_as(org_id=self.person.org_id, person_id=self.person.pk):
            yield
