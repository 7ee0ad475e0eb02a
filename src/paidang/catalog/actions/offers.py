"""A store's coupons and promotions: written down, checked against the floors, mended, put out with the brand's word, ended."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from django.db import transaction

from paidang.catalog.actions.guard import check_before_going_out
from paidang.catalog.models import APPROVED, CHECKED, ENDED, OUT, REFUSED, StoreOffer
from paidang.catalog.queries.guard import Shop, offer_of
from paidang.catalog.queries.offers import find_ways, get_offer
from paidang.catalog.rules.mending import APART, Way
from paidang.catalog.rules.offers import KINDS, ORDER_KINDS, QUANTITY, TIMES_MAX, WHOLE, Offer
from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.contracts.queries.numbers import next_number
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.actions import append
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo, Violation
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person

NAME_MAX = 120
DAYS_MAX = 366


class UnableToOffer(UnableTo):
    code = "OFFER_NOT_MADE"


@dataclass(frozen=True, slots=True)
class Checked:
    """An offer with what forbids it; nothing does where it is empty."""

    offer: StoreOffer
    violations: Sequence[Violation]


def check_terms(offer: Offer) -> Offer:
    """The offer, if its terms are such as a platform takes; UnableToOffer where they are not."""
    ways = [offer.price_fen is not None or bool(offer.prices), offer.rate is not None, offer.minus_fen > 0]
    is_sound = (
        offer.kind in KINDS
        and offer.excludes <= set(KINDS)
        and sum(ways) == 1
        and (offer.rate is None or 0 < offer.rate < WHOLE)
        and (offer.price_fen is None or offer.price_fen >= 0)
        and min(offer.minus_fen, offer.threshold_fen) >= 0
        and (not ways[0] or offer.kind not in (*ORDER_KINDS, QUANTITY))
        and (offer.threshold_fen == 0 or offer.kind in ORDER_KINDS)
        and 1 <= offer.times <= (TIMES_MAX if offer.threshold_fen else 1)
        and 1 <= offer.units <= (99 if offer.kind == QUANTITY else 1)
        and (offer.kind != QUANTITY or (offer.units > 1 and offer.rate is not None))
        and 0 <= offer.merchant_percent <= 100
    )
    if not is_sound:
        raise UnableToOffer(
            say("优惠写得不全，或互相矛盾"),
            code="OFFER_TERMS",
            remedy=say("促销价、折扣、减多少只写一样；门槛只用于满减和券，几件起只用于多件折扣。"),
        )
    if not offer.since <= offer.until or (offer.until - offer.since).days > DAYS_MAX:
        raise UnableToOffer(say("起止日不对"), code="OFFER_DAYS", remedy=say("止日不早于起日，最长一年。"))
    return offer


@clause("OP-2-A-2", "OP-2-B-4")
@transaction.atomic
def make_offer(
    *, person: Person, at: datetime, code: str, shop: Shop, offer: Offer, answer_by: datetime | None = None
) -> Checked:
    """Write an offer down and check it: it is kept either way, for the brand to approve (before `answer_by`) or as refused."""
    contract = _open(person, code)
    check_terms(offer)
    if not shop.store or not offer.name:
        raise UnableToOffer(say("没有写店铺或名称"), code="OFFER_TERMS", remedy=say("两样都要填。"))
    found = check_before_going_out(contract, shop, person=person, at=at, since=offer.since, offer=offer)
    made = StoreOffer.objects.create(
        contract=contract, number=next_number(StoreOffer, contract=contract),
        channel=shop.channel, store=shop.store, **_values(offer),
        state=REFUSED if found else CHECKED, made_by=person, made_at=at, checked_at=at, answer_by=answer_by,
    )  # fmt: skip
    record(made, person, at, "offers.refused" if found else "offers.checked")
    if not found:
        _ask_brand(made, at)
    return Checked(made, found)


def _values(offer: Offer) -> dict[str, object]:
    values = {one.name: getattr(offer, one.name) for one in fields(Offer) if one.name != "key"}
    return values | {
        "skus": sorted(offer.skus or ()), "prices": dict(offer.prices), "excludes": sorted(offer.excludes),
        "name": offer.name[:NAME_MAX],
    }  # fmt: skip


@clause("OP-2-A-2")
@transaction.atomic
def mend_offer(*, person: Person, at: datetime, code: str, number: int, way: str) -> StoreOffer:
    """Change a refused offer in one of the ways that let it pass, named by `way_key`; then the brand is asked."""
    contract = _open(person, code)
    made = get_offer(contract, number, lock=True)
    if made.state != REFUSED:
        raise UnableToOffer(
            say("优惠 {number} 没有被拦下", number=number), code="OFFER_NOT_REFUSED", remedy=say("请刷新页面。")
        )  # fmt: skip
    shop = Shop(made.channel, made.store)
    ways = find_ways(contract, shop, offer_of(made), without=made.number)
    chosen = next((one for one in ways if way_key(one) == way), None)
    if chosen is None:
        raise UnableToOffer(
            say("底价或别的优惠变了，没有这种改法"), code="WAY_GONE", remedy=say("请刷新页面，重新选一种。")
        )
    found = check_before_going_out(
        contract, shop, person=person, at=at, since=made.since, offer=chosen.offer, without=made.number
    )
    assert not found, "a way out passes the guard"
    for name, value in _values(chosen.offer).items():
        setattr(made, name, value)
    made.state, made.checked_at = CHECKED, at
    made.save()
    record(made, person, at, "offers.mended", way=way)
    _ask_brand(made, at)
    return made


def way_key(way: Way) -> str:
    """Names a way among those of one offer."""
    return "-".join([way.kind, *(way.detail if way.kind == APART and isinstance(way.detail, tuple) else ())])


@clause("OP-2-A-2", "OP-2-B-4")
@transaction.atomic
def put_out_offer(*, person: Person, at: datetime, code: str, number: int) -> Checked:
    """Say that an approved offer goes out, after one more look: floors and other offers may have changed since.

    Once out, it stays out. Without the brand's word it does not go out.
    """
    contract = _open(person, code)
    made = get_offer(contract, number, lock=True)
    if made.state == OUT:
        return Checked(made, ())
    check_is_on(made, at)
    if made.state != APPROVED:
        raise UnableToOffer(
            say("优惠 {number} 还没有甲方批准", number=number),
            code="OFFER_NOT_APPROVED",
            clause="OP-2-B-4",
            remedy=say("请甲方先批准。"),
        )
    found = look_again(made, person, at)
    if not found:
        made.state, made.checked_at = OUT, at
        made.save(update_fields=["state", "checked_at"])
        record(made, person, at, "offers.out")
    return Checked(made, found)


def check_is_on(made: StoreOffer, at: datetime) -> None:
    """UnableToOffer where an offer was ended or its days are over."""
    if made.state == ENDED or made.until < day_of(at):
        raise UnableToOffer(
            say("优惠 {number} 已停用或已过期", number=made.number), code="OFFER_OVER", remedy=say("请另建一个。")
        )  # fmt: skip


def look_again(made: StoreOffer, person: Person, at: datetime) -> Sequence[Violation]:
    """What forbids a stored offer by now; where anything does, it is refused and the brand's word is gone."""
    found = check_before_going_out(
        made.contract, Shop(made.channel, made.store), person=person, at=at, since=made.since, offer=offer_of(made),
        without=made.number,
    )  # fmt: skip
    if found:
        made.state, made.checked_at = REFUSED, at
        made.answer, made.answered_by, made.answered_at = "", None, None
        made.save(update_fields=["state", "checked_at", "answer", "answered_by", "answered_at"])
        record(made, person, at, "offers.refused")
        close_duty(made.contract_id, key=duty_key(made), at=at)
    return found


