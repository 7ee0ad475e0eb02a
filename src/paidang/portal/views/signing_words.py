"""Who has signed a contract, or a supplementary agreement, and who is to, on which day it was signed, in words: for its own page and for signing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from paidang.contracts.models import Signing
from paidang.contracts.queries import Room, Standing
from paidang.contracts.rules.signing import ANY, authority_words
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.contract_cards import Words


@dataclass(frozen=True, slots=True)
class SideRow:
    """One side and its signature, on paper or electronic."""

    side: str
    word: str
    name: str
    ring: str
    state: str
    signing: Signing | None = None
    authority: str = ""
    has_letter: bool = False


def side_rows(room: Room) -> list[SideRow]:
    """Both sides with what they have signed or have still to sign."""
    standing, found = room.standing, []
    words = Words(standing)
    for side, org in zip("ab", standing.contract.parties, strict=True):
        signing = room.signings.get(side)
        name, ring, state, authority = org.registered_name, "wait", _("还没签"), ""
        if signing:
            ring, state = "ok", _("已签")
            who = signing.signatory
            authority = worded(authority_words(who.ground, who.title, who.until))
        elif room.paper and room.paper.verdict:
            ring, state = "ok", _("已在纸上签署")
        elif side in room.awaited:
            ring, state = "warn", _("等签署")
        has_letter = bool(signing and signing.signatory.letter_sha256)
        found.append(SideRow(side, words.side(side), name, ring, state, signing, authority, has_letter))
    return found


def order_words(standing: Standing) -> str:
    """Who signs first."""
    return dict(order_choices(standing))[standing.contract.signing_order]


def order_choices(standing: Standing) -> list[tuple[str, str]]:
    """The orders of signing in words."""
    words = Words(standing)
    first = [(side, _("由%(side)s先签") % {"side": words.side(side)}) for side in "ab"]
    return [(ANY, _("谁先签都可以")), *first]


def signing_days(standing: Standing, today: date) -> Sequence[tuple[str, str]]:
    """The day of signing as text, decision and pen say it, where they differ, and which of them counts."""
    actual = standing.contract.signed_on
    day = (actual or today).isoformat()
    counts = str(standing.signed_on(actual or today).terms["signed_on"])
    said = standing.base.stated.stated("signed_on")
    rows = [(_("实际签署日") if actual else _("如果今天签完"), day)]
    if isinstance(said, str) and said != day:
        rows.append((_("原文写的签订日期"), said))
    if counts not in (day, said):
        rows.append((_("双方定下的签订日期"), counts))
    return [*rows, (_("费用从哪天起算"), counts)] if len(rows) > 1 else rows
