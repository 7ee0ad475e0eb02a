"""Prices of approved promotions through the stores' outbox: out at the start, back at the end, looked after in between.

Nothing goes out but what the brand said yes to, by its digest; each price is a row once, so that whoever is killed and
whoever comes again sends nothing twice. No call is made here: the stores' workers send what waits.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from paidang.catalog.actions import put_out_offer
from paidang.catalog.models import Listing
from paidang.contracts.models import Contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo, Violation
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.promotions.actions.recording import (
    UnableToPromote,
    check_state,
    contract_for,
    key_of,
    page_of,
    record,
)
from paidang.promotions.models import Promotion, PromotionPrice
from paidang.promotions.queries.check import Plan, plan_of
from paidang.promotions.queries.outing import (
    Outing,
    Target,
    digest_now,
    find_holding,
    find_link,
    find_overlap,
    list_outings,
    list_targets,
    why_not_by_link,
)
from paidang.promotions.queries.promotions import get_promotion
from paidang.promotions.rules.outing import (
    BACK_REFUSED,
    BACK_TROUBLED,
    BACK_WAITS,
    REFUSED,
    TROUBLED,
    wants_look,
)
from paidang.promotions.rules.states import APPROVED, ENDED, ON_SALE, WITHDRAWN
from paidang.stores.actions import put_out_prices, read_list_soon
from paidang.stores.models import StoreLink
from paidang.stores.queries import get_link
from paidang.team.models import Person

LOOK_BACK = timedelta(days=60)
"""A promotion that is over for longer is not looked after any more: a person has its duty by then."""


def check_can_go_by_link(promotion: Promotion, at: datetime) -> None:
    """UnableToPromote where its prices could not be set through the store's interface, or another promotion sets them then."""
    plan = plan_of(promotion)
    if why := why_not_by_link(find_link(promotion.contract, plan.shop)):
        raise UnableToPromote(
            why, code="NO_INTERFACE", remedy=say("改为由乙方在平台后台设，或先把店铺接上。")
        )
    if other := find_overlap(promotion, at):
        raise UnableToPromote(
            say("促销 {number}（{title}）同时要改这家店同一商品的价", number=other.number, title=other.title),
            code="PROMOTION_OVERLAP",
            remedy=say("换时间、去掉重的商品，或其中一个改为在平台后台设。"),
        )


def list_to_tend(contract: Contract, at: datetime) -> list[int]:
    """The numbers of the promotions whose prices may have to go out or back."""
    found = Promotion.objects.filter(
        contract=contract, by_link=True, starts_at__lte=at, ends_at__gt=at - LOOK_BACK
    ).exclude(approved_digest="")
    return list(found.order_by("ends_at", "number").values_list("number", flat=True))  # back before out


@clause("OP-2-A-2", "OP-2-B-4")
@transaction.atomic
def tend_prices(contract: Contract, number: int, *, at: datetime) -> list[StoreLink]:
    """Do for one promotion whatever is due by now; the stores for which something waits. Again it does nothing more."""
    contract = Contract.objects.select_for_update(no_key=True).get(pk=contract.pk)
    promotion = get_promotion(contract, number, lock=True)
    state = promotion.state_at(at)
    if state == APPROVED and promotion.starts_at <= at and not promotion.prices.exists():
        _put_out(promotion, at)
    elif state in (ENDED, WITHDRAWN):
        _take_back(promotion, at, list_outings(promotion, at))
    _look(promotion, at)
    return _owe(promotion, at)


def _put_out(promotion: Promotion, at: datetime) -> None:
    """All of its prices at once, if the brand said yes to just these and the guard lets the offer out once more."""
    person, plan = promotion.asked_by, plan_of(promotion)
    if person is None or digest_now(promotion) != promotion.approved_digest:
        return
    found = find_link(promotion.contract, plan.shop)
    if found is None or why_not_by_link(found):
        return
    link = get_link(found.pk, lock=True)
    targets = list_targets(promotion, link)
    if not targets or find_holding(promotion, [one.platform_sku for one in targets], at):
        return
    assert promotion.offer is not None, "what is approved has an offer"
    try:
        done = put_out_offer(
            person=person, at=at, code=promotion.contract.code, number=promotion.offer.number
        )
    except UnableTo:  # who asked may do so no longer: a person of the agency sees to it
        return
    promotion.offer = done.offer
    if done.violations:
        return
    rows = _send(promotion, link, person, at, targets, plan)
    promotion.live_by, promotion.live_at = person, at
    promotion.save(update_fields=["live_by", "live_at"])
    record(
        promotion, None, at, "promotions.prices_out", sent=sum(row.out is not None for row in rows),
        refused=sum(row.out is None for row in rows), sha256=promotion.approved_digest,
    )  # fmt: skip


def _send(
    promotion: Promotion, link: StoreLink, person: Person, at: datetime, targets: Sequence[Target], plan: Plan
) -> list[PromotionPrice]:
    acts, refused = put_out_prices(
        link, person=person, at=at, prices={one.platform_sku: one.price_fen for one in targets}, until=plan.days[1]
    )  # fmt: skip
    read_list_soon(link)
    of_key = {act.key: act for act in acts}
    return PromotionPrice.objects.bulk_create(
        PromotionPrice(
            contract=promotion.contract, promotion=promotion, link=link, sku=one.sku, platform_sku=one.platform_sku,
            price_fen=one.price_fen, before_fen=one.before_fen, made_at=at, out=of_key.get(one.platform_sku),
            refused=_reason(refused.get(one.platform_sku)),
        )
        for one in targets
    )  # fmt: skip


def _reason(violation: Violation | None) -> dict[str, object] | None:
    return {"code": violation.code, "reason": violation.message} if violation else None


