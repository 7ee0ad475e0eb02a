"""Receiving and taking in as a process does them that may be killed in between."""

from datetime import datetime

from paidang.channels.link.pushing import Sent
from paidang.stores.actions.push import receive_push
from paidang.stores.actions.push_take import take_pushed


def receive(*, code: str, headers: dict[str, str], body: str, at: str) -> None:
    receive_push(code=code, sent=Sent({}, headers, body.encode()), at=datetime.fromisoformat(at))


def take(*, link_id: int, org_id: int, at: str) -> None:
    take_pushed(link_id=link_id, org_id=org_id, clock=lambda: datetime.fromisoformat(at))
