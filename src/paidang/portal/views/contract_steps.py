"""Where a contract stands for one of its sides: the state word, what is next and whose turn it is; terms in short."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paidang.contracts.models import DRAFT
from paidang.contracts.queries import Negotiation, Room, Standing, living_of, terms_of
from paidang.contracts.rules import life
from paidang.contracts.rules import points as p
from paidang.kit import money
from paidang.kit.period import day_of
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.contract_cards import Words

STATE_KINDS = {
    life.SIGNED: "info", life.IN_FORCE: "ok", life.RENEWING: "ok", life.CURE_RUNNING: "bad", life.SUSPENDED: "warn",
    life.NOTICE_GIVEN: "warn", life.ENDED: "warn", life.SETTLED: "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """What is next: share, agree, decide, answer, compose, accept, approve, sign, paper, wait, or nothing ("").

    `mine`: it is this side's turn.
    """

    kind: str
    word: str
    mine: bool = False


def state_of(standing: Standing) -> tuple[str, str]:
    """The kind and the word for `{% st %}`."""
    contract = standing.contract
    if contract.state != DRAFT:
        today = day_of(timezone.now())
        state = life.state_of(living_of(standing, today).life, today)
        return STATE_KINDS[state], worded(life.STATE_WORDS[state])
    if not (contract.brand_id and contract.agency_id):
        return "me", _("草稿，对方看不到")
    if standing.is_accepted:
        return "warn", worded(life.STATE_WORDS[life.SIGNING])
    if standing.accepted_by:
        return "info", _("等一方接受")
    return "warn", _("签署前审阅")


def next_step(standing: Standing, org_id: int) -> Step:
    """What is next, and whether it is for the organisation that looks."""
    contract = standing.contract
    if contract.state != DRAFT:
        return Step("", "")
    if not (contract.brand_id and contract.agency_id):
        return Step("share", _("发给对方"), mine=True)
    current = {key: decision for key, decision in standing.decisions.items() if not decision.number}
    blocking = [point.key for point in standing.compiled.open if point.blocking]
    waiting = [current[key] for key in blocking if key in current]
    theirs = sum(decision.proposed_by.org_id != org_id for decision in waiting)
    if theirs:
        words = ngettext("同意或改 %(n)d 项提议", "同意或改 %(n)d 项提议", theirs) % {"n": theirs}
        return Step("agree", words, mine=True)
    if undecided := len(blocking) - len(waiting):
        words = ngettext("还有 %(n)d 件要定", "还有 %(n)d 件要定", undecided) % {"n": undecided}
        return Step("decide", words, mine=True)
    if waiting:
        words = ngettext("等对方同意 %(n)d 项", "等对方同意 %(n)d 项", len(waiting)) % {"n": len(waiting)}
        return Step("wait", words)
    if standing.is_accepted:
        return Step("sign", _("签署合同"), mine=True)
    if org_id in standing.accepted_by:
        return Step("wait", _("等对方接受"))
    return Step("accept", _("接受合同"), mine=True)


def signing_step(room: Room, side: str) -> Step:
    """What is next for a side of a contract that both have accepted."""
    if room.paper:
        mine = room.paper.side != side
        return Step("paper", _("确认纸上签署") if mine else _("等对方确认纸上签署"), mine)
    if side in room.signings or side not in room.awaited:
        return Step("wait", _("等对方签署"))
    if room.left:
        return Step("approve", _("内部审批，还差 %(n)d 步") % {"n": len(room.left)}, mine=True)
    return Step("sign", _("签署合同"), mine=True)


def negotiating_step(room: Negotiation, side: str) -> Step | None:
    """What is next about the words of a draft; None where a side can take the version as it is.

    A version whose changes nobody has answered yet can be accepted whole; as soon as one is spoken for, all are.
    """
    if not room.unwritten:
        return None
    mine = sum(room.talks[change.key].waits_for == side for change in room.open)
    if mine:
        return Step(
            "answer", ngettext("答复 %(n)d 处改动", "答复 %(n)d 处改动", mine) % {"n": mine}, mine=True
        )
    if room.open:
        n = len(room.open)
        return Step("wait", ngettext("等对方答复 %(n)d 处改动", "等对方答复 %(n)d 处改动", n) % {"n": n})
    return Step("compose", _("写成下一稿"), mine=True)


def terms_in_short(standing: Standing) -> str:
    """What the agency earns today, in a few words."""
    words, today = Words(standing), terms_of(standing, day_of(timezone.now()))
    return " + ".join(component_words(part, words) for part in _components(today.terms)) or "—"


def component_words(part: Mapping[str, object], words: Words) -> str:
    """One component in a few words; `—` for what is still open."""
    if part["kind"] == "profit_share":
        if not (part["a"] and part["b"]):
            return _("分成 —")
        return _("分成 %(a)s / %(b)s") % {
            "a": money.percent(str(part["a"])),
            "b": money.percent(str(part["b"])),
        }
    if part["kind"] == "commission":
        rates = [str(tier["rate"]) for tier in cast("list[Mapping[str, object]]", part.get("tiers", []))] or [
            str(part.get("rate") or "")
        ]
        shown = [money.percent(rate) for rate in (rates[0], rates[-1]) if rate]
        return _("佣金 %(rate)s") % {"rate": "–".join(dict.fromkeys(shown)) or "—"}
    amount = money.yuan(cast("int | None", part["amount"]))
    return (_("月费 %(amount)s") if part["kind"] == "monthly_fee" else _("保底 %(amount)s")) % {
        "amount": amount
    }


def _components(terms: Mapping[str, object]) -> list[Mapping[str, object]]:
    return cast("list[Mapping[str, object]]", terms["components"])


def effects(standing: Standing, known: Mapping[str, object] | None = None) -> list[tuple[str, str]]:
    """What follows from accepting or signing: names and values. `known` are the terms with the day of signing."""
    terms, words = known or standing.compiled.terms, Words(standing)
    pairs = [(_("期限"), _term_words(standing, terms))]
    pairs += [
        (_("%(side)s所得") % {"side": words.side("b")}, component_words(part, words))
        for part in _components(terms)
    ]
    for name, choices, key in (
        (_("收款"), p.COLLECTOR, "collector"),
        (_("计入"), p.RECOGNITION, "recognition"),
        (_("平台扣费"), p.PLATFORM_FEES, "platform_fees"),
    ):
        pairs += [
            (name, words.say(choice.zh, choice.en)) for choice in choices if choice.value == terms.get(key)
        ]
    for part in _components(terms):
        pairs += [
            (_("亏损"), words.say(choice.zh, choice.en))
            for choice in p.LOSS
            if choice.value == part.get("loss")
        ]
    for debt in cast("list[Mapping[str, object]]", terms["dated_debts"]):
        pairs.append(
            (
                _("平台建设费") if debt["kind"] == "setup" else _("服务费总额"),
                money.yuan(cast(int, debt["amount"])),
            )
        )
    if isinstance(late := terms.get("late_fee"), Mapping):
        pairs.append(
            (_("逾期违约金"), _("每日 %(rate)s") % {"rate": money.percent(str(late["rate_per_day"]))})
        )
    pairs.append((_("之后"), _("约定不能再改；要改，双方另签补充协议")))
    return pairs


def start_of(standing: Standing) -> str:
    """The first day under the terms, `2026-08-01`; empty while it is open."""
    term = standing.compiled.terms.get("term")
    return str(term.get("start") or "") if isinstance(term, Mapping) else ""


def _term_words(standing: Standing, terms: Mapping[str, object]) -> str:
    term = terms.get("term")
    months = standing.base.stated.stated("term.months")
    if (not isinstance(term, Mapping) or "start" not in term) and isinstance(months, int):
        return ngettext("自签署当日起 %(n)d 个月", "自签署当日起 %(n)d 个月", months) % {"n": months}
    if not isinstance(term, Mapping):
        return _("自签署当日起")
    first, last = (str(term.get(key) or "—") for key in ("start", "end"))
    return _("%(first)s 至 %(last)s") % {"first": first, "last": last}