def _take_back(promotion: Promotion, at: datetime, outings: Iterable[Outing]) -> None:
    """The prices before, through the guard for today: a floor that rose meanwhile keeps one where it is, and a person sees to it."""
    person = promotion.asked_by
    due = [one.row for one in outings if one.state == BACK_WAITS and one.row.back is None]
    sent = 0
    for link_id in {row.link_id for row in due}:
        link = get_link(link_id, lock=True)
        if person is None or why_not_by_link(link):
            continue
        rows = [row for row in due if row.link_id == link_id]
        acts, refused = put_out_prices(
            link, person=person, at=at, prices={row.platform_sku: row.before_fen for row in rows}, until=day_of(at)
        )  # fmt: skip
        read_list_soon(link)
        of_key = {act.key: act for act in acts}
        for row in rows:
            row.back, row.back_refused = (
                of_key.get(row.platform_sku),
                _reason(refused.get(row.platform_sku)),
            )
            row.save(update_fields=["back", "back_refused"])
        sent += len(rows)
    if sent:
        record(promotion, None, at, "promotions.prices_back", sent=sent)


def _look(promotion: Promotion, at: datetime) -> None:
    """Compare with what the store was told to list since; what is new is on record."""
    rows = list(promotion.prices.select_related("out", "back", "link"))
    listed = {
        one.platform_sku: one
        for one in Listing.objects.filter(
            contract=promotion.contract_id, channel=promotion.channel, store=promotion.store,
            platform_sku__in=[row.platform_sku for row in rows],
        )
    }  # fmt: skip
    live, back, other = 0, 0, 0
    for row in rows:
        one = listed.get(row.platform_sku)
        if one is None or one.price_fen is None or one.told_at < row.made_at or one.told_at == row.seen_at:
            continue
        was, row.seen_fen, row.seen_at = row.seen_fen, one.price_fen, one.told_at
        if row.back and row.back_at is None and row.seen_fen == row.before_fen:
            row.back_at, back = row.seen_at, back + 1
        elif row.back is None and row.live_at is None and row.seen_fen == row.price_fen:
            row.live_at, live = row.seen_at, live + 1
        elif row.back is None and row.live_at and was == row.price_fen != row.seen_fen:
            other += 1
        row.save(update_fields=["seen_fen", "seen_at", "live_at", "back_at"])
    if live or back or other:
        record(promotion, None, at, "promotions.prices_seen", live=live, back=back, other=other)


def _owe(promotion: Promotion, at: datetime) -> list[StoreLink]:
    """The agency's duties for what a person must see to; the stores that are to be tended now."""
    outings = list_outings(promotion, at)
    state, links = promotion.state_at(at), {one.row.link_id: one.row.link for one in outings}
    stuck = state == APPROVED and promotion.starts_at <= at and not outings
    out = stuck or (state == ON_SALE and any(one.state in TROUBLED for one in outings))
    is_off = {link_id for link_id, link in links.items() if why_not_by_link(link)}
    back = any(
        one.state in BACK_TROUBLED or (one.state == BACK_WAITS and one.row.link_id in is_off)
        for one in outings
    )
    facts = {"number": promotion.number, "name": promotion.title, "store": promotion.store}
    for what, kind, is_owed, due_at in (
        ("live", "put_out_promotion", out, promotion.starts_at),
        ("back", "take_back_prices", back, promotion.ends_at),
    ):
        if is_owed:
            raise_duty(
                promotion.contract_id, key=key_of(promotion, what), kind=kind, side="b", page=page_of(promotion),
                at=at, due_at=due_at, clause="OP-2-B-4", facts=facts,
            )  # fmt: skip
        elif what == "back" or outings:
            close_duty(promotion.contract_id, key=key_of(promotion, what), at=at)
    wanted = {}
    for one in outings:
        back_done_at = one.row.back.done_at if one.row.back else None
        if one.row.link_id in is_off:
            continue
        if wants_look(one.way, at, back_done_at=back_done_at):
            read_list_soon(get_link(one.row.link_id, lock=True))
            wanted[one.row.link_id] = one.row.link
        elif "waiting" in (one.way.out, one.way.back):
            wanted[one.row.link_id] = one.row.link
    return list(wanted.values())


@clause("OP-2-B-4")
@transaction.atomic
def retry_prices(*, person: Person, at: datetime, code: str, number: int) -> int:
    """Send once more what the guard or the platform did not let through, out or back; how many prices that were."""
    contract = contract_for(person, code, "make_offer", side="b")
    promotion = get_promotion(contract, number, lock=True)
    check_state(promotion, at, [ON_SALE, ENDED, WITHDRAWN])
    outings = list_outings(promotion, at)
    again = [one.row for one in outings if one.state == REFUSED]
    back = [one for one in outings if one.state == BACK_REFUSED]
    for link_id in {row.link_id for row in again}:
        link = get_link(link_id, lock=True)
        if why := why_not_by_link(link):
            raise UnableToPromote(why, code="NO_INTERFACE", remedy=say("先把店铺接上。"))
        rows = [row for row in again if row.link_id == link_id]
        acts, refused = put_out_prices(
            link, person=person, at=at, prices={row.platform_sku: row.price_fen for row in rows},
            until=plan_of(promotion).days[1],
        )  # fmt: skip
        of_key = {act.key: act for act in acts}
        for row in rows:
            row.out, row.refused = of_key.get(row.platform_sku), _reason(refused.get(row.platform_sku))
            row.save(update_fields=["out", "refused"])
    PromotionPrice.objects.filter(pk__in=[one.row.pk for one in back]).update(back=None, back_refused=None)
    if back:
        _take_back(promotion, at, list_outings(promotion, at))
    if again or back:
        record(promotion, person, at, "promotions.prices_again", count=len(again) + len(back))
        _owe(promotion, at)
    return len(again) + len(back)
