"""One promotion, for both sides, and for the brand on a phone in one screen: what it is, its money, its floors, its readiness."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.contracts.models import IN_FORCE
from paidang.contracts.queries import Standing, get_contract, get_standing
from paidang.portal.templatetags.paidang import moment_text, worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.price_promotion_card import card_of
from paidang.portal.views.price_promotion_goods import GOODS_AT_ONCE, goods_page
from paidang.portal.views.price_promotions import may_make
from paidang.promotions.models import Promotion
from paidang.promotions.queries.board import Board, load_board
from paidang.promotions.queries.check import check_plan, plan_of, terms_at
from paidang.promotions.queries.fees import expected_fee
from paidang.promotions.queries.forecast import Forecasts, forecast_of
from paidang.promotions.queries.outing import digest_now, list_outings
from paidang.promotions.queries.promotions import get_promotion
from paidang.promotions.rules import outing
from paidang.promotions.rules.outing import BACK_REFUSED, REFUSED
from paidang.promotions.rules.readiness import BAD, FLOOR, WARN, Check, Readiness, SkuVerdict, Wanted
from paidang.promotions.rules.states import (
    APPROVED,
    ASKED,
    BROKEN,
    CHANGEABLE,
    DRAFT,
    ENDED,
    LANES,
    LAPSED,
    ON_SALE,
    WITHDRAWN,
)
from paidang.team.rules.roles import who_may

OUTING_KINDS = {
    outing.WAITS: "info", outing.SENT: "info", outing.LIVE: "ok", outing.DIFFERS: "bad", outing.REFUSED: "bad", outing.OTHER: "warn",
    outing.BACK_WAITS: "info", outing.BACK_SENT: "info", outing.BACK: "ok", outing.BACK_REFUSED: "bad", outing.NEVER: "",
}  # fmt: skip


@login_required
@require_GET
def price_promotion(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The page."""
    person, contract, now = person_of(request), get_contract(code), timezone.now()
    promotion, standing = get_promotion(contract, number), get_standing(contract)
    card = card_of(promotion, now)
    is_open = card.state in (DRAFT, ASKED, BROKEN)
    ready = check_plan(contract, plan_of(promotion), now, standing)
    side, lives = contract.side_of(person.org_id), contract.state == IN_FORCE
    makes = may_make(request, contract)
    answers = side == "a" and lives and person.may("approve_offer") and card.state == ASKED
    outings = list_outings(promotion, now)
    is_stuck = promotion.by_link and promotion.starts_at <= now and not outings
    board = load_board(promotion, now, standing) if card.state in (ON_SALE, ENDED) else None
    better = _better(ready.skus) if makes and card.state in CHANGEABLE else []
    context: dict[str, Any] = {
        "goods": goods_page(request, len(ready.skus)),
        "forecasts": _forecasts(promotion, card.state, now, board),
        "is_over": card.state == ENDED,
        "may_try": lives and card.state in CHANGEABLE,
        "digest": digest_now(promotion),
        "outings": [(one, OUTING_KINDS[one.state]) for one in outings],
        "may_retry": makes and any(one.state in (REFUSED, BACK_REFUSED) for one in outings),
        "contract": contract,
        "promotion": promotion,
        "card": card,
        "lane": worded(LANES[promotion.lane]),
        "is_open": is_open,
        "ready": ready,
        "left": ready.left,
        "noted": [(kind, found) for kind in (BAD, WARN) if (found := _noted(ready, kind))],
        "shares": _shares(standing, promotion.starts_at),
        "first": _first(ready),
        "floors": [(one.wanted, _place(one.wanted)) for one in sorted(ready.skus, key=_is_above)],
        "board": board,
        "better": better[:GOODS_AT_ONCE],
        "passing": len(ready.passing),
        "managed": len(ready.manageable),
        "is_refused": any(
            one.allowed != one.wanted.units or one.price_fen != one.wanted.price_fen for one in better
        ),
        "is_overstaffed": any(one.units != one.allowed for one in better),
        "gained": _gained(promotion, board, ready, standing, now) if board else None,
        "dropped": len(ready.skus) - len(ready.passing),
        "more_better": max(0, len(better) - GOODS_AT_ONCE),
        "may_answer": answers,
        "may_approve": answers and not ready.below,
        "may_ask": makes and card.state in (DRAFT, BROKEN),
        "may_change": makes and card.state in CHANGEABLE,
        "may_put_out": makes
        and card.state == APPROVED
        and promotion.live_at is None
        and (is_stuck or not promotion.by_link),
        "may_withdraw": makes and card.state not in (ENDED, LAPSED, WITHDRAWN),
        "may_say": lives and is_open and (makes or answers),
        "notes": promotion.notes.select_related("by", "by__org").order_by("at"),
        "events": _events(promotion),
        "ask": worded(who_may("approve_offer")),
        "side": side,
    }
    return render(request, "portal/price_promotion.html", context)


