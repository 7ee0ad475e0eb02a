"""Talk about one clause: who has offered which wording, what the other side said to it, who may say what next.

The side that hands in a version offers its changes. The other side accepts, declines, or offers other words; an offer
that is accepted is closed until the next version, unless who accepted it takes that back. Remarks bind nobody and are
always possible.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from paidang.kit.sides import other_side

REMARK, ACCEPT, DECLINE, OFFER, TAKE_BACK = "remark", "accept", "decline", "offer", "take_back"
KINDS = (REMARK, ACCEPT, DECLINE, OFFER, TAKE_BACK)
QUIET, OPEN, ACCEPTED, DECLINED = "quiet", "open", "accepted", "declined"


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing said: `body` is the remark, the reason, or of an offer the whole new wording of the clause."""

    kind: str
    side: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """How a clause stands. `wording` is that of the last offer made in talk; None stands for the version's own words."""

    state: str
    offered_by: str | None = None
    wording: str | None = None

    @property
    def waits_for(self) -> str | None:
        """The side whose word an open offer waits for."""
        return other_side(self.offered_by) if self.state == OPEN and self.offered_by else None

    def allows(self, side: str) -> frozenset[str]:
        """What a side may say next."""
        if self.state == ACCEPTED:
            return frozenset({REMARK} | ({TAKE_BACK} if side != self.offered_by else set()))
        if self.offered_by is None:
            return frozenset({REMARK, OFFER})
        answers = {ACCEPT, DECLINE} if self.state == OPEN else {ACCEPT}
        return frozenset({REMARK, OFFER} | (answers if side != self.offered_by else set()))

    def after(self, reply: Reply) -> "Talk":
        """How it stands once this is said; what was not allowed changes nothing."""
        if reply.kind not in self.allows(reply.side) or reply.kind == REMARK:
            return self
        if reply.kind == OFFER:
            return Talk(OPEN, reply.side, reply.body)
        if reply.kind == TAKE_BACK:
            return Talk(OPEN, self.offered_by, self.wording)
        return Talk(ACCEPTED if reply.kind == ACCEPT else DECLINED, self.offered_by, self.wording)


def begin(offered_by: str | None) -> Talk:
    """Before anybody has spoken: a change that a side has handed in, or with None words that nobody has touched."""
    return Talk(OPEN, offered_by) if offered_by else Talk(QUIET)


def stand(offered_by: str | None, replies: Iterable[Reply]) -> Talk:
    """How a clause stands after all that was said, the first first.

    >>> stand("b", [Reply(OFFER, "a", "6.8:3.2"), Reply(ACCEPT, "b")])
    Talk(state='accepted', offered_by='a', wording='6.8:3.2')
    """
    talk = begin(offered_by)
    for reply in replies:
        talk = talk.after(reply)
    return talk
