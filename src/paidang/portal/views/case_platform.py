"""What the platform of a case says, what it was told, and what it will be told by a verdict: for the case's page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from paidang.aftersales.models import Case, CaseLine
from paidang.aftersales.queries.told import find_act, find_told, what_to_tell
from paidang.aftersales.rules.words import ENDED, REFUND
from paidang.channels.link.channel import AGREE, REFUSE, TAKE_BACK
from paidang.channels.platforms import PLATFORMS
from paidang.kit.money import yuan
from paidang.portal.templatetags.paidang import worded
from paidang.stores.models import OutgoingAct
from paidang.stores.rules.states import ACT_STATES, DONE, FAILED, WAITING
from paidang.stores.rules.wording import CASE_STATES

LOOKS = {WAITING: "info", DONE: "ok", FAILED: "bad"}


def platform_context(
    case: Case, lines: Sequence[CaseLine], given: Mapping[str, int], may_serve: bool
) -> dict[str, Any]:
    """`on_platform`: None of a case that is none of a platform's. `given`: what the refund dialog would give, by line, in fen."""
    told = find_told(case)
    if told is None:
        return {"on_platform": None}
    platform = worded(PLATFORMS[told.link.platform].label)
    act = find_act(case)
    return {
        "on_platform": {
            "name": platform,
            "told": told,
            "state": worded(CASE_STATES[told.state]),
            "act": act,
            "act_words": _act_words(act) if act else "",
            "act_state": (LOOKS[act.state], worded(ACT_STATES[act.state])) if act else None,
            "why": worded((act.problem or {}).get("reason", "")) if act else "",
            "may_again": bool(act) and may_serve and act is not None and act.state == FAILED,
            "preview": "" if case.state in ENDED else _preview(case, told, given, platform),
        }
    }


def _act_words(act: OutgoingAct) -> str:
    """`同意退款 ¥129.00`."""
    words = {AGREE: _("同意退款 %(fen)s"), TAKE_BACK: _("同意退货"), REFUSE: _("拒绝")}[act.body["does"]]
    return words % {"fen": yuan(act.body["fen"])} if act.body["does"] == AGREE else words


def _preview(case: Case, told: Any, given: Mapping[str, int], platform: str) -> str:
    """What a refund of all that was asked for does at the platform."""
    found = what_to_tell(case, told, REFUND, given)
    if found.does:
        return _("%(platform)s会马上退 %(fen)s 给买家") % {"platform": platform, "fen": yuan(told.amount_fen)}
    if found.by_hand:
        return _("%(platform)s要到后台去退：%(why)s") % {"platform": platform, "why": worded(found.by_hand)}
    return ""
