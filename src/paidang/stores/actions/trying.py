"""Trying a store's credentials: one small call, and one clear sentence. Asking for a pull."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from paidang.channels.link.errors import ChannelError
from paidang.contracts.models import Contract
from paidang.kit.sentence import Sentence, say
from paidang.stores.actions.connect import UnableToConnect, check_given, check_may_operate
from paidang.stores.engines.connecting import WAITED_FOR, opened
from paidang.stores.models import StoreLink
from paidang.stores.queries import get_link
from paidang.stores.rules.states import LINK_STATES, WORKING
from paidang.stores.rules.wording import problem_of
from paidang.team.models import Person

SPAN = timedelta(minutes=1)


def try_store(
    *,
    person: Person,
    contract: Contract,
    at: datetime,
    platform: str,
    store: str,
    base_url: str,
    credentials: Mapping[str, str],
) -> Sentence | None:
    """Why the store cannot be asked with these; None: it answers. Writes nothing; to be called before anything is locked."""
    check_may_operate(person, contract)
    check_given(platform, store.strip(), base_url, credentials)
    try:
        with opened(platform, base_url, credentials, now=lambda: at, patience=WAITED_FOR) as channel:
            next(iter(channel.pull_orders(at - SPAN, at)), None)
    except ChannelError as error:
        return problem_of(error)
    return None


@transaction.atomic
def ask_pull(*, person: Person, at: datetime, link_id: int) -> StoreLink:
    """Have a store pulled now, whatever it waits for. It changes no fact by itself, so it is on no record."""
    link = get_link(link_id, lock=True)
    check_may_operate(person, link.contract)
    if link.state not in WORKING:
        raise UnableToConnect(
            say("店铺 {store} {state}，不能拉取", store=link.store, state=LINK_STATES[link.state]),
            code="STORE_WRONG_STATE",
            remedy=say("先把店铺接上。"),
        )
    link.next_at = at
    link.save(update_fields=["next_at"])
    return link