@transaction.atomic
def end_offer(*, person: Person, at: datetime, code: str, number: int) -> StoreOffer:
    """Say that an offer is no more on: it does not count any longer. Twice is once."""
    contract = _open(person, code)
    made = get_offer(contract, number, lock=True)
    if made.state != ENDED:
        made.state = ENDED
        made.save(update_fields=["state"])
        record(made, person, at, "offers.ended")
        close_duty(contract.pk, key=duty_key(made), at=at)
    return made


def tried(offer: Offer) -> Offer:
    """An offer that is only tried, under a name that no stored one has."""
    return replace(check_terms(offer), key="tried")


def _open(person: Person, code: str) -> Contract:
    check_may(person, "make_offer")
    contract = get_contract(code, lock=True)
    if contract.agency_id != person.org_id or contract.state != IN_FORCE:
        raise UnableToOffer(
            say("由乙方在履行中的合同里设优惠"), code="CONTRACT_NOT_IN_FORCE", remedy=say("请核对合同。")
        )
    return contract


def _ask_brand(made: StoreOffer, at: datetime) -> None:
    raise_duty(
        made.contract_id, key=duty_key(made), kind="approve_offer", side="a", page=page_of(made), at=at, clause="OP-2-B-4",
        facts={"number": made.number, "name": made.name, "store": made.store},
    )  # fmt: skip


def duty_key(made: StoreOffer) -> str:
    """The brand's duty to answer it."""
    return f"approve-offer-{made.number}"


def page_of(made: StoreOffer) -> str:
    """Where it is looked at."""
    return f"/contracts/{made.contract.code}/prices/offers/{made.number}"


def record(made: StoreOffer, person: Person, at: datetime, act: str, **facts: object) -> None:
    """Put on record what was done with an offer."""
    append(
        made.contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act, subject=made.contract.code,
        facts={"number": made.number, "name": made.name, "store": made.store, **facts},
    )  # fmt: skip
