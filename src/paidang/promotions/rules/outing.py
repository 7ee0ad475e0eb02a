"""How far one price of a promotion is on its way to the store and back, read from what is known of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from paidang.kit.clause import clause
from paidang.kit.sentence import say

WAITS, SENT, LIVE, DIFFERS, REFUSED, OTHER = "waits", "sent", "live", "differs", "refused", "other"
BACK_WAITS, BACK_SENT, BACK, BACK_REFUSED, NEVER = (
    "back_waits", "back_sent", "back", "back_refused", "never",
)  # fmt: skip
WORDS = {
    WAITS: say("等着发出"),
    SENT: say("已发出"),
    LIVE: say("平台上是活动价"),
    DIFFERS: say("平台上是别的价"),
    REFUSED: say("没有发成"),
    OTHER: say("另发过别的价"),
    BACK_WAITS: say("等着改回"),
    BACK_SENT: say("已发出原价"),
    BACK: say("平台上是原价"),
    BACK_REFUSED: say("没有改回"),
    NEVER: say("没有发过"),
}
TROUBLED = (REFUSED, DIFFERS)
BACK_TROUBLED = (BACK_REFUSED,)
HOLDING = (WAITS, SENT, LIVE, DIFFERS, BACK_WAITS)
"""In these a listing is a promotion's: no other one sets its price."""
ACT_WAITING, ACT_DONE, ACT_FAILED, ACT_REPLACED = "waiting", "done", "failed", "replaced"
"""The states of an outgoing act, as `stores.OutgoingAct` has them; "" where nothing was to go out."""
LOOK_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Way:
    """What is known of one price: its acts, what the store was seen to list and when. `is_over`: it is to be taken back.

    `is_other`: somebody had another price sent for the same listing after the promotion's own.
    """

    out: str
    out_done_at: datetime | None
    seen_fen: int | None
    seen_at: datetime | None
    price_fen: int
    was_live: bool = False
    is_over: bool = False
    is_other: bool = False
    back: str = ""
    back_refused: bool = False
    is_back: bool = False


@clause("OP-2-A-2", "OP-2-B-4")
def state_of_price(way: Way) -> str:
    """One word for it. What the store lists counts more than what was sent; what was seen before the sending says nothing."""
    if way.is_over:
        return _over(way)
    if way.is_other or way.out == ACT_REPLACED:
        return OTHER
    if way.was_live and way.seen_fen == way.price_fen:
        return LIVE
    if way.out == ACT_WAITING:
        return WAITS
    if way.out == ACT_DONE:
        is_fresh = way.seen_at is not None and way.out_done_at is not None and way.seen_at >= way.out_done_at
        return DIFFERS if is_fresh and way.seen_fen != way.price_fen else SENT
    return DIFFERS if way.was_live else REFUSED


def _over(way: Way) -> str:
    if way.is_back:
        return BACK
    if way.is_other:
        return OTHER
    if not needs_back(way):
        return NEVER
    if way.back_refused or way.back == ACT_FAILED:
        return BACK_REFUSED
    if way.back == ACT_DONE:
        return BACK_SENT
    return OTHER if way.back == ACT_REPLACED else BACK_WAITS


def needs_back(way: Way) -> bool:
    """Whether the store may list the promotion's price: what waited may be in a worker's hands, so it is taken back too."""
    return way.was_live or way.out in (ACT_WAITING, ACT_DONE, ACT_REPLACED)


def wants_look(way: Way, at: datetime, *, back_done_at: datetime | None) -> bool:
    """Whether the store is to be read now: what was sent is not seen yet, or the price on sale was not looked at for an hour."""
    sent_at = back_done_at if way.is_over else way.out_done_at
    if sent_at is not None and (way.seen_at is None or way.seen_at < sent_at):
        return True
    if way.is_over:
        return False
    return way.seen_at is not None and at - way.seen_at >= LOOK_EVERY
