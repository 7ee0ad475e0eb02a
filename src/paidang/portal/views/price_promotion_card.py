"""One promotion as its pages show it."""

from dataclasses import dataclass
from datetime import datetime

from paidang.kit.period import day_of
from paidang.portal.templatetags.paidang import worded
from paidang.promotions.models import Promotion
from paidang.promotions.queries.board import Board, Result
from paidang.promotions.rules.readiness import Readiness
from paidang.promotions.rules.states import (
    APPROVED,
    ASKED,
    BROKEN,
    DECLINED,
    DRAFT,
    ENDED,
    LAPSED,
    ON_SALE,
    STATES,
    WITHDRAWN,
)

STATE_KINDS = {
    DRAFT: "info", ASKED: "warn", BROKEN: "bad", APPROVED: "ok", DECLINED: "", ON_SALE: "ok", ENDED: "", LAPSED: "",
    WITHDRAWN: "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """One promotion as the page shows it: its state, what is left to answer, its readiness, its board or what it came to.

    `is_today`: whether the day to answer is this one.
    """

    promotion: Promotion
    state: str
    kind: str
    word: str
    seconds: int
    is_today: bool
    ready: Readiness | None = None
    board: Board | None = None
    result: Result | None = None

    @property
    def is_soon(self) -> bool:
        """Whether the countdown is shown."""
        return 0 < self.seconds < 2 * 86400


def card_of(promotion: Promotion, at: datetime) -> Card:
    """A promotion with its state."""
    state = promotion.state_at(at)
    seconds = int((promotion.answer_by - at).total_seconds())
    is_today = day_of(promotion.answer_by) == day_of(at)
    return Card(promotion, state, STATE_KINDS[state], worded(STATES[state]), seconds, is_today)
