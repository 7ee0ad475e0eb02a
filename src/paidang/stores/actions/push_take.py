"""Taking in what platforms sent, a batch at a time: the messages' orders, their facts and `taken` are one transaction.

Killed anywhere, a batch waits as before, and is taken in whole by the next worker. Where a message names an order only, the
order is asked for first, with nothing locked. To be called in nobody's name; one worker at a time has a store's messages.
"""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, connection

from paidang.channels.link.documents import Document
from paidang.channels.link.errors import ChannelError, Refused
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.stores.actions.documents import take_in
from paidang.stores.actions.recording import note_failure
from paidang.stores.actions.working import Clock, Tended
from paidang.stores.engines.connecting import opened
from paidang.stores.models import PushedMessage, StoreLink
from paidang.stores.queries import get_link, read_credentials
from paidang.stores.queries.pushes import last_waiting, next_messages
from paidang.stores.queries.sealed import DOCUMENT, link_owner, unseal
from paidang.stores.rules.states import NOT_TAKEN, TAKEN, WAITING, WORKING
from paidang.stores.rules.wording import problem_of
from paidang.team.context import act_as
from paidang.team.rules.vault import Unreadable

logger = logging.getLogger(__name__)


def take_pushed(*, link_id: int, org_id: int, clock: Clock) -> bool:
    """Take in all that waits for a store by now; a platform that does not answer leaves the rest waiting.

    What comes meanwhile is gathered for the next call. False: another worker is at it, nothing was done.
    """
    with _alone(link_id) as is_ours:
        if is_ours:
            _take_all(link_id, org_id, clock)
        return is_ours


@contextmanager
def _alone(link_id: int) -> Iterator[bool]:
    """Have the store's messages for oneself, unless another has them. PostgreSQL takes them back from whoever is killed."""
    key = ("push", link_id % 2**31)
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(hashtext(%s), %s)", key)
        [is_ours] = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours:
            with suppress(OperationalError, InterfaceError), connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(hashtext(%s), %s)", key)


def _take_all(link_id: int, org_id: int, clock: Clock) -> None:
    with act_as(org_id=org_id):
        link = get_link(link_id)
        if not _may_ask(link, clock()):
            return
        person, values = link.connected_by, read_credentials(link).as_values()
        upto = last_waiting(link_id)
    with opened(link.platform, link.base_url, values, now=clock) as channel:
        tended = Tended(link, person, channel, clock)
        while _take_some(tended, upto):
            pass


def _may_ask(link: StoreLink, at: datetime) -> bool:
    return link.state in WORKING and not (link.failures and link.next_at > at)


def _take_some(tended: Tended, upto: int) -> bool:
    """The next batch; False: nothing waits, or not now. What fails as a batch is taken one by one."""
    with tended.acting():
        messages = next_messages(tended.link.pk, upto=upto)
    if not messages:
        return False
    contents = _contents(tended, messages)
    if not contents:
        return True
    try:
        asked = _ask(tended, contents)
    except ChannelError as error:
        with tended.acting():
            note_failure(get_link(tended.link.pk, lock=True), tended.person, tended.clock(), error)
        return False
    try:
        return _take(tended, contents, asked)
    except (OperationalError, InterfaceError):
        raise  # the database's trouble, not the messages'
    except Exception:
        if len(messages) > 1:
            logger.warning("store %s: a batch is taken one by one", tended.link.pk, exc_info=True)
    return all([_take_alone(tended, one, contents, asked) for one in messages if one.pk in contents])


def _contents(tended: Tended, messages: Sequence[PushedMessage]) -> dict[int, Mapping[str, Any]]:
    """What is in them; those that cannot be opened any more are put aside."""
    found: dict[int, Mapping[str, Any]] = {}
    for one in messages:
        try:
            found[one.pk] = json.loads(unseal(one.sealed, purpose=DOCUMENT, owner=link_owner(one.link_id)))
        except Unreadable:
            with tended.acting():
                _put_aside(one, say("打不开了：本安装的密钥换过"))
    return found


def _ask(tended: Tended, contents: Mapping[int, Mapping[str, Any]]) -> dict[str, Document | Refused]:
    """The orders that are only named, each once; what the platform will not tell is kept as why not."""
    found: dict[str, Document | Refused] = {}
    for order_id in dict.fromkeys(name for content in contents.values() for name in content["order_ids"]):
        try:
            found[order_id] = tended.channel.get_order(order_id)
        except Refused as refused:
            found[order_id] = refused
    return found


def _take(
    tended: Tended,
    contents: Mapping[int, Mapping[str, Any]],
    asked: Mapping[str, Document | Refused],
) -> bool:
    with tended.acting():
        link, at = get_link(tended.link.pk, lock=True), tended.clock()
        if link.state not in WORKING:
            return False
        waiting = PushedMessage.objects.filter(pk__in=list(contents), state=WAITING)
        ours = list(waiting.defer("sealed").select_for_update(skip_locked=True, of=("self",)).order_by("pk"))
        good, documents = [], list[Document]()
        for message in ours:
            found = _documents(contents[message.pk], asked)
            if isinstance(found, Refused):
                _put_aside(message, problem_of(found))
            else:
                good.append(message.pk)
                documents += found
        take_in(
            person=tended.person, at=at, link_id=link.pk, documents=documents, map_document=tended.channel.map, act="stores.pushed",
        )  # fmt: skip
        PushedMessage.objects.filter(pk__in=good).update(state=TAKEN, taken_at=at, sealed="")
        if any(contents[pk]["is_hint"] for pk in good):
            StoreLink.objects.filter(pk=link.pk).update(next_at=at)
    return bool(ours)


def _documents(
    content: Mapping[str, Any], asked: Mapping[str, Document | Refused]
) -> list[Document] | Refused:
    documents = [Document(kind, number, body) for kind, number, body in content["documents"]]
    for order_id in content["order_ids"]:
        found = asked[order_id]
        if isinstance(found, Refused):
            return found
        documents.append(found)
    return documents


def _take_alone(
    tended: Tended,
    message: PushedMessage,
    contents: Mapping[int, Mapping[str, Any]],
    asked: Mapping[str, Document | Refused],
) -> bool:
    """One message for itself; if it cannot be taken in it is put aside, with the reason, and keeps no other waiting."""
    try:
        return _take(tended, {message.pk: contents[message.pk]}, asked)
    except (OperationalError, InterfaceError):
        raise
    except UnableTo as no:
        reason = no.message
    except Exception:
        logger.exception("store %s, message %s", tended.link.pk, message.pk)
        reason = say("拍档处理它时出了意外，会再试；总是这样就告诉我们")
    with tended.acting():
        _put_aside(message, reason)
    return True


def _put_aside(message: PushedMessage, reason: str) -> None:
    PushedMessage.objects.filter(pk=message.pk, state=WAITING).update(state=NOT_TAKEN, reason=reason)