def _forecasts(promotion: Promotion, state: str, now: datetime, board: Board | None) -> Forecasts | None:
    """What it is expected to sell, once it is over beside what it sold; None where nothing is to be expected."""
    if board is None and state not in (DRAFT, ASKED, BROKEN, APPROVED):
        return None
    return forecast_of(promotion, now, board if state == ENDED else None)


def _shares(standing: Standing, at: datetime) -> tuple[str, str]:
    """Both sides' shares in percent, empty where no profit is shared."""
    terms = terms_at(standing, at)
    share = terms.profit_share if terms else None
    return (f"{share.a / 10_000:g}%", f"{share.b / 10_000:g}%") if share else ("", "")


def _first(ready: Readiness) -> Wanted | None:
    """The good of which most are expected: its money per piece stands for the rest."""
    return max((one.wanted for one in ready.skus), key=lambda one: one.units, default=None)


def _is_above(one: SkuVerdict) -> bool:
    """What is below its floor comes first, all else as it is planned."""
    return one.wanted.gap_fen is None or one.wanted.gap_fen >= 0


def _place(one: Wanted) -> dict[str, float]:
    """Where floor, worst price and promotion price stand on a line from a little below the floor to the usual price, in percent."""
    if one.worst_fen is None or one.floor_fen is None or one.list_fen is None:
        return {}
    low = min(one.floor_fen, one.worst_fen) * 95 // 100
    whole = max(1, max(one.list_fen, one.price_fen) - low)
    floor, worst, price = ((fen - low) * 100 / whole for fen in (one.floor_fen, one.worst_fen, one.price_fen))
    return {"floor": floor, "worst": worst, "price": price, "width": max(0.0, price - worst)}


def _noted(ready: Readiness, kind: str) -> list[Check]:
    """The checks of a kind that are told above all else, in one note; floors have a note of their own."""
    return [one for one in ready.checks if one.verdict == kind and one.key != FLOOR]


def _better(skus: Sequence[SkuVerdict]) -> list[SkuVerdict]:
    """The goods for which another quantity or price is what would pass, or what people on shift would manage."""
    return [
        one for one in skus if one.units != one.wanted.units or one.price_fen != one.wanted.price_fen
    ]  # fmt: skip


def _gained(
    promotion: Promotion, board: Board, ready: Readiness, standing: Standing, at: datetime
) -> list[dict[str, Any]]:
    """What either side has of what was sold beside what it would have had of all that was planned, after the platform's fee
    where that can be told of both; empty where the orders' money cannot be told."""
    if board.worth is None:
        return []
    contract, plan = promotion.contract, plan_of(promotion)
    terms = terms_at(standing, promotion.starts_at)
    fee = expected_fee(contract, terms, plan.shop, board.worth, promotion.starts_at, at)
    after = bool(fee and (ready.left or not ready.worth))
    got = fee.left_of(board.worth) if fee and after else (board.worth.a, board.worth.b)
    plans = ready.left if after else (ready.worth.a, ready.worth.b) if ready.worth else None
    return [
        {
            "side": side, "result": fen, "plan": plans[n] if plans else None, "differs": fen - plans[n] if plans else None,
            "is_after_fee": after,
        }
        for n, (side, fen) in enumerate(zip("ab", got, strict=True))
    ]  # fmt: skip


def _events(promotion: Promotion) -> list[dict[str, str]]:
    offer = promotion.offer
    steps = [
        (promotion.withdrawn_at, promotion.withdrawn_by, _("已撤回"), "b"),
        (
            promotion.live_at,
            promotion.live_by,
            _("在平台上设好：%(words)s") % {"words": promotion.live_words}
            if promotion.live_words
            else _("到点发出了批准的价格"),
            "b",
        ),
        (
            offer.answered_at if offer else None,
            offer.answered_by if offer else None,
            _("不参加：%(words)s") % {"words": offer.answer} if offer and offer.answer else _("甲方批准了"),
            "a",
        ),
        (promotion.asked_at, promotion.asked_by, _("报给了甲方"), "b"),
        (promotion.made_at, promotion.made_by, _("登记了促销"), "b"),
    ]
    return [
        {"word": word, "hint": f"{person.name} · {moment_text(at)}", "kind": kind, "url": ""}
        for at, person, word, kind in steps
        if at and person
    ]
