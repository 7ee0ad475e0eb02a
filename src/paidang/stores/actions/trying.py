"""Trying a store's credentials: a few small calls, and one clear sentence. The owner's way to the platform. Asking for a pull,
and for messages that were put aside to be taken in after all.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction

from paidang.channels.link.errors import ChannelError, Unreachable
from paidang.channels.link.record import WRONG_STORE
from paidang.channels.mapping import Context
from paidang.channels.platforms import PLATFORMS
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.kit.sentence import Sentence, say
from paidang.stores.actions.connect import (
    Given,
    UnableToConnect,
    check_given,
    check_may_operate,
    connect_store,
)
from paidang.stores.actions.recording import record
from paidang.stores.engines.connecting import WAITED_FOR, address_to_authorise, exchange_code, opened
from paidang.stores.models import PushedMessage, StoreLink
from paidang.stores.queries import get_link
from paidang.stores.rules.states import LINK_STATES, NOT_TAKEN, WAITING, WORKING
from paidang.stores.rules.wording import problem_of
from paidang.team.models import Person

SPAN = timedelta(hours=1)


def try_store(*, person: Person, contract: Contract, at: datetime, given: Given) -> Sentence | None:
    """Why the store cannot be asked with these; None: it answers. Writes nothing; to be called before anything is locked."""
    check_may_operate(person, contract)
    check_given(given)
    try:
        with opened(
            given.platform, given.base_url, given.credentials, now=lambda: at, patience=WAITED_FOR
        ) as channel:
            document = channel.try_out(at - SPAN, at)
    except Unreachable:
        host = urlsplit(given.base_url).netloc or given.base_url
        return say("连不上 {host}，什么都没有保存。请核对接口地址，过一会儿再试", host=host)
    except ChannelError as error:
        return problem_of(error)
    if document is None:
        return None
    mapped = channel.map(document, Context(given.store, PLATFORMS[given.platform].channel)).mapped
    faults = (fault for of_row in mapped.faults.values() for fault in of_row)
    wrong = next((fault.reason for fault in faults if fault.code == WRONG_STORE), None)
    return say("店铺的种类不对。{said}。请换一个平台再连", said=wrong) if wrong else None


def begin_authorising(
    *, person: Person, contract: Contract, at: datetime, given: Given, back: str, state: str
) -> str:
    """Where the store's owner says yes at the platform; who comes back brings `state` and a code. Writes nothing."""
    check_may_operate(person, contract)
    known = PLATFORMS.get(given.platform)
    if known is None or not known.token:
        raise UnableToConnect(say("这个平台没有去授权的地方，请填写凭据"), code="STORE_INCOMPLETE")
    check_given(given, without=(known.token,))
    return address_to_authorise(
        given.platform, given.base_url, given.credentials, back=back, state=state, now=lambda: at
    )


def finish_authorising(*, person: Person, at: datetime, code: str, given: Given, answer: str) -> StoreLink:
    """Connect the store with the token for the code that its owner came back with (`answer`)."""
    contract = get_contract(code)
    check_may_operate(person, contract)
    try:
        token = exchange_code(given.platform, given.base_url, given.credentials, answer, now=lambda: at)
    except ChannelError as error:
        raise UnableToConnect(problem_of(error), code=error.code) from None
    credentials = {
        **given.credentials, PLATFORMS[given.platform].token: token.access_token, "refresh_token": token.refresh_token,
    }  # fmt: skip
    whole = replace(given, credentials=credentials)
    return connect_store(person=person, at=at, code=code, given=whole, expires_at=token.expires_at)


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


@transaction.atomic
def retry_messages(*, person: Person, at: datetime, link_id: int) -> StoreLink:
    """Have the messages that were put aside wait again, as if they had just come; where none is aside, nothing happens."""
    link = get_link(link_id, lock=True)
    check_may_operate(person, link.contract)
    aside = PushedMessage.objects.filter(link=link, state=NOT_TAKEN)
    if count := aside.update(state=WAITING, reason=None):
        record(link, person, at, "stores.retried", {"messages": count})
    return link
